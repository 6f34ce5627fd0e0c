"""Which routes a comparison shows and what is set against what; and the cells and rows that tables of all subjects have."""

from collections.abc import Sequence

from lib.comparison.answers import Answers
from lib.comparison.grid import Cell, Row, Side, Words
from lib.comparison.message import MILLION, decimals
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.view import Scale
from lib.model.comparison import Comparison
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import Special, amount, difference, is_pm, lower_first, millions, rounded, upper_first


def named_routes(comparison: Comparison) -> tuple[tuple[Side, Projection], ...]:
    """The nulalternatief, A and B, by their place in the comparison."""
    return ("zero", comparison.zero), ("a", comparison.a), ("b", comparison.b)


def named_pairs(comparison: Comparison) -> tuple[tuple[str, Projection, Projection], ...]:
    """What is set against what, by id: each route against the nulalternatief, then B against A."""
    zero, a, b = comparison.zero, comparison.a, comparison.b
    return ("a-zero", a, zero), ("b-zero", b, zero), ("b-a", b, a)


def route_ids(comparison: Comparison) -> tuple[Side, ...]:
    """The nulalternatief, A and B, each scenario once."""
    sides: dict[str, Side] = {}
    for role, run in named_routes(comparison):
        sides.setdefault(run.scenario.id, role)
    return tuple(sides.values())


def pair_ids(comparison: Comparison) -> tuple[str, ...]:
    """What is set against what, each pair of scenarios once; never a route against itself."""
    names: dict[tuple[str, str], str] = {}
    for name, run, other in named_pairs(comparison):
        if run.scenario.id != other.scenario.id:
            names.setdefault((run.scenario.id, other.scenario.id), name)
    return tuple(names.values())


def runs(comparison: Comparison) -> tuple[Projection, ...]:
    """The nulalternatief, A and B, each scenario once."""
    return tuple(dict(named_routes(comparison))[role] for role in route_ids(comparison))


def routes_of(comparison: Comparison, name: str) -> tuple[Projection, ...]:
    """The route with this id ("a"), or the two of a difference ("b-a")."""
    by_role: dict[str, Projection] = dict(named_routes(comparison))
    return tuple(by_role[role] for role in name.split("-"))


def title_of(comparison: Comparison, name: str) -> str:
    """How the route or the difference with this id is called."""
    return " − ".join(run.scenario.short_title for run in routes_of(comparison, name))


def pair_title(run: Projection, other: Projection) -> str:
    return f"{run.scenario.short_title} − {other.scenario.short_title}"


def side_of(comparison: Comparison, run: Projection) -> Side:
    """The first place of a scenario in the comparison."""
    return next(role for role, own in named_routes(comparison) if own.scenario.id == run.scenario.id)


def route_words(comparison: Comparison, run: Projection) -> Words:
    """The name of a route in its own colour."""
    return Words(run.scenario.short_title, side_of(comparison, run))


def pair_words(comparison: Comparison, run: Projection, other: Projection) -> tuple[Words, ...]:
    """What is set against what, each route in its own colour."""
    return route_words(comparison, run), Words(" − "), route_words(comparison, other)


def codes_of(answers: Answers) -> tuple[str, ...]:
    """The gemeenten, then all together."""
    return (*answers.codes, ALL)


def place_name(answers: Answers, code: str) -> str:
    """A gemeente or all together, as a row or column is called."""
    return upper_first(answers.release.name(code))


def against(answers: Answers) -> str:
    """The nulalternatief within a sentence."""
    return lower_first(answers.comparison.zero.scenario.short_title)


def million(answer: ExplainedNumber, code: str, start: float | None = None) -> Cell:
    """A difference in millions with its letter."""
    return Cell(difference(answer.value, MILLION, decimals(code)), answer, start=start)


def signed(answer: ExplainedNumber, code: str) -> Cell:
    """An amount in millions with its sign."""
    return Cell(millions(answer.value, decimals(code), signed=True), answer)


def plain(answer: ExplainedNumber, code: str) -> Cell:
    """An amount in millions."""
    return Cell(millions(answer.value, decimals(code)), answer)


def scaled(answer: ExplainedNumber, code: str, scale: Scale, is_difference: bool = False, bar: bool = False) -> Cell:
    """An amount in the chosen expression, or a difference with its letter."""
    text = scale.difference(answer.value, code) if is_difference else scale.text(answer.value, code)
    return Cell(text, answer, exact=scale.convert(answer.value, code), start=0.0 if bar else None)


def gemeente_row(answers: Answers, code: str, cells: Sequence[Cell]) -> Row:
    """A gemeente, marked when it is the one in view; all together is the total."""
    total, in_view = code == ALL, code == answers.view.gemeente != ALL
    return Row(code, place_name(answers, code), tuple(cells), "total" if total else "", in_view)


def codes_in_view(answers: Answers) -> tuple[str, ...]:
    """The gemeente that the reader chose, or all."""
    return answers.codes if answers.view.gemeente == ALL else (answers.view.gemeente,)


def closing_words(missing: float) -> str:
    """Whether the rows above a total come to it; `missing` is what they lack, in euros. Empty where that is PM."""
    if is_pm(missing):
        return ""
    return f"de delen tellen niet op: {amount(missing, 2)}" if rounded(missing, 1, 2) else "de delen tellen precies op"


PM = Special.PM.value
