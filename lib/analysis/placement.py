"""Who works where: per gemeente and werkvorm with its uitvoerders, and per uitvoerder with the staff."""

from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.people import codes_in_view, nobody_lost, places, shown_years
from lib.analysis.people_evidence import counted_with
from lib.analysis.people_flow import carrier_name, sum_of
from lib.analysis.uitvoerders import uitvoerder_name
from lib.model.projection import Projection
from lib.text import lower_first, upper_first

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
