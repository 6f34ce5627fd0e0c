"""Where the people are is a choice of the view: it moves people and their costs, never their sum, and every surface says
so."""

from dataclasses import replace

import numpy as np
import pytest

from lib.comparison.answers import Answers
from lib.comparison.message import EXAMPLE, OWN_KEY, OWN_PEOPLE, assumed, basis, own_words, people_words, reads_as
from lib.comparison.release import Release
from lib.comparison.results import Results
from lib.comparison.view import (
    NotInView,
    View,
    compare_view,
    default_view,
    figures_of,
    options,
    people_choice,
    scale_of,
)
from lib.model.figures import ALL
from lib.subjects.saved_views import check_view, read_view, results, write_view

OTHER = "loonstijging_2021"
WORDS = "Waar de mensen zijn: loonstijging 2021 (standaard regeling 2019)."


@pytest.fixture
def view(release: Release) -> View:
    return replace(default_view(release), people=OTHER)


def test_standaard_is_what_nobody_chose(release: Release) -> None:
    first, *others = options(release)["people"]
    assert people_choice(release, None) is None and people_choice(release, first) is None
    assert [people_choice(release, key) for key in others] == others
    assert figures_of(release, None) is release.figures
    for name in ("inwoners", "", "loonstijging"):
        with pytest.raises(NotInView, match="waar de mensen zijn"):
            people_choice(release, name)


def test_a_view_that_its_release_does_not_know_is_refused(release: Release, view: View) -> None:
    strange = replace(view, people="inwoners")
    for ask in (compare_view, check_view):
        with pytest.raises(NotInView):
            ask(release, strange)


@pytest.mark.parametrize("key", ["loonstijging_2021", "participatie_2024"])
def test_people_and_costs_move_and_the_sums_stay(release: Release, key: str) -> None:
    plain, other = (compare_view(release, replace(default_view(release), people=name)) for name in (None, key))
    assert plain.people is None and other.people == key
    # Staff goes with the work, whose make-up differs by gemeente: its sum stays, not that of each werkvorm.
    for name, axes in (("persons", 0), ("staff", (0, 1))):
        before, after = (getattr(comparison.a, name) for comparison in (plain, other))
        assert np.allclose(before.sum(axis=axes), after.sum(axis=axes), rtol=1e-12)
        assert np.abs(before - after)[..., 0].max() > 1
    for side in ("zero", "a"):
        before, after = (getattr(comparison, side) for comparison in (plain, other))
        assert not before.scenario.own_costs and np.allclose(before.saldo, after.saldo, atol=0.01)
    assert plain.b.scenario.own_costs and np.abs(plain.b.saldo - other.b.saldo).max() > 1_000


def test_every_number_of_people_is_that_of_the_view(release: Release, view: View) -> None:
    answers = Answers(release, view, compare_view(release, view))
    base, placed = release.figures.base_year, release.figures.placed(OTHER)
    assert not np.allclose(placed.persons, release.figures.persons)
    for g, code in enumerate(answers.codes):
        persons = answers.wsw(answers.comparison.zero, code, None, base + 1)
        assert f"{placed.persons[g].sum():.1f}".replace(".", ",") in persons.formula.replace("\xa0", " ")
        scale = scale_of(release, "per_wsw_persoon", OTHER)
        assert scale.divisors[code] == placed.persons[g].sum()
        assert scale_of(release, "per_wsw_persoon").divisors[code] == release.figures.persons[g].sum()
    per_person = replace(view, expression="per_wsw_persoon")
    assert replace(answers, view=per_person).scale == scale_of(release, "per_wsw_persoon", OTHER)
    assert scale.divisors[ALL] == pytest.approx(release.figures.persons.sum())


def test_every_sentence_says_so(release: Release, view: View) -> None:
    assert own_words(release, view) == WORDS
    comparison = compare_view(release, view)
    assert assumed(comparison) == OWN_PEOPLE and EXAMPLE not in reads_as(release, comparison)
    assert basis(comparison) == f"Alle aannames op standaard, {OWN_PEOPLE}."
    both = compare_view(release, replace(view, key="inwoners"))
    assert assumed(both) == f"{OWN_KEY} en {OWN_PEOPLE}"
    assert people_words(release, None) == "Regeling 2019 (standaard)"


def test_a_frozen_state_says_it_from_what_is_stored(release: Release, view: View) -> None:
    assert read_view(write_view(view), view.release) == view
    found = results(release, view)
    assert Results(found.numbers, found.texts).own_words == WORDS
    assert found.choices["Waar de mensen zijn"] == "Loonstijging 2021 (standaard regeling 2019)"
    still = results(release, default_view(release))
    assert Results(still.numbers, still.texts).own_words == ""


def test_a_state_from_before_the_choice_has_standaard(release: Release) -> None:
    view = default_view(release)
    before = write_view(view).replace('"people": null, ', "")
    assert "people" not in before and read_view(before, view.release) == view
