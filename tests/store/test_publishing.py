"""Publish, take in use, withdraw: each whole, each on record, and nothing is ever overwritten."""

import re
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.store import publishing
from lib.store.faults import StoreError
from lib.store.locations import Database
from lib.store.publishing import WITHDRAWN, HandedIn, NotAllowed, ReleaseMoved, history, publish, take_in_use, withdraw
from lib.store.releases import CONCEPT, IN_USE, UnknownRelease, current, load, releases
from lib.tables.content import Content
from tests.people import beheerder
from tests.store.meddling import meddling
from tests.store.test_releases import changed, counts

QUERIES = Path(publishing.__file__).with_name("queries.sql")
FILE = HandedIn("cijfers 2020.xlsx", "ab" * 32, 1234, 56)
OTHER = HandedIn("kosten.csv", "cd" * 32, 99, 7)


def put(path: Database, content: Content, expected: int, *files: HandedIn, state: str = IN_USE) -> int:
    return publish(
        path, content, name="Proef", note="noot", by=beheerder("tester"), files=files, expected=expected, state=state
    )


@pytest.fixture
def other(shipped: Content) -> Content:
    return changed(shipped, "gemeenten", gemeente="Almelo-Oost")


def state_of(path: Database) -> dict[int, str]:
    return {info.number: info.state for info in releases(path)}


def test_publishing_adds_a_release_with_the_files_it_came_from(database: Database, other: Content) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    assert put(database, other, 1, FILE, OTHER, FILE) == 2
    info = current(database)
    assert (info.number, info.name, info.note, info.publisher, info.hash) == (2, "Proef", "noot", "tester", other.hash)
    assert load(database, 2).hash == other.hash
    first, second = history(database)
    assert (first.release, first.act, first.actor, first.files) == (1, "gepubliceerd", "Routewijzer", ())
    assert (second.release, second.act, second.actor, second.note, second.name) == (
        2,
        "gepubliceerd",
        "tester",
        "noot",
        "Proef",
    )
    assert second.files == (FILE, OTHER)
    assert timedelta(0) <= second.happened_at - before < timedelta(minutes=1)


def test_a_publisher_who_looked_at_another_release_looks_again(
    database: Database, other: Content, shipped: Content
) -> None:
    put(database, other, 1)
    before = counts(database)
    with pytest.raises(ReleaseMoved) as caught:
        put(database, shipped, 1)
    assert "is release 2 in gebruik gekomen" in caught.value.melding
    assert "uit van release 1" in caught.value.melding
    assert "opnieuw" in caught.value.melding
    assert counts(database) == before
    assert put(database, shipped, 2) == 3


def test_a_release_that_came_back_into_use_is_the_one_in_use(
    database: Database, other: Content, shipped: Content
) -> None:
    put(database, other, 1)
    take_in_use(database, 1, note="terug", by=beheerder("ik"))
    with pytest.raises(ReleaseMoved):
        put(database, shipped, 2)
    assert put(database, shipped, 1) == 3


@pytest.mark.parametrize("state", [IN_USE, CONCEPT])
def test_publishing_twice_by_the_same_click_adds_one_release(database: Database, other: Content, state: str) -> None:
    assert [put(database, other, 1, FILE, state=state) for _ in range(2)] == [2, 2]
    assert len(releases(database)) == 2 and len(history(database)) == 2
    used = current(database).number
    with pytest.raises(ReleaseMoved) if used == 2 else nullcontext():
        publish(database, other, name="Proef", note="anders", by=beheerder("tester"), files=[], expected=1, state=state)


def test_an_act_from_an_older_screen_is_refused(database: Database, other: Content, shipped: Content) -> None:
    """Somebody saw release 1 in use; since then release 2 came into use."""
    put(database, shipped, 1, state=CONCEPT)
    put(database, other, 1)
    before = history(database)
    for act in (take_in_use, withdraw):
        with pytest.raises(ReleaseMoved) as caught:
            act(database, 2, note="n", by=beheerder("ik"), expected=1)
        assert caught.value.melding.startswith(
            "Intussen is release 3 in gebruik gekomen; uw scherm ging uit van release 1."
        )
        assert caught.value.melding.endswith("Er is niets veranderd.")
    assert history(database) == before
    take_in_use(database, 2, note="n", by=beheerder("ik"), expected=3)
    assert current(database).number == 2


def test_taking_in_use_twice_by_the_same_click_takes_one_in_use(database: Database, other: Content) -> None:
    put(database, other, 1, state=CONCEPT)
    take_in_use(database, 2, note="n", by=beheerder("ik"), expected=1)
    with pytest.raises(NotAllowed, match=r"^Release 2 is al in gebruik\."):
        take_in_use(database, 2, note="n", by=beheerder("ik"), expected=1)
    assert len(history(database)) == 3


@pytest.mark.parametrize("missing", ["name", "note", "publisher"])
@pytest.mark.parametrize("text", ["", "  \n", "\u200b"])
def test_publishing_needs_a_name_a_note_and_a_publisher(
    database: Database, other: Content, missing: str, text: str
) -> None:
    words = {"name": "N", "note": "n", "publisher": "p", missing: text}
    by = beheerder(words.pop("publisher"))
    with pytest.raises(NotAllowed, match=r"^Geef (een naam|een toelichting|wie publiceert) op\."):
        publish(database, other, files=[], expected=1, by=by, **words)
    assert state_of(database) == {1: IN_USE}


def test_words_are_kept_on_one_line(database: Database, other: Content) -> None:
    publish(database, other, name=" N\tx ", note="een\ntwee\u200b", by=beheerder(" p "), files=[], expected=1)
    info = current(database)
    assert (info.name, info.note, info.publisher) == ("N x", "een twee", "p")


def test_a_file_that_cannot_be_noted_leaves_no_release(database: Database, other: Content) -> None:
    before = counts(database)
    with pytest.raises(StoreError):
        put(database, other, 1, FILE, HandedIn("x", "y", -1, 0))
    assert counts(database) == before
    assert len(history(database)) == 1


def test_a_concept_waits_until_it_is_taken_in_use(database: Database, other: Content) -> None:
    number = put(database, other, 1, state=CONCEPT)
    assert current(database).number == 1
    take_in_use(database, number, note="akkoord", by=beheerder("ik"))
    assert current(database).number == number
    assert [event.act for event in history(database)][1:] == ["als concept gepubliceerd", "in gebruik genomen"]


def test_back_to_an_earlier_release_and_forth(database: Database, other: Content) -> None:
    put(database, other, 1)
    for number in (1, 2, 1):
        take_in_use(database, number, note=f"naar {number}", by=beheerder("ik"))
        assert current(database).number == number
    events = history(database)
    assert [event.release for event in events] == [1, 2, 1, 2, 1]
    assert [event.note for event in events][2:] == ["naar 1", "naar 2", "naar 1"]
    assert {event.act for event in events[2:]} == {"in gebruik genomen"}
    assert all(event.actor == "ik" and event.files == () for event in events[2:])


def test_withdrawing_and_taking_in_use_again(database: Database, other: Content) -> None:
    put(database, other, 1)
    withdraw(database, 1, note="fout", by=beheerder("ik"))
    assert state_of(database) == {1: WITHDRAWN, 2: IN_USE}
    assert current(database).number == 2
    take_in_use(database, 1, note="toch goed", by=beheerder("ik"))
    assert state_of(database) == {1: IN_USE, 2: IN_USE}
    assert current(database).number == 1
    assert [event.act for event in history(database)][2:] == ["ingetrokken", "in gebruik genomen"]


def test_what_cannot_be_done_is_told_and_changes_nothing(database: Database, other: Content) -> None:
    put(database, other, 1)
    withdraw(database, 1, note="fout", by=beheerder("ik"))
    refused = {
        "Neem eerst een andere release in gebruik.": lambda: withdraw(database, 2, note="n", by=beheerder("a")),
        "Release 1 is al ingetrokken.": lambda: withdraw(database, 1, note="n", by=beheerder("a")),
        "Release 2 is al in gebruik.": lambda: take_in_use(database, 2, note="n", by=beheerder("a")),
        "Geef een toelichting op.": lambda: take_in_use(database, 1, note=" ", by=beheerder("a")),
        "Geef wie dit doet op.": lambda: withdraw(database, 1, note="n", by=beheerder("")),
    }
    for sentence, act in refused.items():
        with pytest.raises(NotAllowed) as caught:
            act()
        assert sentence in caught.value.melding
    for act in (take_in_use, withdraw):
        with pytest.raises(UnknownRelease) as unknown:
            act(database, 9, note="n", by=beheerder("a"))
        assert unknown.value.melding == "Release 9 bestaat niet. Kies een release uit de lijst."
    assert len(history(database)) == 3


def test_the_record_is_only_added_to() -> None:
    """No statement of the store changes or removes a row."""
    text = re.sub(r"--.*", "", QUERIES.read_text("utf-8"))
    assert not re.search(r"\b(UPDATE|DELETE|DROP|TRUNCATE|REPLACE|ALTER)\b", text, re.IGNORECASE)


def test_an_older_layout_that_takes_no_writing_has_a_record_without_files(database: Database) -> None:
    with meddling(database) as connection:
        connection.execute("DROP TABLE release_files")
    assert [event.files for event in history(database)] == [()]
