"""The spread of all draws: the same whatever the machine does, the middle where it should be, PM only when asked."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, triang

from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.model import uncertainty as module
from lib.model.comparison import Comparison, compare
from lib.model.figures import ALL, Array
from lib.model.parameters import Parameter, PmItem
from lib.model.saldo import pm_name
from lib.model.uncertainty import Sampling, Uncertainty, draw, pert, triangular, uncertainty
from tests.generators import World, parameters, worlds

SAMPLING = Sampling(1000, 7, (5, 50, 90, 95), (70, 80, 90, 95))
DAY = date(2020, 1, 1)
ITEM = PmItem("winst", "Winst", "jaarlijks", -1, 0.0, 90_000.0, "", "bron", DAY, "")


def declared(low: float, default: float, high: float) -> Parameter:
    return Parameter("p", "", "aandeel", low, default, high, 0.0, 1.0, "aanname", "bron", DAY, "")


def shipped(release: Release, sampling: Sampling = SAMPLING, pm: tuple[PmItem, ...] = ()) -> Uncertainty:
    comparison = compare_view(release, default_view(release))
    drawn = draw(release.parameters, release.pm, sampling)
    return uncertainty(comparison, drawn, sampling, (2024, 2030), ALL, pm)


def fingerprint(found: Uncertainty) -> str:
    arrays = (found.percentiles, found.certain, found.cheaper, found.yearly)
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


@pytest.mark.parametrize("band", [(0.0, 0.3, 1.0), (0.2, 0.2, 0.6), (0.1, 0.5, 0.5), (0.045, 0.055, 0.070)])
def test_pert_is_the_beta_distribution_with_four_times_the_default(band: tuple[float, float, float]) -> None:
    low, default, high = band
    share = np.linspace(0, 1, 5001)
    below = 1 + 4 * (default - low) / (high - low)
    exact = low + (high - low) * beta.ppf(share, below, 6 - below)
    assert np.abs(pert(declared(*band), share) - exact).max() < 1e-6 * (high - low)
    middle = pert(declared(*band), (np.arange(100_000) + 0.5) / 100_000).mean()
    assert middle == pytest.approx((low + 4 * default + high) / 6, rel=1e-6)


def test_a_band_of_one_value_gives_that_value() -> None:
    assert set(pert(declared(0.3, 0.3, 0.3), np.linspace(0, 1, 9))) == {0.3}


def test_pm_is_a_triangle_with_its_top_at_low() -> None:
    item = replace(ITEM, low=100.0, high=500.0)
    share = np.linspace(0, 1, 101)
    assert triangular(item, share) == pytest.approx(triang.ppf(share, 0, loc=100, scale=400))


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(release: Release) -> None:
    first, again = (draw(release.parameters, release.pm, SAMPLING) for _ in range(2))
    other = draw(release.parameters, release.pm, replace(SAMPLING, seed=8))
    for name, values in first.items():
        assert np.array_equal(values, again[name])
        assert not np.array_equal(values, other[name])
    ranged = {pm_name(item) for item in release.pm.values() if item.low is not None}
    assert first.keys() == release.parameters.keys() | ranged
    for name, parameter in release.parameters.items():
        assert parameter.low <= first[name].min() <= first[name].max() <= parameter.high


def test_the_order_of_the_registry_means_nothing(release: Release) -> None:
    turned = dict(reversed(release.parameters.items()))
    first = draw(release.parameters, release.pm, SAMPLING)
    for name, values in draw(turned, dict(reversed(release.pm.items())), SAMPLING).items():
        assert np.array_equal(values, first[name])


def test_draws_are_independent(release: Release) -> None:
    drawn = draw(release.parameters, release.pm, replace(SAMPLING, draws=8192))
    between = np.corrcoef(np.array(list(drawn.values())))
    assert np.abs(between - np.eye(len(drawn))).max() < 0.03


@pytest.mark.parametrize("at_once", [1, 7, 999, 1000, 5000])
def test_parts_change_nothing(release: Release, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    whole = fingerprint(shipped(release))
    monkeypatch.setattr(module, "AT_ONCE", at_once)
    assert fingerprint(shipped(release)) == whole


def test_parts_of_many_draws_change_nothing_either(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for at_once in (333, 4096, 10_000):
        monkeypatch.setattr(module, "AT_ONCE", at_once)
        found.add(fingerprint(shipped(release, replace(SAMPLING, draws=10_000))))
    assert len(found) == 1


def test_threads_change_nothing(release: Release) -> None:
    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(lambda _: fingerprint(shipped(release)), range(4)))
    assert len(found) == 1


SCRIPT = """
import sys
from pathlib import Path
from lib.comparison.release import open_release
from tests.model.test_uncertainty import fingerprint, shipped
print(fingerprint(shipped(open_release(Path(sys.argv[1])))))
"""


def test_one_and_two_threads_of_the_libraries_give_the_same_numbers(first_database: Path) -> None:
    root = Path(__file__).parents[2]
    found = set()
    for threads in ("1", "2"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        environment = {**os.environ, "PYTHONPATH": str(root), **dict.fromkeys(names, threads)}
        command = [sys.executable, "-c", SCRIPT, str(first_database)]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_with_everything_fixed_every_percentile_is_the_outcome(release: Release) -> None:
    view = replace(default_view(release), overrides=tuple((name, p.high) for name, p in release.parameters.items()))
    comparison = compare_view(release, view)
    fixed = {name for name, value in comparison.values.items() if value != release.parameters[name].default}
    stuck = {name: replace(p, low=p.default, high=p.default) for name, p in release.parameters.items()}
    drawn = draw(stuck, release.pm, SAMPLING)
    found = uncertainty(comparison, drawn, SAMPLING, (2024, 2030), ALL)
    assert set(found.fixed) == fixed
    for h, horizon in enumerate((2024, 2030)):
        exact = comparison.cumulative(comparison.difference, horizon)
        expected = np.append(exact.sum(), exact)
        for line in (*found.percentiles[..., h], *found.certain[..., h].reshape(-1, len(found.codes))):
            assert line == pytest.approx(expected, abs=0.01)
    assert found.yearly == pytest.approx(np.tile(comparison.difference.sum(axis=0)[1:], (4, 1)), abs=0.01)


def test_what_the_user_set_stands_still_and_moves_no_other_draw(release: Release) -> None:
    view = replace(default_view(release), overrides=(("schaalverlies", 0.0), ("loonindex", 0.04)))
    comparison = compare_view(release, view)
    drawn = draw(release.parameters, release.pm, SAMPLING)
    found = uncertainty(comparison, drawn, SAMPLING, (2024,), ALL)
    assert found.fixed == ("loonindex",)
    values = drawn | {"loonindex": np.full(SAMPLING.draws, 0.04)}
    exact, _ = comparison.between.cumulative(values, (2024,))
    assert found.percentiles == pytest.approx(np.quantile(exact, [0.05, 0.5, 0.9, 0.95], axis=-1), abs=0.01)


def test_the_mean_of_a_linear_case_is_exact_within_a_thousandth(release: Release) -> None:
    """Frictie is linear in its parameter: with the rest fixed the mean is that of the PERT mean."""
    sampling = replace(SAMPLING, draws=100_000)
    chosen = release.parameters["frictie_per_persoon"]
    comparison = compare_view(release, default_view(release))
    drawn = draw(release.parameters, release.pm, sampling)[chosen.id]
    outcomes, _ = comparison.between.cumulative({**comparison.values, chosen.id: drawn}, (2024,))
    middle = (chosen.low + 4 * chosen.default + chosen.high) / 6
    exact, _ = comparison.between.cumulative({**comparison.values, chosen.id: middle}, (2024,))
    assert outcomes.mean(axis=-1) == pytest.approx(exact, rel=1e-3)


def test_intervals_hold_their_share_of_the_draws_and_swapping_turns_them(release: Release) -> None:
    there, base = shipped(release), default_view(release)
    back = uncertainty(
        compare_view(release, replace(base, a=base.b, b=base.a)),
        draw(release.parameters, release.pm, SAMPLING),
        SAMPLING,
        (2024, 2030),
        ALL,
    )
    assert there.certain[:, ::-1] == pytest.approx(-back.certain, abs=0.01)
    assert np.array_equal(there.cheaper, back.dearer) and np.array_equal(there.dearer, back.cheaper)
    assert (np.diff(there.certain[:, 1] - there.certain[:, 0], axis=0) > 0).all()
    assert there.certain[2, 0] == pytest.approx(there.percentiles[0])
    assert there.certain[2, 1] == pytest.approx(there.percentiles[3])


def test_pm_joins_when_asked_and_only_where_a_route_names_it(release: Release) -> None:
    without, ranged = shipped(release), tuple(p for p in release.pm.values() if p.low is not None)
    with_pm = shipped(release, pm=ranged)
    assert (with_pm.percentiles[1, 0] < without.percentiles[1, 0]).all()
    base = default_view(release)
    same = replace(base, a="akkoord_2020", b="uitvoering_2021")
    comparison, drawn = compare_view(release, same), draw(release.parameters, release.pm, SAMPLING)
    plain, joined = (uncertainty(comparison, drawn, SAMPLING, (2024,), ALL, pm) for pm in ((), ranged))
    assert fingerprint(plain) == fingerprint(joined)


def test_a_pm_item_falls_as_measures_of_its_kind_do(release: Release) -> None:
    comparison = compare_view(release, default_view(release))
    shares = release.figures.keys[comparison.b.scenario.key]
    plain = comparison.between.by_year(comparison.values)
    index = 1 + comparison.values["prijsindex"]
    growth = index ** np.arange(1, len(release.figures.years))
    for name, expected in (("tijdelijke_plekken", growth), ("achterblijvende_kosten", np.eye(1, len(growth))[0])):
        item = release.pm[name]
        values = {**comparison.values, pm_name(item): 1e6}
        between = module.difference(release.figures, comparison.a.scenario, comparison.b.scenario, None, (item,))
        moved = between.by_year(values) - plain
        assert moved[0] == pytest.approx(item.sign * 1e6 * expected, abs=0.01)
        assert moved[1:] == pytest.approx(item.sign * 1e6 * shares[:, None] * expected, abs=0.01)


def by_hand(comparison: Comparison, values: dict[str, Array], horizon: int) -> Array:
    """Cumulative B − A [1 + g, draw], every draw a comparison of its own."""
    routes = (comparison.zero.scenario, comparison.a.scenario, comparison.b.scenario)
    found = []
    for i in range(SAMPLING.draws // 50):
        single = {name: float(column[i]) for name, column in values.items() if name in comparison.parameters}
        run = compare(comparison.figures, comparison.parameters, single, routes, horizon, comparison.key)
        euros = run.cumulative(run.difference)
        found.append(np.append(euros.sum(), euros))
    return np.array(found).T


@settings(max_examples=25)
@given(worlds(), st.integers(0, 2**31))
def test_percentiles_are_those_of_comparisons_one_by_one(world: World, seed: int) -> None:
    sampling = replace(SAMPLING, draws=SAMPLING.draws // 50, seed=seed)
    registry, horizon = parameters(), world.figures.last_year
    values = {name: parameter.default for name, parameter in registry.items()}
    comparison = compare(world.figures, registry, values, (world.zero, world.a, world.b), horizon, world.key)
    drawn = draw(registry, {"winst": ITEM}, sampling)
    exact = by_hand(comparison, drawn, horizon)
    found = uncertainty(comparison, drawn, sampling, (horizon,), ALL)
    cent = world.cent * len(world.figures.years) + 1e-9 * np.abs(exact).max()
    expected = np.quantile(exact, [0.05, 0.5, 0.9, 0.95], axis=-1)
    assert found.percentiles[..., 0] == pytest.approx(expected, abs=cent)
    clear = (np.abs(exact) > cent).all(axis=-1)
    assert np.array_equal(found.cheaper[clear, 0], (exact[clear] > 0).mean(axis=-1))


def test_a_route_against_itself_has_no_spread(release: Release) -> None:
    comparison = compare_view(release, View("akkoord_2020", "akkoord_2020", 1, 2024))
    found = uncertainty(comparison, draw(release.parameters, {}, SAMPLING), SAMPLING, (2024,), ALL)
    assert not found.percentiles.any() and not (found.cheaper.any() or found.dearer.any() or found.yearly.any())
