"""What a reader chose: which routes, release, horizon, gemeente, expression, key and assumptions.

Amounts as the reader wants them: in total, per inhabitant or per Wsw person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np

from lib.comparison.release import Release
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL
from lib.model.parameters import Parameter
from lib.tables.rows import meant
from lib.text import decimal, difference, rounding_gap, thousands, value_with_unit

#: Assumptions that differ from standaard, sorted by parameter.
Overrides = tuple[tuple[str, float], ...]
Expression = Literal["totaal", "per_inwoner", "per_wsw_persoon"]
#: What a choice is called in a sentence.
NAMES = {
    "a": "route A",
    "b": "route B",
    "horizon": "de jaren",
    "gemeente": "de gemeente",
    "expression": "de bedragen",
    "key": "de verdeelsleutel",
}
EXPRESSIONS: tuple[str, ...] = get_args(Expression)


@dataclass(frozen=True)
class View:
    """One way to look at a release. `key` None means each scenario's own; `overrides` holds what differs from
    standaard, sorted by parameter. `pm` lets PM items with a range join the uncertainty; `opinions` are two pinned sets
    of overrides, None where nothing is pinned."""

    a: str
    b: str
    release: int
    horizon: int
    gemeente: str = ALL
    expression: str = "totaal"
    key: str | None = None
    overrides: Overrides = field(default=())
    pm: bool = False
    opinions: tuple[Overrides | None, Overrides | None] = (None, None)

    def values(self, release: Release) -> dict[str, float]:
        """A value per parameter."""
        return release.default_values | dict(self.overrides)


class NotInView(ValueError):
    """A choice that the release does not know; `melding` says so in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


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
        "key": tuple(release.figures.keys),
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


def check_override(release: Release, name: str, value: float) -> None:
    """Raises NotInView for an unknown parameter or a value outside its admissible range."""
    if name not in release.parameters:
        raise NotInView(f"Onbekende parameter “{name}”; {meant(name, release.parameters)}")
    parameter = release.parameters[name]
    if not parameter.admits(value):
        read = value_with_unit(value, parameter.unit)
        raise NotInView(
            f"{parameter.label}: {read} ligt buiten het toelaatbare bereik; kies een waarde van {admissible(parameter)}."
        )


def admissible(parameter: Parameter) -> str:
    """The range that can be entered, in words: from minimum to maximum."""
    low = value_with_unit(parameter.minimum, parameter.unit)
    if parameter.maximum is None:
        return f"{low} of hoger"
    return f"{low} tot en met {value_with_unit(parameter.maximum, parameter.unit)}"


def compare_view(release: Release, view: View) -> Comparison:
    """The one way from a release and a view to numbers. Raises NotInView."""
    for name, value in (("a", view.a), ("b", view.b)):
        check_choice(release, name, value)
    if view.key is not None:
        check_choice(release, "key", view.key)
    for name, number in view.overrides:
        check_override(release, name, number)
    routes = (release.zero, release.scenarios[view.a], release.scenarios[view.b])
    return compare(release.figures, release.parameters, view.values(release), routes, view.horizon, view.key)


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


def scale_of(release: Release, expression: str) -> Scale:
    """The scale of a view's expression; people and inhabitants are those of the base year."""
    codes = [gemeente.code for gemeente in release.figures.gemeenten]
    year = release.figures.base_year
    if expression == "per_inwoner":
        return Scale(f"€ per inwoner op 1 januari {year}", 1, 2, _divisors(codes, release.population))
    if expression == "per_wsw_persoon":
        return Scale(f"€ per Wsw-persoon in {year}", 1, 0, _divisors(codes, release.figures.persons.sum(axis=1)))
    return Scale("× € 1.000", 1_000, 0, dict.fromkeys((ALL, *codes), 1.0))


def _divisors(codes: list[str], counts: np.ndarray) -> dict[str, float]:
    divisors = np.where(counts > 0, counts, np.nan)
    return {ALL: float(divisors.sum()), **dict(zip(codes, divisors.tolist(), strict=True))}
