"""The rules of the schema that DuckLake does not know, asked of each row before it counts: keys, references, CHECK.

Write to a shared database: one at a time, whole or not at all, and it is known which.

Two things keep writers apart. They queue for one lock in PostgreSQL, so that nobody waits for ever. And a transaction is
only accepted as the very next state after the one it looked at: where the lock was lost, the second begins again.
"""

import random
import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple, cast

import duckdb

from lib.store.faults import Action, Connection, Result, StoreError, quietly, transaction
from lib.store.lake.connection import SETTINGS, LakeConnection, answer_of, attended
from lib.store.lake.place import Lake, fault, overtaken, unreachable
from lib.store.migration import check_version, schema

_WRITES = re.compile(r'\b(?:INSERT\s+INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)


class Rule(NamedTuple):
    """A rule of one table, and what finds a new row that breaks it."""

    words: str
    finds: str


class Watched:
    """A connection that remembers which tables it wrote to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.written: set[str] = set()

    def execute(self, statement: str, *values: Any) -> duckdb.DuckDBPyConnection:
        self.written.update(_WRITES.findall(statement))
        return self._connection.execute(statement, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def check_rules(connection: duckdb.DuckDBPyConnection, written: Iterable[str]) -> None:
    """Look at the rows that this transaction adds. Raises duckdb.ConstraintException, as DuckDB itself does."""
    checks = [rule for table in sorted(written) for rule in rules().get(table, ())]
    if not checks:
        return
    questions = (f"SELECT {number} WHERE EXISTS ({rule.finds})" for number, rule in enumerate(checks))
    broken = connection.execute(" UNION ALL ".join(questions)).fetchall()
    if broken:
        raise duckdb.ConstraintException(", ".join(checks[number].words for (number,) in broken))


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules per table, from the schema as DuckDB reads it."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        connection.execute(schema())
        constraints = connection.execute(
            "SELECT table_name, constraint_type, constraint_text, expression, constraint_column_names, referenced_table, "
            "referenced_column_names FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL' ORDER BY ALL"
        ).fetchall()
    per_table: dict[str, list[Rule]] = defaultdict(list)
    for table, kind, words, *constraint in constraints:
        per_table[table].append(Rule(f"{table}: {words}", _finds(table, kind, *constraint)))
    return {table: tuple(rules) for table, rules in per_table.items()}


def _finds(table: str, kind: str, expression: str, columns: list[str], other: str, others: list[str]) -> str:
    """A row that no state has yet has no number of one."""
    new = f"FROM {table} WHERE snapshot_id IS NULL"
    if kind == "CHECK":
        return f"SELECT 1 {new} AND NOT ({expression})"
    names = ", ".join(f'"{column}"' for column in columns)
    if kind == "FOREIGN KEY":
        referred = ", ".join(f'"{column}"' for column in others)
        filled = " AND ".join(f'"{column}" IS NOT NULL' for column in columns)
        return f"SELECT 1 {new} AND {filled} AND ({names}) NOT IN (SELECT ({referred}) FROM {other})"
    # The first column alone picks out the few rows that can be equal: a content, a release, a number.
    few = f'SELECT * FROM {table} WHERE "{columns[0]}" IN (SELECT "{columns[0]}" {new})'
    return f"SELECT 1 FROM ({few}) GROUP BY {names} HAVING count(*) > 1"


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
one_writer = threading.RLock()


class _Overtaken(Exception):
    """Another transaction became the next state; this one did not happen."""


class _GivenUp(Exception):
    """Nobody waits for this any more: who asked was told that nothing changed."""


class Attempt:
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


def written(lake: Lake, action: Action[Result]) -> Result:
    """Do `action` in one transaction, again from the start when another one was first. Raises StoreError."""
    with one_writer:
        for _ in range(TIMES):
            try:
                return attempted(lake, partial(_write, lake, action))
            except _Overtaken:
                time.sleep(random.uniform(0, PAUSE_SECONDS))
        raise fault("busy", lake)


def attempted(lake: Lake, job: Callable[[Attempt, LakeConnection], Result]) -> Result:
    """Do what writes. Raises DatabaseUncertain, and another StoreError only when nothing is and will be written."""
    attempt = Attempt()
    try:
        return attended(lake, partial(job, attempt))
    except StoreError:
        if attempt.give_up():
            raise fault("uncertain", lake) from None
        raise


def _write(lake: Lake, action: Action[Result], attempt: Attempt, line: LakeConnection) -> Result:
    with line.connection() as connection, turn(line):
        with transaction(connection):
            check_version(lake, connection)
            line.at_hand()
            watched = Watched(connection)
            result = action(cast(Connection, watched))
            check_rules(connection, watched.written)
            mark = uuid.uuid4().hex
            connection.execute("CALL meer.set_commit_message('', '', extra_info => $mark)", {"mark": mark})
        _commit(line, connection, mark, attempt)
        return result


def _commit(line: LakeConnection, connection: Connection, mark: str, attempt: Attempt) -> None:
    """Raises _Overtaken, _GivenUp, and duckdb.Error when it did not happen or, while `attempt` is open, is not known."""
    try:
        attempt.begin()
    except _GivenUp:
        quietly(connection.rollback)
        raise
    try:
        connection.commit()
    except duckdb.Error as error:
        quietly(connection.rollback)
        if not overtaken(error) and _happened(line, mark):
            return
        attempt.end()
        if overtaken(error):
            raise _Overtaken from error
        raise
    attempt.end()


def _happened(line: LakeConnection, mark: str) -> bool:
    """Whether a transaction became a state, asked over a new connection once PostgreSQL is done with what it was given.

    Raises duckdb.Error, and DatabaseUnreachable when it stays busy.
    """
    with line.plain() as connection:
        for _ in range(TIMES):
            if not _count(connection, "pg_locks", f"relation = '{STATES}'::regclass AND mode = 'RowExclusiveLock'"):
                return _count(connection, f"{STATES}_changes", f"commit_extra_info = '{mark}'") == 1
            time.sleep(SETTLE_SECONDS / TIMES)
    raise unreachable(line.lake)


def _count(connection: Connection, table: str, condition: str) -> int:
    ((count,),) = answer_of(connection, f"SELECT count(*) AS count FROM {table} WHERE {condition}")
    return int(count)


@contextmanager
def turn(line: LakeConnection) -> Iterator[None]:
    """Wait for our turn to write, in the order of arrival. Who dies loses it."""
    with line.plain() as connection:
        connection.begin()
        try:
            for statement in (
                f"SELECT set_config('lock_timeout', '{PATIENCE}', true) AS setting",
                f"SELECT set_config('idle_in_transaction_session_timeout', '{HOLD}', true) AS setting",
                f"SELECT pg_advisory_xact_lock({TURN})::text AS turn",
            ):
                answer_of(connection, statement)
            yield
        finally:
            quietly(connection.rollback)
