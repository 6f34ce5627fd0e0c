"""The numbers that model.md §7 and the drawing of the overview work out by hand."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL, Array, CostType, Figures, Gemeente, Werkvorm
from lib.model.formulas import trend
from lib.model.parameters import ATTRITION, DISCOUNT, FIXED_REDUCTION, PRICE_INDEX, Parameter
from lib.model.projection import project
from lib.model.scenario import EACH_ITS_OWN, Measure, Scenario

VALUES = {
    ATTRITION: 0.055,
    FIXED_REDUCTION: 0.05,
    PRICE_INDEX: 0.015,
    DISCOUNT: 0.02,
    "loonindex": 0.03,
    "tariefindex": 0.02,
    "vast_begeleiding": 0.40,
    "schaalverlies": 0.03,
    "meeropbrengst": 0.294,
}
FIGURES = Figures(
    base_year=2020,
    last_year=2030,
    gemeenten=(Gemeente("GM0001", "Voorbeeld"),),
    werkvormen=(Werkvorm("beschut", "Beschut werk"),),
    cost_types=(
        CostType("begeleiding", "", "uitvoeringskosten", -1, "vast_begeleiding", ((1, "loonindex"),), True, "6.4"),
        CostType("opbrengsten", "", "opbrengsten", 1, None, ((1, "tariefindex"),), False, "6.4"),
    ),
    persons=np.array([[100.0]]),
    staff=np.array([10.0]),
    costs=np.array([[[600_000.0, 700_000.0]]]),
    pm=np.zeros((1, 1, 2), dtype=bool),
    keys={"k": np.array([1.0])},
)


def measure(name: str, cost_type: str, parameter: str, **path: str) -> Measure:
    steps = tuple((int(year.removeprefix("y")), Fraction(step)) for year, step in path.items())
    chosen = frozenset([cost_type])
    return Measure(name, "", "percentage", 1, parameter, steps, "aanname", "bron", "", (), cost_types=chosen)


def route(name: str, *measures: Measure) -> Scenario:
    return Scenario(name, "", "", "", "", None, EACH_ITS_OWN, "k", measures, ((),), {}, {}, (), "bron")


ZERO = route("ongewijzigd")
AGREEMENT = route("akkoord", measure("schaalverlies", "begeleiding", "schaalverlies", y2021="1"))
LINE_2017 = route("2017", measure("doorontwikkeling", "opbrengsten", "meeropbrengst", y2021="164/294", y2022="1"))


def test_the_worked_example_step_by_step() -> None:
    run = trend(FIGURES, VALUES)
    assert run.attrition[2] == pytest.approx(0.893025, abs=1e-12)
    assert run.volume[0, 2] == pytest.approx(0.361 + 0.639 * 0.893025, abs=1e-12)
    assert run.volume[0, 2] == pytest.approx(0.931643, abs=5e-7)
    assert run.price[0, 2] == pytest.approx(1.0609, abs=1e-12)
    fixed = (run.volume[0, 2] - run.attrition[2]) / (1 - run.attrition[2])
    assert fixed == pytest.approx(0.361, abs=1e-12)


def test_the_worked_example_ends_at_the_published_cents() -> None:
    agreed = project(FIGURES, AGREEMENT, VALUES, ZERO)
    assert round(float(agreed.costs[0, 0, 0, 2]), 2) == 610_818.86
    assert agreed.persons[0, 0, 2] == pytest.approx(89.3025, abs=1e-10)
    assert agreed.staff[0, 0, 2] == pytest.approx(10 * 0.931642975, abs=1e-8)
    line = project(FIGURES, LINE_2017, VALUES, ZERO)
    assert round(float(line.costs[0, 0, 1, 2]), 2) == 841_581.69
    assert line.saldo[0, 0] == 100_000
    assert line.saldo[0, 1] == pytest.approx(
        700_000 * 0.945 * 1.02 * 1.164 - 600_000 * (0.38 + 0.62 * 0.945) * 1.03, abs=0.005
    )


def test_present_value_discounts_from_the_base_year() -> None:
    parameters = {
        name: Parameter(name, name, "aandeel", 0, value, 1, 0, 1, "aanname", "bron", date(2020, 1, 1), "")
        for name, value in VALUES.items()
    }
    comparison = compare(FIGURES, parameters, VALUES, (ZERO, LINE_2017, AGREEMENT), 2022)
    expected = comparison.a.saldo[0, 1] / 1.02 + comparison.a.saldo[0, 2] / 1.02**2
    assert comparison.present_value(comparison.a) == pytest.approx([expected], abs=1e-6)


@pytest.fixture
def overview(release: Release) -> Comparison:
    """With the smaller scale of the example, which is not at standaard."""
    own = (("schaalverlies", VALUES["schaalverlies"]),)
    return compare_view(release, View("maatschappelijke_onderneming_2017", "akkoord_2020", 1, 2024, overrides=own))


def thousands(comparison: Comparison, euros: Array) -> dict[str, int]:
    """Cumulative euros per gemeente × 1.000, rounded, with the rounded total."""
    rows = comparison.cumulative(euros) / 1000
    names = [gemeente.naam for gemeente in comparison.figures.gemeenten]
    return {name: round(float(x)) for name, x in zip(names, rows, strict=True)} | {ALL: round(float(rows.sum()))}


def test_the_base_year_is_the_published_deficit(overview: Comparison) -> None:
    for run in (overview.zero, overview.a, overview.b):
        assert run.saldo[:, 0].sum() == pytest.approx(-6_100_000, abs=0.005)


def test_the_line_of_2017_reproduces_the_published_years(overview: Comparison) -> None:
    total = overview.a.saldo.sum(axis=0) / 1e6
    assert [f"{total[t]:.2f}" for t in (1, 2)] == ["-5.10", "-4.40"]


def test_the_overview_has_the_totals_of_the_drawing(overview: Comparison) -> None:
    assert thousands(overview, overview.zero.saldo) == {
        "Almelo": -11408,
        "Hellendoorn": -2902,
        "Rijssen-Holten": -3148,
        "Tubbergen": -2135,
        "Twenterand": -4084,
        "Wierden": -2327,
        ALL: -26004,
    }
    assert thousands(overview, overview.against_zero(overview.a)) == {
        "Almelo": 3121,
        "Hellendoorn": 794,
        "Rijssen-Holten": 861,
        "Tubbergen": 584,
        "Twenterand": 1117,
        "Wierden": 636,
        ALL: 7113,
    }
    assert thousands(overview, overview.against_zero(overview.b)) == {
        "Almelo": -3511,
        "Hellendoorn": -940,
        "Rijssen-Holten": -1024,
        "Tubbergen": -679,
        "Twenterand": -1283,
        "Wierden": -704,
        ALL: -8142,
    }


def test_the_bridge_has_the_parts_of_the_drawing(overview: Comparison) -> None:
    def parts(bridge: str) -> dict[str, float]:
        return {
            part.id: round(float(overview.cumulative(part.contribution).sum()) / 1e6, 1)
            for part in getattr(overview, bridge)
        }

    assert parts("bridge_a") == {"doorontwikkeling": 3.2, "doorontwikkeling_na_2022": 3.9, "verdeling": 0.0}
    assert parts("bridge_b") == {
        "schaalverlies": -1.2,
        "efficiency": 0.5,
        "ruimtebesparing": 0.3,
        "marktgerichte_aanpak": 0.0,
        "frictie": -7.7,
        "verdeling": 0.0,
    }


def test_one_offs_are_the_friction_of_eleven_hundred_people(overview: Comparison) -> None:
    assert overview.one_off(overview.b).sum() == pytest.approx(-7_700_000, abs=0.01)
    assert overview.one_off(overview.a).sum() == 0
    assert overview.one_off(overview.b).sum(axis=0)[1:4] / -7_700_000 == pytest.approx([0.5, 0.35, 0.15])


def test_efficiency_switches_at_forty_six_percent(overview: Comparison) -> None:
    found = {(item.parameter, item.horizon): item for item in overview.switching}
    item = found["efficiency_eindwaarde", 2030].with_one_offs[ALL]
    assert item.value == pytest.approx(0.462, abs=5e-4)
    assert (item.in_band, item.more) == (False, False)
    assert found["efficiency_eindwaarde", 2024].with_one_offs[ALL].value is None
