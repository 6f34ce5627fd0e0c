"""What goes wrong with the database, as a Dutch sentence that says what to do.

The statements of queries.sql, by name; they are the same for every kind of database. And what they are asked of: a
connection, in a transaction.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

import duckdb

#: How the machine and DuckDB say that a disk is full, and that somebody may not read or write.
FULL, FULL_WORDS = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT), ("no space", "file too large", "not enough space")
REFUSED, REFUSED_WORDS = (errno.EACCES, errno.EPERM, errno.EROFS), ("permission denied", "read-only file system")


class StoreError(Exception):
    """The database cannot be used; `melding` says what happened and what to do, in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


class DatabaseMissing(StoreError):
    """There is no such file."""


class DatabaseBusy(StoreError):
    """Another process kept the database open for writing."""


class DatabaseCorrupt(StoreError):
    """The file is not a whole database."""


class DatabaseNewer(StoreError):
    """The file was made by a later version."""


class DatabaseUnwritable(StoreError):
    """The folder or the disk takes no writing."""


class DatabaseUnreachable(StoreError):
    """A shared database does not answer; nothing was written."""


class DatabaseUncertain(StoreError):
    """A shared database stopped answering while it wrote: it can have happened."""


class DatabaseRefused(StoreError):
    """What was to be written breaks a rule of the tables; nothing was written."""


class OutOfMemory(StoreError):
    """The machine has no memory left for the question."""


def in_use_elsewhere(error: duckdb.Error) -> bool:
    """Another process has the file open."""
    text = str(error).lower()
    return "could not set lock" in text or "used by another process" in text


def newer(path: object) -> DatabaseNewer:
    return DatabaseNewer(
        f"De database {path} is gemaakt met een nieuwere versie van de Routewijzer. Werk dit programma bij of kies "
        "met ROUTEWIJZER_DATABASE een andere database. Er is niets veranderd."
    )


def explained(path: Path) -> AbstractContextManager[None]:
    """Turn what the machine or DuckDB says of a file into a StoreError in Dutch."""
    return told_by(partial(_in_words, path))


@contextmanager
def told_by(in_words: Callable[[Exception], StoreError]) -> Iterator[None]:
    """Turn what the machine or DuckDB says into the StoreError that `in_words` makes of it."""
    try:
        yield
    except StoreError:
        raise
    except (OSError, duckdb.Error) as error:
        raise in_words(error) from error


def quietly(action: Callable[[], object]) -> None:
    """Close or roll back after a failure that has already been reported."""
    with suppress(duckdb.Error):
        action()


def _in_words(path: Path, error: Exception) -> StoreError:
    fault = machine_fault(error, str(path.parent), str(path))
    if fault is not None:
        return fault
    if "newer" in str(error).lower() and "version" in str(error).lower():
        return newer(path)
    return DatabaseCorrupt(
        f"De database {path} is beschadigd of onvolledig. Zet een reservekopie terug, of hernoem het bestand; daarna "
        "maakt de Routewijzer een nieuwe database uit data/ en scenarios/."
    )


def machine_fault(error: Exception, where: str, what: str | None = None) -> StoreError | None:
    """What any kind of database can meet: a rule of the tables, a full disk, no right to write `where` the files lie, no
    memory. `what` is on that disk. None for everything else."""
    if isinstance(error, duckdb.ConstraintException):
        return DatabaseRefused(
            "De database weigert deze cijfers: ze gaan tegen een regel van de tabellen in. Controleer de bestanden met "
            "python -m lib check. Er is niets veranderd."
        )
    text, number = str(error).lower(), getattr(error, "errno", None)
    if number in FULL or any(words in text for words in FULL_WORDS):
        return DatabaseUnwritable(
            f"De schijf met {what or where} is vol. Maak ruimte vrij en start opnieuw. Er is niets half geschreven."
        )
    if number in REFUSED or any(words in text for words in REFUSED_WORDS):
        return DatabaseUnwritable(
            f"Er mag niet gelezen of geschreven worden in {where}. Geef rechten op die map of wijs met "
            "ROUTEWIJZER_DATABASE een andere plek aan. Er is niets veranderd."
        )
    if number == errno.ENOMEM or isinstance(error, duckdb.OutOfMemoryException):
        return OutOfMemory("Er is te weinig geheugen vrij. Sluit andere programma’s en probeer het opnieuw.")
    return None


Connection = duckdb.DuckDBPyConnection
Result = TypeVar("Result")
#: What is done with a database that is open.
Action = Callable[[Connection], Result]


@cache
def query(name: str) -> str:
    """The statement of that name in queries.sql."""
    text = (Path(__file__).parent / "queries.sql").read_text(encoding="utf-8")
    statements = dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])
    return statements[name]


def rows_of(connection: Connection, table: str) -> list[tuple[Any, ...]]:
    """All rows of a table by the statement of its name; none where an earlier layout that takes no writing lacks the
    table."""
    if connection.execute(query("has_table"), {"name": table}).fetchone() != (1,):
        return []
    return connection.execute(query(table)).fetchall()


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Begin; what goes wrong is undone and raised. Who writes commits inside."""
    connection.begin()
    try:
        yield
    except BaseException:
        quietly(connection.rollback)
        raise
