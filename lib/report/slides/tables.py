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
    place = (Inches(each) for each in (box.left, box.top, box.width, table_height(table)))
    shape = slide.shapes.add_table(len(grid.rows) + 1, len(grid.head), *place)
    told = f"Tabel: {grid.caption}"
    shape.name = clean(told)
    heads = ", ".join(each.text for each in grid.head)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"{told}. Kolommen: {heads}. Rijen: {len(grid.rows)}."))
    drawn = shape.table
    drawn.first_row, drawn.first_col, drawn.horz_banding = True, True, False
    drawn.last_row = bool(grid.rows and grid.rows[-1].total)
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for column, width in enumerate(table.widths):
        drawn.columns[column].width = Inches(width)
    numbers = (False, *grid.numeric)
    rows: list[tuple[Sequence[GridCell], bool, int]] = [(grid.head, True, THICK)]
    rows += [(cells_of(line), line.total, THIN) for line in grid.rows]
    for at, (cells, bold, rule) in enumerate(rows):
        heavy = bold or (at + 1 < len(rows) and rows[at + 1][1])
        drawn.rows[at].height = Inches(row_height(cells, table.size, table.widths, bold))
        for column, (shown, number) in enumerate(zip(cells, numbers, strict=True)):
            style = Style(table.size, bold or bool(shown.side), SIDES[shown.side], number)
            _cell(drawn.cell(at, column), shown, style, (INK if heavy else LINE, THICK if heavy else rule))


def _cell(cell: Cell, shown: GridCell, style: Style, rule: tuple[str, int]) -> None:
    first, _, rest = shown.text.partition("\n")
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
