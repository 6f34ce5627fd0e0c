"""Ranges in HTML: what is drawn lies where the numbers are, on one scale, and the words stand beside it."""

import re
from dataclasses import replace
from math import nan

import pytest

from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.release import Release
from lib.render.range_bars import ROOM, range_bars

LOW, HIGH = -26.0, 9.0


def spec(*names: str, outer: bool = True) -> ChartSpec:
    count = len(names)
    a = Series("Route 2017", "a", (2.0,) * count, band=((-4.0, HIGH),) * count)
    b = Series("Akkoord 2020", "b", (-1.0,) * count, band=((-10.0, 5.0),) * count)
    b = replace(b, outer=((LOW, 6.0),) * count) if outer else b
    return ChartSpec("x", "spans", "Per inwoner", "", Notation(1, 0), names, (Panel("", (a, b)),))


def words(*names: str, outer: bool = True) -> Grid:
    columns = [
        Column("a", "A"),
        Column("a tot", "A tot", ends=True),
        Column("b", "B"),
        Column("b tot", "B tot", ends=True),
    ]
    cells = [
        Cell("€ 4 nadeliger", exact=-4.0),
        Cell("€ 9 voordeliger", exact=9.0),
        Cell("€ 10 nadeliger", exact=-10.0),
        Cell("€ 5 voordeliger", exact=5.0),
    ]
    if outer:
        columns += [Column("b ruimer", "B ruimer"), Column("b ruimer tot", "B ruimer tot", ends=True)]
        cells += [Cell("€ 26 nadeliger", exact=-26.0), Cell("€ 6 voordeliger", exact=6.0)]
    rows = tuple(Row(name, name, tuple(cells), in_view=name == "Oost") for name in names)
    return Grid("x", "x", "€", Words("Gemeente"), tuple(columns), rows)


def stretches(html: str, name: str) -> list[tuple[float, float]]:
    return [
        (float(left), float(width))
        for left, width in re.findall(rf'rw-{name}" style="left:([\d.]+)%;width:([\d.]+)%', html)
    ]


def share(value: float) -> float:
    room = ROOM * (HIGH - LOW)
    return 100 * (value - LOW + room) / (HIGH - LOW + 2 * room)


def test_bars_lie_where_their_numbers_are(release: Release) -> None:
    html = range_bars(spec("Oost"), words("Oost"), release)
    (first, second), (wide,) = stretches(html, "inner"), stretches(html, "outer")
    for (left, width), (low, high) in ((first, (-4, HIGH)), (second, (-10, 5)), (wide, (LOW, 6))):
        assert left == pytest.approx(share(low), abs=0.01)
        assert left + width == pytest.approx(share(high), abs=0.02)
    zeros = set(re.findall(r'rw-(?:zero|nought)" style="left:([\d.]+)%', html))
    assert zeros == {f"{share(0):.2f}"}
    assert re.findall(r'rw-now" style="left:([\d.]+)%', html) == [f"{share(2):.2f}", f"{share(-1):.2f}"]


def test_both_routes_have_the_same_form_and_words(release: Release) -> None:
    html = range_bars(spec("Oost"), words("Oost"), release)
    text = re.sub("<[^>]*>", "", html)
    assert "Route 2017: € 4 nadeliger tot € 9 voordeliger" in text
    assert "Akkoord 2020: € 10 nadeliger tot € 5 voordeliger" in text
    assert "licht: € 26 nadeliger tot € 6 voordeliger" in text
    assert html.count('aria-hidden="true"') == 2
    plain = range_bars(spec("Oost", outer=False), words("Oost", outer=False), release)
    forms = [re.sub(r"[\d.]+%|rw-(on-)?[ab]\b", "#", row) for row in plain.split('<div class="rw-spanrow">')[1:]]
    inside = [re.sub(r"Route 2017|Akkoord 2020|€ \d+", "#", row.split('<div class="rw-spanends')[0]) for row in forms]
    assert inside[0] == inside[1] and "licht" not in plain


def test_more_gemeenten_stand_under_their_names_and_the_chosen_one_is_marked(release: Release) -> None:
    html = range_bars(spec("Oost", "West"), words("Oost", "West"), release)
    assert re.findall("<h3[^>]*>(.*?)</h3>", html) == ["Oost", "West"]
    assert re.findall('<h3 class="rw-mark">(.*?)</h3>', html) == ["Oost"]
    assert html.count("rw-spanbar") == 4 and html.count('class="rw-spanends"') == 1


def test_a_part_of_the_gemeenten_stands_on_the_scale_of_all(release: Release) -> None:
    alone, part = spec("Oost"), replace(spec("Oost", outer=False), reach=(LOW, HIGH))
    ends = [stretches(range_bars(chart, words("Oost"), release), "inner") for chart in (alone, part)]
    assert ends[0] == ends[1]


def test_what_is_unknown_has_no_bar(release: Release) -> None:
    unknown = spec("Oost", outer=False)
    series = tuple(replace(line, values=(nan,), band=((nan, nan),)) for line in unknown.series)
    html = range_bars(replace(unknown, panels=(Panel("", series),)), words("Oost", outer=False), release)
    assert "nan" not in html and "rw-inner" not in html and "rw-now" not in html
