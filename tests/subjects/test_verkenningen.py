"""A verkenning beside a release: what it does not know is told; a view with the same assumptions is recognised."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from lib.comparison.release import Release, open_release
from lib.comparison.view import NotInView, View, default_view
from lib.store.saved_views import Act, StoredVerkenning
from lib.store.verkenning import Verkenning, write_file
from lib.subjects.saved_views import (
    by_name_or_number,
    check_verkenning,
    overrides_of,
    read_verkenning,
    verkenningen_in_view,
)
from lib.subjects.saved_views import verkenning_of as made_of
from lib.tables.rows import Unsound

CHOSEN = (("frictie_per_persoon", 12300.0), ("schaalverlies", 0.065))
DAY = datetime(2020, 3, 26, 12, 30, 15, 999)


@pytest.fixture
def view(release: Release) -> View:
    return replace(default_view(release), key="inwoners", overrides=CHOSEN)


@pytest.fixture
def one(view: View) -> Verkenning:
    return made_of(view, name=" Somber ", note="Waarom", author="Controller", made_at=DAY)


def kept(number: int, one: Verkenning, *acts: str) -> StoredVerkenning:
    events = tuple(Act(act, DAY, "A", "n") for act in acts or ("bewaard",))
    return StoredVerkenning(number, *one.__dict__.values(), events)


def test_a_view_is_kept_and_comes_back_through_its_file(
    release: Release, view: View, one: Verkenning, first_database: Path
) -> None:
    check_verkenning(release, one)
    assert (one.name, one.release, one.key, one.made_at.microsecond) == ("Somber", 1, "inwoners", 0)
    back = read_verkenning("a.toml", write_file(one), lambda own: open_release(first_database, own.release))
    assert back == one
    assert overrides_of(release, back) == view.overrides


def test_a_value_that_is_standaard_counts_for_nothing(release: Release, one: Verkenning) -> None:
    standard = release.default_values["loonindex"]
    more = replace(one, values=(("loonindex", standard), *one.values))
    check_verkenning(release, more)
    assert overrides_of(release, more) == CHOSEN


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "akkoord 2020"}, "sleutel naam: zo heet een route al"),
        ({"name": "ONGEWIJZIGD"}, "sleutel naam: zo heet een route al"),
        ({"route_a": "akkord_2020"}, "sleutel route_a: onbekende route; gelezen: “akkord_2020”; bedoelde u “akkoord_2020”?"),
        ({"route_b": "x"}, "sleutel route_b: onbekende route"),
        ({"key": "inwoner"}, "sleutel sleutel: onbekende verdeelsleutel; gelezen: “inwoner”; bedoelde u “inwoners”?"),
        ({"values": (("schaalverlis", 0.1),)}, "aannames, sleutel schaalverlis: onbekende parameter; gelezen: “schaalverlis”"),
        ({"values": (("schaalverlies", 1.5),)}, "gelezen: “1.5”; kies een waarde van 0"),
        ({"values": (("frictie_per_persoon", -1.0),)}, "of hoger."),
        ({"values": ()}, "alles staat op standaard"),
    ],
)  # fmt: skip
def test_what_the_release_does_not_know(
    release: Release, one: Verkenning, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(Unsound) as caught:
        check_verkenning(release, replace(one, **changes), "a.toml")  # type: ignore[arg-type]
    assert str(caught.value).startswith("a.toml, ") and said in str(caught.value)


def test_every_problem_is_told_at_once(release: Release, one: Verkenning) -> None:
    wrong = replace(one, name="Akkoord 2020", route_a="x", key="y", values=(("z", 1.0), ("schaalverlies", 2.0)))
    with pytest.raises(Unsound) as caught:
        check_verkenning(release, wrong)
    assert len(caught.value.problems) == 5


def test_a_file_of_a_release_that_is_not_here(one: Verkenning, first_database: Path) -> None:
    raw = write_file(replace(one, release=10**12))
    with pytest.raises(Unsound, match="verkenning, sleutel release: onbekende release; gelezen: “1000000000000”"):
        read_verkenning("a.toml", raw, lambda own: open_release(first_database, own.release))


def test_a_view_with_the_same_assumptions_is_recognised(release: Release, view: View, one: Verkenning) -> None:
    same = kept(1, one)
    known = [
        same,
        kept(2, replace(one, release=2)),
        kept(3, replace(one, values=CHOSEN[:1])),
        kept(4, one, "bewaard", "ingetrokken"),
    ]
    assert verkenningen_in_view(release, view, known) == [(same, True)]
    for other in (replace(view, key=None), replace(view, a=view.b), replace(view, b=view.a)):
        assert verkenningen_in_view(release, other, known) == [(same, False)]
    looked = replace(view, gemeente="GM0189", expression="per_inwoner", horizon=2030)
    assert verkenningen_in_view(release, looked, known) == [(same, True)]
    assert verkenningen_in_view(release, replace(view, overrides=()), known) == []
    assert verkenningen_in_view(release, replace(view, overrides=CHOSEN[1:]), known) == []


def test_asked_by_name_or_number(one: Verkenning) -> None:
    first, second = kept(1, one, "bewaard", "ingetrokken"), kept(2, one)
    known = [first, second]
    assert by_name_or_number(known, "1") == first
    assert by_name_or_number(known, "2") == by_name_or_number(known, "SOMBER") == second
    with pytest.raises(NotInView, match="Onbekende verkenning “Sombr”; bedoelde u “Somber”"):
        by_name_or_number(known, "Sombr")
