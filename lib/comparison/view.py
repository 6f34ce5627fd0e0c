"""What a reader chose: which routes, release, horizon, gemeente, expression, key and assumptions.

Amounts as the reader wants them: in total, per inhabitant or per Wsw person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np

from lib.comparison.release import Release
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL, Figures
from lib.model.parameters import Parameter, split_name
from lib.model.scenario import Scenario
from lib.text import decimal, difference, rounding_gap, thousands, value_with_unit
from lib.text.nearest import meant

#: Assumptions that differ from standaard and values that gemeenten have of their own (`own_name`), sorted by name.
Overrides = tuple[tuple[str, float], ...]
#: The names of two assumptions, None where the reader leaves the choice to what counts most.
Pair = tuple[str | None, str | None]
Expression = Literal["totaal", "per_inwoner", "per_wsw_persoon"]
#: What a choice is called in a sentence.
NAMES = {
    "a": "route A",
    "b": "route B",
    "horizon": "de jaren",
    "gemeente": "de gemeente",
    "expression": "de bedragen",
    "key": "de verdeelsleutel",
    "people": "waar de mensen zijn",
}
EXPRESSIONS: tuple[str, ...] = get_args(Expression)
#: No text of a reader is quoted longer than this.
QUOTED = 60


@dataclass(frozen=True)
class View:
    """One way to look at a release. `key` None means each scenario's own, `people` None the figures as they are: it is the
    key that says where the people are. `overrides` holds what differs from standaard, sorted by name. `pm` lets PM items
    with a range join the uncertainty; `opinions` are two pinned sets of overrides, None where nothing is pinned; `pair` are
    the two assumptions that are looked at together."""

    a: str
    b: str
    release: int
    horizon: int
    gemeente: str = ALL
    expression: str = "totaal"
    key: str | None = None
    people: str | None = None
    overrides: Overrides = field(default=())
    pm: bool = False
    opinions: tuple[Overrides | None, Overrides | None] = (None, None)
    pair: Pair = (None, None)

    def values(self, release: Release) -> dict[str, float]:
        """A value per parameter, and those that gemeenten have of their own."""
        return release.default_values | dict(self.overrides)


class NotInView(ValueError):
    """A choice that the release does not know; `melding` says so in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


class NotFilledIn(NotInView):
    """The release lacks figures without which no route can be reckoned."""

    def __init__(self, release: Release) -> None:
        count = release.checklist.sentence
        super().__init__(f"Nog niet ingevuld: {count}. De routes worden vergeleken zodra alle cijfers er zijn.")


def default_view(release: Release) -> View:
    settings = release.settings
    return View(settings["standaard_route_a"], settings["standaard_route_b"], release.info.number, release.budget_until)


def options(release: Release) -> dict[str, tuple[str, ...]]:
    """The admissible values of each choice, as they stand in a link."""
    return {
        "a": tuple(release.scenarios),
        "b": tuple(release.scenarios),
        "horizon": tuple(map(str, release.horizons)),
        "gemeente": (ALL, *release.choosable),
        "expression": EXPRESSIONS,
        "key": release.deficit_keys,
        "people": release.people_keys,
    }


def check_choice(release: Release, name: str, value: str) -> None:
    """Raises NotInView when a release does not know the value."""
    allowed = options(release)[name]
    if name == "gemeente" and value in release.away:
        raise NotInView(counted_elsewhere(release, value))
    if value not in allowed:
        raise NotInView(f"Onbekende keuze voor {NAMES[name]}: “{value}”; {meant(value, allowed)}")


def counted_elsewhere(release: Release, code: str) -> str:
    """Why a gemeente with few people cannot be chosen by itself, and what can."""
    into = release.away[code]
    instead = "alle gemeenten samen" if into is None else f"“{release.name(into)}”"
    return f"{release.name(code)}: over haar alleen is niets te tonen; kies {instead}."


def people_choice(release: Release, key: str | None) -> str | None:
    """The key that says where the people are as a view holds it: None for standaard. Raises NotInView."""
    if key is None:
        return None
    check_choice(release, "people", key)
    return None if key == release.people_keys[0] else key


def parameter_of(release: Release, name: str) -> Parameter:
    """The parameter of an assumption, also of one that is the own value of a gemeente.

    Raises NotInView with what may have been meant, or why no gemeente has a value of its own there.
    """
    parameter, code = split_name(name)
    if parameter not in release.parameters:
        raise NotInView(f"Onbekende parameter “{parameter[:QUOTED]}”; {meant(parameter, release.parameters)}")
    if code is not None:
        _check_own_policy(release, release.parameters[parameter], code)
    return release.parameters[parameter]


def _check_own_policy(release: Release, parameter: Parameter, code: str) -> None:
    """Raises NotInView where a gemeente cannot have a value of its own."""
    if parameter.id not in own_policy(release.scenarios.values()):
        raise NotInView(
            f"{parameter.label}: hier kan een gemeente geen eigen waarde hebben. Dat kan alleen bij een maatregel van een "
            "route waarin elke gemeente haar eigen kosten draagt."
        )
    alone = [scenario for scenario in release.scenarios.values() if scenario.ever_bears_own(code)]
    if code in release.choosable and parameter.id not in own_policy(alone):
        raise NotInView(
            f"{parameter.label}: {release.name(code)} kan hier geen eigen waarde hebben, want zij draagt in geen route met "
            "deze maatregel haar eigen kosten."
        )
    if code in release.away:
        raise NotInView(f"{parameter.label}: {counted_elsewhere(release, code)}")
    if code not in release.choosable:
        raise NotInView(f"{parameter.label}: onbekende gemeente “{code[:QUOTED]}”; {meant(code, release.choosable)}")


def check_pair(release: Release, view: View) -> None:
    """Raises NotInView for an assumption that is not in the view, and for twice the same one."""
    names, (first, second) = view.values(release), view.pair
    for name in filter(None, view.pair):
        if name not in names:
            raise NotInView(f"Onbekende aanname “{name[:QUOTED]}”; {meant(name, names)}")
    if first is not None and first == second:
        raise NotInView(
            f"Twee keer dezelfde aanname, “{assumption_label(release, first)}”; kies er twee die verschillen."
        )


def own_policy(scenarios: Iterable[Scenario]) -> tuple[str, ...]:
    """The parameters of which a gemeente may have a value of its own: those of the measures of these scenarios in which
    each gemeente pays for itself (model.md §5)."""
    own = (scenario.measures for scenario in scenarios if scenario.own_costs)
    names = (name for measures in own for measure in measures for name in measure.parameters)
    return tuple(dict.fromkeys(names))


def assumption_label(release: Release, name: str) -> str:
    """What an assumption is called; that of one gemeente with its name behind it."""
    parameter, code = split_name(name)
    label = release.parameters[parameter].label
    return label if code is None else f"{label} in {release.name(code)}"


def assumed_value(release: Release, own: Mapping[str, float], name: str) -> float:
    """The value of an assumption among these overrides: its own, that of all gemeenten, or standaard."""
    parameter, _ = split_name(name)
    return own.get(name, own.get(parameter, release.parameters[parameter].default))


def check_override(release: Release, name: str, value: float) -> None:
    """Raises NotInView for an unknown parameter, a gemeente that has no own value of it, or a value outside its admissible
    range."""
    parameter = parameter_of(release, name)
    if not parameter.admits(value):
        read = value_with_unit(value, parameter.unit)
        raise NotInView(
            f"{assumption_label(release, name)}: {read} ligt buiten het toelaatbare bereik; "
            f"kies een waarde van {admissible(parameter)}."
        )


def admissible(parameter: Parameter) -> str:
    """The range that can be entered, in words: from minimum to maximum."""
    low = value_with_unit(parameter.minimum, parameter.unit)
    if parameter.maximum is None:
        return f"{low} of hoger"
    return f"{low} tot en met {value_with_unit(parameter.maximum, parameter.unit)}"


def figures_of(release: Release, people: str | None) -> Figures:
    """The figures of a release with the people where this key says that they are; None, or standaard: as they are."""
    return release.figures if people in (None, release.people_keys[0]) else release.figures.placed(str(people))


def parameters_at_play(release: Release, view: View) -> dict[str, Parameter]:
    """The parameters that a comparison asks about: not what only measures of other routes rest on, unless the view has a value
    of it or looks at its line."""

    def measured(names: Iterable[str]) -> set[str]:
        measures = (measure for name in names for measure in release.scenarios[name].measures)
        return {parameter for measure in measures for parameter in measure.parameters}

    elsewhere = measured(release.scenarios) - measured((release.zero.id, view.a, view.b))
    elsewhere -= {split_name(name)[0] for own in (view.overrides, *view.opinions) for name, _ in own or ()}
    elsewhere -= {split_name(name)[0] for name in view.pair if name}
    return {name: parameter for name, parameter in release.parameters.items() if name not in elsewhere}


def compare_view(release: Release, view: View) -> Comparison:
    """The one way from a release and a view to numbers. Raises NotInView, NotFilledIn."""
    if not release.checklist.complete:
        raise NotFilledIn(release)
    for name, value in (("a", view.a), ("b", view.b), ("key", view.key), ("people", view.people)):
        if value is not None:
            check_choice(release, name, value)
    for name, number in view.overrides:
        check_override(release, name, number)
    check_pair(release, view)
    routes = (release.zero, release.scenarios[view.a], release.scenarios[view.b])
    figures = figures_of(release, view.people)
    parameters = parameters_at_play(release, view)
    comparison = compare(figures, parameters, view.values(release), routes, view.horizon, view.key)
    return replace(comparison, people=view.people)


def overrides(values: Mapping[str, float]) -> Overrides:
    """Overrides in the order that makes equal views equal."""
    return tuple(sorted(values.items()))


LABELS = {"totaal": "totaal", "per_inwoner": "per inwoner", "per_wsw_persoon": "per Wsw-persoon"}


@dataclass(frozen=True)
class Scale:
    """How euros are shown: divided by `divisors` (per gemeente code and ALL), in `unit` euros with `decimals`."""

    label: str
    unit: int
    decimals: int
    divisors: dict[str, float]

    def convert(self, euros: float, code: str) -> float:
        """Euros in this expression, before rounding."""
        return euros / self.divisors[code]

    def text(self, euros: float, code: str = ALL) -> str:
        """The number as printed, without unit: the unit stands in the heading."""
        value = self.convert(euros, code)
        return thousands(value, self.decimals) if self.unit == 1_000 else decimal(value, self.decimals)

    def difference(self, euros: float, code: str = ALL) -> str:
        """With sign and the letter V or N."""
        return difference(self.convert(euros, code), self.unit, self.decimals)

    def gap(self, euros: dict[str, float]) -> bool:
        """Whether rounded gemeenten miss the rounded total; only totals can be added up."""
        if self.unit != 1_000:
            return False
        return rounding_gap(
            [value for code, value in euros.items() if code != ALL], euros[ALL], self.unit, self.decimals
        )


def scale_of(release: Release, expression: str, people: str | None = None) -> Scale:
    """The scale of a view's expression; people, where that key says that they are, and inhabitants of the base year."""
    codes = [gemeente.code for gemeente in release.figures.gemeenten]
    year = release.figures.base_year
    if expression == "per_inwoner":
        return Scale(f"€ per inwoner op 1 januari {year}", 1, 2, _divisors(codes, release.population))
    if expression == "per_wsw_persoon":
        persons = figures_of(release, people).persons.sum(axis=1)
        return Scale(f"€ per Wsw-persoon in {year}", 1, 0, _divisors(codes, persons))
    return Scale("× € 1.000", 1_000, 0, dict.fromkeys((ALL, *codes), 1.0))


def _divisors(codes: list[str], counts: np.ndarray) -> dict[str, float]:
    divisors = np.where(counts > 0, counts, np.nan)
    return {ALL: float(divisors.sum()), **dict(zip(codes, divisors.tolist(), strict=True))}
