"""Sheet Verloop: how volume and price move from the base year on, before any measure (model.md §3)."""

from collections.abc import Sequence

from lib.analysis.certainty import parameter_input, weakest
from lib.model.figures import Array, CostType
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX
from lib.report.workbook.draft import BASE_YEAR, Draft, Row, YearTable
from lib.report.workbook.page import Column

NAME = "Verloop"
TITLE = "Verloop: volume en prijspeil vanaf het basisjaar, zonder maatregelen"
TOLD = (
    "Een bedrag van het basisjaar × volume en prijs = het bedrag zonder maatregelen. n telt de jaren na het basisjaar."
)
COLUMNS = (Column("Onderdeel", 34), Column("Kostensoort", 26), Column("Zo gerekend", 62))
WIDTH = 9


def write(draft: Draft) -> None:
    page, subject = draft.page(NAME), draft.subject
    table = YearTable(draft, page, COLUMNS, subject.years, WIDTH)
    table.begin(TITLE, TOLD)
    _years(draft, table)
    values, trend, names = subject.comparison.values, subject.answers.trend, draft.name_of
    n = [year - subject.figures.base_year for year in subject.years]
    left = [(1 - values[FIXED_REDUCTION]) ** each for each in n]
    powers: tuple[tuple[str, str, str, Sequence[float] | Array, str], ...] = (
        ("attrition", ATTRITION, "−", trend.attrition, "Wie er van de Wsw nog is"),
        ("reduction", FIXED_REDUCTION, "−", left, "Wat er van vaste kosten blijft"),
        ("price level", PRICE_INDEX, "+", subject.price_level, "Prijspeil van jaarlijkse maatregelen"),
    )
    for key, parameter, sign, results, label in powers:
        base = f"(1{'-' if sign == '−' else '+'}{names[parameter]})"
        told = f"(1 {sign} {parameter})^n"
        _power(draft, table, key, (label, "", told), base, (parameter,), results)
    for k, cost_type in enumerate(subject.figures.cost_types):
        _cost_type(draft, table, k, cost_type)


def _years(draft: Draft, table: YearTable) -> None:
    values = [float(year - draft.subject.figures.base_year) for year in table.years]
    labels = ("Jaren na het basisjaar (n)", "", "jaar − basisjaar")
    name = draft.name_of[BASE_YEAR]
    status = "realisatie"
    table.add(Row(("n",), labels, "jaren", status, lambda year: f"={table.head(year)}-{name}", values, "year"))


def _power(
    draft: Draft,
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
        n = draft.places.along(("n", year), NAME)
        return f"=IF({n}=0,1,{base}^{n})"

    place = (key,) if k is None else (key, k)
    table.add(Row(place, labels, "factor", _status(draft, parameters), formula, values, "factor"))


def _cost_type(draft: Draft, table: YearTable, k: int, cost_type: CostType) -> None:
    names, trend, places = draft.name_of, draft.subject.answers.trend, draft.places
    fixed = cost_type.fixed_share
    rests_on = [ATTRITION, *((fixed, FIXED_REDUCTION) if fixed else ())]

    def volume(year: int) -> str:
        left = places.along(("attrition", year), NAME)
        if not fixed:
            return f"={left}"
        stays = f"{names[fixed]}*{places.along(('reduction', year), NAME)}"
        return f"={stays}+(1-{stays})*{left}"

    told = f"{fixed} × wat blijft + de rest × wie er nog is" if fixed else "beweegt mee met wie er nog is"
    labels = ("Volume", cost_type.label, told)
    status = _status(draft, rests_on)
    table.add(Row(("volume", k), labels, "factor", status, volume, trend.volume[k], "factor"))
    indices = [name for _, name in cost_type.index]
    base = "(1" + "".join(f"{'+' if sign > 0 else '-'}{names[name]}" for sign, name in cost_type.index) + ")"
    told = "(1" + "".join(f" {'+' if sign > 0 else '−'} {name}" for sign, name in cost_type.index) + ")^n"
    _power(draft, table, "price", ("Prijspeil", cost_type.label, told), base, indices, trend.price[k], k)

    def both(year: int) -> str:
        return f"={places.moving(('volume', k, year), NAME)}*{places.moving(('price', k, year), NAME)}"

    status = _status(draft, [*rests_on, *indices])
    labels = ("Volume en prijs", cost_type.label, "volume × prijspeil")
    table.add(Row(("trend", k), labels, "factor", status, both, trend.total[k], "factor", total=True))


def _status(draft: Draft, parameters: Sequence[str]) -> str:
    subject = draft.subject
    return (
        weakest(parameter_input(subject.release, subject.comparison, name) for name in parameters).status
        if parameters
        else "realisatie"
    )
