"""What a handed-in file holds before anybody knows what it means: sheets of cells, each with its place."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeAlias, TypeVar

#: A cell as the file holds it; None is empty. Text is not yet read as a number.
Value: TypeAlias = str | int | float | Decimal | bool | date | None


@dataclass(frozen=True)
class Fault:
    """A cell that looks empty and is not: an error, or a formula that nobody calculated. `line` counts from 1 and
    `column` from 0; the other three are what a problem says of it."""

    line: int
    column: int
    what: str
    read: str
    remedy: str


@dataclass(frozen=True)
class Merged:
    """Cells that were merged into one: the first and last row and column, in `Sheet.rows` (so from 0, empty rows
    not counted). Each of them holds the value of the first."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, all equally wide, none of them empty. `name` is the name of a sheet in a workbook, None
    elsewhere; `lines` the number of each row in its file.

    What a reader of the workbook does not see: the sheet is `hidden`, or some rows (`hidden_rows`, as in `rows`) and
    columns are. `merged` cells hold the value of their first; `faults` are empty in `rows`.
    """

    file: str
    name: str | None
    rows: Sequence[Sequence[Value]]
    lines: Sequence[int]
    hidden: bool = False
    hidden_rows: Collection[int] = frozenset()
    hidden_columns: Collection[int] = frozenset()
    merged: Sequence[Merged] = ()
    faults: Sequence[Fault] = ()

    @property
    def words(self) -> str:
        return self.file if self.name is None else f"{self.file}, blad {self.name}"

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """Where a cell stands, in words: "blad Kosten, rij 12, kolom D (bedrag_eur)"."""
        sheet = "" if self.name is None else f"blad {self.name}, "
        line = f"{'regel' if self.name is None else 'rij'} {self.lines[row]}"
        if column is None:
            return f"{sheet}{line}"
        name = heading or f"{column + 1}"
        letter = name if self.name is None else f"{letters(column)}{f' ({heading})' if heading else ''}"
        return f"{sheet}{line}, kolom {letter}"


def letters(column: int) -> str:
    """The letters of a column in a workbook: 0 is A, 26 is AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=1 << 10)
def column_of(letters: str) -> int:
    """The column of one to three letters: A is 0. Raises ValueError."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def shown(value: Value) -> str:
    """A cell as a message quotes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


Cell = TypeVar("Cell")
Result = TypeVar("Result")
#: Headings come back, and are no longer than this. Of a longer text no more is looked at than that it is longer: sixty
#: rows of them would hold everybody for a minute.
REMEMBERED, LONGER = 200, " (en meer)"


def remembered(work: Callable[[Cell], Result]) -> Callable[[Cell], Result]:
    """Work on a cell as a heading, done once for each, since headings come back; `work` depends on nothing else."""
    short = lru_cache(maxsize=1 << 14, typed=True)(work)

    @wraps(work)
    def at_once(value: Cell) -> Result:
        if isinstance(value, str) and len(value) > REMEMBERED:
            return work(value[:REMEMBERED] + LONGER)  # type: ignore[arg-type]
        return short(value)

    return at_once
