"""Panels beside each other: where they stand, which share a scale, and to which one a word belongs."""

from itertools import combinations
from typing import Any

import pytest

from lib.charts.beside import Beside
from lib.charts.multiples import multiples
from lib.charts.template import LIGHT

SPAN = [2021, 2022, 2023]


def made(panels: int, **beside: Any) -> dict[str, Any]:
    values = [[float(panel), 2.0, 3.0 + panel] for panel in range(panels)]
    lines = {"Route": ("a", values), "Ander": ("b", values)}
    names = [f"Plaats {panel}" for panel in range(panels)]
    return dict(multiples(names, SPAN, lines, "× € 1.000", 0, LIGHT, 1, Beside(**beside)).to_plotly_json())


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
    layout = made(4, own_scale=frozenset({0}))["layout"]
    assert [layout[f"yaxis{n}"].get("matches") for n in ("", "2", "3", "4")] == [None, None, "y2", "y2"]
    assert layout["yaxis2"]["range"] == layout["yaxis3"]["range"] == layout["yaxis4"]["range"]
    assert layout["yaxis"]["range"] != layout["yaxis2"]["range"]
    assert layout["yaxis"]["ticklabelposition"] == "inside"


def test_a_word_stands_in_the_panel_and_year_it_is_about() -> None:
    annotations = made(4, missing={(2, 2022): "geen opgave"}, remarks={(3, 2021): "uitschieter"})["layout"][
        "annotations"
    ]
    headings, (missing, remark) = annotations[:4], annotations[4:]
    assert [each["text"] for each in headings] == ["Plaats 0", "<b>Plaats 1</b>", "Plaats 2", "Plaats 3"]
    assert (missing["text"], missing["x"], missing["xref"], missing["yref"]) == ("geen opgave", 2022, "x3", "y3")
    assert (remark["text"], remark["x"], remark["xref"], remark["yref"]) == ("uitschieter", 2021, "x4", "y4")
    assert missing["y"] < remark["y"]


def test_a_band_is_drawn_for_the_years_that_have_one_only() -> None:
    nothing = (float("nan"), float("nan"))
    chart = made(1, bands=[[(1.0, 2.0), nothing, (3.0, 4.0)]], band_label="Marge")
    areas = [trace for trace in chart["data"] if trace.get("fill") == "toself"]
    assert [(list(area["x"]), list(area["y"])) for area in areas] == [
        ([2021, 2021], [1.0, 2.0]),
        ([2023, 2023], [3.0, 4.0]),
    ]
    assert [area["showlegend"] for area in areas] == [True, False]
