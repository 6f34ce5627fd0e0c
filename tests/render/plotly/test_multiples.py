"""Panels beside each other: where they stand, which share a scale, and to which one a word belongs."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.render.plotly.multiples import multiples
from lib.render.plotly.template import LIGHT

SPAN = ("2021", "2022", "2023")


def made(count: int, at: int = 0, **changed: Any) -> dict[str, Any]:
    """Panels with two lines; the one `at` is changed."""
    lines = ("Route", "a"), ("Ander", "b")
    panels = [
        Panel(f"Plaats {i}", tuple(Series(*line, (float(i), 2.0, 3.0 + i)) for line in lines), in_view=i == 1)
        for i in range(count)
    ]
    panels[at] = replace(panels[at], **changed)
    spec = ChartSpec(
        "proef", "lines", "", "", Notation(1, 0), SPAN, tuple(panels), unit="× € 1.000", band_label="Marge"
    )
    return dict(multiples(spec, LIGHT).to_plotly_json())


def overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(one[1], other[1]) - max(one[0], other[0]) > 1e-9


@pytest.mark.parametrize("panels", [1, 2, 3, 4, 6, 9])
def test_every_panel_has_its_own_place_and_lines(panels: int) -> None:
    chart = made(panels)
    layout = chart["layout"]
    assert sum(name.startswith("xaxis") for name in layout) == panels
    numbers = ["", *map(str, range(2, panels + 1))]
    places = [(layout[f"xaxis{n}"]["domain"], layout[f"yaxis{n}"]["domain"]) for n in numbers]
    for one, other in combinations(places, 2):
        assert not (overlap(one[0], other[0]) and overlap(one[1], other[1]))
    assert all(0 <= low < high <= 1 + 1e-9 for place in places for low, high in place)
    assert [(trace["xaxis"], trace["yaxis"]) for trace in chart["data"]] == [
        (f"x{n}", f"y{n}") for n in numbers for _ in range(2)
    ]
    assert [trace["showlegend"] for trace in chart["data"]] == [True, True] + [False] * (2 * panels - 2)


def test_a_panel_on_its_own_scale_shares_it_with_nobody() -> None:
    layout = made(4, own_scale=True)["layout"]
    assert [layout[f"yaxis{n}"].get("matches") for n in ("", "2", "3", "4")] == [None, None, "y2", "y2"]
    assert layout["yaxis2"]["range"] == layout["yaxis3"]["range"] == layout["yaxis4"]["range"]
    assert layout["yaxis"]["range"] != layout["yaxis2"]["range"]
    assert layout["yaxis"]["ticklabelposition"] == "inside"


@pytest.mark.parametrize(("at", "kind", "year"), [(2, "missing", 2022), (3, "remarks", 2021)])
def test_a_word_stands_in_the_panel_and_year_it_is_about(at: int, kind: str, year: int) -> None:
    layout = made(4, at, **{kind: {year: "woord"}})["layout"]
    *headings, word = layout["annotations"]
    assert [each["text"] for each in headings] == ["Plaats 0", "<b>Plaats 1</b>", "Plaats 2", "Plaats 3"]
    assert (word["text"], word["x"], word["xref"], word["yref"]) == ("woord", year, f"x{at + 1}", f"y{at + 1}")
    assert word["y"] == layout[f"yaxis{at + 1}"]["range"][kind == "remarks"]


def test_a_band_is_drawn_for_the_years_that_have_one_only() -> None:
    nothing = (float("nan"), float("nan"))
    chart = made(1, band=((1.0, 2.0), nothing, (3.0, 4.0)))
    areas = [trace for trace in chart["data"] if trace.get("fill") == "toself"]
    assert [(list(area["x"]), list(area["y"])) for area in areas] == [
        ([2021, 2021], [1.0, 2.0]),
        ([2023, 2023], [3.0, 4.0]),
    ]
    assert [area["showlegend"] for area in areas] == [True, False]
