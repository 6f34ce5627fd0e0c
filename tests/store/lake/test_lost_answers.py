"""The line that goes dead while a shared database writes: what happened is told, once, and what is not known is not
called nothing."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import pytest

from lib.store.faults import DatabaseUncertain, DatabaseUnreachable
from lib.store.lake import writing as store
from lib.store.lake.connection import LakeConnection
from lib.store.lake.place import Lake
from lib.store.saved_views import keep, verkenningen
from lib.tables.content import SHIPPED
from tests.people import beheerder
from tests.store.test_verkenningen import ONE

pytestmark = pytest.mark.heavy
LOST = duckdb.TransactionException('Failed to commit: Failed to execute query "ROLLBACK"')


class Failing:
    """A connection that says when committing that PostgreSQL is gone, after doing what `first` does."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, first: Callable[[duckdb.DuckDBPyConnection], Any]
    ) -> None:
        self.connection, self.first = connection, first

    def commit(self) -> None:
        self.first(self.connection)
        raise LOST

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[duckdb.DuckDBPyConnection], Any]], None]:
    whole = LakeConnection.connection

    def begin(first: Callable[[duckdb.DuckDBPyConnection], Any]) -> None:
        @contextmanager
        def connection(line: LakeConnection) -> Iterator[Any]:
            with whole(line) as real:
                yield Failing(real, first)

        monkeypatch.setattr(LakeConnection, "connection", connection)

    yield begin
    monkeypatch.undo()


def test_what_did_happen_is_told_as_done(shared: Lake, failing: Any) -> None:
    failing(lambda connection: connection.commit())
    assert keep(shared, ONE, by=beheerder("A")) == 1
    assert [each.number for each in verkenningen(shared)] == [1]


def test_what_did_not_happen_is_told_as_not_done(shared: Lake, failing: Any) -> None:
    failing(lambda connection: connection.rollback())
    with pytest.raises(DatabaseUnreachable, match="Er is niets veranderd"):
        keep(shared, ONE, by=beheerder("A"))
    assert verkenningen(shared) == []


def held_up(shared: Lake, seconds: float) -> "subprocess.Popen[str]":
    """PostgreSQL is still busy with a new state that it was given: a transaction that has not ended yet."""
    code = (
        "import sys, time, duckdb; from lib.store.lake.connection import POSTGRES, load, quoted\n"
        "c = duckdb.connect(); load(c, POSTGRES); c.execute(f'ATTACH {quoted(sys.argv[1])} AS p (TYPE postgres)'); c.begin()\n"
        "c.execute(\"CALL postgres_execute('p', 'UPDATE ducklake_snapshot SET schema_version = schema_version')\")\n"
        f"print('bezig', flush=True); time.sleep({seconds}); c.rollback()"
    )
    command = [sys.executable, "-c", code, shared.connection_string]
    process = subprocess.Popen(command, cwd=SHIPPED, text=True, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == "bezig\n"
    return process


def test_what_postgresql_is_still_busy_with_is_waited_for(
    shared: Lake, failing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy: list[subprocess.Popen[str]] = []
    whole, asked = store._count, []

    def count(connection: duckdb.DuckDBPyConnection, table: str, condition: str) -> int:
        asked.append((table, whole(connection, table, condition)))
        return asked[-1][1]

    monkeypatch.setattr(store, "_count", count)

    def lost(connection: duckdb.DuckDBPyConnection) -> None:
        connection.rollback()
        busy.append(held_up(shared, 1.0))

    failing(lost)
    with pytest.raises(DatabaseUnreachable, match="Er is niets veranderd"):
        keep(shared, ONE, by=beheerder("A"))
    busy[0].wait(60)
    assert asked[0] == ("pg_locks", 1)
    assert asked[-2:] == [("pg_locks", 0), ("ducklake_snapshot_changes", 0)]


def test_when_it_stays_busy_nobody_knows(shared: Lake, failing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SETTLE_SECONDS", 0.2)
    busy: list[subprocess.Popen[str]] = []

    def lost(connection: duckdb.DuckDBPyConnection) -> None:
        connection.rollback()
        busy.append(held_up(shared, 60.0))

    failing(lost)
    with pytest.raises(DatabaseUncertain):
        keep(shared, ONE, by=beheerder("A"))
    busy[0].kill()
    busy[0].wait()


def test_what_nobody_knows_is_told_as_that(shared: Lake, failing: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(lambda connection: connection.commit())

    def nobody(*_: object) -> bool:
        raise duckdb.IOException("Unable to connect to Postgres")

    monkeypatch.setattr(store, "_happened", nobody)
    with pytest.raises(DatabaseUncertain) as caught:
        keep(shared, ONE, by=beheerder("A"))
    assert "kijk daar eerst" in caught.value.melding and "niets veranderd" not in caught.value.melding
    assert len(verkenningen(shared)) == 1
