"""The rules of the schema that DuckLake does not know, asked of each row before it counts: keys, references, CHECK."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

import duckdb

from lib.store.lake.connection import SETTINGS
from lib.store.migration import schema

_WRITES = re.compile(r'\b(?:INSERT\s+INTO|UPDATE)\s+"?(\w+)', re.IGNORECASE)


class Rule(NamedTuple):
    """A rule of one table, and what finds a new row that breaks it."""

    words: str
    finds: str


class Watched:
    """A connection that remembers which tables it wrote to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self.written: set[str] = set()

    def execute(self, statement: str, *values: Any) -> duckdb.DuckDBPyConnection:
        self.written.update(_WRITES.findall(statement))
        return self._connection.execute(statement, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def check_rules(connection: duckdb.DuckDBPyConnection, written: Iterable[str]) -> None:
    """Look at the rows that this transaction adds. Raises duckdb.ConstraintException, as DuckDB itself does."""
    checks = [rule for table in sorted(written) for rule in rules().get(table, ())]
    if not checks:
        return
    questions = (f"SELECT {number} WHERE EXISTS ({rule.finds})" for number, rule in enumerate(checks))
    broken = connection.execute(" UNION ALL ".join(questions)).fetchall()
    if broken:
        raise duckdb.ConstraintException(", ".join(checks[number].words for (number,) in broken))


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules per table, from the schema as DuckDB reads it."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        connection.execute(schema())
        constraints = connection.execute(
            "SELECT table_name, constraint_type, constraint_text, expression, constraint_column_names, referenced_table, "
            "referenced_column_names FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL' ORDER BY ALL"
        ).fetchall()
    per_table: dict[str, list[Rule]] = defaultdict(list)
    for table, kind, words, *constraint in constraints:
        per_table[table].append(Rule(f"{table}: {words}", _finds(table, kind, *constraint)))
    return {table: tuple(rules) for table, rules in per_table.items()}


def _finds(table: str, kind: str, expression: str, columns: list[str], other: str, others: list[str]) -> str:
    """A row that no state has yet has no number of one."""
    new = f"FROM {table} WHERE snapshot_id IS NULL"
    if kind == "CHECK":
        return f"SELECT 1 {new} AND NOT ({expression})"
    names = ", ".join(f'"{column}"' for column in columns)
    if kind == "FOREIGN KEY":
        referred = ", ".join(f'"{column}"' for column in others)
        filled = " AND ".join(f'"{column}" IS NOT NULL' for column in columns)
        return f"SELECT 1 {new} AND {filled} AND ({names}) NOT IN (SELECT ({referred}) FROM {other})"
    # The first column alone picks out the few rows that can be equal: a content, a release, a number.
    few = f'SELECT * FROM {table} WHERE "{columns[0]}" IN (SELECT "{columns[0]}" {new})'
    return f"SELECT 1 FROM ({few}) GROUP BY {names} HAVING count(*) > 1"
