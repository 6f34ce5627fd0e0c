"""The database as one file: copied as it is at one moment, and replaced by another without ever being away."""

import itertools
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import duckdb

from lib.store.faults import explained
from lib.store.file.database import PATIENCE_SECONDS, connected, existing, one_at_a_time, opened, set_apart_journal
from lib.store.workroom import put_new, put_over, turn


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
