"""Own policy of a gemeente (model.md §5): which values it may choose in a route in which each gemeente pays for itself, and
what its own choices change for itself and for the others."""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.assumptions import short_unit
from lib.comparison.cells import PM
from lib.comparison.grid import NOISE, Cell, Column, Grid, Row, Words
from lib.comparison.numbers import ExplainedNumber, minus
from lib.comparison.view import compare_view, own_policy
from lib.model.figures import ALL
from lib.model.parameters import own_name, split_name
from lib.model.projection import Projection
from lib.subjects.gemeente import EUROS, worded
from lib.text import counted, listed, lower_first, upper_first, value_with_unit, year_range

#: What the other gemeenten together are called.
OTHERS = "de andere gemeenten samen"


def own_parameters(answers: Answers) -> tuple[str, ...]:
    """The parameters of which the gemeente in view can have a value of its own: those of measures that work here."""
    code = answers.view.gemeente
    routes = [run.scenario for _, run in answers.comparison.sides if run.scenario.ever_bears_own(code)]
    here = {
        name
        for route in routes
        for measure in route.measures
        if measure.gemeenten is None or code in measure.gemeenten
        for name in measure.parameters
    }
    return tuple(name for name in own_policy(routes) if name in here)


def own_values(answers: Answers) -> tuple[str, ...]:
    """The parameters of which the gemeente in view has a value of its own."""
    values, code = answers.comparison.values, answers.view.gemeente
    return tuple(name for name in own_parameters(answers) if own_name(name, code) in values)


def without(answers: Answers) -> Answers:
    """The same view without the values that the gemeente in view has of its own."""
    view, code = answers.view, answers.view.gemeente
    rest = tuple(pair for pair in view.overrides if split_name(pair[0])[1] != code)
    plain = replace(view, overrides=rest)
    return Answers(answers.release, plain, compare_view(answers.release, plain))


def choices_sentence(answers: Answers) -> str:
    """What the gemeente in view chose itself, each beside the value of the route; or that it has the values of the route."""
    values, code = answers.comparison.values, answers.view.gemeente
    place, phrases = answers.release.name(code), []
    for name in own_values(answers):
        parameter = answers.release.parameters[name]
        own, route = (value_with_unit(values[key], short_unit(parameter.unit)) for key in (own_name(name, code), name))
        phrases.append(f"{lower_first(parameter.label)} {own} (de route: {route})")
    if not phrases:
        return f"{place} rekent nu met de waarden van de route."
    return f"{place} kiest zelf: {'; '.join(phrases)}."


def can_sentence(answers: Answers) -> str:
    """In which routes of the view a gemeente can choose for itself, and in which it cannot, and why."""
    phrases, code = [], answers.view.gemeente
    place = answers.release.name(code)
    for own, why in (
        (True, f"betaalt {place} haar eigen kosten: daar kan {place} iets anders kiezen dan de route"),
        (False, f"deelt {place} de kosten met anderen: daar heeft zij geen eigen waarde"),
    ):
        scenarios = (run.scenario for _, run in answers.comparison.sides if not run.scenario.only_pm)
        routes = [scenario.in_sentence for scenario in scenarios if scenario.ever_bears_own(code) is own]
        if routes:
            phrases.append(f"In {listed(list(dict.fromkeys(routes)))} {why}.")
    return " ".join(phrases)


def effect(answers: Answers) -> Grid:
    """What own choices change over the horizon, in each route of the view in which each gemeente pays for itself: a row for the
    gemeente in view and one for the others together; in euros, without what is one-off and of that alone."""
    code, plain = answers.view.gemeente, without(answers)
    place = answers.release.name(code)
    span = year_range(answers.horizon_years[0], answers.horizon_years[-1])
    columns = (
        Column("scheelt", f"{span} samen, zonder eenmalig", numeric=False),
        Column("eenmalig", "Eenmalig", numeric=False),
    )
    own = [at for at, (_, run) in enumerate(answers.comparison.sides) if run.scenario.ever_bears_own(code)]
    rows = [row for at in own for row in _rows(answers, plain, at)]
    title = f"Wat eigen keuzes van {place} veranderen"
    caption = f"{title}, in euro’s, tegenover de waarden van de route"
    return Grid("eigen beleid", title, "euro", Words("Voor wie"), columns, tuple(rows), caption)


def _rows(answers: Answers, plain: Answers, at: int) -> Iterator[Row]:
    side, run = answers.comparison.sides[at]
    other, place = plain.comparison.sides[at][1], answers.release.name(answers.view.gemeente)
    for name, whose, read in (
        ("hier", place, _here),
        ("anderen", upper_first(OTHERS), _elsewhere),
    ):
        before, after = read(plain, other, False), read(answers, run, False)
        cells = (
            _change(after, before, f"zonder wat eenmalig is, {run.scenario.short_title}"),
            _one_off(answers, run, read(plain, other, True), read(answers, run, True)),
        )
        heading = Words(f"{whose}, "), Words(run.scenario.short_title, side)
        yield Row(f"{side} {name}", f"{whose}, {run.scenario.short_title}", cells, heading=heading)


def _here(answers: Answers, run: Projection, once: bool) -> ExplainedNumber:
    """What is one-off in a route, or its tekort without that, over the horizon in the gemeente in view."""
    return _part(answers, run, answers.view.gemeente, once)


def _elsewhere(answers: Answers, run: Projection, once: bool) -> ExplainedNumber:
    """The same of all other gemeenten together."""
    every, here = _part(answers, run, ALL, once), _here(answers, run, once)
    less = minus(every, here, every.what, f"{every.definition} Van alle gemeenten, min die van {here.whom}.")
    return replace(less, whom=OTHERS)


def _part(answers: Answers, run: Projection, code: str, once: bool) -> ExplainedNumber:
    one_off = answers.one_off(run, code)
    if once:
        return one_off
    what = f"Tekort zonder wat eenmalig is, {run.scenario.short_title}"
    return minus(one_off, answers.saldo(run, code), what, "Lasten min baten: wat er aan geld bij moet.")


def _change(first: ExplainedNumber, second: ExplainedNumber, what: str) -> Cell:
    """What own choices change, in words: the second number less the first, which is voordelig above zero."""
    definition = "Wat eigen keuzes van de gemeente veranderen tegenover de waarden van de route."
    change = minus(second, first, f"Verschil door eigen keuzes, {what}", definition)
    if abs(change.value) < NOISE:
        change = replace(change, value=0.0)
    return Cell(worded(change.value, EUROS), change)


def _one_off(answers: Answers, run: Projection, before: ExplainedNumber, after: ExplainedNumber) -> Cell:
    """The same of what is one-off; PM where the route has no amount for it."""
    if answers.release.one_off_is_pm(run.scenario):
        return Cell(PM, lacking=True)
    return _change(before, after, f"eenmalig, {run.scenario.short_title}")


def others_sentence(answers: Answers) -> str:
    """What the own choices change for the other gemeenten, read from the table: as a rule nothing, and why."""
    grid = effect(answers)
    change = [cell for row in grid.rows if row.id.endswith("anderen") for cell in row.cells if cell.value]
    others = counted(len(answers.codes) - 1, "andere gemeente", "andere gemeenten")
    if change:
        return f"Voor de {others} verandert er ook iets: zie de tabel."
    return f"Voor de {others} verandert er niets: zij betalen niet mee aan deze kosten."
