"""Who works where: per gemeente and werkvorm with its uitvoerders, and per uitvoerder with the staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.grid import PERSONS, Cell, Column, Grid, Row, Words
from lib.analysis.people import codes_in_view, nobody_lost, places, shown_years, uitvoerder_name
from lib.analysis.people_evidence import counted_with
from lib.analysis.people_flow import carrier_name, sum_of
from lib.analysis.routes import named_routes
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import lower_first, persons, rounding_gap, upper_first

#: What the column `waar` of a statement begins with when it is shown among the people.
ON_THIS_PAGE = "Mensen:"


@dataclass(frozen=True)
class Carrier:
    """Who carries out a cell from a year on, and the statements of the agreement that the placement rests on."""

    name: str
    since: int
    statements: tuple[str, ...]


@dataclass(frozen=True)
class WorkRow:
    """One werkvorm of one gemeente: persons in the base year and in the last year of the horizon, who carries it
    out in the base year, and under A and B after. `counted_with` names the werkvorm that a small cell is part of."""

    label: str
    counted_with: str
    now: Answer
    last: Answer
    before: str
    a: tuple[Carrier, ...]
    b: tuple[Carrier, ...]


@dataclass(frozen=True)
class WorkGroup:
    """The werkvormen of one gemeente, and their sum."""

    code: str
    rows: tuple[WorkRow, ...]
    now: Answer
    last: Answer


@dataclass(frozen=True)
class CarrierCounts:
    """Wsw persons and staff with one uitvoerder in the shown years."""

    name: str
    wsw: tuple[Answer, ...]
    staff: tuple[Answer, ...]


def work_groups(answers: Answers) -> list[WorkGroup]:
    """Every werkvorm of the gemeente in view, or of all, with its uitvoerders."""
    base, last = shown_years(answers)[0], shown_years(answers)[-1]
    zero = answers.comparison.zero
    return [
        WorkGroup(
            code,
            tuple(_work_row(answers, code, werkvorm.id) for werkvorm in answers.release.figures.werkvormen),
            answers.wsw(zero, code, None, base),
            answers.wsw(zero, code, None, last),
        )
        for code in codes_in_view(answers)
    ]


def _work_row(answers: Answers, code: str, name: str) -> WorkRow:
    base, last = shown_years(answers)[0], shown_years(answers)[-1]
    comparison, zero = answers.comparison, answers.comparison.zero
    merged = answers.release.merged
    labels = {werkvorm.id: werkvorm.label for werkvorm in answers.release.figures.werkvormen}
    inside = [
        lower_first(labels[small]) for (at, small), place in merged.items() if at == code and place == (code, name)
    ]
    return WorkRow(
        f"{labels[name]} met {' en '.join(inside)}" if inside else labels[name],
        upper_first(counted_with(answers.release, (code, name), merged[code, name])) if (code, name) in merged else "",
        answers.wsw(zero, code, (name,), base),
        answers.wsw(zero, code, (name,), last),
        uitvoerder_name(answers.release, zero.scenario, code, name, base),
        carriers(answers, comparison.a, code, name),
        carriers(answers, comparison.b, code, name),
    )


def carriers(answers: Answers, run: Projection, code: str, werkvorm: str) -> tuple[Carrier, ...]:
    """Who carries out a cell in the years of the horizon; a second one where the placement changes on the way."""
    sequence: list[Carrier] = []
    for year in answers.horizon_years:
        name = uitvoerder_name(answers.release, run.scenario, code, werkvorm, year)
        if not sequence or sequence[-1].name != name:
            rule = run.scenario.placement(code, werkvorm, year)
            sequence.append(Carrier(name, year, rule.statements if rule else ()))
    return tuple(sequence)


def by_carrier(answers: Answers, run: Projection) -> list[CarrierCounts]:
    """Persons and staff per uitvoerder of a route, for the gemeente in view or all; sums to the total."""
    code, zero = answers.view.gemeente, answers.comparison.zero
    base, *later = shown_years(answers)
    runs = [(zero, base), *((run, year) for year in later)]
    cells_of_runs = [places(answers, carrier_run, year, code) for carrier_run, year in runs]
    names = dict.fromkeys(carrier_name(place, code) for cells in cells_of_runs for place in cells)
    counts: dict[str, list[list[Answer]]] = {name: [[], []] for name in names}
    for (carrier_run, year), cells in zip(runs, cells_of_runs, strict=True):
        likes = (answers.wsw(carrier_run, code, None, year), answers.staff(carrier_run, code, None, year))
        for name in names:
            members = [place for place in cells if carrier_name(place, code) == name]
            for kind, like, column in zip(("Wsw-personen", "Staf"), likes, counts[name], strict=True):
                title = f"{kind}, {name}, {run.scenario.short_title}, {year}"
                column.append(sum_of(answers, members, title, like.definition, like, staff=kind == "Staf"))
    return [CarrierCounts(name, tuple(wsw), tuple(staff)) for name, (wsw, staff) in counts.items()]


def beside_placement(answers: Answers, run: Projection) -> tuple[str, ...]:
    """Statements of a route that belong to who works where but to no placement rule and not to the reconciliation."""
    here = {row["uitspraak_id"] for row in answers.release.tables["statements"] if row["waar"].startswith(ON_THIS_PAGE)}
    placed = {name for layer in run.scenario.placements for rule in layer for name in rule.statements}
    return tuple(name for name in run.scenario.statements if name in here - placed - set(nobody_lost(answers.release)))


def work_gap(answers: Answers, groups: Sequence[WorkGroup]) -> bool:
    """Whether whole persons miss a whole sum, in either shown year."""
    zero, years = answers.comparison.zero, shown_years(answers)
    sums = [
        (
            [answers.wsw(zero, code, None, year).value for code in answers.codes],
            answers.wsw(zero, ALL, None, year).value,
        )
        for year in (years[0], years[-1])
        if len(groups) > 1
    ]
    inside = [([row.last.value for row in group.rows], group.last.value) for group in groups]
    return any(rounding_gap(parts, whole_, 1) for parts, whole_ in (*sums, *inside))


# -- tables ----------------------------------------------------------------------------------------------------------


def staff_per_gemeente(answers: Answers) -> Grid:
    """The staff of every gemeente in view in the shown years, the same in every route."""
    codes, years = codes_in_view(answers), shown_years(answers)
    rows = []
    for code in codes if len(codes) == 1 else (*codes, ALL):
        counts = [answers.staff(answers.comparison.zero, code, None, year) for year in years]
        label = "Samen" if code == ALL else answers.release.name(code)
        rows.append(Row(code, label, _exact(counts), "total" if code == ALL else ""))
    gaps = [len(codes) > 1 and _misses([row.cells[i] for row in rows]) for i in range(len(years))]
    columns = tuple(Column(str(year), str(year), gap=gap) for year, gap in zip(years, gaps, strict=True))
    title = "Staf per gemeente, in elke route gelijk"
    return Grid("staf", title, PERSONS, Words("Gemeente"), columns, tuple(rows), title)


def people_per_carrier(answers: Answers) -> Grid:
    """Wsw persons and staff with every uitvoerder of each route in the shown years."""
    code, years = answers.view.gemeente, shown_years(answers)
    names = [f"{kind} {year}" for kind in ("Wsw", "staf") for year in years]
    rows, gaps = [], [False] * len(names)
    for role, run in named_routes(answers.comparison)[1 : 2 if answers.comparison.same else None]:
        title = run.scenario.short_title
        rows.append(Row(role, title, (Cell(""),) * len(names), "section", heading=(Words(title, role),)))
        counts = [
            Row(f"{role} {item.name}", item.name, _exact((*item.wsw, *item.staff))) for item in by_carrier(answers, run)
        ]
        sums = [ask(run, code, None, year) for ask in (answers.wsw, answers.staff) for year in years]
        rows += [*counts, Row(f"{role} samen", "Samen", _exact(sums), "sum")]
        own = [*counts, rows[-1]]
        gaps = [gap or _misses([row.cells[i] for row in own]) for i, gap in enumerate(gaps)]
    columns = (Column(name, name, gap=gap, numeric=True) for name, gap in zip(names, gaps, strict=True))
    title = "Wsw-personen en staf per uitvoerder"
    return Grid("uitvoerders", title, PERSONS, Words("Uitvoerder"), tuple(columns), tuple(rows), title)


def _exact(counts: Iterable[Answer]) -> tuple[Cell, ...]:
    """Persons with their decimal."""
    return tuple(Cell(persons(answer.value), answer) for answer in counts)


def _misses(cells: Sequence[Cell]) -> bool:
    """Whether rounded persons miss their rounded sum, the last."""
    *values, total = (cell.answer.value for cell in cells if cell.answer)
    return rounding_gap(values, total, 1, 1)
