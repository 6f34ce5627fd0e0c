"""Small headcounts of real people are merged before anything is computed, so that every sum agrees (docs/privacy.md).

A count of 1 … threshold − 1 is small. Whoever knows the rule, the sums and everything that stays visible must still find
at least two admissible values for each small count; where they would not, more is merged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from lib.model.figures import Array, Figures

Mask = NDArray[np.bool_]
#: A place in persons [g, w].
Cell = tuple[int, int]
#: With a lower threshold a small count is known by being small.
LEAST_THRESHOLD = 3


@dataclass(frozen=True)
class Group:
    """Counts that are shown as one sum: their places, and the one of them where it is shown."""

    members: frozenset[int]
    carrier: int


@dataclass(frozen=True)
class Merging:
    """What happens to the cells of persons [g, w].

    targets: a cell → the cell that it is counted with; joined: a gemeente that has too few people by itself → the gemeente
    that it is counted with; alone: small cells without any partner, which are not shown at all.
    """

    targets: Mapping[Cell, Cell] = field(default_factory=dict)
    joined: Mapping[int, int] = field(default_factory=dict)
    alone: frozenset[Cell] = frozenset()


def small(counts: Array, real: Mask, threshold: int) -> Mask:
    """Which counts are of real people, and of too few of them."""
    return np.asarray(real & (counts > 0) & (counts < threshold))


def group_of(counts: Array, hidden: Mask, real: Mask, threshold: int) -> Group | None:
    """The hidden counts [n] together, with the next smallest where they are too few: None when they have no partner.

    Where there are two counts of real people, at least two join: a computed partner is known from its derivation. Where
    the sum would still give a count away, all counts join.
    """
    order = sorted(np.flatnonzero(counts > 0).tolist(), key=lambda i: (counts[i], i))
    members, rest = [i for i in order if hidden[i]], [i for i in order if not hidden[i]]
    while rest and (candidates := _candidates(counts, members, rest, real, threshold)):
        members.append(candidates[0])
        rest.remove(candidates[0])
    if len(members) < 2 or counts[members].sum() < threshold:
        return None
    carrier = _carrier(counts, members, hidden)
    if rest and not _leaves_doubt(counts, members, rest, carrier, real, threshold):
        members += rest
        # Of all together not even the largest is told.
        carrier = min(members)
    return Group(frozenset(members), carrier)


def _candidates(counts: Array, members: list[int], rest: list[int], real: Mask, threshold: int) -> list[int]:
    """Which of the rest may join next, the smallest first; none when enough have joined."""
    if len(members) < 2 or counts[members].sum() < threshold:
        return rest
    return [i for i in rest if real[i]] if sum(bool(real[i]) for i in members) < 2 else []


def _carrier(counts: Array, members: list[int], hidden: Mask) -> int:
    """The largest that needs no hiding; of hidden counts the first, since which is the largest would tell of them."""
    partners = [i for i in members if not hidden[i]]
    return max(partners, key=lambda i: (counts[i], i)) if partners else min(members)


def _leaves_doubt(counts: Array, members: list[int], rest: list[int], carrier: int, real: Mask, threshold: int) -> bool:
    """Whether the sum leaves two values for each count, to whoever knows this rule, what stayed outside and all computed
    counts: either all of the group are small, or all but the carrier, which is the next smallest."""
    people = [i for i in members if real[i]]
    if len(people) < 2 or threshold < LEAST_THRESHOLD:
        return True
    total, others, most = float(counts[people].sum()), len(people) - 1, threshold - 1
    outside = min(float(counts[i]) for i in rest)
    values, carried = list[float](), list[float]()
    if carrier == min(people) and total <= most * (others + 1):
        bounds = [max(1.0, total - most * others), min(float(most), total - others)]
        values, carried = bounds, [*bounds]
    least, largest = max(float(others), total - outside + 1), min(float(most), total - threshold)
    if least <= largest:
        values = [*values, least if others == 1 else 1.0, largest - others + 1]
        carried = carried and [*carried, total - largest, total - least]
    return max(values, default=0) > min(values, default=0) and (not carried or max(carried) > min(carried))


def merging(persons: Array, real: Mask, threshold: int, across: bool = True) -> Merging:
    """What is merged in persons [g, w]: each gemeente's small cells with its next smallest, and a gemeente that has no
    partner for them with the next smallest gemeente, werkvorm by werkvorm; unless `across` is False."""
    flagged = np.array([_stands_alone(persons[g], real[g], threshold) for g in range(len(persons))], dtype=bool)
    has_real = np.asarray(real.any(axis=1))
    joined = _joined(persons.sum(axis=1), flagged, has_real, threshold) if across else {}
    counts, marked = persons.copy(), real.copy()
    for g, into in joined.items():
        counts[into] += counts[g]
        marked[into] |= marked[g] & (persons[g] > 0)
        counts[g] = 0
    targets: dict[Cell, Cell] = {(g, w): (into, w) for g, into in joined.items() for w in range(persons.shape[1])}
    for g in range(len(persons)):
        hidden = small(counts[g], marked[g], threshold)
        group = group_of(counts[g], hidden, marked[g], threshold) if hidden.any() else None
        if group is not None:
            targets |= {(g, w): (g, group.carrier) for w in group.members - {group.carrier}}
    targets = {cell: targets.get(into, into) for cell, into in targets.items()}
    alone = np.argwhere(small(persons, real, threshold) & flagged[:, None])
    left = [g for g in np.flatnonzero(flagged).tolist() if g not in joined and g not in joined.values()]
    return Merging(targets, joined, frozenset((int(g), int(w)) for g, w in alone if g in left))


def _stands_alone(counts: Array, real: Mask, threshold: int) -> bool:
    """Whether a gemeente has a small cell and nobody to merge it with."""
    hidden = small(counts, real, threshold)
    return bool(hidden.any()) and group_of(counts, hidden, real, threshold) is None


def _joined(totals: Array, flagged: Mask, real: Mask, threshold: int) -> dict[int, int]:
    group = group_of(totals, flagged, real, threshold) if flagged.any() else None
    return {} if group is None else dict.fromkeys(sorted(group.members - {group.carrier}), group.carrier)


def merge_small_cells(figures: Figures, protected: Mask, threshold: int) -> Figures:
    """The figures with everything of `merging` done; what stands alone is left out.

    protected [g, w] marks headcounts that count real people. Persons and euros move together into the larger cell; the
    emptied cell holds 0. A gemeente that joins another brings its staff and its shares of the keys along.
    """
    plan = merging(figures.persons, protected, threshold)
    persons, staff = figures.persons.copy(), figures.staff.copy()
    costs, pm = figures.costs.copy(), figures.pm.copy()
    for source, target in plan.targets.items():
        for array in (persons, costs):
            array[target] += array[source]
        pm[target] |= pm[source]
    for cell in (*plan.targets, *plan.alone):
        persons[cell], costs[cell], pm[cell] = 0, 0, False
    keys = {name: shares.copy() for name, shares in figures.keys.items()}
    for joining, into in plan.joined.items():
        for shares in (staff, *keys.values()):
            shares[into] += shares[joining]
            shares[joining] = 0
    lone = {g: None for g, _ in plan.alone if not persons[g].any()}
    return replace(figures, persons=persons, staff=staff, costs=costs, pm=pm, keys=keys, joined={**plan.joined, **lone})


def merge_small_staff(figures: Figures, protected: Mask, threshold: int) -> Figures:
    """The figures with a small staff counted with that of the next smallest gemeente; protected [g] marks real people."""
    plan = merging(figures.staff[:, None], protected[:, None], threshold)
    staff = figures.staff.copy()
    for joining, into in plan.joined.items():
        staff[into] += staff[joining]
    for g in (*plan.joined, *(g for g, _ in plan.alone)):
        staff[g] = 0
    hidden = {*plan.joined, *plan.joined.values(), *(g for g, _ in plan.alone)}
    return replace(figures, staff=staff, hidden_staff=frozenset(hidden))
