"""The content of a release as everybody may see it: no small number of real people can be read or worked out from it.

The rule and the standard that it follows are in docs/privacy.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy as np

from lib.model.privacy import merging
from lib.store.content import Content, in_grain_order
from lib.store.figures import alphabetical, settings_of
from lib.store.tables import BY_NAME, COMPUTED, PM, STATUSES

MERGED = "samengevoegd met een kleine werkvorm, omdat kleine aantallen herkenbaar zijn"
SHIELDED = "afgeschermd"
#: The groepen of which a total of all gemeenten is shown: a gemeente with too few of them joins another.
TOTALLED = ("wsw", "staf")
#: The tables that hold small numbers, with the column that must not be read.
VALUES: Mapping[str, str] = {"headcounts": "personen", "costs": "bedrag_eur"}
Row = Mapping[str, Any]
#: Where people are: gemeente and werkvorm.
Cell = tuple[str, str]
#: What is merged apart: groep and year.
Kind = tuple[str, int]


@dataclass(frozen=True)
class Protection:
    """What of one release is merged and what is left out; it says nothing of how large anything is.

    moved: per groep and year a cell → the cell that it is counted with; joined: a gemeente with too few people → the one
    that they are counted with; alone: cells that are not shown at all. groups: werkvorm → groep.
    """

    threshold: int
    groups: Mapping[str, str]
    moved: Mapping[Kind, Mapping[Cell, Cell]] = field(default_factory=dict)
    joined: Mapping[Kind, Mapping[str, str]] = field(default_factory=dict)
    alone: Mapping[Kind, frozenset[Cell]] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether everything may be seen as it is."""
        return not (any(self.moved.values()) or any(self.alone.values()))

    @property
    def words(self) -> str:
        """What stands in the place of a small number."""
        return f"minder dan {self.threshold}"

    def kind(self, row: Row) -> Kind:
        return str(row["groep"] if "groep" in row else self.groups.get(row["werkvorm"], "")), row["jaar"]

    def place(self, row: Row) -> Cell | None:
        """Where a row of headcounts or costs is counted; None when it is not shown."""
        kind, cell = self.kind(row), (str(row["gemeente_code"]), str(row["werkvorm"]))
        return None if cell in self.alone.get(kind, ()) else self.moved.get(kind, {}).get(cell, cell)

    def joins(self, row: Row) -> bool:
        """Whether the gemeente of a row has too few people to be shown by itself."""
        return row["gemeente_code"] in self.joined.get(self.kind(row), {})


def protection_of(content: Content) -> Protection:
    """What must be hidden of a release, by its own threshold."""
    threshold = int(settings_of(content)["privacy_drempel"])
    ordered = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    by_name = sorted(content.tables["gemeenten"], key=lambda row: alphabetical(row["gemeente"]))
    codes = [row["gemeente_code"] for row in by_name]
    groups = {row["werkvorm"]: row["groep"] for row in ordered}
    kinds: dict[Kind, list[Row]] = defaultdict(list)
    for row in content.tables["headcounts"]:
        kinds[row["groep"], row["jaar"]].append(row)
    found = Protection(threshold, groups, {}, {}, {})
    for kind, rows in kinds.items():
        if any(row["status"] not in COMPUTED and 0 < row["personen"] < threshold for row in rows):
            here = {row["werkvorm"] for row in rows}
            names = [name for name, groep in groups.items() if groep == kind[0] or name in here]
            found = _with(found, kind, rows, codes, names)
    return found


def _with(known: Protection, kind: Kind, rows: Iterable[Row], codes: Sequence[str], names: Sequence[str]) -> Protection:
    """The same with what is merged of one groep and year."""
    persons = np.zeros((len(codes), len(names)))
    real = np.zeros(persons.shape, dtype=bool)
    for row in rows:
        at = codes.index(row["gemeente_code"]), names.index(row["werkvorm"])
        persons[at], real[at] = row["personen"], row["status"] not in COMPUTED
    found = merging(persons, real, known.threshold, across=kind[0] in TOTALLED)
    cell = {(g, w): (code, name) for g, code in enumerate(codes) for w, name in enumerate(names)}
    return replace(
        known,
        moved={**known.moved, kind: {cell[source]: cell[target] for source, target in found.targets.items()}},
        joined={**known.joined, kind: {codes[g]: codes[into] for g, into in found.joined.items()}},
        alone={**known.alone, kind: frozenset(cell[each] for each in found.alone)},
    )


def together(first: Protection, second: Protection) -> Protection:
    """One protection for two releases: what either merges or leaves out, so that their difference tells nothing."""
    kinds = {*first.moved, *first.alone, *second.moved, *second.alone}
    alone = {kind: first.alone.get(kind, frozenset()) | second.alone.get(kind, frozenset()) for kind in kinds}
    moved = {kind: _both(first.moved.get(kind, {}), second.moved.get(kind, {})) for kind in kinds}
    joined = {kind: {**first.joined.get(kind, {}), **second.joined.get(kind, {})} for kind in kinds}
    threshold = max(first.threshold, second.threshold)
    return Protection(threshold, {**first.groups, **second.groups}, moved, joined, alone)


def _both(first: Mapping[Cell, Cell], second: Mapping[Cell, Cell]) -> dict[Cell, Cell]:
    """Every cell that either moves, with all that it is counted with in one of them, to one place."""
    groups: dict[Cell, set[Cell]] = {}
    for source, target in (*first.items(), *second.items()):
        group = groups.get(source, {source}) | groups.get(target, {target})
        groups.update(dict.fromkeys(group, group))
    places = {**first, **second}
    targets = {id(group): _place(group, places) for group in groups.values()}
    return {cell: targets[id(group)] for cell, group in groups.items() if targets[id(group)] != cell}


def _place(group: set[Cell], places: Mapping[Cell, Cell]) -> Cell:
    """Where a group is counted: at the cell that either release counts the most of it with."""
    return min(group, key=lambda cell: (-sum(place == cell for place in places.values()), cell))


def protected(content: Content, protection: Protection) -> Content:
    """The content with every group of cells as one row and without what is not shown; itself when nothing is hidden."""
    if protection.nothing:
        return content
    shown = {name: _shown(name, content.tables[name], protection) for name in VALUES}
    return Content({**content.tables, **shown}, content.files)


def _shown(name: str, rows: Iterable[Row], protection: Protection) -> tuple[Row, ...]:
    grouped: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        place = protection.place(row)
        if place is not None:
            grouped[(*protection.kind(row), *place, row.get("kostensoort"))].append(row)
    found = [
        dict(each[0]) if _by_itself(each, key, protection) else _as_one(name, each, key)
        for key, each in grouped.items()
    ]
    return in_grain_order(BY_NAME[name], found)


def _by_itself(rows: Sequence[Row], key: tuple[Any, ...], protection: Protection) -> bool:
    """Whether nothing is counted with this cell: then its row stands as it is."""
    kind, cell = key[:2], key[2:4]
    return len(rows) == 1 and cell not in protection.moved.get(kind, {}).values()


def _as_one(name: str, rows: Sequence[Row], key: tuple[Any, ...]) -> dict[str, Any]:
    """The rows of a group as one row of its place; what is told of it is of the group and of no cell in it."""
    value = VALUES[name]
    newest = max(rows, key=lambda row: (row["kennisdatum"], row["bron_id"]))
    values = [row[value] for row in rows]
    return {
        **newest,
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
    for each in apart.values():
        newest = max(each, key=lambda row: (row["kennisdatum"], row["bron_id"]))
        told = {name: newest[name] for name in ("status", "bron_id", "kennisdatum")}
        yield from ({**row, **told, value: words, "toelichting": None} for row in each)
