"""Switching values: put back, the routes are level; where none is found, a finer search finds none either."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL, Array
from lib.model.parameters import Parameter
from lib.model.projection import project
from lib.model.scenario import EACH_ITS_OWN
from lib.model.switching import SwitchingValue, find
from tests.generators import World, parameters, worlds

SCAN = 2000


def declared(maximum: float | None = 1.0, high: float = 0.6) -> Parameter:
    return Parameter("p", "", "aandeel", 0.2, 0.5, high, 0.0, maximum, "aanname", "bron", date(2020, 1, 1), "")


def search(parameter: Parameter, *zeros: float) -> SwitchingValue:
    """The switching value of a difference that vanishes at the given places."""

    def difference(x: Array) -> Array:
        return np.prod([1000 * (x - zero) for zero in zeros], axis=0)[:, None]

    (found,) = find(parameter, difference)
    return found


@pytest.mark.parametrize(
    ("zeros", "value", "in_band", "more"),
    [
        ((0.31,), 0.31, True, False),
        ((0.1234567,), 0.1234567, False, False),
        ((0.1, 0.45), 0.45, True, True),
        ((0.45, 0.1), 0.45, True, True),
        ((0.05, 0.62, 0.95), 0.62, False, True),
        ((0.2,), 0.2, True, False),
        ((0.6,), 0.6, True, False),
        ((0.0,), 0.0, False, False),
        ((1.0,), 1.0, False, False),
        ((0.4, 0.6), 0.4, True, True),
        ((0.71, 0.72), 0.71, False, True),
        ((1.2,), None, False, False),
        ((-0.1,), None, False, False),
    ],
)
def test_the_nearest_zero_is_found(zeros: tuple[float, ...], value: float | None, in_band: bool, more: bool) -> None:
    found = search(declared(), *zeros)
    assert found.value == (None if value is None else pytest.approx(value, abs=1e-9))
    assert (found.in_band, found.more) == (in_band, more)


@pytest.mark.parametrize("zero", [0.55, 3.0, 900.0])
def test_an_open_range_is_searched_far_out(zero: float) -> None:
    assert search(declared(maximum=None), zero).value == pytest.approx(zero, rel=1e-9)


def test_an_open_range_ends_where_nobody_would_look() -> None:
    assert search(declared(maximum=None), 1300.0).value is None


def test_a_band_of_nothing_still_has_a_range() -> None:
    nothing = replace(declared(maximum=None), low=0.0, default=0.0, high=0.0)
    assert search(nothing, 1.5).value == pytest.approx(1.5)


def test_columns_are_searched_apart() -> None:
    places = np.array([0.3, 0.7, 5.0])
    found = find(declared(), lambda x: 1000 * (x[:, None] - places))
    assert [item.value for item in found] == [pytest.approx(0.3), pytest.approx(0.7), None]


def test_no_difference_at_all_has_no_switching_value() -> None:
    assert find(declared(), lambda x: np.zeros((len(x), 1)))[0].value is None


def test_rounding_of_the_arithmetic_is_no_difference() -> None:
    noise = np.random.default_rng(1).normal(0, 1e-6, 10_000)
    assert find(declared(), lambda x: noise[: len(x), None])[0].value is None
    at_the_edge = find(declared(), lambda x: 1000 * x[:, None] + noise[: len(x), None])
    assert at_the_edge[0].value == 0.0
    assert not at_the_edge[0].more


def cumulative(comparison: Comparison, values: Mapping[str, float], horizon: int) -> tuple[Array, Array]:
    """B − A up to the horizon, [all together, each gemeente]: with one-offs and without, from runs of their own."""
    of = comparison.figures
    whole, structural = np.zeros(len(of.gemeenten)), np.zeros(len(of.gemeenten))
    for sign, route in ((1, comparison.b.scenario), (-1, comparison.a.scenario)):
        run = project(of, route, values, comparison.zero.scenario, comparison.key)
        once = sum((run.direct[m.id] for m in route.measures if m.kind == "eenmalig"), np.zeros_like(run.saldo))
        years = range(1, horizon - of.base_year + 1)
        whole += sign * run.saldo[:, years].sum(axis=1)
        structural += sign * (run.saldo - once)[:, years].sum(axis=1)
    return np.append(whole.sum(), whole), np.append(structural.sum(), structural)


def scan(comparison: Comparison, parameter: Parameter, horizons: tuple[int, ...]) -> tuple[Array, Array]:
    """Points over the admissible range, and there cumulative B − A [point, horizon, with or without, column]."""
    top = 3 * parameter.high if parameter.maximum is None else parameter.maximum
    points = np.linspace(parameter.minimum, top, SCAN)
    both = np.stack(comparison.between.cumulative({**comparison.values, parameter.id: points}, horizons))
    return points, both.transpose(3, 2, 0, 1)


def check_against_scan(comparison: Comparison, euro: float) -> int:
    """Put every switching value back and look for those that were missed; returns how many there are."""
    horizons = tuple(dict.fromkeys((comparison.horizon, comparison.figures.last_year)))
    codes = (ALL, *(gemeente.code for gemeente in comparison.figures.gemeenten))
    found = {(item.parameter, item.horizon): item for item in comparison.switching}
    assert len(found) == len(comparison.parameters) * len(horizons)
    count = 0
    for parameter in comparison.parameters.values():
        points, seen = scan(comparison, parameter, horizons)
        for h, horizon in enumerate(horizons):
            item = found[parameter.id, horizon]
            for kind, per_code in enumerate((item.with_one_offs, item.structural)):
                assert tuple(per_code) == codes
                for column, switching in enumerate(per_code.values()):
                    line = np.where(np.abs(seen[:, h, kind, column]) < euro / 100, 0, seen[:, h, kind, column])
                    flips = np.flatnonzero(line[:-1] * line[1:] < 0)
                    if switching.value is None:
                        assert not flips.size, (parameter.id, horizon, codes[column])
                        continue
                    count += 1
                    values = {**comparison.values, parameter.id: switching.value}
                    assert abs(cumulative(comparison, values, horizon)[kind][column]) < euro
                    assert parameter.admits(switching.value)
                    assert switching.in_band == (parameter.low <= switching.value <= parameter.high)
                    far = abs(switching.value - parameter.default)
                    for i in flips:
                        nearest = min(abs(points[i] - parameter.default), abs(points[i + 1] - parameter.default))
                        assert far <= nearest + points[1] - points[0]
                    assert switching.more or len(flips) <= 1
    return count


def test_every_shipped_switching_value_levels_the_routes(release: Release) -> None:
    counts = {}
    for a, b in combinations(release.scenarios, 2):
        comparison = compare_view(release, View(a, b, 1, release.budget_until))
        counts[a, b] = check_against_scan(comparison, euro=1.0)
    assert counts["maatschappelijke_onderneming_2017", "akkoord_2020"] > 20


def test_switching_values_follow_the_key_of_the_view(release: Release) -> None:
    view = View("maatschappelijke_onderneming_2017", "akkoord_2020", 1, release.budget_until)
    own, other = compare_view(release, view), compare_view(release, replace(view, key="inwoners"))
    assert check_against_scan(other, euro=1.0) > 0
    assert own.switching != other.switching


def test_swapped_routes_switch_at_the_same_values(release: Release) -> None:
    there = compare_view(release, View("maatschappelijke_onderneming_2017", "akkoord_2020", 1, 2024)).switching
    back = compare_view(release, View("akkoord_2020", "maatschappelijke_onderneming_2017", 1, 2024)).switching
    for one, other in zip(there, back, strict=True):
        for code, found in one.with_one_offs.items():
            mirrored = other.with_one_offs[code]
            assert (found.value is None) == (mirrored.value is None)
            assert found.value is None or found.value == pytest.approx(mirrored.value, rel=1e-9)


def test_a_route_does_not_switch_with_itself(release: Release) -> None:
    for item in compare_view(release, View("akkoord_2020", "akkoord_2020", 1, 2024)).switching:
        assert not any(found.value is not None for found in (*item.with_one_offs.values(), *item.structural.values()))


def test_routes_that_only_divide_otherwise_do_not_switch_in_total(release: Release) -> None:
    dividing = replace(release.zero, id="eigen", own_costs=EACH_ITS_OWN)
    routes = (release.zero, release.zero, dividing)
    comparison = compare(release.figures, release.parameters, release.default_values, routes, 2024)
    assert np.abs(comparison.difference).max() > 1000
    for item in comparison.switching:
        assert item.with_one_offs[ALL].value is None
        assert item.structural[ALL].value is None


@settings(max_examples=25)
@given(worlds(), st.data())
def test_generated_switching_values_level_the_routes(world: World, data: st.DataObject) -> None:
    horizon = data.draw(st.sampled_from(world.figures.years[1:].tolist()))
    routes = (world.zero, world.a, world.b)
    comparison = compare(world.figures, parameters(), world.values, routes, horizon, world.key)
    check_against_scan(comparison, euro=max(1.0, 100 * world.cent))
