"""The statements of queries.sql, by name; they are the same for every kind of database. And what they are asked of: a
connection, in a transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from lib.store.faults import quietly

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
