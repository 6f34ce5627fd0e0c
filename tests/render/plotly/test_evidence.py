"""Lines within their bands, and ranges under each other: both routes alike, names at the ends, no legend."""

from dataclasses import replace
from itertools import pairwise
from math import nan
from typing import Any

import pytest

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec, Series
from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.render.plotly.bands import spread
from lib.render.plotly.figure import figure
from lib.render.plotly.template import DARK, LIGHT, PAGE, Palette, Size
from lib.subjects.evidence import gemeenten_chart, tekort_chart

WALL = Size(26, 460)
CHARTS = (tekort_chart, gemeenten_chart)


def spec_of(release: Release, chart: Any, **changes: str) -> ChartSpec:
    view = replace(default_view(release), **changes)  # type: ignore[arg-type]
    spec: ChartSpec = chart(Answers(release, view, compare_view(release, view)))
    return spec


def picture(spec: ChartSpec, size: Size = PAGE, colours: Palette = LIGHT) -> dict[str, Any]:
    return dict(figure(spec, colours, size).to_plotly_json())


def without_colour(trace: dict[str, Any], colour: str) -> str:
    """A trace as text in which the colour of its route is no more than a word."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return str(trace).replace(colour, "kleur").replace(f"rgba({red},{green},{blue}", "kleur")


def styles(trace: dict[str, Any]) -> dict[str, Any]:
    """How a trace looks, whatever it holds."""
    numbers = ("x", "y", "base", "text", "hovertext", "name", "textposition")
    return {name: value for name, value in trace.items() if name not in numbers}


@pytest.mark.parametrize("chart", CHARTS)
def test_there_is_no_legend_and_few_traces_per_route(release: Release, chart: Any) -> None:
    spec = spec_of(release, chart)
    drawing = picture(spec)
    assert not drawing["layout"].get("showlegend") and all(not trace.get("showlegend") for trace in drawing["data"])
    for role, colour in (("a", LIGHT.a), ("b", LIGHT.b)):
        own = [trace for trace in drawing["data"] if "kleur" in without_colour(trace, colour)]
        assert own, role
    assert len(drawing["data"]) <= 4 * 2 + 1


def test_both_routes_are_drawn_alike(release: Release) -> None:
    """The same line, the same weight, the same fill: only the colour says which route it is."""
    drawing = picture(spec_of(release, tekort_chart))
    looks = {
        role: [without_colour(styles(t), colour) for t in drawing["data"] if "kleur" in without_colour(t, colour)]
        for role, colour in (("a", LIGHT.a), ("b", LIGHT.b))
    }
    # The marks of what is published are there for the side that published.
    assert looks["a"][:2] == looks["b"][:2]
    lines = [trace for trace in drawing["data"] if trace["mode"] == "lines" and "fill" not in trace]
    assert [line["line"]["dash"] for line in lines] == ["dot", "solid", "solid"]
    assert len({line["line"]["width"] for line in lines}) == 1


def test_both_routes_have_bars_alike(release: Release) -> None:
    spec = spec_of(release, gemeenten_chart)
    spec = replace(spec, panels=(replace(spec.panels[0], series=tuple(replace(s, outer=()) for s in spec.series)),))
    drawing = picture(spec)
    first, second = drawing["data"][:2], drawing["data"][2:]
    for one, other in zip(first, second, strict=True):
        assert without_colour(styles(one), LIGHT.a) == without_colour(styles(other), LIGHT.b)


@pytest.mark.parametrize("chart", CHARTS)
def test_swapped_routes_swap_their_numbers(release: Release, chart: Any) -> None:
    view = default_view(release)
    spec, other = spec_of(release, chart), spec_of(release, chart, a=view.b, b=view.a)
    sides = {"a": "b", "b": "a", "zero": "zero"}
    held = {(series.name, series.role): series for series in spec.series}
    for series in other.series:
        before = held[series.name, sides[series.role]]  # type: ignore[index]
        assert (series.values, series.band, series.outer) == (before.values, before.band, before.outer) or series.points
    assert figure(spec, LIGHT).layout.height == figure(other, LIGHT).layout.height


def test_the_names_stand_at_the_ends_and_apart(release: Release) -> None:
    for size in (PAGE, WALL):
        drawing = picture(spec_of(release, tekort_chart), size)
        names = [words for words in drawing["layout"]["annotations"] if "<b>" in words["text"]]
        assert [words["text"] for words in names] == ["<b>Ongewijzigd</b>", "<b>Route 2017</b>", "<b>Akkoord 2020</b>"]
        low, high = drawing["layout"]["yaxis"]["range"]
        margin = drawing["layout"]["margin"]
        pixel = (high - low) / (drawing["layout"]["height"] - margin["t"] - margin["b"])
        heights = sorted(words["y"] for words in names)
        assert all((above - below) / pixel >= size.letter for below, above in pairwise(heights))


def test_what_is_published_stands_with_its_number(release: Release) -> None:
    drawing = picture(spec_of(release, tekort_chart))
    start, own = (trace for trace in drawing["data"] if trace["mode"] == "markers+text")
    assert [words for words in start["text"] if words] == ["<b>6,1</b>"] and start["text"][0]
    assert [words for words in own["text"] if words] == ["<b>5,1</b>", "<b>4,4</b>"]
    assert [start["textposition"][0], *own["textposition"][1:3]] == ["top center", "bottom center", "bottom center"]
    # Where every route begins is of no side.
    assert start["marker"]["color"] != own["marker"]["color"]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("size", [PAGE, WALL])
def test_no_letter_is_smaller_than_its_size(release: Release, chart: Any, size: Size) -> None:
    drawing = picture(spec_of(release, chart), size, DARK)
    fonts = [words["font"]["size"] for words in drawing["layout"]["annotations"]]
    fonts += [drawing["layout"][axis]["tickfont"]["size"] for axis in ("xaxis", "yaxis")]
    fonts += [trace["textfont"]["size"] for trace in drawing["data"] if "textfont" in trace]
    assert set(fonts) == {size.letter} and size.letter >= 12
    assert drawing["layout"]["height"] >= size.height


def test_every_range_has_its_numbers_beside_it(release: Release) -> None:
    spec = spec_of(release, gemeenten_chart)
    words = [item["text"] for item in picture(spec)["layout"]["annotations"]]
    assert len(words) == 2 * len(release.figures.gemeenten)
    assert words[0] == "−4 tot +12" and "−10 tot +5 (−26 tot +5)" in words


def test_a_range_of_one_number_and_one_that_is_unknown(release: Release) -> None:
    spec = spec_of(release, gemeenten_chart)
    series = Series("Route", "a", (1.0, 2.0), band=((1.0, 1.2), (nan, nan)), outer=((1.0, 1.2), (nan, nan)))
    spec = replace(spec, categories=("Oost", "West"), panels=(replace(spec.panels[0], series=(series,)),))
    assert [item["text"] for item in picture(spec)["layout"]["annotations"]] == ["+1", "onbekend"]


def test_names_that_would_meet_are_moved_as_little_as_it_takes() -> None:
    assert spread([1.0, 5.0, 9.0], 1.0) == [1.0, 5.0, 9.0]
    close = spread([5.0, 5.0, 1.0], 2.0)
    assert close[2] == 1.0 and abs(close[0] - close[1]) == 2.0 and sum(close[:2]) == 10.0


def test_a_part_of_the_gemeenten_stands_on_the_scale_of_all(release: Release) -> None:
    whole = spec_of(release, gemeenten_chart)
    near = tuple(
        replace(line, values=line.values[:1], band=line.band[:1], outer=line.outer[:1]) for line in whole.series
    )
    part = replace(whole, categories=whole.categories[:1], panels=(replace(whole.panels[0], series=near),))
    scales = [
        picture(chart)["layout"]["xaxis"]["range"] for chart in (whole, part, replace(part, reach=whole.extremes))
    ]
    assert scales[1] != scales[0] == scales[2]
