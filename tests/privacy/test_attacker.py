"""Whoever reads everything and knows the rule still finds two admissible values for every small number of people."""

import pytest

from lib.comparison.release import Release, make_release
from lib.tables.content import Content
from tests.privacy.attacker import Attacker, another, generated, hidden_places

FEW, MANY = 6, 200
SEEDS = [
    *range(FEW),
    *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(FEW, MANY)),
]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_number_follows_from_what_the_tables_print(release: Release, shipped: Content, seed: int) -> None:
    content = generated(shipped, seed)
    attacker = Attacker(make_release(release.info, content), content)
    hidden = [place for place in hidden_places(content) if place in attacker.places]
    assert hidden
    for place in hidden:
        least, most = attacker.range_of(place)
        assert least < most, place


@pytest.mark.parametrize("seed", SEEDS)
def test_every_small_number_could_be_another(shipped: Content, seed: int) -> None:
    """For each there is a release with another number that gives a reader the very same."""
    content = generated(shipped, seed)
    hidden = hidden_places(content)
    assert hidden
    assert [place for place in hidden if another(content, place) is None] == []
