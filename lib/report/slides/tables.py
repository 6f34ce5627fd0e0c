"""Native tables: a head, rows, a total, with rules between them and nothing else."""

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import _Cell as Cell
from pptx.util import Inches

from lib.analysis.grid import Cell as GridCell
from lib.report.slides.content import Table
from lib.report.slides.look import INK, LINE, QUIET, SIDES, Box, Style
from lib.report.slides.rows import ABOVE, SIDE, cells_of, row_height, rows_height
from lib.report.slides.writing import clean, put

#: The table style without colours and rules of its own.
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
THIN, THICK = 9525, 19050


def table_height(table: Table) -> float:
    return rows_height(table.grid.head, table.grid.rows, table.size, table.widths)


def draw_table(slide: Slide, table: Table, box: Box) -> None:
    """The table at the top of its box, as high as its rows."""
    grid = table.grid
    place = (Inches(side) for side in (box.left, box.top, box.width, table_height(table)))
    shape = slide.shapes.add_table(len(grid.rows) + 1, len(grid.head), *place)
    title = f"Tabel: {grid.caption}"
    shape.name = clean(title)
    heads = ", ".join(cell.text for cell in grid.head)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"{title}. Kolommen: {heads}. Rijen: {len(grid.rows)}."))
    target = shape.table
    target.first_row, target.first_col, target.horz_banding = True, True, False
    target.last_row = bool(grid.rows and grid.rows[-1].total)
    target._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for column, width in enumerate(table.widths):
        target.columns[column].width = Inches(width)
    numbers = (False, *grid.numeric)
    rows: list[tuple[Sequence[GridCell], bool, int]] = [(grid.head, True, THICK)]
    rows += [(cells_of(line), line.total, THIN) for line in grid.rows]
    for at, (cells, bold, rule) in enumerate(rows):
        heavy = bold or (at + 1 < len(rows) and rows[at + 1][1])
        target.rows[at].height = Inches(row_height(cells, table.size, table.widths, bold))
        for column, (content, number) in enumerate(zip(cells, numbers, strict=True)):
            style = Style(table.size, bold or bool(content.side), SIDES[content.side], number)
            _cell(target.cell(at, column), content, style, (INK if heavy else LINE, THICK if heavy else rule))


def _cell(cell: Cell, content: GridCell, style: Style, rule: tuple[str, int]) -> None:
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
