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
    """

    id: str
    before: Measure | None
    after: Measure | None
    contribution: Array


def bridge(
    figures: Figures, values: Values, a: Scenario, b: Scenario, zero: Scenario, key: str | None = None
) -> tuple[Part, ...]:
    """The exact Shapley value of every measure that occurs in A or B, and of `verdeling`, for B − A.

    F is additive and allocation linear, so a measure's share is the mean of its effect under A's and under B's
    allocation; `verdeling` is the rest. A test holds this against all subsets.
    """
    in_a, in_b = effects(figures, a, values), effects(figures, b, values)

    def mean(euros: Array) -> Array:
        return (allocate(figures, euros, a, zero, key) + allocate(figures, euros, b, zero, key)) / 2

    nothing = np.zeros_like(in_a.base)
    parts = []
    for name in dict.fromkeys(measure.id for measure in (*a.measures, *b.measures)):
        moved = in_b.percentage.get(name, nothing) - in_a.percentage.get(name, nothing)
        fixed = in_b.direct.get(name, nothing) - in_a.direct.get(name, nothing)
        parts.append(Part(name, a.measure(name), b.measure(name), _after_base(mean(moved) + fixed)))
    middle = (operating(in_a) + operating(in_b)) / 2
    rest = allocate(figures, middle, b, zero, key) - allocate(figures, middle, a, zero, key)
    return (*parts, Part(ALLOCATION, None, None, _after_base(rest)))


def _after_base(euros: Array) -> Array:
    result = euros.copy()
    result[..., 0] = 0
    return result
