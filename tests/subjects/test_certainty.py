"""A computed number has the weakest status among its inputs; a reproduced publication has that of the publication."""

from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.certainty import DERIVED, Input, measure_input, measure_status, weakest
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.subjects.overview import bridges
from lib.tables.columns import STATUSES


def made(release: Release, **changes: object) -> Answers:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def test_the_weakest_decides(release: Release) -> None:
    day = release.reference_day
    inputs = [Input(status, status, "cbs_iv3", day) for status in ("begroting", "aanname", "raming")]
    assert (weakest(inputs).status, weakest(inputs).decided_by) == ("aanname", "aanname")


def test_published_years_are_those_that_the_model_reproduces(release: Release) -> None:
    found = made(release)
    run = found.comparison.a
    by_year = {year: found.year_status(run, ALL, year).status for year in range(2020, 2031)}
    assert {year for year, status in by_year.items() if status == "begroting"} == {2020, 2021, 2022}
    assert set(by_year.values()) == {"begroting", "aanname"}
    other = {found.year_status(found.comparison.b, ALL, year).status for year in range(2021, 2031)}
    assert other == {"aanname"}


def test_an_own_assumption_ends_the_reproduction(release: Release) -> None:
    found = made(release, overrides=(("meeropbrengst_doorontwikkeling", 0.1),))
    certainty = found.year_status(found.comparison.a, ALL, 2022)
    assert certainty.status == "aanname"
    assert any("eigen keuze" in item.label for item in certainty.inputs)


def test_the_share_of_a_gemeente_in_a_published_total_is_derived(release: Release) -> None:
    found = made(release)
    run = found.comparison.a
    for year in (2021, 2022):
        assert found.year_status(run, ALL, year).decided_by == "gepubliceerde bijdrage"
        of_wierden = found.year_status(run, "GM0189", year)
        assert (of_wierden.status, of_wierden.decided_by) == ("raming", DERIVED)
        # Of Almelo a share of its own was published.
        assert found.year_status(run, "GM0141", year).status == "begroting"
    assert found.year_status(run, "GM0189", 2023).decided_by != DERIVED
    assert found.year_status(found.comparison.b, "GM0189", 2021).decided_by != DERIVED


def test_a_measure_has_one_status_wherever_it_is_printed(release: Release) -> None:
    for overrides in ((), (("meeropbrengst_doorontwikkeling", 0.2),)):
        found = made(release, overrides=overrides)
        for grid in bridges(found):
            for row in grid.rows[:-1]:
                measures = [m for _, run in found.comparison.sides for m in run.scenario.measures if m.id == row.id]
                assert [row.tag] == [measure_status(release, found.comparison, m) for m in measures[:1]] or not measures
        for _, run in found.comparison.sides:
            for measure in run.scenario.measures:
                status = measure_input(release, found.comparison, measure).status
                assert measure_status(release, found.comparison, measure) == status
                chosen = {name for name, _ in overrides} & set(measure.parameters)
                assert status == "aanname" if chosen else STATUSES.index(status) >= STATUSES.index(measure.status)
                parts = [
                    part for part in found.comparison.bridge_a + found.comparison.bridge_b if part.id == measure.id
                ]
                assert all(f"is zelf een {status}." in found.part(part, ALL).definition for part in parts)


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_shares_by_status_sum_to_one(release: Release, horizon: int) -> None:
    shares = made(release, horizon=horizon).shares()
    assert sum(share.value for share in shares.values()) == pytest.approx(1)
    assert list(shares) == sorted(shares, key=STATUSES.index)


def test_a_number_has_the_weakest_status_of_what_goes_into_it(release: Release) -> None:
    found = made(release)
    for run in (found.comparison.zero, found.comparison.a, found.comparison.b):
        for code in (*found.codes, ALL):
            for answer in (found.saldo(run, code), found.difference(run, found.comparison.zero, code)):
                worst = max(answer.certainty.inputs, key=lambda item: STATUSES.index(item.status))
                assert answer.status == worst.status
                assert answer.certainty.decided_by in {item.label for item in answer.certainty.inputs}
                assert all(item.source in release.sources for item in answer.certainty.inputs)


def test_answers_agree_with_the_comparison(release: Release) -> None:
    found = made(release)
    comparison = found.comparison
    assert found.saldo(comparison.b, ALL).value == pytest.approx(comparison.cumulative(comparison.b.saldo).sum())
    parts = sum(found.part(part, ALL).value for part in comparison.bridge)
    assert parts == pytest.approx(found.difference(comparison.b, comparison.a, ALL).value)
    for kind in release.figures.cost_types:
        k = [cost_type.id for cost_type in release.figures.cost_types].index(kind.id)
        cell = found.cost(comparison.a, found.codes[0], kind.id, 2022)
        assert cell.value == pytest.approx(comparison.a.costs[0, :, k, 2].sum())
