"""Small headcounts of real people are merged before anything is computed, so that every sum agrees."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lib.model.figures import Array, Figures


@dataclass(frozen=True)
class Merge:
    """In gemeente `g` the cell of werkvorm `source` was counted with that of werkvorm `target` (indices [g, w])."""

    g: int
    source: int
    target: int


def merges(persons: Array, protected: NDArray[np.bool_], threshold: int) -> tuple[Merge, ...]:
    """Which cells of persons [g, w] are merged, in that order: each protected cell of 1 … threshold − 1 persons
    with the gemeente's next smallest werkvorm; a merged cell that is still too small is merged on."""
    counts, marked = persons.copy(), protected.copy()
    result = []
    for g in range(counts.shape[0]):
        while True:
            small = np.flatnonzero(marked[g] & (counts[g] > 0) & (counts[g] < threshold))
            filled = np.flatnonzero(counts[g] > 0)
            if small.size == 0 or filled.size < 2:
                break
            source = small[np.argmin(counts[g, small])]
            others = filled[filled != source]
            target = others[np.argmin(counts[g, others])]
            counts[g, target] += counts[g, source]
            counts[g, source] = 0
            marked[g, target], marked[g, source] = True, False
            result.append(Merge(g, int(source), int(target)))
    return tuple(result)


def merge_small_cells(figures: Figures, protected: NDArray[np.bool_], threshold: int) -> Figures:
    """The figures with every merge of `merges` made.

    protected [g, w] marks headcounts that count real people. Persons and euros move together into the larger
    cell; the emptied cell holds 0.
    """
    persons, costs, pm = figures.persons.copy(), figures.costs.copy(), figures.pm.copy()
    for merge in merges(figures.persons, protected, threshold):
        source, target = (merge.g, merge.source), (merge.g, merge.target)
        for array in (persons, costs):
            array[target] += array[source]
            array[source] = 0
        pm[target] |= pm[source]
        pm[source] = False
    return replace(figures, persons=persons, costs=costs, pm=pm)
