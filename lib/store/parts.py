"""The parts of a release as the database keeps them: what is equal once, and a large table in blocks, so that a release
takes as much room as it changes.

Whether a release is still what was published: read, hashed in the layout that its hash names, and compared.

What one release says otherwise than another: row by row, and in numbers for the list of releases.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, Literal
from zlib import crc32

import duckdb
import pyarrow as pa

from lib.store.database import condition, read
from lib.store.faults import Connection, DatabaseCorrupt, StoreError, query
from lib.store.locations import Database
from lib.tables.columns import BY_NAME, PM, TABLES, Column, Table
from lib.tables.content import FILES, Content, hash_of, in_grain_order, layout_of, layouts
from lib.tables.rows import euros
from lib.text import whole

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


#: What reading raises when something of a release is gone, or of another kind than it was put in.
BROKEN = (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, duckdb.CatalogException)
#: Releases that are remembered as sound, each in one condition of its database.
REMEMBERED = 256


class ReleaseChanged(DatabaseCorrupt):
    """The figures of a release are not those that were published; they are not shown."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"De cijfers van release {number} in de database zijn niet meer wat is gepubliceerd: zij zijn buiten de "
            "Routewijzer om veranderd, of er ontbreekt iets. Zij worden niet getoond. Kies een andere release, of laat een "
            "beheerder een reservekopie terugzetten."
        )
        self.number = number


#: In the order in which they were verified.
_sound: dict[tuple[Database, object, int, str], None] = {}
_lock = threading.Lock()


def verified(path: Database, number: int, hash_: str, reading: Callable[[], Content]) -> Content:
    """What `reading` gives, when it is what that hash says; inside a read of the database at `path`.

    Verified once in this process for as long as the database stays as it is. Raises ReleaseChanged.
    """
    state = condition(path)
    content = intact(number, reading)
    key = path, state, number, hash_
    if state is None or key not in _sound:
        if not says(content, hash_):
            raise ReleaseChanged(number)
        if state is not None:
            _remember(key)
    return content


def intact(number: int, reading: Callable[[], Content]) -> Content:
    """What `reading` gives. Raises ReleaseChanged when parts are gone."""
    try:
        return reading()
    except BROKEN as error:
        raise ReleaseChanged(number) from error


def says(content: Content, hash_: str) -> bool:
    """Whether the content has that hash, in the layout that the hash names. Raises StoreError for a layout that this
    program does not know."""
    layout = layout_of(hash_)
    if layout not in layouts():
        raise StoreError(
            f"Het kenmerk van deze release is gemaakt met een andere versie van de Routewijzer (indeling {layout[:20]}) en is "
            "hier niet na te gaan. Werk dit programma bij, of kies een andere release."
        )
    try:
        return content.hash_in(layout) == hash_
    except BROKEN:
        return False


def _remember(key: tuple[Database, object, int, str]) -> None:
    with _lock:
        _sound[key] = None
        while len(_sound) > REMEMBERED:
            del _sound[next(iter(_sound))]


TableRow = Mapping[str, Any]
Kind = Literal["toegevoegd", "gewijzigd", "verwijderd"]
ADDED: Kind = "toegevoegd"
CHANGED: Kind = "gewijzigd"
REMOVED: Kind = "verwijderd"
#: What identifies a row, per part of a release.
GRAINS = {**{table.name: table.grain for table in TABLES}, FILES: ("file_name",)}


@dataclass(frozen=True)
class Change:
    """One row of a part (a table of data/, or `scenario_files`) that differs.

    grain: the values that identify it, in the order of GRAINS; before is None for an added row, after for a removed.
    """

    part: str
    kind: Kind
    grain: tuple[Any, ...]
    before: TableRow | None
    after: TableRow | None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns outside the grain whose value differs; of an added or removed row all of them."""
        before, after = self.before or {}, self.after or {}
        return tuple(
            name
            for name in (after or before)
            if name not in GRAINS[self.part] and (not before or not after or bool(before[name] != after[name]))
        )

    @property
    def values(self) -> dict[str, tuple[Any, Any]]:
        """Per such column (old, new); None on the side where the row is not."""
        before, after = self.before or {}, self.after or {}
        return {name: (before.get(name), after.get(name)) for name in self.columns}


@dataclass(frozen=True)
class Size:
    """How many rows a release adds, changes and removes against the one before it."""

    added: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.added + other.added, self.changed + other.changed, self.removed + other.removed)

    @property
    def total(self) -> int:
        return self.added + self.changed + self.removed


def size_words(size: Size | None) -> str:
    """The size of a change: "3 erbij, 12 anders, 1 weg"."""
    if size is None:
        return "eerste"
    parts = ((size.added, "erbij"), (size.changed, "anders"), (size.removed, "weg"))
    return ", ".join(f"{whole(number)} {word}" for number, word in parts if number) or "geen"


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every row that differs, per table in the order of TABLES and inside a table in the order of its grain."""
    changes: list[Change] = []
    for table in TABLES:
        changes += _part(table.name, before.tables.get(table.name, ()), after.tables.get(table.name, ()))
    return (*changes, *_part(FILES, _files(before), _files(after)))


def _files(content: Content) -> tuple[TableRow, ...]:
    return tuple({"file_name": name, "body": text} for name, text in sorted(content.files.items()))


def _part(part: str, before: tuple[TableRow, ...], after: tuple[TableRow, ...]) -> list[Change]:
    old, new = _by_grain(part, before), _by_grain(part, after)
    changes = []
    for grain in old.keys() | new.keys():
        was, now = old.get(grain), new.get(grain)
        if was != now:
            kind = ADDED if was is None else REMOVED if now is None else CHANGED
            changes.append(Change(part, kind, grain, was, now))
    return sorted(changes, key=lambda change: change.grain)


def _by_grain(part: str, rows: tuple[TableRow, ...]) -> dict[tuple[Any, ...], TableRow]:
    names = GRAINS[part]
    if len(names) == 1:
        return {(row[names[0]],): row for row in rows}
    grain = itemgetter(*names)
    return {grain(row): row for row in rows}


def size_of(changes: tuple[Change, ...]) -> Size:
    kinds = [change.kind for change in changes]
    return Size(kinds.count(ADDED), kinds.count(CHANGED), kinds.count(REMOVED))


def sizes(path: Database) -> dict[int, Size]:
    """Per release what it changes against the release with the number before it; the first has none.

    Raises StoreError.
    """

    def action(connection: Connection) -> dict[int, Size]:
        parts = stored_parts(connection)
        return {number: _size(connection, parts[earlier], parts[number]) for earlier, number in pairwise(sorted(parts))}

    return read(path, action)


def _size(connection: Connection, before: Stored, after: Stored) -> Size:
    """Counted by the database, in what the two do not share."""
    total = Size()
    for part, grain in GRAINS.items():
        old, new = before.get(part, set()), after.get(part, set())
        if old != new:
            statement = query("changes_of_part").replace("$first", grain[0]).replace("$grain", ", ".join(grain))
            values = {"part": part, "before": list(old - new), "after": list(new - old)}
            total += Size(*connection.execute(statement, values).fetchone() or ())
    return total
