"""Who works where: per gemeente and werkvorm with its uitvoerders, and per uitvoerder with the staff."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.cells import codes_in_view, named_routes
from lib.comparison.grid import Cell, Column, Grid, Row, RowKind, Side, Words
from lib.comparison.numbers import PERSONS, ExplainedNumber
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.model.scenario import Uitvoerder
from lib.subjects.people.evidence import counted_with
from lib.subjects.people.flow import sum_of
from lib.subjects.people.people import (
    carrier_name,
    exact_cells,
    misses_sum,
    nobody_lost,
    places,
    shown_years,
    uitvoerder_name,
)
from lib.text import lower_first, rounding_gap, upper_first, whole

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
    now: ExplainedNumber
    last: ExplainedNumber
    before: str
    a: tuple[Carrier, ...]
    b: tuple[Carrier, ...]


@dataclass(frozen=True)
class WorkGroup:
    """The werkvormen of one gemeente, and their sum."""

    code: str
    rows: tuple[WorkRow, ...]
    now: ExplainedNumber
    last: ExplainedNumber


@dataclass(frozen=True)
class CarrierCounts:
    """Wsw persons and staff with one uitvoerder in the shown years."""

    name: str
    wsw: tuple[ExplainedNumber, ...]
    staff: tuple[ExplainedNumber, ...]


def work_groups(answers: Answers) -> list[WorkGroup]:
    """Every werkvorm of the gemeente in view, or of all, with its uitvoerders."""
    base, last = shown_years(answers)[0], shown_years(answers)[-1]
    zero = answers.comparison.zero
    return [
        WorkGroup(
            code,
            tuple(_work(answers, code, werkvorm.id) for werkvorm in answers.release.figures.werkvormen),
            answers.wsw(zero, code, None, base),
            answers.wsw(zero, code, None, last),
        )
        for code in codes_in_view(answers)
    ]


def _work(answers: Answers, code: str, name: str) -> WorkRow:
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
        carrier_sequence(answers, comparison.a, code, name),
        carrier_sequence(answers, comparison.b, code, name),
    )


def carrier_sequence(answers: Answers, run: Projection, code: str, werkvorm: str) -> tuple[Carrier, ...]:
    """Who carries out a cell from the first year of the routes to the horizon; a second one where the placement changes on the
    way."""
    sequence: list[Carrier] = []
    for year in range(answers.first_year, answers.comparison.horizon + 1):
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
    carriers: dict[Uitvoerder, dict[str, None]] = {}
    for place in (place for cells in cells_of_runs for place in cells):
        carriers.setdefault(place.uitvoerder, {})[place.code] = None
    names = {uitvoerder: carrier_name(answers, uitvoerder, codes) for uitvoerder, codes in carriers.items()}
    counts: dict[str, list[list[ExplainedNumber]]] = {name: [[], []] for name in names.values()}
    for (carrier_run, year), cells in zip(runs, cells_of_runs, strict=True):
        likes = (answers.wsw(carrier_run, code, None, year), answers.staff(carrier_run, code, None, year))
        for name, columns in counts.items():
            members = [place for place in cells if names[place.uitvoerder] == name]
            for kind, like, column in zip(("Wsw-personen", "Staf"), likes, columns, strict=True):
                own = replace(like, what=f"{kind}, {name}, {run.scenario.short_title}", whom="")
                column.append(sum_of(answers, members, own, staff=kind == "Staf"))
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


def work(answers: Answers) -> Grid:
    """Gemeente × werkvorm: persons now and later, the uitvoerder now and under A and B, and the sums per gemeente."""
    (base, *_, last), groups, sides = shown_years(answers), work_groups(answers), named_routes(answers.comparison)[1:]
    rows = []
    for group in groups:
        own = [_work_row(answers, group.code, row, (row.now, row.last), sides) for row in group.rows]
        total = _sum_row(answers, group.code, (group.now, group.last), sides, "total" if len(groups) == 1 else "group")
        rows += [*own, total] if len(groups) == 1 else [total, *own]
    if len(groups) > 1:
        sums = [answers.wsw(answers.comparison.zero, ALL, None, year) for year in (base, last)]
        rows.append(_sum_row(answers, ALL, sums, sides, "total"))
    counts = (
        Column(str(base), str(base), gap=work_gap(answers, groups), numeric=True),
        Column("later", str(last), numeric=True),
    )
    columns = *counts, *_carrier_columns(answers, f"Uitvoerder {base}", sides)
    equal = "" if answers.comparison.unpublished else " (in elke route gelijk)"
    title = f"Wsw-personen per gemeente en werkvorm in {base} en {last}{equal}, en wie het werk uitvoert"
    return Grid("werk", title, PERSONS, Words("Gemeente en werkvorm"), columns, tuple(rows), title)


def work_here(answers: Answers) -> Grid:
    """Who carries out each kind of work of the gemeente in view, now and under each route."""
    (base, first, *_), sides = shown_years(answers), answers.comparison.sides
    (group,) = work_groups(answers)
    rows = [_work_row(answers, group.code, row, (row.now,), sides) for row in group.rows]
    total = _sum_row(answers, group.code, (group.now,), sides, "total")
    rows.append(replace(total, label="Samen"))
    people = Column("mensen", "Mensen", gap=work_gap(answers, [group]), numeric=True)
    columns = people, *_carrier_columns(answers, f"Nu ({base})", sides)
    title = f"Wie het werk uitvoert van mensen uit {answers.release.name(group.code)}"
    caption = f"Wie het werk uitvoert, in {base} en vanaf {first}; de nummers zijn uitspraken; wat zij zeggen, staat hieronder"
    return Grid("werk hier", title, PERSONS, Words("Werk"), columns, tuple(rows), caption)


def _carrier_columns(answers: Answers, now: str, sides: Sequence[tuple[Side, Projection]]) -> list[Column]:
    since = f", vanaf {shown_years(answers)[1]}"
    columns = [Column("nu", now, numeric=False)]
    for side, run in sides:
        title = run.scenario.short_title
        columns.append(Column(side, f"{title}{since}", (Words(title, side), Words(since)), numeric=False))
    return columns


def _work_row(
    answers: Answers,
    code: str,
    row: WorkRow,
    counts: Sequence[ExplainedNumber],
    sides: Sequence[tuple[Side, Projection]],
) -> Row:
    """The counts of a werkvorm and who carries it out; one that is counted with another says so alone."""
    if row.counted_with:
        words = Cell(f"geteld bij {lower_first(row.counted_with)}")
        cells = [replace(words, pieces=(words,)), *[Cell("")] * (len(counts) + len(sides))]
    else:
        after = [_carriers_cell(answers, row.a if side == "a" else row.b) for side, _ in sides]
        cells = [*_whole(counts), Cell(row.before), *after]
    return Row(f"{code} {row.label}", row.label, tuple(cells))


def _carriers_cell(answers: Answers, sequence: Sequence[Carrier]) -> Cell:
    """Who carries a kind of work, from when where that is after the first year, and what statements say so."""
    first = shown_years(answers)[1]
    pieces = tuple(
        Cell(
            f"{f'vanaf {carrier.since}: ' if carrier.since > first else ''}{carrier.name}",
            statements=carrier.statements,
        )
        for carrier in sequence
    )
    return Cell("; ".join(piece.text for piece in pieces), pieces=pieces)


def _sum_row(
    answers: Answers,
    code: str,
    counts: Sequence[ExplainedNumber],
    sides: Sequence[tuple[Side, Projection]],
    kind: RowKind,
) -> Row:
    return Row(code, upper_first(answers.release.name(code)), (*_whole(counts), *[Cell("")] * (1 + len(sides))), kind)


def _whole(counts: Iterable[ExplainedNumber]) -> list[Cell]:
    return [Cell(whole(answer.value), answer) for answer in counts]


def staff_per_gemeente(answers: Answers) -> Grid:
    """The staff of every gemeente in view in the shown years, the same in every route."""
    codes, years = codes_in_view(answers), shown_years(answers)
    rows = []
    for code in codes if len(codes) == 1 else (*codes, ALL):
        counts = [answers.staff(answers.comparison.zero, code, None, year) for year in years]
        label = "Samen" if code == ALL else answers.release.name(code)
        rows.append(Row(code, label, exact_cells(counts), "total" if code == ALL else ""))
    columns = tuple(Column(str(year), str(year), gap=misses_sum(rows, i)) for i, year in enumerate(years))
    title = "Staf per gemeente" + ("" if answers.comparison.unpublished else ", in elke route gelijk")
    return Grid("staf", title, PERSONS, Words("Gemeente"), columns, tuple(rows), title)


def people_per_carrier(answers: Answers) -> Grid:
    """Wsw persons and staff with every uitvoerder of each route in the shown years."""
    code, years = answers.view.gemeente, shown_years(answers)
    names = [f"{kind} {year}" for kind in ("Wsw", "staf") for year in years]
    rows, gaps = [], [False] * len(names)
    for role, run in answers.comparison.sides:
        title = run.scenario.short_title
        own = [Row(f"{role} {i.name}", i.name, exact_cells((*i.wsw, *i.staff))) for i in by_carrier(answers, run)]
        sums = [ask(run, code, None, year) for ask in (answers.wsw, answers.staff) for year in years]
        own.append(Row(f"{role} samen", "Samen", exact_cells(sums), "sum"))
        rows += [Row(role, title, (Cell(""),) * len(names), "section", heading=(Words(title, role),)), *own]
        gaps = [gap or misses_sum(own, i) for i, gap in enumerate(gaps)]
    columns = (Column(name, name, gap=gap, numeric=True) for name, gap in zip(names, gaps, strict=True))
    title = "Wsw-personen en staf per uitvoerder"
    return Grid("uitvoerders", title, PERSONS, Words("Uitvoerder"), tuple(columns), tuple(rows), title)
