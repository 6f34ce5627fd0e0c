"""The readings of a route against an enumeration in plain Python of every combination of its own assumptions."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.model.comparison import Comparison, Side, compare
from lib.model.figures import Array
from lib.model.readings import ENDS, readings
from tests.generators import World, parameters, worlds

SIDES: tuple[Side, ...] = ("a", "b")


def of(world: World, **changed: float) -> Comparison:
    routes = (world.zero, world.a, world.b)
    values = world.values | changed
    return compare(world.figures, parameters(), values, routes, world.figures.last_year, world.key)


def own_parameters(comparison: Comparison, side: Side) -> list[str]:
    """What the measures of a route alone rest on, as far as nobody chose it."""
    routes = {"a": comparison.a.scenario, "b": comparison.b.scenario}
    names = {
        letter: {name for measure in route.measures for name in measure.parameters} for letter, route in routes.items()
    }
    other = names["b" if side == "a" else "a"]
    standard = {name: parameter.default for name, parameter in comparison.parameters.items()}
    return sorted(name for name in names[side] - other if comparison.values[name] == standard[name])


def enumerated(world: World, comparison: Comparison, side: Side) -> Iterator[tuple[Array, Array]]:
    """Per combination of low and high the structural and the one-off saldo [g, t] against the nulalternatief."""
    names = own_parameters(comparison, side)
    bands = [(comparison.parameters[name].low, comparison.parameters[name].high) for name in names]
    for levels in product(*bands):
        other = of(world, **dict(zip(names, levels, strict=True)))
        run = other.a if side == "a" else other.b
        one_off = other.one_off(run) - other.one_off(other.zero)
        yield other.against_zero(run) - one_off, one_off


@settings(max_examples=40)
@given(worlds(own=True))
def test_a_reading_is_the_best_and_the_worst_of_every_combination(world: World) -> None:
    standard = {name: p.default for name, p in parameters().items()}
    world = World(
        world.figures,
        world.values | {k: standard[k] for k in list(standard)[::2]},
        world.zero,
        world.a,
        world.b,
        world.key,
    )
    comparison = of(world)
    found = readings(comparison)
    margin = 4 * world.cent * len(world.figures.years)
    for side in SIDES:
        assert sorted(found.sides[side].free) == own_parameters(comparison, side)
        assume(len(found.sides[side].free) <= 6)
        every = list(enumerated(world, comparison, side))
        for horizon in {world.figures.base_year + 1, world.figures.last_year}:
            until = world.figures.until(horizon)
            sums = [(structural[:, until].sum() + one_off[:, until].sum()) for structural, one_off in every]
            for end, total in zip(ENDS, (max(sums), min(sums)), strict=True):
                reading = found.sides[side].at(end, horizon)
                assert reading.structural[0] + reading.one_off[0] == pytest.approx(total, abs=margin)
                assert reading.structural[0] == pytest.approx(reading.structural[1:].sum(), abs=margin)
                chosen = of(world, **{name: reading.values[name] for name in found.sides[side].free})
                run = chosen.a if side == "a" else chosen.b
                one_off = chosen.one_off(run) - chosen.one_off(chosen.zero)
                for part, exact in (
                    (reading.one_off, one_off),
                    (reading.structural, chosen.against_zero(run) - one_off),
                ):
                    assert part[1:] == pytest.approx(exact[:, until].sum(axis=1), abs=margin)
        per_year = np.array([structural.sum(axis=0)[1:] for structural, _ in every])
        band = found.sides[side].band
        assert band[:, 0] == pytest.approx(np.stack([per_year.min(axis=0), per_year.max(axis=0)]), abs=margin)
        assert band[:, 0] == pytest.approx(band[:, 1:].sum(axis=1), abs=margin)


@settings(max_examples=40)
@given(worlds())
def test_the_four_readings_turn_with_the_routes(world: World) -> None:
    there = readings(of(world))
    back = readings(of(World(world.figures, world.values, world.zero, world.b, world.a, world.key)))
    last, margin = world.figures.last_year, world.cent * len(world.figures.years)
    for end_a, end_b in product(ENDS, ENDS):
        turned = back.difference(end_b, end_a, last)
        for euros, other in zip(there.difference(end_a, end_b, last), turned, strict=True):
            assert euros == pytest.approx(-other, abs=margin)


def in_millions(comparison: Comparison, horizon: int) -> list[str]:
    found = readings(comparison)
    return [f"{found.difference(a, b, horizon)[0][0] / 1e6:.2f}" for a, b in product(ENDS, ENDS)]


def test_the_readings_of_the_two_routes_on_the_table(release: Release) -> None:
    """As model.md §5 prints them: structural to 2024 and to 2030, one-off, and each route against the nulalternatief."""
    comparison = compare_view(release, default_view(release))
    assert in_millions(comparison, 2024) == ["-3.64", "-15.87", "6.52", "-5.71"]
    assert in_millions(comparison, 2030) == ["-3.16", "-39.08", "21.37", "-14.54"]
    found = readings(comparison)
    ranges = {
        side: [
            f"{part[0] / 1e6:.2f}" for end in ENDS for r in [own.at(end, 2024)] for part in (r.structural, r.one_off)
        ]
        for side, own in found.sides.items()
    }
    assert ranges == {"a": ["7.74", "0.00", "-2.42", "0.00"], "b": ["4.11", "-0.18", "-8.13", "-13.53"]}


def test_routes_with_the_same_measures_have_four_equal_readings(release: Release) -> None:
    comparison = compare_view(release, View("akkoord_2020", "uitvoering_2021", 1, 2024))
    assert in_millions(comparison, 2024) == ["-0.34"] * 4
    assert in_millions(comparison, 2030) == ["-0.51"] * 4


def test_what_the_reader_chose_stays(release: Release) -> None:
    view = View("maatschappelijke_onderneming_2017", "akkoord_2020", 1, 2024, overrides=(("schaalverlies", 0.02),))
    comparison = compare_view(release, view)
    own = readings(comparison).sides["b"]
    assert "schaalverlies" not in own.free
    for end in ENDS:
        assert own.at(end, 2030).values["schaalverlies"] == 0.02


def test_the_largest_assumption_comes_first(release: Release) -> None:
    found = readings(compare_view(release, default_view(release)))
    names = {side: [swing.parameter for swing in own.swings(2024)] for side, own in found.sides.items()}
    assert names["a"] == ["meeropbrengst_doorontwikkeling", "behoud_na_2022"]
    assert names["b"][0] == "schaalverlies"
    assert "frictie_per_persoon" not in names["b"]
    widths = [swing.width for swing in found.sides["b"].swings(2024)]
    assert widths == sorted(widths, reverse=True)
