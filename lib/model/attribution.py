"""The bridge: where a difference between two routes comes from, closing to the cent (model.md §5)."""

from dataclasses import dataclass

import numpy as np

from lib.model.allocation import apportion
from lib.model.figures import Array, Figures
from lib.model.projection import Projection
from lib.model.scenario import Measure

ALLOCATION = "verdeling"


@dataclass(frozen=True)
class BridgeShare:
    """One player's share of the difference: euros [g, t], 0 in the base year.

    `before` is the measure in the route compared with, `after` in the route itself; both None for `verdeling`.
    `under_a` and `under_b` are what it comes to with the allocation of A and of B: a measure contributes their mean,
    `verdeling` their difference.
    """

    id: str
    before: Measure | None
    after: Measure | None
    contribution: Array
    under_a: Array
    under_b: Array


def bridge(figures: Figures, a: Projection, b: Projection) -> tuple[BridgeShare, ...]:
    """The exact Shapley value of every measure that occurs in A or B, and of `verdeling`, for B − A.

    F is additive and allocation linear, so a measure's share is the mean of its effect under A's and under B's
    allocation; `verdeling` is the rest. A test holds this against all subsets. There is no bridge to or from a route of
    which nothing is published.
    """
    if a.scenario.only_pm or b.scenario.only_pm:
        return ()
    in_a, in_b = a.effects, b.effects

    def allocate(euros: Array) -> tuple[Array, Array]:
        under_a, under_b = (_after_base(apportion(figures, euros, run.scenario, run.key)) for run in (a, b))
        return under_a, under_b

    nothing = np.zeros_like(in_a.base)
    shares = []
    for name in dict.fromkeys(measure.id for run in (a, b) for measure in run.scenario.measures):
        of_cells = allocate(in_b.percentage.get(name, nothing) - in_a.percentage.get(name, nothing))
        beside = _after_base(in_b.direct.get(name, nothing) - in_a.direct.get(name, nothing))
        under_a, under_b = (euros + beside for euros in of_cells)
        before, after = (run.scenario.measure(name) for run in (a, b))
        shares.append(BridgeShare(name, before, after, (under_a + under_b) / 2, under_a, under_b))
    under_a, under_b = allocate((in_a.operating + in_b.operating) / 2)
    return (*shares, BridgeShare(ALLOCATION, None, None, under_b - under_a, under_a, under_b))


def _after_base(euros: Array) -> Array:
    result = euros.copy()
    result[..., 0] = 0
    return result
