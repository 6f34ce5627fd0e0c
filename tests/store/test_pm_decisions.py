"""What was decided about a PM-post: in the record, corrected and never erased, and no number hangs on it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from lib.store.access import DECIDE, REFUSED, Forbidden, Person, Role, database_events
from lib.store.backup.backup import back_up, restore
from lib.store.backup.holdings import changed_since, holdings, move
from lib.store.database import read
from lib.store.locations import Database
from lib.store.pm_decisions import LONGEST, PmDecision, decide, pm_decisions
from lib.store.publishing import NotAllowed, history
from lib.store.releases import ensure, releases
from tests.people import beheerder

KIM = Person("Kim", Role.ANALIST)
ONE = PmDecision("belastingen", "Reserveren in de begroting", "college van Almelo", date(2021, 3, 12))


def test_it_comes_back_as_it_was_noted_and_is_on_record(database: Database) -> None:
    before = releases(database)
    assert decide(database, ONE, by=KIM) == 1
    (stored,) = pm_decisions(database)
    assert replace(stored, number=0, author="", noted_at=datetime.min) == ONE
    assert (stored.number, stored.author) == (1, "Kim")
    event = history(database)[-1]
    assert (event.kind, event.actor) == ("database", "Kim")
    assert event.what == (
        "besluit: PM-post belastingen, besluit 1: Reserveren in de begroting (college van Almelo, 12 maart 2021)"
    )
    assert event.happened_at >= stored.noted_at
    assert releases(database) == before and changed_since(database) == []


def test_a_decision_is_corrected_by_a_later_one_and_stays(database: Database) -> None:
    decide(database, ONE, by=KIM)
    better = replace(ONE, words="Reserveren en navragen", corrects=1)
    assert decide(database, better, by=beheerder("Sam")) == 2
    first, second = pm_decisions(database)
    assert (first.words, first.corrects) == (ONE.words, None)
    assert (second.words, second.corrects, second.author) == ("Reserveren en navragen", 1, "Sam")
    assert [act for *_, act, _ in read(database, database_events)] == ["besluit", "besluit"]


def test_noting_the_same_twice_notes_one(database: Database) -> None:
    assert decide(database, ONE, by=KIM) == decide(database, ONE, by=KIM) == 1
    assert decide(database, ONE, by=beheerder("Sam")) == 2
    assert len(pm_decisions(database)) == 2 and len(history(database)) == 3


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"words": " "}, "Besluit: vul dit in."),
        ({"words": "n" * (LONGEST + 1)}, "Besluit: dit zijn 301 tekens, er passen er 300"),
        ({"words": "een\nregel"}, "Besluit: er staat een teken of regeleinde in"),
        ({"words": "Jan, BSN 123456782"}, "Besluit: hier staat een getal dat een burgerservicenummer kan zijn"),
        ({"body": ""}, "Wie besloot: vul dit in."),
        ({"body": "o" * 81}, "Wie besloot: dit zijn 81 tekens"),
        ({"item": ""}, "PM-post: vul dit in."),
        ({"decided_on": date.today() + timedelta(days=2)}, "Wanneer besloten: "),
        ({"corrects": 9}, "Besluit 9 bestaat niet."),
        ({"corrects": 1, "item": "huur_na_verkoop"}, "Besluit 1 gaat over een andere PM-post: belastingen."),
        ({"corrects": 1}, "Besluit 1 is al verbeterd, door besluit 2."),
    ],
)
def test_what_is_refused_notes_nothing(database: Database, words: dict[str, object], refusal: str) -> None:
    decide(database, ONE, by=KIM)
    decide(database, replace(ONE, words="Anders", corrects=1), by=KIM)
    before = pm_decisions(database), history(database)
    with pytest.raises(NotAllowed) as caught:
        decide(database, replace(ONE, **{"words": "Nog iets anders", **words}), by=KIM)  # type: ignore[arg-type]
    assert caught.value.melding.startswith(refusal) and caught.value.melding.endswith("Er is niets vastgelegd.")
    assert (pm_decisions(database), history(database)) == before


def test_a_reader_may_not_and_that_is_on_record(database: Database) -> None:
    with pytest.raises(Forbidden, match="Voor “een besluit over een PM-post vastleggen” is de rol analist nodig"):
        decide(database, ONE, by=Person("Lezer", Role.LEZER))
    assert pm_decisions(database) == ()
    assert [tuple(event[1:]) for event in read(database, database_events)] == [
        ("Lezer", "lezer", REFUSED, DECIDE.words)
    ]


@pytest.mark.one_file
def test_backup_restore_and_move_bring_them_along(database: Path, tmp_path: Path) -> None:
    decide(database, ONE, by=KIM)
    decide(database, replace(ONE, words="Anders", corrects=1), by=KIM)
    before = pm_decisions(database)
    copy = back_up(database, tmp_path / "kopie.zip", by=beheerder("Sam"), program="1").place
    decide(database, replace(ONE, words="Na de kopie"), by=KIM)
    restore(copy, database, by=beheerder("Sam"))
    assert pm_decisions(database) == before
    elsewhere = tmp_path / "elders" / "routewijzer.duckdb"
    elsewhere.parent.mkdir()
    assert move(database, elsewhere, by=beheerder("Sam")).rows("pm_decisions") == 2
    assert pm_decisions(elsewhere) == before


@pytest.mark.heavy
def test_a_shared_database_takes_them_over(database_file: Path, tmp_path: Path, shared: Database) -> None:
    decide(shared, ONE, by=KIM)
    decide(shared, replace(ONE, words="Anders", corrects=1), by=KIM)
    elsewhere = tmp_path / "elders.duckdb"
    move(shared, elsewhere, by=beheerder("Sam"))
    assert pm_decisions(elsewhere) == pm_decisions(shared) and len(pm_decisions(shared)) == 2


@pytest.mark.one_file
def test_a_database_from_before_has_none_and_takes_the_first(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("DROP TABLE pm_decisions")
    assert pm_decisions(database) == ()
    tables = holdings(database).tables
    ensure(database)
    assert decide(database, ONE, by=KIM) == 1
    now = holdings(database).tables
    assert {name for name in now if now[name] != tables.get(name)} == {"pm_decisions", "events"}
