"""In which unit a sheet says that its figures are: every place is looked at, and what is not euros or persons is told.

Bare mentions count in the name of the sheet, above the table, in a heading, in a column of units and in a row of words
below it; what is stated counts everywhere, also on a sheet that only explains.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from lib.store.intake.layout import Layout
from lib.store.intake.sheets import Sheet, Value
from lib.store.intake.unit_words import EUROS, PEOPLE, THOUSAND, Unit, units_of
from lib.store.intake.words import plain, words
from lib.store.problems import Problem

#: A row with more filled cells than this is no line of words below a table.
NOTE = 2


@dataclass(frozen=True)
class Reading:
    """A unit, the place where it was read and the text that said it."""

    unit: Unit
    place: str
    text: str


def unit_of(sheet: Sheet, layout: Layout) -> list[Reading]:
    """Every unit that a sheet names for its figures, with where."""
    return [reading for reading in _around(sheet, layout) if layout.table in reading.unit.about]


def explained(sheets: Iterable[Sheet]) -> list[Reading]:
    """What sheets without figures state about those of the others in their workbook; that they are euros is what they
    always say."""
    return [
        Reading(unit, sheet.place(row, column), text)
        for sheet in sheets
        for column in range(len(sheet.rows[0]) if sheet.rows else 0)
        for row, text in _texts(sheet, column, 0)
        for unit in units_of(text, stated=True)
        if unit != EUROS
    ]


def _around(sheet: Sheet, layout: Layout) -> Iterator[Reading]:
    for name, place, stated in _names(sheet):
        yield from (Reading(unit, place, name) for unit in units_of(name, stated))
    for row in range(layout.header):
        for column, cell in enumerate(sheet.rows[row]):
            yield from _said(sheet, row, column, cell, False)
    for column, cell in enumerate(sheet.rows[layout.header]):
        if column not in layout.ignored or not _has_figures(sheet, layout, column):
            yield from _said(sheet, layout.header, column, cell, False)
        yield from _below(sheet, layout, column)


def _names(sheet: Sheet) -> Iterator[tuple[str, str, bool]]:
    """The name of a sheet; that of a file says it of everything in it, so it has to state it."""
    yield PurePath(sheet.file).stem, "naam van het bestand", sheet.name is not None
    if sheet.name is not None:
        yield sheet.name, f"blad {sheet.name}, naam van het blad", False


def _below(sheet: Sheet, layout: Layout, column: int) -> Iterator[Reading]:
    of_units = any(word in plain(layout.ignored.get(column, "")).split() for word in words()["units"]["columns"])
    for row, text in _texts(sheet, column, layout.header + 1):
        note = column not in layout.values and sum(cell not in (None, "") for cell in sheet.rows[row]) <= NOTE
        yield from _said(sheet, row, column, text, not (of_units or note))


def _said(sheet: Sheet, row: int, column: int, cell: Value, stated: bool) -> Iterator[Reading]:
    if isinstance(cell, str):
        yield from (Reading(unit, sheet.place(row, column), cell) for unit in units_of(cell, stated))


def _texts(sheet: Sheet, column: int, first: int) -> Iterator[tuple[int, str]]:
    """Every different text of a column with the first row that holds it."""
    seen: set[str] = set()
    for row in range(first, len(sheet.rows)):
        cell = sheet.rows[row][column]
        if isinstance(cell, str) and cell not in seen:
            seen.add(cell)
            yield row, cell


def _has_figures(sheet: Sheet, layout: Layout, column: int) -> bool:
    """Whether a column that is not read holds anything: its heading then says the unit of that."""
    return any(row[column] not in (None, "") for row in sheet.rows[layout.header + 1 :])


def check_units(sheet: Sheet, layout: Layout, readings: Iterable[Reading], thousand: bool) -> Iterator[Problem]:
    """What makes the figures something else than they are taken for, each unit once with all its places. `thousand`: who
    hands in said that amounts are in thousands of euros."""
    units: dict[int | str, list[Reading]] = {}
    for reading in readings:
        units.setdefault(reading.unit.factor or reading.unit.words, []).append(reading)
    for several in units.values():
        unit = max((reading.unit for reading in several), key=lambda unit: len(unit.words))
        said = _refusal(unit, layout, thousand)
        if said is not None:
            place = "; ".join(dict.fromkeys(reading.place for reading in several))
            yield Problem(sheet.file, place, said[0], several[-1].text, said[1])


def _refusal(unit: Unit, layout: Layout, thousand: bool) -> tuple[str, str] | None:
    """What is wrong with a unit, and what to do; None when it is the one that is expected."""
    if layout.table in PEOPLE:
        return f"aantallen in {unit.words}, niet in personen", _remedy_of_people(unit)
    if thousand:
        what = f"hier staat dat de bedragen in {unit.words} zijn, terwijl “bedragen × € 1.000” is gekozen"
        return None if unit.factor == THOUSAND else (what, "haal die keuze weg, of verander deze tekst.")
    if unit == EUROS:
        return None
    choice = "kies bij het aanleveren “bedragen × € 1.000”, of " if unit.factor == THOUSAND else ""
    what = f"bedragen die niet in euro’s staan maar in {unit.words}"
    return what, f"{choice}reken de bedragen om naar euro’s en verander deze tekst."


def _remedy_of_people(unit: Unit) -> str:
    if unit.factor is None:
        return "lever het aantal mensen aan; arbeidsjaren, SE en fte zijn niet om te rekenen naar personen."
    return "lever hele aantallen aan en verander deze tekst."
