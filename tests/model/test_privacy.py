"""Small numbers of real people are merged before anything is computed, and every sum stays what it was."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lib.model.figures import CostType, Figures, Gemeente, Werkvorm
from lib.model.privacy import merge_small_cells, merge_small_staff, merging
from lib.tables.content import Content
from lib.tables.figures import figures_of
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
        ((3, 4, 5, 6, 40), [18, 0, 0, 0, 40]),
        ((0, 5, 0, 50), [0, 0, 0, 55]),
        ((11, 9, 40), [20, 0, 40]),
        ((10, 9, 40), [19, 0, 40]),
        ((11, 9, 30), [20, 0, 30]),
        ((11, 9, 12), [32, 0, 0]),
        ((9, 9, 9, 12), [39, 0, 0, 0]),
        ((0, 0), [0, 0]),
        ((2, 3), [0, 0]),
        ((7,), [0]),
        ((0, 7, 0), [0, 0, 0]),
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


def two_gemeenten(first: tuple[float, ...], second: tuple[float, ...], third: tuple[float, ...]) -> Figures:
    few = one_gemeente(*first)
    persons = np.array([first, second, third], dtype=float)
    return replace(
        few,
        gemeenten=tuple(Gemeente(f"G{g}", f"G{g}") for g in range(3)),
        persons=persons,
        staff=np.array([1.0, 2.0, 3.0]),
        costs=persons[:, :, None] * np.array([10.0, 1.0]),
        pm=np.zeros((3, len(first), 2), dtype=bool),
        keys={"k": np.array([0.25, 0.25, 0.5])},
    )


def test_a_gemeente_with_too_few_people_joins_the_next_smallest() -> None:
    before = two_gemeenten((3, 0), (0, 40), (30, 20))
    after = merge_small_cells(before, np.ones((3, 2), dtype=bool), 10)
    assert after.persons.tolist() == [[0, 0], [0, 43], [30, 20]]
    assert after.costs.sum(axis=(0, 1)).tolist() == before.costs.sum(axis=(0, 1)).tolist()
    assert after.joined == {0: 1}
    assert after.keys["k"].tolist() == [0, 0.5, 0.5] and after.staff.tolist() == [0, 3, 3]


def test_a_small_staff_joins_that_of_the_next_smallest_and_neither_is_shown() -> None:
    before = replace(two_gemeenten((30, 0), (0, 40), (30, 20)), staff=np.array([35.0, 6.0, 12.0]))
    counted = np.array([True, True, True])
    after = merge_small_staff(before, counted, 10)
    assert after.staff.tolist() == [35, 0, 18] and after.hidden_staff == {1, 2}
    assert merge_small_staff(before, ~counted, 10).staff.tolist() == [35, 6, 12]


@given(figures(), st.integers(2, 60), st.integers(0, 2**32 - 1))
def test_sums_stay_and_no_small_cell_is_left(of: Figures, threshold: int, seed: int) -> None:
    protected = np.random.default_rng(seed).random(of.persons.shape) < 0.6
    few = replace(of, persons=of.persons % 60)
    found, after = merging(few.persons, protected, threshold), merge_small_cells(few, protected, threshold)
    if not found.alone:
        assert np.array_equal(after.persons.sum(), few.persons.sum())
        assert after.costs.sum(axis=(0, 1)) == pytest.approx(few.costs.sum(axis=(0, 1)))
        assert np.array_equal(after.pm.any(axis=(0, 1)), few.pm.any(axis=(0, 1)))
    targets = np.zeros(protected.shape, dtype=bool)
    for place in found.targets.values():
        targets[place] = True
    assert not ((after.persons > 0) & (after.persons < threshold) & (protected | targets)).any()
    hidden = (protected & (few.persons > 0) & (few.persons < threshold)).any(axis=1)
    apart = {*found.joined, *found.joined.values()}
    for g in set(range(len(of.gemeenten))) - apart:
        if g not in {at for at, _ in found.alone}:
            assert after.persons[g].sum() == few.persons[g].sum()
        assert hidden[g] or np.array_equal(after.persons[g], few.persons[g])


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
