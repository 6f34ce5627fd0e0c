"""Native tables: how wide and how high they become, and a head, rows and a total with rules between them and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches

from lib.comparison.grid import Cell, Grid, Row
from lib.render.slides.layout import (
    INK,
    INNER,
    LINE,
    QUIET,
    SIDES,
    Box,
    Style,
    clean,
    column_widths,
    height,
    longest_word,
    put,
    width,
)

#: Inside a cell: left and right, above and below.
SIDE, ABOVE = 0.08, 0.04
#: What the column of names may take of a table; the share that makes the table lowest is taken.
NAMES = (0.18, 0.22, 0.28, 0.34, 0.4, 0.46)
#: So that a line that just fits is not broken by a program that measures otherwise.
SLACK = 0.04


#: The table style without colours and rules of its own.
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
THIN, THICK = 9525, 19050


@dataclass(frozen=True)
class Table:
    """Rows that fit a slide at `size` points, in columns of these widths in inches."""

    grid: Grid
    size: int
    widths: tuple[float, ...]

    @property
    def height(self) -> float:
        """In inches."""
        return rows_height(self.grid.head, self.grid.rows, self.size, self.widths)


def cells_of(line: Row) -> tuple[Cell, ...]:
    """A row with its name in front."""
    return line.name, *line.cells


def rows_height(head: Sequence[Cell], lines: Sequence[Row], size: int, widths: Sequence[float]) -> float:
    """Inches of a head and rows."""
    return row_height(head, size, widths, bold=True) + sum(
        row_height(cells_of(line), size, widths, line.total) for line in lines
    )


def row_height(cells: Sequence[Cell], size: int, widths: Sequence[float], bold: bool) -> float:
    """Inches of the highest cell of a row; what has the colour of a route is bold."""
    high = [
        height(cell.text, size, room - 2 * SIDE, bold or bool(cell.side))
        for cell, room in zip(cells, widths, strict=True)
    ]
    return max(high) + 2 * ABOVE


def widths_of(grid: Grid, size: int) -> tuple[float, ...]:
    """Numbers stay on one line; names and words share what is left so that the table is as low as it can be."""
    tried = {_widths(grid, size, share) for share in NAMES}
    return min(
        sorted(tried, reverse=True), key=lambda widths: round(rows_height(grid.head, grid.rows, size, widths), 6)
    )


def _widths(grid: Grid, size: int, names: float) -> tuple[float, ...]:
    rows = [[cell.text for cell in row] for row in (grid.head, *map(cells_of, grid.rows))]
    columns = list(zip(*rows, strict=True))
    wishes = [max(_line(text, size) for text in column) for column in columns]
    wishes[0] = min(wishes[0], names * INNER)
    for i, number in enumerate(grid.numeric, start=1):
        if number and sum(wishes) > INNER:
            # A heading over numbers may break between words.
            body = max((_line(text, size) for text in columns[i][1:]), default=0.0)
            word = longest_word(columns[i][0], size, bold=True) + 2 * SIDE + SLACK
            wishes[i] = min(max(body, word), INNER / len(columns))
    return tuple(round(width, 4) for width in column_widths(wishes, INNER))


def _line(text: str, size: int) -> float:
    """Inches of the longest paragraph of a cell on one line."""
    return max(width(part, size, bold=True) for part in text.split("\n")) + 2 * SIDE + SLACK


def draw_table(slide: Slide, table: Table, box: Box) -> None:
    """The table at the top of its box, as high as its rows."""
    grid = table.grid
    place = (Inches(side) for side in (box.left, box.top, box.width, table.height))
    shape = slide.shapes.add_table(len(grid.rows) + 1, len(grid.head), *place)
    title = f"Tabel: {grid.caption}"
    shape.name = clean(title)
    heads = ", ".join(cell.text for cell in grid.head)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"{title}. Kolommen: {heads}. Rijen: {len(grid.rows)}."))
    target = shape.table
    target.first_row, target.first_col, target.horz_banding = True, True, False
    target.last_row = bool(grid.rows and grid.rows[-1].total)
    target._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for column, inches in enumerate(table.widths):
        target.columns[column].width = Inches(inches)
    numbers = (False, *grid.numeric)
    rows: list[tuple[Sequence[Cell], bool, int]] = [(grid.head, True, THICK)]
    rows += [(cells_of(line), line.total, THIN) for line in grid.rows]
    for at, (cells, bold, rule) in enumerate(rows):
        heavy = bold or (at + 1 < len(rows) and rows[at + 1][1])
        target.rows[at].height = Inches(row_height(cells, table.size, table.widths, bold))
        for column, (content, number) in enumerate(zip(cells, numbers, strict=True)):
            style = Style(table.size, bold or bool(content.side), SIDES[content.side], number)
            _cell(target.cell(at, column), content, style, (INK if heavy else LINE, THICK if heavy else rule))


def _cell(cell: _Cell, content: Cell, style: Style, rule: tuple[str, int]) -> None:
    first, _, rest = content.text.partition("\n")
    lines = [(first, style)]
    if rest:
        lines.append((rest, Style(style.size, colour=QUIET)))
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(ABOVE)
    put(cell.text_frame, lines)
    _rule(cell._tc.get_or_add_tcPr(), *rule)


def _rule(properties: Any, colour: str, width: int) -> None:
    """A line below a cell."""
    properties.insert(
        0,
        parse_xml(f'<a:lnB {nsdecls("a")} w="{width}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'),
    )
