"""Sheet Verloop: how volume and price move from the base year on, before any measure (model.md §3)."""

from collections.abc import Sequence

from lib.analysis.certainty import parameter_input, weakest
from lib.model.figures import Array, CostType
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX
from lib.report.workbook.context import BASE_YEAR, Row, WorkbookContext, YearTable
from lib.report.workbook.page import Column

NAME = "Verloop"
TITLE = "Verloop: volume en prijspeil vanaf het basisjaar, zonder maatregelen"
TOLD = (
    "Een bedrag van het basisjaar × volume en prijs = het bedrag zonder maatregelen. n telt de jaren na het basisjaar."
)
COLUMNS = (Column("Onderdeel", 34), Column("Kostensoort", 26), Column("Zo gerekend", 62))
WIDTH = 9


def write(context: WorkbookContext) -> None:
    page, subject = context.page(NAME), context.subject
    table = YearTable(context, page, COLUMNS, subject.years, WIDTH)
    table.begin(TITLE, TOLD)
    _years(context, table)
    values, trend, names = subject.comparison.values, subject.answers.trend, context.name_of
    n = [year - subject.figures.base_year for year in subject.years]
    left = [(1 - values[FIXED_REDUCTION]) ** years for years in n]
    powers: tuple[tuple[str, str, str, Sequence[float] | Array, str], ...] = (
        ("attrition", ATTRITION, "−", trend.attrition, "Wie er van de Wsw nog is"),
        ("reduction", FIXED_REDUCTION, "−", left, "Wat er van vaste kosten blijft"),
        ("price level", PRICE_INDEX, "+", subject.price_level, "Prijspeil van jaarlijkse maatregelen"),
    )
    for key, parameter, sign, results, label in powers:
        base = f"(1{'-' if sign == '−' else '+'}{names[parameter]})"
        power = f"(1 {sign} {parameter})^n"
        _power(context, table, key, (label, "", power), base, (parameter,), results)
    for k, cost_type in enumerate(subject.figures.cost_types):
        _cost_type(context, table, k, cost_type)


def _years(context: WorkbookContext, table: YearTable) -> None:
    values = [float(year - context.subject.figures.base_year) for year in table.years]
    labels = ("Jaren na het basisjaar (n)", "", "jaar − basisjaar")
    name = context.name_of[BASE_YEAR]
    status = "realisatie"
    table.add(Row(("n",), labels, "jaren", status, lambda year: f"={table.head(year)}-{name}", values, "year"))


def _power(
    context: WorkbookContext,
    table: YearTable,
    key: str,
    labels: tuple[str, ...],
    base: str,
    parameters: Sequence[str],
    values: Sequence[float] | Array,
    k: int | None = None,
) -> None:
    """A power of n; 1 in the base year, whatever is raised: a spreadsheet knows no 0^0."""

    def formula(year: int) -> str:
        n = context.places.along(("n", year), NAME)
        return f"=IF({n}=0,1,{base}^{n})"

    place = (key,) if k is None else (key, k)
    table.add(Row(place, labels, "factor", _status(context, parameters), formula, values, "factor"))


def _cost_type(context: WorkbookContext, table: YearTable, k: int, cost_type: CostType) -> None:
    names, trend, places = context.name_of, context.subject.answers.trend, context.places
    fixed = cost_type.fixed_share
    rests_on = [ATTRITION, *((fixed, FIXED_REDUCTION) if fixed else ())]

    def volume(year: int) -> str:
        left = places.along(("attrition", year), NAME)
        if not fixed:
            return f"={left}"
        stays = f"{names[fixed]}*{places.along(('reduction', year), NAME)}"
        return f"={stays}+(1-{stays})*{left}"

    words = f"{fixed} × wat blijft + de rest × wie er nog is" if fixed else "beweegt mee met wie er nog is"
    labels = ("Volume", cost_type.label, words)
    status = _status(context, rests_on)
    table.add(Row(("volume", k), labels, "factor", status, volume, trend.volume[k], "factor"))
    indices = [name for _, name in cost_type.index]
    base = "(1" + "".join(f"{'+' if sign > 0 else '-'}{names[name]}" for sign, name in cost_type.index) + ")"
    words = "(1" + "".join(f" {'+' if sign > 0 else '−'} {name}" for sign, name in cost_type.index) + ")^n"
    _power(context, table, "price", ("Prijspeil", cost_type.label, words), base, indices, trend.price[k], k)

    def index(year: int) -> str:
        return f"={places.moving(('volume', k, year), NAME)}*{places.moving(('price', k, year), NAME)}"

    status = _status(context, [*rests_on, *indices])
    labels = ("Volume en prijs", cost_type.label, "volume × prijspeil")
    table.add(Row(("trend", k), labels, "factor", status, index, trend.total[k], "factor", total=True))


def _status(context: WorkbookContext, parameters: Sequence[str]) -> str:
    subject = context.subject
    return (
        weakest(parameter_input(subject.release, subject.comparison, name) for name in parameters).status
        if parameters
        else "realisatie"
    )
