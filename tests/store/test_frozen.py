"""A frozen state comes back byte for byte or not at all, and nothing about one person gets into it."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lib.store import locations
from lib.store.faults import DatabaseRefused
from lib.store.locations import Database
from lib.store.publishing import NotAllowed, history, withdraw
from lib.store.releases import current
from lib.store.saved_views import (
    AUTHOR,
    NAME,
    NOTE,
    BrokenState,
    Program,
    State,
    StateInfo,
    UnknownState,
    freeze,
    matching,
    seal,
    state,
    states,
)
from lib.tables.content import Content
from tests.people import beheerder
from tests.store.meddling import LAYOUT_3, meddling
from tests.store.test_publishing import put
from tests.store.test_releases import changed

TABLES = {"numbers": b"PAR1 een", "costs": b"PAR1 twee\x00\xff"}
PROGRAM = Program("0.1.0", "ef" * 32)
WORDS = {"name": "Vergadering 26 maart", "note": "na de pauze", "author": "De griffier"}


def put_away(path: Database, **words: str) -> int:
    told = {**WORDS, **words}
    by = beheerder(told.pop("author"))
    return freeze(path, TABLES, release=current(path), view='{"a": "x"}', program=PROGRAM, by=by, **told)


def change(path: Database, statement: str, *values: Any) -> None:
    with meddling(path) as connection:
        connection.execute(statement, values)


def test_a_state_comes_back_as_it_was_frozen(database: Database) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    assert put_away(database) == 1
    found = state(database, 1)
    assert found.tables == TABLES
    info = found.info
    assert (info.name, info.note, info.author) == ("Vergadering 26 maart", "na de pauze", "De griffier")
    assert (info.release, info.release_hash, info.view) == (1, current(database).hash, '{"a": "x"}')
    assert info.program == PROGRAM
    assert timedelta(0) <= info.created_at - before < timedelta(minutes=1)
    assert info.seal == seal(info, TABLES) and len(info.seal) == 64


def test_freezing_the_same_twice_is_one_state(database: Database) -> None:
    assert [put_away(database), put_away(database, name=" Vergadering  26 maart")] == [1, 1]
    assert len(states(database)) == 1 and len(history(database)) == 2
    others = [
        put_away(database, name="Ander"),
        put_away(database, note="Ander"),
        put_away(database, author="Ander"),
    ]
    assert others == [2, 3, 4]
    by = beheerder(WORDS["author"])
    told = {"name": WORDS["name"], "note": WORDS["note"], "release": current(database), "program": PROGRAM}
    assert freeze(database, {**TABLES, "costs": b"PAR1 drie"}, view='{"a": "x"}', by=by, **told) == 5
    assert freeze(database, TABLES, view='{"a": "y"}', by=by, **told) == 6


def test_states_are_numbered_in_order_and_stay(database: Database, shipped: Content) -> None:
    assert [put_away(database), put_away(database, name="Tweede", note="")] == [1, 2]
    first = state(database, 1)
    put(database, changed(shipped, "gemeenten", gemeente="Almelo-Oost"), 1)
    withdraw(database, 1, note="fout", by=beheerder("ik"))
    assert put_away(database, name="Derde") == 3
    assert [(info.number, info.name, info.release) for info in states(database)] == [
        (1, "Vergadering 26 maart", 1),
        (2, "Tweede", 1),
        (3, "Derde", 2),
    ]
    assert state(database, 1) == first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE frozen_tables SET parquet = 'PAR1 een!'::BLOB WHERE table_name = 'numbers'",
        "UPDATE frozen_tables SET table_name = 'anders' WHERE table_name = 'numbers'",
        "DELETE FROM frozen_tables WHERE table_name = 'numbers'",
        "INSERT INTO frozen_tables VALUES (1, 'erbij', 'x'::BLOB)",
        *(
            # A row that another table refers to is updated while nothing does.
            "CREATE TABLE copy AS SELECT * FROM frozen_tables; DELETE FROM frozen_tables; "
            f"UPDATE frozen_states SET {what}; INSERT INTO frozen_tables SELECT * FROM copy"
            for what in (
                "name = 'Vergadering 27 maart'",
                "note = 'iets anders'",
                "author = 'iemand'",
                "created_at = created_at + INTERVAL 1 DAY",
                "release_hash = 'x'",
                "view = '{}'",
                "program_version = '9'",
                "program_hash = 'x'",
                "seal = repeat('0', 64)",
            )
        ),
    ],
)
def test_a_state_that_was_changed_is_refused_in_words(database: Database, statement: str) -> None:
    put_away(database)
    for part in statement.split("; "):
        change(database, part)
    with pytest.raises(BrokenState, match=r"^Bevroren stand 1 is na het bevriezen veranderd") as caught:
        state(database, 1)
    assert "niet getoond" in caught.value.melding


def test_an_unknown_state_is_told(database: Database) -> None:
    with pytest.raises(UnknownState) as caught:
        state(database, 7)
    assert caught.value.melding == "Bevroren stand 7 bestaat niet. Kies een stand uit de lijst."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"name": ""}, "Naam: vul dit in."),
        ({"name": "   "}, "Naam: vul dit in."),
        ({"author": ""}, "Wie bevriest: vul dit in."),
        ({"name": "n" * (NAME + 1)}, "Naam: dit zijn 81 tekens, er passen er 80"),
        ({"note": "n" * (NOTE + 1)}, "Toelichting: dit zijn 301 tekens"),
        ({"author": "n" * (AUTHOR + 1)}, "Wie bevriest: dit zijn 81 tekens"),
        ({"name": "a\u200bb"}, "Naam: er staat een teken of regeleinde in dat niemand ziet"),
        ({"note": "a\u202eb"}, "Toelichting: er staat een teken"),
        ({"note": "een\ntwee"}, "Toelichting: er staat een teken of regeleinde"),
        ({"name": "over 111222333"}, "Naam: hier staat een getal dat een burgerservicenummer kan zijn"),
        ({"note": "vraag jan@voorbeeld.nl"}, "Toelichting: hier staat een e-mailadres"),
        ({"author": "griffie@voorbeeld.nl"}, "Wie bevriest: hier staat een e-mailadres"),
        ({"note": "geb. 3-4-1961"}, "Toelichting: hier staat een geboortedatum"),
    ],
)
def test_what_is_refused_freezes_nothing(database: Database, words: dict[str, str], said: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        put_away(database, **words)
    assert caught.value.melding.startswith(said) and caught.value.melding.endswith("Er is niets bevroren.")
    assert states(database) == [] and len(history(database)) == 1


def test_ordinary_names_are_taken(database: Database) -> None:
    names = ("26 maart 2020", "DB 20200326, € 7,1 miljoen", "<b>Raad</b> & “DB”", "=1+1", "n" * NAME)
    for name in names:
        put_away(database, name=name, note="")
    assert tuple(info.name for info in states(database)) == names


def test_a_state_needs_a_release_that_exists(database: Database) -> None:
    gone = replace(current(database), number=9)
    with pytest.raises(DatabaseRefused):
        freeze(database, TABLES, release=gone, view="{}", program=PROGRAM, name="N", note="", by=beheerder("ik"))
    assert states(database) == []


def test_freezing_is_on_record(database: Database, shipped: Content) -> None:
    put_away(database)
    put(database, changed(shipped, "gemeenten", gemeente="Almelo-Oost"), 1)
    events = history(database)
    assert [event.what for event in events] == [
        "release 1 gepubliceerd",
        "stand 1 “Vergadering 26 maart” (uit release 1) bevroren",
        "release 2 gepubliceerd",
    ]
    assert (events[1].actor, events[1].note, events[1].files) == ("De griffier", "na de pauze", ())


def test_an_older_layout_that_takes_no_writing_has_no_states(database: Database) -> None:
    for statement in (*LAYOUT_3, "DROP TABLE frozen_tables"):
        change(database, statement)
    change(database, "DROP TABLE frozen_states")
    assert states(database) == [] and len(history(database)) == 1
    with pytest.raises(UnknownState):
        state(database, 1)


def test_searching_looks_at_every_word_everywhere(database: Database) -> None:
    put_away(database)
    put_away(database, name="Raad van Almelo", note="", author="Concern")
    infos = [replace(info, created_at=datetime(2026, 3, info.number + 9)) for info in states(database)]
    found = {
        wanted: [info.number for info in matching(infos, wanted)]
        for wanted in (
            "",
            "VERGADERING",
            "raad concern",
            "griffier pauze",
            "10 maart 2026",
            "2026-03-11",
            "11-03-2026",
            "stand",
            "niets",
        )
    }
    assert found == {
        "": [1, 2],
        "VERGADERING": [1],
        "raad concern": [2],
        "griffier pauze": [1],
        "10 maart 2026": [1],
        "2026-03-11": [2],
        "11-03-2026": [2],
        "stand": [1, 2],
        "niets": [],
    }


def test_the_seal_holds_every_part() -> None:
    """Order of the tables says nothing; every name and byte does."""
    made = State(replace(_info(), seal=""), TABLES)
    one = seal(made.info, made.tables)
    assert one == seal(made.info, dict(reversed(TABLES.items())))
    assert one != seal(made.info, {**TABLES, "costs": TABLES["costs"] + b"\x00"})
    assert one != seal(made.info, {"numbers": TABLES["costs"], "costs": TABLES["numbers"]})


def _info() -> StateInfo:
    return StateInfo(1, "n", "", "a", datetime(2026, 3, 26), 1, "h", "{}", PROGRAM)


def test_the_hash_of_the_program_is_that_of_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "lib"
    shutil.copytree(locations.LIB, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shipped = locations.program_hash()
    monkeypatch.setattr(locations, "LIB", copy)
    again = locations.program_hash.__wrapped__
    assert again() == shipped
    file = copy / "model" / "projection.py"
    file.write_text(file.read_text("utf-8") + "\n#", "utf-8")
    assert again() != shipped
