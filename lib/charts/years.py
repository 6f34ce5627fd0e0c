"""What the gemeenten add per year under each route, with status told apart and one-offs on top."""

import plotly.graph_objects as go

from lib.charts.template import FILL, PATTERNS, Palette, figure, tint
from lib.text import millions

MILLION = 1_000_000
GAP = 0.06
WIDTH = 0.38


def years(
    labels: tuple[str, str],
    span: list[int],
    structural: tuple[list[float], list[float]],
    one_off: tuple[list[float], list[float]],
    statuses: tuple[list[str], list[str]],
    one_off_status: tuple[str, str],
    colours: Palette,
) -> go.Figure:
    """Bars side by side per year, route A left and B right.

    structural and one_off are tekorten in euros (costs above zero) per route and year; statuses of the structural part.
    """
    result = figure(colours, 240)
    for route, (label, colour) in enumerate(zip(labels, (colours.a, colours.b), strict=True)):
        offset = -WIDTH - GAP / 2 if route == 0 else GAP / 2
        whole = [a + b for a, b in zip(structural[route], one_off[route], strict=True)]
        result.add_bar(
            x=span,
            y=[value / MILLION for value in structural[route]],
            offset=offset,
            width=WIDTH,
            name=label,
            marker=_marker(colour, statuses[route]),
            hovertext=[
                f"{label} {year}: {millions(value, 2)} miljoen euro, {status}"
                for year, value, status in zip(span, structural[route], statuses[route], strict=True)
            ],
            hoverinfo="text",
        )
        if any(one_off[route]):
            result.add_bar(
                x=span,
                y=[value / MILLION for value in one_off[route]],
                base=[value / MILLION for value in structural[route]],
                offset=offset,
                width=WIDTH,
                name=f"{label}, eenmalig",
                marker=_marker(colour, [one_off_status[route]] * len(span), bare=True),
                hovertext=[
                    f"{label} {year}: {millions(value, 2)} miljoen euro eenmalig, {one_off_status[route]}"
                    for year, value in zip(span, one_off[route], strict=True)
                ],
                hoverinfo="text",
            )
        middle = offset + WIDTH / 2
        for year, value in zip(span, whole, strict=True):
            result.add_annotation(
                x=year + middle,
                y=max(value, 0) / MILLION,
                text=millions(value),
                showarrow=False,
                yanchor="bottom",
                font={"size": 13, "color": colours.text},
            )
    result.update_layout(barmode="overlay", bargap=0, margin={"b": 30})
    result.update_xaxes(tickmode="array", tickvals=span, ticktext=[str(year) for year in span])
    result.update_yaxes(visible=False, rangemode="tozero")
    return result


def _marker(colour: str, statuses: list[str], bare: bool = False) -> dict[str, object]:
    return {
        "color": [tint(colour, 0.0 if bare else FILL[status]) for status in statuses],
        "line": {"color": colour, "width": 1.5},
        "pattern": {
            "shape": [PATTERNS[status] for status in statuses],
            "fgcolor": colour,
            "size": 6,
            "solidity": 0.3,
            "fgopacity": 0.9,
            "fillmode": "overlay",
        },
    }
