"""Lines and points between two axes stand where their numbers say, in nobody's colour, under the names of both axes."""

import pytest

from lib.comparison.chart import Axis, ChartSpec, Notation, Panel, Series
from lib.render.plotly.figure import figure
from lib.render.plotly.template import DARK, LIGHT, Size, palette

ACROSS = Axis("Meer werk, % van de opbrengsten", True, (-0.2, 0.4), (-0.1, 0.3))
UP = Axis("Frictie, € per persoon", False, (0.0, 15_000.0), (160.0, 12_300.0))
LONG = Axis(
    "Een naam van een aanname die zo lang is dat zij op één regel niet past, % per jaar", True, (0, 1), (0, 0.5)
)


def spec(across: Axis = ACROSS, now: tuple[float, float] = (0.3, 7_000.0)) -> ChartSpec:
    line = Series("Even duur, met eenmalig", "middle", (5_000.0, 0.0), places=(-0.2, 0.05))
    dashed = Series("Even duur, zonder eenmalig", "other", (0.0, 15_000.0), places=(0.1, 0.1))
    point = Series("nu gekozen", "now", (now[1],), points=True, words=("nu gekozen",), places=(now[0],))
    panels = (Panel("", (line, dashed, point)),)
    return ChartSpec("x", "plane", "Titel", "De lijn.", Notation(1, 0), panels=panels, axes=(across, UP))


@pytest.mark.parametrize("letter", [12, 24, 36])
def test_shares_stand_in_per_cent_and_euros_as_they_are(letter: int) -> None:
    drawing = figure(spec(), palette(False), Size(letter, 200))
    line, dashed, now = drawing.data
    assert list(line.x) == pytest.approx([-20, 5]) and list(line.y) == [5_000, 0]
    assert (line.line.dash, dashed.line.dash) == ("solid", "dash")
    assert list(now.x) == pytest.approx([30]) and now.marker.symbol == "diamond" and now.text == ("<b>nu gekozen</b>",)
    (band,) = drawing.layout.shapes
    assert [band.x0, band.x1, band.y0, band.y1] == pytest.approx([-10, 30, 160, 12_300])
    assert list(drawing.layout.xaxis.range) == pytest.approx([-20, 40])
    assert drawing.layout.xaxis.ticksuffix == "\xa0%" and drawing.layout.yaxis.tickprefix == "€\xa0"
    assert {drawing.layout.xaxis.tickfont.size, now.textfont.size} == {letter}


def test_no_colour_is_that_of_a_route() -> None:
    for dark, colours in ((False, LIGHT), (True, DARK)):
        text = figure(spec(), palette(dark), Size(12, 200)).to_json()
        assert colours.a not in text and colours.b not in text


def test_both_axes_have_their_name_and_a_long_one_its_room() -> None:
    names = [note.text for note in figure(spec(), palette(False), Size(12, 200)).layout.annotations]
    assert names == ["Meer werk, % van de opbrengsten →", "↑ Frictie, € per persoon"]
    short, long = (figure(spec(axis), palette(False), Size(12, 200)) for axis in (ACROSS, LONG))
    lines = long.layout.annotations[0].text.count("<br>")
    assert lines >= 1 and long.layout.margin.b - short.layout.margin.b >= lines * 12


@pytest.mark.parametrize(
    ("now", "place"),
    [((0.3, 7_000.0), "top left"), ((-0.2, 14_000.0), "bottom right"), ((-0.1, 0.0), "top right")],
)
def test_the_words_of_the_mark_stand_towards_the_middle(now: tuple[float, float], place: str) -> None:
    assert list(figure(spec(now=now), palette(False), Size(12, 200)).data[2].textposition) == [place]
