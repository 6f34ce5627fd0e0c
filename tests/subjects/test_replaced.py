"""A parameter that was replaced: an old link, verkenning or state is translated, and told in words."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from lib.comparison.assumptions import read_assumptions, read_opinion, read_value, translated
from lib.comparison.release import Release
from lib.comparison.view import NotInView, default_view
from lib.store.verkenning import Verkenning
from lib.subjects.saved_views import changed_since, check_verkenning, overrides_of, results, write_view

OLD, BY, DIVISOR = "meeropbrengst_na_2022", "behoud_na_2022", "meeropbrengst_doorontwikkeling"
GONE = "De aanname “Meeropbrengst door doorontwikkeling na 2022” bestaat niet meer"


def plain(sentences: list[str]) -> list[str]:
    return [sentence.replace("\xa0", " ") for sentence in sentences]


def test_it_is_divided_by_the_other_as_the_view_has_it(release: Release) -> None:
    assert OLD in release.replacements and OLD not in release.parameters
    own, wrong = read_assumptions(release, f"{OLD}=0,147")
    assert own == ((BY, 0.147 / release.default_values[DIVISOR]),)
    label = release.parameters[BY].label
    assert plain(wrong) == [f"{GONE}; omgerekend: {label} = 50 % van het niveau van 2022."]
    for text in (f"{OLD}=0,1;{DIVISOR}=0,2", f"{DIVISOR}=0,2;{OLD}=10 %"):
        assert dict(read_assumptions(release, text)[0]) == {DIVISOR: 0.2, BY: 0.5}
    assert dict(read_opinion(release, f"{OLD}=0,1;{DIVISOR}=0,2")[0] or ()) == {DIVISOR: 0.2, BY: 0.5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{OLD}=0,1;{DIVISOR}=0", "telt niet mee. Omrekenen kan niet"),
        (f"{OLD}=0,1;{BY}=0,4", "telt niet mee. Er staat al een waarde voor"),
        (f"{OLD}=0,9;{DIVISOR}=0,1", "ligt buiten het toelaatbare bereik"),
    ],
)
def test_what_cannot_be_translated_is_dropped_with_a_sentence(release: Release, text: str, words: str) -> None:
    own, wrong = read_assumptions(release, text)
    assert own == read_assumptions(release, text.split(";")[1])[0]
    assert len(wrong) == 1 and wrong[0].startswith(GONE) and words in wrong[0]


def test_what_is_no_number_is_said_by_its_old_label(release: Release) -> None:
    with pytest.raises(NotInView, match="Meeropbrengst door doorontwikkeling na 2022"):
        read_value(release, OLD, "veel")


def test_a_release_that_still_has_it_translates_nothing(release: Release) -> None:
    parameter = replace(release.parameters[DIVISOR], id=OLD)
    before = replace(release, parameters={**release.parameters, OLD: parameter})
    assert translated(before, {OLD: 0.1}) == ({OLD: 0.1}, [])
    assert read_assumptions(before, f"{OLD}=0,1") == (((OLD, 0.1),), [])


def test_a_verkenning_and_a_frozen_state_are_translated(release: Release) -> None:
    old = Verkenning("Naam", "n", "A", datetime(2020, 3, 26), 1, "akkoord_2020", "ongewijzigd", None, ((OLD, 0.147),))
    check_verkenning(release, old)
    assert overrides_of(release, old) == ((BY, 0.147 / release.default_values[DIVISOR]),)
    view = default_view(release)
    stored = {**json.loads(write_view(view)), "overrides": [[OLD, 0.147]]}
    then = results(release, replace(view, overrides=overrides_of(release, old)))
    assert changed_since(then, json.dumps(stored), release).nothing
