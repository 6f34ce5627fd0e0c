"""The line of equal costs over two assumptions: put back, the routes are level; where none is found, no point has another
sign."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.model.comparison import Comparison, compare
from lib.model.equal_costs import Curve, EqualCosts, leading_pair, level_curves
from lib.model.figures import ALL, Array
from lib.model.parameters import own_name, split_name
from tests.generators import World, parameters, worlds
from tests.model.test_switching import cumulative
from tests.tiers import first

#: The pairs in so many parts.
TURNS = 4

A, B = "maatschappelijke_onderneming_2017", "akkoord_2020"
XS = YS = np.linspace(-1, 1, 21)


def curves(surface: object) -> tuple[Curve, ...]:
    return level_curves(surface, XS, YS)  # type: ignore[arg-type]


# -- a line on a mesh, by hand ---------------------------------------------------------------------------------------


def test_a_hyperbola_has_two_branches_and_every_point_lies_on_it() -> None:
    found = curves(lambda x, y: 1000 * (x * y - 0.123))
    assert len(found) == 2
    for curve in found:
        assert curve[:, 0] * curve[:, 1] == pytest.approx(0.123, abs=1e-5)
        assert len({bool(x > 0) for x in curve[:, 0]}) == 1
        assert np.abs(curve).max() == pytest.approx(1), "a branch runs to the edge of what is looked at"


def test_a_circle_closes() -> None:
    (found,) = curves(lambda x, y: 1000 * (x**2 + y**2 - 0.49))
    assert np.hypot(*found.T) == pytest.approx(0.7, abs=1e-5)
    assert (found[0] == found[-1]).all()
    assert np.linalg.norm(np.diff(found, axis=0), axis=1).max() < 0.15


@pytest.mark.parametrize("place", [0.333, 0.1])
def test_a_line_that_one_assumption_alone_decides_stands_upright_or_lies_flat(place: float) -> None:
    (upright,) = curves(lambda x, y: 1000 * (x - place) + 0 * y)
    (flat,) = curves(lambda x, y: 1000 * (y - place) + 0 * x)
    assert upright[:, 0] == pytest.approx(place) and sorted(upright[:, 1])[:: len(upright) - 1] == [-1, 1]
    assert flat[:, ::-1] == pytest.approx(upright)


@pytest.mark.parametrize("edge", [-1.0, 1.0])
def test_a_line_along_the_edge_of_what_can_be_entered_is_found(edge: float) -> None:
    (found,) = curves(lambda x, y: 1000 * (x - edge) + 0 * y)
    assert (found[:, 0] == edge).all()


def test_lines_that_cross_are_found_whole() -> None:
    found = np.concatenate(curves(lambda x, y: 1000 * x * y))
    assert (np.abs(found).min(axis=1) < 1e-6).all()
    for axis in (0, 1):
        along = found[np.abs(found[:, 1 - axis]) < 1e-6][:, axis]
        assert along.min() == -1 and along.max() == 1


def test_nothing_or_no_flip_is_no_line() -> None:
    noise = np.random.default_rng(1).normal(0, 1e-6, XS.size * YS.size)
    assert curves(lambda x, y: noise[: len(x)]) == ()
    assert curves(lambda x, y: 5 + x + y) == ()


def test_a_surface_of_the_other_sign_has_the_same_line() -> None:
    def saddle(x: Array, y: Array) -> Array:
        return 1000 * (np.sin(7 * x) * np.cos(5 * y) - 0.2 * x)

    for there, back in zip(curves(saddle), curves(lambda x, y: -saddle(x, y)), strict=True):
        assert there == pytest.approx(back)


# -- of two routes ---------------------------------------------------------------------------------------------------


def shipped(release: Release, **other: object) -> Comparison:
    return compare_view(release, replace(default_view(release), **other))  # type: ignore[arg-type]


def put_back(pair: EqualCosts, point: Array, structural: bool, column: int) -> float:
    """B − A in euros from runs of their own, with both assumptions at a point of the line."""
    values = {**pair.comparison.values, **dict(zip(pair.names, point.tolist(), strict=True))}
    return float(cumulative(pair.comparison, values, pair.horizon)[structural][column])


def check(pair: EqualCosts, euro: float, every: int = 1) -> int:
    """Put points of both lines back, in total and per gemeente; returns how many lines there are."""
    count = 0
    for column, code in enumerate(pair.comparison.codes):
        for structural in (False, True):
            for curve in pair.line(structural, code):
                count += 1
                for point in curve[::every]:
                    assert abs(put_back(pair, point, structural, column)) < euro
                    assert all(own.admits(v) for own, v in zip(pair.parameters, point.tolist(), strict=True))
    return count


def same(first: tuple[Curve, ...], second: tuple[Curve, ...]) -> bool:
    return len(first) == len(second) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-7, atol=1e-9) for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("turn", first(range(TURNS)))
def test_every_shipped_line_levels_the_routes(release: Release, turn: int) -> None:
    comparison = shipped(release)
    names = [name for name in comparison.parameters if name != "discontovoet"]
    pairs = list(combinations(names, 2))[turn::TURNS]
    assert sum(check(EqualCosts(comparison, pair, 2024), euro=1.0, every=9) for pair in pairs) > 300 / TURNS / 2


def test_a_measure_that_multiplies_two_assumptions_has_a_hyperbola(release: Release) -> None:
    """B − A = c − m · (early + b · later): worked out by hand from four outcomes."""
    pair = EqualCosts(shipped(release), ("meeropbrengst_doorontwikkeling", "behoud_na_2022"), 2030)
    at = pair.difference()(np.array([0.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0]))[0, 0]
    constant, early, later = at[0], at[1] - at[0], at[2] - at[1]
    (found,) = pair.line(False, ALL)
    m, b = found.T
    assert constant + m * (early + b * later) == pytest.approx(0, abs=1)
    assert m == pytest.approx(-constant / (early + b * later))
    assert len(found) > 15 and np.ptp(m) > 0.01 and np.ptp(b) > 0.5


def test_swapped_routes_have_the_same_line_and_the_same_leading_pair(release: Release) -> None:
    there, back = shipped(release), shipped(release, a=B, b=A)
    assert leading_pair(there, 2024) == leading_pair(back, 2024)
    for names in combinations(list(release.parameters)[:12], 2):
        one, other = (EqualCosts(comparison, names, 2024) for comparison in (there, back))
        assert np.array(one.picture(ALL)) == pytest.approx(np.array(other.picture(ALL)))
        for structural in (False, True):
            assert same(one.line(structural, ALL), other.line(structural, ALL)), names


def test_the_leading_pair_is_the_own_measure_of_each_route_that_moves_most(release: Release) -> None:
    first, second = leading_pair(shipped(release), 2024)
    own = [{name for measure in release.scenarios[route].measures for name in measure.parameters} for route in (A, B)]
    assert first in own[0] and second in own[1]
    for names in (
        leading_pair(shipped(release, a="ongewijzigd"), 2024),
        leading_pair(shipped(release, a=B, b="uitvoering_2021"), 2024),
    ):
        assert set(names) <= own[1] and len(set(names)) == 2


def test_assumptions_that_do_nothing_have_no_line(release: Release) -> None:
    assert EqualCosts(shipped(release), ("schaalverlies", "discontovoet"), 2024).outline(True, ALL) == ()
    identical = EqualCosts(shipped(release, a=B), ("schaalverlies", "efficiency_eindwaarde"), 2024)
    assert identical.outline(False, ALL) == ()


def test_the_value_of_a_gemeente_itself_moves_her_alone(release: Release) -> None:
    code = release.figures.gemeenten[1].code
    name = own_name("efficiency_eindwaarde", code)
    comparison = shipped(release, overrides=((name, 0.08),))
    pair = EqualCosts(comparison, ("meeropbrengst_doorontwikkeling", name), 2024)
    assert pair.parameters[1].id == "efficiency_eindwaarde" and split_name(name)[1] == code
    assert check(pair, euro=1.0, every=5)
    other = comparison.codes[3]
    for curve in pair.line(False, other):
        assert curve[:, 0] == pytest.approx(curve[0, 0]), "another gemeente does not feel it"


def test_values_beside_each_other_are_the_switching_values(release: Release) -> None:
    comparison = shipped(release)
    pair = EqualCosts(comparison, ("schaalverlies", "meeropbrengst_doorontwikkeling"), 2024)
    ((whole, structural),) = pair.turns([pair.now[0]])
    own = next(turn for turn in comparison.switching_for((2024,)) if turn.parameter == pair.names[1])
    for found, expected in ((whole, own.with_one_offs), (structural, own.structural)):
        for turn, code in zip(found, comparison.codes, strict=True):
            assert turn.value == pytest.approx(expected[code].value)
            assert (turn.in_band, turn.more) == (expected[code].in_band, expected[code].more)


def test_an_open_range_is_searched_and_shown_as_far_as_the_line_lies(release: Release) -> None:
    pair = EqualCosts(shipped(release), ("schaalverlies", "frictie_per_persoon"), 2024)
    (x_low, x_high), (y_low, y_high) = pair.picture(ALL)
    assert x_low == y_low == 0 and y_high >= release.parameters["frictie_per_persoon"].high
    assert x_high >= release.parameters["schaalverlies"].high


@settings(max_examples=25)
@given(worlds(own=True), st.data())
def test_generated_lines_level_the_routes_and_do_not_depend_on_their_order(world: World, data: st.DataObject) -> None:
    horizon = data.draw(st.sampled_from(world.figures.years[1:].tolist()))
    names = tuple(data.draw(st.lists(st.sampled_from(list(world.values)), min_size=2, max_size=2, unique=True)))
    there, back = (
        compare(world.figures, parameters(), world.values, (world.zero, *routes), horizon, world.key)
        for routes in ((world.a, world.b), (world.b, world.a))
    )
    pair = EqualCosts(there, names, horizon)  # type: ignore[arg-type]
    other = EqualCosts(back, names, horizon)  # type: ignore[arg-type]
    check(pair, euro=max(1.0, 100 * world.cent), every=11)
    assert same(pair.line(False, ALL), other.line(False, ALL))
    if not pair.outline(False, ALL):
        tops = [3 * own.high if own.maximum is None else own.maximum for own in pair.parameters]
        random = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
        lows = [own.minimum for own in pair.parameters]
        x, y = (random.uniform(low, top, 400) for low, top in zip(lows, tops, strict=True))
        euros = pair.surface(False, ALL)(x, y)
        assert not ((euros > 1).any() and (euros < -1).any())


def test_a_route_has_no_line_with_itself(release: Release) -> None:
    view = View(B, B, 1, 2024)
    pair = EqualCosts(compare_view(release, view), ("schaalverlies", "efficiency_eindwaarde"), 2024)
    assert pair.line(False, ALL) == pair.line(True, ALL) == ()
