"""An earlier layout of the database → the layout of schema.sql, after a copy beside it; whole or not at all."""

import itertools
import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import cache
from pathlib import Path

import duckdb

from lib.store.faults import DatabaseCorrupt, newer, query
from lib.store.file.workroom import put_new, workroom
from lib.tables.columns import TABLES

#: The layout of schema.sql; raise it when a table changes. A new table needs no other layout.
SCHEMA = 4
#: The first layout with one table of events.
EVENTS = 4
HERE = Path(__file__).parent


@cache
def schema() -> str:
    """What makes every table that a database lacks: those of schema.sql, then those of figures as they are declared."""
    return (HERE / "schema.sql").read_text("utf-8") + "".join(table.definition for table in TABLES)


@cache
def _statements() -> dict[str, str]:
    """Those of migration.sql, by name."""
    text = (HERE / "migration.sql").read_text("utf-8")
    return dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])


@cache
def table_names() -> tuple[str, ...]:
    """Every table, each after those it refers to."""
    return tuple(re.findall(r"^CREATE TABLE IF NOT EXISTS (\w+)", schema(), re.MULTILINE))


def outdated(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database has an earlier layout, or lacks a table. One without releases is none of ours."""
    present = _tables(connection)
    return "releases" in present and (_version(connection) < SCHEMA or not set(table_names()) <= present)


def renew(path: Path, opened: Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]) -> None:
    """Bring the database to the layout of schema.sql. `opened` opens it for writing; nobody else writes meanwhile.

    A copy of the file as it was stays beside it. The file cannot be copied while it is open (closing the copy would
    let go of the lock), so a copy counts only when the file is the same when it is opened again.
    """
    while True:
        with opened() as connection:
            if not outdated(connection):
                return
            connection.execute("CHECKPOINT")
        # A copy that is gone was cleared away by a version that does not see whose it is.
        with suppress(FileNotFoundError), workroom(path.parent) as room:
            before, copy = _stamp(path), room / path.name
            shutil.copyfile(path, copy)
            with opened() as connection:
                if _stamp(path) != before:
                    continue
                if outdated(connection):
                    _keep(copy, path)
                    _migrate(connection)
                return


def migrate(connection: duckdb.DuckDBPyConnection, tables: str) -> None:
    """Bring it to the layout of schema.sql, inside the caller's transaction; `tables` makes each table that it lacks."""
    version = _version(connection)
    steps = range(version, SCHEMA)
    view_earlier(connection, version)
    for step in steps:
        connection.execute(_statements()[f"set_apart_{step}"])
    connection.execute(tables)
    for step in steps:
        connection.execute(_statements()[f"put_back_{step}"])
    connection.execute(_statements()["raise_version"], {"version": SCHEMA})


def view_earlier(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Let who reads a database of an earlier layout find its events as one table; it stays as it is."""
    if version >= EVENTS:
        return
    present = _tables(connection)
    for name, statement in _statements().items():
        if name.startswith("lacks_") and name.removeprefix("lacks_") not in present:
            connection.execute(statement)
    connection.execute(_statements()["events_of_before"])


def check_version(path: object, connection: duckdb.DuckDBPyConnection) -> int:
    """The layout of the database. Raises DatabaseCorrupt when it is no database of ours, DatabaseNewer for a later layout."""
    try:
        rows = connection.execute(query("version")).fetchall()
    except duckdb.CatalogException:
        rows = []
    if not rows:
        raise DatabaseCorrupt(
            f"{path} is geen database van de Routewijzer. Zet de goede database terug of hernoem dit bestand; daarna "
            "maakt de Routewijzer een nieuwe database uit data/ en scenarios/."
        )
    if rows[0][0] > SCHEMA:
        raise newer(path)
    return int(rows[0][0])


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute(_statements()["tables"]).fetchall()}


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    (version,) = connection.execute(_statements()["version"]).fetchone() or (0,)
    return int(version)


def _stamp(path: Path) -> tuple[int, int, int, bool]:
    """Changes when the file does; a journal beside it is a change that is not in the file yet."""
    file = path.stat()
    return file.st_ino, file.st_mtime_ns, file.st_size, Path(f"{path}.wal").exists()


def _keep(copy: Path, path: Path) -> None:
    """Give the copy its name beside the database; an earlier copy stays."""
    for number in itertools.count(1):
        again = "" if number == 1 else f"-{number}"
        with suppress(FileExistsError):
            put_new(copy, path.with_name(f"{path.stem}.voor-schema-{SCHEMA}{again}{path.suffix}"))
            return


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """In one transaction: all of it, or nothing."""
    connection.begin()
    try:
        migrate(connection, schema())
        connection.commit()
    except BaseException:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
