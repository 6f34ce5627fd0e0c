"""What a database holds, so that two can be told apart or proven equal, and whether it still is what was put in."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb

from lib.store.database import read
from lib.store.integrity import ReleaseChanged, intact, says
from lib.store.locations import Database
from lib.store.queries import query
from lib.store.releases import ReleaseInfo, loaded, releases
from lib.store.saved_views import BrokenState, state, states

ROWS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Held:
    """One table: its number of rows, and the hash (hex) over them in no order."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Holdings:
    """The layout of a database and every table in it."""

    schema: int
    tables: Mapping[str, Held]

    @property
    def hash(self) -> str:
        """One hash (hex) over everything: equal holdings, equal hash."""
        told = sorted((name, held.rows, held.sha256) for name, held in self.tables.items())
        return hashlib.sha256(json.dumps([self.schema, told]).encode()).hexdigest()

    def rows(self, table: str) -> int:
        """0 for a table that an earlier layout lacks."""
        return self.tables[table].rows if table in self.tables else 0


def holdings(path: Database) -> Holdings:
    """Read every row of every table. Raises StoreError."""

    return read(path, held_in)


def held_in(connection: duckdb.DuckDBPyConnection) -> Holdings:
    """The same, for who has the database open already."""
    (schema,) = connection.execute(query("version")).fetchone() or (0,)
    names = [name for (name,) in connection.execute(query("tables")).fetchall()]
    return Holdings(int(schema), {name: _held(connection, name) for name in names})


def _held(connection: duckdb.DuckDBPyConnection, name: str) -> Held:
    cursor = connection.execute(query("rows_of_table"), {"name": name})
    columns = [description[0] for description in cursor.description or ()]
    found: list[bytes] = []
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        found += [_row_hash(row) for row in rows]
    digest = hashlib.sha256(json.dumps(columns).encode())
    for one in sorted(found):
        digest.update(one)
    return Held(len(found), digest.hexdigest())


def _row_hash(row: tuple[Any, ...]) -> bytes:
    return hashlib.sha256(json.dumps(row, default=_plain).encode()).digest()


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(type(value))


def changed_since(path: Database) -> list[str]:
    """Every release and frozen state that is not what was put in, in words; empty when all is sound. Raises StoreError."""
    infos = releases(path)
    kept = read(path, lambda connection: [_as_published(connection, info) for info in infos])
    told = [
        f"release {info.number} is na het publiceren veranderd"
        for info, whole in zip(infos, kept, strict=True)
        if not whole
    ]
    for one in states(path):
        try:
            state(path, one.number)
        except BrokenState:
            told.append(f"bevroren stand {one.number} is na het bevriezen veranderd")
    return told


def _as_published(connection: duckdb.DuckDBPyConnection, info: ReleaseInfo) -> bool:
    """False when it is something else, or parts of it are gone."""
    try:
        return says(intact(info.number, lambda: loaded(connection, info.number)), info.hash)
    except ReleaseChanged:
        return False
