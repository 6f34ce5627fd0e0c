"""A shared database: read it, make it, look whether it is there, keep it small. PostgreSQL has the catalogue, DuckLake keeps
each state whole."""

import shutil
from contextlib import suppress
from functools import cache, partial
from typing import NamedTuple

import duckdb

from lib.store.faults import (
    Action,
    Connection,
    DatabaseCorrupt,
    DatabaseMissing,
    DatabaseUnreachable,
    DatabaseUnwritable,
    Result,
    query,
    quietly,
    transaction,
)
from lib.store.lake.connection import SETTINGS, LakeConnection, answer_of, attended, known_whole
from lib.store.lake.place import Lake, fault
from lib.store.lake.writing import Attempt, attempted, one_writer, turn, written
from lib.store.migration import SCHEMA, check_version, migrate, outdated, schema, view_earlier

#: Their rows are large: in the catalogue they would be in its way.
IN_FILES = ("frozen_tables",)
#: Who reads has done so long before; and what was there so long ago can still be looked up. In days.
KEPT_DAYS = 7
#: A file that no state knows may belong to a transaction that is still going on. In days.
LOOSE_DAYS = 1


class LakeSize(NamedTuple):
    """What the files of a shared database are: their number and bytes, and the number of states that are kept."""

    files: int
    size: int
    states: int


def read(lake: Lake, action: Action[Result]) -> Result:
    """Do `action` on one state of the database. It is done again when the line went dead meanwhile, which can look like
    anything.

    Raises StoreError.
    """
    with suppress(DatabaseUnreachable, DatabaseCorrupt):
        return attended(lake, partial(_read, lake, action))
    return attended(lake, partial(_read, lake, action))


def _read(lake: Lake, action: Action[Result], line: LakeConnection) -> Result:
    with line.connection() as connection:
        connection.begin()
        try:
            view_earlier(connection, check_version(lake, connection))
            return action(connection)
        finally:
            quietly(connection.rollback)


def write(lake: Lake, action: Action[Result]) -> Result:
    """Do `action` in one transaction; see lib.store.database. Raises StoreError."""
    renew_once(lake)
    return written(lake, action)


def stamp(lake: Lake) -> int:
    """The number of the state of the database and its moment, as one number. Raises StoreError."""
    return attended(lake, _stamp)


def _stamp(line: LakeConnection) -> int:
    # Not on a connection that looks in the lake first: that asks PostgreSQL for the state of the lake as well.
    with line.plain() as connection:
        line.attach()
        states = answer_of(
            connection,
            "SELECT snapshot_id, (extract(epoch FROM snapshot_time) * 1000000)::bigint AS moment FROM ducklake_snapshot "
            "ORDER BY snapshot_id DESC LIMIT 1",
        )
    number, moment = states[0] if states else (0, 0)
    return int(moment) << 32 | int(number)


def free(lake: Lake) -> int | None:
    """The bytes that are free where the files lie; None where that is no folder. Raises StoreError."""

    def look(line: LakeConnection) -> int | None:
        place = line.data_path() or lake.files or ""
        return None if "://" in place else shutil.disk_usage(place).free

    return attended(lake, look)


def present(lake: Lake) -> bool:
    """Whether the catalogue has a lake with releases. Raises StoreError."""
    try:
        return known_whole(lake) or attended(lake, _present)
    except DatabaseMissing:
        return False


def _present(line: LakeConnection) -> bool:
    with line.connection() as connection:
        return _filled(connection)


def renew_once(lake: Lake) -> None:
    """See lib.store.database: looked at once for each line."""

    def look(line: LakeConnection) -> bool:
        with line.connection() as connection:
            check_version(lake, connection)
            line.whole = not outdated(connection)
            return line.whole

    def renew(connection: Connection) -> None:
        if outdated(connection):
            migrate(connection, tables())

    if not known_whole(lake) and not attended(lake, look):
        with suppress(DatabaseUnwritable):
            written(lake, renew)


def create(lake: Lake, fill: Action[None]) -> None:
    """Make the lake and its tables, unless another machine did; see lib.store.database."""
    with one_writer:
        attempted(lake, partial(_create, fill, False))


def replace(lake: Lake, fill: Action[None]) -> None:
    """The same in the place of what is there, which need not be whole: its files are not read. Raises StoreError."""
    with one_writer:
        attempted(lake, partial(_create, fill, True))


def _create(fill: Action[None], anew: bool, attempt: Attempt, line: LakeConnection) -> None:
    with turn(line):
        if line.data_path() is None:
            _look_at_place(line, anew)
        line.attach(create=True)
        with line.connection() as connection:
            if anew or not _filled(connection):
                _make(connection, fill, anew, attempt)
                line.whole = True


def _look_at_place(line: LakeConnection, anew: bool) -> None:
    """Whether the files of a new lake can come where they are to come. What is put back is among what is left of it."""
    if line.lake.files is None:
        raise fault("no_files", line.lake)
    if not anew:
        line.unused(line.lake.files)


def _make(connection: Connection, fill: Action[None], anew: bool, attempt: Attempt) -> None:
    """The tables and their rows in one transaction: who looks meanwhile sees what was, or nothing."""
    with transaction(connection):
        if anew:
            # All there are: an earlier or a later layout has other ones.
            for (table,) in connection.execute(query("tables")).fetchall():
                connection.execute(f'DROP TABLE "{table}"')
        connection.execute(tables())
        connection.execute(query("insert_version"), {"version": SCHEMA})
        fill(connection)
        attempt.begin()
        connection.commit()
        attempt.end()
    # Afterwards: DuckLake takes no choices for a table that is not there yet.
    for table in IN_FILES:
        connection.execute(f"CALL meer.set_option('data_inlining_row_limit', 0, table_name => '{table}')")


def _filled(connection: Connection) -> bool:
    """Whether a lake has what makes it a database of ours: tables alone are one that somebody did not finish."""
    tables = connection.execute(query("has_table"), {"name": "schema_version"}).fetchall()
    return tables == [(1,)] and connection.execute(query("version")).fetchall() != []


@cache
def tables() -> str:
    """What makes each table of schema.sql that is missing, with what DuckLake knows: names, types and NOT NULL. That
    leaves out keys, references and CHECK, which `check_rules` asks of all that goes in."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        connection.execute(schema())
        rows = connection.execute(
            "SELECT table_name, string_agg('\"' || column_name || '\" ' || data_type || "
            "CASE WHEN is_nullable THEN '' ELSE ' NOT NULL' END, ', ' ORDER BY column_index) "
            "FROM duckdb_columns() WHERE NOT internal GROUP BY table_name ORDER BY table_name"
        ).fetchall()
    return ";\n".join(f"CREATE TABLE IF NOT EXISTS {name} ({columns})" for name, columns in rows)


def compact(lake: Lake, kept_days: int = KEPT_DAYS) -> tuple[LakeSize, LakeSize]:
    """Returns the size before and after. Raises StoreError."""
    with one_writer:
        return attended(lake, partial(_compact, kept_days))


def _compact(kept_days: int, line: LakeConnection) -> tuple[LakeSize, LakeSize]:
    with turn(line), line.connection() as connection:
        before = _size(connection)
        for statement in (
            "CALL ducklake_merge_adjacent_files('meer')",
            f"CALL ducklake_expire_snapshots('meer', older_than => now() - INTERVAL {kept_days} DAY)",
            f"CALL ducklake_cleanup_old_files('meer', older_than => now() - INTERVAL {kept_days} DAY)",
            f"CALL ducklake_delete_orphaned_files('meer', older_than => now() - INTERVAL {LOOSE_DAYS} DAY)",
        ):
            # As Arrow: as Python objects, moments with a time zone would ask for another package.
            connection.execute(statement).to_arrow_table()
        return before, _size(connection)


def _size(connection: Connection) -> LakeSize:
    ((files, size, states),) = answer_of(
        connection,
        "SELECT count(*) AS files, coalesce(sum(file_size_bytes), 0)::bigint AS size, "
        "(SELECT count(*) FROM ducklake_snapshot) AS states FROM ducklake_data_file",
    )
    return LakeSize(int(files), int(size), int(states))
