"""Mijn gemeente: what one gemeente is told, its tables, what to ask, and who decides for it.

Every question has one form, whichever route it is about; what it asks comes from the registry and the Comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.assumptions import switching_words
from lib.comparison.cells import against
from lib.comparison.grid import Cell, Column, Grid, Side, Words
from lib.comparison.grid import Row as GridRow
from lib.comparison.message import period, repeated, statement
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Row
from lib.model.comparison import Switching
from lib.model.figures import ALL
from lib.model.parameters import Parameter
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.subjects.costs.costs import tekorten
from lib.subjects.overview import outcomes, per_inhabitant
from lib.subjects.people.flow import only_later, switchers
from lib.subjects.people.people import nobody_lost, shown_years
from lib.subjects.people.placement import beside_placement, work_groups
from lib.text import value_with_unit, whole
from lib.text.numbers import natural_order

#: Statuses of a measure whose size nobody published.
OPEN = ("raming", "aanname")


def headline(answers: Answers) -> str:
    """How many people it is about, and each route against the nulalternatief: one form for A and B."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    people = answers.wsw(comparison.zero, code, None, shown_years(answers)[0])
    message = statement(release, comparison, code)
    return f"{repeated(comparison)}{release.name(code)}, {whole(people.value)} mensen uit de Wsw: {message}"


def people_sentence(answers: Answers, write: Callable[[ExplainedNumber], str]) -> str:
    """The words of `people_pieces`; `write` writes a number."""
    return "".join(piece if isinstance(piece, str) else write(piece) for piece in people_pieces(answers))


def people_pieces(answers: Answers) -> list[str | ExplainedNumber]:
    """How many people, for how many the uitvoerder changes in each route, and how many there are later: words and numbers."""
    zero, code = answers.comparison.zero, answers.view.gemeente
    base, first, *_ = years = shown_years(answers)
    counts = (
        answers.wsw(zero, code, None, base),
        answers.staff(zero, code, None, base),
        answers.wsw(zero, code, None, years[-1]),
    )
    now, staff, later = counts
    changes: list[str | ExplainedNumber] = []
    for _, run in answers.comparison.sides:
        start = f"{' en ' if changes else ''}bij {run.scenario.in_sentence} voor "
        changes += [start, switchers(answers, run), only_later(answers, run)]
    name, last = answers.release.name(code), years[-1]
    return [
        *(f"In {base} werken ", now, f" mensen van {name} via de Wsw. Met hun werk gaan ", staff),
        *(f" mensen van de staf mee. Vanaf {first} wisselt de uitvoerder ", *changes),
        *(f" van hen. In elke route tellen dezelfde mensen mee. In {last} zijn er naar raming nog ", later),
        ", doordat mensen stoppen en er niemand bij komt.",
    ]


def statements_here(answers: Answers, run: Projection) -> tuple[str, ...]:
    """Statements that say who works where here and under whom: of the placements, beside them, and about employment."""
    comparison = answers.comparison
    rows = [row for group in work_groups(answers) for row in group.rows]
    carriers = [carrier for row in rows for carrier in (row.a if run is comparison.a else row.b)]
    placed = (name for carrier in carriers for name in carrier.statements)
    employed = (name for name in nobody_lost(answers.release) if name in run.scenario.statements)
    names = {*placed, *beside_placement(answers, run), *employed}
    return tuple(sorted(names, key=natural_order))


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


# -- questions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Something unknown or assumed, what is known of it, and what to ask."""

    about: str
    facts: str
    question: str
    source: str


def pm_items(answers: Answers, run: Projection) -> list[Question]:
    """Every PM-post of a route; what to ask is the same for each: `asked_of_pm`."""
    questions = []
    for item in (answers.release.pm[name] for name in run.scenario.pm):
        direction = "bate" if item.sign > 0 else "last"
        often = "eenmalig" if item.kind == "eenmalig" else "elk jaar"
        questions.append(Question(f"{item.label} ({direction}, {often})", item.explanation, "", item.source))
    return questions


def asked_of_pm(answers: Answers) -> str:
    """The question that goes with every PM-post."""
    return f"Hoe groot is dit voor {answers.release.name(answers.view.gemeente)}, en in of vanaf welk jaar?"


def measure_questions(answers: Answers, run: Projection) -> list[Question]:
    """Every measure of a route that works here in the years in view and whose size nobody published."""
    return [_measure_question(answers, measure) for measure in run.scenario.measures if _works_here(answers, measure)]


def _works_here(answers: Answers, measure: Measure) -> bool:
    code, figures = answers.view.gemeente, answers.release.figures
    steps = measure.multipliers(figures)[[year - figures.base_year for year in answers.horizon_years]]
    touches = code == ALL or measure.gemeenten is None or code in measure.gemeenten
    return measure.status in OPEN and touches and bool(steps.any())


def _measure_question(answers: Answers, measure: Measure) -> Question:
    parameter = answers.release.parameters[measure.parameter]
    value = value_with_unit(answers.comparison.values[measure.parameter], parameter.unit)
    low, high = (value_with_unit(end, parameter.unit) for end in (parameter.low, parameter.high))
    place = answers.release.name(answers.view.gemeente)
    return Question(
        f"{measure.title} ({measure.status})",
        f"{measure.explanation} Hier gerekend met {value}; band {low} tot {high}.",
        f"Waarop rust deze waarde, en geldt zij ook voor {place}?",
        measure.source,
    )


# -- money -----------------------------------------------------------------------------------------------------------


def tekort_here(answers: Answers) -> Grid:
    """The tekort of every route per year of the horizon, of the gemeente in view."""
    grids = dict(zip(("zero", "a", "b"), tekorten(answers), strict=True))
    rows = (
        GridRow(role, run.scenario.short_title, grids[role].row(answers.view.gemeente).cells)
        for role, run in _routes(answers)
    )
    first, place = grids["zero"], answers.release.name(answers.view.gemeente)
    title = f"Tekort per jaar, {place}"
    return Grid("tekort hier", title, first.unit, Words("Route"), first.columns, tuple(rows), f"{title}, {first.unit}")


def in_all(answers: Answers) -> Grid:
    """Over the horizon, of the gemeente in view: the saldo of every route, its difference with the nulalternatief, which is
    equal to itself, and per inhabitant here and in all gemeenten."""
    code, place, together = (
        answers.view.gemeente,
        answers.release.name(answers.view.gemeente),
        answers.release.all_together,
    )
    totals, single = outcomes(answers), per_inhabitant(answers)
    rows = []
    for role, run in _routes(answers):
        difference = Cell("gelijk") if role == "zero" else totals.cell(code, f"{role}-zero")
        cells = totals.cell(code, role), difference, single.cell(code, role), single.cell(ALL, role)
        rows.append(GridRow(role, run.scenario.short_title, cells))
    columns = (
        Column("saldo", f"Saldo, {totals.unit}"),
        Column("verschil", f"Verschil met {against(answers)}, {totals.unit}"),
        Column("eigen", "Per inwoner, €"),
        Column("alle", f"Per inwoner, {together}, €"),
    )
    title = f"{period(answers.comparison)} opgeteld, {place}"
    caption = f"{title}; saldo is baten min lasten; {single.unit}"
    return Grid("samen hier", title, totals.unit, Words("Route"), columns, tuple(rows), caption)


def _routes(answers: Answers) -> tuple[tuple[Side, Projection], ...]:
    """The nulalternatief, and the routes once when they are the same."""
    return ("zero", answers.comparison.zero), *answers.comparison.sides


# -- what must be true -----------------------------------------------------------------------------------------------


def conditions(answers: Answers) -> tuple[Grid, tuple[Parameter, ...]]:
    """The values at which both routes cost the gemeente in view the same up to each horizon, one-offs included, and what to
    ask; a row per assumption that has such a value at any horizon, and the assumptions that have none."""
    release, code, comparison = answers.release, answers.view.gemeente, answers.comparison
    rows, without = [], []
    for parameter in release.parameters.values():
        turns = [turn for turn in comparison.switching if turn.parameter == parameter.id]
        if all(turn.with_one_offs[code].value is None for turn in turns):
            without.append(parameter)
            continue
        now = answers.parameter(parameter.id)
        cells = (
            Cell(value_with_unit(now.value, parameter.unit), now),
            *(_equal(answers, parameter, turn) for turn in turns),
            Cell(_asked_of(answers, parameter, turns)),
        )
        rows.append(GridRow(parameter.id, parameter.label, cells))
    horizons = dict.fromkeys(turn.horizon for turn in comparison.switching)
    columns = (
        Column("nu", "Nu gerekend met", numeric=False),
        *(Column(str(year), f"Evenveel t/m {year}", numeric=False) for year in horizons),
        Column("vraag", "Wat u kunt vragen", numeric=False, screen=True),
    )
    place = release.name(code)
    title = f"Bij welke waarde beide routes {place} evenveel kosten; binnen of buiten de bandbreedte"
    caption = f"Wanneer beide routes {place} evenveel kosten, met wat eenmalig is; binnen of buiten de bandbreedte"
    return Grid("omslag hier", title, "", Words("Aanname"), columns, tuple(rows), caption), tuple(without)


def _equal(answers: Answers, parameter: Parameter, turn: Switching) -> Cell:
    code = answers.view.gemeente
    value = turn.with_one_offs[code]
    text, verdict = switching_words(parameter, value.value)
    answer = answers.switching(parameter.id, value, code, turn.horizon)
    more = "; er zijn er meer" if value.more else ""
    return Cell(text, answer, unit=parameter.unit, verdict=f"{verdict}{more}", strong=True)


def _asked_of(answers: Answers, parameter: Parameter, turns: list[Switching]) -> str:
    """What to ask about an assumption: one form, inside the band and outside it."""
    code = answers.view.gemeente
    low, high = (value_with_unit(value, parameter.unit) for value in (parameter.low, parameter.high))
    values = (turn.with_one_offs[code] for turn in turns)
    inside = any(value.in_band for value in values if value.value is not None)
    judgement = "Binnen de band ligt een omslag" if inside else "De omslag ligt buiten de band"
    place = answers.release.name(code)
    return f"{judgement} ({low} tot {high}). Welke waarde is voor {place} aannemelijk, en waaruit blijkt dat?"
