"""The bridge: where a difference between two routes comes from, closing to the cent (model.md §5)."""

from dataclasses import dataclass

import numpy as np

from lib.model.figures import Array, Figures
from lib.model.parameters import Values
from lib.model.projection import allocate, effects, operating
from lib.model.scenario import Measure, Scenario

ALLOCATION = "verdeling"


@dataclass(frozen=True)
class Part:
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


def bridge(
    figures: Figures, values: Values, a: Scenario, b: Scenario, zero: Scenario, key: str | None = None
) -> tuple[Part, ...]:
    """The exact Shapley value of every measure that occurs in A or B, and of `verdeling`, for B − A.

    F is additive and allocation linear, so a measure's share is the mean of its effect under A's and under B's
    allocation; `verdeling` is the rest. A test holds this against all subsets.
    """
    in_a, in_b = effects(figures, a, values), effects(figures, b, values)

    def both(euros: Array) -> tuple[Array, Array]:
        return (
            _after_base(allocate(figures, euros, a, zero, key)),
            _after_base(allocate(figures, euros, b, zero, key)),
        )

    nothing = np.zeros_like(in_a.base)
    parts = []
    for name in dict.fromkeys(measure.id for measure in (*a.measures, *b.measures)):
        moved = both(in_b.percentage.get(name, nothing) - in_a.percentage.get(name, nothing))
        fixed = _after_base(in_b.direct.get(name, nothing) - in_a.direct.get(name, nothing))
        under_a, under_b = (each + fixed for each in moved)
        parts.append(Part(name, a.measure(name), b.measure(name), (under_a + under_b) / 2, under_a, under_b))
    under_a, under_b = both((operating(in_a) + operating(in_b)) / 2)
    return (*parts, Part(ALLOCATION, None, None, under_b - under_a, under_a, under_b))


def _after_base(euros: Array) -> Array:
    result = euros.copy()
    result[..., 0] = 0
    return result
