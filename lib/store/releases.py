"""Releases: figures, keys, parameters and scenarios together, published whole and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from lib.store import locations
from lib.store.access import DOWNLOAD, SEE_CONCEPT, Person, require
from lib.store.check import check_folder
from lib.store.content import Content
from lib.store.database import StoreError, create, present, read, renew_once
from lib.store.events import add_event
from lib.store.integrity import verified
from lib.store.locations import Database
from lib.store.parts import content_of, store_parts, stored_parts
from lib.store.queries import query

IN_USE = "in gebruik"
CONCEPT = "concept"
FIRST = ("Eerste cijfers", "Meegeleverde cijfers en scenario’s.", "Routewijzer")


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
    store_parts(connection, int(number), content)
    add_event(connection, state, publisher, note, now, release=number)
    return int(number)


def load(path: Database, number: int) -> Content:
    """One release whole, as it was published; a table that it does not know has no rows.

    Raises UnknownRelease, ReleaseChanged when it is not what was published, StoreError.
    """
    return read(path, lambda connection: sound(path, connection, number))


def sound(path: Database, connection: duckdb.DuckDBPyConnection, number: int) -> Content:
    """The same, for who has that database open already."""
    known = connection.execute(query("hash_of_release"), {"release": number}).fetchone()
    if known is None:
        raise UnknownRelease(f"Release {number} bestaat niet. Kies een release uit de lijst.")
    return verified(path, number, known[0], lambda: loaded(connection, number))


def loaded(connection: duckdb.DuckDBPyConnection, number: int) -> Content:
    """What there is of a release, sound or not. Raises LookupError and the like when parts are gone."""
    return content_of(connection, stored_parts(connection, number)[number])


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
