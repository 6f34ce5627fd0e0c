"""What a look at a workbook's bytes shows before its values are read: how far its cells reach, and what is odd there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from lib.store.intake.limits import Limits, too_much
from lib.store.intake.sheets import Fault
from lib.store.problems import Unsound

#: Cells that the sheets of one file may span together: the reader of workbooks takes room for each, also for empty
#: ones. 200,000 rows of 20 columns.
CELLS = 4_000_000
#: Rows of nothing below a table do no harm.
SPARE = 1000


@dataclass
class Seen:
    """One sheet. Rows and columns count from 0; `right` and `bottom` are those of the last cell with a value, -1 when
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

    def hide_columns(self, first: int, last: int, limits: Limits) -> None:
        self.hidden_columns.update(range(first, min(last, limits.columns) + 1))

    def hide_rows(self, first: int, count: int, limits: Limits) -> None:
        self.hidden_rows.update(range(first, min(first + count, limits.rows + SPARE)))

    def check(self, file: str, limits: Limits) -> None:
        """Raises Unsound when the sheet reaches further than may be read."""
        remedy = f"verwijder lege rijen en losse cellen; de laatste cel staat in rij {self.bottom + 1}."
        if self.bottom + 1 > limits.rows + SPARE:
            raise too_much(file, f"rijen op blad {self.name}", self.bottom + 1, limits.rows, remedy)
        if self.right + 1 > limits.columns:
            remedy = f"verwijder lege kolommen en losse cellen; de laatste is kolom {self.right + 1}."
            raise too_much(file, f"kolommen op blad {self.name}", self.right + 1, limits.columns, remedy)
        for what, count in (
            ("formules zonder waarde en fouten", len(self.faults)),
            ("samengevoegde", len(self.merged)),
        ):
            if count > limits.rows:
                raise too_much(file, f"{what} op blad {self.name}", count, limits.rows, "sla alleen de waarden op.")


def check_together(file: str, seen: Collection[Seen], limits: Limits) -> None:
    """Raises Unsound when there are too many sheets, or when they span too many cells together."""
    if len(seen) > limits.sheets:
        raise too_much(file, "bladen", len(seen), limits.sheets, "verwijder de bladen die niet meetellen.")
    cells = sum((one.bottom + 1) * (one.right + 1) for one in seen)
    if cells > CELLS:
        raise too_much(file, "cellen", cells, CELLS, "verwijder wat niet meetelt, of verdeel het over meer bestanden.")


def overlap(
    file: str, name: str, merged: Iterable[tuple[int, int, int, int]], rows: int, columns: int
) -> Unsound | None:
    """The refusal of merged ranges that together cover more than the sheet: some lie over another."""
    area = sum(
        max(0, min(bottom + 1, rows) - top) * max(0, min(right + 1, columns) - left)
        for top, left, bottom, right in merged
    )
    if area > rows * columns:
        remedy = "hef de samenvoegingen op en vul elke cel."
        return too_much(file, f"samengevoegde cellen op blad {name}", area, rows * columns, remedy)
    return None


#: What is said of a cell that looks empty and is not.
UNCALCULATED = (
    "een formule zonder berekende waarde",
    "formule",
    "open het bestand in Excel en sla het op, of typ het getal.",
)
WRONG = "een foutwaarde", "verbeter de formule of typ het getal."


def uncalculated(row: int, column: int) -> Fault:
    return Fault(row + 1, column, *UNCALCULATED)


def wrong(row: int, column: int, read: str) -> Fault:
    return Fault(row + 1, column, WRONG[0], read, WRONG[1])
