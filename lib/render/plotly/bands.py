"""Lines within their bands: each route alike, the same line and the same weight, with its name at its end and never a legend;
the nulalternatief dotted, what was published as marks with their numbers, and what was handed in of later years as triangles."""

from collections.abc import Sequence
from itertools import accumulate
from math import isfinite

from lib.comparison.chart import ChartSpec, Series
from lib.render.plotly.template import Chart, Palette, Size, build_chart, colour_of, letters, tint

#: How dense a band is, and its border; the same for every route.
FILL, EDGE = 0.16, 0.55
LINE, MARK = 1.5, 8
#: The height of a line of words, and the room below the years, as shares of the size of the letters.
HIGH, BELOW = 1.25, 1.9
#: Between the last year and a name, and between a year and its axis, in pixels.
BESIDE, STANDOFF = 6, 3
#: An axis of amounts has about so many steps; whole numbers where they are that far apart.
STEPS = 6
#: Room above the highest number, as a share of the scale, and beside the first year, in years.
ROOM, BEFORE = 0.08, 0.25
#: So many years or fewer have a label each.
LABELLED_YEARS = 6


def bands(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    """At most three traces per route: its band, its line and its marks."""
    lines = [series for series in spec.series if series.is_course]
    low, high = _reach(spec)
    tick = f",.{0 if high - low > STEPS else 1}f"
    bottom, side = int(BELOW * size.letter), int(letters(max(3, len(format(high, tick)))) * size.letter)
    pixel = (high - low) / (size.height - size.letter - bottom)
    font = {"size": size.letter, "color": colours.quiet}
    return build_chart(
        [
            *(_band(spec, series, colours) for series in lines if series.band),
            *(_line(spec, series, colours) for series in lines),
            *(_marks(spec, series, lines, colours, size) for series in spec.series if series.points),
            *(_handed_in(spec, series, colours, size) for series in spec.series if series.role == "realised"),
        ],
        colours,
        size.height,
        margin={
            "l": side,
            "r": BESIDE + int(size.letter * max(letters(len(series.name)) for series in lines)),
            "t": size.letter,
            "b": bottom,
        },
        xaxis={**_years(spec), "tickfont": font, "ticklabelstandoff": STANDOFF},
        yaxis={
            "range": [low, high],
            "nticks": STEPS,
            "tickformat": tick,
            "automargin": False,
            "tickfont": font,
        },
        annotations=_names(spec, lines, pixel * HIGH * size.letter, colours, size),
    )


def _reach(spec: ChartSpec) -> tuple[float, float]:
    """From nothing to above the highest number, and below nothing where a number is."""
    low, high = (end / spec.notation.unit for end in spec.extremes)
    room = ROOM * (high - low) or 1.0
    return low - room if low else 0.0, high + room


def _years(spec: ChartSpec) -> dict[str, object]:
    labelled = spec.years if len(spec.years) <= LABELLED_YEARS else spec.years[::2]
    return {
        "tickmode": "array",
        "tickvals": labelled,
        "ticktext": [str(year) for year in labelled],
        "range": [spec.years[0] - BEFORE, spec.years[-1]],
    }


def _band(spec: ChartSpec, series: Series, colours: Palette) -> dict[str, object]:
    """What lies between the ends of a route, with a border, so that the shade is not the only carrier."""
    colour, unit = colour_of(series.role, colours), spec.notation.unit
    low, high = ([pair[end] / unit for pair in series.band] for end in (0, 1))
    return {
        "type": "scatter",
        "x": [*spec.years, *reversed(spec.years)],
        "y": [*low, *reversed(high)],
        "fill": "toself",
        "fillcolor": tint(colour, FILL),
        "line": {"color": tint(colour, EDGE), "width": 1},
        "mode": "lines",
        "hoverinfo": "skip",
    }


def _line(spec: ChartSpec, series: Series, colours: Palette) -> dict[str, object]:
    """The line of a route, or of the nulalternatief."""
    return {
        "type": "scatter",
        "x": spec.years,
        "y": [value / spec.notation.unit for value in series.values],
        "mode": "lines",
        "name": series.name,
        "line": {
            "color": colour_of(series.role, colours),
            "width": LINE,
            "dash": "dot" if series.role == "zero" else "solid",
        },
        "hovertext": [_words(spec, series, place) for place in range(len(spec.years))],
        "hoverinfo": "text",
    }


def _words(spec: ChartSpec, series: Series, place: int) -> str:
    """A number with its range, as it shows under the pointer."""
    words = f"{series.name} {spec.years[place]}: {spec.notation.words(series.values[place])}"
    if series.band:
        low, high = map(spec.notation.words, series.band[place])
        words += f", van {low} tot {high}"
    return f"{words}{_unit(spec)}"


def _unit(spec: ChartSpec) -> str:
    """The unit behind a number that does not carry its own."""
    return f" ({spec.unit})" if spec.unit else ""


def _marks(spec: ChartSpec, series: Series, lines: Sequence[Series], colours: Palette, size: Size) -> dict[str, object]:
    """What a side published, each mark with its number: above the nulalternatief or below it, away from the lines."""
    colour = colour_of(series.role, colours)
    zero = next((line.values for line in lines if line.role == "zero"), lines[0].values)
    numbers = [spec.notation.words(value) if isfinite(value) else "" for value in series.values]
    above = [value >= other for value, other in zip(series.values, zero, strict=True)]
    return {
        "type": "scatter",
        "x": spec.years,
        "y": [value / spec.notation.unit for value in series.values],
        "mode": "markers+text",
        "name": series.name,
        "marker": {"symbol": "circle", "size": MARK * size.letter / 12, "color": colour},
        "text": [f"<b>{number}</b>" if number else "" for number in numbers],
        "textposition": ["top center" if over else "bottom center" for over in above],
        "textfont": {"size": size.letter, "color": colours.text},
        "cliponaxis": False,
        "hovertext": [
            f"{series.name}, {year}: {number}{_unit(spec)}" for year, number in zip(spec.years, numbers, strict=True)
        ],
        "hoverinfo": "text",
    }


def _handed_in(spec: ChartSpec, series: Series, colours: Palette, size: Size) -> dict[str, object]:
    """What was handed in of later years: a triangle per year, with a line between years that follow each other."""
    line = _line(spec, series, colours)
    marker = {"symbol": "triangle-up", "size": MARK * 1.25 * size.letter / 12, "color": colour_of(series.role, colours)}
    return {**line, "mode": "lines+markers", "marker": marker, "connectgaps": False}


def _names(
    spec: ChartSpec, lines: Sequence[Series], gap: float, colours: Palette, size: Size
) -> list[dict[str, object]]:
    """The name of each line at its end, in its colour; `gap` is the height of a name on the scale."""
    heights = spread([series.last / spec.notation.unit for series in lines], gap)
    return [
        {
            "text": f"<b>{series.name_at_end(spec.notation)}</b>",
            "x": spec.years[-1],
            "y": height,
            "xanchor": "left",
            "yanchor": "middle",
            "xshift": BESIDE,
            "showarrow": False,
            "font": {"size": size.letter, "color": colour_of(series.role, colours)},
        }
        for series, height in zip(lines, heights, strict=True)
    ]


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """The heights in their order, moved no more than it takes to stand a gap apart."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    values = [heights[place] for place in order]
    rising = list(accumulate(values, lambda below, value: max(value, below + gap)))
    falling = list(accumulate(reversed(values), lambda above, value: min(value, above - gap)))[::-1]
    middle = ((up + down) / 2 for up, down in zip(rising, falling, strict=True))
    by_place = dict(zip(order, middle, strict=True))
    return [by_place[place] for place in range(len(heights))]
