"""The tables of what the outcome rests on, each declared once: assumptions, corners, switching values, spread, opinions, PM."""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.assumptions import level_words, short_unit, switching_words
from lib.comparison.cells import PM, codes_of, gemeente_row, million, named_routes, place_name
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Words
from lib.comparison.message import MILLION, decimals, period
from lib.comparison.numbers import COUNT, SHARE
from lib.comparison.pm import left_out, pm_amounts
from lib.model.comparison import Switching
from lib.model.figures import ALL
from lib.model.switching import SwitchingValue
from lib.subjects.what_if.sensitivity import NAMES, WITHIN, Opinions, Sensitivity, opinions
from lib.text import amount, difference, percentage, rounded, value_with_unit, whole

NONE = "geen"
NO_BOUND = "geen opgave"


def assumptions(answers: Answers) -> Grid:
    """Every parameter: the value in this view, standaard, and the ends of its band."""
    columns = (
        Column("waarde", "In deze weergave"),
        Column("standaard", "Standaard"),
        Column("laag", "Laag"),
        Column("hoog", "Hoog"),
    )
    rows = []
    for parameter in answers.release.parameters.values():
        values = answers.comparison.values[parameter.id], parameter.default, parameter.low, parameter.high
        cells = (
            Cell(value_with_unit(value, parameter.unit), answers.parameter(parameter.id, value), unit=parameter.unit)
            for value in values
        )
        rows.append(Row(parameter.id, parameter.label, tuple(cells)))
    return Grid("aannames", "Aannames", "", Words("Aanname"), columns, tuple(rows))


def corners(answers: Answers) -> Grid | None:
    """B − A up to the last year with the largest uncertain measure of each route at nothing and in full; None where the
    routes do not each have one."""
    extremes, code = answers.comparison.corners, answers.view.gemeente
    if extremes is None:
        return None
    first, second = extremes.measure_a, extremes.measure_b
    levels = [level_words(answers.release, second.parameter, level) for level in extremes.levels_b]
    columns = (
        Column(name, f"{second.title}: {level}", (Words(level),))
        for name, level in zip(("niets", "vol"), levels, strict=True)
    )
    rows = []
    for place in (1, 0):
        level = level_words(answers.release, first.parameter, extremes.levels_a[place])
        cells = (million(answers.corner(place, other, code), code) for other in (0, 1))
        rows.append(Row(("niets", "vol")[place], f"{first.title}: {level}", tuple(cells)))
    span = f"{answers.release.figures.base_year + 1}–{extremes.horizon}"
    between = Sensitivity(answers).between
    title = f"Doorkijk {span}: {between} naar {first.title} en {second.title}"
    caption = f"{between}, {span}, {MILLIONS}, naar {first.title} en {second.title}"
    return Grid("hoeken", title, MILLIONS, Words(f"{second.title} →"), tuple(columns), tuple(rows), caption)


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
    for parameter in answers.release.parameters.values():
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
    return Grid("omslag", title, "", Words("Aanname"), (first, *columns), tuple(rows), caption)


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
    return Grid("omslag per gemeente", title, "", Words("Aanname"), (now_column, *columns), tuple(rows), caption)


def _switching_cell(answers: Answers, turn: Switching, value: SwitchingValue, code: str) -> Cell:
    parameter = answers.release.parameters[turn.parameter]
    text, verdict = switching_words(parameter, value.value)
    more = "; er zijn er meer" if value.more else ""
    answer = answers.switching(parameter.id, value, code, turn.horizon)
    return Cell(text, answer, unit=parameter.unit, verdict=f"{verdict}{more}")


def with_a_number(grid: Grid) -> tuple[Grid, tuple[str, ...]]:
    """The rows that hold any number but for what only a screen shows; and the labels of the others."""
    stored = [i for i, column in enumerate(grid.columns) if not column.screen]
    rows = [row for row in grid.rows if any(row.cells[i].value is not None for i in stored)]
    return replace(grid, rows=tuple(rows)), tuple(row.label for row in grid.rows if row not in rows)


def spread(sensitivity: Sensitivity) -> Grid:
    """Percentiles per gemeente, and the share of the draws in which each route is cheaper."""
    answers, levels = sensitivity.answers, _levels(sensitivity)
    rows = []
    for code in codes_of(answers):
        cells = [million(sensitivity.percentile(i, code), code) for i in range(len(levels))]
        for answer in (sensitivity.cheaper(side, code) for side in "ab"):
            cells.append(Cell(percentage(answer.value, 0), answer, unit=SHARE))
        rows.append(gemeente_row(answers, code, cells))
    shares = (
        Column(f"{role} voordeliger", f"{run.scenario.short_title} voordeliger")
        for role, run in named_routes(answers.comparison)[1:]
    )
    columns = *(Column(level, level) for level in levels), *shares
    title = f"Spreiding van {sensitivity.between}, {WITHIN}"
    caption = f"{sensitivity.between}, {period(answers.comparison)}, {MILLIONS}; aandeel van de trekkingen, {WITHIN}"
    return Grid("spreiding", title, MILLIONS, Words("Gemeente"), columns, tuple(rows), caption)


def _levels(sensitivity: Sensitivity) -> list[str]:
    return [f"P{level:g}" for level in sensitivity.spread.sampling.percentiles]


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
    return Grid("zekerheden", title, MILLIONS, Words("Zekerheid"), columns, rows, caption)


def spread_per_year(sensitivity: Sensitivity) -> Grid:
    """The percentiles of the difference in each year, and what it is with these assumptions."""
    answers, levels = sensitivity.answers, _levels(sensitivity)
    code, figures, rows = answers.view.gemeente, answers.release.figures, []
    for year in range(figures.base_year + 1, figures.last_year + 1):
        percentiles, now = sensitivity.in_year(year)
        cells = [
            Cell(difference(euros, MILLION, decimals(code)), status=now.status, exact=euros) for euros in percentiles
        ]
        rows.append(Row(str(year), str(year), (*cells, million(now, code))))
    columns = *(Column(level, level) for level in levels), Column("nu", "Deze aannames")
    title = f"{sensitivity.between} per jaar, {WITHIN}"
    caption = f"{sensitivity.between} per jaar, {MILLIONS}, {WITHIN}"
    return Grid("spreiding per jaar", title, MILLIONS, Words("Jaar"), columns, tuple(rows), caption)


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
    columns = Column("laag", "Op laag", (Words("op laag"),)), Column("hoog", "Op hoog", (Words("op hoog"),))
    title = f"{sensitivity.between} met één aanname op laag en op hoog"
    caption = f"{sensitivity.between}, {period(sensitivity.answers.comparison)}, {MILLIONS}, met één aanname op laag en op hoog"
    return Grid("tornado", title, MILLIONS, Words("Aanname, bandbreedte"), columns, tuple(rows), caption)


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
        rows.append(Row(name, answers.release.parameters[name].label, (*map(Cell, outcome.values(name)), *cells)))
    gap = max(abs(outcome.gap(code)) for code in codes)
    sound = not rounded(gap, 1, 2)
    remark = f"sluit op {amount(0)}" if sound else f"sluit niet: {amount(gap, 2)}"
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


def pm_items(answers: Answers) -> Grid:
    """Every PM item, in which route it stands, and between which amounts it may lie where a source says so."""
    release, runs = answers.release, named_routes(answers.comparison)
    rows = []
    for name in dict.fromkeys(item for _, run in runs for item in run.scenario.pm):
        item = release.pm[name]
        present = (Cell(PM if name in run.scenario.pm else NONE) for _, run in runs)
        bounds = (Cell(NO_BOUND if bound is None else amount(bound), exact=bound) for bound in (item.low, item.high))
        rows.append(Row(name, item.label, (*present, *bounds)))
    cells, empty = pm_amounts(release), (Cell(""), Cell(""))
    counts = (Cell(whole(count), exact=count, unit=COUNT) for count in (left_out(answers, run) for _, run in runs))
    rows.append(Row("aantal", "Aantal, niet meegeteld", (*counts, *empty), "total"))
    if cells:
        rows.append(Row("basisjaar", "Bedragen in het basisjaar", (*(Cell(f"{cells} × {PM}"),) * len(runs), *empty)))
    columns = (
        *(Column(role, run.scenario.short_title) for role, run in runs),
        Column("laag", "Mogelijk bereik, laag"),
        Column("hoog", "Mogelijk bereik, hoog"),
    )
    title = "PM-posten: bekend dat ze bestaan, bedrag onbekend"
    return Grid("pm", title, "euro", Words("Post"), columns, tuple(rows))


def certainty(answers: Answers) -> Grid:
    """The share of the euros of both routes by status."""
    shares = answers.shares().items()
    rows = [Row(status, status, (Cell(percentage(answer.value), answer),)) for status, answer in shares]
    title = f"Euro’s in beide routes naar status, {answers.release.name(ALL)}"
    return Grid("zekerheid", title, SHARE, Words("Status"), (Column("aandeel", "Aandeel"),), tuple(rows))
