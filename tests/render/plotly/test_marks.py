"""Marks stand in their row and column, each with its shape and its word, and names keep clear of each other."""

from math import nan

import pytest

from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.render.plotly.figure import figure
from lib.render.plotly.template import Size, palette

NAMES = ("Tekort", "De werkgever van de mensen in de Wsw", "Staf")


def spec(words: tuple[str, ...] = ("t/m 2022", "open", "")) -> ChartSpec:
    a = Series("Oost", "a", (0.5, 0.0, nan), words=words)
    b = Series("West", "b", (1.0, nan, 0.0), words=("genoemd", "geen", "open"))
    return ChartSpec("x", "marks", "Titel", "Tekens.", Notation(1, 0), NAMES, (Panel("", (a, b)),))


@pytest.mark.parametrize("letter", [12, 24, 36])
def test_each_mark_has_its_row_its_shape_and_its_word(letter: int) -> None:
    drawing = figure(spec(), palette(False), Size(letter, 100))
    first, second = drawing.data
    rows = list(drawing.layout.yaxis.tickvals)
    assert list(first.y) == rows[:2] and list(second.y) == rows
    assert list(first.marker.symbol) == ["circle-open-dot", "circle-open"]
    assert [words.strip() for words in first.text] == ["t/m 2022", "open"]
    assert second.marker.symbol[0] == "circle" and second.marker.size[1] == 0, "words alone where there is no mark"
    assert [note.text for note in drawing.layout.annotations] == ["<b>Oost</b>", "<b>West</b>"]
    assert {first.textfont.size, second.textfont.size, drawing.layout.yaxis.tickfont.size} == {letter}


def test_a_row_is_as_high_as_its_name(letter: int = 24) -> None:
    drawing = figure(spec(), palette(False), Size(letter, 0))
    top, bottom = drawing.layout.yaxis.range[1], drawing.layout.yaxis.range[0]
    pixels = drawing.layout.height / (bottom - top)
    ends = [*(line.y0 for line in drawing.layout.shapes), bottom]
    for name, start, end in zip(drawing.layout.yaxis.ticktext, ends, ends[1:], strict=False):
        assert (end - start) * pixels >= len(name.split("<br>")) * 1.3 * letter
    assert drawing.layout.yaxis.ticktext[1].count("<br>") == 1
