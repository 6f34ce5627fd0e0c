"""What a handed-in file holds before anybody knows what it means: sheets of cells, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

#: A cell as the file holds it; None is empty. Text is not yet read as a number.
Value: TypeAlias = str | int | float | Decimal | bool | date | None


@dataclass(frozen=True)
class Sheet:
    """Rows of cells, all equally wide. `name` is the name of a sheet in a workbook, None elsewhere; `lines` the
    number of each row in its file."""

    file: str
    name: str | None
    rows: Sequence[Sequence[Value]]
    lines: Sequence[int]

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


def shown(value: Value) -> str:
    """A cell as a message quotes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
