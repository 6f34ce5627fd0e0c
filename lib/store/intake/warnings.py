"""What may be right but has to be looked at first: large changes, turned signs, staff beside persons."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lib.store.content import Content
from lib.store.intake.blocks import Merged
from lib.store.intake.findings import Told
from lib.store.intake.gaps import Block, Grain
from lib.store.intake.layout import VALUES
from lib.store.problems import Problem
from lib.store.tables import PM
from lib.text import amount, decimal, percentage, whole

REMEDY = "controleer het, en aanvaard het als het klopt."


def warn(merged: Merged, content: Content, change: float, told: Told) -> None:
    """Tell everything about the handed-in figures that must be accepted; `change` is a share."""
    for one in (*_turned(merged, content), *_staff(merged), *_costs_without_persons(merged)):
        told.add(one)
    for table in VALUES:
        if table != "gemeenten":
            _changes(table, merged, change, told)


def _changes(table: str, merged: Merged, change: float, told: Told) -> None:
    value, before = VALUES[table], merged.before[table]
    for grain, row in merged.handed.get(table, {}).items():
        known = before.get(grain)
        if known is None or known[value] == row[value]:
            continue
        old, new = known[value], row[value]
        what = what_changed(old, new, change)
        if what and told.full:
            told.more += 1
        elif what:
            part, i = merged.places[table][grain]
            read = f"{shown(table, old)} wordt {shown(table, new)}"
            told.add(Problem(part.sheet.file, part.place(i), what(), read, REMEDY))


def what_changed(old: Any, new: Any, change: float) -> Callable[[], str] | None:
    """What there is to say of a changed figure, if anything."""
    if new == PM:
        return lambda: "een bekend bedrag wordt PM"
    if old == PM:
        return None
    if old == 0:
        return lambda: "een cijfer dat 0 was"
    moved = float(new - old) / float(old)
    if abs(moved) <= change:
        return None
    return lambda: f"{percentage(abs(moved), 0)} {'meer' if moved > 0 else 'minder'} dan in de release in gebruik"


def shown(table: str, value: Any) -> str:
    if value == PM:
        return PM
    if table == "costs":
        return amount(value, 0 if isinstance(value, int) else 2)
    return decimal(value, 4) if table == "allocation_keys" else whole(value)


def _turned(merged: Merged, content: Content) -> Iterator[Problem]:
    """Blocks whose saldo changes its sign."""
    signs = {row["kostensoort"]: int(row["teken"]) for row in content.tables["cost_types"]}
    blocks = merged.blocks["costs"]
    names = {row["gemeente_code"]: row["gemeente"] for row in merged.rows["gemeenten"].values()}
    before = _saldi(merged.before["costs"], blocks, signs)
    after = _saldi(merged.rows["costs"], before.keys(), signs)
    for block in sorted(blocks & before.keys() & after.keys()):
        if before[block] * after[block] < 0:
            file = next(p.sheet.file for g, (p, _) in merged.places["costs"].items() if (g[0], g[1]) == block)
            read = f"{amount(before[block])} wordt {amount(after[block])}"
            place = f"{names.get(block[0], block[0])}, {block[1]}"
            yield Problem(file, place, "het saldo (baten − lasten) wisselt van teken", read, REMEDY)


def _saldi(
    rows: Mapping[Grain, Mapping[str, Any]], blocks: Collection[Block], signs: Mapping[str, int]
) -> dict[Block, Decimal]:
    found: dict[Block, Decimal] = defaultdict(Decimal)
    for grain, row in rows.items():
        block = grain[0], grain[1]
        if block in blocks and row["bedrag_eur"] != PM:
            found[block] += signs[grain[3]] * Decimal(row["bedrag_eur"])
    return found


def _staff(merged: Merged) -> Iterator[Problem]:
    """More staff than people to guide."""
    counts: dict[Block, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    blocks = merged.blocks["headcounts"]
    for row in merged.rows["headcounts"].values():
        if (row["gemeente_code"], row["jaar"]) in blocks:
            counts[row["gemeente_code"], row["jaar"]][row["groep"]] += row["personen"]
    names = {row["gemeente_code"]: row["gemeente"] for row in merged.rows["gemeenten"].values()}
    for block, found in sorted(counts.items()):
        if found["staf"] > found["wsw"]:
            file = next(p.sheet.file for g, (p, _) in merged.places["headcounts"].items() if (g[0], g[1]) == block)
            read = f"{whole(found['staf'])} staf, {whole(found['wsw'])} Wsw-personen"
            place = f"{names.get(block[0], block[0])}, {block[1]}"
            yield Problem(file, place, "meer staf dan Wsw-personen", read, REMEDY)


def _costs_without_persons(merged: Merged) -> Iterator[Problem]:
    """Costs of a werkvorm in which nobody works."""
    touched = merged.blocks["costs"] | merged.blocks["headcounts"]
    if not touched:
        return
    persons: dict[Grain, int] = {
        (row["gemeente_code"], row["jaar"], row["werkvorm"]): row["personen"]
        for row in merged.rows["headcounts"].values()
        if row["groep"] == "wsw"
    }
    nobody = {cell for cell, count in persons.items() if count == 0}
    told: set[Grain] = set()
    for grain, row in merged.rows["costs"].items() if nobody else ():
        cell = grain[:3]
        if cell in nobody and cell[:2] in touched and row["bedrag_eur"] not in (0, PM) and cell not in told:
            told.add(cell)
            found = merged.places["costs"].get(grain) or merged.places["headcounts"].get((*cell[:2], "wsw", cell[2]))
            if found is not None:
                part, i = found
                yield Problem(
                    part.sheet.file, part.place(i), "kosten bij een werkvorm zonder personen", str(cell[2]), REMEDY
                )
