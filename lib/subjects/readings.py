"""Four readings of B − A: each route at each of its ends, as a table and as a picture (model.md §5)."""

from lib.comparison.answers import Answers
from lib.comparison.cells import PM, million, pair_title
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Words
from lib.comparison.message import MILLION, decimals
from lib.comparison.pm import unknown_one_offs
from lib.model.readings import ENDS, End
from lib.text import is_pm, millions, rounded, upper_first, year_range

READINGS = "vier uitersten, geen kansen"
ENDS_EXPLAINED = "gunstig, ongunstig: alle eigen aannames van een route aan één kant van hun bandbreedte"


def four_readings(answers: Answers, last: int) -> Grid:
    """B − A up to a year with each route at each of its ends: structural, and one-off apart."""
    code, (a, b) = answers.view.gemeente, (answers.comparison.a, answers.comparison.b)
    columns: list[Column] = []
    for end in ENDS:
        words = (Words(f"{b.scenario.short_title} {end}", "b"),)
        columns.append(Column(end, f"{b.scenario.short_title} {end}", words, numeric=False))
        columns.append(Column(f"{end} eenmalig", f"{b.scenario.short_title} {end}, eenmalig", numeric=True))
    rows = []
    for end_a in ENDS:
        cells = [cell for end_b in ENDS for cell in _reading(answers, end_a, end_b, code, last)]
        name = f"{a.scenario.short_title} {end_a}"
        rows.append(Row(end_a, name, tuple(cells), heading=(Words(name, "a"),)))
    span = year_range(answers.release.figures.base_year + 1, last)
    title = f"{upper_first(READINGS)}: {pair_title(b, a)}, {span} samen, structureel"
    caption = f"{title}, {answers.release.name(code)}, {MILLIONS}"
    remark = " ".join(filter(None, (f"{upper_first(ENDS_EXPLAINED)}.", unknown_one_offs(answers))))
    return Grid(f"lezingen {last}", title, MILLIONS, Words(""), tuple(columns), tuple(rows), caption, remark)


def _reading(answers: Answers, end_a: End, end_b: End, code: str, last: int) -> tuple[Cell, Cell]:
    """One reading in words, and its one-off."""
    answer = answers.evidence.difference(end_a, end_b, code, last)
    single = answers.evidence.one_off_difference(end_a, end_b, code, last)
    one_off = Cell(PM) if single is None else million(single, code)
    return Cell(lower_tekort(answers, answer.value, code), answer), one_off


def lower_tekort(answers: Answers, euros: float, code: str) -> str:
    """B − A in words that name the route with the lower tekort."""
    places = decimals(code)
    if is_pm(euros):
        return PM
    if not rounded(euros, MILLION, places):
        return "tekort gelijk"
    run = answers.comparison.b if euros > 0 else answers.comparison.a
    return f"tekort {millions(abs(euros), places)} lager bij {run.scenario.short_title}"


def readings_chart(answers: Answers, last: int) -> ChartSpec:
    """The four readings as bars from nothing to the side of the route with the lower tekort, in nobody's colour."""
    code, (a, b) = answers.view.gemeente, (answers.comparison.a.scenario, answers.comparison.b.scenario)
    grid, pairs = four_readings(answers, last), [(end_a, end_b) for end_a in ENDS for end_b in ENDS]
    values = tuple(answers.evidence.difference(end_a, end_b, code, last).value for end_a, end_b in pairs)
    names = tuple(f"{a.short_title} {end_a}, {b.short_title} {end_b}" for end_a, end_b in pairs)
    words = tuple(grid.cell(end_a, end_b).text for end_a, end_b in pairs)
    series = Series(
        pair_title(answers.comparison.b, answers.comparison.a),
        "",
        values,
        band=tuple((min(value, 0.0), max(value, 0.0)) for value in values),
        words=tuple(millions(abs(value), decimals(code)) for value in values),
    )
    span = year_range(answers.release.figures.base_year + 1, last)
    return ChartSpec(
        f"lezingen {last} beeld",
        "spans",
        upper_first(READINGS),
        f"Balken vanaf nul. {grid.title}: {'; '.join(map(': '.join, zip(names, words, strict=True)))}.",
        Notation(MILLION, decimals(code)),
        names,
        (Panel("", (series,)),),
        f"{answers.release.name(code)}, {span} samen, {MILLIONS}, zonder eenmalig; {ENDS_EXPLAINED}",
        MILLIONS,
        beside_zero=(
            Words(f"lager tekort bij {a.short_title}", "a"),
            Words(f"lager tekort bij {b.short_title}", "b"),
        ),
        twin=grid,
    )
