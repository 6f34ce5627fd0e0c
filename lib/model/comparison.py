"""Two routes beside each other and beside the nulalternatief: everything a surface shows (model.md §5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from lib.model.attribution import BridgeShare, bridge
from lib.model.figures import ALL, Array, Figures
from lib.model.parameters import DISCOUNT, Parameter
from lib.model.projection import Projection, project
from lib.model.saldo import ProductSum, difference
from lib.model.scenario import Measure, Scenario
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
class Corners:
    """B − A, cumulative up to `horizon` in euros, with a measure of each route at nothing and in full.

    outcome [2, 2]: rows A's measure (nothing, full), columns B's; by_gemeente [2, 2, g] the same apart.
    """

    horizon: int
    measure_a: Measure
    measure_b: Measure
    levels_a: tuple[float, float]
    levels_b: tuple[float, float]
    by_gemeente: Array

    @property
    def outcome(self) -> Array:
        return np.asarray(self.by_gemeente.sum(axis=-1))


@dataclass(frozen=True)
class Comparison:
    """B against A, each against the nulalternatief. Arrays are [g, t] in euros, with the base year at t = 0."""

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
        return difference(self.figures, self.a.scenario, self.b.scenario, self.key)

    @cached_property
    def corners(self) -> Corners | None:
        """The 2×2 up to the last year; None when a route has no uncertain structural measure of its own."""
        horizon = self.figures.last_year
        largest_a = self.largest_uncertain(self.a.scenario, self.bridge_a, horizon)
        largest_b = self.largest_uncertain(self.b.scenario, self.bridge_b, horizon)
        if largest_a is None or largest_b is None or largest_a.parameter == largest_b.parameter:
            return None
        levels_a = (0.0, self.parameters[largest_a.parameter].full)
        levels_b = (0.0, self.parameters[largest_b.parameter].full)
        outcome = np.array([[self._corner(largest_a, x, largest_b, y, horizon) for y in levels_b] for x in levels_a])
        return Corners(horizon, largest_a, largest_b, levels_a, levels_b, outcome)

    def _corner(self, measure_a: Measure, x: float, measure_b: Measure, y: float, horizon: int) -> Array:
        values = {**self.values, measure_a.parameter: x, measure_b.parameter: y}
        return self.between.cumulative(values, (horizon,))[0][1:, 0]

    def largest_uncertain(self, scenario: Scenario, shares: tuple[BridgeShare, ...], horizon: int) -> Measure | None:
        """The structural measure without a published size that moves the most euros up to the horizon."""
        sizes = {
            share.id: abs(float(self.cumulative(share.contribution, horizon).sum()))
            for share in shares
            if share.after is not None
            and share.after.kind != "eenmalig"
            and share.after.status in ("raming", "aanname")
        }
        return scenario.measure(max(sizes, key=lambda name: sizes[name])) if sizes else None


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
