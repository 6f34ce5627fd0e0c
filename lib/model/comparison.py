"""Two routes beside each other and beside the nulalternatief: everything a surface shows (model.md §5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from lib.model.attribution import BridgeShare, bridge
from lib.model.figures import ALL, Array, Figures
from lib.model.parameters import DISCOUNT, Parameter, split_name
from lib.model.projection import Projection, project
from lib.model.saldo import ProductSum, difference
from lib.model.scenario import Scenario
from lib.model.switching import SwitchingValue, find_all

#: Route A or route B.
Side = Literal["a", "b"]


@dataclass(frozen=True)
class Switching:
    """One parameter's switching values over one horizon: per gemeente code, and ALL for all together."""

    parameter: str
    horizon: int
    with_one_offs: Mapping[str, SwitchingValue]
    structural: Mapping[str, SwitchingValue]


@dataclass(frozen=True)
class Comparison:
    """B against A, each against the nulalternatief. `parameters` are those that are asked about; `values` has one of every
    parameter. Arrays are [g, t] in euros, with the base year at t = 0. `people` is the
    key that the people of `figures` were placed by, None where they are as the release has them."""

    figures: Figures
    parameters: Mapping[str, Parameter]
    values: Mapping[str, float]
    key: str | None
    horizon: int
    zero: Projection
    a: Projection
    b: Projection
    bridge_a: tuple[BridgeShare, ...]
    bridge_b: tuple[BridgeShare, ...]
    bridge: tuple[BridgeShare, ...]
    people: str | None = None

    @cached_property
    def of_gemeenten(self) -> frozenset[str]:
        """The parameters of which a gemeente has a value of its own."""
        return frozenset(name for name, code in map(split_name, self.values) if code is not None)

    def against_zero(self, run: Projection) -> Array:
        """By how much the saldo of a route is better than that of the nulalternatief [g, t], in euros."""
        return run.saldo - self.zero.saldo

    @property
    def difference(self) -> Array:
        return self.b.saldo - self.a.saldo

    @property
    def same(self) -> bool:
        """A and B are one scenario."""
        return self.a.scenario.id == self.b.scenario.id

    @property
    def sides(self) -> tuple[tuple[Side, Projection], ...]:
        """A and B with their letter, once when they are one scenario."""
        letters: tuple[tuple[Side, Projection], ...] = (("a", self.a), ("b", self.b))
        return letters[:1] if self.same else letters

    @property
    def unpublished(self) -> tuple[Scenario, ...]:
        """The routes of which nothing but their existence is published."""
        return tuple(run.scenario for _, run in self.sides if run.scenario.only_pm)

    def cumulative(self, euros: Array, horizon: int | None = None) -> Array:
        """Years after the base year up to the horizon, added up: [.., t] → [..]."""
        return np.asarray(euros[..., self.figures.until(horizon or self.horizon)].sum(axis=-1))

    def one_off(self, run: Projection) -> Array:
        """The saldo [g, t] of the measures of kind eenmalig."""
        return self._direct(run, "eenmalig")

    def yearly(self, run: Projection) -> Array:
        """The saldo [g, t] of the measures of kind jaarlijks."""
        return self._direct(run, "jaarlijks")

    def _direct(self, run: Projection, kind: str) -> Array:
        if run.scenario.only_pm:
            return run.saldo - run.saldo
        of_kind = [run.direct[m.id] for m in run.scenario.measures if m.kind == kind]
        return sum(of_kind, np.zeros_like(run.saldo))

    def of_soort(self, run: Projection, soort: str) -> Array:
        """The saldo [g, t] of the kostensoorten of one soort."""
        return np.einsum("k,gwkt->gt", self.figures.signs * self.figures.of_soort(soort), run.costs)

    def present_value(self, run: Projection) -> Array:
        """Σ saldo / (1 + discontovoet)^n per gemeente, up to the horizon."""
        n = np.arange(len(self.figures.years))
        return self.cumulative(run.saldo / (1 + self.values[DISCOUNT]) ** n)

    @cached_property
    def switching(self) -> tuple[Switching, ...]:
        """For every parameter and for the horizon of the view and the last year."""
        horizons = tuple(dict.fromkeys((self.horizon, self.figures.last_year)))
        return self.switching_for(horizons)

    def switching_for(self, horizons: tuple[int, ...]) -> tuple[Switching, ...]:
        """Switching values for each parameter and horizon, one-offs included and without them."""
        line = self.between.along(self.values, horizons)
        by_parameter = find_all(self.parameters, lambda name: _columns(line(name)))
        width = len(self.codes)
        result = []
        for name, columns in by_parameter.items():
            for i, horizon in enumerate(horizons):
                start = 2 * i * width
                result.append(
                    Switching(
                        name,
                        horizon,
                        dict(zip(self.codes, columns[start : start + width], strict=True)),
                        dict(zip(self.codes, columns[start + width : start + 2 * width], strict=True)),
                    )
                )
        return tuple(result)

    @property
    def codes(self) -> tuple[str, ...]:
        """ALL and the gemeenten, as the columns of `between`."""
        return (ALL, *(gemeente.code for gemeente in self.figures.gemeenten))

    @cached_property
    def between(self) -> ProductSum:
        """B − A for other values than those of the view."""
        return difference(self.figures, self.a.scenario, self.b.scenario, self.key, names=self.values)

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The parameters that are not at standaard, and the values that gemeenten have of their own: who chose them no
        longer doubts them."""
        return tuple(name for name, value in self.values.items() if self._is_choice(name, value))

    def _is_choice(self, name: str, value: float) -> bool:
        """A parameter that is not asked about here is at standaard."""
        parameter, gemeente = split_name(name)
        return gemeente is not None or (parameter in self.parameters and value != self.parameters[parameter].default)


def compare(
    figures: Figures,
    parameters: Mapping[str, Parameter],
    values: Mapping[str, float],
    scenarios: tuple[Scenario, Scenario, Scenario],
    horizon: int,
    key: str | None = None,
) -> Comparison:
    """`scenarios` are the nulalternatief, A and B; `horizon` the last year that counts."""
    zero = scenarios[0]
    runs = {scenario.id: project(figures, scenario, values, zero, key) for scenario in scenarios}
    run_zero, run_a, run_b = (runs[scenario.id] for scenario in scenarios)
    return Comparison(
        figures,
        parameters,
        values,
        key,
        horizon,
        run_zero,
        run_a,
        run_b,
        bridge(figures, run_zero, run_a),
        bridge(figures, run_zero, run_b),
        bridge(figures, run_a, run_b),
    )


def _columns(line: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Cumulative B − A [x, columns] along a parameter: per horizon with and without one-offs, total first."""
    return lambda x: line(x).transpose(3, 2, 0, 1).reshape(len(x), -1)
