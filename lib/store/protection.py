"""A release as everybody may see it: no small number of real people can be read or worked out from its content, and its
hash is one of that content. The hash of everything would let a reader try out the small numbers that are hidden.

The rule and the standard that it follows are in docs/privacy.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from lib.model.privacy import merging
from lib.store import releases as stored
from lib.store.database import read
from lib.store.faults import Connection, query
from lib.store.locations import Database
from lib.store.parts import Change, Size, differences, size_of, sizes, stored_parts
from lib.store.releases import ReleaseInfo
from lib.tables.columns import BY_NAME, COMPUTED, PM, STATUSES
from lib.tables.content import Content, in_grain_order
from lib.tables.figures import alphabetical, settings_of

MERGED = "samengevoegd met een kleine werkvorm, omdat kleine aantallen herkenbaar zijn"
SHIELDED = "afgeschermd"
#: The groepen of which a total of all gemeenten is shown: a gemeente with too few of them joins another.
TOTALLED = ("wsw", "staf")
#: The tables that hold small numbers, with the column that must not be read.
VALUES: Mapping[str, str] = {"headcounts": "personen", "costs": "bedrag_eur"}
#: Results of releases with counted people that are remembered: a hash, or the size of a change.
MOST = 1_000
Row = Mapping[str, Any]
#: Where people are: gemeente and werkvorm.
Cell = tuple[str, str]
#: What is merged apart: groep and year.
Kind = tuple[str, int]


@dataclass(frozen=True)
class Protection:
    """What of one release is merged and what is left out; it says nothing of how large anything is.

    merged: per groep and year a cell → the cell that it is counted with; joined: a gemeente with too few people → the one
    that they are counted with; alone: cells that are not shown at all. groups: werkvorm → groep.
    """

    threshold: int
    groups: Mapping[str, str]
    merged: Mapping[Kind, Mapping[Cell, Cell]] = field(default_factory=dict)
    joined: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    alone: Mapping[Kind, frozenset[Cell]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether everything may be seen as it is."""
        return not (any(self.merged.values()) or any(self.alone.values()))

    @property
    def words(self) -> str:
        """What stands in the place of a small number."""
        return f"minder dan {self.threshold}"

    def kind(self, row: Row) -> Kind:
        return str(row["groep"] if "groep" in row else self.groups.get(row["werkvorm"], "")), row["jaar"]

    def place(self, row: Row) -> Cell | None:
        """Where a row of headcounts or costs is counted; None when it is not shown."""
        kind, cell = self.kind(row), (str(row["gemeente_code"]), str(row["werkvorm"]))
        return None if cell in self.alone.get(kind, ()) else self.merged.get(kind, {}).get(cell, cell)

    def joins(self, row: Row) -> bool:
        """Whether the gemeente of a row has too few people to be shown by itself."""
        return row["gemeente_code"] in self.joined.get(self.kind(row), {})


def protection_of(content: Content) -> Protection:
    """What must be hidden of a release, by its own threshold."""
    threshold = int(settings_of(content)["privacy_drempel"])
    by_name = sorted(content.tables["gemeenten"], key=lambda row: alphabetical(row["gemeente"]))
    codes = [row["gemeente_code"] for row in by_name]
    ordered = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    groups = {row["werkvorm"]: row["groep"] for row in ordered}
    kinds: dict[Kind, list[Row]] = defaultdict(list)
    for row in content.tables["headcounts"]:
        kinds[row["groep"], row["jaar"]].append(row)
    protection = Protection(threshold, groups)
    for kind, rows in kinds.items():
        if any(row["status"] not in COMPUTED and 0 < row["personen"] < threshold for row in rows):
            present = {row["werkvorm"] for row in rows}
            names = [name for name, groep in groups.items() if groep == kind[0] or name in present]
            protection = _with(protection, kind, rows, codes, names)
    return protection


def _with(
    before: Protection, kind: Kind, rows: Iterable[Row], codes: Sequence[str], names: Sequence[str]
) -> Protection:
    """The same with what is merged of one groep and year."""
    persons = np.zeros((len(codes), len(names)))
    real = np.zeros(persons.shape, dtype=bool)
    for row in rows:
        at = codes.index(row["gemeente_code"]), names.index(row["werkvorm"])
        persons[at], real[at] = row["personen"], row["status"] not in COMPUTED
    merge = merging(persons, real, before.threshold, across=kind[0] in TOTALLED)

    def cell(place: tuple[int, int]) -> Cell:
        return codes[place[0]], names[place[1]]

    return replace(
        before,
        merged={**before.merged, kind: {cell(source): cell(target) for source, target in merge.targets.items()}},
        joined={**before.joined, kind: {codes[g]: codes[into] for g, into in merge.joined.items()}},
        alone={**before.alone, kind: frozenset(map(cell, merge.alone))},
    )


def together(first: Protection, second: Protection) -> Protection:
    """One protection for two releases: what either merges or leaves out, so that their difference tells nothing."""
    kinds = {*first.merged, *first.alone, *second.merged, *second.alone}
    alone = {kind: first.alone.get(kind, frozenset()) | second.alone.get(kind, frozenset()) for kind in kinds}
    merged = {kind: _union(first.merged.get(kind, {}), second.merged.get(kind, {})) for kind in kinds}
    joined = {kind: {**first.joined.get(kind, {}), **second.joined.get(kind, {})} for kind in kinds}
    threshold = max(first.threshold, second.threshold)
    return Protection(threshold, {**first.groups, **second.groups}, merged, joined, alone)


def _union(first: Mapping[Cell, Cell], second: Mapping[Cell, Cell]) -> dict[Cell, Cell]:
    """Every cell that either merges, with all that it is counted with in one of them, to one place: the cell that either
    release counts the most of the group with."""
    groups: dict[Cell, set[Cell]] = {}
    for source, target in (*first.items(), *second.items()):
        group = groups.get(source, {source}) | groups.get(target, {target})
        groups.update(dict.fromkeys(group, group))
    counts = Counter({**first, **second}.values())
    targets = {id(group): min(group, key=lambda cell: (-counts[cell], cell)) for group in groups.values()}
    return {cell: targets[id(group)] for cell, group in groups.items() if targets[id(group)] != cell}


def protected(content: Content, protection: Protection) -> Content:
    """The content with every group of cells as one row and without what is not shown; itself when nothing is hidden."""
    if protection.nothing:
        return content
    public = {name: _public_rows(name, content.tables[name], protection) for name in VALUES}
    return Content({**content.tables, **public}, content.files)


def _public_rows(name: str, rows: Iterable[Row], protection: Protection) -> tuple[Row, ...]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        place = protection.place(row)
        if place is not None:
            groups[(*protection.kind(row), *place, row.get("kostensoort"))].append(row)
    merged = [
        dict(group[0]) if _by_itself(group, key, protection) else _merged(name, group, key)
        for key, group in groups.items()
    ]
    return in_grain_order(BY_NAME[name], merged)


def _by_itself(rows: Sequence[Row], key: tuple[Any, ...], protection: Protection) -> bool:
    """Whether nothing is counted with this cell: then its row stands as it is."""
    kind, cell = key[:2], key[2:4]
    return len(rows) == 1 and cell not in protection.merged.get(kind, {}).values()


def _newest(rows: Iterable[Row]) -> Row:
    return max(rows, key=lambda row: (row["kennisdatum"], row["bron_id"]))


def _merged(name: str, rows: Sequence[Row], key: tuple[Any, ...]) -> dict[str, Any]:
    """The rows of a group as one row of its place; what is told of it is of the group and of no cell in it."""
    value = VALUES[name]
    values = [row[value] for row in rows]
    return {
        **_newest(rows),
        "gemeente_code": key[2],
        "werkvorm": key[3],
        value: PM if PM in values else sum(values, Decimal() if name == "costs" else 0),
        "status": max((row["status"] for row in rows), key=STATUSES.index),
        "toelichting": MERGED,
    }


def in_words(content: Content, protection: Protection) -> dict[str, tuple[Row, ...]]:
    """Per table the rows whose gemeente or cell is not shown by itself, with words in the place of the number. All rows
    of a gemeente tell the same of where they come from: not which of them is from where."""
    words = {"headcounts": protection.words, "costs": SHIELDED}
    return {name: tuple(_in_words(content.tables[name], VALUES[name], words[name], protection)) for name in VALUES}


def _in_words(rows: Iterable[Row], value: str, words: str, protection: Protection) -> Iterable[Row]:
    apart: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if protection.joins(row) or protection.place(row) is None:
            apart[(*protection.kind(row), row["gemeente_code"])].append(row)
    for group in apart.values():
        newest = _newest(group)
        origin = {name: newest[name] for name in ("status", "bron_id", "kennisdatum")}
        yield from ({**row, **origin, value: words, "toelichting": None} for row in group)


def releases(path: Database) -> list[ReleaseInfo]:
    """All releases, the oldest first, each by the hash of what everybody may see of it. Raises StoreError."""
    infos = stored.releases(path)
    counted = _counted(path)
    return [replace(info, hash=_public_hash(path, info, counted)) for info in infos]


def current(path: Database) -> ReleaseInfo:
    """The release in use. Raises UnknownRelease when there is none, StoreError."""
    return stored.in_use(releases(path))


def content_hash(content: Content) -> str:
    """The hash of what everybody may see of it."""
    return protected(content, protection_of(content)).hash


def same_content(path: Database, info: ReleaseInfo, content: Content) -> bool:
    """Whether a release, as it lies in the database now, holds that content for everybody who may see it: a comparison of
    all there is would let a reader try out small numbers. Raises ReleaseChanged or StoreError."""
    return content_hash(stored.load(path, info.number)) == content_hash(content)


def public_sizes(path: Database) -> dict[int, Size]:
    """Per release what it changes against the release with the number before it, as far as everybody may see it."""
    # Each asked after what it has to cover: a release that comes between is missing from none.
    exact = sizes(path)
    counted = _counted(path)
    infos = {info.number: info for info in stored.releases(path)}
    return {
        number: _size_between(path, infos[before], infos[number]) if counted & {number, before} else exact[number]
        for before, number in pairwise(sorted(infos))
        if number in exact
    }


def public_differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every row that differs for who may see no small number: both with the same cells merged, so that neither a row nor
    the size of a change tells which cell of a group is another."""
    protection = together(protection_of(before), protection_of(after))
    return differences(protected(before, protection), protected(after, protection))


def public_hashes(path: Database, numbers: Iterable[int]) -> dict[str, str]:
    """The stored hash of these releases → the hash of what everybody may see."""
    requested = set(numbers)
    infos = [info for info in stored.releases(path) if info.number in requested]
    counted = _counted(path)
    return {info.hash: _public_hash(path, info, counted) for info in infos}


def _public_hash(path: Database, info: ReleaseInfo, counted: set[int]) -> str:
    return _hash_of(path, info) if info.number in counted else info.hash


@lru_cache(MOST)
def _hash_of(path: Database, info: ReleaseInfo) -> str:
    return content_hash(stored.load(path, info.number))


@lru_cache(MOST)
def _size_between(path: Database, before: ReleaseInfo, after: ReleaseInfo) -> Size:
    return size_of(public_differences(*(stored.load(path, info.number) for info in (before, after))))


def _counted(path: Database) -> set[int]:
    """The releases in which people are counted, not computed."""

    def action(connection: Connection) -> set[int]:
        rows = connection.execute(query("counted_people"), {"computed": list(COMPUTED)}).fetchall()
        counted = {part for (part,) in rows}
        return {
            number for number, parts in stored_parts(connection).items() if counted & parts.get("headcounts", set())
        }

    return read(path, action)
