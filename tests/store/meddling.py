"""Around the store: what somebody does to a database without it, and the name by which a process finds one."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from lib.store.lake.line import line_to
from lib.store.lake.place import SCHEME, Lake
from lib.store.locations import Database


@contextmanager
def meddling(path: Database) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself, open for anything."""
    if isinstance(path, Lake):
        with line_to(path).connection() as connection:
            yield connection
    else:
        with duckdb.connect(str(path)) as connection:
            yield connection


def name_of(path: Database) -> str:
    """What `database_named` makes the same database of, in another process."""
    return SCHEME + path.catalogue if isinstance(path, Lake) else str(path)
