"""Read and write a shared database. PostgreSQL decides whose turn it is; DuckLake keeps every state whole.

Two things keep writers apart. They queue for one lock in PostgreSQL, so that nobody waits for ever. And a transaction is
only accepted as the very next state after the one it looked at: where the lock was lost, the second begins again.
"""

import random
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from typing import TypeVar, cast

import duckdb

from lib.store.faults import DatabaseCorrupt, DatabaseMissing, DatabaseUnreachable, DatabaseUnwritable, StoreError
from lib.store.lake.faults import busy, in_words, overtaken, uncertain, unreachable
from lib.store.lake.line import SETTINGS, Line, asked, attended, known_whole
from lib.store.lake.place import Lake
from lib.store.lake.rules import Watched, check_rules
from lib.store.migration import SCHEMA, check_version, migrate, outdated, schema, table_names
from lib.store.queries import query

#: How often a transaction that was overtaken begins again, and how long it then waits at most.
TIMES, PAUSE_SECONDS = 10, 0.1
#: What was sent before the line broke can still be done: how long PostgreSQL has for it, before nobody knows.
SETTLE_SECONDS = 5.0
#: Where the catalogue keeps the states of the lake.
STATES = "ducklake_snapshot"
#: How long a writer waits for its turn; and how long it can have it while nothing is heard of it.
PATIENCE, HOLD = "20s", "10min"
#: The number of the lock in PostgreSQL.
TURN = 6_281_943
#: Their rows are large: in the catalogue they would be in its way.
IN_FILES = ("frozen_tables",)
one_writer = threading.RLock()
Result = TypeVar("Result")


class _Overtaken(Exception):
    """Another transaction became the next state; this one did not happen."""


class _GivenUp(Exception):
    """Nobody waits for this any more: who asked was told that nothing changed."""


class _Attempt:
    """One time that something is written, by a thread that can be given up while the line keeps still."""

    def __init__(self) -> None:
        self._deciding = threading.Lock()
        self._given_up = self._open = False

    def begin(self) -> None:
        """From now on it can happen. Raises _GivenUp: then it does not."""
        with self._deciding:
            if self._given_up:
                raise _GivenUp
            self._open = True

    def end(self) -> None:
        """It is known whether it happened."""
        self._open = False

    def give_up(self) -> bool:
        """Whether it can have happened; if not, it never will."""
        with self._deciding:
            self._given_up = True
            return self._open


def read(lake: Lake, action: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    """Do `action` on one state of the database. It is done again when the line went dead meanwhile, which can look like
    anything.

    Raises StoreError.
    """
    with suppress(DatabaseUnreachable, DatabaseCorrupt):
        return attended(lake, partial(_read, lake, action))
    return attended(lake, partial(_read, lake, action))


def _read(lake: Lake, action: Callable[[duckdb.DuckDBPyConnection], Result], line: Line) -> Result:
    with explained(lake), line.connection() as connection:
        connection.begin()
        try:
            check_version(lake, connection)
            return action(connection)
        finally:
            _quietly(connection.rollback)


def write(lake: Lake, action: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    """Do `action` in one transaction; see lib.store.database. Raises StoreError."""

    def placed(connection: duckdb.DuckDBPyConnection) -> Result:
        result = action(connection)
        connection.execute(query("place_events"))
        return result

    renew_once(lake)
    return _written(lake, placed)


def _written(lake: Lake, action: Callable[[duckdb.DuckDBPyConnection], Result]) -> Result:
    with one_writer:
        for _ in range(TIMES):
            try:
                return _attempted(lake, partial(_write, lake, action))
            except _Overtaken:
                time.sleep(random.uniform(0, PAUSE_SECONDS))
        raise busy(lake)


def _attempted(lake: Lake, job: Callable[[_Attempt, Line], Result]) -> Result:
    """Do what writes. Raises DatabaseUncertain, and another StoreError only when nothing is and will be written."""
    attempt = _Attempt()
    try:
        return attended(lake, partial(job, attempt))
    except StoreError:
        if attempt.give_up():
            raise uncertain(lake) from None
        raise


def _write(lake: Lake, action: Callable[[duckdb.DuckDBPyConnection], Result], attempt: _Attempt, line: Line) -> Result:
    with explained(lake), line.connection() as connection, turn(line):
        connection.begin()
        try:
            check_version(lake, connection)
            line.at_hand()
            watched = Watched(connection)
            result = action(cast(duckdb.DuckDBPyConnection, watched))
            check_rules(connection, watched.written)
            mark = uuid.uuid4().hex
            connection.execute("CALL meer.set_commit_message('', '', extra_info => $mark)", {"mark": mark})
        except BaseException:
            _quietly(connection.rollback)
            raise
        _commit(line, connection, mark, attempt)
        return result


def _commit(line: Line, connection: duckdb.DuckDBPyConnection, mark: str, attempt: _Attempt) -> None:
    """Raises _Overtaken, _GivenUp, and duckdb.Error when it did not happen or, while `attempt` is open, is not known."""
    try:
        attempt.begin()
    except _GivenUp:
        _quietly(connection.rollback)
        raise
    try:
        connection.commit()
    except duckdb.Error as error:
        _quietly(connection.rollback)
        if not overtaken(error) and _happened(line, mark):
            return
        attempt.end()
        if overtaken(error):
            raise _Overtaken from error
        raise
    attempt.end()


def _happened(line: Line, mark: str) -> bool:
    """Whether a transaction became a state, asked over a new connection once PostgreSQL is done with what it was given.

    Raises duckdb.Error, and DatabaseUnreachable when it stays busy.
    """
    with line.plain() as connection:
        for _ in range(TIMES):
            if not _count(connection, "pg_locks", f"relation = '{STATES}'::regclass AND mode = 'RowExclusiveLock'"):
                return _count(connection, f"{STATES}_changes", f"commit_extra_info = '{mark}'") == 1
            time.sleep(SETTLE_SECONDS / TIMES)
    raise unreachable(line.lake)


def _count(connection: duckdb.DuckDBPyConnection, table: str, condition: str) -> int:
    ((found,),) = asked(connection, f"SELECT count(*) AS found FROM {table} WHERE {condition}")
    return int(found)


@contextmanager
def turn(line: Line) -> Iterator[None]:
    """Wait for our turn to write, in the order of arrival. Who dies loses it."""
    with line.plain() as connection:
        connection.begin()
        try:
            for statement in (
                f"SELECT set_config('lock_timeout', '{PATIENCE}', true) AS told",
                f"SELECT set_config('idle_in_transaction_session_timeout', '{HOLD}', true) AS told",
                f"SELECT pg_advisory_xact_lock({TURN})::text AS told",
            ):
                asked(connection, statement)
            yield
        finally:
            _quietly(connection.rollback)


def stamp(lake: Lake) -> int:
    """The number of the state of the database and its moment, as one number. Raises StoreError."""
    return attended(lake, partial(_stamp, lake))


def _stamp(lake: Lake, line: Line) -> int:
    # Not on a connection that looks in the lake first: that asks PostgreSQL for the state of the lake as well.
    with explained(lake), line.plain() as connection:
        line.attach()
        found = asked(
            connection,
            "SELECT snapshot_id, (extract(epoch FROM snapshot_time) * 1000000)::bigint AS moment FROM ducklake_snapshot "
            "ORDER BY snapshot_id DESC LIMIT 1",
        )
    number, moment = found[0] if found else (0, 0)
    return int(moment) << 32 | int(number)


def free(lake: Lake) -> int | None:
    """The bytes that are free where the files lie; None where that is no folder. Raises StoreError."""

    def asked(line: Line) -> int | None:
        with explained(lake):
            place = line.data_path() or lake.files or ""
            return None if "://" in place else shutil.disk_usage(place).free

    return attended(lake, asked)


def present(lake: Lake) -> bool:
    """Whether the catalogue has a lake with releases. Raises StoreError."""
    try:
        return known_whole(lake) or attended(lake, partial(_present, lake))
    except DatabaseMissing:
        return False


def _present(lake: Lake, line: Line) -> bool:
    with explained(lake), line.connection() as connection:
        return _filled(connection)


def renew_once(lake: Lake) -> None:
    """See lib.store.database: looked at once for each line."""

    def look(line: Line) -> bool:
        with explained(lake), line.connection() as connection:
            check_version(lake, connection)
            line.whole = not outdated(connection)
            return line.whole

    def renew(connection: duckdb.DuckDBPyConnection) -> None:
        if outdated(connection):
            migrate(connection, tables())

    if not known_whole(lake) and not attended(lake, look):
        with suppress(DatabaseUnwritable):
            _written(lake, renew)


def create(lake: Lake, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """Make the lake and its tables, unless another machine did; see lib.store.database."""
    with one_writer:
        _attempted(lake, partial(_create, lake, fill, False))


def replace(lake: Lake, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
    """The same in the place of what is there, which need not be whole: its files are not read. Raises StoreError."""
    with one_writer:
        _attempted(lake, partial(_create, lake, fill, True))


def _create(
    lake: Lake, fill: Callable[[duckdb.DuckDBPyConnection], None], anew: bool, attempt: _Attempt, line: Line
) -> None:
    with explained(lake), turn(line):
        if line.data_path() is None:
            _look_at_place(line, anew)
        line.attach(create=True)
        with line.connection() as connection:
            if anew or not _filled(connection):
                _make(connection, fill, anew, attempt)
                line.whole = True


def _look_at_place(line: Line, anew: bool) -> None:
    """Whether the files of a new lake can come where they are to come. What is put back is among what is left of it."""
    if line.lake.files is None:
        raise DatabaseUnwritable(
            f"Er is nog geen database in {line.lake}. Geef met ROUTEWIJZER_DATABASE_FILES op waar haar bestanden komen: "
            "een map die alle machines zien, of een adres dat begint met s3://. Er is niets veranderd."
        )
    if not anew:
        line.unused(line.lake.files)


def _make(
    connection: duckdb.DuckDBPyConnection,
    fill: Callable[[duckdb.DuckDBPyConnection], None],
    anew: bool,
    attempt: _Attempt,
) -> None:
    """The tables and their rows in one transaction: who looks meanwhile sees what was, or nothing."""
    connection.begin()
    try:
        if anew:
            for table in reversed(table_names()):
                connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute(tables())
        connection.execute(query("insert_version"), {"version": SCHEMA})
        fill(connection)
        attempt.begin()
        connection.commit()
        attempt.end()
    except BaseException:
        _quietly(connection.rollback)
        raise
    # Afterwards: DuckLake takes no choices for a table that is not there yet.
    for table in IN_FILES:
        connection.execute(f"CALL meer.set_option('data_inlining_row_limit', 0, table_name => '{table}')")


def _filled(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a lake has what makes it a database of ours: tables alone are one that somebody did not finish."""
    found = connection.execute(query("has_table"), {"name": "schema_version"}).fetchall()
    return found == [(1,)] and connection.execute(query("version")).fetchall() != []


@cache
def tables() -> str:
    """What makes each table of schema.sql that is missing, with what DuckLake knows: names, types and NOT NULL. That
    leaves out keys, references and CHECK, which `check_rules` asks of all that goes in."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        connection.execute(schema())
        found = connection.execute(
            "SELECT table_name, string_agg('\"' || column_name || '\" ' || data_type || "
            "CASE WHEN is_nullable THEN '' ELSE ' NOT NULL' END, ', ' ORDER BY column_index) "
            "FROM duckdb_columns() WHERE NOT internal GROUP BY table_name ORDER BY table_name"
        ).fetchall()
    return ";\n".join(f"CREATE TABLE IF NOT EXISTS {name} ({columns})" for name, columns in found)


@contextmanager
def explained(lake: Lake) -> Iterator[None]:
    """Turn what PostgreSQL, DuckDB or the machine says into a StoreError in Dutch."""
    try:
        yield
    except StoreError:
        raise
    except (OSError, duckdb.Error) as error:
        raise in_words(lake, error) from error


def _quietly(action: Callable[[], object]) -> None:
    """Roll back where there may be nothing left to roll back."""
    with suppress(duckdb.Error):
        action()
