"""Sentences have one form for A and B, name no cheaper route for unpublished years, and say what they rest on."""

import itertools
import re
from dataclasses import replace

import pytest

from lib.comparison.message import headline, reads_as, unpublished, what_is_published
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.text import million_words

NUMBER = re.compile(r"[+−]?€\s[\d.,]+")


def sentence(release: Release, a: str, b: str, horizon: int) -> str:
    view = replace(default_view(release), a=a, b=b, horizon=horizon)
    return headline(release, compare_view(release, view))


@pytest.mark.parametrize("horizon", [2024, 2030])
def test_swapping_keeps_the_form(release: Release, horizon: int) -> None:
    for a, b in itertools.permutations(release.scenarios, 2):
        one, other = sentence(release, a, b, horizon), sentence(release, b, a, horizon)
        assert sorted(re.findall(r"[\w€,.–]+", one)) == sorted(re.findall(r"[\w€,.–]+", other))
        first, second = one.split(";")[-1], other.split(";")[-1]
        assert NUMBER.findall(first) == NUMBER.findall(second)[::-1]


def test_the_same_route_is_no_difference_in_words(release: Release) -> None:
    for name, horizon in itertools.product(release.scenarios, release.horizons):
        assert sentence(release, name, name, horizon).startswith("Twee keer dezelfde route: geen verschil.")


def test_beyond_the_meerjarenraming_no_route_is_called_cheaper(release: Release) -> None:
    for a, b in itertools.permutations(release.scenarios, 2):
        told = sentence(release, a, b, 2030)
        assert not re.search("voordelig|nadelig|goedkoper|duurder|cheaper", told)
        assert "rust" in told and "in het rekenvoorbeeld" in told


def test_no_sentence_promises(release: Release) -> None:
    for a, b in itertools.product(release.scenarios, release.scenarios):
        for horizon in release.horizons:
            view = replace(default_view(release), a=a, b=b, horizon=horizon)
            found = compare_view(release, view)
            told = headline(release, found) + reads_as(release, found) + what_is_published(release, found)
            assert not re.search(r"\b(belofte|winst|besparing|bespaart|verlies)\b", told)


def test_what_is_published_comes_from_the_contributions(release: Release) -> None:
    found = compare_view(release, default_view(release))
    assert what_is_published(release, found) == (
        "Gepubliceerd: de route van 2017: 2021 en 2022; het akkoord van 2020: geen jaar."
    )


def test_own_assumptions_are_counted(release: Release) -> None:
    view = replace(default_view(release), overrides=(("loonindex", 0.04),))
    assert "Eigen aannames: 1 anders dan standaard." in reads_as(release, compare_view(release, view))


def test_what_falls_in_unpublished_years_is_told_for_both(release: Release) -> None:
    found = compare_view(release, default_view(release))
    after = found.against_zero(found.a)[:, 3:5].sum(), found.against_zero(found.b)[:, 1:5].sum()
    told = unpublished(release, found).replace("\xa0", " ")
    assert (
        told
        == f"In jaren zonder publicatie valt van het verschil +€ {after[0] / 1e6:.1f} en −€ {-after[1] / 1e6:.1f} miljoen.".replace(
            ".", ",", 2
        )
    )


def test_one_gemeente_is_named_and_counted_alone(release: Release) -> None:
    view = replace(default_view(release), gemeente="GM0189")
    found = compare_view(release, view)
    alone = float(found.cumulative(found.against_zero(found.b))[-1])
    told = headline(release, found, "GM0189")
    assert release.figures.gemeenten[-1].code == "GM0189" and "voor Wierden" in told
    assert million_words(abs(alone), 2) in told
