"""A budget that the model was calibrated on is not told as a confirmation of the model."""

from dataclasses import replace

import numpy as np

from lib.comparison.answers import Answers
from lib.comparison.pm import left_out
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.subjects.costs.basis import calibrations, published_beside_model
from lib.subjects.costs.costs import SAME_SUBSIDY, same_subsidy, wages
from lib.web.blocks.costs import NO_TEST, published


def answers_of(release: Release) -> Answers:
    view = default_view(release)
    return Answers(release, view, compare_view(release, view))


def with_status(release: Release, bron_id: str, status: str) -> Release:
    """The release with every anchor and parameter of one source on another status."""
    anchors = tuple(
        {**row, "status": status if row["bron_id"] == bron_id else row["status"]} for row in release.tables["anchors"]
    )
    parameters = {
        name: replace(each, status=status) if each.source == bron_id else each
        for name, each in release.parameters.items()
    }
    return replace(release, tables={**release.tables, "anchors": anchors}, parameters=parameters)


def test_the_source_of_the_budgets_is_a_calibration(release: Release) -> None:
    answers = answers_of(release)
    modelled = [each for each in published_beside_model(answers) if each.model is not None]
    reports = [(each, report) for each in modelled for report in each.reports]
    assert reports and all(
        each.calibrated_on(row) == (row["status"] == "begroting" and row["bron_id"] in calibrations(release))
        for each, row in reports
    )
    page = published(answers)
    met = sum(each.fits(row) for each, row in reports)
    assert page.count("het model is hierop afgesteld") == met > 0
    assert page.count("wijkt af van het model") == len(reports) - met > 0
    assert "valt samen met het model" not in page and page.count(NO_TEST) == 1


def test_without_a_calibration_it_is_a_coincidence(release: Release) -> None:
    (source,) = calibrations(release)
    page = published(answers_of(with_status(release, source, "bericht")))
    assert "afgesteld" not in page and "valt samen met het model" in page


def test_the_subsidieresultaat_is_called_equal_only_where_it_is(release: Release) -> None:
    answers = answers_of(release)
    assert same_subsidy(answers) and wages(answers).endswith(SAME_SUBSIDY)
    run = answers.comparison.b
    k = [each.soort for each in release.figures.cost_types].index("subsidieresultaat")
    costs = np.array(run.costs)
    costs[0, 0, k, 1] += 1.0
    moved = replace(answers, comparison=replace(answers.comparison, b=replace(run, costs=costs)))
    assert not same_subsidy(moved) and "gelijk" not in wages(moved)


def test_pm_of_two_routes_counts_an_item_once(release: Release) -> None:
    answers = answers_of(release)
    a, b = answers.comparison.a, answers.comparison.b
    assert left_out(answers, b) == int(answers.pm(b).value)
    assert left_out(answers, b, b) == left_out(answers, b)
    assert left_out(answers, a, b) == len({*a.scenario.pm, *b.scenario.pm})
    pm = release.figures.pm.copy()
    pm[0, 0, :2] = True
    changed = answers_of(replace(release, figures=replace(release.figures, pm=pm)))
    assert left_out(changed, changed.comparison.b) == left_out(answers, b) + 2
