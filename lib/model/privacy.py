"""Small headcounts of real people are merged before anything is computed, so that every sum agrees."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lib.model.figures import Figures


def merge_small_cells(figures: Figures, protected: NDArray[np.bool_], threshold: int) -> Figures:
    """Merge each protected cell of 1 … threshold − 1 persons with the gemeente's next smallest werkvorm.

    protected [g, w] marks headcounts that count real people. Persons and euros move together into the larger
    cell; the emptied cell holds 0. A merged cell that is still too small is merged on.
    """
    persons, costs, pm = figures.persons.copy(), figures.costs.copy(), figures.pm.copy()
    marked = protected.copy()
    for g in range(persons.shape[0]):
        while True:
            small = np.flatnonzero(marked[g] & (persons[g] > 0) & (persons[g] < threshold))
            filled = np.flatnonzero(persons[g] > 0)
            if small.size == 0 or filled.size < 2:
                break
            source = small[np.argmin(persons[g, small])]
            others = filled[filled != source]
            target = others[np.argmin(persons[g, others])]
            for array in (persons, costs):
                array[g, target] += array[g, source]
                array[g, source] = 0
            pm[g, target] |= pm[g, source]
            pm[g, source] = False
            marked[g, target], marked[g, source] = True, False
    return replace(figures, persons=persons, costs=costs, pm=pm)
