"""One template and one palette for every chart; colours have a light and a dark set with the same contrast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import plotly.graph_objects as go

Chart: TypeAlias = go.Figure


@dataclass(frozen=True)
class Palette:
    """Colours by role: the two routes, voordelig and nadelig, text and lines."""

    a: str
    b: str
    zero: str
    text: str
    quiet: str
    line: str
    paper: str


@dataclass(frozen=True)
class Size:
    """How large the letters of a chart are, and how high it is at least, in pixels."""

    letter: int
    height: int


LIGHT = Palette("#2F5D8A", "#7A4B8C", "#5A6672", "#1B2530", "#5A6672", "#DDE3E8", "#FFFFFF")
DARK = Palette("#8DB8E2", "#C9A3DA", "#A9B5C1", "#E8EDF2", "#A9B5C1", "#3E4C5A", "#12181F")

#: The size on a page.
PAGE = Size(12, 225)
#: The width of a letter, as a share of its height.
WIDE = 0.56

#: Room below an axis of years, in pixels: on a narrow screen they stand upright.
BELOW_YEARS = 44


def palette(dark: bool) -> Palette:
    return DARK if dark else LIGHT


def colour_of(role: str, colours: Palette) -> str:
    """The colour of a route, of what was handed in, or of the nulalternatief."""
    return {"a": colours.a, "b": colours.b, "realised": colours.text}.get(role, colours.zero)


def letters(count: int) -> float:
    """How wide so many letters are, as a share of their height; one more for what is wider than most."""
    return WIDE * (count + 1)


def build_chart(traces: Sequence[Mapping[str, Any]], colours: Palette, height: int, **layout: Any) -> Chart:
    """A figure of traces in the house style: Dutch separators, no mode bar, no background of its own.

    Put together at once: Plotly checks a figure anew with every later change, which took longer than all the arithmetic.
    """
    return go.Figure({"data": list(traces), "layout": {"height": height, "template": _house(colours), **layout}})


def every_year(span: Sequence[int]) -> dict[str, Any]:
    """An axis that names each year."""
    return {"tickmode": "array", "tickvals": span, "ticktext": [str(year) for year in span]}


@cache
def _house(colours: Palette) -> dict[str, Any]:
    axis = {
        "tickfont": {"color": colours.quiet},
        "fixedrange": True,
        # A label stands where it is put: Plotly need not measure each on the screen, which took half of a drawing.
        "ticklabeloverflow": "allow",
        "ticks": "",
        "zerolinewidth": 2,
    }
    return {
        "layout": {
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "separators": ",.",
            "font": {"family": '"Source Sans", sans-serif', "size": 14, "color": colours.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "hoverlabel": {"bgcolor": colours.paper, "font": {"color": colours.text, "size": 14}},
            "hovermode": "closest",
            "dragmode": False,
            "xaxis": {**axis, "automargin": False, "showgrid": False, "linecolor": colours.quiet},
            "yaxis": {**axis, "automargin": True, "gridcolor": colours.line, "zerolinecolor": colours.quiet},
        }
    }


def tint(colour: str, opacity: float) -> str:
    """A colour as rgba text."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
