"""What a councillor may ask: about PM-posten, about measures nobody published, and about what must be true.

Every question has one form, whichever route it is about; what it asks comes from the registry and the Comparison.
"""

from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.model.figures import ALL
from lib.model.parameters import Parameter, PmItem
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.model.switching import SwitchingValue
from lib.text import value_with_unit

#: Statuses of a measure whose size nobody published.
OPEN = ("raming", "aanname")


@dataclass(frozen=True)
class Question:
    """Something unknown or assumed, what is known of it, and what to ask."""

    about: str
    facts: str
    question: str
    source: str


def pm_items(answers: Answers, run: Projection) -> list[Question]:
    """Every PM-post of a route; what to ask is the same for each: `asked_of_pm`."""
    return [_pm_item(answers.release.pm[name]) for name in run.scenario.pm]


def _pm_item(item: PmItem) -> Question:
    direction = "bate" if item.sign > 0 else "last"
    often = "eenmalig" if item.kind == "eenmalig" else "elk jaar"
    return Question(f"{item.label} ({direction}, {often})", item.explanation, "", item.source)


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


@dataclass(frozen=True)
class Equal:
    """The value of an assumption at which both routes cost this gemeente the same up to and including a year."""

    horizon: int
    switching: SwitchingValue
    answer: Answer


@dataclass(frozen=True)
class Condition:
    """One assumption, the value in view, and per horizon the value at which both routes cost the same."""

    parameter: Parameter
    now: Answer
    equal: tuple[Equal, ...]


def horizons(answers: Answers) -> tuple[int, ...]:
    """The years up to which switching values are known: that of the view, and the last."""
    return tuple(dict.fromkeys(turn.horizon for turn in answers.comparison.switching))


def conditions(answers: Answers) -> tuple[tuple[Condition, ...], tuple[Parameter, ...]]:
    """One-offs included: the assumptions with a switching value here at any horizon, and those without."""
    code = answers.view.gemeente
    there, without = [], []
    for parameter in answers.release.parameters.values():
        turns = [turn for turn in answers.comparison.switching if turn.parameter == parameter.id]
        equal = tuple(
            Equal(turn.horizon, turning, answers.switching(parameter.id, turning, code, turn.horizon))
            for turn in turns
            for turning in (turn.with_one_offs[code],)
        )
        if any(item.switching.value is not None for item in equal):
            there.append(Condition(parameter, answers.parameter(parameter.id), equal))
        else:
            without.append(parameter)
    return tuple(there), tuple(without)


def asked_of(answers: Answers, condition: Condition) -> str:
    """What to ask about an assumption: one form, inside the band and outside it."""
    place, unit = answers.release.name(answers.view.gemeente), condition.parameter.unit
    low, high = (value_with_unit(value, unit) for value in (condition.parameter.low, condition.parameter.high))
    inside = any(item.switching.in_band for item in condition.equal if item.switching.value is not None)
    judgement = "Binnen de band ligt een omslag" if inside else "De omslag ligt buiten de band"
    return f"{judgement} ({low} tot {high}). Welke waarde is voor {place} aannemelijk, en waaruit blijkt dat?"
