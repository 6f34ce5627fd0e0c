"""Lines and points between two axes of numbers: what is plausible of both lies shaded, in nobody's colour; a solid line, a
dashed one beside it, and a mark at what is chosen now. The names of the axes stand level, above and below."""

from collections.abc import Sequence
from textwrap import wrap

from lib.comparison.chart import Axis, ChartSpec, Series
from lib.render.plotly.template import Chart, Palette, Size, build_chart, letters, tint

#: How dense the band is, and its border.
FILL, EDGE = 0.16, 0.6
#: A line, and a mark, as shares of the size of the letters.
LINE, MARK = 0.2, 0.9
#: The height of a line of words, and the room below for the scale, as shares of the size of the letters.
HIGH, BELOW = 1.3, 1.7
#: Letters of the name of an axis on one line, for one reader and for a room, whose letters are at least this large; and so many
#: steps of a scale or fewer.
NAME, IN_A_ROOM, LARGE, STEPS = 42, 72, 20, 5
#: Between a scale and its numbers, in pixels.
STANDOFF = 3
#: Room for the widest number of a scale, in letters.
WIDEST = 7
#: A mark nearer than this to an end has its words on the other side of it, as a share of the scale.
NEAR = 0.5


def plane(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    """The first axis runs from left to right, the second upwards."""
    across, up = spec.axes
    names = [_name("{} →", across, size), _name("↑ {}", up, size)]
    below, above = (int(HIGH * size.letter * len(name)) + 4 for name in names)
    return build_chart(
        [_trace(series, spec.axes, colours, size) for series in spec.series],
        colours,
        size.height + above,
        margin={
            "l": int(letters(WIDEST) * size.letter),
            "r": size.letter,
            "t": above + size.letter // 2,
            "b": below + int(BELOW * size.letter),
        },
        xaxis=_axis(across, colours, size),
        yaxis={**_axis(up, colours, size), "automargin": False},
        shapes=[_band(spec.axes, colours)],
        annotations=[
            _words(names[0], 1, 0, "right", "top", -int(BELOW * size.letter), colours, size),
            _words(names[1], 0, 1, "left", "bottom", 4, colours, size),
        ],
    )


def _name(form: str, axis: Axis, size: Size) -> list[str]:
    return wrap(form.format(axis.name), NAME if size.letter < LARGE else IN_A_ROOM, break_on_hyphens=False)


def scaled(axis: Axis, values: Sequence[float]) -> list[float]:
    """Numbers as the axis shows them: shares in per cent."""
    return [100 * value for value in values] if axis.percent else list(values)


def _axis(axis: Axis, colours: Palette, size: Size) -> dict[str, object]:
    unit = {"ticksuffix": "\u00a0%"} if axis.percent else {"tickprefix": "€\u00a0"}
    return {
        "range": scaled(axis, axis.reach),
        "nticks": STEPS,
        "tickformat": ",~f" if axis.percent else ",.0f",
        **unit,
        "showgrid": True,
        "gridcolor": colours.line,
        "zeroline": False,
        "ticklabelstandoff": STANDOFF,
        "tickfont": {"size": size.letter, "color": colours.quiet},
    }


def _band(axes: Sequence[Axis], colours: Palette) -> dict[str, object]:
    """What is plausible of both, below the lines."""
    (x0, x1), (y0, y1) = (scaled(axis, axis.band) for axis in axes)
    return {
        "type": "rect",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "layer": "below",
        "fillcolor": tint(colours.zero, FILL),
        "line": {"color": tint(colours.zero, EDGE), "width": 1},
    }


def _trace(series: Series, axes: Sequence[Axis], colours: Palette, size: Size) -> dict[str, object]:
    """A piece of a line, or a mark with its words on the side where there is room."""
    x, y = scaled(axes[0], series.places), scaled(axes[1], series.values)
    trace: dict[str, object] = {"type": "scatter", "x": x, "y": y, "name": series.name, "cliponaxis": False}
    if series.points:
        edge = {"color": colours.paper, "width": 2}
        return trace | {
            "mode": "markers+text",
            "marker": {"symbol": "diamond", "size": MARK * size.letter, "color": colours.text, "line": edge},
            "text": [f"<b>{words}</b>" for words in series.words],
            "textposition": _beside(series, axes),
            "textfont": {"size": size.letter, "color": colours.text},
            "hoverinfo": "skip",
        }
    solid = series.role == "middle"
    return trace | {
        "mode": "lines",
        "line": {
            "color": colours.text if solid else colours.quiet,
            "width": LINE * size.letter if solid else LINE * size.letter * 0.7,
            "dash": "solid" if solid else "dash",
        },
        "hovertemplate": f"{series.name}: %{{x}}, %{{y}}<extra></extra>",
    }


def _beside(series: Series, axes: Sequence[Axis]) -> list[str]:
    """Where the words of each mark stand: towards the middle of the picture."""

    def part(axis: Axis, value: float) -> float:
        low, high = axis.reach
        return (value - low) / ((high - low) or 1.0)

    places = zip(series.places, series.values, strict=True)
    sides = [(part(axes[0], x) > NEAR, part(axes[1], y) > NEAR) for x, y in places]
    return [f"{'bottom' if high else 'top'} {'left' if right else 'right'}" for right, high in sides]


def _words(
    lines: Sequence[str], x: float, y: float, side: str, edge: str, shift: int, colours: Palette, size: Size
) -> dict[str, object]:
    """The name of an axis, level, at an edge of the picture."""
    left = -int(letters(WIDEST) * size.letter) if side == "left" else 0
    return {
        "text": "<br>".join(lines),
        "align": side,
        "xref": "paper",
        "yref": "paper",
        "x": x,
        "y": y,
        "xanchor": side,
        "yanchor": edge,
        "xshift": left,
        "yshift": shift,
        "showarrow": False,
        "font": {"size": size.letter, "color": colours.text},
    }
