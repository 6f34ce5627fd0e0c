"""Open the file, do one thing, close it (nobody keeps it open); what goes wrong becomes a Dutch sentence.

The database as one file: copied as it is at one moment, and replaced by another without ever being away.
"""

import itertools
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import duckdb

from lib.store.faults import (
    Action,
    Connection,
    DatabaseBusy,
    DatabaseMissing,
    DatabaseUnwritable,
    Result,
    explained,
    in_use_elsewhere,
    query,
    quietly,
    transaction,
)
from lib.store.file.workroom import clear_away, put_new, put_over, turn, workroom
from lib.store.migration import SCHEMA, check_version, outdated, schema, view_earlier
from lib.store.migration import renew as migrate

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.05
NEW = "nieuw.duckdb"
#: What DuckDB takes for something else than a file; a path has lost the second stroke of an address.
ELSEWHERE = re.compile(r":memory:|(?:[a-z][a-z0-9+.-]+:/|md:|motherduck:|ducklake:|postgres:|sqlite:)", re.IGNORECASE)
one_at_a_time = threading.RLock()


def read(path: Path, action: Action[Result]) -> Result:
    """Do `action` on a read-only connection. Raises StoreError."""
    return _do(path, action, read_only=True)


def write(path: Path, action: Action[Result]) -> Result:
    """Do `action` in one transaction: all of it, or nothing. Raises StoreError."""

    def whole(connection: Connection) -> Result:
        with transaction(connection):
            result = action(connection)
            connection.commit()
        return result

    renew(path)
    return _do(path, whole, read_only=False)


def renew(path: Path) -> None:
    """Bring a database of an earlier layout to that of schema.sql. Raises StoreError."""
    with one_at_a_time, explained(path):
        migrate(path, lambda: opened(existing(path), read_only=False))


def renew_once(path: Path) -> None:
    """The same, as long as the file stays as it is looked at once; one that takes no writing is left as it is.

    Raises StoreError.
    """
    with explained(path):
        file = existing(path).stat()
    _renew_file(path, file.st_ino, file.st_mtime_ns)


@lru_cache(maxsize=16)
def _renew_file(path: Path, inode: int, changed: int) -> None:
    if read(path, outdated):
        with suppress(DatabaseUnwritable):
            renew(path)


def stamp(path: Path) -> int:
    """Changes with the file and with its journal. Raises StoreError."""
    with explained(path):
        file = existing(path).stat()
    try:
        journal = Path(f"{path}.wal").stat().st_mtime_ns
    except OSError:
        journal = 0
    return hash((file.st_ino, file.st_mtime_ns, journal))


def condition(path: Path) -> tuple[int, ...]:
    """Another one after any change of the file or its journal: nobody sets the moment that its inode changed. Raises
    StoreError."""
    with explained(path):
        files = [existing(path).stat()]
    with suppress(OSError):
        files.append(Path(f"{path}.wal").stat())
    return tuple(value for file in files for value in (file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns))


def free(path: Path) -> int:
    """The bytes that are free on the disk of the file. Raises StoreError."""
    with explained(path):
        return shutil.disk_usage(path.parent).free


def create(path: Path, fill: Action[None]) -> None:
    """Make a new database beside its place and move it there when it is whole.

    When another process was first, its database stays. Raises StoreError.
    """
    check_place(path)
    with one_at_a_time, explained(path):
        set_apart_journal(path)
        with workroom(path.parent) as room:
            database = room / NEW
            with duckdb.connect(str(database)) as connection:
                connection.begin()
                connection.execute(schema())
                connection.execute(query("insert_version"), {"version": SCHEMA})
                fill(connection)
                connection.commit()
                connection.execute("CHECKPOINT")
            with suppress(FileExistsError):
                put_new(database, path)


def set_apart_journal(path: Path) -> None:
    """A journal whose database is gone would be replayed into the new one: keep it under another name."""
    journal = Path(f"{path}.wal")
    if journal.exists() and not path.exists():
        journal.rename(f"{journal}.apart-{time.strftime('%Y%m%dT%H%M%S')}")


def present(path: Path) -> bool:
    """Whether there is a database; what killed makers left beside it is cleared away. Raises StoreError."""
    check_place(path)
    with one_at_a_time, explained(path):
        clear_away(path.parent)
        return path.exists()


def _do(path: Path, action: Action[Result], read_only: bool) -> Result:
    with one_at_a_time, explained(path), opened(existing(path), read_only) as connection:
        return action(connection)


def check_place(path: Path) -> None:
    """Raises DatabaseUnwritable for what is no place of a file: DuckDB would make a database in memory of it, or go to the
    network for it, or wait for ever."""
    name = str(path)
    if ELSEWHERE.match(name):
        raise DatabaseUnwritable(
            f"{name} is geen bestand. Geef voor de database een bestand op deze computer, of ducklake:postgres:… voor een "
            "gedeelde database. Er is niets veranderd."
        )
    with explained(path):
        odd = path.exists() and not path.is_file() and not path.is_dir()
    if odd:
        raise DatabaseUnwritable(
            f"{name} is geen gewoon bestand. Geef voor de database een bestand. Er is niets veranderd."
        )


def existing(path: Path) -> Path:
    check_place(path)
    if not path.exists():
        raise DatabaseMissing(
            f"De database {path} is er niet. Start de Routewijzer opnieuw: dan maakt zij een nieuwe uit data/ en scenarios/."
        )
    return path


@contextmanager
def opened(path: Path, read_only: bool) -> Iterator[Connection]:
    """Open what this version can use, waiting while another process writes; a writer keeps its turn until it closes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with turn(path) as pass_on:
        deadline = max(deadline, time.monotonic() + PATIENCE_SECONDS / 2)
        connection = connected(path, read_only, deadline)
        try:
            if read_only:
                pass_on()
            version = check_version(path, connection)
            if read_only:
                view_earlier(connection, version)
            yield connection
        finally:
            quietly(connection.close)


def connected(path: Path, read_only: bool, deadline: float) -> Connection:
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only)
        except duckdb.IOException as error:
            if not in_use_elsewhere(error):
                raise
            if time.monotonic() > deadline:
                raise DatabaseBusy(
                    f"De database {path} is bezet: een ander programma houdt haar langer dan "
                    f"{PATIENCE_SECONDS:.0f} seconden open. Sluit dat programma en probeer het opnieuw."
                ) from error
            time.sleep(PAUSE_SECONDS)


def copy_out(path: Path, keep: Callable[[BinaryIO], None]) -> None:
    """Give `keep` the bytes of the database as they are at one moment; others can read it meanwhile.

    `keep` is called again, from the start, when the file was replaced in between. Raises StoreError.
    """
    with one_at_a_time, explained(path):
        while not _copied(existing(path), keep):
            continue


def _copied(path: Path, keep: Callable[[BinaryIO], None]) -> bool:
    if _journal(path).exists():
        with opened(path, read_only=False) as connection:
            connection.execute("CHECKPOINT")
    # Opened before DuckDB opens it and closed after: closing it in between would let go of the lock of DuckDB.
    with path.open("rb") as source, opened(path, read_only=True):
        if _journal(path).exists() or not os.path.samestat(os.fstat(source.fileno()), path.stat()):
            return False
        keep(source)
    return True


def put_in_place(database: Path, path: Path) -> Path | None:
    """Make a whole database, in a folder beside it, the one at `path`; returns where the one of before now is.

    Whoever is reading that one finishes reading it. Raises StoreError.
    """
    with one_at_a_time, explained(path), turn(path):
        _settle(path)
        aside = _set_aside(path)
        while aside is None and not _placed(database, path):
            aside = _set_aside(path)
        if aside is not None:
            _later(database, path)
            put_over(database, path)
        return aside


def _settle(path: Path) -> None:
    """Wait until nobody writes, and let the journal of a killed writer into the database it belongs to."""
    if path.exists():
        with suppress(duckdb.Error):
            connected(path, not _journal(path).exists(), time.monotonic() + PATIENCE_SECONDS).close()


def _set_aside(path: Path) -> Path | None:
    """Give the file a second name, so that it stays when the first goes to another; None when there is no file."""
    for number in itertools.count(1):
        again = "" if number == 1 else f"-{number}"
        aside = path.with_name(f"{path.stem}.voor-terugzetten{again}{path.suffix}")
        try:
            os.link(path, aside)
        except FileNotFoundError:
            break
        except FileExistsError:
            continue
        # A journal that stayed belongs to this file, and would be replayed into the next.
        with suppress(FileNotFoundError):
            _journal(path).rename(_journal(aside))
        return aside
    return None


def _placed(database: Path, path: Path) -> bool:
    """Give the file its place, unless another process made a database there just now."""
    set_apart_journal(path)
    with suppress(FileExistsError):
        put_new(database, path)
        return True
    return False


def _later(database: Path, path: Path) -> None:
    """What was read of the one of before is known by its time, which therefore may not come back."""
    before, now = path.stat().st_mtime_ns, database.stat()
    os.utime(database, ns=(now.st_atime_ns, max(now.st_mtime_ns, before + 1)))


def _journal(path: Path) -> Path:
    return Path(f"{path}.wal")
