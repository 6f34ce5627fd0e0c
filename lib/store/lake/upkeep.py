"""Keep a shared database small: join files, let go of states of before, clear away what nobody needs."""

from functools import partial
from typing import NamedTuple

import duckdb

from lib.store.lake.attending import attended
from lib.store.lake.line import Line, asked
from lib.store.lake.place import Lake
from lib.store.lake.writing import one_writer, turn

#: Who reads has done so long before; and what was there so long ago can still be looked up. In days.
KEPT_DAYS = 7
#: A file that no state knows may belong to a transaction that is still going on. In days.
LOOSE_DAYS = 1


class Size(NamedTuple):
    """What the files of a shared database are: their number and bytes, and the number of states that are kept."""

    files: int
    size: int
    states: int


def compact(lake: Lake, kept_days: int = KEPT_DAYS) -> tuple[Size, Size]:
    """Returns the size before and after. Raises StoreError."""
    with one_writer:
        return attended(lake, partial(_compact, kept_days))


def _compact(kept_days: int, line: Line) -> tuple[Size, Size]:
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


def _size(connection: duckdb.DuckDBPyConnection) -> Size:
    ((files, size, states),) = asked(
        connection,
        "SELECT count(*) AS files, coalesce(sum(file_size_bytes), 0)::bigint AS size, "
        "(SELECT count(*) FROM ducklake_snapshot) AS states FROM ducklake_data_file",
    )
    return Size(int(files), int(size), int(states))
