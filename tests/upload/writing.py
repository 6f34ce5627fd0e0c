"""Rows of cells → the bytes of a CSV, a workbook or Parquet, as different programs would write them."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from lib.text.parsing import Style
from tests.upload.dataset import Cell, Grid

SEPARATORS = (";", ",", "\t")
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252")


Figures = tuple[Style, Callable[[Decimal], str]]


def _nl(group: str) -> Callable[[Decimal], str]:
    return lambda number: f"{number:,}".replace(",", "\0").replace(".", ",").replace("\0", group)


#: How numbers may look, and whether the notation has to be said when no number shows it.
NUMBERS: Mapping[str, Figures] = {
    "1234,56": ("nl", _nl("")),
    "1.234,56": ("nl", _nl(".")),
    "1 234,56": ("nl", _nl(" ")),
    "1_234,56 (no-break)": ("nl", _nl("\u00a0")),
    "1_234,56 (narrow)": ("nl", _nl("\u202f")),
    "1_234,56 (thin)": ("nl", _nl("\u2009")),
    "€ 1.234,56": ("nl", lambda number: f"€ {_nl('.')(number)}"),
    "1.234,56 EUR": ("nl", lambda number: f"{_nl('.')(number)} EUR"),
    "€ 1234,56": ("nl", lambda number: f"€\u00a0{_nl('')(number)}"),
    "1234.56": ("en", str),
    "1,234.56": ("en", lambda number: f"{number:,}"),
    "€1,234.56": ("en", lambda number: f"€{number:,}"),
    "1 234.56": ("en", lambda number: f"{number:,}".replace(",", " ")),
}


def number_text(cell: Cell, figures: Callable[[Decimal], str]) -> str:
    """A figure as text."""
    if isinstance(cell, Decimal) or (isinstance(cell, int) and not isinstance(cell, bool)):
        return figures(Decimal(cell))
    return "" if cell is None else str(cell)


def as_texts(grid: Grid, figures: Callable[[Decimal], str]) -> list[list[str]]:
    """Every figure as text; years stay as they are, for nobody groups the digits of a year."""

    def text(cell: Cell) -> str:
        year = isinstance(cell, int) and cell in range(2015, 2030)
        return str(cell) if year else number_text(cell, figures)

    return [[text(cell) for cell in row] for row in grid]


def as_csv(rows: Sequence[Sequence[str]], separator: str = ";", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue().encode(encoding)


@dataclass(frozen=True)
class Dressing:
    """What people put around a table in a workbook."""

    title: bool = False
    empty_rows: bool = False
    merged: bool = False
    formulas: bool = False
    as_text: Callable[[Decimal], str] | None = None


def as_workbook(sheets: Mapping[str, Grid], dressing: Dressing = Dressing()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, grid in sheets.items():
            _sheet(book.add_worksheet(name), grid, dressing)
    return out.getvalue()


def _sheet(sheet: Any, grid: Grid, dressing: Dressing) -> None:
    top = 0
    if dressing.title:
        sheet.write(0, 0, "Opgave van de gemeenten")
        sheet.write(1, 0, "in hele euro’s en centen")
        top = 3
    headers = 2 if grid[0][0] is None or grid[0][-1] is None else 1
    head = top
    for i, row in enumerate(grid):
        top += dressing.empty_rows and i > headers and i % 9 == 0
        for j, cell in enumerate(row):
            _cell(sheet, top + i, j, cell, dressing, i < headers)
    if headers == 2 and dressing.merged:
        _merge_heads(sheet, head, grid[0])


def _merge_heads(sheet: Any, top: int, cells: Sequence[Cell]) -> None:
    start = 0
    for j in range(1, len(cells) + 1):
        if j == len(cells) or cells[j] != cells[start]:
            if cells[start] is not None and j - start > 1:
                sheet.merge_range(top, start, top, j - 1, cells[start])
            start = j


def _cell(sheet: Any, row: int, column: int, cell: Cell, dressing: Dressing, heading: bool) -> None:
    if cell is None:
        return
    if isinstance(cell, str) or heading:
        sheet.write_string(row, column, cell) if isinstance(cell, str) else sheet.write_number(row, column, cell)
    elif dressing.as_text is not None:
        sheet.write_string(row, column, as_texts([[cell]], dressing.as_text)[0][0])
    elif dressing.formulas and isinstance(cell, Decimal):
        sheet.write_formula(row, column, f"={cell - 1}+1", None, float(cell))
    else:
        sheet.write_number(row, column, float(cell))


def as_parquet(grid: Grid, kind: str) -> bytes:
    """`kind` is text, floats or decimals; a column with PM is text."""
    header, *body = grid
    columns = {}
    for j, name in enumerate(header):
        cells = [row[j] for row in body]
        if any(isinstance(cell, str) for cell in cells) or kind == "text":
            columns[str(name)] = pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
        elif kind == "decimals":
            columns[str(name)] = pa.array([None if cell is None else Decimal(cell) for cell in cells])
        elif all(isinstance(cell, int) for cell in cells):
            columns[str(name)] = pa.array(cells, pa.int64())
        else:
            columns[str(name)] = pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()
