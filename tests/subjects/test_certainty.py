"""A computed number has the weakest status among its inputs; a reproduced publication has that of the publication."""

from dataclasses import replace

import pytest

from lib.comparison.answers import Answers
from lib.comparison.certainty import Input, weakest
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
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
