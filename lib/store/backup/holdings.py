"""What a database holds, so that two can be told apart or proven equal, whether it still is what was put in, and how all of
it goes to another database, of whichever kind."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from lib.store.access import MOVE, Person, require
from lib.store.database import create, present, read, renew_once
from lib.store.faults import Connection, StoreError, query
from lib.store.locations import Database
from lib.store.migration import table_names
from lib.store.parts import ReleaseChanged, intact, says
from lib.store.releases import ReleaseInfo, loaded, releases
from lib.store.saved_views import BrokenState, state, states
from lib.tables.content import short

ROWS_AT_ONCE = 10_000
#: Each database has its own.
VERSION = "schema_version"


class CannotMove(StoreError):
    """There is something in the place to move to, or what came there is not what was moved."""


@dataclass(frozen=True)
class TableFingerprint:
    """One table: its number of rows, and the hash (hex) over them in no order."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Holdings:
    """The layout of a database and every table in it."""

    schema: int
    tables: Mapping[str, TableFingerprint]

    @property
    def hash(self) -> str:
        """One hash (hex) over everything: equal holdings, equal hash."""
        tables = sorted((name, table.rows, table.sha256) for name, table in self.tables.items())
        return hashlib.sha256(json.dumps([self.schema, tables]).encode()).hexdigest()

    def rows(self, table: str) -> int:
        """0 for a table that an earlier layout lacks."""
        return self.tables[table].rows if table in self.tables else 0


def holdings(path: Database) -> Holdings:
    """Read every row of every table. Raises StoreError."""
    return read(path, _holdings)


def _holdings(connection: Connection) -> Holdings:
    (schema,) = connection.execute(query("version")).fetchone() or (0,)
    names = [name for (name,) in connection.execute(query("tables")).fetchall()]
    return Holdings(int(schema), {name: _fingerprint(connection, name) for name in names})


def _fingerprint(connection: Connection, name: str) -> TableFingerprint:
    cursor = connection.execute(query("rows_of_table"), {"name": name})
    columns = [description[0] for description in cursor.description or ()]
    hashes: list[bytes] = []
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        hashes += [hashlib.sha256(json.dumps(row, default=_plain).encode()).digest() for row in rows]
    digest = hashlib.sha256(json.dumps(columns).encode())
    for row_hash in sorted(hashes):
        digest.update(row_hash)
    return TableFingerprint(len(hashes), digest.hexdigest())


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
    sound = read(path, lambda connection: [_as_published(connection, info) for info in infos])
    changes = [
        f"release {info.number} is na het publiceren veranderd"
        for info, same in zip(infos, sound, strict=True)
        if not same
    ]
    for info in states(path):
        try:
            state(path, info.number)
        except BrokenState:
            changes.append(f"bevroren stand {info.number} is na het bevriezen veranderd")
    return changes


def _as_published(connection: Connection, info: ReleaseInfo) -> bool:
    """False when it is something else, or parts of it are gone."""
    try:
        return says(intact(info.number, lambda: loaded(connection, info.number)), info.hash)
    except ReleaseChanged:
        return False


def move(source: Database, target: Database, *, by: Person) -> Holdings:
    """Copy all of a database to a place where there is none yet; the source stays as it is. Returns what both hold.

    Raises Forbidden, CannotMove, StoreError.
    """
    require(source, by, MOVE)
    if present(target):
        raise CannotMove(f"Er is al een database in {target}. Kies een andere plek. Er is niets veranderd.")
    return copy_all(source, target)


def copy_all(source: Database, target: Database, make: Callable[..., None] = create) -> Holdings:
    """Copy one state of the source, every row as it is, to a database that `make` makes, a new one by itself; returns what
    both hold.

    Raises CannotMove, StoreError.
    """

    def action(connection: Connection) -> Holdings:
        make(target, partial(_copy_rows, connection))
        return _holdings(connection)

    renew_once(source)
    before = read(source, action)
    after = holdings(target)
    if after != before:
        raise CannotMove(
            f"Wat in {target} staat (kenmerk {short(after.hash)}) is niet wat in {source} stond (kenmerk "
            f"{short(before.hash)}). Gebruik {target} niet en probeer het opnieuw. {source} is niet veranderd."
        )
    return before


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in table_names():
        if table != VERSION:
            rows = source.execute(query("rows_of_table"), {"name": table}).to_arrow_reader(ROWS_AT_ONCE)
            target.register("staged", rows)
            target.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")
            target.unregister("staged")
