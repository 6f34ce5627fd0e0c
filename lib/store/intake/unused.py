"""What a file holds and no figure comes from: columns, rows and sheets that are passed over, each with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lib.store.intake.parts import Part
from lib.store.intake.sheets import Sheet
from lib.text import whole


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
