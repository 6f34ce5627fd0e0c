"""Ranges under each other on one scale: per row a bar for each route from its lowest to its highest number, both alike, with
their numbers beside them; what is less sure lies lighter around a bar, and a stroke inside it is the rekenvoorbeeld."""

from math import isfinite
from textwrap import wrap

from lib.comparison.chart import ChartSpec, Series
from lib.comparison.grid import TO
from lib.render.plotly.template import Chart, Palette, Size, build_chart, colour_of, letters, tint
from lib.text import signed

#: How dense a range is, and what lies around it; the same for every route.
FILL, OUTER = 0.6, 0.25
#: Of the height of a row: all bars together, and of the room of each the bar itself.
BARS, BAR = 0.86, 0.72
#: The height of a row per bar, and the room below for the scale, as shares of the size of the letters.
ROW, BELOW = 1.3, 2.2
#: The room above for what lies left and right of nothing, as a share of the size of the letters.
ABOVE = 2.8
#: Letters of a name on one line, and at most where it needs more; of what lies beside nothing.
NAME, WIDEST, ASIDE = 16, 26, 18
#: Between a name or a number and the bars, and between a number and the end of its bar, in pixels.
BESIDE, CLOSE = 8, 4
#: Room beside the lowest and the highest number, as a share of the scale.
ROOM = 0.04
#: The same where numbers stand at the ends of the bars.
WORDS = 0.3


def spans(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    """At most three traces per route; the first row stands on top."""
    names = _names(spec)
    above = int(ABOVE * size.letter) if spec.beside_zero else size.letter // 2
    numbers = [[_numbers(spec, series, row) for row in range(len(names))] for series in spec.series]
    bottom = size.letter // 2 if spec.beside_zero else int(BELOW * size.letter)
    rows = int(ROW * size.letter * max(2, len(spec.series))) * len(names)
    font = {"size": size.letter, "color": colours.text}
    longest = max((len(line) for name in names for line in name.split("<br>")), default=0)
    beside = [words for place, own in enumerate(numbers) for words in own if not spec.series[place].words]
    widest = max(map(len, beside), default=0)
    margins = {"l": BESIDE + int(size.letter * letters(longest)), "r": BESIDE + int(size.letter * letters(widest))}
    return build_chart(
        [trace for place, series in enumerate(spec.series) for trace in _traces(spec, series, place, colours)],
        colours,
        max(size.height, rows + bottom + above + size.letter // 2),
        barmode="overlay",
        bargap=0,
        margin={**margins, "t": above, "b": bottom},
        xaxis={
            "range": list(_reach(spec)),
            "showgrid": not spec.beside_zero,
            "gridcolor": colours.line,
            "zeroline": True,
            "zerolinecolor": colours.text,
            "nticks": 6,
            "showticklabels": not spec.beside_zero,
            "tickformat": ",.0f",
            "tickfont": {"size": size.letter, "color": colours.quiet},
        },
        yaxis={
            "range": [len(names) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": names,
            "showgrid": False,
            "zeroline": False,
            "automargin": False,
            "tickfont": font,
        },
        annotations=[*_beside(spec, numbers, colours, size), *_sides(spec, margins, colours, size)],
    )


def _names(spec: ChartSpec) -> list[str]:
    """The names on as many lines as a row has room for: one per bar, and at least two."""
    lines = max(2, len(spec.series))
    width = next(
        (width for width in range(NAME, WIDEST) if all(len(wrap(name, width)) <= lines for name in spec.categories)),
        WIDEST,
    )
    return ["<br>".join(wrap(name, width)) for name in spec.categories]


def _sides(spec: ChartSpec, margins: dict[str, int], colours: Palette, size: Size) -> list[dict[str, object]]:
    """What lies left and right of nothing, above the first row and from both edges of the picture."""
    ends = (("← {}", "left", 0, -margins["l"] + BESIDE), ("{} →", "right", 1, margins["r"] - BESIDE))
    return [
        {
            "text": f"<b>{'<br>'.join(wrap(form.format(words.text), ASIDE))}</b>",
            "align": anchor,
            "xref": "paper",
            "x": place,
            "yref": "paper",
            "y": 1,
            "xanchor": anchor,
            "yanchor": "bottom",
            "xshift": shift,
            "showarrow": False,
            "font": {"size": size.letter, "color": colour_of(words.side, colours)},
        }
        for words, (form, anchor, place, shift) in zip(spec.beside_zero, ends, strict=False)
    ]


def _reach(spec: ChartSpec) -> tuple[float, float]:
    """The lowest and the highest number, nothing among them, with some room."""
    low, high = (end / spec.notation.unit for end in spec.extremes)
    room = (WORDS if any(series.words for series in spec.series) else ROOM) * (high - low) or 1.0
    return low - room, high + room


def _height(spec: ChartSpec, place: int) -> float:
    """How far the bar of a route lies below the middle of its row."""
    return BARS * ((place + 0.5) / len(spec.series) - 0.5)


def _traces(spec: ChartSpec, series: Series, place: int, colours: Palette) -> list[dict[str, object]]:
    """What lies around the ranges of a route, the ranges, and the strokes inside."""
    colour, width = colour_of(series.role, colours), BARS * BAR / len(spec.series)
    below, unit = _height(spec, place), spec.notation.unit
    traces: list[dict[str, object]] = []
    for pairs, fill in ((series.outer, OUTER), (series.band, FILL)):
        if pairs:
            traces.append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": [(high - low) / unit for low, high in pairs],
                    "base": [low / unit for low, _ in pairs],
                    "y": [row + below for row in range(len(pairs))],
                    "width": width,
                    "marker": {"color": tint(colour, fill), "line": {"width": 0}},
                    "hovertext": [
                        f"{name}, {series.name}: {_numbers(spec, series, row)}"
                        for row, name in enumerate(spec.categories)
                    ],
                    "hoverinfo": "text",
                }
            )
    strokes: dict[str, object] = {
        "type": "scatter",
        "x": [value / unit for value in series.values],
        "y": [row + below for row in range(len(series.values))],
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 10, "line": {"color": colours.text, "width": 2}},
        "hoverinfo": "skip",
    }
    # A bar that begins at nothing ends at its number: no stroke inside it.
    return traces if spec.beside_zero else [*traces, strokes]


def _numbers(spec: ChartSpec, series: Series, row: int) -> str:
    """The ends of a range in words, and in brackets those of what lies around it where they differ."""
    if series.words:
        return series.words[row]
    words = _range(spec, series.band[row])
    around = _range(spec, series.outer[row]) if series.outer else words
    return words if around == words else f"{words} ({around})"


def _range(spec: ChartSpec, pair: tuple[float, float]) -> str:
    if not all(map(isfinite, pair)):
        return "onbekend"
    ends = (signed(end, spec.notation.unit, spec.notation.decimals) for end in pair)
    return TO.join(dict.fromkeys(ends))


def _beside(spec: ChartSpec, numbers: list[list[str]], colours: Palette, size: Size) -> list[dict[str, object]]:
    """The numbers of every bar in the colour of its route: at the right of all bars; of bars that begin at
    nothing at their ends."""
    return [
        {
            "text": words,
            **_place(spec, spec.series[place], row),
            "y": row + _height(spec, place),
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": size.letter, "color": colour_of(spec.series[place].role, colours)},
        }
        for place, own in enumerate(numbers)
        for row, words in enumerate(own)
    ]


def _place(spec: ChartSpec, series: Series, row: int) -> dict[str, object]:
    if not series.words:
        return {"xref": "paper", "x": 1, "xanchor": "left", "xshift": BESIDE}
    value = series.values[row] / spec.notation.unit
    left = value < 0
    return {"x": value, "xanchor": "right" if left else "left", "xshift": -CLOSE if left else CLOSE}
