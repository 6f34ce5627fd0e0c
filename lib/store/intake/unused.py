"""What a file holds and no figure comes from: columns, rows and sheets that are passed over, each with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from lib.store.intake.parts import Part
from lib.store.intake.sheets import Sheet, Value
from lib.store.intake.words import plain, words
from lib.store.problems import Problem
from lib.text import AmbiguousNumber, NumberError, Special, counted, parse_number, whole


@dataclass(frozen=True)
class Unused:
    """`what` at `where` (a file or a sheet) is passed over; `cells` are the filled ones, None for a row in words."""

    where: str
    what: str
    cells: int | None

    @property
    def counted(self) -> str:
        """What, with its number of cells: "kolom Begroting 2022 (35 cellen)"."""
        if self.cells is None:
            return self.what
        return f"{self.what} ({whole(self.cells)} {'cel' if self.cells == 1 else 'cellen'})"

    def __str__(self) -> str:
        return f"{self.where}: {self.counted}"


def unused_of(parts: Iterable[Part], passed: Iterable[Sheet]) -> tuple[Unused, ...]:
    """Of the sheets with figures their columns and rows, and the sheets without figures."""
    found = (*(one for part in parts for one in _of_part(part)), *map(_of_sheet, passed))
    return tuple(one for one in found if one.cells != 0)


def dropped(parts: Iterable[Part], passed: Iterable[Sheet]) -> Iterator[Problem]:
    """A warning for every column and sheet that holds numbers and does not count: an amount is never left out unseen."""
    for part in parts:
        sheet, first = part.sheet, part.layout.header + 1
        for at, heading in part.layout.ignored.items():
            numbers = _numbers(row[at] for row in sheet.rows[first:])
            if numbers:
                yield _dropped(sheet, sheet.place(part.layout.header, at), "kolom", numbers, heading)
    for sheet in passed:
        numbers = _numbers(cell for row in sheet.rows for cell in row)
        if numbers and plain(sheet.name or "") not in words()["sheets"]["explains"]:
            yield _dropped(sheet, f"blad {sheet.name}" if sheet.name is not None else "bestand", "blad", numbers, "")


def _dropped(sheet: Sheet, place: str, kind: str, numbers: int, read: str) -> Problem:
    what = f"een {kind} {'die' if kind == 'kolom' else 'dat'} niet meetelt, met {counted(numbers, 'getal', 'getallen')}"
    return Problem(sheet.file, place, what, read, "geef een bekende kop als dit mee hoort te tellen, of aanvaard het.")


def _numbers(cells: Iterable[Value]) -> int:
    return sum(1 for cell in cells if _is_number(cell))


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


def _of_part(part: Part) -> Iterator[Unused]:
    below = part.sheet.rows[part.layout.header + 1 :]
    for at, heading in part.layout.ignored.items():
        name = f"kolom {heading}" if heading else "een kolom zonder kop"
        yield Unused(part.sheet.words, name, sum(row[at] not in (None, "") for row in below))
    for line in part.skipped:
        yield Unused(part.sheet.file, line, None)


def _of_sheet(sheet: Sheet) -> Unused:
    return Unused(
        sheet.words, "geen cijfers gevonden", sum(cell not in (None, "") for row in sheet.rows for cell in row)
    )
