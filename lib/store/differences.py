"""What one release says otherwise than another: row by row, and in numbers for the list of releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, Literal

from lib.store.content import FILES, Content
from lib.store.database import read
from lib.store.locations import Database
from lib.store.parts import Stored, stored_parts
from lib.store.queries import Connection, query
from lib.store.tables import TABLES

Row = Mapping[str, Any]
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
    before: Row | None
    after: Row | None

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


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every row that differs, per table in the order of TABLES and inside a table in the order of its grain."""
    changes: list[Change] = []
    for table in TABLES:
        changes += _part(table.name, before.tables.get(table.name, ()), after.tables.get(table.name, ()))
    return (*changes, *_part(FILES, _files(before), _files(after)))


def _files(content: Content) -> tuple[Row, ...]:
    return tuple({"file_name": name, "body": text} for name, text in sorted(content.files.items()))


def _part(part: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> list[Change]:
    old, new = _by_grain(part, before), _by_grain(part, after)
    changes = []
    for grain in old.keys() | new.keys():
        was, now = old.get(grain), new.get(grain)
        if was != now:
            kind = ADDED if was is None else REMOVED if now is None else CHANGED
            changes.append(Change(part, kind, grain, was, now))
    return sorted(changes, key=lambda change: change.grain)


def _by_grain(part: str, rows: tuple[Row, ...]) -> dict[tuple[Any, ...], Row]:
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
