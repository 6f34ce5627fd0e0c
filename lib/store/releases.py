"""Releases: figures, keys, parameters and scenarios together, published whole and never changed; and whether the app can serve
the one in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from lib.store import locations
from lib.store.access import DOWNLOAD, SEE_CONCEPT, Person, add_event, require
from lib.store.database import create, free, present, read, renew_once, stamp
from lib.store.faults import Connection, DatabaseUnwritable, StoreError, query
from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.parts import content_of, store_parts, stored_parts, verified
from lib.tables.content import Content

IN_USE = "in gebruik"
CONCEPT = "concept"
#: Below this a new release may not fit: its rows, its journal, and the copy that a renewal keeps. In bytes.
ROOM = 256 * 1024 * 1024
NO_SUCH_RELEASE = "Release {number} bestaat niet. Kies een release uit de lijst."
FIRST = ("Eerste cijfers", "De cijfers en scenario’s van de map waarmee deze database begon.", "Routewijzer")


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


class Unready(StoreError):
    """The app cannot serve; `melding` says why, without the place of the database."""


def ensure(path: Database, home: Path | None = None) -> None:
    """Make the database from data/ and scenarios/ when it does not exist, and renew one of an earlier layout.

    Raises StoreError or Unsound.
    """
    if present(path):
        renew_once(path)
        return
    # Only a first start needs it, and it takes as long to load as all else here.
    from lib.tables.check import check_folder

    content = check_folder(home or locations.home())

    def fill(connection: Connection) -> None:
        insert(connection, content, *FIRST, IN_USE)

    create(path, fill)


def insert(connection: Connection, content: Content, name: str, note: str, publisher: str, state: str) -> int:
    """Add a release inside the caller's transaction and return its number; content known already is not repeated."""
    now = datetime.now(UTC).replace(tzinfo=None)
    (number,) = connection.execute(query("next_release")).fetchone() or (1,)
    identity = {"release": number, "created_at": now, "name": name, "note": note, "publisher": publisher}
    connection.execute(query("insert_release"), {**identity, "hash": content.hash})
    store_parts(connection, int(number), content)
    add_event(connection, state, publisher, note, now, release=number)
    return int(number)


def load(path: Database, number: int) -> Content:
    """One release whole, as it was published; a table that it does not know has no rows.

    Raises UnknownRelease, ReleaseChanged when it is not what was published, StoreError.
    """
    return read(path, lambda connection: sound(path, connection, number))


def sound(path: Database, connection: Connection, number: int) -> Content:
    """The same, for who has that database open already."""
    row = connection.execute(query("hash_of_release"), {"release": number}).fetchone()
    if row is None:
        raise UnknownRelease(NO_SUCH_RELEASE.format(number=number))
    return verified(path, number, row[0], lambda: loaded(connection, number))


def loaded(connection: Connection, number: int) -> Content:
    """What there is of a release, sound or not. Raises LookupError and the like when parts are gone."""
    return content_of(connection, stored_parts(connection, number)[number])


def releases(path: Database) -> list[ReleaseInfo]:
    """All releases, the oldest first."""

    def action(connection: Connection) -> list[ReleaseInfo]:
        used = current_number(connection)
        return [ReleaseInfo(*(*row, row[0] == used)) for row in connection.execute(query("releases")).fetchall()]

    return read(path, action)


def current_number(connection: Connection) -> int | None:
    """The number of the release in use; None when there is none."""
    used = connection.execute(query("current_release")).fetchone()
    return used[0] if used else None


def visible(infos: Iterable[ReleaseInfo], by: Person) -> list[ReleaseInfo]:
    """The releases that someone may know of."""
    return [info for info in infos if info.state != CONCEPT or SEE_CONCEPT.open_to(by)]


def take_away(path: Database, number: int, *, by: Person) -> Content:
    """One release whole, with every single headcount, to be taken out of the app. Raises Forbidden and what load raises."""
    require(path, by, DOWNLOAD)
    return load(path, number)


def current(path: Database) -> ReleaseInfo:
    """The release in use. Raises UnknownRelease when there is none."""
    return in_use(releases(path))


def in_use(infos: list[ReleaseInfo]) -> ReleaseInfo:
    """The one of a list that is in use. Raises UnknownRelease when there is none."""
    info = next((info for info in infos if info.current), None)
    if info is None:
        raise UnknownRelease("Er is geen release in gebruik. Neem eerst een release in gebruik.")
    return info


def ready(path: Database) -> None:
    """Whether the app can serve: the database opens, the release in use is whole, and the disk has room for the next.

    Raises Unready, or Unsound when the shipped files of a first start are not in order.
    """
    try:
        ensure(path)
        _readable(path, stamp(path))
        room = free(path)
        if room is not None and room < ROOM:
            raise DatabaseUnwritable(f"De schijf met {path} is bijna vol. Maak ruimte vrij.")
    except (StoreError, OSError) as error:
        melding = error.melding if isinstance(error, StoreError) else "De database is niet te openen."
        raise Unready(_placeless(melding, path)) from error


def _placeless(melding: str, path: Database) -> str:
    if isinstance(path, Lake):
        words = melding.replace(f"gedeelde database {path}", "gedeelde database")
        return words.replace(str(path), "de gedeelde database")
    return melding.replace(str(path), path.name).replace(str(path.parent), "de map van de database")


@lru_cache(maxsize=4)
def _readable(path: Database, stamp: int) -> None:
    """Read the release in use whole, once for as long as the database stays as it is."""
    load(path, current(path).number)
