"""Sheets PM and Bronnen: what exists without an amount and counts in no total, what cannot be put in euros, and every
source that the workbook rests on, with which status."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.analysis.accountability import NO_CONSIDERATION, considerations_of
from lib.analysis.pm import pm_amounts
from lib.model.parameters import PmItem
from lib.report.workbook.context import PM, WorkbookContext
from lib.report.workbook.page import Column, Page, Sheet
from lib.store.tables import STATUSES
from lib.text import lower_first

HEADS = (Column("Post of onderwerp", 46), Column("Soort", 12), Column("Richting", 10))
MORE = (
    Column("Mogelijk laag (€)", 13, True),
    Column("Mogelijk hoog (€)", 13, True),
    Column("Waarop het bereik rust", 46),
    Column("Status", 10),
    Column("Bron", 26),
    Column("Toelichting", 90),
)
PM_ITEMS = Sheet(
    "PM",
    "PM-posten en wat niet in euro’s staat",
    "PM (pro memorie): bekend dat het bestaat, bedrag onbekend. Een PM-post telt in geen enkel totaal mee en is geen nul. "
    "Een mogelijk bereik staat er alleen waar een bron het noemt.",
    HEADS,
)
SOURCES = Sheet(
    "Bronnen",
    "Bronnen",
    "Status, sterkste eerst: realisatie (geboekt of geteld), begroting, bericht (uit de pers), raming (hier afgeleid), "
    "aanname. Een berekend getal heeft de zwakste status van wat erin gaat.",
    (
        Column("Bron", 30),
        Column("Titel", 70),
        Column("Uitgever", 34),
        Column("Adres", 60),
        Column("Gepubliceerd", 26),
        Column("Licentie", 26),
        Column("Gebruikt in deze werkmap voor", 60),
    ),
)
FIRST_ROUTE = len(HEADS)
LOW = FIRST_ROUTE + len(("zero", "a", "b"))
BOUNDS, STATUS, SOURCE, TEXT = LOW + 2, LOW + 3, LOW + 4, LOW + 5


def write_pm(context: WorkbookContext) -> None:
    subject = context.subject
    routes = [Column(subject.role_title(role), 20) for role in subject.route_of]
    page = context.page(replace(PM_ITEMS, columns=(*HEADS, *routes, *MORE)))
    scenarios = [route.run.scenario for route in subject.route_of.values()]
    items = list(dict.fromkeys(item for scenario in scenarios for item in scenario.pm))
    for item in items:
        _item(context, page, subject.release.pm[item], [item in scenario.pm for scenario in scenarios])
    _counts(context, page)
    page.next()
    _considerations(context, page)


def _item(context: WorkbookContext, page: Page, item: PmItem, present: list[bool]) -> None:
    page.labels((item.label, item.kind, "bate" if item.sign > 0 else "last"), context.styles.of("wrapped"))
    for at, standing in enumerate(present):
        page.text(page.row, FIRST_ROUTE + at, PM if standing else "geen")
    for at, bound in enumerate((item.low, item.high)):
        if bound is not None:
            page.number(LOW + at, bound, "euros")
    page.text(page.row, BOUNDS, item.bounds, context.styles.of("wrapped"))
    page.text(page.row, STATUS, PM)
    page.text(page.row, SOURCE, item.source)
    page.text(page.row, TEXT, item.explanation, context.styles.of("wrapped"))
    page.next()


def left_out_amounts(context: WorkbookContext, kinds: Sequence[int]) -> str:
    """The count of base-year amounts of some kostensoorten [k] that are PM, as a formula without "=": an amount that is
    filled in no longer is; one that small numbers were merged with stays uncounted."""
    figures = context.subject.figures
    last = len(figures.werkvormen) - 1, len(figures.gemeenten) - 1
    spans = (context.places.span(("cost", k, 0, 0), ("cost", k, *last), columns=True) for k in kinds)
    hidden = int((figures.pm & (figures.costs != 0))[:, :, list(kinds)].sum())
    return "+".join([*(f'COUNTIF({span},"{PM}")' for span in spans), *([str(hidden)] if hidden else [])])


def _counts(context: WorkbookContext, page: Page) -> None:
    """How many amounts of the base year are PM, and with those how many PM-posten no total counts."""
    first, last, release = page.first_row, page.row, context.subject.release
    amounts, unknown = pm_amounts(release), left_out_amounts(context, range(len(context.subject.figures.cost_types)))
    page.labels(("Bedragen van het basisjaar die PM zijn", "", ""))
    for column, _ in enumerate(context.subject.route_of, start=FIRST_ROUTE):
        page.formula(column, f"={unknown}", amounts, "whole")
    page.text(page.row, TEXT, "Te vinden op blad Cijfers.")
    page.next()
    page.labels(("Aantal, niet meegeteld", "", ""), context.styles.of("text", total=True))
    for column, route in enumerate(context.subject.route_of.values(), start=FIRST_ROUTE):
        above = f"{page.address(first, column)}:{page.address(last - 1, column)}"
        items = f'COUNTIF({above},"{PM}")+' if last > first else ""
        value = len(route.run.scenario.pm) + amounts
        page.formula(column, f"={items}{page.address(last, column)}", value, "whole", total=True)
    page.next()


def _considerations(context: WorkbookContext, page: Page) -> None:
    """Per topic what is said of A and of B, with equal room."""
    subject, release, wrapped = context.subject, context.subject.release, context.styles.of("wrapped")
    rows = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    routes = {role: considerations_of(release, subject.route_of[role].run.scenario)[1] for role in ("a", "b")}
    page.labels(("Wat niet in euro’s staat", "", ""), context.styles.section)
    page.next()
    for topic in dict.fromkeys(row["onderwerp"] for row in rows):
        for role, considerations in routes.items():
            row = considerations.get(topic)
            page.text(page.row, 0, f"{topic}, {lower_first(subject.role_title(role))}", wrapped)
            page.text(page.row, SOURCE, row["bron_id"] if row else "")
            page.text(page.row, TEXT, row["overweging"] if row else NO_CONSIDERATION, wrapped)
            page.next()


def write_sources(context: WorkbookContext) -> None:
    page, wrapped = context.page(SOURCES), context.styles.of("wrapped")
    used = Counter(_uses(context))
    for bron_id, row in context.subject.release.sources.items():
        here = {(what, status): count for (source, what, status), count in used.items() if source == bron_id}
        if here:
            cells = [row[name] or "" for name in ("titel", "uitgever", "adres", "gepubliceerd", "licentie")]
            page.labels((bron_id, *cells, _words(here)), wrapped)
            page.next()
    page.filter()


def _words(used: dict[tuple[str, str], int]) -> str:
    """ "12 × cijfer (raming); 3 × aanname (aanname)", the strongest status first."""
    order = sorted(used.items(), key=lambda item: (item[0][0], (*STATUSES, "").index(item[0][1])))
    return "; ".join(f"{count} × {what}{f' ({status})' if status else ''}" for (what, status), count in order)


def _uses(context: WorkbookContext) -> Iterator[tuple[str, str, str]]:
    """(source, what rests on it, status), once per use."""
    subject, release = context.subject, context.subject.release
    year = subject.figures.base_year
    for table in ("headcounts", "costs", "population"):
        for row in release.tables[table]:
            if row["jaar"] == year:
                yield row["bron_id"], "cijfer", row["status"]
    for row in release.tables["allocation_keys"]:
        yield row["bron_id"], "aandeel van een sleutel", row["status"]
    for parameter in release.parameters.values():
        yield parameter.source, "parameter", parameter.status
    for route in subject.routes:
        scenario = route.run.scenario
        yield scenario.source, "route", ""
        for measure in scenario.measures:
            yield measure.source, "maatregel", measure.status
        for item in scenario.pm:
            yield release.pm[item].source, "PM-post", ""
        for row in considerations_of(release, scenario)[1].values():
            yield row["bron_id"], "overweging", ""
