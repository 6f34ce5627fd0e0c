"""Sheets Aannames and Verloop: every parameter with its value in the view as an input cell, named by its id; and how volume
and price move with them from the base year on, before any measure (model.md §3)."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs

from lib.analysis.certainty import parameter_input, weakest
from lib.analysis.view import admissible
from lib.model.figures import Array, CostType
from lib.model.formulas import price_level
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX, Parameter
from lib.report.workbook.cells import Key, kind_of_unit
from lib.report.workbook.context import BASE_YEAR, WEAKEST, Row, WorkbookContext, YearTable
from lib.report.workbook.page import HEAD_ROW, Column, Page, Sheet

VALUE, STANDARD, LOW, HIGH, LOWEST, HIGHEST, STATUS, PLACE, CHANGED = 2, 4, 5, 6, 7, 8, 10, 11, 12
ASSUMPTIONS = Sheet(
    "Aannames",
    "Aannames: elke parameter van het model",
    "Verander een waarde in een geel vak en de hele werkmap rekent mee. Een waarde buiten minimum en maximum wordt geweigerd.",
    (
        Column("Aanname", 38),
        Column("Naam in formules", 32),
        Column("Waarde", 12, True),
        Column("Eenheid", 26),
        *(Column(name, 11, True) for name in ("Standaard", "Laag", "Hoog", "Minimum", "Maximum", "Volledig")),
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
    for parameter in context.subject.release.parameters.values():
        _parameter(context, page, parameter)
    page.remember_column("aannames", CHANGED)


def within_bounds(context: WorkbookContext) -> str:
    """Whether every value lies within its admissible range; words in the place of a maximum are no limit."""
    first, last = HEAD_ROW + 1, HEAD_ROW + len(context.subject.release.parameters)
    values, low, high = (
        f"{ASSUMPTIONS.name}!{xl_range_abs(first, column, last, column)}" for column in (VALUE, LOWEST, HIGHEST)
    )
    outside = f"SUMPRODUCT(--({values}<{low}))+SUMPRODUCT(--({values}>{high}))"
    return f'=IF({outside}=0,"klopt","klopt niet")'


def _parameter(context: WorkbookContext, page: Page, parameter: Parameter) -> None:
    value = context.subject.comparison.values[parameter.id]
    kind, wrapped = kind_of_unit(parameter.unit), context.styles.of("wrapped")
    page.number(VALUE, value, kind, ("parameter", parameter.id), entered=True)
    page.labels((parameter.label, context.call(parameter.id, ("parameter", parameter.id))), wrapped)
    page.text(page.row, VALUE + 1, parameter.unit, wrapped)
    bounds = (parameter.default, parameter.low, parameter.high, parameter.minimum, parameter.maximum, parameter.full)
    for column, bound in enumerate(bounds, start=STANDARD):
        if bound is None:
            page.text(page.row, column, "geen", context.styles.aside)
        else:
            page.number(column, bound, kind)
    cell, standard, low, high = (page.here(column) for column in (VALUE, STANDARD, LOW, HIGH))
    own, status = value != parameter.default, parameter.status
    page.formula(STATUS, f'=IF({cell}={standard},"{status}","{WEAKEST}")', WEAKEST if own else status, "text")
    band = f'IF(AND({cell}>={low},{cell}<={high}),"binnen de band","buiten de band")'
    place = "standaard" if not own else "binnen de band" if parameter.in_band(value) else "buiten de band"
    page.formula(PLACE, f'=IF({cell}={standard},"standaard",{band})', place, "text")
    page.formula(CHANGED, page.changed(VALUE, value), "nee", "text")
    page.text(page.row, CHANGED + 1, parameter.source)
    page.text(page.row, CHANGED + 2, parameter.explanation, wrapped)
    refusal = f"{parameter.label}: kies een waarde van {admissible(parameter)}."
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
