"""Small headcounts of real people are merged before anything is computed, so that every sum agrees (docs/privacy.md).

A count of 1 … threshold − 1 is small. Whoever knows the rule, the sums and everything that stays visible must still find
at least two admissible values for each small count; where they would not, more is merged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

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
    """Counts that are shown as one sum: their places from small to large, the last of which carries it.

    `safe` says whether the sum may be shown.
    """

    members: tuple[int, ...]
    safe: bool


@dataclass(frozen=True)
class Merging:
    """What happens to the cells of persons [g, w].

    moved: a cell → the cell that it is counted with; joined: a gemeente that has too few people by itself → the gemeente
    that it is counted with; alone: small cells without any partner, which are not shown at all.
    """

    moved: Mapping[Cell, Cell] = field(default_factory=dict)
    joined: Mapping[int, int] = field(default_factory=dict)
    alone: frozenset[Cell] = frozenset()


def small(counts: Array, real: Mask, threshold: int) -> Mask:
    """Which counts are of real people, and of too few of them."""
    return np.asarray(real & (counts > 0) & (counts < threshold))


def group_of(counts: Array, hidden: Mask, real: Mask, threshold: int) -> Group | None:
    """The hidden counts [n] together with as many of the next smallest as it takes; None when nothing is hidden.

    Where there are two counts of real people, at least two join: a computed partner is known from its derivation.
    """
    if not hidden.any():
        return None
    order = sorted(np.flatnonzero(counts > 0).tolist(), key=lambda i: (counts[i], i))
    members, rest = [i for i in order if hidden[i]], [i for i in order if not hidden[i]]
    while not (safe := _is_safe(counts, members, rest, hidden, threshold)) or _lacks_real(members, rest, real):
        if not rest:
            break
        wanted = [i for i in rest if real[i]] if safe else rest
        members.append(wanted[0])
        rest.remove(wanted[0])
    return Group(tuple(sorted(members, key=lambda i: (counts[i], i))), safe)


def _lacks_real(members: Sequence[int], rest: Sequence[int], real: Mask) -> bool:
    return sum(bool(real[i]) for i in members) < 2 and any(real[i] for i in rest)


def _is_safe(counts: Array, members: Sequence[int], rest: Sequence[int], hidden: Mask, threshold: int) -> bool:
    """Whether the sum is no small number itself, and leaves two values for every hidden count to whoever knows which
    counts are small, which is the largest, and that none is above what stayed outside."""
    total = float(counts[list(members)].sum())
    if len(members) < 2 or total < threshold:
        return False
    if threshold < LEAST_THRESHOLD:
        return True
    most = min((float(counts[i]) for i in rest), default=inf)
    *sources, largest = sorted(members, key=lambda i: (counts[i], i))
    highest = {i: float(threshold - 1) if hidden[i] and counts[i] < threshold else most for i in sources} | {
        largest: most
    }
    for i in (i for i in sources if hidden[i]):
        low = max(1.0, total - sum(highest[j] for j in members if j != i))
        # No source is above the largest: together they are at most what the others leave.
        high = min(highest[i], (total - (len(sources) - 1)) // 2)
        if high <= low:
            return False
    return True


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
    moved: dict[Cell, Cell] = {(g, w): (into, w) for g, into in joined.items() for w in range(persons.shape[1])}
    for g in range(len(persons)):
        group = group_of(counts[g], small(counts[g], marked[g], threshold), marked[g], threshold)
        if group is not None and group.safe:
            *sources, largest = group.members
            moved |= {(g, w): (g, largest) for w in sources}
    moved = {cell: moved.get(into, into) for cell, into in moved.items()}
    alone = np.argwhere(small(persons, real, threshold) & flagged[:, None])
    left = [g for g in np.flatnonzero(flagged).tolist() if g not in joined and g not in joined.values()]
    return Merging(moved, joined, frozenset((int(g), int(w)) for g, w in alone if g in left))


def _stands_alone(counts: Array, real: Mask, threshold: int) -> bool:
    """Whether a gemeente has a small cell and nobody to merge it with."""
    group = group_of(counts, small(counts, real, threshold), real, threshold)
    return group is not None and not group.safe


def _joined(totals: Array, flagged: Mask, real: Mask, threshold: int) -> dict[int, int]:
    group = group_of(totals, flagged, real, threshold)
    if group is None or not group.safe:
        return {}
    *sources, largest = group.members
    return dict.fromkeys(sources, largest)


def merge_small_cells(figures: Figures, protected: Mask, threshold: int) -> Figures:
    """The figures with everything of `merging` done; what stands alone is left out.

    protected [g, w] marks headcounts that count real people. Persons and euros move together into the larger cell; the
    emptied cell holds 0. A gemeente that joins another brings its staff and its shares of the keys along.
    """
    found = merging(figures.persons, protected, threshold)
    persons, staff = figures.persons.copy(), figures.staff.copy()
    costs, pm = figures.costs.copy(), figures.pm.copy()
    for source, target in found.moved.items():
        for array in (persons, costs):
            array[target] += array[source]
        pm[target] |= pm[source]
    for cell in (*found.moved, *found.alone):
        persons[cell], costs[cell], pm[cell] = 0, 0, False
    keys = {name: shares.copy() for name, shares in figures.keys.items()}
    for joining, into in found.joined.items():
        for shares in (staff, *keys.values()):
            shares[into] += shares[joining]
            shares[joining] = 0
    lone = {g: None for g, _ in found.alone if not persons[g].any()}
    return replace(
        figures, persons=persons, staff=staff, costs=costs, pm=pm, keys=keys, joined={**found.joined, **lone}
    )


def merge_small_staff(figures: Figures, protected: Mask, threshold: int) -> Figures:
    """The figures with a small staff counted with that of the next smallest gemeente; protected [g] marks real people."""
    found = merging(figures.staff[:, None], protected[:, None], threshold)
    staff = figures.staff.copy()
    for joining, into in found.joined.items():
        staff[into] += staff[joining]
    for g in (*found.joined, *(g for g, _ in found.alone)):
        staff[g] = 0
    hidden = {*found.joined, *found.joined.values(), *(g for g, _ in found.alone)}
    return replace(figures, staff=staff, hidden_staff=frozenset(hidden))
