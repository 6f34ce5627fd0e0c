"""Do one thing with the database, of whichever kind; what goes wrong becomes a Dutch sentence."""

import threading
from datetime import UTC, datetime
from typing import NamedTuple

from lib.store.faults import Action, DatabaseUnreachable, Result
from lib.store.file import database as file
from lib.store.lake import database as lake
from lib.store.lake.place import Lake
from lib.store.lake.writing import one_writer
from lib.store.locations import Database


class DatabaseState(NamedTuple):
    """The state of a database, as a number that is another when the database is; and when (UTC) that was seen, where
    it does not answer now."""

    stamp: int
    since: datetime | None = None


_remembered: dict[Database, DatabaseState] = {}


def read(path: Database, action: Action[Result]) -> Result:
    """Do `action`, which only reads. Raises StoreError."""
    return lake.read(path, action) if isinstance(path, Lake) else file.read(path, action)


def write(path: Database, action: Action[Result]) -> Result:
    """Do `action` in one transaction: all of it, or nothing.

    `action` can be called again, from the start, when another machine was first. Raises StoreError.
    """
    return lake.write(path, action) if isinstance(path, Lake) else file.write(path, action)


def create(path: Database, fill: Action[None]) -> None:
    """Make a new database, which is there when it is whole. When somebody else was first, theirs stays.

    Raises StoreError.
    """
    if isinstance(path, Lake):
        lake.create(path, fill)
    else:
        file.create(path, fill)


def present(path: Database) -> bool:
    """Whether there is a database. Raises StoreError."""
    return lake.present(path) if isinstance(path, Lake) else file.present(path)


def renew_once(path: Database) -> None:
    """Bring a database of an earlier layout to that of schema.sql, looking once as long as it stays as it is; one that
    takes no writing is left as it is.

    Raises StoreError.
    """
    if isinstance(path, Lake):
        lake.renew_once(path)
    else:
        file.renew_once(path)


def stamp(path: Database) -> int:
    """Changes when the database does, so that what was read of it is read anew. Raises StoreError."""
    return lake.stamp(path) if isinstance(path, Lake) else file.stamp(path)


def condition(path: Database) -> object | None:
    """Another one after any change of the file, even one that keeps its time; None for a shared database, whose files and
    catalogue can be changed without it. Raises StoreError."""
    return None if isinstance(path, Lake) else file.condition(path)


def latest_state(path: Database) -> DatabaseState:
    """The state now; for a shared database that does not answer the last one that was remembered. Raises StoreError when
    there is none."""
    try:
        return DatabaseState(stamp(path))
    except DatabaseUnreachable:
        if path not in _remembered:
            raise
        return _remembered[path]


def remember(path: Database, state: DatabaseState) -> None:
    """All that a reader needs was read in this state: it is there when the database does not answer."""
    before = _remembered.get(path)
    if state.since is None and (before is None or before.stamp <= state.stamp):
        _remembered[path] = DatabaseState(state.stamp, datetime.now(UTC).replace(tzinfo=None))


def free(path: Database) -> int | None:
    """The bytes that are free where the database lies; None where that is no disk of ours. Raises StoreError."""
    return lake.free(path) if isinstance(path, Lake) else file.free(path)


def finish(seconds: float) -> bool:
    """Wait until nothing in this process uses a database, at most so long in all; whether it came to that."""
    return _free(file.one_at_a_time, seconds) and _free(one_writer, seconds)


def _free(lock: threading.RLock, seconds: float) -> bool:
    if not lock.acquire(timeout=seconds):
        return False
    lock.release()
    return True
