"""The charts are native, hold the numbers of the comparison in full, and draw both routes alike."""

from datetime import datetime
from itertools import pairwise
from math import isfinite, nan
from typing import Any

import pytest
from pptx.chart.plot import XyPlot
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_FILL, MSO_LINE
from pptx.oxml.ns import qn

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec, Notation, Panel, Series, stretches
from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.render.slides.charts import draw_chart, number_format, scale
from lib.render.slides.layout import PAPER, SIDES, Box
from lib.render.slides.template import empty_deck
from lib.subjects import evidence
from lib.subjects.readings import readings_chart
from tests.render.slides.making import LONG, OTHER, answers_of, sheet_of, slides_of, wider
from tests.render.slides.making import charts_of as every_chart


def specs_of(answers: Answers) -> list[ChartSpec]:
    """The charts of the slides in their order; one route twice has no readings."""
    last = () if answers.comparison.same else answers.release.horizons
    return [
        evidence.tekort_chart(answers),
        evidence.ranges_chart(answers),
        *(readings_chart(answers, year) for year in last),
        evidence.gemeenten_chart(answers),
    ]


@pytest.fixture(scope="module", params=["default", "other", "zero", "same"])
def answers(request: pytest.FixtureRequest, release: Release) -> Answers:
    view = default_view(release)
    changes = {"default": {}, "other": OTHER, "zero": {"a": release.zero.id}, "same": {"b": view.a}}
    return answers_of(release, **changes[request.param])


@pytest.fixture(scope="module")
def charts(answers: Answers) -> list[Any]:
    return charts_of(slides_of(answers))


def charts_of(deck: Any) -> list[Any]:
    """Those with categories; test_plane looks at that of two assumptions."""
    return [chart for chart in every_chart(deck) if not isinstance(chart.plots[0], XyPlot)]


def columns_of(chart: Any) -> dict[str, list[float | None]]:
    """The sheet behind a chart: what stands under each heading."""
    head, *rows = sheet_of(chart).iter_rows(values_only=True)
    return {name: [row[i] for row in rows] for i, name in enumerate(head) if i}


def known(values: Any) -> list[float | None]:
    return [value if isfinite(value) else None for value in values]


def test_the_charts_are_those_of_the_screens(answers: Answers, charts: list[Any]) -> None:
    for chart, spec in zip(charts, specs_of(answers), strict=True):
        sides = [words.text for words in spec.beside_zero]
        title, *words = chart.chart_title.text_frame.text.split("; ")
        assert title == spec.title and [own.strip("← →") for own in words] == sides
        codes = {axis.find(qn("c:numFmt")).get("formatCode") for axis in chart._chartSpace.iter(qn("c:valAx"))}
        assert any("−" in code for code in codes) is not bool(sides), "what lies beside nothing has a side, no sign"


def test_bands_hold_every_number_in_full(answers: Answers, charts: list[Any]) -> None:
    spec, columns = evidence.tekort_chart(answers), columns_of(charts[0])
    assert [row[0].value for row in sheet_of(charts[0]).iter_rows(min_row=2)] == list(spec.categories)
    for line in spec.series:
        assert columns[line.name] == pytest.approx(known(line.values))
        if line.band:
            low, wide, high = (columns[f"{line.name}, {what}"] for what in ("van", "breedte", "tot"))
            assert list(zip(low, high, strict=True)) == [pytest.approx(pair) for pair in line.band]
            assert [a + b for a, b in zip(low, wide, strict=True)] == pytest.approx(high)  # type: ignore[operator]


def test_spans_hold_every_number_in_full_and_bars_end_at_them(answers: Answers, charts: list[Any]) -> None:
    for chart, spec in zip(charts[1:], specs_of(answers)[1:], strict=True):
        columns = columns_of(chart)
        cells = [(series, i) for i in range(len(spec.categories)) for series in spec.series]
        assert columns["van"] == pytest.approx([series.band[i][0] for series, i in cells])
        assert columns["tot"] == pytest.approx([series.band[i][1] for series, i in cells])
        assert columns["streep"] == pytest.approx([series.values[i] for series, i in cells])
        for side, pick in (("links", 0), ("rechts", 1)):
            pieces = [own for name, own in columns.items() if name.endswith(side)]
            ends = [sum(own[row] or 0.0 for own in pieces) for row in range(len(cells))]
            outer = [(series.outer or series.band)[i][pick] for series, i in cells]
            wanted = [min(end, 0.0) if pick == 0 else max(end, 0.0) for end in outer]
            assert ends == pytest.approx(wanted)


def test_charts_point_to_their_own_sheet(charts: list[Any]) -> None:
    for chart in charts:
        references = [each.text for each in chart._chartSpace.iter("{*}f")]
        assert references and all(each.startswith("Gegevens!") for each in references)
        sheet = sheet_of(chart)
        assert sheet.title == "Gegevens"
        assert {
            c.number_format for row in sheet.iter_rows(min_row=2, min_col=2) for c in row if c.value is not None
        } == {"#,##0.00"}
        columns = columns_of(chart)
        for series in (series for plot in chart.plots for series in plot.series):
            assert known_or_none(series.values) == pytest.approx(columns[series.name]), series.name


def known_or_none(values: Any) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def test_names_never_become_formulas(release: Release) -> None:
    for chart in charts_of(slides_of(answers_of(wider(release, LONG)))):
        for row in sheet_of(chart).iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n") and cell.hyperlink is None
                assert not (isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")))


def test_what_has_no_number_has_no_bar(release: Release) -> None:
    """A gemeente without inhabitants has no amount per inhabitant: no bar, and never nothing."""
    names = [*(g.naam for g in release.figures.gemeenten), "Nieuw"]
    charts = charts_of(slides_of(answers_of(wider(release, names))))
    columns = columns_of(charts[-1])
    assert columns["van"][-2:] == columns["tot"][-2:] == [None, None]
    assert all(own[-2:] == [None, None] for own in columns.values())


def test_both_routes_have_the_same_line_and_the_same_weight(release: Release) -> None:
    chart = charts_of(slides_of(answers_of(release)))[0]
    lines = {series.name: series for plot in chart.plots for series in plot.series}
    a, b, zero = (lines[name] for name in ("Route 2017", "Akkoord 2020", "Ongewijzigd"))
    assert a.format.line.width == b.format.line.width == zero.format.line.width
    assert a.format.line.dash_style is None and b.format.line.dash_style is None
    assert zero.format.line.dash_style == MSO_LINE.ROUND_DOT
    assert {str(line.format.line.color.rgb) for line in (a, b)} == {SIDES["a"], SIDES["b"]}
    areas = list(chart._chartSpace.iter(qn("c:areaChart")))
    assert len(areas) == 2
    fills = [[series.find(f"{qn('c:spPr')}/*").tag for series in area.findall(qn("c:ser"))] for area in areas]
    assert fills == [[qn("a:noFill"), qn("a:solidFill")]] * 2
    assert len({alpha.get("val") for area in areas for alpha in area.iter(qn("a:alpha"))}) == 1


def test_bands_share_one_scale_and_lines_stand_where_they_do(release: Release) -> None:
    space = charts_of(slides_of(answers_of(release)))[0]._chartSpace
    axes = list(space.iter(qn("c:valAx")))
    scales = {
        tuple(axis.find(f"{qn('c:scaling')}/{qn(name)}").get("val") for name in ("c:min", "c:max")) for axis in axes
    }
    assert len(axes) == 2 and len(scales) == 1
    assert {axis.find(qn("c:crossBetween")).get("val") for axis in axes} == {"midCat"}
    ids = {axis.find(qn("c:axId")).get("val") for axis in (*axes, *space.iter(qn("c:catAx")))}
    used = {
        axis.get("val")
        for kind in ("c:areaChart", "c:lineChart")
        for plot in space.iter(qn(kind))
        for axis in plot.findall(qn("c:axId"))
    }
    assert ids == used and len(ids) == 4


def test_what_was_published_is_a_mark_without_a_line(release: Release) -> None:
    chart = charts_of(slides_of(answers_of(release)))[0]
    start, own = (s for plot in chart.plots for s in plot.series if s.name.lower().endswith("gepubliceerd"))
    for points, values in ((start, [6.1e6]), (own, [5.1e6, 4.4e6])):
        assert points.marker.style == XL_MARKER_STYLE.CIRCLE and points.format.line.fill.type == MSO_FILL.BACKGROUND
        assert [value for value in points.values if value is not None] == values


def span(low: float, high: float, value: float, outer: tuple[float, float] | None = None) -> ChartSpec:
    series = Series("A", "a", (value,), band=((low, high),), outer=(outer,) if outer else ())
    other = Series("B", "b", (value,), band=((low, high),), outer=(outer,) if outer else ())
    return ChartSpec("bereik", "spans", "Bereik", "Balken.", Notation(1, 0), ("Oost",), (Panel("", (series, other)),))


@pytest.mark.parametrize(
    ("low", "high", "value", "outer"),
    [
        (-4.0, 12.0, 10.0, None),
        (2.0, 5.0, 2.0, None),
        (-9.0, -3.0, -4.0, (-20.0, -1.0)),
        (-9.0, -3.0, -4.0, (-20.0, 6.0)),
        (1.0, 1.0, 1.0, None),
        (0.0, 0.0, 0.0, None),
        (nan, nan, nan, None),
    ],
)
def test_a_range_is_drawn_where_it_lies(
    low: float, high: float, value: float, outer: tuple[float, float] | None
) -> None:
    """Every place on the axis has the shade that the range gives it there."""
    chart = drawn(span(low, high, value, outer))
    for row, colour in enumerate((SIDES["a"], SIDES["b"])):
        least, most = outer or (low, high)
        shades = list(stretches_of(chart, row))
        if not isfinite(low):
            assert shades == []
            continue
        for (start, end), fill in shades:
            middle = (start + end) / 2
            seen = low <= middle <= high or least <= middle <= most
            assert (fill is not None) is seen, (start, end, fill)
        inner = {fill for (start, end), fill in shades if low <= (start + end) / 2 <= high}
        light = {fill for (start, end), fill in shades if fill and fill not in inner}
        assert len(inner) <= 1 and len(light) <= 1 and colour not in light
        if low < value < high and value:
            assert any(value == pytest.approx(end) for pair, _ in shades for end in pair), "the line inside is an edge"


def stretches_of(chart: Any, row: int) -> Any:
    """From where to where each piece of a row lies, and its colour; None for what is not seen."""
    for sign in (-1, 1):
        at = 0.0
        for series in chart.plots[0].series:
            value = series.values[row]
            if value is None or value * sign <= 0:
                continue
            fill = series.points[row].format.fill
            colour = str(fill.fore_color.rgb) if fill.type == MSO_FILL.SOLID else None
            yield (min(at, at + value), max(at, at + value)), colour
            at += value


def drawn(spec: ChartSpec) -> Any:
    deck = empty_deck()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    draw_chart(slide, spec, Box(1, 1, 8, 4), datetime(2026, 1, 1))
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def test_pieces_are_told_apart_by_an_edge(release: Release) -> None:
    chart = charts_of(slides_of(answers_of(release)))[1]
    edges = [
        edge.get("val") for edge in chart._chartSpace.findall(f".//{qn('c:dPt')}//{qn('a:ln')}//{qn('a:srgbClr')}")
    ]
    assert edges and set(edges) == {PAPER}


@pytest.mark.heavy
def test_many_gemeenten_stand_on_one_scale(release: Release) -> None:
    names = [f"Gemeente {i}" for i in range(22)]
    _, _, _, _, *charts = charts_of(slides_of(answers_of(wider(release, names))))
    assert len(charts) == 4
    assert len({(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}) == 1
    rows = [name.split(", ")[0] for chart in charts for name in chart.plots[0].categories]
    assert list(dict.fromkeys(rows)) == names


@pytest.mark.parametrize("values", [(-3e6, 2e6), (4.0, 4.0), (-4e6, -4e6), (0.0, 0.0), (1e3, 1.1e3)])
def test_an_axis_begins_at_nothing_and_ends_on_round_steps(values: tuple[float, float]) -> None:
    low, high, step = scale(span(min(values), max(values), values[0]))
    assert low <= min(0.0, *values) and max(0.0, *values) <= high and low < high
    assert round(low / step) == pytest.approx(low / step) and round(high / step) == pytest.approx(high / step)
    assert (high - low) / step <= 8


def test_a_number_format_scales_and_says_the_letter() -> None:
    assert number_format(Notation(1_000, 0, True)) == '[>=500][$-413]+#,##0," V";[<=-500][$-413]"−"#,##0," N";"0"'
    assert (
        number_format(Notation(1_000_000, 1, False)) == '[>=50000][$-413]#,##0.0,,;[<=-50000][$-413]"−"#,##0.0,,;"0,0"'
    )
    assert number_format(Notation(1, -1)) == '[>=0.5][$-413]"€\u00a0"#,##0;[<=-0.5][$-413]"−€\u00a0"#,##0;"€\u00a00"'
    assert number_format(Notation(1, 2, True)).startswith('[>=0.005][$-413]+#,##0.00" V";')


def test_stretches_of_nearly_one_length() -> None:
    parts = stretches(22, 3)
    assert [range(22)[part] for part in parts] == [range(0, 7), range(7, 15), range(15, 22)]
    assert all(one.stop == other.start for one, other in pairwise(parts))
    assert stretches(6, 1) == [slice(0, 6)]
