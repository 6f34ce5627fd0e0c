"""The worked example ends on the amount of the Comparison, whatever is chosen, and shows the parts that make it."""

from dataclasses import replace
from itertools import product

import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.figures import ALL
from lib.subjects.accountability.worked_example import Example, steps
from lib.text import NBSP


@pytest.fixture(scope="module")
def answers(release: Release) -> Answers:
    """With the smaller scale of model.md §7."""
    choices = {
        "a": "maatschappelijke_onderneming_2017",
        "b": "uitvoering_2021",
        "overrides": (("schaalverlies", 0.03),),
    }
    view = replace(default_view(release), **choices)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def test_volume_price_measures_and_share_give_the_amount_of_the_comparison(answers: Answers) -> None:
    figures = answers.release.figures
    for run in (answers.comparison.a, answers.comparison.b, answers.comparison.zero):
        for code, werkvorm, kind, year in product(
            (ALL, "GM0141", "GM1742"),
            (None, "beschut", "begeleid_werken"),
            [cost_type.id for cost_type in figures.cost_types],
            (figures.base_year + 1, 2024, figures.last_year),
        ):
            example = Example(answers, run, code, werkvorm, kind, year)
            base, _, _, volume, price, factor, before, result = (step.answer.value for step in steps(example))
            share = figures.keys[run.key][answers.codes.index(code)] if example.shared else 1.0
            assert before == pytest.approx(base * volume * price * factor)
            assert result == pytest.approx(before * share, abs=1e-6)
            g = slice(None) if code == ALL else answers.codes.index(code)
            w = [werkvorm in (None, each.id) for each in figures.werkvormen]
            cell = run.costs[g][..., w, example.k, example.t].sum()
            assert result == pytest.approx(cell, abs=1e-6)


def test_the_result_of_all_werkvormen_is_the_cost_that_the_pages_show(answers: Answers) -> None:
    for run in (answers.comparison.a, answers.comparison.b):
        last = steps(Example(answers, run, "GM0163", None, "overhead", 2024))[-1].answer
        shown = answers.cost(run, "GM0163", "overhead", 2024)
        assert last.value == pytest.approx(shown.value)
        assert last.status == shown.status


def test_the_model_page_s_factors(answers: Answers) -> None:
    """model.md §7: v = .893025, φ = .361, volume .931643, index 1.0609, F = 1.03."""
    shown = {
        step.name: step.answer.value
        for step in steps(Example(answers, answers.comparison.b, "GM0141", "beschut", "begeleiding", 2022))
    }
    assert shown["Wie nog werkt"] == pytest.approx(0.893025)
    assert shown["Vast deel"] == pytest.approx(0.361)
    assert shown["Volume"] == pytest.approx(0.931643, abs=5e-7)
    assert shown["Prijspeil"] == pytest.approx(1.0609)
    assert shown["Maatregelen"] == pytest.approx(1.03)


def test_measures_are_named_with_their_size(answers: Answers) -> None:
    example = Example(answers, answers.comparison.b, "GM0141", "beschut", "huisvesting", 2024)
    factor = next(step.answer for step in steps(example) if step.name == "Maatregelen")
    assert factor.formula.startswith("1 + 0,030000 (kleinere schaal) − 0,100000 (minder ruimte voor de stichting)")
    untouched = Example(answers, answers.comparison.zero, "GM0141", "beschut", "huisvesting", 2024)
    assert "geen maatregel" in next(s.answer.formula for s in steps(untouched) if s.name == "Maatregelen")


def test_a_measure_for_some_gemeenten_weighs_in_the_total(answers: Answers) -> None:
    whole = Example(answers, answers.comparison.b, ALL, "beschut", "huisvesting", 2024)
    sizes = {measure.id: size for measure, size in whole.measures()}
    assert -0.1 < sizes["ruimtebesparing"] < 0
    alone = Example(answers, answers.comparison.b, "GM0163", "beschut", "huisvesting", 2024)
    assert "ruimtebesparing" not in {measure.id for measure, _ in alone.measures()}


def test_own_values_fill_the_formula(release: Release) -> None:
    view = replace(default_view(release), overrides=(("uitstroom_wsw", 0.1),))
    changed = Answers(release, view, compare_view(release, view))
    people = steps(Example(changed, changed.comparison.a, ALL, None, "overhead", 2022))[1].answer
    assert people.value == pytest.approx(0.81)
    assert people.formula.startswith(f"(1 − 10{NBSP}% per jaar)^2")
    assert people.status == "aanname"
