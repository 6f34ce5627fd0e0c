"""Native tables: how wide and how high they become, and a head, rows and a total with rules between them and nothing else.

Native charts: bars and points that a reader can edit, with their numbers in full in the workbook behind them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, log10
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Inches, Pt

from lib.comparison.chart import ChartSpec, Form, Notation, Series, shortened
from lib.comparison.grid import Cell, Grid, Row
from lib.render.packing import Exact, workbook
from lib.render.slides.layout import (
    CHART,
    CHART_LABEL,
    FONT,
    INK,
    INNER,
    LANGUAGE,
    LINE,
    PAPER,
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
from lib.text.formulas import neutral

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


SHEET = "Gegevens"
#: How the sheet shows its numbers; beside the bars they stand as on the screen.
IN_FULL = "#,##0.00"
LIBRARY_SHEET = "Sheet1"
#: Routes differ by pattern too, each with as much ink, so that a print without colour tells them apart.
PATTERNS = {"a": MSO_PATTERN.DARK_VERTICAL, "b": MSO_PATTERN.DARK_HORIZONTAL, "zero": MSO_PATTERN.PERCENT_20}
KINDS: dict[Form, XL_CHART_TYPE] = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "points": XL_CHART_TYPE.LINE_MARKERS,
}
#: Points across, of each number; PowerPoint allows 2 to 72.
MARKER = 14
#: An axis has at most about so many steps of equal length; points stand below figures, where it is low.
STEPS: dict[Form, int] = {"columns": 6, "bars": 6, "points": 2}
#: More numbers than this do not stand beside their bars, but along an axis.
LABELS = 16
#: Room beyond the longest bar for its number, as a share of the scale.
ROOM = 0.18
#: Numbers as Dutch programs write them, wherever the reader's program allows it to be said.
DUTCH = "[$-413]"


def draw_chart(slide: Slide, chart: ChartSpec, box: Box, made_at: datetime) -> None:
    data = CategoryChartData()
    data.categories = [_text(shortened(name)) for name in chart.categories]
    for series in chart.series:
        data.add_series(_text(shortened(series.name)), series.numbers)
    place = (Inches(side) for side in (box.left, box.top, box.width, box.height))
    shape = slide.shapes.add_chart(KINDS[chart.form], *place, data)
    shape.name = clean(f"Grafiek: {chart.title}")
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.description))
    shape.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, made_at))
    _paint(shape.chart, chart)


def _text(text: str) -> str:
    """Text that stays text when a reader opens the numbers."""
    return neutral(clean(text))


def _workbook(chart: ChartSpec, made_at: datetime) -> bytes:
    """The numbers as a sheet: categories down, a column per series."""
    buffer = io.BytesIO()
    with workbook(buffer, made_at) as book:
        sheet = book.file.add_worksheet(SHEET)
        full = book.file.add_format({"num_format": IN_FULL})
        sheet.set_column(0, len(chart.series), 24)
        for row, name in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, _text(shortened(name)))
        for column, series in enumerate(chart.series, start=1):
            sheet.write_string(0, column, _text(shortened(series.name)))
            for row, value in enumerate(series.numbers, start=1):
                if value is not None:
                    sheet.write_number(row, column, Exact(value), full)
    return buffer.getvalue()


def number_format(notation: Notation) -> str:
    """How a spreadsheet writes what lib.text writes: scaled, with a real minus, and with V and N for a difference."""
    commas = "," * ((len(str(notation.unit)) - 1) // 3)
    digits = "#,##0" + (f".{'0' * notation.decimals}" if notation.decimals else "") + commas
    nothing = "0" + (f",{'0' * notation.decimals}" if notation.decimals else "")
    half = f"{notation.unit / 2 / 10**notation.decimals:g}"
    plus, above, below = ("+", '" V"', '" N"') if notation.letters else ("", "", "")
    return f'[>={half}]{DUTCH}{plus}{digits}{above};[<=-{half}]{DUTCH}"−"{digits}{below};"{nothing}"'


def _paint(graphic: Chart, chart: ChartSpec) -> None:
    graphic.font.size, graphic.font.name = Pt(CHART), FONT
    graphic.font.color.rgb = RGBColor.from_string(INK)
    graphic.has_title = True
    title = graphic.chart_title.text_frame
    title.text = clean(chart.title)
    font = title.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(CHART), True, RGBColor.from_string(INK)
    graphic.has_legend = len(chart.series) > 1
    if graphic.has_legend:
        # Years are wide and low: names beside them take no height.
        beside = chart.form == "columns"
        graphic.legend.position = XL_LEGEND_POSITION.RIGHT if beside else XL_LEGEND_POSITION.TOP
        graphic.legend.include_in_layout = False
    plot = graphic.plots[0]
    if chart.form != "points":
        plot.gap_width, plot.overlap = 60, 0
    for series, painted in zip(chart.series, plot.series, strict=True):
        (_dot if chart.form == "points" else _fill)(painted, series)
    _axes(graphic, chart)
    _finish(graphic._chartSpace, number_format(chart.notation))


def _fill(painted: Any, series: Series) -> None:
    colour, fill = RGBColor.from_string(SIDES[series.role]), painted.format.fill
    fill.patterned()
    fill.pattern = PATTERNS[series.role]
    fill.fore_color.rgb, fill.back_color.rgb = colour, RGBColor.from_string(PAPER)
    painted.format.line.color.rgb, painted.format.line.width = colour, Pt(1.5)
    painted.invert_if_negative = False


def _dot(painted: Any, series: Series) -> None:
    """A point for each number; nothing between, as percentiles do not lie equally far apart."""
    colour = RGBColor.from_string(SIDES[series.role])
    painted.smooth = False
    painted.format.line.fill.background()
    painted.marker.style, painted.marker.size = XL_MARKER_STYLE.CIRCLE, MARKER
    painted.marker.format.fill.solid()
    painted.marker.format.fill.fore_color.rgb = colour
    painted.marker.format.line.color.rgb = colour


def _axes(graphic: Chart, chart: ChartSpec) -> None:
    labelled = len(chart.categories) * len(chart.series) <= LABELS
    names, numbers = graphic.category_axis, graphic.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = chart.form == "bars"
    names.major_tick_mark = numbers.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = RGBColor.from_string(QUIET)
    numbers.minimum_scale, numbers.maximum_scale, numbers.major_unit = scale(chart, labelled)
    numbers.has_major_gridlines = numbers.visible = chart.form == "points" or not labelled
    if chart.form == "points":
        # Nothing rises from zero: the names stand below the scale.
        numbers.crosses = names.crosses = XL_AXIS_CROSSES.MINIMUM
    if labelled:
        graphic.plots[0].has_data_labels = True
        labels = graphic.plots[0].data_labels
        labels.position = XL_LABEL_POSITION.ABOVE if chart.form == "points" else XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(CHART_LABEL)
        labels.show_value, labels.number_format_is_linked = True, False
    if numbers.visible:
        numbers.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
        numbers.tick_labels.number_format_is_linked = False


def scale(chart: ChartSpec, labelled: bool) -> tuple[float, float, float]:
    """Lowest number, highest number and step of the axis, in full.

    Steps are 1, 2 or 5 times a power of ten; an axis that is read ends on a step, and has nothing on one.
    """
    low, high = chart.reach
    points = chart.form == "points"
    if low == high:
        low, high = (low - chart.notation.unit, high + chart.notation.unit) if points else (low, low + 1.0)
    step = _step((high - low) / STEPS[chart.form])
    if labelled and not points:
        room = ROOM * (high - low)
        return (low - room if low < 0 else 0.0), (high + room if high > 0 else 0.0), step
    above = ROOM * (high - low) if labelled else 0.0
    return floor(low / step) * step, ceil((high + above) / step) * step, step


def _step(least: float) -> float:
    """The smallest round number that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1.0, 2.0, 5.0, 10.0) if times * power >= least * (1 - 1e-9))


def _finish(space: Any, code: str) -> None:
    """Number formats, which the library does not escape; the name of our sheet; the language of every text."""
    for element in space.iter(qn("c:formatCode")):
        element.text = IN_FULL
    for axis in (*space.iter(qn("c:valAx")), *space.iter(qn("c:dLbls"))):
        for element in axis.findall(qn("c:numFmt")):
            element.set("formatCode", code)
    for element in space.iter(qn("c:f")):
        element.text = element.text.replace(LIBRARY_SHEET, SHEET, 1)
    for element in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        element.set("lang", LANGUAGE)
