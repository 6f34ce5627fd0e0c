"""Sheet PM: what exists without an amount and counts in no total, and what cannot be put in euros."""

from collections.abc import Sequence

from lib.analysis.accountability import NO_CONSIDERATION, considerations_of
from lib.analysis.pm import pm_amounts
from lib.model.parameters import PmItem
from lib.report.workbook.context import PM, WorkbookContext
from lib.report.workbook.page import Column, Page
from lib.report.workbook.subject import ROLES, A, B
from lib.report.workbook.titles import role_title
from lib.text import lower_first

NAME = "PM"
TITLE = "PM-posten en wat niet in euro’s staat"
TOLD = (
    "PM (pro memorie): bekend dat het bestaat, bedrag onbekend. Een PM-post telt in geen enkel totaal mee en is geen nul. "
    "Een mogelijk bereik staat er alleen waar een bron het noemt."
)
HEADS = (Column("Post of onderwerp", 46), Column("Soort", 12), Column("Richting", 10))
MORE = (
    Column("Mogelijk laag (€)", 13, True),
    Column("Mogelijk hoog (€)", 13, True),
    Column("Waarop het bereik rust", 46),
    Column("Status", 10),
    Column("Bron", 26),
    Column("Toelichting", 90),
)
FIRST_ROUTE = len(HEADS)
LOW = FIRST_ROUTE + len(ROLES)
BOUNDS, STATUS, SOURCE, TEXT = LOW + 2, LOW + 3, LOW + 4, LOW + 5
ABSENT = "geen"


def write(context: WorkbookContext) -> None:
    page, subject = context.page(NAME), context.subject
    routes = [Column(role_title(context, role), 20) for role in ROLES]
    page.begin(TITLE, TOLD, subject.source_line, (*HEADS, *routes, *MORE), 1)
    scenarios = [subject.route_of[role].run.scenario for role in ROLES]
    items = list(dict.fromkeys(item for scenario in scenarios for item in scenario.pm))
    for item in items:
        _item(context, page, subject.release.pm[item], [item in scenario.pm for scenario in scenarios])
    first, last = page.first_row, page.row
    _amounts(context, page)
    _counts(context, page, first, last)
    page.next()
    _considerations(context, page)


def _item(context: WorkbookContext, page: Page, item: PmItem, present: list[bool]) -> None:
    page.labels((item.label, item.kind, "bate" if item.sign > 0 else "last"), context.styles.of("wrapped"))
    for at, standing in enumerate(present):
        page.text(page.row, FIRST_ROUTE + at, PM if standing else ABSENT)
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
    figures, last = (
        context.subject.figures,
        (len(context.subject.codes) - 1, len(context.subject.figures.werkvormen) - 1),
    )
    spans = (context.places.span(("cost", 0, 0, k), ("cost", *last, k), columns=True) for k in kinds)
    hidden = int((figures.pm & (figures.costs != 0))[:, :, list(kinds)].sum())
    return "+".join([*(f'COUNTIF({span},"{PM}")' for span in spans), *([str(hidden)] if hidden else [])])


def _amounts(context: WorkbookContext, page: Page) -> None:
    """How many amounts of the base year are PM."""
    counted = left_out_amounts(context, range(len(context.subject.figures.cost_types)))
    page.labels(("Bedragen van het basisjaar die PM zijn", "", ""))
    for at in range(len(ROLES)):
        page.formula(FIRST_ROUTE + at, f"={counted}", pm_amounts(context.subject.release), "whole")
    page.text(page.row, TEXT, "Te vinden op blad Cijfers.")
    page.next()


def _counts(context: WorkbookContext, page: Page, first: int, last: int) -> None:
    """How many no total counts."""
    total = context.styles.of("text", total=True)
    page.labels(("Aantal, niet meegeteld", "", ""), total)
    for at, role in enumerate(ROLES):
        column = FIRST_ROUTE + at
        above = f"{page.address(first, column)}:{page.address(last - 1, column)}"
        counted = f'COUNTIF({above},"{PM}")+' if last > first else ""
        items = len(context.subject.route_of[role].run.scenario.pm)
        value = items + pm_amounts(context.subject.release)
        page.formula(column, f"={counted}{page.address(last, column)}", value, "whole", total=True)
    page.next()


def _considerations(context: WorkbookContext, page: Page) -> None:
    """Per topic what is said of A and of B, with equal room."""
    release = context.subject.release
    rows = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    considerations = {
        role: considerations_of(release, context.subject.route_of[role].run.scenario)[1] for role in (A, B)
    }
    page.labels(("Wat niet in euro’s staat", "", ""), context.styles.section)
    page.next()
    for topic in dict.fromkeys(row["onderwerp"] for row in rows):
        for role in (A, B):
            row = considerations[role].get(topic)
            page.text(page.row, 0, f"{topic}, {lower_first(role_title(context, role))}", context.styles.of("wrapped"))
            page.text(page.row, SOURCE, row["bron_id"] if row else "")
            words = row["overweging"] if row else NO_CONSIDERATION
            page.text(page.row, TEXT, words, context.styles.of("wrapped"))
            page.next()
