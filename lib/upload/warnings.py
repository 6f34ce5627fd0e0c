"""What may be right but has to be looked at first: large changes, turned signs, staff beside persons, figures that count
though nobody sees them in the workbook, and what a file holds that no figure comes from."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.tables.columns import PM
from lib.tables.content import Content
from lib.tables.rows import Problem
from lib.text import AmbiguousNumber, NumberError, Special, amount, counted, decimal, parse_number, percentage, whole
from lib.upload.blocks import NextTables
from lib.upload.gaps import Block, Grain, block_place
from lib.upload.meaning.context import CappedProblems
from lib.upload.meaning.layout import VALUES
from lib.upload.meaning.vocabulary import plain, words
from lib.upload.reading.sheets import Sheet, Value, letters
from lib.upload.sheet_figures import SheetFigures

#: As many hidden rows are named.
NAMED = 8
REMEDY = "controleer het, en aanvaard het als het klopt."


def warn(tables: NextTables, content: Content, change: float, warnings: CappedProblems) -> None:
    """Tell everything about the handed-in figures that must be accepted; `change` is a share."""
    warnings.extend((*_turned(tables, content), *_staff(tables), *_costs_without_persons(tables)))
    for table in VALUES:
        if table != "gemeenten":
            _changes(table, tables, change, warnings)


def _changes(table: str, tables: NextTables, change: float, warnings: CappedProblems) -> None:
    value, before = VALUES[table], tables.before[table]
    for grain, row in tables.handed.get(table, {}).items():
        if grain not in before or before[grain][value] == row[value]:
            continue
        old, new = before[grain][value], row[value]
        what = what_changed(old, new, change)
        if what and warnings.full:
            warnings.more += 1
        elif what:
            sheet, i = tables.places[table][grain]
            read = f"{figure_words(table, old)} wordt {figure_words(table, new)}"
            warnings.add(sheet.problem(i, what(), read, REMEDY))


def what_changed(old: Any, new: Any, change: float) -> Callable[[], str] | None:
    """What there is to say of a changed figure, if anything."""
    if new == PM:
        return lambda: "een bekend bedrag wordt PM"
    if old == PM:
        return None
    if old == 0:
        return lambda: "een cijfer dat 0 was"
    growth = float(new - old) / float(old)
    if abs(growth) <= change:
        return None
    return lambda: f"{percentage(abs(growth), 0)} {'meer' if growth > 0 else 'minder'} dan in de release in gebruik"


def figure_words(table: str, value: Any) -> str:
    """A figure of a table as a reader sees it."""
    if value == PM:
        return PM
    if table == "costs":
        return amount(value, 0 if isinstance(value, int) else 2)
    return decimal(value, 4) if table == "allocation_keys" else whole(value)


def _of_block(tables: NextTables, table: str, block: Block, what: str, read: str) -> Problem:
    place = block_place(block, tables.rows["gemeenten"].values())
    return Problem(tables.files(table)[block], place, what, read, REMEDY)


def _turned(tables: NextTables, content: Content) -> Iterator[Problem]:
    """Blocks whose saldo changes its sign."""
    signs = {row["kostensoort"]: int(row["teken"]) for row in content.tables["cost_types"]}
    blocks = tables.blocks["costs"]
    before = _saldi(tables.before["costs"], blocks, signs)
    after = _saldi(tables.rows["costs"], before.keys(), signs)
    for block in sorted(before.keys() & after.keys()):
        if before[block] * after[block] < 0:
            read = f"{amount(before[block])} wordt {amount(after[block])}"
            yield _of_block(tables, "costs", block, "het saldo (baten − lasten) wisselt van teken", read)


def _saldi(
    rows: Mapping[Grain, Mapping[str, Any]], blocks: Collection[Block], signs: Mapping[str, int]
) -> dict[Block, Decimal]:
    saldi: dict[Block, Decimal] = defaultdict(Decimal)
    for grain, row in rows.items():
        block = grain[0], grain[1]
        if block in blocks and row["bedrag_eur"] != PM:
            saldi[block] += signs[grain[3]] * Decimal(row["bedrag_eur"])
    return saldi


def _staff(tables: NextTables) -> Iterator[Problem]:
    """More staff than people to guide."""
    persons: dict[Block, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in tables.rows["headcounts"].values():
        if (row["gemeente_code"], row["jaar"]) in tables.blocks["headcounts"]:
            persons[row["gemeente_code"], row["jaar"]][row["groep"]] += row["personen"]
    for block, count in sorted(persons.items()):
        if count["staf"] > count["wsw"]:
            read = f"{whole(count['staf'])} staf, {whole(count['wsw'])} Wsw-personen"
            yield _of_block(tables, "headcounts", block, "meer staf dan Wsw-personen", read)


def _costs_without_persons(tables: NextTables) -> Iterator[Problem]:
    """Costs of a werkvorm in which nobody works."""
    touched = tables.blocks["costs"] | tables.blocks["headcounts"]
    nobody = {
        (row["gemeente_code"], row["jaar"], row["werkvorm"])
        for row in tables.rows["headcounts"].values()
        if row["groep"] == "wsw" and row["personen"] == 0 and (row["gemeente_code"], row["jaar"]) in touched
    }
    for grain, row in tables.rows["costs"].items() if nobody else ():
        cell = grain[:3]
        if cell in nobody and row["bedrag_eur"] not in (0, PM):
            nobody.remove(cell)
            wsw = (*cell[:2], "wsw", cell[2])
            place = tables.places["costs"].get(grain) or tables.places["headcounts"].get(wsw)
            if place is not None:
                sheet, i = place
                yield sheet.problem(i, "kosten bij een werkvorm zonder personen", str(cell[2]), REMEDY)


def unseen(sheets: Iterable[SheetFigures]) -> Iterator[Problem]:
    """One warning for each sheet, and for the rows and the columns of each sheet, whose hidden figures count."""
    remedy = "zij tellen mee; aanvaard het als dat klopt, of verwijder ze en lever opnieuw aan."
    for figures in sheets:
        sheet, pairs = figures.sheet, zip(figures.places, figures.figures, strict=True)
        places = [place for place, figure in pairs if figure is not None]
        rows = [row for row, _ in places if row in sheet.hidden_rows]
        columns = [column for _, column in places if column in sheet.hidden_columns]
        names = f"rij {_enumerated([whole(sheet.lines[row]) for row in dict.fromkeys(rows)])}"
        letter = f"kolom {_enumerated([letters(column) for column in dict.fromkeys(columns)])}"
        for what, where, count in (
            ("cijfers op een verborgen blad tellen mee", sheet.whole, len(places) if sheet.hidden else 0),
            ("cijfers in verborgen of weggefilterde rijen tellen mee", names, len(rows)),
            ("cijfers in verborgen kolommen tellen mee", letter, len(columns)),
        ):
            if count:
                yield Problem(sheet.file, sheet.whole, what, f"{where}: {counted(count, 'cijfer', 'cijfers')}", remedy)


def _enumerated(names: Sequence[str]) -> str:
    more = f" en nog {whole(len(names) - NAMED)}" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


@dataclass(frozen=True)
class Unused:
    """`what` at `where` (a file or a sheet) is passed over; `cells` are the filled ones, None for a row in words."""

    where: str
    what: str
    cells: int | None

    @property
    def counted(self) -> str:
        """What, with its number of cells: "kolom Begroting 2022 (35 cellen)"."""
        return self.what if self.cells is None else f"{self.what} ({counted(self.cells, 'cel', 'cellen')})"

    def __str__(self) -> str:
        return f"{self.where}: {self.counted}"


def unused_of(sheets: Iterable[SheetFigures], passed: Iterable[Sheet]) -> tuple[Unused, ...]:
    """Of the sheets with figures their columns and rows, and the sheets without figures."""
    unused: list[Unused] = []
    for figures in sheets:
        for at, heading in figures.layout.ignored.items():
            name = f"kolom {heading}" if heading else "een kolom zonder kop"
            unused.append(Unused(figures.sheet.words, name, _filled(_below(figures, at))))
        unused += [Unused(figures.sheet.file, line, None) for line in figures.skipped]
    for sheet in passed:
        cells = _filled(cell for row in sheet.rows for cell in row)
        unused.append(Unused(sheet.words, "geen cijfers gevonden", cells))
    return tuple(item for item in unused if item.cells != 0)


def dropped(sheets: Iterable[SheetFigures], passed: Iterable[Sheet]) -> Iterator[Problem]:
    """A warning for every column and sheet that holds numbers and does not count: an amount is never left out unseen."""
    for figures in sheets:
        for at, heading in figures.layout.ignored.items():
            place = figures.sheet.place(figures.layout.header, at)
            yield from _dropped(figures.sheet, place, "een kolom die", _below(figures, at), heading)
    for sheet in passed:
        if plain(sheet.name or "") not in words()["sheets"]["explains"]:
            yield from _dropped(sheet, sheet.whole, "een blad dat", (cell for row in sheet.rows for cell in row), "")


def _below(figures: SheetFigures, at: int) -> Iterator[Value]:
    """The cells of a column below its heading."""
    return (row[at] for row in figures.sheet.rows[figures.layout.header + 1 :])


def _filled(cells: Iterable[Value]) -> int:
    return sum(cell not in (None, "") for cell in cells)


def _dropped(sheet: Sheet, place: str, which: str, cells: Iterable[Value], read: str) -> Iterator[Problem]:
    numbers = sum(map(_is_number, cells))
    if numbers:
        what = f"{which} niet meetelt, met {counted(numbers, 'getal', 'getallen')}"
        remedy = "geef een bekende kop als dit mee hoort te tellen, of aanvaard het."
        yield Problem(sheet.file, place, what, read, remedy)


def _is_number(cell: Value) -> bool:
    if isinstance(cell, str):
        if not any(map(str.isdigit, cell)):
            return False
        try:
            return not isinstance(parse_number(cell), Special)
        except AmbiguousNumber:
            return True
        except NumberError:
            return False
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
