"""The statements of queries.sql, by name; they are the same for every kind of database."""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb


@cache
def query(name: str) -> str:
    """The statement of that name in queries.sql."""
    text = (Path(__file__).parent / "queries.sql").read_text(encoding="utf-8")
    statements = dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])
    return statements[name]


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    """All rows of a table by the statement of its name; none where an earlier layout that takes no writing lacks the
    table."""
    if connection.execute(query("has_table"), {"name": table}).fetchone() != (1,):
        return []
    return connection.execute(query(table)).fetchall()
