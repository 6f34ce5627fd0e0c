"""Small multiples: one panel per gemeente, all on one scale."""

from math import isfinite

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.charts.template import Palette, figure
from lib.text import decimal

COLUMNS = 3
PANEL = 190
#: Space above the panels for the legend and below for the years, in pixels.
TOP, BOTTOM = 80, 28
#: Room above the highest point, as a share of the scale.
ROOM = 0.08
#: Letter of a route → line style and marker, so that colour is never the only carrier.
STYLES = {"zero": ("dot", "circle"), "a": ("solid", "square"), "b": ("dash", "diamond")}


def multiples(
    names: list[str],
    span: list[int],
    lines: dict[str, tuple[str, list[list[float]]]],
    unit: str,
    decimals: int,
    colours: Palette,
    chosen: int | None = None,
) -> go.Figure:
    """Lines per gemeente [panel][year]; `lines` maps the label of a route to its letter (zero, a, b) and its values
    in `unit`. The panel of the `chosen` gemeente has its name in bold."""
    rows = -(-len(names) // COLUMNS)
    height = PANEL * rows + TOP + BOTTOM
    result = make_subplots(
        rows=rows,
        cols=COLUMNS,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=[f"<b>{name}</b>" if panel == chosen else name for panel, name in enumerate(names)],
        horizontal_spacing=0.03,
        vertical_spacing=0.36 * PANEL / height / max(rows - 1, 1),
    )
    result.update_layout(figure(colours, height).layout)
    result.update_layout(
        margin={"l": 8, "r": 8, "t": TOP, "b": BOTTOM},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "itemwidth": 30},
    )
    result.update_annotations(font={"size": 14, "color": colours.text})
    for panel, name in enumerate(names):
        for label, (letter, values) in lines.items():
            dash, symbol = STYLES[letter]
            colour = {"zero": colours.zero, "a": colours.a, "b": colours.b}[letter]
            result.add_scatter(
                x=span,
                y=values[panel],
                name=label,
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2},
                marker={"symbol": symbol, "size": 7},
                showlegend=panel == 0,
                legendgroup=label,
                hovertext=[
                    f"{name}, {label}, {year}: {decimal(value, decimals)} ({unit})"
                    for year, value in zip(span, values[panel], strict=True)
                ],
                hoverinfo="text",
                row=panel // COLUMNS + 1,
                col=panel % COLUMNS + 1,
            )
    # Room beside the first and last year, so that their labels do not meet those of the next panel.
    side = 0.3 + 0.1 * (span[-1] - span[0])
    result.update_xaxes(
        showgrid=False,
        showticklabels=True,
        linecolor=colours.quiet,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        tickmode="array",
        tickvals=[span[0], span[-1]] if len(span) > 1 else span,
        tickformat="d",
        range=[span[0] - side, span[-1] + side],
    )
    result.update_yaxes(
        gridcolor=colours.line,
        zerolinecolor=colours.quiet,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        tickformat=",.0f",
        range=_one_scale(lines),
        automargin=True,
        nticks=5,
    )
    return result


def _one_scale(lines: dict[str, tuple[str, list[list[float]]]]) -> list[float]:
    """From nothing (or below) to above the largest known value of all panels."""
    known = [value for _, panels in lines.values() for values in panels for value in values if isfinite(value)]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    room = ROOM * (high - low) or 1.0
    return [low - room if low else 0.0, high + room]
