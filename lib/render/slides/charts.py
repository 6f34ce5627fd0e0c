"""Native charts that a reader can edit: lines within their bands, and ranges under each other. The numbers stand in full in
the workbook behind them, also those that a program needs to draw a band: where it begins and how wide it is."""

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, pairwise
from math import ceil, floor, isfinite, log10
from typing import Any, Literal

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lib.comparison.chart import ChartSpec, Notation, Series, shortened
from lib.render.packing import Exact, workbook
from lib.render.slides.layout import CHART, CHART_LABEL, FONT, INK, LANGUAGE, LINE, PAPER, QUIET, SIDES, Box, clean
from lib.text.formulas import neutral

SHEET = "Gegevens"
#: How the sheet shows its numbers; along the axis they stand as on the screen.
IN_FULL = "#,##0.00"
LIBRARY_SHEET = "Sheet1"
#: What each piece of a range is, and how much of the colour of its route is left in it; nothing stands in a gap.
Shade = Literal["gap", "outer", "inner"]
PAINT: dict[Shade, int] = {"outer": 30, "inner": 75}
#: How much of its colour a band has, in thousandths of a per cent; both routes alike.
BAND = 22_000
#: Points across, of what was published.
MARKER = 12
#: An axis has at most about so many steps of equal length.
STEPS = 6
#: Numbers as Dutch programs write them, wherever the reader's program allows it to be said.
DUTCH = "[$-413]"
#: Ends that differ by less are one place on the axis, as a share of the scale.
NEAR = 1e-9


@dataclass(frozen=True)
class Numbers:
    """A column of the sheet: one number per row, None where there is none."""

    name: str
    values: tuple[float | None, ...]


def draw_chart(slide: Slide, chart: ChartSpec, box: Box, made_at: datetime) -> None:
    """A chart of form "bands" or "spans". Raises KeyError for another form."""
    draw = {"bands": _bands, "spans": _spans}[chart.form]
    place = tuple(Inches(side) for side in (box.left, box.top, box.width, box.height))
    shape, rows, columns = draw(slide, chart, place)
    describe(shape, chart)
    shape.chart.part.chart_workbook.update_from_xlsx_blob(_workbook(rows, columns, made_at))
    finish(shape.chart._chartSpace, number_format(chart.notation, minus="" if chart.beside_zero else "−"))


def describe(shape: Any, chart: ChartSpec) -> None:
    """What the shape of a chart is called, and what it shows in words."""
    shape.name = clean(f"Grafiek: {chart.title}")
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.description))


def text_of(text: str) -> str:
    """Text that stays text when a reader opens the numbers."""
    return neutral(clean(text))


def _shape(
    slide: Slide, kind: XL_CHART_TYPE, place: Sequence[Any], rows: Sequence[str], columns: Sequence[Numbers]
) -> Any:
    """A new chart of these columns, with its title and its type still to do."""
    data = CategoryChartData()
    data.categories = list(rows)
    for column in columns:
        data.add_series(column.name, column.values)
    return slide.shapes.add_chart(kind, *place, data)


def _workbook(rows: Sequence[str], columns: Sequence[Numbers], made_at: datetime) -> bytes:
    """The numbers as a sheet: categories down, a column per series, then what a reader looks for."""
    buffer = io.BytesIO()
    with workbook(buffer, made_at) as book:
        sheet = book.file.add_worksheet(SHEET)
        full = book.file.add_format({"num_format": IN_FULL})
        sheet.set_column(0, len(columns), 24)
        for row, name in enumerate(rows, start=1):
            sheet.write_string(row, 0, name)
        for place, column in enumerate(columns, start=1):
            sheet.write_string(0, place, column.name)
            for row, value in enumerate(column.values, start=1):
                if value is not None:
                    sheet.write_number(row, place, Exact(value), full)
    return buffer.getvalue()


def finite(value: float) -> float | None:
    return value if isfinite(value) else None


# -- lines within their bands ------------------------------------------------------------------------------------


def _bands(slide: Slide, chart: ChartSpec, place: Sequence[Any]) -> tuple[Any, list[str], list[Numbers]]:
    """Where each band begins and how wide it is, as areas on top of each other; then the lines and the published points."""
    rows = [text_of(name) for name in chart.categories]
    banded = [series for series in chart.series if series.band]
    areas = [column for series in banded for column in _area(series)]
    lines = [Numbers(text_of(series.name), series.numbers) for series in chart.series]
    ends = [
        Numbers(text_of(f"{series.name}, tot"), tuple(finite(high) for _, high in series.band)) for series in banded
    ]
    shape = _shape(slide, XL_CHART_TYPE.LINE_MARKERS, place, rows, [*areas, *lines])
    graphic = shape.chart
    frame(graphic, chart)
    painted = list(graphic.plots[0].series)
    for series, mark in zip(chart.series, painted[len(areas) :], strict=True):
        _paint_line(mark, series)
    _axes(graphic, chart)
    for i, series in enumerate(banded):
        _paint_area(graphic, [item._element for item in painted[2 * i : 2 * i + 2]], SIDES[series.role], own_axes=i > 0)
    _legend(graphic, hidden=len(areas))
    return shape, rows, [*areas, *lines, *ends]


def _area(series: Series) -> list[Numbers]:
    """Where a band begins, and how wide it is."""
    low = tuple(finite(low) for low, _ in series.band)
    width = tuple(finite(high - low) for low, high in series.band)
    return [Numbers(text_of(f"{series.name}, van"), low), Numbers(text_of(f"{series.name}, breedte"), width)]


def _paint_line(mark: Any, series: Series) -> None:
    """Both routes solid and alike, the nulalternatief dotted, what was published as points, what was handed in as triangles on
    a line."""
    colour = RGBColor.from_string(SIDES[series.role])
    mark.smooth = False
    if not series.points:
        mark.format.line.color.rgb, mark.format.line.width = colour, Pt(2.5)
        if series.role == "zero":
            mark.format.line.dash_style = MSO_LINE.ROUND_DOT
        if series.is_course:
            mark.marker.style = XL_MARKER_STYLE.NONE
            return
    else:
        mark.format.line.fill.background()
    mark.marker.style = XL_MARKER_STYLE.CIRCLE if series.points else XL_MARKER_STYLE.TRIANGLE
    mark.marker.size = MARKER
    mark.marker.format.fill.solid()
    mark.marker.format.fill.fore_color.rgb = colour
    mark.marker.format.line.color.rgb = colour


def _paint_area(graphic: Chart, series: Sequence[Any], colour: str, own_axes: bool) -> None:
    """Two series as areas on top of each other, of which the first is not seen; on axes of the same scale that are not seen
    either where other areas stand on the first ones."""
    plot = graphic._chartSpace.chart.plotArea
    line = plot.find(qn("c:lineChart"))
    axes = [axis.get("val") for axis in line.findall(qn("c:axId"))]
    if own_axes:
        axes = _second_axes(plot, axes)
    area = parse_xml(
        f'<c:areaChart {nsdecls("c")}><c:grouping val="stacked"/><c:varyColors val="0"/>'
        + "".join(f'<c:axId val="{axis}"/>' for axis in axes)
        + "</c:areaChart>"
    )
    line.addprevious(area)
    fill_colour = f'<a:solidFill><a:srgbClr val="{colour}"><a:alpha val="{BAND}"/></a:srgbClr></a:solidFill>'
    for element, fill in zip(series, ("<a:noFill/>", fill_colour), strict=True):
        for name in ("c:marker", "c:smooth", "c:spPr"):
            for own in element.findall(qn(name)):
                element.remove(own)
        look = f"<c:spPr {nsdecls('c', 'a')}>{fill}<a:ln><a:noFill/></a:ln></c:spPr>"
        element.find(qn("c:tx")).addnext(parse_xml(look))
        area.findall(qn("c:axId"))[0].addprevious(element)


def _second_axes(plot: Any, axes: Sequence[str]) -> list[str]:
    """Copies of both axes that are not seen, with the same scale. Returns their ids."""
    names = {axis: str(int(axis) + 1) for axis in axes}
    for kind in ("c:catAx", "c:valAx"):
        own = deepcopy(plot.find(qn(kind)))
        for name in ("c:axId", "c:crossAx"):
            own.find(qn(name)).set("val", names[own.find(qn(name)).get("val")])
        # Not deleted: office programs draw nothing along axes that are not there.
        for name in ("c:majorGridlines", "c:spPr"):
            for element in own.findall(qn(name)):
                own.remove(element)
        label = own.find(qn("c:tickLblPos"))
        label.set("val", "none")
        unseen = f"<c:spPr {nsdecls('c', 'a')}><a:ln><a:noFill/></a:ln></c:spPr>"
        label.addnext(parse_xml(unseen))
        plot.findall(qn("c:valAx"))[-1].addnext(own)
    return [names[axis] for axis in axes]


# -- ranges under each other -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A stretch of a row that lies on one side of nothing."""

    shade: Shade
    length: float


@dataclass(frozen=True)
class Span:
    """A row: what a route can come to in one category. The pieces run from nothing to the left and to the right."""

    name: str
    role: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


def _spans(slide: Slide, chart: ChartSpec, place: Sequence[Any]) -> tuple[Any, list[str], list[Numbers]]:
    """A row per category and route, as bars on top of each other that begin at nothing."""
    spans = [
        _span(f"{shortened(name)}, {series.name}", series, i)
        for i, name in enumerate(chart.categories)
        for series in chart.series
    ]
    rows = [text_of(span.name) for span in spans]
    # A chart without columns loses the names of its rows.
    pieces = _pieces(spans) or {("rechts", 0): [None] * len(spans)}
    columns = [
        Numbers(text_of(f"stuk {i + 1} {side}"), tuple(piece.length if piece else None for piece in row))
        for (side, i), row in pieces.items()
    ]
    shape = _shape(slide, XL_CHART_TYPE.BAR_STACKED, place, rows, columns)
    graphic = shape.chart
    frame(graphic, chart)
    graphic.plots[0].gap_width = 40
    for painted, row in zip(graphic.plots[0].series, pieces.values(), strict=True):
        painted.invert_if_negative = False
        painted.format.fill.background()
        for i, piece in enumerate(row):
            if piece and piece.shade != "gap":
                _paint_piece(painted.points[i], SIDES[spans[i].role], PAINT[piece.shade])
    _axes(graphic, chart)
    return shape, rows, [*columns, *_ends(chart)]


def _span(name: str, series: Series, place: int) -> Span:
    """The pieces of one range: its wider part lighter, and cut where the line inside it stands."""
    low, high = series.band[place]
    least, most = series.outer[place] if series.outer else (low, high)
    if not all(map(isfinite, (low, high, least, most))):
        return Span(name, series.role, (), ())
    cuts = sorted({least, low, series.values[place], high, most, 0.0})
    near = NEAR * max(abs(least), abs(most), 1.0)
    sides: dict[bool, list[Piece]] = {False: [], True: []}
    for start, end in pairwise(cuts):
        if end - start <= near:
            continue
        middle = (start + end) / 2
        inside, outside = low <= middle <= high, least <= middle <= most
        shade: Shade = "inner" if inside else "outer" if outside else "gap"
        sides[middle > 0].append(Piece(shade, end - start if middle > 0 else start - end))
    return Span(name, series.role, tuple(reversed(sides[False])), tuple(sides[True]))


def _pieces(spans: Sequence[Span]) -> dict[tuple[str, int], list[Piece | None]]:
    """Per side the first piece of every row, then the second, and so on; None where a row has no more."""
    result = {}
    for side in ("links", "rechts"):
        own = [span.left if side == "links" else span.right for span in spans]
        for i in range(max(map(len, own), default=0)):
            result[side, i] = [pieces[i] if i < len(pieces) else None for pieces in own]
    return result


def _paint_piece(point: Any, colour: str, share: int) -> None:
    """So much of the colour of its route, with an edge by which two pieces are told apart."""
    fill = point.format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(_lighter(colour, share))
    point.format.line.color.rgb, point.format.line.width = RGBColor.from_string(PAPER), Pt(2)


def _lighter(colour: str, share: int) -> str:
    """A colour mixed with white, RRGGBB; `share` is what stays of it, in per cent."""
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{round(255 - (255 - part) * share / 100):02X}" for part in parts)


def _ends(chart: ChartSpec) -> list[Numbers]:
    """What a reader looks for in the sheet: the ends of every range, and the line in it."""
    cells = [(series, i) for i in range(len(chart.categories)) for series in chart.series]
    columns = [
        ("van", [series.band[i][0] for series, i in cells]),
        ("tot", [series.band[i][1] for series, i in cells]),
        ("streep", [series.values[i] for series, i in cells]),
    ]
    if any(series.outer for series in chart.series):
        outer = [series.outer[i] if series.outer else series.band[i] for series, i in cells]
        columns += [("ruimer van", [low for low, _ in outer]), ("ruimer tot", [high for _, high in outer])]
    return [Numbers(name, tuple(map(finite, values))) for name, values in columns]


# -- what both have -------------------------------------------------------------------------------------------------


def number_format(notation: Notation, minus: str = "−") -> str:
    """How a spreadsheet writes what lib.text writes: scaled, with a real minus, the sign of whole euros, and V and N for a
    difference. What is rounded to a power of ten stands in whole euros."""
    commas = "," * ((len(str(notation.unit)) - 1) // 3)
    decimals = max(notation.decimals, 0)
    places = "0" * decimals
    digits = "#,##0" + (f".{places}" if decimals else "") + commas
    euro = "€\u00a0" if notation.unit == 1 and not notation.letters else ""
    nothing = f"{euro}0" + (f",{places}" if decimals else "")
    half = f"{notation.unit / 2 / 10**decimals:g}"
    plus, above, below = ("+", '" V"', '" N"') if notation.letters else (euro and f'"{euro}"', "", "")
    return f'[>={half}]{DUTCH}{plus}{digits}{above};[<=-{half}]{DUTCH}"{minus}{euro}"{digits}{below};"{nothing}"'


def frame(graphic: Chart, chart: ChartSpec) -> None:
    """Type and title."""
    graphic.font.size, graphic.font.name = Pt(CHART), FONT
    graphic.font.color.rgb = RGBColor.from_string(INK)
    graphic.has_title, graphic.has_legend = True, False
    title = graphic.chart_title.text_frame
    title.text = clean("; ".join((chart.title, *_beside_zero(chart))))
    font = title.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(CHART), True, RGBColor.from_string(INK)


def _beside_zero(chart: ChartSpec) -> list[str]:
    """What lies left and right of nothing, in words: a program has no place for it along the axis."""
    arrows = "← {}", "{} →"
    return [arrow.format(words.text) for words, arrow in zip(chart.beside_zero, arrows, strict=False)]


def _legend(graphic: Chart, hidden: int) -> None:
    """The names of the lines and points beside them; areas have none."""
    graphic.has_legend = True
    graphic.legend.position = XL_LEGEND_POSITION.RIGHT
    graphic.legend.include_in_layout = False
    position = graphic.legend._element.find(qn("c:legendPos"))
    for i in reversed(range(hidden)):
        position.addnext(
            parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>')
        )


def _axes(graphic: Chart, chart: ChartSpec) -> None:
    names, numbers = graphic.category_axis, graphic.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = chart.form == "spans"
    names.tick_labels.font.size = numbers.tick_labels.font.size = Pt(CHART_LABEL)
    names.major_tick_mark = numbers.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = RGBColor.from_string(QUIET)
    numbers.minimum_scale, numbers.maximum_scale, numbers.major_unit = scale(chart)
    numbers.has_major_gridlines = True
    numbers.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    numbers.tick_labels.number_format_is_linked = False
    if chart.form == "bands":
        # Areas begin and end where the lines do.
        between = parse_xml(f'<c:crossBetween {nsdecls("c")} val="midCat"/>')
        numbers._element.find(qn("c:crosses")).addnext(between)


def scale(chart: ChartSpec) -> tuple[float, float, float]:
    """Lowest number, highest number and step of the axis, in full, with nothing among them. Steps are 1, 2 or 5 times a
    power of ten, and the axis ends on one."""
    low, high = chart.extremes
    if low == high:
        high = float(chart.notation.unit)
    step = step_of((high - low) / STEPS)
    return floor(low / step) * step, ceil(high / step) * step, step


def step_of(least: float) -> float:
    """The smallest round number that is not below `least`."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1.0, 2.0, 5.0, 10.0) if times * power >= least * (1 - 1e-9))


def finish(space: Any, *codes: str) -> None:
    """Number formats, one for all axes or one for each, which the library does not escape; the name of our sheet; the
    language of every text."""
    for element in space.iter(qn("c:formatCode")):
        element.text = IN_FULL
    for axis, code in zip(space.iter(qn("c:valAx")), cycle(codes), strict=False):
        for element in axis.findall(qn("c:numFmt")):
            element.set("formatCode", code)
    for element in space.iter(qn("c:f")):
        element.text = element.text.replace(LIBRARY_SHEET, SHEET, 1)
    for element in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        element.set("lang", LANGUAGE)
