"""How far the difference between two routes may lie apart per year."""

from lib.charts.template import BELOW_YEARS, Chart, Palette, build_chart, every_year, tint
from lib.text import millions

MILLION = 1_000_000
WIDTH = 0.5
#: Room for the amounts beside the axis, in pixels: for each sign, and what stands around them.
SIGN, AROUND = 8, 12


def ranges(
    span: list[int],
    low: list[float],
    middle: list[float],
    high: list[float],
    now: list[float],
    colours: Palette,
    decimals: int,
) -> Chart:
    """Per year a bar in euros from low to high with a stroke at the middle, and a diamond at the chosen assumptions."""
    words = [
        f"{year}: van {millions(a, 2)} tot {millions(c, 2)}, midden {millions(b, 2)}, deze aannames {millions(d, 2)} miljoen euro"
        for year, a, b, c, d in zip(span, low, middle, high, now, strict=True)
    ]
    bars = {
        "type": "bar",
        "x": span,
        "y": [(c - a) / MILLION for a, c in zip(low, high, strict=True)],
        "base": [a / MILLION for a in low],
        "width": WIDTH,
        "marker": {"color": tint(colours.quiet, 0.25), "line": {"color": colours.quiet, "width": 1.5}},
        "hovertext": words,
        "hoverinfo": "text",
    }
    marks = [
        {
            "type": "scatter",
            "x": span,
            "y": [value / MILLION for value in values],
            "mode": "markers",
            "marker": {
                "symbol": symbol,
                "size": size,
                "color": colours.text,
                "line": {"color": colours.text, "width": 2},
            },
            "hoverinfo": "skip",
        }
        for values, symbol, size in ((middle, "line-ew", 22), (now, "diamond", 9))
    ]
    widest = max(len(f"{end / MILLION:.{decimals}f}") for end in (min(low), max(high)))
    return build_chart(
        [bars, *marks],
        colours,
        240,
        margin={"l": AROUND + SIGN * widest, "r": 8, "t": 12, "b": BELOW_YEARS},
        xaxis=every_year(span),
        yaxis={
            "zeroline": True,
            "automargin": False,
            "rangemode": "tozero",
            "tickformat": f",.{decimals}f",
            "nticks": 6,
        },
    )
