"""Who bears their own costs, from when and in which part of a year, by hand; and a route of which nothing is published.

Three gemeenten with keys of 50, 30 and 20 %, one kostensoort of € 100, € 200 and € 700, nothing that moves it: together
€ 1,000 each year.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lib.comparison.release import Release
from lib.model.attribution import bridge
from lib.model.comparison import compare
from lib.model.figures import ALL, Array, CostType, Figures, Gemeente, Werkvorm
from lib.model.formulas import trend
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX
from lib.model.projection import before_allocation, project
from lib.model.readings import readings
from lib.model.scenario import EACH_ITS_OWN, Measure, OwnCosts, Scenario
from lib.model.switching import SwitchingValue
from lib.text import is_pm

VALUES = {ATTRITION: 0.0, FIXED_REDUCTION: 0.0, PRICE_INDEX: 0.0, "som": 90.0, "deel": 0.5, "stap": 0.8}
LEAVING = frozenset({"C"})


@pytest.fixture
def figures() -> Figures:
    codes = ("A", "B", "C")
    return Figures(
        2020,
        2023,
        tuple(Gemeente(code, code) for code in codes),
        (Werkvorm("w", "werk"),),
        (CostType("k", "kosten", "uitvoeringskosten", -1, None, (), True, "6.4"),),
        np.array([[10.0], [20.0], [70.0]]),
        np.array([1.0, 2.0, 7.0]),
        np.array([[[100.0]], [[200.0]], [[700.0]]]),
        np.zeros((3, 1, 1), dtype=bool),
        {"k": np.array([0.5, 0.3, 0.2])},
    )


def route(*own_costs: OwnCosts, measures: tuple[Measure, ...] = ()) -> Scenario:
    return Scenario("r", "", "", "", "", None, own_costs, "k", measures, ((),), {}, {}, (), "bron")


ZERO = replace(route(), id="nul")


def costs(figures: Figures, scenario: Scenario, values: dict[str, float] = VALUES) -> Array:
    """What each gemeente bears [g, t]."""
    return project(figures, scenario, values, ZERO).costs[:, 0, 0]


def test_one_that_leaves_bears_its_own_and_the_others_scale_their_key(figures: Figures) -> None:
    euros = costs(figures, route(OwnCosts(LEAVING, 2022)))
    # 2020 and 2021: 50, 30 and 20 % of 1,000. From 2022 on C bears 700, A and B 5/8 and 3/8 of the 300 that is theirs.
    shared, left = [500.0, 300.0, 200.0], [187.5, 112.5, 700.0]
    assert pytest.approx(np.array([shared, shared, left, left])) == euros.T


def test_a_start_on_the_first_of_july_counts_for_half_of_its_year(figures: Figures) -> None:
    euros = costs(figures, route(OwnCosts(LEAVING, 2021, Fraction(1, 2))))
    # Half of 500 and 187.5, of 300 and 112.5, of 200 and 700.
    assert euros[:, 1] == pytest.approx([343.75, 206.25, 450.0])
    assert euros[:, 2] == pytest.approx([187.5, 112.5, 700.0])
    everybody = costs(figures, route(OwnCosts(from_year=2021, first_part=Fraction(1, 2))))
    assert everybody[:, 1] == pytest.approx([300.0, 250.0, 450.0])


def test_two_that_leave_at_other_moments_of_one_year(figures: Figures) -> None:
    """C on 1 April, B on 1 October: a quarter all share, half A and B share, and a quarter each bears its own."""
    rules = OwnCosts(LEAVING, 2021, Fraction(3, 4)), OwnCosts(frozenset({"B"}), 2021, Fraction(1, 4))
    euros = costs(figures, route(*rules))[:, 1]
    assert euros == pytest.approx(
        [500 / 4 + 187.5 / 2 + 100 / 4, 300 / 4 + 112.5 / 2 + 200 / 4, 200 / 4 + 700 / 2 + 700 / 4]
    )


def test_a_gemeente_that_is_named_goes_before_all(figures: Figures) -> None:
    euros = costs(figures, route(OwnCosts(from_year=2021), OwnCosts(LEAVING, 2023)))
    # C goes on sharing, but nobody is left to share with.
    assert euros[:, 1:] == pytest.approx(np.array([[100.0] * 3, [200.0] * 3, [700.0] * 3]))


def test_where_the_key_gives_nothing_to_who_stays_nobody_shares(figures: Figures) -> None:
    nothing = replace(figures, keys={"k": np.array([0.0, 0.0, 1.0])})
    assert costs(nothing, route(OwnCosts(LEAVING, 2021)))[:, 1] == pytest.approx([100.0, 200.0, 700.0])


def test_from_the_start_is_what_eigen_meant(figures: Figures) -> None:
    assert np.array_equal(costs(figures, route(*EACH_ITS_OWN)), costs(figures, route(OwnCosts(from_year=2021))))


def leaving_sum(**more: object) -> Measure:
    """Half of 90 × 0.8 in 2021, on C alone."""
    own = Measure("m", "m", "eenmalig", -1, "som", ((2021, Fraction(1, 2)),), "aanname", "bron", "m", ())
    return replace(own, key="k", gemeenten=LEAVING, factors=("deel", "stap"), **more)  # type: ignore[arg-type]


def test_a_sum_falls_on_whom_it_names_times_every_factor(figures: Figures) -> None:
    run = project(figures, route(OwnCosts(LEAVING, 2021), measures=(leaving_sum(),)), VALUES, ZERO)
    # 90 × 0.5 × 0.8 × 1/2 = 18.
    assert run.direct["m"][:, 1] == pytest.approx([0.0, 0.0, -18.0])
    two = replace(leaving_sum(), gemeenten=frozenset({"A", "B"}))
    shared = project(figures, route(measures=(two,)), VALUES, ZERO)
    assert shared.direct["m"][:, 1] == pytest.approx([-18 * 5 / 8, -18 * 3 / 8, 0.0])


def test_an_own_value_counts_from_the_year_in_which_a_gemeente_begins(figures: Figures) -> None:
    path = ((2021, Fraction(1)),)
    dearer = Measure("m", "m", "percentage", 1, "deel", path, "aanname", "bron", "m", ())
    own = VALUES | {"deel@C": 0.1}
    euros = costs(figures, route(OwnCosts(LEAVING, 2022, Fraction(1, 2)), measures=(dearer,)), own)
    # 2021: all share 1,500. 2022: C costs 770, half of it shared with 450, half of it its own.
    assert euros[:, 1] == pytest.approx([750.0, 450.0, 300.0])
    assert euros[:, 2].sum() == pytest.approx(150 + 300 + 770)
    assert euros[2, 2] == pytest.approx(0.5 * 0.2 * 1220 + 0.5 * 770)


def test_of_a_route_of_which_nothing_is_published_no_outcome_is_known(figures: Figures) -> None:
    unknown = replace(route(), id="pm", only_pm=True)
    run = project(figures, unknown, VALUES, ZERO)
    before = before_allocation(figures, unknown, VALUES, trend(figures, VALUES))
    for outcome in (run.saldo, run.costs, run.persons, run.staff, before):
        assert all(map(is_pm, outcome[..., 1:].ravel().tolist()))
    assert run.saldo[:, 0] == pytest.approx([-500.0, -300.0, -200.0])
    assert bridge(figures, project(figures, ZERO, VALUES, ZERO), run) == ()


def test_nothing_is_read_turned_or_spread_of_what_is_not_published(release: Release) -> None:
    unknown = release.scenarios["alternatief_rvc"]
    for a, b in ((release.zero, unknown), (unknown, release.scenarios["akkoord_2020"]), (unknown, unknown)):
        values = release.default_values
        comparison = compare(release.figures, release.parameters, values, (release.zero, a, b), 2024)
        assert unknown in comparison.unpublished
        if a is not b:
            structural, one_off = readings(comparison).difference("gunstig", "ongunstig", 2024)
            assert all(map(is_pm, [*structural.tolist(), *(one_off + structural).tolist()]))
        for item in comparison.switching:
            assert item.with_one_offs[ALL] == item.structural[ALL] == SwitchingValue(None, False, False)


def test_the_sum_of_2013_comes_out_for_the_gemeente_that_leaves(release: Release) -> None:
    """5.7 million × 0.52, in steps of 100, 80, 60, 40 and 20 % of a third of it."""
    run = project(release.figures, release.scenarios["rijssen_holten_alleen"], release.default_values, release.zero)
    paid = sum(run.direct.values(), np.zeros(()))
    place = [gemeente.code for gemeente in release.figures.gemeenten].index("GM1742")
    assert -paid[place, 1:7] == pytest.approx([988_000.0, 790_400.0, 592_800.0, 395_200.0, 197_600.0, 0.0])
    assert -paid.sum() == pytest.approx(5_700_000 * 0.52)


def test_the_agreement_half_a_year_later_is_the_mean_in_its_first_year(release: Release) -> None:
    """With the measures at nothing: half of what the key gives and half of what is a gemeente's own."""
    values = release.default_values | {"efficiency_eindwaarde": 0.0, "ruimtebesparing_stichting": 0.0}
    runs = [
        project(release.figures, release.scenarios[name], values, release.zero).costs
        for name in ("ongewijzigd", "akkoord_2020", "akkoord_2020_juli_2021")
    ]
    shared, own, later = runs
    assert later[..., 1] == pytest.approx((shared[..., 1] + own[..., 1]) / 2)
    assert later[..., 2:] == pytest.approx(own[..., 2:])
