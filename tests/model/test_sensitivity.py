"""What one assumption moves, and what two opinions disagree on, against comparisons one by one."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view, parameters_at_play
from lib.model.comparison import Comparison, compare
from lib.model.figures import Array
from lib.model.sensitivity import MOST, TooManyChanged, disagreement, tornado
from tests.generators import World, parameters, values, worlds


def outcome(comparison: Comparison, changed: dict[str, float], horizon: int) -> Array:
    """Cumulative B − A [1 + g] with some other values, from a comparison of its own."""
    routes = (comparison.zero.scenario, comparison.a.scenario, comparison.b.scenario)
    used = {**comparison.values, **changed}
    run = compare(comparison.figures, comparison.parameters, used, routes, horizon, comparison.key)
    euros = run.cumulative(run.difference)
    return np.append(euros.sum(), euros)


def of(world: World) -> Comparison:
    routes = (world.zero, world.a, world.b)
    return compare(world.figures, parameters(), world.values, routes, world.figures.last_year, world.key)


def test_the_tornado_is_a_comparison_at_low_and_one_at_high(release: Release) -> None:
    view = replace(default_view(release), overrides=(("schaalverlies", 0.07),))
    comparison = compare_view(release, view)
    found = tornado(comparison, (2024, 2030))
    at_play = parameters_at_play(release, view)
    assert [swing.parameter for swing in found] == [name for name in release.parameters if name in at_play]
    for swing in found:
        parameter = release.parameters[swing.parameter]
        for value, euros in ((parameter.low, swing.at_low), (parameter.high, swing.at_high)):
            for h, horizon in enumerate((2024, 2030)):
                expected = outcome(comparison, {swing.parameter: value}, horizon)
                assert euros[:, h] == pytest.approx(expected, abs=0.01)


@settings(max_examples=40)
@given(worlds())
def test_any_tornado_is_a_comparison_at_low_and_one_at_high(world: World) -> None:
    comparison = of(world)
    cent = 2 * world.cent * len(world.figures.years)
    for swing in tornado(comparison, (comparison.horizon,))[::3]:
        parameter = comparison.parameters[swing.parameter]
        for value, euros in ((parameter.low, swing.at_low), (parameter.high, swing.at_high)):
            expected = outcome(comparison, {swing.parameter: value}, comparison.horizon)
            assert euros[:, 0] == pytest.approx(expected, abs=cent + 1e-9 * np.abs(expected).max())


def by_orders(comparison: Comparison, one: dict[str, float], other: dict[str, float], horizon: int) -> dict[str, Array]:
    """What each changed parameter adds when it turns, averaged over every order in which they can turn."""
    changed = [name for name in one if one[name] != other[name]]
    sums = {name: np.zeros(1 + len(comparison.figures.gemeenten)) for name in changed}
    orders = list(permutations(changed))
    for order in orders:
        current, before = dict(one), outcome(comparison, one, horizon)
        for name in order:
            current[name] = other[name]
            after = outcome(comparison, current, horizon)
            sums[name] += (after - before) / len(orders)
            before = after
    return sums


def test_disagreement_is_the_mean_over_all_orders(release: Release) -> None:
    comparison = compare_view(release, default_view(release))
    one = {**release.default_values, "schaalverlies": 0.01}
    other = {**release.default_values, "schaalverlies": 0.12, "loonindex": 0.04, "uitstroom_wsw": 0.07}
    found = disagreement(comparison, one, other, (2024, 2030))
    assert set(found.parts) == {"schaalverlies", "loonindex", "uitstroom_wsw"}
    for h, horizon in enumerate((2024, 2030)):
        for name, euros in by_orders(comparison, one, other, horizon).items():
            assert found.parts[name][:, h] == pytest.approx(euros, abs=0.01)
        assert found.first[:, h] == pytest.approx(outcome(comparison, one, horizon), abs=0.01)
        assert found.second[:, h] == pytest.approx(outcome(comparison, other, horizon), abs=0.01)


@settings(max_examples=60)
@given(worlds(), values(), st.data())
def test_attribution_sums_to_the_disagreement_and_turns_with_it(
    world: World, drawn: dict[str, float], data: st.DataObject
) -> None:
    comparison = of(world)
    names = data.draw(st.lists(st.sampled_from(sorted(world.values)), unique=True, max_size=MOST))
    other = world.values | {name: drawn[name] for name in names}
    horizons = (comparison.horizon,)
    there, back = (disagreement(comparison, *pair, horizons) for pair in ((world.values, other), (other, world.values)))
    cent = 2 * world.cent * len(world.figures.years)
    assert sum(there.parts.values(), np.zeros_like(there.whole)) == pytest.approx(there.whole, abs=cent)
    assert there.whole[0] == pytest.approx(there.whole[1:].sum(axis=0), abs=cent)
    assert there.parts.keys() == back.parts.keys() == {name for name in names if world.values[name] != other[name]}
    for name, euros in there.parts.items():
        assert euros == pytest.approx(-back.parts[name], abs=cent)


def test_equal_opinions_do_not_disagree(release: Release) -> None:
    comparison = compare_view(release, default_view(release))
    found = disagreement(comparison, comparison.values, comparison.values, (2024,))
    assert not found.whole.any() and not found.parts
    assert found.first[0, 0] == pytest.approx(float(comparison.cumulative(comparison.difference).sum()), abs=0.01)


def test_what_does_not_touch_a_route_has_no_part_in_it(release: Release) -> None:
    comparison = compare_view(release, View("ongewijzigd", "maatschappelijke_onderneming_2017", 1, 2024))
    other = {**release.default_values, "schaalverlies": 0.1, "meeropbrengst_doorontwikkeling": 0.1}
    found = disagreement(comparison, release.default_values, other, (2024,))
    assert not found.parts["schaalverlies"].any()
    assert found.parts["meeropbrengst_doorontwikkeling"] == pytest.approx(found.whole)


def test_ten_changed_parameters_are_told_apart_and_eleven_are_not(release: Release) -> None:
    comparison = compare_view(release, default_view(release))
    names = [name for name in release.parameters if name != "discontovoet"]
    for count in (MOST, MOST + 1):
        other = {**release.default_values, **{n: release.parameters[n].high + 1e-6 for n in names[:count]}}
        if count > MOST:
            with pytest.raises(TooManyChanged) as raised:
                disagreement(comparison, release.default_values, other, (2024,))
            assert raised.value.count == count
        else:
            found = disagreement(comparison, release.default_values, other, (2024,))
            assert len(found.parts) == MOST
            assert sum(found.parts.values()) == pytest.approx(found.whole, abs=0.01)
