"""A line to PostgreSQL that does not answer: nobody waits for ever, and who asks hears so in Dutch."""

import socket
import threading
from collections.abc import Iterator

import duckdb
import pytest

from lib.store import database
from lib.store.faults import DatabaseUnreachable, DatabaseUnwritable
from lib.store.lake import connection as lines
from lib.store.lake.place import Lake
from tests.postgres import free_port


@pytest.fixture
def silent() -> Iterator[Lake]:
    """Something that takes the connection and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        # Nobody accepts: the machine takes the connection all the same.
        yield Lake(f"host=127.0.0.1 port={listening.getsockname()[1]} dbname=x connect_timeout=60")


def test_a_line_that_keeps_still_is_given_up(silent: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(lines, "ANSWER_SECONDS", 0.4)
    asked = []
    for act in (database.stamp, database.present):
        with pytest.raises(DatabaseUnreachable, match="antwoordt niet"):
            asked.append(act(silent))
    assert asked == []


def test_after_a_silence_nobody_waits_again_at_once(silent: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LISTEN_SECONDS", 0.1)
    monkeypatch.setattr(lines, "ANSWER_SECONDS", 0.1)
    monkeypatch.setattr(lines, "REST_SECONDS", 60.0)
    with pytest.raises(DatabaseUnreachable):
        database.stamp(silent)
    monkeypatch.setattr(lines, "_begun", lambda job: pytest.fail("asked again"))
    with pytest.raises(DatabaseUnreachable):
        database.stamp(silent)


def test_what_takes_long_is_waited_for_as_long_as_postgresql_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    lake, go, asked = Lake("dbname=x"), threading.Event(), []
    monkeypatch.setattr(lines, "LISTEN_SECONDS", 0.01)
    monkeypatch.setattr(lines, "line_to", lambda lake: None)

    def answers(lake: Lake) -> None:
        asked.append(lake)
        if len(asked) == 3:
            go.set()

    monkeypatch.setattr(lines, "_fault", answers)
    assert lines.attended(lake, lambda _: go.wait(60) and "klaar") == "klaar"
    assert len(asked) >= 3


def test_a_closed_port_is_told() -> None:
    lake = Lake(f"host=127.0.0.1 port={free_port()} dbname=x password=geheim")
    with pytest.raises(DatabaseUnreachable) as caught:
        database.stamp(lake)
    assert "geheim" not in caught.value.melding and "Er is niets veranderd" in caught.value.melding


def test_the_last_state_is_known_while_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake("dbname=a")
    monkeypatch.setattr(database.lake, "stamp", lambda _: 7)
    assert database.latest_state(lake) == (7, None)
    database.remember(lake, database.latest_state(lake))

    def away(_: Lake) -> int:
        raise DatabaseUnreachable("De gedeelde database antwoordt niet.")

    monkeypatch.setattr(database.lake, "stamp", away)
    stamp, since = database.latest_state(lake)
    assert stamp == 7 and since is not None
    with pytest.raises(DatabaseUnreachable):
        database.latest_state(Lake("dbname=b"))


def test_an_extension_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "find_spec", lambda name: None)
    with duckdb.connect() as connection, pytest.raises(DatabaseUnwritable, match=r"requirements-ducklake\.txt"):
        lines.load(connection, lines.DUCKLAKE)


def test_the_extensions_are_those_of_the_index_and_signed() -> None:
    assert lines.SETTINGS["allow_unsigned_extensions"] is False
    assert lines.SETTINGS["autoinstall_known_extensions"] is False
    with duckdb.connect(":memory:", config=lines.SETTINGS) as connection:
        for extension in (lines.POSTGRES, lines.DUCKLAKE, lines.OBJECTS):
            lines.load(connection, extension)
        found = connection.execute("SELECT extension_name FROM duckdb_extensions() WHERE loaded").fetchall()
    assert {lines.POSTGRES, lines.DUCKLAKE, lines.OBJECTS} <= {name for (name,) in found}
