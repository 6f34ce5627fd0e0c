"""How far the difference between two routes may lie apart per year."""

from lib.charts.template import Chart, Palette, figure, tint
from lib.text import millions

MILLION = 1_000_000
WIDTH = 0.5


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
    result = figure(colours, 240)
    told = [
        f"{year}: van {millions(a, 2)} tot {millions(c, 2)}, midden {millions(b, 2)}, deze aannames {millions(d, 2)} miljoen euro"
        for year, a, b, c, d in zip(span, low, middle, high, now, strict=True)
    ]
    result.add_bar(
        x=span,
        y=[(c - a) / MILLION for a, c in zip(low, high, strict=True)],
        base=[a / MILLION for a in low],
        width=WIDTH,
        marker={"color": tint(colours.quiet, 0.25), "line": {"color": colours.quiet, "width": 1.5}},
        hovertext=told,
        hoverinfo="text",
    )
    for values, symbol, size, colour in ((middle, "line-ew", 22, colours.text), (now, "diamond", 9, colours.text)):
        result.add_scatter(
            x=span,
            y=[value / MILLION for value in values],
            mode="markers",
            marker={"symbol": symbol, "size": size, "color": colour, "line": {"color": colour, "width": 2}},
            hoverinfo="skip",
        )
    result.update_layout(margin={"b": 30, "t": 12})
    result.update_xaxes(tickmode="array", tickvals=span, ticktext=[str(year) for year in span])
    result.update_yaxes(zeroline=True, rangemode="tozero", tickformat=f",.{decimals}f", nticks=6, automargin=True)
    return result
