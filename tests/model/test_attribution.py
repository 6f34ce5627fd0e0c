"""The bridge against the Shapley value itself: every coalition is built as a scenario and run (model.md §5)."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings

from lib.comparison.release import Release
from lib.model.attribution import ALLOCATION, BridgeShare, bridge
from lib.model.figures import Array
from lib.model.projection import project
from lib.model.scenario import Scenario
from tests.generators import World, worlds

Coalition = frozenset[str]


def hybrid(a: Scenario, b: Scenario, changed: Coalition) -> Scenario:
    """A, with B's version of what has changed: that measure, or nothing where B has none."""
    names = dict.fromkeys(measure.id for measure in (*b.measures, *a.measures))
    chosen = [(b if name in changed else a).measure(name) for name in names]
    divides = b if ALLOCATION in changed else a
    return replace(
        a,
        own_costs=divides.own_costs,
        key=divides.key,
        measures=tuple(measure for measure in chosen if measure is not None),
    )


def shapley(players: list[str], worth: Callable[[Coalition], Array]) -> dict[str, Array]:
    """The mean over all orders of what each player adds when it joins."""
    known = {
        frozenset(some): worth(frozenset(some))
        for size in range(len(players) + 1)
        for some in combinations(players, size)
    }
    result = {}
    for player in players:
        added = np.zeros_like(known[frozenset()])
        for coalition, euros in known.items():
            if player not in coalition:
                before, after = len(coalition), len(players) - len(coalition) - 1
                weight = factorial(before) * factorial(after) / factorial(len(players))
                added += weight * (known[coalition | {player}] - euros)
        result[player] = added
    return result


def assert_bridge_is_shapley(world: World, known: dict[object, Array] | None = None) -> None:
    """`known` holds what was run before: routes that lie between two others lie between many."""
    a, b, runs = world.a, world.b, {} if known is None else known

    def worth(changed: Coalition) -> Array:
        between = hybrid(a, b, changed)
        case = between.own_costs, between.key, frozenset(between.measures), world.key
        if case not in runs:
            runs[case] = world.saldo(between)
        return runs[case]

    found, back = (bridge(world.figures, world.run(one), world.run(other)) for one, other in ((a, b), (b, a)))
    expected, cent = shapley([part.id for part in found], worth), world.cent
    for part in found:
        assert part.contribution == pytest.approx(expected[part.id], abs=cent), part.id
    # On the way back the same routes lie in between, and everybody leaves where he joined.
    for part in back:
        assert part.contribution == pytest.approx(-expected[part.id], abs=cent), part.id


@settings(max_examples=60)
@given(worlds())
def test_the_bridge_is_the_shapley_value(world: World) -> None:
    assert_bridge_is_shapley(world)


@pytest.mark.heavy
def test_the_bridge_of_every_shipped_pair_is_the_shapley_value(release: Release) -> None:
    known: dict[object, Array] = {}
    for a, b in combinations(release.computed.values(), 2):
        # With one key for both `verdeling` is nothing, whatever the measures: that is seen at one pair.
        for key in (None, "inwoners") if a is release.zero else (None,):
            assert_bridge_is_shapley(World(release.figures, release.default_values, release.zero, a, b, key), known)


def bridge_of(release: Release, a: Scenario, b: Scenario) -> tuple[BridgeShare, ...]:
    """From A to B with everything at standaard."""
    figures, values = release.figures, release.default_values
    return bridge(figures, *(project(figures, scenario, values, release.zero) for scenario in (a, b)))


def test_a_part_knows_its_measure_on_both_sides(release: Release) -> None:
    agreed, carried_out = release.scenarios["akkoord_2020"], release.scenarios["uitvoering_2021"]
    line = release.scenarios["maatschappelijke_onderneming_2017"]
    run = {part.id: part for part in bridge_of(release, line, agreed)}
    assert (run["doorontwikkeling"].before, run["doorontwikkeling"].after) == (line.measure("doorontwikkeling"), None)
    assert (run["frictie"].before, run["frictie"].after) == (None, agreed.measure("frictie"))
    assert (run[ALLOCATION].before, run[ALLOCATION].after) == (None, None)
    later = {part.id: part for part in bridge_of(release, agreed, carried_out)}
    assert later["efficiency"].before == agreed.measure("efficiency")
    assert later["efficiency"].after == carried_out.measure("efficiency")
    assert later["efficiency"].before != later["efficiency"].after


def test_what_both_routes_share_contributes_nothing(release: Release) -> None:
    agreed, carried_out = release.scenarios["akkoord_2020"], release.scenarios["uitvoering_2021"]
    run = {part.id: part.contribution for part in bridge_of(release, agreed, carried_out)}
    assert not any(run[name].any() for name in ("schaalverlies", "ruimtebesparing", "frictie", ALLOCATION))
    assert (run["efficiency"].sum(axis=0)[3:6] < 0).all()
    difference = project(release.figures, carried_out, release.default_values, release.zero).saldo
    difference = difference - project(release.figures, agreed, release.default_values, release.zero).saldo
    assert run["efficiency"] == pytest.approx(difference, abs=0.01)
