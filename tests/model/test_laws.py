"""The laws of model.md §6, for whatever figures, values and scenarios hypothesis comes up with."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.model.attribution import ALLOCATION, bridge
from lib.model.figures import Array
from lib.model.parameters import DISCOUNT, PRICE_INDEX, own_name
from lib.model.projection import project
from lib.model.saldo import difference
from lib.model.scenario import EACH_ITS_OWN, Scenario
from tests.generators import EUROS, World, permuted, worlds

a_law = settings(max_examples=60)


def parts(world: World, before: Scenario, after: Scenario) -> dict[str, Array]:
    """The bridge from one scenario to another: part → euros [g, t]."""
    found = bridge(world.figures, world.run(before), world.run(after))
    assert len({part.id for part in found}) == len(found)
    return {part.id: part.contribution for part in found}


@a_law
@given(worlds())
def test_the_people_are_the_same_in_every_scenario(world: World) -> None:
    runs = [world.run(scenario) for scenario in (world.zero, world.a, world.b)]
    for run in runs[1:]:
        assert np.array_equal(run.persons, runs[0].persons)
        assert run.staff.sum(axis=1) == pytest.approx(runs[0].staff.sum(axis=1))


@a_law
@given(worlds())
def test_allocation_moves_saldo_and_never_the_total(world: World) -> None:
    expected = world.saldo(replace(world.a, own_costs=EACH_ITS_OWN)).sum(axis=0)
    for key in world.figures.keys:
        shared = project(world.figures, replace(world.a, own_costs=()), world.values, world.zero, key)
        assert shared.saldo.sum(axis=0) == pytest.approx(expected, abs=world.cent)


@a_law
@given(worlds())
def test_in_the_base_year_the_nulalternatief_divides(world: World) -> None:
    assert np.array_equal(world.saldo(world.a)[:, 0], world.saldo(replace(world.zero, measures=()))[:, 0])


@pytest.mark.heavy
@settings(max_examples=500)
@given(worlds())
def test_the_bridge_sums_to_the_difference(world: World) -> None:
    found = parts(world, world.a, world.b)
    total = sum(found.values(), np.zeros(()))
    difference = world.saldo(world.b) - world.saldo(world.a)
    assert np.abs(total - difference)[:, 1:].max() < world.cent
    assert not total[:, 0].any()
    assert list(found)[-1] == ALLOCATION
    assert set(found) == {m.id for m in (*world.a.measures, *world.b.measures)} | {ALLOCATION}


@a_law
@given(worlds())
def test_swapping_the_routes_turns_every_sign(world: World) -> None:
    there, back = parts(world, world.a, world.b), parts(world, world.b, world.a)
    assert there.keys() == back.keys()
    for name, euros in there.items():
        assert euros == pytest.approx(-back[name], abs=world.cent)


@a_law
@given(worlds())
def test_a_route_against_itself_is_nothing(world: World) -> None:
    assert not any(euros.any() for euros in parts(world, world.a, world.a).values())


@a_law
@given(worlds())
def test_allocation_is_no_part_when_both_routes_divide_alike(world: World) -> None:
    alike = replace(world.b, own_costs=world.a.own_costs, key=world.a.key)
    assert not parts(world, world.a, alike)[ALLOCATION].any()
    assert np.abs(parts(world, world.a, world.b)[ALLOCATION].sum(axis=0)).max() < world.cent


@a_law
@given(worlds(), st.data())
def test_the_order_of_measures_means_nothing(world: World, data: st.DataObject) -> None:
    turned = replace(world.a, measures=tuple(data.draw(st.permutations(world.a.measures))))
    assert world.saldo(turned) == pytest.approx(world.saldo(world.a), abs=world.cent)
    before, after = parts(world, world.a, world.b), parts(world, turned, world.b)
    for name, euros in before.items():
        assert after[name] == pytest.approx(euros, abs=world.cent)


@a_law
@given(worlds(), st.data(), st.sampled_from("gwk"))
def test_the_order_of_rows_means_nothing(world: World, data: st.DataObject, axis: str) -> None:
    order = data.draw(st.permutations(range(world.figures.costs.shape["gwk".index(axis)])))
    turned = replace(world, figures=permuted(world.figures, order, axis))
    place: list[int] | slice = order if axis == "g" else slice(None)
    assert turned.saldo(world.a) == pytest.approx(world.saldo(world.a)[place], abs=world.cent)
    before, after = parts(world, world.a, world.b), parts(turned, world.a, world.b)
    for name, euros in before.items():
        assert after[name] == pytest.approx(euros[place], abs=world.cent)


@a_law
@given(worlds())
def test_doubling_every_euro_doubles_every_euro(world: World) -> None:
    doubled = replace(
        world,
        figures=replace(world.figures, costs=world.figures.costs * 2),
        values=world.values | {name: world.values[name] * 2 for name in EUROS},
    )
    for scenario in (world.a, world.b):
        assert doubled.saldo(scenario) == pytest.approx(2 * world.saldo(scenario), abs=2 * world.cent)
    before, after = parts(world, world.a, world.b), parts(doubled, world.a, world.b)
    for name, euros in before.items():
        assert after[name] == pytest.approx(2 * euros, abs=2 * world.cent)


@a_law
@given(worlds())
def test_a_measure_of_size_nothing_is_no_measure(world: World) -> None:
    for removed in world.a.measures:
        nothing = replace(world, values=world.values | {removed.parameter: 0.0})
        without = replace(world.a, measures=tuple(m for m in world.a.measures if m.id != removed.id))
        with_it, without_it = nothing.run(world.a), nothing.run(without)
        assert np.array_equal(with_it.costs, without_it.costs)
        assert np.array_equal(with_it.saldo, without_it.saldo)


@a_law
@given(worlds(), st.data())
def test_an_own_value_that_is_that_of_all_changes_nothing(world: World, data: st.DataObject) -> None:
    codes = [gemeente.code for gemeente in world.figures.gemeenten]
    names = {name for measure in world.a.measures for name in measure.parameters}
    pairs = data.draw(st.lists(st.sampled_from([(n, c) for n in sorted(names) for c in codes]))) if names else []
    own = replace(world, values=world.values | {own_name(name, code): world.values[name] for name, code in pairs})
    assert own.run(world.a).costs == pytest.approx(world.run(world.a).costs, abs=world.cent)
    assert own.saldo(world.a) == pytest.approx(world.saldo(world.a), abs=world.cent)


@a_law
@given(worlds(own=True))
def test_own_values_move_nothing_where_a_key_divides(world: World) -> None:
    shared = replace(world.a, own_costs=())
    plain = {name: value for name, value in world.values.items() if "@" not in name}
    assert np.array_equal(world.saldo(shared), replace(world, values=plain).saldo(shared))


@a_law
@given(worlds(), st.data())
def test_where_the_people_are_moves_nothing_of_the_whole(world: World, data: st.DataObject) -> None:
    """The sums per werkvorm and kostensoort stay, and where a key divides so does every saldo: all of them when nothing
    depends on where the work is done."""
    key = data.draw(st.sampled_from(list(world.figures.keys)))
    counted = frozenset(data.draw(st.sets(st.integers(0, len(world.figures.gemeenten) - 1))))
    figures = replace(world.figures, counted=counted)
    placed = figures.placed(key)
    for moved, before in zip(
        (placed.persons, placed.staff, placed.costs), (figures.persons, figures.staff, figures.costs), strict=True
    ):
        assert moved.sum(axis=0) == pytest.approx(before.sum(axis=0), rel=1e-12, abs=1e-6)
        for g in counted:
            assert np.array_equal(moved[g], before[g])
    moving = [g for g in range(len(figures.gemeenten)) if g not in counted]
    shares = figures.keys[key][moving]
    assert (
        placed.persons[moving] == pytest.approx(np.outer(shares / shares.sum(), figures.persons[moving].sum(axis=0)))
        if moving
        else True
    )
    everywhere = tuple(replace(measure, gemeenten=None) for measure in world.a.measures)
    shared = replace(world.a, own_costs=(), measures=everywhere)
    there, here = (replace(world, figures=own, zero=replace(world.zero, own_costs=())) for own in (placed, figures))
    assert there.saldo(shared) == pytest.approx(here.saldo(shared), abs=world.cent)


def once(world: World, scenario: Scenario) -> Array:
    """The saldo [g, t] of what is one-off in a scenario, from a run of its own."""
    run = world.run(scenario)
    chosen = [run.direct[m.id] for m in scenario.measures if m.kind == "eenmalig"]
    return sum(chosen, np.zeros_like(run.saldo))


def with_total(euros: Array) -> Array:
    """Euros [g, ..] with all gemeenten together in front."""
    return np.concatenate([euros.sum(axis=0, keepdims=True), euros])


@a_law
@given(worlds())
def test_the_contracted_difference_is_that_of_the_runs(world: World) -> None:
    between = difference(world.figures, world.a, world.b, world.key)
    expected = (world.saldo(world.b) - world.saldo(world.a))[:, 1:]
    assert between.by_year(world.values) == pytest.approx(with_total(expected), abs=world.cent / 10_000)
    structural = expected - (once(world, world.b) - once(world, world.a))[:, 1:]
    horizons = world.figures.years[1:].tolist()
    found = between.cumulative(world.values, horizons)
    for euros, of in zip(found, (expected, structural), strict=True):
        years = len(horizons)
        assert euros == pytest.approx(with_total(np.cumsum(of, axis=1)), abs=years * world.cent)
    summed, yearly = between.outcomes(world.values, horizons[-1:], len(world.figures.gemeenten))
    assert np.array_equal(yearly, between.by_year(world.values)[-1])
    assert summed[:, 0] == pytest.approx(found[0][:, -1], abs=world.cent)


def assert_one_saldo(world: World, scenario: Scenario) -> None:
    """Projection, pieces and contracted difference give the same euros to the last bit: B − A where A has nothing in
    common with B rounds no more often than either."""
    figures = replace(world.figures, keys={**world.figures.keys, "niemand": np.zeros(len(world.figures.gemeenten))})
    nobody = replace(scenario, own_costs=(), key="niemand", measures=())
    own = world.values if scenario.own_costs == EACH_ITS_OWN else ()

    def between(a: Scenario, b: Scenario) -> Array:
        return difference(figures, a, b, names=own).by_year(world.values)[1:]

    run, bare = world.run(scenario), replace(scenario, own_costs=EACH_ITS_OWN, measures=())
    assert np.array_equal(run.saldo[:, 1:], between(nobody, replace(scenario, key=run.key)))
    assert np.array_equal(run.effects.base[:, 1:], between(nobody, bare))
    euros = {**run.effects.percentage, **run.direct}
    assert euros.keys() == {measure.id for measure in scenario.measures}
    for measure in scenario.measures:
        assert np.array_equal(euros[measure.id][:, 1:], between(bare, replace(bare, measures=(measure,))))


@a_law
@given(worlds(own=True))
def test_the_saldo_is_computed_once(world: World) -> None:
    plain = replace(world, values={name: value for name, value in world.values.items() if "@" not in name})
    for scenario in (world.zero, world.a, world.b):
        assert_one_saldo(world if scenario.own_costs == EACH_ITS_OWN else plain, scenario)


def test_the_saldo_of_every_shipped_scenario_is_computed_once(release: Release) -> None:
    random = np.random.default_rng(1)
    for scenario in release.computed.values():
        for key in (None, *release.figures.keys):
            values = {each.id: float(random.uniform(each.low, each.high)) for each in release.parameters.values()}
            world = World(release.figures, values, release.zero, scenario, scenario, key)
            assert_one_saldo(world, scenario)


@a_law
@given(worlds(own=True), st.booleans())
def test_along_a_parameter_the_difference_is_what_it_is_at_each_value(world: World, shared: bool) -> None:
    """Also where a measure is multiplied by what moves a kostensoort as well (`shared`)."""
    b = world.b
    if shared:
        b = replace(b, measures=tuple(replace(each, parameter=PRICE_INDEX) for each in b.measures))
    between = difference(world.figures, world.a, b, world.key, names=world.values)
    horizons = world.figures.years[1:].tolist()
    line = between.along(world.values, horizons)
    for name, value in world.values.items():
        x = np.array([0.0, value / 2, value, 0.07])
        exact = np.stack(between.cumulative({**world.values, name: x}, horizons))
        assert np.broadcast_to(line(name)(x), exact.shape) == pytest.approx(exact, abs=len(horizons) * world.cent), name


@a_law
@given(worlds())
def test_what_both_routes_have_is_no_part_of_the_difference(world: World) -> None:
    assert difference(world.figures, world.a, world.a, world.key).products == ()
    alike = replace(world.b, own_costs=world.a.own_costs, key=world.a.key)
    kinds = {product.kind for product in difference(world.figures, world.a, alike, world.key).products}
    assert None not in kinds


def drawn(world: World, seed: int, count: int) -> dict[str, float | Array]:
    """Most parameters as draws, the others single."""
    random = np.random.default_rng(seed)
    return {
        name: value * random.uniform(0.5, 1, count) if random.random() < 0.7 else value
        for name, value in world.values.items()
    }


@a_law
@given(worlds(), st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_many_draws_at_once_are_the_runs_one_by_one(world: World, seed: int, count: int) -> None:
    values = drawn(world, seed, count)
    between = difference(world.figures, world.a, world.b, world.key)
    together = between.by_year(values)
    for i in range(count):
        single = {name: float(np.broadcast_to(value, count)[i]) for name, value in values.items()}
        row = together[..., i] if together.ndim == 3 else together
        assert row == pytest.approx(between.by_year(single), abs=world.cent)


@a_law
@given(worlds(), st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_draws_in_parts_are_the_draws_to_the_last_bit(world: World, seed: int, part: int) -> None:
    count = 25
    values = drawn(world, seed, count) | {DISCOUNT: np.zeros(count)}
    between = difference(world.figures, world.a, world.b, world.key)
    whole = between.by_year(values)
    parts = [
        between.by_year({n: v[i : i + part] if isinstance(v, np.ndarray) else v for n, v in values.items()})
        for i in range(0, count, part)
    ]
    assert np.array_equal(np.concatenate(parts, axis=-1), whole)


@st.composite
def in_the_bands(draw: st.DrawFn, release: Release) -> dict[str, float]:
    return {
        parameter.id: draw(st.floats(parameter.low, parameter.high) | st.sampled_from((parameter.low, parameter.high)))
        for parameter in release.parameters.values()
    }


@settings(max_examples=50)
@given(data=st.data())
def test_execution_costs_do_not_fall_in_the_first_year_of_the_agreement(release: Release, data: st.DataObject) -> None:
    values = data.draw(in_the_bands(release))
    spent = []
    for name in ("ongewijzigd", "akkoord_2020", "uitvoering_2021"):
        run = project(release.figures, release.scenarios[name], values, release.zero)
        chosen = release.figures.of_soort("uitvoeringskosten")
        spent.append(float(run.costs[:, :, chosen, 1].sum()))
    assert min(spent[1:]) >= spent[0] - 0.01
