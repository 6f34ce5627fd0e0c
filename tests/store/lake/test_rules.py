"""What DuckLake does not declare is asked all the same: each rule of schema.sql, of each table that was written to."""

import duckdb
import pytest

from lib.store.faults import query
from lib.store.lake.writing import Watched, check_rules, rules
from lib.store.migration import schema, table_names
from tests.store.test_publishing import QUERIES


def declared() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(schema())
    return connection


def test_every_rule_of_the_schema_is_asked() -> None:
    with declared() as connection:
        found = connection.execute(
            "SELECT table_name, count(*) FROM duckdb_constraints() WHERE constraint_type <> 'NOT NULL' GROUP BY ALL"
        ).fetchall()
    assert {table: len(asked) for table, asked in rules().items()} == dict(found)
    assert set(rules()) == set(table_names())


#: A table as a shared database has it, what is in it, and what comes to it.
BROKEN = {
    "key": ("costs", "('a', 1, 1.0, NULL), ('a', 1, 2.0, 9)"),
    "key of before": ("costs", "('a', 1, 1.0, 3), ('a', 1, 2.0, NULL)"),
    "check": ("costs", "('a', 1, -1.0, NULL)"),
}
SMALL = """CREATE TABLE IF NOT EXISTS costs (
    content VARCHAR NOT NULL,
    jaar BIGINT NOT NULL,
    bedrag_eur DECIMAL(18, 2) CHECK (bedrag_eur >= 0),
    PRIMARY KEY (content, jaar)
);"""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """Without keys, and with the column by which DuckLake tells new rows."""
    monkeypatch.setattr("lib.store.lake.writing.schema", lambda: SMALL)
    rules.cache_clear()
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE costs (content VARCHAR, jaar BIGINT, bedrag_eur DECIMAL(18, 2), snapshot_id BIGINT)"
    )
    yield connection
    rules.cache_clear()
    connection.close()


@pytest.mark.parametrize(("table", "rows"), BROKEN.values(), ids=BROKEN)
def test_a_new_row_that_breaks_a_rule_is_refused(small: duckdb.DuckDBPyConnection, table: str, rows: str) -> None:
    small.execute(f"INSERT INTO {table} VALUES {rows}")
    with pytest.raises(duckdb.ConstraintException, match="costs"):
        check_rules(small, {table})


def test_rows_of_before_are_left_alone(small: duckdb.DuckDBPyConnection) -> None:
    small.execute(
        "INSERT INTO costs VALUES ('a', 1, -1.0, 3), ('a', 1, 2.0, 9), ('b', 1, 0.0, NULL), ('b', 2, 0.0, NULL)"
    )
    check_rules(small, {"costs"})
    check_rules(small, {"another"})


def test_what_was_written_to_is_remembered() -> None:
    with declared() as connection:
        watched = Watched(connection)
        watched.execute(query("insert_version"), {"version": 2})
        watched.execute("UPDATE costs SET bedrag_eur = 1")
        watched.execute(query("releases")).fetchall()
    assert watched.written == {"schema_version", "costs"}


def test_each_statement_that_adds_is_seen() -> None:
    with duckdb.connect() as connection:
        text = QUERIES.read_text("utf-8")
        added = {part.split("\n")[0] for part in text.split("-- name: ")[1:] if "INSERT INTO" in part}
        for name in added:
            watched = Watched(connection)
            with pytest.raises(duckdb.Error):
                watched.execute(query(name))
            assert len(watched.written & set(table_names())) == 1, name
