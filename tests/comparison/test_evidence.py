"""What a difference rests on adds up, a sentence about a cheaper route is earned, and one-offs that are PM are no number."""

from dataclasses import replace
from itertools import product

import pytest

from lib.comparison.answers import Answers
from lib.comparison.evidence import RUNGS, published_heading
from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.model.figures import ALL
from lib.model.readings import ENDS

SPAN = (2021, 2024)


def answers(release: Release, **choices: object) -> Answers:
    view: View = replace(default_view(release), **choices)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def turned(own: Answers) -> Answers:
    return answers(own.release, a=own.view.b, b=own.view.a)


@pytest.mark.parametrize("one_off", [False, True])
def test_the_ladder_adds_up_for_every_gemeente(release: Release, one_off: bool) -> None:
    own = answers(release)
    a, b = own.comparison.a, own.comparison.b
    for code in (ALL, *own.codes):
        steps = own.evidence.ladder(code, one_off)
        whole = own.one_off_difference(b, a, code) if one_off else own.structural(b, a, code)
        assert tuple(steps) == RUNGS
        assert sum(step.value for step in steps.values()) == pytest.approx(whole.value, abs=0.01)


def test_what_comes_out_at_a_publication_is_published_and_what_is_changed_is_not(release: Release) -> None:
    assert answers(release).evidence.ladder(ALL, False)["gepubliceerd"].value == pytest.approx(-3.24e6, abs=0.01e6)
    own = answers(release, overrides=(("meeropbrengst_doorontwikkeling", 0.2),))
    assert own.evidence.ladder(ALL, False)["gepubliceerd"].value == 0


def test_the_heading_has_one_form_for_both_routes(release: Release) -> None:
    own = answers(release)
    first, second = published_heading(own).rstrip(".").split("; ")
    again, other = published_heading(turned(own)).rstrip(".").split("; ")
    assert (first.lower(), second.lower()) == (other.lower(), again.lower())
    assert all(" noemt " in part and part.endswith(" open") and " en laat " in part for part in (first, second))


def test_a_release_from_before_says_so_in_its_heading(release: Release) -> None:
    older = {name: replace(own, names="", leaves_open="") for name, own in release.scenarios.items()}
    said = published_heading(answers(replace(release, scenarios=older)))
    assert said == "De route van 2017 en het akkoord van 2020: deze release zegt niet wat elke kant zelf publiceerde."


def test_one_offs_that_are_only_pm_are_no_number(release: Release) -> None:
    own = answers(release)
    assert [
        release.one_off_is_pm(run.scenario) for run in (own.comparison.zero, own.comparison.a, own.comparison.b)
    ] == [
        False,
        True,
        False,
    ]
    for end in ENDS:
        assert own.evidence.one_off("a", end, ALL, SPAN) is None
        known = own.evidence.one_off("b", end, ALL, SPAN)
        assert known is not None and known.value < 0
    assert turned(own).evidence.one_off("b", "gunstig", ALL, SPAN) is None
    both = answers(release, b="maatschappelijke_onderneming_2017", a="maatschappelijke_onderneming_2017")
    assert both.evidence.one_off_difference("gunstig", "gunstig", ALL, 2024) is None


def test_a_cheaper_route_is_only_named_where_every_reading_agrees(release: Release) -> None:
    own = answers(release)
    assert {own.evidence.agreement(code, last) for code in (ALL, *own.codes) for last in (2024, 2030)} == {0}
    kin = answers(release, a="akkoord_2020", b="uitvoering_2021")
    assert kin.evidence.agreement(ALL, 2024) == -1 == -turned(kin).evidence.agreement(ALL, 2024)


def test_one_gemeente_needs_every_estimate_of_where_the_people_are(release: Release) -> None:
    """With only frictie and behoud left open: who pays in an own-cost route still depends on where the people are."""
    fixed = {"meeropbrengst_doorontwikkeling": 0.0, "meeropbrengst_akkoord": -0.01, "schaalverlies": 0.001}
    fixed |= {"efficiency_eindwaarde": 0.0001, "ruimtebesparing_stichting": 0.0001, "behoud_na_2022": 0.5}
    own = answers(release, overrides=tuple(sorted(fixed.items())))
    assert own.evidence.agreement(ALL, 2024) == -1
    signs = {code: own.evidence.agreement(code, 2024) for code in own.codes}
    assert signs["GM1700"] in (-1, 0) and 0 in signs.values()


def test_what_a_gemeente_can_expect_holds_every_estimate(release: Release) -> None:
    own = answers(release)
    for side, code in product(("a", "b"), own.codes):
        least, most = (end.value for end in own.evidence.reach(side, code, SPAN))  # type: ignore[arg-type]
        for end in ENDS:
            value = own.evidence.structural(side, end, code, SPAN).value  # type: ignore[arg-type]
            assert least - 0.01 <= value <= most + 0.01
        if side == "a":
            ends = [own.evidence.structural("a", end, code, SPAN).value for end in ENDS]
            assert (least, most) == pytest.approx((min(ends), max(ends)), abs=0.01)
    assert (
        own.evidence.reach("b", "GM1700", SPAN)[0].value
        < own.evidence.structural("b", "ongunstig", "GM1700", SPAN).value - 1e6
    )


def test_swapping_the_routes_swaps_the_numbers(release: Release) -> None:
    own = answers(release)
    other = turned(own)
    for end_a, end_b in product(ENDS, ENDS):
        there, back = (
            own.evidence.difference(end_a, end_b, ALL, 2030),
            other.evidence.difference(end_b, end_a, ALL, 2030),
        )
        assert there.value == pytest.approx(-back.value, abs=0.01)
        assert (
            own.evidence.structural("a", end_a, ALL, SPAN).value
            == other.evidence.structural("b", end_a, ALL, SPAN).value
        )
