"""What one assumption moves, and what two opinions about the assumptions disagree on (model.md §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from lib.model.comparison import Comparison
from lib.model.figures import Array
from lib.model.parameters import split_name
from lib.model.saldo import difference

#: More changed parameters than this are not attributed: every one doubles the work and shortens the share of each.
MOST = 10


@dataclass(frozen=True)
class Swing:
    """Cumulative B − A in euros [code, horizon], ALL first, with one parameter at low and at high."""

    parameter: str
    at_low: Array
    at_high: Array


@dataclass(frozen=True)
class Disagreement:
    """What the cumulative B − A of the second set of values has more than that of the first, in euros [code, horizon].

    first and second: the outcomes themselves; parts: the share of every parameter that differs. They add up.
    """

    first: Array
    second: Array
    parts: Mapping[str, Array]

    @property
    def whole(self) -> Array:
        return self.second - self.first


class TooManyChanged(ValueError):
    """Two opinions differ in more parameters than can be told apart; `count` says how many."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} changed parameters, at most {MOST}")
        self.count = count


def tornado(comparison: Comparison, horizons: Sequence[int]) -> tuple[Swing, ...]:
    """Every parameter at the ends of its band, one at a time, the others as in the view; in the order of the registry."""
    names = list(comparison.parameters)
    values = {name: np.full(2 * len(names), value) for name, value in comparison.values.items()}
    for i, name in enumerate(names):
        values[name][2 * i : 2 * i + 2] = comparison.parameters[name].low, comparison.parameters[name].high
    outcomes, _ = comparison.between.cumulative(values, horizons)
    return tuple(Swing(name, outcomes[..., 2 * i], outcomes[..., 2 * i + 1]) for i, name in enumerate(names))


def disagreement(
    comparison: Comparison, first: Mapping[str, float], second: Mapping[str, float], horizons: Sequence[int]
) -> Disagreement:
    """From the values `first` to the values `second`, attributed by the exact Shapley value over all subsets.

    A value that a gemeente has of its own in one set is, in the other, that of all. Raises TooManyChanged for more than
    MOST values that differ.
    """
    names = dict.fromkeys((*first, *second))
    first, second = ({name: own.get(name, own[split_name(name)[0]]) for name in names} for own in (first, second))
    changed = [name for name in names if first[name] != second[name]]
    if len(changed) > MOST:
        raise TooManyChanged(len(changed))
    subsets = np.arange(2 ** len(changed))
    members = {name: subsets >> i & 1 == 1 for i, name in enumerate(changed)}
    values = {
        name: np.where(members[name], second[name], first[name]) if name in members else first[name] for name in first
    }
    figures, a, b = comparison.figures, comparison.a.scenario, comparison.b.scenario
    between = difference(figures, a, b, comparison.key, names=names)
    outcomes, _ = between.cumulative(values, horizons)
    outcomes = outcomes if changed else outcomes[..., None]
    size = np.sum(list(members.values()), axis=0) if changed else np.zeros(1, dtype=int)
    weight = _weights(len(changed))
    parts = {}
    for i, name in enumerate(changed):
        without = subsets[~members[name]]
        gained = outcomes[..., without | 1 << i] - outcomes[..., without]
        parts[name] = (gained * weight[size[without]]).sum(axis=-1)
    return Disagreement(outcomes[..., 0], outcomes[..., -1], parts)


def _weights(players: int) -> Array:
    """How often a player joins a coalition of each size, over all orders."""
    orders = factorial(players)
    return np.array([factorial(size) * factorial(players - size - 1) / orders for size in range(players)])
