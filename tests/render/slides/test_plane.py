"""The line of two assumptions on a slide: native, every point in full in the sheet behind it, in nobody's colour."""

from typing import Any

import numpy as np
import pytest
from pptx.chart.plot import XyPlot
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE

from lib.comparison.chart import ChartSpec
from lib.comparison.release import Release
from lib.render.slides.layout import INK, QUIET
from lib.render.slides.plane import BAND
from lib.subjects.what_if.pair import QUESTION, AssumptionPair
from tests.render.slides.making import answers_of, charts_of, sheet_of, slides_of


@pytest.fixture(scope="module")
def made(release: Release) -> tuple[ChartSpec, Any]:
    answers = answers_of(release, gemeente="GM1700", pair=("schaalverlies", "meeropbrengst_akkoord"))
    (chart,) = [c for c in charts_of(slides_of(answers)) if isinstance(c.plots[0], XyPlot)]
    return AssumptionPair(answers).chart(), chart


def test_every_point_stands_in_the_chart_and_in_the_sheet_where_it_looks_for_it(made: tuple[ChartSpec, Any]) -> None:
    spec, chart = made
    (x0, x1), (y0, y1) = (axis.band for axis in spec.axes)
    expected = {BAND: [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]}
    expected |= {own.name: list(zip(own.places, own.values, strict=True)) for own in spec.series}
    rows = list(sheet_of(chart).iter_rows(values_only=True))
    at = 0
    for series in chart.plots[0].series:
        points = list(zip(_x(series), series.values, strict=True))
        assert np.array(points) == pytest.approx(np.array(expected[series.name]))
        assert rows[at][1] == series.name and np.array(rows[at + 1 : at + 1 + len(points)]) == pytest.approx(
            np.array(points)
        )
        at += len(points) + 2
    assert {series.name for series in chart.plots[0].series} == set(expected)


def _x(series: Any) -> list[float]:
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    return [float(value.text) for value in series._element.findall("c:xVal//c:v", space)]


def test_nothing_has_the_colour_of_a_route(made: tuple[ChartSpec, Any]) -> None:
    spec, chart = made
    roles = {own.name: own.role for own in spec.series}
    for series in chart.plots[0].series:
        role = roles.get(series.name, "band")
        if role == "now":
            assert series.marker.style == XL_MARKER_STYLE.DIAMOND
            continue
        assert str(series.format.line.color.rgb) == (INK if role == "middle" else QUIET)
        assert series.format.line.dash_style == (MSO_LINE.DASH if role == "other" else MSO_LINE.SOLID)


def test_the_longest_series_come_first(made: tuple[ChartSpec, Any]) -> None:
    """LibreOffice draws nothing of a series that is shorter than a later one."""
    lengths = [len(list(series.values)) for series in made[1].plots[0].series]
    assert lengths == sorted(lengths, reverse=True)


def test_both_axes_hold_the_picture_and_name_their_unit(made: tuple[ChartSpec, Any]) -> None:
    spec, chart = made
    for axis, own in zip((chart.category_axis, chart.value_axis), spec.axes, strict=True):
        assert axis.axis_title.text_frame.text == own.name
        assert axis.minimum_scale <= own.reach[0] and axis.maximum_scale >= own.reach[1]
        assert axis.tick_labels.number_format.endswith("0%")


def test_its_slide_says_what_it_shows_and_its_notes_hold_the_table(release: Release) -> None:
    answers = answers_of(release)
    deck = slides_of(answers)
    (own,) = [slide for slide in deck.slides if slide.shapes.title.text_frame.text == QUESTION]
    assert any(shape.has_chart for shape in own.shapes)
    pair = AssumptionPair(answers)
    assert pair.headline() in [shape.text_frame.text for shape in own.shapes if shape.has_text_frame]
    notes = own.notes_slide.notes_text_frame.text
    for row in pair.grid().rows:
        assert all(f"{row.label}, {column.label}" in notes for column in pair.grid().columns)
