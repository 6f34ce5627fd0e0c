"""A shared database that keeps still in the middle of an act: who is told that nothing changed, can rely on that."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import duckdb
import pytest

from lib.store.access import database_events, note_event
from lib.store.database import read, write
from lib.store.faults import DatabaseUncertain, DatabaseUnreachable, StoreError
from lib.store.lake import connection as lines
from lib.store.lake import writing
from lib.store.lake.place import Lake
from tests.network import Network
from tests.people import beheerder
from tests.postgres import Postgres, let_go

pytestmark = pytest.mark.heavy

KIND = "proef"


@pytest.fixture
def network(postgres: Postgres) -> Iterator[Network]:
    made = Network(postgres.port)
    yield made
    made.end()


@pytest.fixture
def far(shared: Lake, postgres: Postgres, network: Network) -> Iterator[Lake]:
    """The same database, over that network."""
    lake = Lake(shared.catalogue.replace(f"port={postgres.port}", f"port={network.port}"), shared.files)
    yield lake
    network.restore()
    let_go(lake)


def note(connection: duckdb.DuckDBPyConnection, told: str) -> None:
    note_event(connection, beheerder("proef"), KIND, told)


def told(lake: Lake) -> list[str]:
    def action(connection: duckdb.DuckDBPyConnection) -> list[str]:
        return [note for *_, act, note in database_events(connection) if act == KIND]

    return read(lake, action)


def given_up(
    lake: Lake, network: Network, action: Callable[[duckdb.DuckDBPyConnection], None], fault: type[StoreError]
) -> str:
    """Write in a silence, wait until it is given up, and let all that was held up come to its end; what was told."""
    threads: list[threading.Thread] = []

    def noted(connection: duckdb.DuckDBPyConnection) -> None:
        threads.append(threading.current_thread())
        action(connection)

    with pytest.raises(fault) as told:
        write(lake, noted)
    network.restore()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    while lake in lines._silent:
        time.sleep(0.1)
    return told.value.melding


def test_what_was_given_up_before_it_was_written_is_never_written(shared: Lake, far: Lake, network: Network) -> None:
    def action(connection: duckdb.DuckDBPyConnection) -> None:
        network.silence()
        note(connection, "opgegeven")

    assert told(far) == []
    assert "Er is niets veranderd" in given_up(far, network, action, DatabaseUnreachable)
    assert told(shared) == []
    write(far, partial(note, told="daarna"))
    assert told(shared) == told(far) == ["daarna"]


def test_what_kept_still_while_it_was_written_is_told_as_uncertain(
    shared: Lake, far: Lake, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_silence(*everything: Any) -> None:
        network.silence()
        commit(*everything)

    commit = writing._commit
    monkeypatch.setattr(writing, "_commit", in_silence)
    assert told(far) == []
    melding = given_up(far, network, partial(note, told="misschien"), DatabaseUncertain)
    assert "Of het gelukt is, staat in het logboek" in melding and "niets veranderd" not in melding
    assert told(shared) == told(far) == ["misschien"]


def test_a_duckdb_that_gave_itself_up_is_left_lying_and_the_next_one_is_new(
    shared: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing it would end the process; tests/browser/test_replicas.py stops PostgreSQL in the middle of an answer."""

    def action(connection: duckdb.DuckDBPyConnection) -> None:
        held.append(connection)
        raise duckdb.FatalException("database has been invalidated")

    held: list[duckdb.DuckDBPyConnection] = []
    assert told(shared) == []
    before = lines.line_to(shared)
    with monkeypatch.context() as broken:
        broken.setattr(lines.LakeConnection, "_given_up", lambda _: True)
        with pytest.raises(DatabaseUnreachable, match="Er is niets veranderd"):
            write(shared, action)
    assert held[0].execute("SELECT 1").fetchone() == (1,)
    assert told(shared) == [] and lines.line_to(shared) is not before
