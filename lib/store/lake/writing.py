"""Write to a shared database: one at a time, whole or not at all, and it is known which.

Two things keep writers apart. They queue for one lock in PostgreSQL, so that nobody waits for ever. And a transaction is
only accepted as the very next state after the one it looked at: where the lock was lost, the second begins again.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import cast

import duckdb

from lib.store.faults import StoreError, quietly
from lib.store.lake.connection import LakeConnection, answer_of, attended
from lib.store.lake.place import Lake, fault, overtaken, unreachable
from lib.store.lake.rules import Watched, check_rules
from lib.store.migration import check_version
from lib.store.queries import Action, Connection, Result, transaction

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
