"""Small numbers of real people are merged before anything is computed, and every sum stays what it was."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib.model.figures import CostType, Figures, Gemeente, Werkvorm
from lib.model.privacy import merge_small_cells
from lib.store.content import Content
from lib.store.figures import figures_of
from tests.generators import figures

ALL = np.ones((1, 5), dtype=bool)


def one_gemeente(*persons: float) -> Figures:
    """Werkvormen with these persons and ten euros for each of them; the first werkvorm's second cost is PM."""
    count = len(persons)
    kinds = tuple(CostType(name, name, "uitvoeringskosten", -1, None, (), name == "a", "6.4") for name in "ab")
    euros = np.array([[[10.0 * number, 1.0 * number] for number in persons]])
    pm = np.zeros((1, count, 2), dtype=bool)
    pm[0, 0, 1] = True
    return Figures(
        2020,
        2021,
        (Gemeente("G0", "G0"),),
        tuple(Werkvorm(f"w{i}", f"w{i}") for i in range(count)),
        kinds,
        np.array([list(persons)]),
        np.zeros(1),
        np.where(pm, 0, euros),
        pm,
        {"k": np.ones(1)},
    )


def merged(*persons: float, protected: NDArray[np.bool_] | None = None) -> list[float]:
    mask = ALL[:, : len(persons)] if protected is None else protected
    return merge_small_cells(one_gemeente(*persons), mask, 10).persons[0].tolist()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((30, 4, 20), [30, 0, 24]),
        ((10, 11, 12), [10, 11, 12]),
        ((9, 30, 20), [0, 30, 29]),
        ((1, 2, 3, 30), [0, 0, 0, 36]),
        ((3, 4, 5, 6, 40), [0, 0, 0, 18, 40]),
        ((0, 5, 0, 50), [0, 0, 0, 55]),
        ((2, 3), [0, 5]),
        ((7,), [7]),
        ((0, 7, 0), [0, 7, 0]),
        ((0, 0), [0, 0]),
    ],
)
def test_small_cells_join_the_next_smallest(before: tuple[float, ...], after: list[float]) -> None:
    assert merged(*before) == after


def test_a_computed_cell_stays_as_it_is() -> None:
    nobody = np.zeros((1, 3), dtype=bool)
    assert merged(3, 4, 30, protected=nobody) == [3, 4, 30]
    first = np.array([[True, False, False]])
    assert merged(30, 4, 50, protected=first) == [30, 4, 50]


def test_a_computed_cell_that_takes_people_in_is_protected_from_then_on() -> None:
    first = np.array([[True, False, False]])
    assert merged(2, 4, 30, protected=first) == [0, 0, 36]


def test_euros_and_pm_move_with_the_people() -> None:
    after = merge_small_cells(one_gemeente(4, 30, 20), ALL[:, :3], 10)
    assert after.persons.tolist() == [[0, 30, 24]]
    assert after.costs.tolist() == [[[0, 0], [300, 30], [240, 20]]]
    assert after.pm.tolist() == [[[False, False], [False, False], [False, True]]]


@given(figures(), st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_sums_stay_and_no_small_cell_is_left(of: Figures, threshold: int, seed: int) -> None:
    protected = np.random.default_rng(seed).random(of.persons.shape) < 0.6
    few = replace(of, persons=of.persons % 60)
    after = merge_small_cells(few, protected, threshold)
    assert np.array_equal(after.persons.sum(axis=1), few.persons.sum(axis=1))
    assert np.array_equal(after.costs.sum(axis=1), few.costs.sum(axis=1))
    assert np.array_equal(after.pm.any(axis=1), few.pm.any(axis=1))
    changed = (after.persons != few.persons) | (after.costs != few.costs).any(axis=2)
    for g in range(len(of.gemeenten)):
        left = after.persons[g]
        real = protected[g] | changed[g]
        alone = (left > 0).sum() < 2
        assert alone or not ((left > 0) & (left < threshold) & real).any()
        small = protected[g] & (few.persons[g] > 0) & (few.persons[g] < threshold)
        assert small.any() or not changed[g].any()


@given(figures(), st.integers(2, 20))
def test_merging_twice_is_merging_once(of: Figures, threshold: int) -> None:
    few = replace(of, persons=of.persons % 40)
    everyone = np.ones(few.persons.shape, dtype=bool)
    once = merge_small_cells(few, everyone, threshold)
    twice = merge_small_cells(once, everyone, threshold)
    assert np.array_equal(once.persons, twice.persons)
    assert np.array_equal(once.costs, twice.costs)


def handed_in(content: Content, status: str) -> Content:
    """The shipped content with the headcounts of Tubbergen's base year in another status."""
    rows = tuple(
        {**row, "status": status} if row["gemeente_code"] == "GM0183" else row for row in content.tables["headcounts"]
    )
    return replace(content, tables={**content.tables, "headcounts": rows})


def test_the_status_of_a_figure_decides_whether_it_counts_real_people(shipped: Content) -> None:
    computed, real = figures_of(shipped), figures_of(handed_in(shipped, "realisatie"))
    at = [gemeente.code for gemeente in computed.gemeenten].index("GM0183")
    assert 0 < computed.persons[at].min() < 10
    assert (real.persons[at] > 0).sum() < (computed.persons[at] > 0).sum()
    assert not ((real.persons[at] > 0) & (real.persons[at] < 10)).any()
    assert real.persons.sum() == computed.persons.sum() == 1100
    assert real.costs.sum(axis=1) == pytest.approx(computed.costs.sum(axis=1))
    assert np.array_equal(figures_of(handed_in(shipped, "aanname")).persons, computed.persons)
    others = np.arange(len(computed.gemeenten)) != at
    assert np.array_equal(real.persons[others], computed.persons[others])
    assert np.array_equal(real.costs[others], computed.costs[others])


def test_the_threshold_is_a_setting(shipped: Content) -> None:
    rows = tuple(
        {**row, "waarde": "5"} if row["naam"] == "privacy_drempel" else row for row in shipped.tables["settings"]
    )
    lower = replace(shipped, tables={**shipped.tables, "settings": rows})
    smallest = figures_of(shipped).persons.min()
    assert 5 < smallest < 10
    assert np.array_equal(figures_of(handed_in(lower, "realisatie")).persons, figures_of(shipped).persons)
