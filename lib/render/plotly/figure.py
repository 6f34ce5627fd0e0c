"""A chart of the product as a Plotly figure: bars per year and ranges here, lines in panels and flows beside it."""

from collections.abc import Sequence

from lib.comparison.chart import ChartSpec, Series
from lib.render.plotly.flow import flow
from lib.render.plotly.multiples import multiples
from lib.render.plotly.template import BELOW_YEARS, FILL, PATTERNS, Chart, Palette, build_chart, every_year, tint
from lib.text import millions

HEIGHT = 240
#: Between the bars of both routes in a year, and how wide a bar is, as shares of the room of a year.
GAP, BAR, RANGE = 0.06, 0.38, 0.5
#: Room for the amounts beside the axis, in pixels: for each sign, and what stands around them.
SIGN, AROUND = 8, 12


def figure(spec: ChartSpec, colours: Palette) -> Chart:
    """The figure of a chart for the screen. Raises KeyError for a form that only slides have."""
    draw = {"stacks": _stacks, "ranges": _ranges, "lines": multiples, "flow": flow}[spec.form]
    return draw(spec, colours)


# -- bars per year ---------------------------------------------------------------------------------------------


def _stacks(spec: ChartSpec, colours: Palette) -> Chart:
    """Bars side by side per year, route A left and B right, with status told apart and what is one-off on top."""
    pairs = zip(spec.series[::2], spec.series[1::2], strict=True)
    traces = [
        trace
        for pair, offset in zip(pairs, (-BAR - GAP / 2, GAP / 2), strict=True)
        for trace in _stack(spec, *pair, offset, colours)
    ]
    return build_chart(
        traces,
        colours,
        HEIGHT,
        barmode="overlay",
        bargap=0,
        margin={"l": 8, "r": 8, "t": 20, "b": BELOW_YEARS},
        xaxis=every_year(spec.years),
        yaxis={"visible": False, "automargin": False, "rangemode": "tozero"},
    )


def _stack(
    spec: ChartSpec, structural: Series, one_off: Series, offset: float, colours: Palette
) -> list[dict[str, object]]:
    """One trace per status: a pattern of a whole trace is drawn once, a pattern per bar for every bar."""
    traces = []
    for status in dict.fromkeys(structural.statuses):
        bars = [i for i, other in enumerate(structural.statuses) if other == status]
        traces.append(_bars(spec, structural, None, bars, offset, colours))
    if bars := [i for i, value in enumerate(one_off.values) if value]:
        traces.append(_bars(spec, one_off, structural, bars, offset, colours))
    whole = [a + b for a, b in zip(structural.values, one_off.values, strict=True)]
    decimals, unit = spec.notation.decimals, spec.notation.unit
    words: dict[str, object] = {
        "type": "scatter",
        "x": [year + offset + BAR / 2 for year in spec.years],
        "y": [max(value, 0) / unit for value in whole],
        "text": [millions(value, decimals) for value in whole],
        "mode": "text",
        "textposition": "top center",
        "textfont": {"size": 13 if decimals < 2 else 11, "color": colours.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return [*traces, words]


def _bars(
    spec: ChartSpec, series: Series, base: Series | None, bars: Sequence[int], offset: float, colours: Palette
) -> dict[str, object]:
    """The bars of one status, standing on `base` where it is given."""
    unit, years, status = spec.notation.unit, spec.years, series.statuses[bars[0]]
    colour = colours.a if series.role == "a" else colours.b
    words = f"miljoen euro{' eenmalig' if series.on_top else ''}, {status}"
    return {
        "type": "bar",
        "x": [years[i] for i in bars],
        "y": [series.values[i] / unit for i in bars],
        "base": None if base is None else [base.values[i] / unit for i in bars],
        "offset": offset,
        "width": BAR,
        "marker": _marker(colour, status, bare=series.on_top),
        "hovertext": [f"{series.name} {years[i]}: {millions(series.values[i], 2)} {words}" for i in bars],
        "hoverinfo": "text",
    }


def _marker(colour: str, status: str, bare: bool) -> dict[str, object]:
    return {
        "color": tint(colour, 0.0 if bare else FILL[status]),
        "line": {"color": colour, "width": 1.5},
        "pattern": {
            "shape": PATTERNS[status],
            "fgcolor": colour,
            "size": 6,
            "solidity": 0.3,
            "fgopacity": 0.9,
            "fillmode": "overlay",
        },
    }


# -- ranges ----------------------------------------------------------------------------------------------------


def _ranges(spec: ChartSpec, colours: Palette) -> Chart:
    """Per year a bar from low to high with a stroke at the middle, and a diamond at the chosen assumptions."""
    low, middle, high, now = (series.values for series in spec.series)
    unit, decimals, years = spec.notation.unit, spec.notation.decimals, spec.years
    words = [
        f"{year}: van {millions(a, 2)} tot {millions(c, 2)}, midden {millions(b, 2)}, deze aannames {millions(d, 2)} miljoen euro"
        for year, a, b, c, d in zip(years, low, middle, high, now, strict=True)
    ]
    bars = {
        "type": "bar",
        "x": years,
        "y": [(c - a) / unit for a, c in zip(low, high, strict=True)],
        "base": [a / unit for a in low],
        "width": RANGE,
        "marker": {"color": tint(colours.quiet, 0.25), "line": {"color": colours.quiet, "width": 1.5}},
        "hovertext": words,
        "hoverinfo": "text",
    }
    marks = [_mark(years, middle, unit, "line-ew", 22, colours), _mark(years, now, unit, "diamond", 9, colours)]
    widest = max(len(f"{end / unit:.{decimals}f}") for end in (min(low), max(high)))
    return build_chart(
        [bars, *marks],
        colours,
        HEIGHT,
        margin={"l": AROUND + SIGN * widest, "r": 8, "t": 12, "b": BELOW_YEARS},
        xaxis=every_year(years),
        yaxis={
            "zeroline": True,
            "automargin": False,
            "rangemode": "tozero",
            "tickformat": f",.{decimals}f",
            "nticks": 6,
        },
    )


def _mark(
    years: Sequence[int], values: Sequence[float], unit: int, symbol: str, size: int, colours: Palette
) -> dict[str, object]:
    """One symbol per year."""
    edge = {"color": colours.text, "width": 2}
    return {
        "type": "scatter",
        "x": years,
        "y": [value / unit for value in values],
        "mode": "markers",
        "marker": {"symbol": symbol, "size": size, "color": colours.text, "line": edge},
        "hoverinfo": "skip",
    }
