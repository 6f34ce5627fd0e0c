"""The tables of what the outcome rests on, each declared once: assumptions, switching values, spread, opinions, PM."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.assumptions import NO_TURN, NO_TURN_WORDS, short_unit, switching_words
from lib.comparison.cells import closing_words, codes_of, gemeente_row, million, named_routes, place_name
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Words
from lib.comparison.message import MILLION, decimals, period
from lib.comparison.numbers import SHARE, ExplainedNumber
from lib.comparison.pm import with_one_offs
from lib.comparison.view import assumption_label, parameter_of
from lib.model.comparison import Switching
from lib.model.figures import ALL
from lib.model.parameters import Parameter, split_name
from lib.model.switching import SwitchingValue
from lib.subjects.what_if.sensitivity import NAMES, WITHIN, Opinions, Sensitivity, below_words, level_name, opinions
from lib.text import difference, percentage, rounded, upper_first, value_with_unit

#: Which end of the bar of an assumption is which column.
OPEN_END, FILLED_END = "○ open eind", "● dicht eind"


def assumptions(answers: Answers) -> Grid:
    """Every parameter, and every value that a gemeente has of its own: the value in this view, standaard, and the ends of
    its band."""
    columns = (
        Column("waarde", "In deze weergave"),
        Column("standaard", "Standaard"),
        Column("laag", "Laag"),
        Column("hoog", "Hoog"),
    )
    rows = []
    place = list(answers.release.parameters).index
    for name in sorted(answers.comparison.values, key=lambda name: place(split_name(name)[0])):
        parameter = parameter_of(answers.release, name)
        values = answers.comparison.values[name], parameter.default, parameter.low, parameter.high
        cells = (
            Cell(value_with_unit(value, parameter.unit), answers.parameter(name, value), unit=parameter.unit)
            for value in values
        )
        rows.append(Row(name, assumption_label(answers.release, name), tuple(cells)))
    return Grid("aannames", "Aannames", "", Words("Aanname"), columns, tuple(rows))


def switching(answers: Answers) -> Grid:
    """Every switching value of the gemeente in view, over both horizons; two routes that differ."""
    comparison, code = answers.comparison, answers.view.gemeente
    horizons = tuple(dict.fromkeys(turn.horizon for turn in comparison.switching))
    turns = {(turn.parameter, turn.horizon): turn for turn in comparison.switching}
    kinds = ("", "", "with_one_offs"), (" structureel", ", zonder eenmalig", "structural")
    columns = [
        Column(f"{horizon}{kind}", f"t/m {horizon}{words}", numeric=False)
        for horizon in horizons
        for kind, words, _ in kinds
    ]
    rows = []
    for parameter in comparison.parameters.values():
        standard = Cell(value_with_unit(parameter.default, parameter.unit), answers.parameter(parameter.id))
        cells = [
            _switching_cell(
                answers, turns[parameter.id, horizon], getattr(turns[parameter.id, horizon], values)[code], code
            )
            for horizon in horizons
            for _, _, values in kinds
        ]
        rows.append(Row(parameter.id, parameter.label, (standard, *cells)))
    title = "Wat moet waar zijn voor gelijke kosten?"
    caption = (
        "De waarde waarbij beide routes even duur zijn, de andere aannames ongewijzigd; binnen of buiten de bandbreedte"
    )
    first = Column("standaard", "Standaard", screen=True)
    return turning_grid("omslag", title, caption, (first, *columns), rows)


def switching_per_gemeente(answers: Answers) -> Grid:
    """Every switching value over the horizon of the view, per gemeente and in total; two routes that differ."""
    comparison, codes = answers.comparison, codes_of(answers)
    rows = []
    for turn in comparison.switching_for((comparison.horizon,)):
        parameter = answers.release.parameters[turn.parameter]
        now = Cell(value_with_unit(comparison.values[parameter.id], parameter.unit), answers.parameter(parameter.id))
        cells = (_switching_cell(answers, turn, turn.with_one_offs[code], code) for code in codes)
        rows.append(Row(parameter.id, parameter.label, (now, *cells)))
    columns = (Column(code, place_name(answers, code), numeric=False) for code in codes)
    title = f"Omslagwaarde t/m {comparison.horizon} per gemeente"
    caption = (
        f"Omslagwaarde t/m {comparison.horizon}, de andere aannames zoals gekozen; binnen of buiten de bandbreedte"
    )
    now_column = Column("nu", "Nu", screen=True)
    return turning_grid("omslag per gemeente", title, caption, (now_column, *columns), rows)


def turning_grid(
    name: str, title: str, caption: str, columns: tuple[Column, ...], rows: Sequence[Row], corner: str = "Aanname"
) -> Grid:
    """A table of switching values; where one is missing, what that means stands below."""
    lacking = any(cell.text == NO_TURN for row in rows for cell in row.cells)
    remark = f"{upper_first(NO_TURN_WORDS)}." if lacking else ""
    return Grid(name, title, "", Words(corner), columns, tuple(rows), caption, remark)


def _switching_cell(answers: Answers, turn: Switching, value: SwitchingValue, code: str) -> Cell:
    parameter = answers.release.parameters[turn.parameter]
    return turning_cell(parameter, value, answers.switching(parameter.id, value, code, turn.horizon))


def turning_cell(parameter: Parameter, value: SwitchingValue, answer: ExplainedNumber) -> Cell:
    """A switching value, whether it lies in the band, and whether there are more."""
    text, verdict = switching_words(parameter, value.value)
    more = "; er zijn er meer" if value.more else ""
    return Cell(text, answer, unit=parameter.unit, verdict=f"{verdict}{more}")


def with_a_number(grid: Grid) -> tuple[Grid, tuple[str, ...]]:
    """The rows that hold any number but for what only a screen shows; and the labels of the others."""
    stored = [i for i, column in enumerate(grid.columns) if not column.screen]
    rows = [row for row in grid.rows if any(row.cells[i].value is not None for i in stored)]
    return replace(grid, rows=tuple(rows)), tuple(row.label for row in grid.rows if row not in rows)


def spread(sensitivity: Sensitivity) -> Grid:
    """Percentiles per gemeente, and the share of the draws in which each route is cheaper."""
    answers, rows = sensitivity.answers, []
    for code in codes_of(answers):
        places = range(len(sensitivity.spread.sampling.percentiles))
        cells = [million(sensitivity.percentile(i, code), code) for i in places]
        for answer in (sensitivity.cheaper(side, code) for side in "ab"):
            cells.append(Cell(percentage(answer.value, 0), answer, unit=SHARE))
        rows.append(gemeente_row(answers, code, cells))
    shares = (
        Column(f"{role} voordeliger", f"{run.scenario.short_title} voordeliger")
        for role, run in named_routes(answers.comparison)[1:]
    )
    columns = *_level_columns(sensitivity), *shares
    title = f"Spreiding van {sensitivity.between}, {WITHIN}"
    caption = f"{sensitivity.between}, {period(answers.comparison)}, {MILLIONS}; aandeel van de trekkingen, {WITHIN}"
    remark = with_one_offs(answers)
    return Grid("spreiding", title, MILLIONS, Words("Gemeente"), columns, tuple(rows), caption, remark)


def _level_columns(sensitivity: Sensitivity) -> Iterator[Column]:
    """A column per percentile, with its meaning in small."""
    for level in sensitivity.spread.sampling.percentiles:
        name = level_name(level)
        yield Column(name, name, below=below_words(level))


def certainties(sensitivity: Sensitivity) -> Grid:
    """Between which amounts the difference lies, at each certainty."""
    code = sensitivity.answers.view.gemeente
    rows = tuple(
        Row(
            f"{level:g}",
            percentage(level / 100, 0),
            tuple(million(sensitivity.bound(i, side, code), code) for side in (0, 1)),
        )
        for i, level in enumerate(sensitivity.spread.sampling.certainties)
    )
    title = f"Met welke zekerheid {sensitivity.between} waar ligt, {WITHIN}"
    caption = (
        f"Met welke zekerheid ligt het verschil waar, {sensitivity.answers.release.name(code)}, {MILLIONS}, {WITHIN}"
    )
    columns = Column("van", "van"), Column("tot", "tot")
    remark = with_one_offs(sensitivity.answers)
    return Grid("zekerheden", title, MILLIONS, Words("Zekerheid"), columns, rows, caption, remark)


def spread_per_year(sensitivity: Sensitivity) -> Grid:
    """The percentiles of the difference in each year, and what it is with these assumptions."""
    answers, rows = sensitivity.answers, []
    code, figures = answers.view.gemeente, answers.release.figures
    for year in range(figures.base_year + 1, figures.last_year + 1):
        percentiles, now = sensitivity.in_year(year)
        cells = [
            Cell(difference(euros, MILLION, decimals(code)), status=now.status, exact=euros) for euros in percentiles
        ]
        rows.append(Row(str(year), str(year), (*cells, million(now, code))))
    columns = *_level_columns(sensitivity), Column("nu", "Deze aannames")
    title = f"{sensitivity.between} per jaar, {WITHIN}"
    caption = f"{sensitivity.between} per jaar, {MILLIONS}, {WITHIN}"
    remark = with_one_offs(answers)
    return Grid("spreiding per jaar", title, MILLIONS, Words("Jaar"), columns, tuple(rows), caption, remark)


def swings(sensitivity: Sensitivity) -> Grid:
    """Each assumption at the ends of its band, the one that moves most first."""
    code, rows = sensitivity.answers.view.gemeente, []
    for parameter, low, high in sensitivity.swings:
        ends = (
            value_with_unit(level, short_unit(parameter.unit)).removesuffix(" per jaar")
            for level in (parameter.low, parameter.high)
        )
        cells = million(low, code), million(high, code)
        rows.append(Row(parameter.id, parameter.label, cells, below=" – ".join(ends)))
    columns = (
        Column("laag", "Op laag", (Words("op laag"),), OPEN_END),
        Column("hoog", "Op hoog", (Words("op hoog"),), FILLED_END),
    )
    title = f"{sensitivity.between} met één aanname op laag en op hoog"
    caption = f"{sensitivity.between}, {period(sensitivity.answers.comparison)}, {MILLIONS}, met één aanname op laag en op hoog"
    remark = with_one_offs(sensitivity.answers)
    return Grid("tornado", title, MILLIONS, Words("Aanname, bandbreedte"), columns, tuple(rows), caption, remark)


def reach(grid: Grid, now: float) -> tuple[float, float]:
    """From the lowest to the highest number of the tornado, zero and the difference now among them."""
    ends = [cell.value for row in grid.rows for cell in row.cells if cell.value is not None]
    return min(0.0, now, *ends), max(0.0, now, *ends)


def marks(now: str) -> str:
    """How the bars of the tornado read; `now` is the difference now in words."""
    return (
        f"Elke staaf loopt van de uitkomst op laag ({OPEN_END}) naar die op hoog ({FILLED_END}). Dikke streep: het verschil "
        f"nu, {now}. Stippellijn: nul, beide routes even duur."
    )


def moving(grid: Grid) -> tuple[Grid, tuple[str, ...]]:
    """The rows whose rounded ends differ; and the labels of the others."""
    rows = [row for row in grid.rows if len({cell.text for cell in row.cells}) > 1]
    return replace(grid, rows=tuple(rows)), tuple(row.label for row in grid.rows if row not in rows)


def disagreement(sensitivity: Sensitivity) -> Iterator[Grid]:
    """What two pinned opinions disagree on, by assumption, for each horizon; nothing when there are no two."""
    outcomes = opinions(sensitivity, NAMES)
    if not isinstance(outcomes, str):
        yield from map(opinions_grid, outcomes)


def opinions_grid(outcome: Opinions) -> Grid:
    """What two opinions disagree on in euros, by assumption, over one horizon."""
    answers = outcome.sensitivity.answers
    codes, blank = codes_of(answers), (Cell(""), Cell(""))
    rows = []
    for name in outcome.disagreement.parts:
        cells = (million(outcome.part(name, code), code) for code in codes)
        rows.append(Row(name, assumption_label(answers.release, name), (*map(Cell, outcome.values(name)), *cells)))
    gap = max(abs(outcome.gap(code)) for code in codes)
    sound = not rounded(gap, 1, 2)
    remark = closing_words(gap)
    whole_cells = (million(outcome.whole(code), code) for code in codes)
    rows.append(Row("samen", "Meningsverschil", (*blank, *whole_cells), "total", remark=remark, sound=sound))
    for i, who in enumerate(outcome.names):
        cells = (million(outcome.outcome(i, code), code) for code in codes)
        heading = (Words(f"{outcome.sensitivity.between} volgens {who}"),)
        rows.append(Row(who, f"Volgens {who}", (*blank, *cells), heading=heading))
    columns = (
        *(Column(who, who, screen=True) for who in outcome.names),
        *(Column(c, place_name(answers, c)) for c in codes),
    )
    title = f"Meningsverschil, {outcome.sensitivity.between}, {outcome.span}"
    caption = f"Wat {outcome.names[1]} hoger of lager uitkomt dan {outcome.names[0]}: {outcome.sensitivity.between}, {outcome.span}, {MILLIONS}"
    return Grid(f"meningen {outcome.horizon}", title, MILLIONS, Words("Aanname"), columns, tuple(rows), caption)


def certainty(answers: Answers) -> Grid:
    """The share of the euros of both routes by status."""
    shares = answers.shares().items()
    rows = [Row(status, status, (Cell(percentage(answer.value), answer),)) for status, answer in shares]
    title = f"Euro’s in beide routes naar status, {answers.release.name(ALL)}"
    return Grid("zekerheid", title, SHARE, Words("Status"), (Column("aandeel", "Aandeel"),), tuple(rows))
