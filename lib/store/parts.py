"""The parts of a release as the database keeps them: what is equal once, and a large table in blocks, so that a release
takes as much room as it changes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

import duckdb
import pyarrow as pa

from lib.store.content import FILES, Content, hash_of, in_grain_order
from lib.store.queries import query
from lib.store.rows import euros
from lib.store.tables import BY_NAME, PM, TABLES, Column, Table

#: A table with more rows lies in at most so many blocks. Fewer make a change cost more rows, more make the list of them long.
WHOLE, BLOCKS = 1_000, 64
TYPES = {"text": pa.string(), "decimal": pa.float64(), "date": pa.date32(), "amount": pa.decimal128(18, 2)}
Row = Mapping[str, Any]
#: Per part of a release the hashes that its rows lie under.
Stored = Mapping[str, set[str]]


def store_parts(connection: duckdb.DuckDBPyConnection, release: int, content: Content) -> None:
    """Put every part of a release in the database, inside the caller's transaction; what it knows is not repeated."""
    present, parts = set(connection.execute(query("known_parts")).fetchall()), content.hashes
    listed = {"release": [release] * len(parts), "part": list(parts), "content": list(parts.values())}
    _put(connection, "release_parts", pa.table(listed))
    for part, hash_ in parts.items():
        if (part, hash_) in present:
            continue
        if part == FILES:
            names, texts = list(content.files), list(content.files.values())
            _put(connection, FILES, pa.table({"content": [hash_] * len(names), "file_name": names, "body": texts}))
        else:
            _store_rows(connection, part, hash_, content.tables[part])


def _store_rows(connection: duckdb.DuckDBPyConnection, part: str, hash_: str, rows: tuple[Row, ...]) -> None:
    blocks: dict[str, Iterable[Row]] = {hash_: rows}
    if len(rows) > WHOLE:
        present = {block for (block,) in connection.execute(query("known_blocks"), {"part": part}).fetchall()}
        blocks = {_hash_of_block(block): block for block in _blocks(part, rows)}
        listed = {"part": [part] * len(blocks), "content": [hash_] * len(blocks), "block": list(blocks)}
        _put(connection, "part_blocks", pa.table(listed))
        blocks = {block: of_block for block, of_block in blocks.items() if block not in present}
    _put(connection, part, _arrow(part, [(block, row) for block, of_block in blocks.items() for row in of_block]))


def _blocks(part: str, rows: Iterable[Row]) -> Iterable[list[Row]]:
    """Which block a row is in depends on what the grain begins with, mostly its gemeente: then a row that is added or goes
    leaves every other block as it is."""
    first = BY_NAME[part].grain[0]
    blocks: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        blocks[crc32(str(row[first]).encode()) % BLOCKS].append(row)
    return blocks.values()


def _hash_of_block(rows: Iterable[Row]) -> str:
    """Never that of a whole part with the same rows: each lies under its own."""
    return hash_of({"block": [list(row.values()) for row in rows]})


def _put(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("staged", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")
    connection.unregister("staged")


def _arrow(part: str, rows: list[tuple[str, Row]]) -> pa.Table:
    columns = {"content": pa.array([hash_ for hash_, _ in rows], pa.string())}
    for column in BY_NAME[part].columns:
        values = [_stored(column, row[column.name]) for _, row in rows]
        columns[column.name] = pa.array(values, TYPES.get(column.type, pa.int64()))
    return pa.table(columns)


def _stored(column: Column, value: Any) -> Any:
    """PM is stored as NULL; only an amount can be PM, and an amount is never merely empty."""
    return None if column.type == "amount" and value == PM else value


def stored_parts(connection: duckdb.DuckDBPyConnection, release: int | None = None) -> dict[int, Stored]:
    """Where the parts lie of one release, or of each; nothing for a release that does not exist."""
    blocks = connection.execute(query("has_table"), {"name": "part_blocks"}).fetchone() == (1,)
    statement = query("stored_parts" if blocks else "stored_whole")
    places: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, part, hash_ in connection.execute(statement, {"release": release}).fetchall():
        places[number][part].add(hash_)
    return {number: dict(parts) for number, parts in places.items()}


def content_of(connection: duckdb.DuckDBPyConnection, stored: Stored) -> Content:
    """The content that lies there; a table that is not among it has no rows."""
    files = {row["file_name"]: row["body"] for row in _rows(connection, FILES, stored[FILES])}
    tables = {table.name: _rows_in_order(connection, table, stored.get(table.name)) for table in TABLES}
    return Content(tables, dict(sorted(files.items())))


def _rows(connection: duckdb.DuckDBPyConnection, part: str, stored: set[str]) -> list[dict[str, Any]]:
    cursor = connection.execute(query("rows_of_part"), {"part": part, "stored": list(stored)})
    names = [description[0] for description in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _rows_in_order(connection: duckdb.DuckDBPyConnection, table: Table, stored: set[str] | None) -> tuple[Row, ...]:
    rows = _rows(connection, table.name, stored) if stored else []
    for amount in (column.name for column in table.columns if column.type == "amount"):
        for row in rows:
            row[amount] = PM if row[amount] is None else euros(row[amount])
    return in_grain_order(table, rows)
