"""What a handed-in file holds before anybody knows what it means: sheets of cells, each with its place; and how much
that may be."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeAlias, TypeVar

from lib.tables.rows import Problem, Unsound

#: A cell as the file holds it; None is empty. Text is not yet read as a number.
Value: TypeAlias = str | int | float | Decimal | bool | date | None
MEGA = 1_000_000
#: No program puts more characters in a cell.
LONGEST_TEXT = 32_767
#: Cells that the sheets of one file may span together: the reader of workbooks takes room for each, also for empty
#: ones. 200,000 rows of 20 columns.
MOST_CELLS = 4_000_000
#: Rows in which a heading is looked for.
HEAD = 60
#: Rows of nothing below a table do no harm.
SPARE = 1000
#: What to do with a file that holds too much.
DIVIDE = "verdeel de cijfers over meer bestanden."


@dataclass(frozen=True)
class Limits:
    """How much may be handed in at once. size and unpacked in bytes; change as a share of the figure in use."""

    size: int
    unpacked: int
    rows: int
    columns: int
    sheets: int
    files: int
    change: float


def limits_of(settings: Mapping[str, str]) -> Limits:
    """The limits that a release sets."""
    return Limits(
        size=MEGA * int(settings["aanlevering_megabytes"]),
        unpacked=MEGA * int(settings["aanlevering_uitgepakt_megabytes"]),
        rows=int(settings["aanlevering_rijen"]),
        columns=int(settings["aanlevering_kolommen"]),
        sheets=int(settings["aanlevering_bladen"]),
        files=int(settings["aanlevering_bestanden"]),
        change=int(settings["aanlevering_verandering_procent"]) / 100,
    )


def refuse(file: str, place: str, what: str, read: str, remedy: str) -> Unsound:
    """The refusal of a file for one reason."""
    return Unsound([Problem(file, place, what, read, remedy)])


def check_limit(file: str, what: str, count: int, most: int, remedy: str = DIVIDE) -> None:
    """Refuses a file that passes a limit."""
    if count > most:
        dotted = [f"{number:,}".replace(",", ".") for number in (count, most)]
        raise refuse(file, "bestand", f"te veel {what}", dotted[0], f"hooguit {dotted[1]}; {remedy}")


def too_long(file: str, place: str, text: str) -> Unsound:
    """The refusal of a cell that holds more than LONGEST_TEXT."""
    remedy = f"een cel mag hooguit {LONGEST_TEXT} tekens hebben; maak de tekst korter."
    return refuse(file, place, "een te lange tekst", text[:20], remedy)


@dataclass(frozen=True)
class Fault:
    """A cell that looks empty and is not: an error, or (None) a formula that nobody calculated. `line` counts from 1 and
    `column` from 0."""

    line: int
    column: int
    error: str | None


@dataclass(frozen=True)
class MergedCells:
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
    columns are. `merged` cells hold the value of their first; `faults` are empty in `rows`. `shared` says that there are
    only texts, and that equal ones are one object.
    """

    file: str
    name: str | None
    rows: Sequence[Sequence[Value]]
    lines: Sequence[int]
    hidden: bool = False
    hidden_rows: Collection[int] = frozenset()
    hidden_columns: Collection[int] = frozenset()
    merged: Sequence[MergedCells] = ()
    faults: Sequence[Fault] = ()
    shared: bool = False

    @property
    def words(self) -> str:
        return self.file if self.name is None else f"{self.file}, blad {self.name}"

    @property
    def whole(self) -> str:
        """The place of what is said of the sheet as a whole."""
        return "bestand" if self.name is None else f"blad {self.name}"

    def place(self, row: int, column: int | None = None, heading: str = "") -> str:
        """Where a cell stands, in words: "blad Kosten, rij 12, kolom D (bedrag_eur)"."""
        sheet = "" if self.name is None else f"blad {self.name}, "
        line = f"{'regel' if self.name is None else 'rij'} {self.lines[row]}"
        if column is None:
            return f"{sheet}{line}"
        name = heading or f"{column + 1}"
        letter = name if self.name is None else f"{letters(column)}{f' ({heading})' if heading else ''}"
        return f"{sheet}{line}, kolom {letter}"

    def problem(
        self, what: str, read: Value, remedy: str, row: int, column: int | None = None, heading: str = ""
    ) -> Problem:
        """What there is to say of a row, or of a cell in it."""
        return Problem(self.file, self.place(row, column, heading), what, quote(read), remedy)

    def row_words(self, row: int) -> str:
        """What a row says."""
        return ", ".join(quote(cell) for cell in self.rows[row] if cell not in (None, ""))


def letters(column: int) -> str:
    """The letters of a column in a workbook: 0 is A, 26 is AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=1 << 10)
def column_number(letters: str) -> int:
    """The column of one to three letters: A is 0. Raises ValueError."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def quote(value: Value) -> str:
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


@dataclass
class SheetOutline:
    """What a look at a workbook's bytes shows of one sheet before its values are read: how far its cells reach, and what
    is odd there. Rows and columns count from 0; `right` and `bottom` are those of the last cell with a value, -1 when
    there is none; `merged` are (top, left, bottom, right)."""

    name: str
    hidden: bool = False
    right: int = -1
    bottom: int = -1
    faults: list[Fault] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> None:
        """A cell with a value."""
        if row > self.bottom:
            self.bottom = row
        if column > self.right:
            self.right = column

    def add_fault(self, row: int, column: int, error: str | None = None) -> None:
        """An error as the program shows it (empty when it does not), or a formula without a value."""
        self.faults.append(Fault(row + 1, column, error))

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        self.hidden_columns.update(range(first, min(last, limits.columns) + 1))

    def hide_rows(self, first: int, count: int, limits: Limits) -> None:
        self.hidden_rows.update(range(first, min(first + count, limits.rows + SPARE)))

    def check(self, file: str, limits: Limits) -> None:
        """Raises Unsound when the sheet reaches further than may be read."""
        rows, columns, where = self.bottom + 1, self.right + 1, f"op blad {self.name}"
        if rows > limits.rows + SPARE:
            remedy = f"verwijder lege rijen en losse cellen; de laatste cel staat in rij {rows}."
            check_limit(file, f"rijen {where}", rows, limits.rows, remedy)
        if columns > limits.columns:
            remedy = f"verwijder lege kolommen en losse cellen; de laatste is kolom {columns}."
            check_limit(file, f"kolommen {where}", columns, limits.columns, remedy)
        remedy = "sla alleen de waarden op."
        check_limit(file, f"formules zonder waarde en fouten {where}", len(self.faults), limits.rows, remedy)
        check_limit(file, f"samengevoegde {where}", len(self.merged), limits.rows, remedy)


def check_together(file: str, outlines: Collection[SheetOutline], limits: Limits) -> None:
    """Raises Unsound when there are too many sheets, or when they span too many cells together."""
    check_limit(file, "bladen", len(outlines), limits.sheets, "verwijder de bladen die niet meetellen.")
    cells = sum((outline.bottom + 1) * (outline.right + 1) for outline in outlines)
    remedy = "verwijder wat niet meetelt, of verdeel het over meer bestanden."
    check_limit(file, "cellen", cells, MOST_CELLS, remedy)
