"""Marks in rows and columns: per row what each route says of it, as a mark that is whole, in part or open, with a word beside
it. The shape of a mark tells as much as its colour."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import isfinite
from textwrap import wrap

from lib.comparison.chart import ChartSpec, Series
from lib.render.plotly.template import Chart, Palette, Size, build_chart, colour_of, letters

#: The shape of a mark by how full it is.
SHAPES = {1.0: "circle", 0.5: "circle-open-dot", 0.0: "circle-open"}
#: How wide a mark and its line are, and the height of a line of words, as shares of the size of the letters.
MARK, EDGE, HIGH = 0.8, 0.12, 1.3
#: Between two rows, and the room of the names of the columns, in lines.
BETWEEN, HEAD = 0.2, 1.2
#: The room below the last row, in lines: what stands below a picture comes close to it.
BELOW = 0.2
#: Letters of a name on one line, and between a name and its marks, in pixels.
NAME, BESIDE = 22, 8
#: The first mark stands so far from the names, as a share of a column.
BEFORE = 0.06


def marks(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    """A trace per column; the first row stands on top, below the names of the columns, and is as high as its name needs."""
    names = [wrap(name, NAME) for name in spec.categories]
    longest = max(len(line) for name in names for line in name)
    ends = list(accumulate((len(name) + BETWEEN for name in names), initial=0.0))
    middles = [(start + end) / 2 for start, end in pairwise(ends)]
    return build_chart(
        [_column(series, place, middles, colours, size) for place, series in enumerate(spec.series)],
        colours,
        max(size.height, int((ends[-1] + HEAD + BELOW) * HIGH * size.letter)),
        margin={"l": BESIDE + int(size.letter * letters(longest)), "r": 0, "t": 0, "b": 0},
        xaxis={"range": [-BEFORE, len(spec.series) - BEFORE], "visible": False},
        yaxis={
            "range": [ends[-1] + BELOW, -HEAD],
            "tickmode": "array",
            "tickvals": middles,
            "ticktext": ["<br>".join(name) for name in names],
            "showgrid": False,
            "zeroline": False,
            "automargin": False,
            "tickfont": {"size": size.letter, "color": colours.text},
        },
        shapes=[
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": start,
                "y1": start,
                "line": {"color": colours.line, "width": 1},
            }
            for start in ends[:-1]
        ],
        annotations=[
            {
                "text": f"<b>{series.name}</b>",
                "x": place - BEFORE,
                "y": -HEAD / 2,
                "xanchor": "left",
                "yanchor": "middle",
                "showarrow": False,
                "font": {"size": size.letter, "color": colour_of(series.role, colours)},
            }
            for place, series in enumerate(spec.series)
        ],
    )


def _column(series: Series, place: int, middles: Sequence[float], colours: Palette, size: Size) -> dict[str, object]:
    """The marks of a route with their words; words alone where there is no mark."""
    rows = [row for row, words in enumerate(series.words) if words]
    there = [isfinite(series.values[row]) for row in rows]
    return {
        "type": "scatter",
        "x": [place] * len(rows),
        "y": [middles[row] for row in rows],
        "mode": "markers+text",
        "name": series.name,
        "marker": {
            "symbol": [SHAPES.get(series.values[row], "circle-open") for row in rows],
            "size": [MARK * size.letter if mark else 0 for mark in there],
            "color": colour_of(series.role, colours),
            "line": {"width": EDGE * size.letter, "color": colour_of(series.role, colours)},
        },
        "text": [f" {series.words[row]}" for row in rows],
        "textposition": "middle right",
        "textfont": {"size": size.letter, "color": colours.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
