"""Sentences have one form for A and B, name no cheaper route for unpublished years, and say what they rest on."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.evidence import published_heading
from lib.comparison.message import reads_as, what_is_published
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.readings import ENDS
from lib.text import million_words

NUMBER = re.compile(r"[+−]?€\s[\d.,]+")


def answers(release: Release, a: str, b: str, horizon: int) -> Answers:
    view = replace(default_view(release), a=a, b=b, horizon=horizon)
    return Answers(release, view, compare_view(release, view))


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_swapping_keeps_the_form(release: Release, horizon: int) -> None:
    for a, b in itertools.permutations(release.scenarios, 2):
        there, back = answers(release, a, b, horizon), answers(release, b, a, horizon)
        for one, other in (
            (there.evidence.verdict(horizon), back.evidence.verdict(horizon)),
            (published_heading(there).lower(), published_heading(back).lower()),
        ):
            assert sorted(re.findall(r"[\w€,–]+", one)) == sorted(re.findall(r"[\w€,–]+", other))
            assert NUMBER.findall(one) == NUMBER.findall(other)[::-1]


def test_the_same_route_is_no_difference_in_words(release: Release) -> None:
    for name, horizon in itertools.product(release.scenarios, release.horizons):
        said = answers(release, name, name, horizon).evidence.verdict(horizon)
        assert said.startswith("Twee keer dezelfde route: geen verschil.")


def test_a_route_is_called_cheaper_only_where_every_reading_is(release: Release) -> None:
    for (a, b), horizon in itertools.product(itertools.permutations(release.computed, 2), release.horizons):
        own = answers(release, a, b, horizon)
        said, readings = own.evidence.verdict(horizon), own.evidence.readings
        signs = {np.sign(readings.difference(x, y, horizon)[0][0]) for x, y in itertools.product(ENDS, ENDS)}
        assert ("in alle vier de uitersten" in said) == (len(signs) == 1)
        assert ("hangt af van wat niemand publiceerde" in said) == (len(signs) > 1)


def test_no_sentence_promises(release: Release) -> None:
    for a, b in itertools.product(release.scenarios, release.scenarios):
        for horizon in release.horizons:
            view = replace(default_view(release), a=a, b=b, horizon=horizon)
            found = compare_view(release, view)
            own = answers(release, a, b, horizon)
            told = published_heading(own) + own.evidence.verdict(horizon)
            told += reads_as(release, found) + what_is_published(release, found)
            assert not re.search(r"\b(belofte|winst|besparing|bespaart|verlies)\b", told)


def test_what_is_published_comes_from_the_contributions(release: Release) -> None:
    found = compare_view(release, default_view(release))
    assert what_is_published(release, found) == (
        "Gepubliceerd: de route van 2017: 2021 en 2022; het akkoord van 2020: geen jaar."
    )


def test_own_assumptions_are_counted(release: Release) -> None:
    view = replace(default_view(release), overrides=(("loonindex", 0.04),))
    assert "Eigen aannames: 1 anders dan standaard." in reads_as(release, compare_view(release, view))


def test_of_one_gemeente_a_published_total_is_no_year_without_publication(release: Release) -> None:
    found = compare_view(release, replace(default_view(release), gemeente="GM0189"))
    assert (
        "2021 en 2022 (als totaal; afgeleid van een gepubliceerd totaal is het deel van Wierden)"
        in what_is_published(release, found, "GM0189")
    )
    assert "als totaal" not in what_is_published(release, found, "GM0141")


def test_the_doorkijk_says_after_which_year_nothing_is_published(release: Release) -> None:
    found = compare_view(release, replace(default_view(release), horizon=release.figures.last_year))
    assert "doorkijk 2021–2030 (na 2022 niets gepubliceerd)" in reads_as(release, found)


def test_one_gemeente_is_named_and_counted_alone(release: Release) -> None:
    view = replace(default_view(release), gemeente="GM0189")
    own = Answers(release, view, compare_view(release, view))
    values = [own.evidence.difference(a, b, "GM0189", 2024).value for a, b in itertools.product(ENDS, ENDS)]
    said = own.evidence.verdict(2024)
    assert "voor Wierden" in said and own.evidence.agreement("GM0189", 2024) == 0
    for euros in (min(values), max(values)):
        assert million_words(abs(euros), 2) in said
