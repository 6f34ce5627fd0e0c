"""Figures upon the release in use: for every table, gemeente and year that occurs, the whole block is replaced."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from lib.store.content import Content
from lib.store.intake.layout import VALUES
from lib.store.intake.parts import Part
from lib.store.problems import Problem
from lib.store.tables import BY_NAME, PM

#: Tables in which a block is a gemeente and a year; in the others every row stands alone.
BY_YEAR = ("headcounts", "costs")
NOT_GIVEN = {"headcounts": 0, "costs": PM}
TOLD = {
    "headcounts": "Niet aangeleverd; bij het publiceren aanvaard als 0 personen.",
    "costs": "Niet aangeleverd; bij het publiceren aanvaard als PM.",
}
#: What is said of a key, a gemeente or inhabitants that come without a status.
WEAKEST = "aanname"
LICENCE = "aangeleverd"
Grain = tuple[Any, ...]


@dataclass(frozen=True)
class Given:
    """What holds for figures that do not say it themselves, and who hands them in."""

    status: str | None
    source: str | None
    publisher: str
    today: date


@dataclass
class Merged:
    """`rows` per table by grain; `places` where a handed-in row stands; `problems` refuse, `warnings` must be accepted."""

    rows: dict[str, dict[Grain, dict[str, Any]]]
    places: dict[str, dict[Grain, tuple[Part, int]]] = field(default_factory=lambda: defaultdict(dict))
    blocks: dict[str, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def merge(parts: Sequence[Part], content: Content, base_year: int, given: Given) -> Merged:
    """The tables of the next release."""
    merged = Merged({name: _by_grain(name, rows) for name, rows in content.tables.items()})
    sources = _Sources(merged, given)
    before = {name: dict(merged.rows[name]) for name in VALUES}
    handed: dict[str, dict[Grain, dict[str, Any]]] = defaultdict(dict)
    for part in parts:
        _take(part, handed[part.table], before[part.table], sources, given, merged)
    if merged.problems:
        return merged
    for table, rows in handed.items():
        if table in BY_YEAR:
            blocks = merged.blocks[table]
            merged.rows[table] = {
                grain: row
                for grain, row in merged.rows[table].items()
                if (row["gemeente_code"], row["jaar"]) not in blocks
            }
        merged.rows[table].update(rows)
    _new_keys(merged)
    for table in BY_YEAR:
        _complete(table, merged, before[table], handed[table], content, base_year)
    return merged


def _by_grain(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[Grain, dict[str, Any]]:
    grain = BY_NAME[table].grain
    return {tuple(row[name] for name in grain): dict(row) for row in rows}


def _take(
    part: Part,
    handed: dict[Grain, dict[str, Any]],
    before: Mapping[Grain, dict[str, Any]],
    sources: "_Sources",
    given: Given,
    merged: Merged,
) -> None:
    """The figures of one sheet as rows; one that was not given only marks its block."""
    table, value = BY_NAME[part.table], VALUES[part.table]
    if not _says_status(part, given, merged):
        return
    places, blocks = merged.places[part.table], merged.blocks[part.table]
    dimensions = [part.columns[name] for name in table.grain]
    figures, statuses, texts, days, notes = (
        part.columns[name] for name in (value, "status", "bron", "kennisdatum", "toelichting")
    )
    by_year = part.table in BY_YEAR
    empty_status = []
    for i, (grain, figure) in enumerate(zip(zip(*dimensions, strict=True), figures, strict=True)):
        if grain in places:
            _twice(part, i, grain, places[grain], merged)
            continue
        places[grain] = part, i
        if by_year and (figure is not None or not part.layout.across):
            blocks.add((grain[0], grain[1]))
        if figure is None:
            continue
        known, status, text = before.get(grain), statuses[i], texts[i]
        source = sources.of(text, part, i) if text is not None else None
        if known is not None and _unchanged(known, value, figure, status, source, days[i], notes[i], given):
            handed[grain] = known
            continue
        if status is None and given.status is None and by_year:
            empty_status.append(i)
            continue
        if source is None:
            source = sources.default(part, i, by_year)
        row = dict(zip(table.grain, grain, strict=True))
        row[value] = figure
        row |= {
            "status": status or given.status or WEAKEST,
            "bron_id": source,
            "kennisdatum": days[i] or given.today,
            "toelichting": notes[i],
        }
        handed[grain] = {name: row[name] for name in table.names}
    for i in empty_status:
        remedy = "vul de status in, of kies één status voor alle cijfers zonder status."
        merged.problems.append(Problem(part.sheet.file, _at(part, i, "status"), "de status ontbreekt", "", remedy))


def _says_status(part: Part, given: Given, merged: Merged) -> bool:
    """Whether figures without a status or a source column have one given for all."""
    lacking = [
        (name, word)
        for name, word, known in (("status", "status", given.status), ("bron", "bron", given.source))
        if part.table in BY_YEAR and name not in part.layout.columns and known is None
    ]
    for name, word in lacking:
        remedy = f"voeg een kolom {name} toe, of geef één {word} voor alle cijfers die er geen hebben."
        place = part.sheet.place(part.layout.header)
        merged.problems.append(Problem(part.sheet.file, place, f"kolom {name} ontbreekt", "", remedy))
    return not lacking


def _at(part: Part, i: int, column: str) -> str:
    """The place of a figure's row in another column."""
    row = part.places[i][0]
    at = part.layout.columns.get(column)
    return part.sheet.place(row, at, column if at is not None else "")


def _twice(part: Part, i: int, grain: Grain, first: tuple[Part, int], merged: Merged) -> None:
    other, at = first
    value = VALUES[part.table]
    one, two = other.columns[value][at], part.columns[value][i]
    place = f"{other.sheet.file}, {other.place(at)}" if other.sheet.file != part.sheet.file else other.place(at)
    contradiction = f" met een andere waarde ({_plain(one)})" if one != two else ""
    what = f"dit cijfer staat ook op {place}{contradiction}"
    read = f"{', '.join(map(str, grain))}: {_plain(two)}"
    merged.problems.append(Problem(part.sheet.file, part.place(i), what, read, "houd één van de twee."))


def _plain(value: Any) -> str:
    return "leeg" if value is None else str(value).replace(".", ",")


def _unchanged(
    known: Mapping[str, Any],
    value: str,
    figure: Any,
    status: str | None,
    source: str | None,
    day: date | None,
    note: str | None,
    given: Given,
) -> bool:
    """Whether a figure is what the release holds already: it then keeps its date and its note."""
    said = {
        "status": status or given.status,
        "bron_id": source,
        "kennisdatum": day,
        "toelichting": note,
    }
    return _same(known[value], figure) and all(
        told is None or told == (held.strip() if isinstance(held, str) else held)
        for told, held in ((told, known[name]) for name, told in said.items() if name in known)
    )


def _same(held: Any, figure: Any) -> bool:
    """Equal; a share through a spreadsheet keeps fifteen digits."""
    return held == figure or (isinstance(held, float) and math.isclose(held, figure, rel_tol=1e-14))


class _Sources:
    """Sources by id or by title; a text that is neither becomes a source handed in by the publisher."""

    def __init__(self, merged: Merged, given: Given) -> None:
        self.merged, self.given = merged, given
        self.known: dict[str, str] = {}
        for row in merged.rows["sources"].values():
            self.known.setdefault(row["titel"], row["bron_id"])
        self.known |= {row["bron_id"]: row["bron_id"] for row in merged.rows["sources"].values()}

    def of(self, text: str, part: Part, i: int) -> str:
        if text not in self.known:
            self._doubt(text, part, i)
            self.known[text] = self._new(text)
        return self.known[text]

    def default(self, part: Part, i: int, required: bool) -> str:
        """The source of a figure that names none."""
        if self.given.source is not None:
            return self.of(self.given.source, part, i)
        if required:
            remedy = "vul de bron in, of geef één bron voor alle cijfers zonder bron."
            self.merged.problems.append(Problem(part.sheet.file, _at(part, i, "bron"), "de bron ontbreekt", "", remedy))
            return ""
        return self.of(f"Aangeleverd door {self.given.publisher}", part, i)

    def _new(self, text: str) -> str:
        bron_id = f"aangeleverd_{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        self.merged.rows["sources"][(bron_id,)] = {
            "bron_id": bron_id,
            "titel": text,
            "uitgever": self.given.publisher,
            "adres": None,
            "gepubliceerd": None,
            "licentie": LICENCE,
        }
        return bron_id

    def _doubt(self, text: str, part: Part, i: int) -> None:
        near = get_close_matches(text, [known for known in self.known if " " not in known], n=1, cutoff=0.8)
        if near and " " not in text:
            remedy = f"bedoelde u “{near[0]}”? Anders wordt dit een nieuwe bron."
            self.merged.warnings.append(
                Problem(part.sheet.file, _at(part, i, "bron"), "een bron die nog niet bekend is", text, remedy)
            )


def _new_keys(merged: Merged) -> None:
    """A key that was not there yet is called by its own name."""
    for row in list(merged.rows["allocation_keys"].values()):
        name = row["sleutel"]
        if (name,) not in merged.rows["keys"]:
            label = name.replace("_", " ")
            merged.rows["keys"][(name,)] = {"sleutel": name, "label": label[:1].upper() + label[1:]}


def _complete(
    table: str,
    merged: Merged,
    before: Mapping[Grain, dict[str, Any]],
    handed: Mapping[Grain, dict[str, Any]],
    content: Content,
    base_year: int,
) -> None:
    """Cells that a block lacks: a warning each; in the base year, accepted, they are 0 persons or PM."""
    if not merged.blocks[table]:
        return
    expected = list(_expected(table, content))
    names = {row["gemeente_code"]: row["gemeente"] for row in merged.rows["gemeenten"].values()}
    sample = {(row["gemeente_code"], row["jaar"]): row for row in handed.values()}
    gone: dict[tuple[str, int], list[Grain]] = defaultdict(list)
    for grain in before:
        if (grain[0], grain[1]) in merged.blocks[table] and grain not in handed:
            gone[grain[0], grain[1]].append(grain)
    for block in sorted(merged.blocks[table]):
        lacking = [cell for cell in expected if (*block, *cell) not in handed]
        also = [grain[2:] for grain in gone[block] if grain[2:] not in expected]
        if not lacking and not also:
            continue
        file = _file_of(block, table, merged)
        for words, cells in _grouped(table, [*lacking, *also]).items():
            filled = block[1] == base_year and cells[0] in expected
            place = f"{names.get(block[0], block[0])}, {block[1]}"
            merged.warnings.append(Problem(file, place, words, "niets", _remedy(table, filled)))
        if block[1] == base_year and block in sample:
            for cell in lacking:
                merged.rows[table][(*block, *cell)] = _filled(table, (*block, *cell), sample[block])


def _expected(table: str, content: Content) -> Iterator[Grain]:
    werkvormen = sorted(content.tables["werkvormen"], key=lambda row: row["volgorde"])
    if table == "headcounts":
        yield from ((row["groep"], row["werkvorm"]) for row in werkvormen if row["groep"] != "nieuw_beschut")
    else:
        kinds = sorted(content.tables["cost_types"], key=lambda row: row["volgorde"])
        wsw = [row["werkvorm"] for row in werkvormen if row["groep"] == "wsw"]
        yield from ((werkvorm, kind["kostensoort"]) for werkvorm in wsw for kind in kinds)


def _grouped(table: str, cells: Sequence[Grain]) -> dict[str, list[Grain]]:
    """Lacking cells by the sentence that names them."""
    if table == "headcounts":
        return {f"werkvorm {cell[1]} ontbreekt": [cell] for cell in cells}
    found: dict[str, list[Grain]] = defaultdict(list)
    for cell in cells:
        found[cell[0]].append(cell)
    return {
        f"bij werkvorm {werkvorm} ontbreekt {', '.join(str(cell[1]) for cell in lacking)}": lacking
        for werkvorm, lacking in found.items()
    }


def _remedy(table: str, filled: bool) -> str:
    if not filled:
        return "lever hem aan, of aanvaard dat dit cijfer er niet is (geen opgave)."
    told = "0 personen" if table == "headcounts" else "PM"
    return f"lever hem aan, of aanvaard dat hij telt als {told}."


def _file_of(block: tuple[str, int], table: str, merged: Merged) -> str:
    return next(
        (part.sheet.file for grain, (part, _) in merged.places[table].items() if (grain[0], grain[1]) == block), table
    )


def _filled(table: str, grain: Grain, sample: Mapping[str, Any]) -> dict[str, Any]:
    row = dict(zip(BY_NAME[table].grain, grain, strict=True)) | {VALUES[table]: NOT_GIVEN[table]}
    row |= {name: sample[name] for name in ("status", "bron_id", "kennisdatum")} | {"toelichting": TOLD[table]}
    return {name: row[name] for name in BY_NAME[table].names}
