"""A chart of the product as a Plotly figure: ranges per year here, the other forms beside it."""

from collections.abc import Sequence

from lib.comparison.chart import ChartSpec
from lib.render.plotly.bands import bands
from lib.render.plotly.flow import flow
from lib.render.plotly.marks import marks
from lib.render.plotly.multiples import multiples
from lib.render.plotly.plane import plane
from lib.render.plotly.spans import spans
from lib.render.plotly.template import (
    BELOW_YEARS,
    PAGE,
    Chart,
    Palette,
    Size,
    build_chart,
    every_year,
    tint,
)
from lib.text import millions

HEIGHT = 240
#: Forms with letters of any size.
SIZED = {"bands": bands, "spans": spans, "flow": flow, "marks": marks, "plane": plane}
#: How wide a bar is, as a share of the room of a year.
RANGE = 0.5
#: Room for the amounts beside the axis, in pixels: for each sign, and what stands around them.
SIGN, AROUND = 8, 12


def figure(spec: ChartSpec, colours: Palette, size: Size = PAGE) -> Chart:
    """The figure of a chart for the screen; of lines in bands, ranges, a flow, marks and a plane in this size. Raises KeyError for a form that only
    slides have."""
    if spec.form in SIZED:
        return SIZED[spec.form](spec, colours, size)
    draw = {"ranges": _ranges, "lines": multiples}[spec.form]
    return draw(spec, colours)


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
