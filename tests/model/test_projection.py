"""The projection, cell by cell, against the formulas of model.md §3 written out a second time without arrays."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.comparison.release import Release
from lib.model.figures import Array, CostType, Figures, Gemeente, Werkvorm
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX
from lib.model.projection import project
from lib.model.scenario import EACH_ITS_OWN, Measure, Scenario
from tests.generators import RANGES, World, figures, measure, worlds


@pytest.fixture
def small() -> Figures:
    """One gemeente, two werkvormen, one kostensoort."""
    kind = CostType("begeleiding", "", "uitvoeringskosten", -1, "vast_1", ((1, "loonindex"),), True, "6.4")
    return Figures(
        2020,
        2022,
        (Gemeente("G0", ""),),
        (Werkvorm("w0", ""), Werkvorm("w1", "")),
        (kind,),
        np.array([[60.0, 40.0]]),
        np.array([10.0]),
        np.array([[[600.0], [400.0]]]),
        np.zeros((1, 2, 1), dtype=bool),
        {"k": np.array([1.0])},
    )


def step(of: Measure, year: int) -> float:
    """The multiplier of a year: a path keeps its last, a phase counts in its own year only."""
    begun = [(at, value) for at, value in of.path if at == year or (of.kind != "eenmalig" and at < year)]
    return float(max(begun)[1]) if begun else 0.0


def alone(scenario: Scenario, code: str, year: int) -> float:
    """The part of a year in which a gemeente pays for itself."""
    named = [rule for rule in scenario.own_costs if rule.gemeenten is not None and code in rule.gemeenten]
    for rule in [*named, *(rule for rule in scenario.own_costs if rule.gemeenten is None)]:
        if rule.from_year is None or year > rule.from_year:
            return 1.0
        return float(rule.first_part) if year == rule.from_year else 0.0
    return 0.0


def size(world: World, scenario: Scenario, of: Measure, code: str, year: int) -> float:
    """Its parameter, times its factors; in the years in which it pays for itself, that of the gemeente when it has one."""
    result = 1.0
    for name in of.parameters:
        own = world.values.get(f"{name}@{code}") if alone(scenario, code, year) else None
        result *= world.values[name] if own is None else own
    return result


def bearing(world: World, rule: Scenario, year: int) -> Array:
    """What each gemeente [g] bears of a euro of another [other], counted in twelfths of the year."""
    of = world.figures
    share, codes = of.keys[world.key or rule.key], [gemeente.code for gemeente in of.gemeenten]
    result = np.zeros((len(codes), len(codes)))
    for month in range(12):
        left = [alone(rule, code, year) > (11.5 - month) / 12 for code in codes]
        staying = sum(float(share[g]) for g, gone in enumerate(left) if not gone)
        for other, gone in enumerate(left):
            for g, also_gone in enumerate(left):
                shared = not gone and not also_gone
                result[g, other] += (float(share[g]) / staying if shared else float(g == other)) / 12
    return result


def applies(of: Measure, *cell: str) -> bool:
    limits = (of.gemeenten, of.werkvormen, of.cost_types)
    return all(limit is None or name in limit for limit, name in zip(limits, cell, strict=True))


def cells(world: World, scenario: Scenario, n: int) -> Iterator[tuple[tuple[int, int, int], float]]:
    """C before allocation, by cell."""
    of, values = world.figures, world.values
    v = (1 - values[ATTRITION]) ** n
    for g, gemeente in enumerate(of.gemeenten):
        for w, werkvorm in enumerate(of.werkvormen):
            for k, kind in enumerate(of.cost_types):
                fixed = values[kind.fixed_share] * (1 - values[FIXED_REDUCTION]) ** n if kind.fixed_share else 0.0
                index = sum(sign * values[name] for sign, name in kind.index)
                factor = 1.0
                for item in scenario.measures:
                    if item.kind == "percentage" and applies(item, gemeente.code, werkvorm.id, kind.id):
                        strength = size(world, scenario, item, gemeente.code, of.base_year + n)
                        factor += item.sign * strength * step(item, of.base_year + n)
                volume = fixed + (1 - fixed) * v
                yield (g, w, k), float(of.costs[g, w, k]) * volume * (1 + index) ** n * factor


def saldo_of(world: World, scenario: Scenario, n: int) -> list[float]:
    """Saldo per gemeente in year b + n."""
    of, values = world.figures, world.values
    rule = world.zero if n == 0 else scenario
    bears = bearing(world, rule, of.base_year + n)
    result = [0.0] * len(of.gemeenten)
    for (g, _, k), euros in cells(world, scenario, n):
        for other in range(len(result)):
            result[other] += of.cost_types[k].sign * float(bears[other, g]) * euros
    for item in scenario.measures:
        if item.kind == "percentage":
            continue
        amount = item.sign * step(item, of.base_year + n)
        if item.kind == "jaarlijks":
            amount *= (1 + values[PRICE_INDEX]) ** n
        elif item.base == "wsw_personen":
            amount *= float(of.persons.sum())
        named = [item.gemeenten is None or gemeente.code in item.gemeenten for gemeente in of.gemeenten]
        whole = sum(float(share) for share, counts in zip(of.keys[item.key or ""], named, strict=True) if counts)
        for g in range(len(result)):
            strength = size(world, scenario, item, of.gemeenten[g].code, of.base_year + n)
            result[g] += named[g] * float(of.keys[item.key or ""][g]) / whole * strength * amount
    return result


@given(worlds(own=True), st.data())
def test_every_euro_follows_the_formula(world: World, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, world.figures.last_year - world.figures.base_year))
    for scenario in (world.a, world.b):
        run = project(world.figures, scenario, world.values, world.zero, world.key)
        assert run.saldo[:, n] == pytest.approx(saldo_of(world, scenario, n), rel=1e-9, abs=world.cent)
        signed = np.einsum("k,gwkt->gt", world.figures.signs, run.costs) + sum(run.direct.values(), np.zeros(()))
        assert run.saldo == pytest.approx(signed, abs=world.cent)


@given(worlds())
def test_people_leave_and_staff_follow_the_work(world: World) -> None:
    of, values = world.figures, world.values
    run = project(of, world.a, values, world.zero, world.key)
    carrier = next(kind for kind in of.cost_types if kind.carries_staff)
    k = of.cost_types.index(carrier)
    for n in range(of.last_year - of.base_year + 1):
        v = (1 - values[ATTRITION]) ** n
        assert run.persons[..., n] == pytest.approx(of.persons * v)
        fixed = values[carrier.fixed_share] * (1 - values[FIXED_REDUCTION]) ** n if carrier.fixed_share else 0.0
        assert run.staff[..., n].sum(axis=1) == pytest.approx(of.staff * (fixed + (1 - fixed) * v))
        work = dict(cells(world, world.a, n))
        for g in range(len(of.gemeenten)):
            weights = np.array([work[g, w, k] for w in range(len(of.werkvormen))])
            if weights.sum() > 1:
                assert run.staff[g, :, n] == pytest.approx(run.staff[g, :, n].sum() * weights / weights.sum())


def without_work(of: Figures, persons: list[float]) -> list[float]:
    """How ten staff are placed over the werkvormen when begeleiding costs nothing."""
    empty = replace(
        of, persons=np.array([persons]), staff=np.array([10.0]), costs=of.costs * 0, keys={"k": np.array([1.0])}
    )
    scenario = Scenario("s", "", "", "", "", None, EACH_ITS_OWN, "k", (), ((),), {}, {}, (), "bron")
    values = dict.fromkeys(("vast_1", ATTRITION, FIXED_REDUCTION, PRICE_INDEX, "loonindex"), 0.0)
    return project(empty, scenario, values, scenario).staff[0, :, 0].tolist()


def test_staff_without_work_follow_the_people_and_without_people_are_spread(small: Figures) -> None:
    assert without_work(small, [30.0, 10.0]) == [7.5, 2.5]
    assert without_work(small, [0.0, 0.0]) == [5.0, 5.0]


def percentage(**path: str) -> Measure:
    steps = tuple((int(year.removeprefix("y")), Fraction(value)) for year, value in path.items())
    return Measure("m", "", "percentage", 1, "p", steps, "aanname", "bron", "", ())


def test_a_path_keeps_its_last_step_and_a_phase_does_not(small: Figures) -> None:
    longer = replace(small, last_year=2025)
    path = percentage(y2022="1/3", y2024="1")
    assert path.multipliers(longer).tolist() == [0, 0, 1 / 3, 1 / 3, 1, 1]
    assert replace(path, kind="jaarlijks").multipliers(longer).tolist() == [0, 0, 1 / 3, 1 / 3, 1, 1]
    assert replace(path, kind="eenmalig").multipliers(longer).tolist() == [0, 0, 1 / 3, 0, 1, 0]


def test_a_measure_outside_the_chosen_cells_does_nothing(small: Figures) -> None:
    one = replace(percentage(y2021="1"), werkvormen=frozenset(["w1"]))
    assert one.mask(small).ravel().tolist() == [0, 1]
    assert replace(one, gemeenten=frozenset(["elders"])).mask(small).sum() == 0
    assert replace(one, cost_types=frozenset(["overhead"])).mask(small).sum() == 0


def amount_of(item: Measure, of: Figures, value: float) -> Array:
    """Euros [g, t] of a measure beside the cells, with every rate at nothing."""
    scenario = Scenario(
        "s", "", "", "", "", None, EACH_ITS_OWN, next(iter(of.keys)), (item,), ((),), {}, {}, (), "bron"
    )
    values = dict.fromkeys((*RANGES, "p"), 0.0) | {item.parameter: value}
    return project(of, scenario, values, scenario).direct[item.id]


@given(figures().flatmap(lambda of: st.tuples(st.just(of), measure(of, "m"))))
def test_an_amount_is_shared_out_whole(drawn: tuple[Figures, Measure]) -> None:
    of, item = drawn
    if item.kind == "percentage":
        item = replace(item, kind="eenmalig", key=next(iter(of.keys)))
    item = replace(item, factors=())
    euros = amount_of(item, of, 1000.0)
    amount = 1000.0 * (float(of.persons.sum()) if item.base == "wsw_personen" else 1.0)
    expected = [item.sign * amount * step(item, year) for year in of.years.tolist()]
    assert euros.sum(axis=0) == pytest.approx(expected)


def test_an_amount_without_a_key_is_refused(small: Figures) -> None:
    with pytest.raises(ValueError, match="names its key"):
        amount_of(replace(percentage(y2021="1"), kind="eenmalig"), small, 1.0)


def test_a_base_year_beyond_the_start_of_a_path(release: Release) -> None:
    """The figures of the base year are those of every scenario; a path goes on after it, what was one-off is past."""
    moved = replace(release.figures, base_year=release.figures.base_year + 2)
    for scenario in release.scenarios.values():
        for each in scenario.measures:
            before, after = each.multipliers(release.figures), each.multipliers(moved)
            assert after[0] == 0
            np.testing.assert_array_equal(after[1:], before[3:])
