"""Sheets Aannames and Verloop: every parameter with its value in the view as an input cell, named by its id; and how volume
and price move with them from the base year on, before any measure (model.md §3).

Sheets PM and Bronnen: what exists without an amount and counts in no total, what cannot be put in euros, and every
source that the workbook rests on, with which status.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from xlsxwriter.utility import xl_range_abs

from lib.comparison.certainty import measure_status, parameter_input, weakest
from lib.comparison.pm import direction, pm_amounts
from lib.comparison.view import admissible, assumption_label, parameter_of
from lib.model.figures import Array, CostType
from lib.model.formulas import price_level
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, OWN, PRICE_INDEX, Parameter, PmItem
from lib.model.scenario import PmEvidence
from lib.render.workbook.context import BASE_YEAR, PM, WEAKEST, Row, WorkbookContext, YearTable
from lib.render.workbook.page import HEAD_ROW, Column, Key, Page, Sheet, kind_of_unit
from lib.subjects import risk
from lib.subjects.accountability.accountability import NO_CONSIDERATION, considerations_of
from lib.tables.columns import STATUSES
from lib.text import lower_first

VALUE, STANDARD, LOW, HIGH, LOWEST, HIGHEST, STATUS, PLACE, CHANGED = 2, 4, 5, 6, 7, 8, 9, 10, 11
ASSUMPTIONS = Sheet(
    "Aannames",
    "Aannames: elke parameter van het model",
    "Verander een waarde in een geel vak en de hele werkmap rekent mee. Een waarde buiten minimum en maximum wordt geweigerd.",
    (
        Column("Aanname", 38),
        Column("Naam in formules", 32),
        Column("Waarde", 12, True),
        Column("Eenheid", 26),
        *(Column(name, 11, True) for name in ("Standaard", "Laag", "Hoog", "Minimum", "Maximum")),
        Column("Status", 11),
        Column("Plek in de bandbreedte", 17),
        Column("Aangepast in deze werkmap", 12),
        Column("Bron", 30),
        Column("Toelichting", 64),
    ),
    3,
)
TRENDS = Sheet(
    "Verloop",
    "Verloop: volume en prijspeil vanaf het basisjaar, zonder maatregelen",
    "Een bedrag van het basisjaar × volume en prijs = het bedrag zonder maatregelen. n telt de jaren na het basisjaar.",
    (Column("Onderdeel", 34), Column("Kostensoort", 26), Column("Zo gerekend", 62)),
    3,
)
YEAR_WIDTH = 9


def write_assumptions(context: WorkbookContext) -> None:
    page = context.page(ASSUMPTIONS)
    for name in _assumed(context):
        _assumption(context, page, name)
    page.remember_column("aannames", CHANGED)


def _assumed(context: WorkbookContext) -> list[str]:
    """Every parameter, then every value that a gemeente has of its own."""
    subject = context.subject
    return [*subject.release.parameters, *(name for name in subject.comparison.values if OWN in name)]


def within_bounds(context: WorkbookContext) -> str:
    """Whether every value lies within its admissible range; words in the place of a maximum are no limit."""
    first, last = HEAD_ROW + 1, HEAD_ROW + len(_assumed(context))
    values, low, high = (
        f"{ASSUMPTIONS.name}!{xl_range_abs(first, column, last, column)}" for column in (VALUE, LOWEST, HIGHEST)
    )
    outside = f"SUMPRODUCT(--({values}<{low}))+SUMPRODUCT(--({values}>{high}))"
    return f'=IF({outside}=0,"klopt","klopt niet")'


def _assumption(context: WorkbookContext, page: Page, name: str) -> None:
    release, value = context.subject.release, context.subject.comparison.values[name]
    parameter, label, of_gemeente = parameter_of(release, name), assumption_label(release, name), OWN in name
    kind, wrapped = kind_of_unit(parameter.unit), context.styles.of("wrapped")
    page.number(VALUE, value, kind, ("parameter", name), entered=True)
    page.labels((label, context.call(name, ("parameter", name))), wrapped)
    page.text(page.row, VALUE + 1, parameter.unit, wrapped)
    bounds = (parameter.default, parameter.low, parameter.high, parameter.minimum, parameter.maximum)
    for column, bound in enumerate(bounds, start=STANDARD):
        if bound is None:
            page.text(page.row, column, "geen", context.styles.aside)
        else:
            page.number(column, bound, kind)
    cell, standard, low, high = (page.here(column) for column in (VALUE, STANDARD, LOW, HIGH))
    own, status = value != parameter.default, WEAKEST if of_gemeente else parameter.status
    page.formula(STATUS, f'=IF({cell}={standard},"{status}","{WEAKEST}")', WEAKEST if own else status, "text")
    band = f'IF(AND({cell}>={low},{cell}<={high}),"binnen de band","buiten de band")'
    place = "standaard" if not own else "binnen de band" if parameter.in_band(value) else "buiten de band"
    page.formula(PLACE, f'=IF({cell}={standard},"standaard",{band})', place, "text")
    page.formula(CHANGED, page.changed(VALUE, value), "nee", "text")
    page.text(page.row, CHANGED + 1, parameter.source)
    page.text(page.row, CHANGED + 2, parameter.explanation, wrapped)
    refusal = f"{label}: kies een waarde van {admissible(parameter)}."
    page.validate(VALUE, _bounds(parameter), "Waarde van een aanname", refusal)
    page.next()


def _bounds(parameter: Parameter) -> dict[str, Any]:
    low, high = parameter.minimum, parameter.maximum
    if high is None:
        return {"validate": "decimal", "criteria": ">=", "value": low}
    return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}


def write_trends(context: WorkbookContext) -> None:
    Trends(context).write()


class Trends:
    """The rows of Verloop: powers of n, and per kostensoort the product of volume and price."""

    def __init__(self, context: WorkbookContext) -> None:
        self.context, self.places, self.names = context, context.places, context.name_of
        self.table = YearTable(context, TRENDS, context.subject.years, YEAR_WIDTH)

    def write(self) -> None:
        subject, values = self.context.subject, self.context.subject.comparison.values
        n = [float(year - subject.figures.base_year) for year in subject.years]

        def since(year: int) -> str:
            return f"{self.table.head(year)}-{self.names[BASE_YEAR]}"

        labels = ("Jaren na het basisjaar (n)", "", "jaar − basisjaar")
        self.table.add(Row(("n",), labels, "jaren", "year", since, n, "realisatie"))
        left = [(1 - values[FIXED_REDUCTION]) ** (year - subject.figures.base_year) for year in subject.years]
        prices = price_level(subject.figures, values)
        self._power(("attrition",), "Wie er van de Wsw nog is", "", [(-1, ATTRITION)], subject.answers.trend.attrition)
        self._power(("reduction",), "Wat er van vaste kosten blijft", "", [(-1, FIXED_REDUCTION)], left)
        self._power(("price level",), "Prijspeil van jaarlijkse maatregelen", "", [(1, PRICE_INDEX)], prices)
        for k, cost_type in enumerate(subject.figures.cost_types):
            self._cost_type(k, cost_type)

    def _power(
        self, key: Key, label: str, kind: str, steps: Sequence[tuple[int, str]], values: Sequence[float] | Array
    ) -> None:
        """(1 ± parameters)^n; 1 in the base year, whatever is raised: a spreadsheet knows no 0^0."""
        base = "".join(f"{'+' if sign > 0 else '-'}{self.names[name]}" for sign, name in steps)
        words = "".join(f" {'+' if sign > 0 else '−'} {name}" for sign, name in steps)

        def formula(year: int) -> str:
            n = self.places.along(("n", year), TRENDS.name)
            return f"IF({n}=0,1,(1{base})^{n})"

        labels, status = (label, kind, f"(1{words})^n"), self._status([name for _, name in steps])
        self.table.add(Row(key, labels, "factor", "factor", formula, values, status))

    def _cost_type(self, k: int, cost_type: CostType) -> None:
        trend, fixed = self.context.subject.answers.trend, cost_type.fixed_share

        def volume(year: int) -> str:
            left = self.places.along(("attrition", year), TRENDS.name)
            if not fixed:
                return left
            stays = f"{self.names[fixed]}*{self.places.along(('reduction', year), TRENDS.name)}"
            return f"{stays}+(1-{stays})*{left}"

        def product(year: int) -> str:
            return "*".join(self.places.moving((what, k, year), TRENDS.name) for what in ("volume", "price"))

        words = f"{fixed} × wat blijft + de rest × wie er nog is" if fixed else "beweegt mee met wie er nog is"
        rests_on = [ATTRITION, *((fixed, FIXED_REDUCTION) if fixed else ())]
        status, label = self._status(rests_on), cost_type.label
        self.table.add(
            Row(("volume", k), ("Volume", label, words), "factor", "factor", volume, trend.volume[k], status)
        )
        self._power(("price", k), "Prijspeil", label, cost_type.index, trend.price[k])
        labels = ("Volume en prijs", label, "volume × prijspeil")
        status = self._status([*rests_on, *(name for _, name in cost_type.index)])
        self.table.add(Row(("trend", k), labels, "factor", "factor", product, trend.total[k], status, total=True))

    def _status(self, parameters: Sequence[str]) -> str:
        subject = self.context.subject
        inputs = [parameter_input(subject.release, subject.comparison, name) for name in parameters]
        return weakest(inputs).status if inputs else "realisatie"


HEADS = (Column("Post of onderwerp", 46), Column("Soort", 12), Column("Richting", 10))
MORE = (
    Column("Mogelijk laag (€)", 13, True),
    Column("Mogelijk hoog (€)", 13, True),
    Column("Waarop het bereik rust", 46),
    Column("Status", 10),
    Column("Bron", 26),
    Column("Toelichting", 90),
    Column("Wie zoekt het uit", 34),
    Column("Wanneer bekend", 34),
    Column("Gevolg als het tegenvalt", 60),
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
        Column("Adres of afzender", 60),
        Column("Gepubliceerd", 26),
        Column("Licentie", 26),
        Column("Gebruikt in deze werkmap voor", 60),
    ),
)
FIRST_ROUTE = len(HEADS)
PM_LOW = FIRST_ROUTE + len(("zero", "a", "b"))
BOUNDS, PM_STATUS, SOURCE, TEXT, OWNER = PM_LOW + 2, PM_LOW + 3, PM_LOW + 4, PM_LOW + 5, PM_LOW + 6


def write_pm(context: WorkbookContext) -> None:
    subject = context.subject
    titles = [subject.role_title(role) for role in subject.route_of]
    routes = [Column(title, 20) for title in titles]
    proofs = [Column(f"Waarop, {lower_first(title)}", 60) for title in titles]
    page = context.page(replace(PM_ITEMS, columns=(*HEADS, *routes, *MORE, *proofs)))
    scenarios = [route.run.scenario for route in subject.route_of.values()]
    items = list(dict.fromkeys(item for scenario in scenarios for item in scenario.pm))
    for item in items:
        _item(context, page, subject.release.pm[item], [scenario.pm.get(item) for scenario in scenarios])
    _counts(context, page)
    page.next()
    _risks(context, page)
    _considerations(context, page)


def _item(context: WorkbookContext, page: Page, item: PmItem, proofs: list[PmEvidence | None]) -> None:
    """A PM-post; `proofs` say per route why it occurs there, None where it does not."""
    wrapped = context.styles.of("wrapped")
    page.labels((item.label, item.kind, direction(item)), wrapped)
    for at, proof in enumerate(proofs):
        page.text(page.row, FIRST_ROUTE + at, PM if proof else "geen")
    for at, bound in enumerate((item.low, item.high)):
        if bound is not None:
            page.number(PM_LOW + at, bound, "euros")
    page.text(page.row, BOUNDS, item.bounds, wrapped)
    page.text(page.row, PM_STATUS, PM)
    page.text(page.row, SOURCE, item.source)
    page.text(page.row, TEXT, item.explanation, wrapped)
    because = [f"{proof.explanation} Bron: {proof.source}." if proof and proof.source else "" for proof in proofs]
    page.labels((item.owner, item.when, item.consequence, *because), wrapped, OWNER)
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


def _risks(context: WorkbookContext, page: Page) -> None:
    """What was decided about PM-posten, and which risks were published, each cell under its heading, in words."""
    answers, wrapped = context.subject.answers, context.styles.of("wrapped")
    for grid in (risk.decisions(answers).only(risk.DECIDED), risk.risk_figures(context.subject.release)):
        if grid.rows:
            page.labels((grid.title, "", ""), context.styles.section)
            page.next()
        for row in grid.rows:
            texts = [
                f"{column.label}: {cell.text}"
                for column, cell in zip(grid.columns, row.cells, strict=True)
                if cell.text
            ]
            sources = [cell.reference.source for cell in row.cells if cell.reference and cell.reference.source]
            page.text(page.row, 0, row.label, wrapped)
            page.text(page.row, SOURCE, "; ".join(sources))
            page.text(page.row, TEXT, "; ".join(texts), wrapped)
            page.next()
        if grid.rows:
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
            place = context.subject.release.source_place(bron_id)
            cells = [row["titel"], row["uitgever"], place, row["gepubliceerd"] or "", row["licentie"] or ""]
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
            yield measure.source, "maatregel", measure_status(release, subject.comparison, measure)
        for item, evidence in scenario.pm.items():
            for source in dict.fromkeys((release.pm[item].source, evidence.source)):
                yield source, "PM-post", ""
        for row in considerations_of(release, scenario)[1].values():
            yield row["bron_id"], "overweging", ""
    for published in risk.published_risks(release):
        yield published.first["bron_id"], "gepubliceerd risico", published.first["status"]
