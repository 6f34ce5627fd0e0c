"""A native chart between two axes of numbers: a line in its pieces, the band of both as a frame, and a mark at what is chosen
now. Every point stands in full in the sheet behind it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor
from typing import Any

from pptx.chart.data import XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lib.comparison.chart import Axis, ChartSpec
from lib.render.packing import Exact, workbook
from lib.render.slides.charts import (
    DUTCH,
    IN_FULL,
    MARKER,
    SHEET,
    STEPS,
    describe,
    finish,
    frame,
    step_of,
    text_of,
)
from lib.render.slides.layout import CHART_LABEL, INK, LINE, QUIET, Box, clean

#: What the frame around what is plausible of both is called in the sheet.
BAND = "Bandbreedte van beide aannames"
#: How wide a solid and a dashed line and the frame are, in points.
SOLID, DASHED, THIN = 3.0, 2.0, 1.25


@dataclass(frozen=True)
class Points:
    """A series: its name, what it is, and its points."""

    name: str
    role: str
    points: tuple[tuple[float, float], ...]


def draw_plane(slide: Slide, chart: ChartSpec, box: Box, made_at: datetime) -> None:
    """A chart of form "plane"."""
    series = _series(chart)
    data = XyChartData()
    for own in series:
        added = data.add_series(own.name)
        for point in own.points:
            added.add_data_point(*point)
    place = (Inches(side) for side in (box.left, box.top, box.width, box.height))
    shape: Any = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, *place, data)
    graphic = shape.chart
    frame(graphic, chart)
    for painted, own in zip(graphic.plots[0].series, series, strict=True):
        _paint(painted, own)
    for axis, spec in zip((graphic.category_axis, graphic.value_axis), chart.axes, strict=True):
        _axis(axis, spec)
    describe(shape, chart)
    graphic.part.chart_workbook.update_from_xlsx_blob(_workbook(series, made_at))
    finish(graphic._chartSpace, *map(_code, chart.axes))


def _series(chart: ChartSpec) -> list[Points]:
    """The frame of the bands and what the chart holds, the longest first: LibreOffice loses what is shorter than a later one."""
    (x0, x1), (y0, y1) = (axis.band for axis in chart.axes)
    band = Points(BAND, "band", ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)))
    lines = [
        Points(text_of(own.name), own.role, tuple(zip(own.places, own.values, strict=True))) for own in chart.series
    ]
    return sorted((band, *lines), key=lambda own: -len(own.points))


def _paint(painted: Any, own: Points) -> None:
    """Nothing in the colour of a route: a frame, a solid line, a dashed one, or a diamond with its name."""
    line = painted.format.line
    painted.smooth = False
    painted.marker.style = XL_MARKER_STYLE.NONE
    line.color.rgb = RGBColor.from_string(INK if own.role == "middle" else QUIET)
    line.width = Pt({"middle": SOLID, "other": DASHED}.get(own.role, THIN))
    line.dash_style = MSO_LINE.DASH if own.role == "other" else MSO_LINE.SOLID
    if own.role == "now":
        line.fill.background()
        painted.marker.style, painted.marker.size = XL_MARKER_STYLE.DIAMOND, MARKER
        painted.marker.format.fill.solid()
        painted.marker.format.fill.fore_color.rgb = RGBColor.from_string(INK)
        label = painted.points[0].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.text_frame.text = clean(own.name)
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(CHART_LABEL)


def _axis(axis: Any, spec: Axis) -> None:
    low, high, step = _scale(spec)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    # Each axis stands at the lowest number of the other, not at nothing.
    axis.crosses = XL_AXIS_CROSSES.MINIMUM
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(CHART_LABEL)
    axis.tick_labels.number_format_is_linked = False
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    axis.format.line.color.rgb = RGBColor.from_string(QUIET)
    title = axis.axis_title.text_frame
    title.text = clean(spec.name)
    title.paragraphs[0].runs[0].font.size = Pt(CHART_LABEL)
    title.paragraphs[0].runs[0].font.bold = False


def _scale(axis: Axis) -> tuple[float, float, float]:
    """Where an axis begins and ends, on steps of one round length."""
    low, high = axis.reach
    step = step_of(((high - low) or 1.0) / STEPS)
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, step


def _code(axis: Axis) -> str:
    """How a program writes the numbers of an axis; of percentages as many decimals as its steps need."""
    if not axis.percent:
        return f'{DUTCH}"€ "#,##0'
    return f"{DUTCH}0.0%" if _scale(axis)[2] < 0.01 else f"{DUTCH}0%"


def _workbook(series: Sequence[Points], made_at: datetime) -> bytes:
    """The points where the chart looks for them: the name of a series, its points below it, and an empty row."""
    buffer = io.BytesIO()
    with workbook(buffer, made_at) as book:
        sheet = book.file.add_worksheet(SHEET)
        full = book.file.add_format({"num_format": IN_FULL})
        sheet.set_column(0, 1, 24)
        row = 0
        for own in series:
            sheet.write_string(row, 1, own.name)
            for at, point in enumerate(own.points, start=row + 1):
                for column, value in enumerate(point):
                    sheet.write_number(at, column, Exact(value), full)
            row += len(own.points) + 2
    return buffer.getvalue()
