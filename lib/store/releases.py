"""Releases: figures, keys, parameters and scenarios together, published whole and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from lib.store import locations
from lib.store.access import DOWNLOAD, SEE_CONCEPT, Person, require
from lib.store.amounts import euros
from lib.store.check import check_folder
from lib.store.content import FILES, Content
from lib.store.database import StoreError, create, present, read, renew_once
from lib.store.locations import Database
from lib.store.queries import query
from lib.store.tables import BY_NAME, PM, TABLES, Column

IN_USE = "in gebruik"
CONCEPT = "concept"
FIRST = ("Eerste cijfers", "Meegeleverde cijfers en scenario’s.", "Routewijzer")
TYPES = {"text": pa.string(), "decimal": pa.float64(), "date": pa.date32(), "amount": pa.decimal128(18, 2)}


@dataclass(frozen=True)
class ReleaseInfo:
    """What the list of releases says of one; times are UTC."""

    number: int
    created_at: datetime
    name: str
    note: str
    publisher: str
    hash: str
    state: str
    current: bool

    @property
    def state_words(self) -> str:
        """The state as a list says it: of all that were in use only one still is."""
        return "eerder in gebruik" if self.state == IN_USE and not self.current else self.state


class UnknownRelease(StoreError):
    """No such release, or none that a reader may see."""


def ensure(path: Database, home: Path | None = None) -> None:
    """Make the database from data/ and scenarios/ when it does not exist, and renew one of an earlier layout.

    Raises StoreError or Unsound.
    """
    if present(path):
        renew_once(path)
        return
    content = check_folder(home or locations.home())
    create(path, lambda connection: _first(connection, content))


def _first(connection: duckdb.DuckDBPyConnection, content: Content) -> None:
    name, note, publisher = FIRST
    insert(connection, content, name, note, publisher, IN_USE)


def insert(
    connection: duckdb.DuckDBPyConnection, content: Content, name: str, note: str, publisher: str, state: str
) -> int:
    """Add a release inside the caller's transaction and return its number; content known already is not repeated."""
    now = datetime.now(UTC).replace(tzinfo=None)
    (number,) = connection.execute(query("next_release")).fetchone() or (1,)
    connection.execute(
        query("insert_release"),
        {
            "release": number,
            "created_at": now,
            "name": name,
            "note": note,
            "publisher": publisher,
            "hash": content.hash,
        },
    )
    for part, hash_ in content.hashes.items():
        (known,) = connection.execute(query("known_content"), {"part": part, "content": hash_}).fetchone() or (0,)
        connection.execute(query("insert_part"), {"release": number, "part": part, "content": hash_})
        if not known:
            connection.register("staged", _arrow(content, part, hash_))
            connection.execute(query(f"insert_{part}"))
            connection.unregister("staged")
    connection.execute(
        query("insert_event"),
        {"release": number, "state": state, "happened_at": now, "actor": publisher, "note": note},
    )
    return int(number)


def _arrow(content: Content, part: str, hash_: str) -> pa.Table:
    if part == FILES:
        names, texts = list(content.files), list(content.files.values())
        return pa.table({"content": [hash_] * len(names), "file_name": names, "body": texts})
    rows = content.tables[part]
    columns = {"content": pa.array([hash_] * len(rows), pa.string())}
    for column in BY_NAME[part].columns:
        columns[column.name] = pa.array([_stored(column, row[column.name]) for row in rows], _type(column))
    return pa.table(columns)


def _type(column: Column) -> pa.DataType:
    return TYPES.get(column.type, pa.int64())


def _stored(column: Column, value: Any) -> Any:
    """PM is stored as NULL; only an amount can be PM, and an amount is never merely empty."""
    return None if column.type == "amount" and value == PM else value


def load(path: Database, number: int) -> Content:
    """One release whole; a table that it does not know has no rows. Raises UnknownRelease or StoreError."""
    return read(path, lambda connection: loaded(connection, number))


def loaded(connection: duckdb.DuckDBPyConnection, number: int) -> Content:
    """The same, for who has the database open already. Raises UnknownRelease."""
    parts = dict(connection.execute(query("parts"), {"release": number}).fetchall())
    if not parts:
        raise UnknownRelease(f"Release {number} bestaat niet. Kies een release uit de lijst.")
    files = connection.execute(query("select_scenario_files"), {"content": parts[FILES]}).fetchall()
    tables = {
        table.name: _rows(connection, table.name, parts[table.name]) if table.name in parts else () for table in TABLES
    }
    return Content(tables, dict(files))


def _rows(connection: duckdb.DuckDBPyConnection, name: str, hash_: str) -> tuple[dict[str, Any], ...]:
    table = BY_NAME[name]
    amounts = [column.name for column in table.columns if column.type == "amount"]
    cursor = connection.execute(query(f"select_{name}"), {"content": hash_})
    names = [description[0] for description in cursor.description or ()]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for amount in amounts:
        for row in found:
            row[amount] = PM if row[amount] is None else euros(row[amount])
    return tuple(sorted(found, key=lambda row: tuple(row[key] for key in table.grain)))


def releases(path: Database) -> list[ReleaseInfo]:
    """All releases, the oldest first."""

    def action(connection: duckdb.DuckDBPyConnection) -> list[ReleaseInfo]:
        used = connection.execute(query("current_release")).fetchone()
        current = used[0] if used else None
        found = connection.execute(query("releases")).fetchall()
        return [_info(row, current) for row in found]

    return read(path, action)


def visible(infos: Iterable[ReleaseInfo], by: Person) -> list[ReleaseInfo]:
    """The releases that someone may know of."""
    return [info for info in infos if info.state != CONCEPT or SEE_CONCEPT.open_to(by)]


def take_away(path: Database, number: int, *, by: Person) -> Content:
    """One release whole, with every single headcount, to be taken out of the app. Raises Forbidden and what load raises."""
    require(path, by, DOWNLOAD)
    return load(path, number)


def _info(row: tuple[Any, ...], in_use: int | None) -> ReleaseInfo:
    number, created_at, name, note, publisher, hash_, state = row
    return ReleaseInfo(number, created_at, name, note, publisher, hash_, state, number == in_use)


def current(path: Database) -> ReleaseInfo:
    """The release in use. Raises UnknownRelease when there is none."""
    return in_use(releases(path))


def in_use(infos: list[ReleaseInfo]) -> ReleaseInfo:
    """The one of a list that is in use. Raises UnknownRelease when there is none."""
    for release in infos:
        if release.current:
            return release
    raise UnknownRelease("Er is geen release in gebruik. Neem eerst een release in gebruik.")


def shipped_differs(path: Database, home: Path | None = None) -> bool:
    """Whether data/ and scenarios/ hold something else than the release in use. Raises Unsound or StoreError."""
    return check_folder(home or locations.home()).hash != current(path).hash
