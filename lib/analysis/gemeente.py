"""What one gemeente is told: the message, which statements are about its people, and who decides for it."""

from collections.abc import Callable

from lib.analysis.answers import Answer, Answers
from lib.analysis.message import repeated, statement
from lib.analysis.people import nobody_lost, shown_years
from lib.analysis.people_flow import only_later, switchers
from lib.analysis.placement import beside_placement, work_groups
from lib.analysis.release import Row
from lib.model.projection import Projection
from lib.text import whole


def headline(answers: Answers) -> str:
    """How many people it is about, and each route against the nulalternatief: one form for A and B."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    people = answers.wsw(comparison.zero, code, None, shown_years(answers)[0])
    message = statement(release, comparison, code)
    return f"{repeated(comparison)}{release.name(code)}, {whole(people.value)} mensen uit de Wsw: {message}"


def people_sentence(answers: Answers, write: Callable[[Answer], str], plain: Callable[[str], str] = str) -> str:
    """How many people, for how many the uitvoerder changes in each route, and how many there are later; `write` writes
    a number, `plain` what comes from the release."""
    zero, code = answers.comparison.zero, answers.view.gemeente
    base, first, *_ = years = shown_years(answers)
    counts = (
        answers.wsw(zero, code, None, base),
        answers.staff(zero, code, None, base),
        answers.wsw(zero, code, None, years[-1]),
    )
    now, staff, later = map(write, counts)
    changes = " en ".join(
        f"bij {plain(run.scenario.in_sentence)} voor {write(switchers(answers, run))}{only_later(answers, run)}"
        for _, run in answers.comparison.sides
    )
    return (
        f"In {base} werken {now} mensen van {plain(answers.release.name(code))} via de Wsw. Met hun werk gaan {staff} mensen "
        f"van de staf mee. Vanaf {first} wisselt de uitvoerder {changes} van hen. In elke route tellen dezelfde mensen mee. "
        f"In {years[-1]} zijn er naar raming nog {later}, doordat mensen stoppen en er niemand bij komt."
    )


def statements_here(answers: Answers, run: Projection) -> tuple[str, ...]:
    """Statements that say who works where here and under whom: of the placements, beside them, and about employment."""
    comparison = answers.comparison
    rows = [row for group in work_groups(answers) for row in group.rows]
    carriers = [carrier for row in rows for carrier in (row.a if run is comparison.a else row.b)]
    placed = (name for carrier in carriers for name in carrier.statements)
    employed = (name for name in nobody_lost(answers.release) if name in run.scenario.statements)
    names = {*placed, *beside_placement(answers, run), *employed}
    return tuple(sorted(names, key=natural_order))


def natural_order(statement_id: str) -> tuple[str, int]:
    """Sorts numbers of statements by their number: 2 before 10."""
    digits = "".join(filter(str.isdigit, statement_id))
    return statement_id.rstrip("0123456789"), int(digits or 0)


def decisions_here(answers: Answers) -> tuple[tuple[Row, ...], int]:
    """Decisions of all gemeenten together and of this one, in their order; and how many are another gemeente's own."""
    release, code = answers.release, answers.view.gemeente
    others = set(release.own_names.values()) - set(release.counted_in(code))
    ordered = sorted(release.tables["decisions"], key=lambda row: row["volgorde"])
    here = tuple(row for row in ordered if not any(name in row["wie"] for name in others))
    return here, len(ordered) - len(here)


def is_own(answers: Answers, row: Row) -> bool:
    """Whether a decision is this gemeente's own."""
    return any(name in row["wie"] for name in answers.release.counted_in(answers.view.gemeente))
