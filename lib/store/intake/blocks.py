"""Figures upon the release in use. What the files leave out stays as it was; on request the whole block (table,
gemeente, year) of each figure is replaced, and what the files leave out of it goes."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.store.content import Content
from lib.store.intake.findings import Findings
from lib.store.intake.gaps import Block, Grain, filled, gaps
from lib.store.intake.given import Given
from lib.store.intake.layout import VALUES, Layout
from lib.store.intake.parts import Part
from lib.store.intake.sheets import Sheet
from lib.store.intake.sources import Sources
from lib.store.problems import Problem
from lib.store.tables import BY_NAME

#: Tables in which a block is a gemeente and a year; in the others every row stands alone.
BY_YEAR = ("headcounts", "costs")
#: What is said of a key, a gemeente or inhabitants that come without a status.
WEAKEST = "aanname"
Row = dict[str, Any]


@dataclass
class Merged:
    """`rows` per table by grain; `handed` those of the files; `places` where each stands; `before` those that were
    there; `blocks` what the files are about, per table; `absent` the cells of them that the release has and the files
    do not."""

    rows: dict[str, dict[Grain, Row]]
    before: dict[str, dict[Grain, Row]]
    handed: dict[str, dict[Grain, Row]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[str, dict[Grain, tuple[Part, int]]] = field(default_factory=lambda: defaultdict(dict))
    blocks: dict[str, set[Block]] = field(default_factory=lambda: defaultdict(set))
    absent: set[tuple[str, Grain]] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)


def merge(parts: Sequence[Part], content: Content, base_year: int, given: Given, findings: Findings) -> Merged:
    """The tables of the next release; what is wrong goes into `findings`."""
    rows = {name: _by_grain(name, found) for name, found in content.tables.items()}
    merged = Merged(rows, {name: dict(rows[name]) for name in VALUES})
    sources = Sources({key[0]: row for key, row in rows["sources"].items()}, given, findings)
    for part in parts:
        _take(part, merged, sources, given, findings)
    _refuse_namesakes(merged, findings)
    if findings.problems or findings.questions:
        return merged
    for table in BY_YEAR:
        absent = _absent(merged, table)
        merged.absent |= {(table, grain) for grain in absent}
        for grain in absent if given.replace else ():
            del rows[table][grain]
    for table, handed in merged.handed.items():
        rows[table].update(handed)
    _new_keys(merged)
    for table in BY_YEAR:
        if _complete(table, merged, content, base_year, given, findings):
            sources.add_nobody()
    rows["sources"] |= {(bron_id,): row for bron_id, row in sources.new.items()}
    merged.touched |= {*merged.handed, *merged.blocks, *(["sources"] if sources.new else [])}
    return merged


def _absent(merged: Merged, table: str) -> list[Grain]:
    """The cells of the blocks that the release has and the files do not."""
    blocks, handed = merged.blocks[table], merged.handed[table]
    return [grain for grain in merged.before[table] if (grain[0], grain[1]) in blocks and grain not in handed]


def _by_grain(table: str, rows: Sequence[Mapping[str, Any]]) -> dict[Grain, Row]:
    grain = BY_NAME[table].grain
    return {tuple([row[name] for name in grain]): dict(row) for row in rows}


def _take(part: Part, merged: Merged, sources: Sources, given: Given, findings: Findings) -> None:
    """The figures of one sheet as rows; one that was not given only marks its block."""
    lacking = lacking_provenance(part.sheet, part.layout, given)
    findings.problems.extend(lacking)
    if lacking:
        return
    table, by_year = BY_NAME[part.table], part.table in BY_YEAR
    names, value = table.names, VALUES[part.table]
    places, blocks = merged.places[part.table], merged.blocks[part.table]
    before, handed = merged.before[part.table], merged.handed[part.table]
    dimensions = zip(*(part.columns[name] for name in table.grain), strict=True)
    said = zip(*(part.columns[name] for name in (value, "status", "bron", "kennisdatum", "toelichting")), strict=True)
    wrong = findings.wrong
    for i, (grain, (figure, status, text, day, note)) in enumerate(zip(dimensions, said, strict=True)):
        if wrong and (None in grain or (part.sheet.words, part.places[i][0]) in wrong):
            continue
        if grain in places:
            findings.problems.add(_twice(part, i, grain, places[grain]))
            continue
        places[grain] = part, i
        if by_year and (figure is not None or not part.layout.across):
            blocks.add((grain[0], grain[1]))
        if figure is None:
            continue
        known = before.get(grain)
        source = sources.of(text, part, i) if text is not None else None
        if known is not None and _unchanged(known, value, figure, (status or given.status, source, day, note)):
            handed[grain] = known
            continue
        if status is None and given.status is None and by_year:
            remedy = "vul de status in, of kies één status voor alle cijfers zonder status."
            findings.problems.add(Problem(part.sheet.file, part.place(i, "status"), "de status ontbreekt", "", remedy))
        source = sources.default(part, i, by_year) if source is None else source
        provenance = (status or given.status or WEAKEST, source, day or given.today, note)
        told = (figure, *provenance) if value != "gemeente" else (figure, source)
        handed[grain] = dict(zip(names, (*grain, *told), strict=True))


def lacking_provenance(sheet: Sheet, layout: Layout, given: Given) -> list[Problem]:
    """The columns status and bron that figures lack and that were not given for all."""
    return [
        Problem(
            sheet.file,
            sheet.place(layout.header),
            f"kolom {name} ontbreekt",
            "",
            f"voeg een kolom {name} toe, of geef één {name} voor alle cijfers die er geen hebben.",
        )
        for name, known in (("status", given.status), ("bron", given.source))
        if layout.table in BY_YEAR and name not in layout.columns and known is None
    ]


def _twice(part: Part, i: int, grain: Grain, first: tuple[Part, int]) -> Problem:
    other, at = first
    value = VALUES[part.table]
    one, two = other.columns[value][at], part.columns[value][i]
    place = f"{other.sheet.file}, {other.place(at)}" if other.sheet.file != part.sheet.file else other.place(at)
    contradiction = f" met een andere waarde ({_plain(one)})" if one != two else ""
    what = f"dit cijfer staat ook op {place}{contradiction}"
    read = f"{', '.join(map(str, grain))}: {_plain(two)}"
    return Problem(part.sheet.file, part.place(i), what, read, "houd één van de twee.")


def _plain(value: Any) -> str:
    return "leeg" if value is None else str(value).replace(".", ",")


def _unchanged(known: Mapping[str, Any], value: str, figure: Any, said: tuple[Any, ...]) -> bool:
    """Whether a figure is what the release holds already: it then keeps its date and its note."""
    if not _same(known[value], figure):
        return False
    for name, told in zip(("status", "bron_id", "kennisdatum", "toelichting"), said, strict=True):
        if told is not None and name in known:
            held = known[name]
            if told != (held.strip() if isinstance(held, str) else held):
                return False
    return True


def _same(held: Any, figure: Any) -> bool:
    """Equal; a share through a spreadsheet keeps fifteen digits."""
    return held == figure or (isinstance(held, float) and math.isclose(held, figure, rel_tol=1e-14))


def _refuse_namesakes(merged: Merged, findings: Findings) -> None:
    """A handed-in gemeente has a name of its own."""
    codes = {row["gemeente"].casefold(): grain[0] for grain, row in merged.before["gemeenten"].items()}
    for grain, row in merged.handed["gemeenten"].items():
        other = codes.setdefault(row["gemeente"].casefold(), grain[0])
        if other != grain[0] and merged.handed["gemeenten"].get((other,), row)["gemeente"] == row["gemeente"]:
            part, i = merged.places["gemeenten"][grain]
            what, remedy = f"zo heet gemeente {other} al", "geef elke gemeente een eigen naam."
            findings.problems.add(Problem(part.sheet.file, part.place(i), what, row["gemeente"], remedy))


def _new_keys(merged: Merged) -> None:
    """A key that was not there yet is called by its own name."""
    for name in dict.fromkeys(grain[0] for grain in merged.handed.get("allocation_keys", ())):
        if (name,) not in merged.rows["keys"]:
            label = name.replace("_", " ")
            merged.rows["keys"][(name,)] = {"sleutel": name, "label": label[:1].upper() + label[1:]}
            merged.touched.add("keys")


def _complete(
    table: str, merged: Merged, content: Content, base_year: int, given: Given, findings: Findings
) -> list[Grain]:
    """Fill what the blocks of the base year lack, if they hold anything at all; which cells that were."""
    files, rows = dict[Block, str](), merged.rows[table]
    for grain, (part, _) in merged.places[table].items():
        files.setdefault((grain[0], grain[1]), part.sheet.file)
    blocks = {block: files[block] for block in merged.blocks[table]}
    lacking = gaps(table, blocks, merged.before[table], rows, content, findings)
    filling = {(grain[0], grain[1]) for grain in merged.handed[table] if grain[1] == base_year}
    cells = [(*block, *cell) for block, found in lacking.items() for cell in found if block in filling]
    for grain in cells:
        rows[grain] = filled(table, grain, merged.before[table], given.today)
    return cells
