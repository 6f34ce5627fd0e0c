"""Small multiples: one panel per gemeente, all on one scale."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.charts.template import Palette, figure

COLUMNS = 3


def multiples(
    names: list[str],
    span: list[int],
    lines: dict[str, list[list[float]]],
    unit: str,
    colours: Palette,
) -> go.Figure:
    """Lines per gemeente [panel][year]; `lines` maps route labels (zero, A, B in that order) to values in `unit`."""
    rows = -(-len(names) // COLUMNS)
    styles = list(
        zip(
            (colours.zero, colours.a, colours.b), ("dot", "solid", "dash"), ("circle", "square", "diamond"), strict=True
        )
    )
    result = make_subplots(
        rows=rows,
        cols=COLUMNS,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=names,
        horizontal_spacing=0.03,
        vertical_spacing=0.16 / max(rows - 1, 1),
    )
    house = figure(colours, 210 * rows).layout
    result.update_layout(
        height=house.height,
        margin={"l": 8, "r": 8, "t": 30, "b": 30},
        separators=house.separators,
        font=house.font,
        paper_bgcolor=house.paper_bgcolor,
        plot_bgcolor=house.plot_bgcolor,
        hoverlabel=house.hoverlabel,
        dragmode=False,
        legend={"orientation": "h", "y": -0.08, "x": 0, "font": {"size": 14, "color": colours.text}},
    )
    for panel, name in enumerate(names):
        for (label, values), (colour, dash, symbol) in zip(lines.items(), styles, strict=True):
            result.add_scatter(
                x=span,
                y=values[panel],
                name=label,
                mode="lines+markers",
                line={"color": colour, "dash": dash, "width": 2},
                marker={"symbol": symbol, "size": 6},
                showlegend=panel == 0,
                hovertemplate=f"{label}, {name} %{{x}}: %{{y:,.1f}} {unit}<extra></extra>",
                row=panel // COLUMNS + 1,
                col=panel % COLUMNS + 1,
            )
    result.update_xaxes(
        showgrid=False,
        linecolor=colours.quiet,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        dtick=2,
        tickformat="d",
    )
    result.update_yaxes(
        gridcolor=colours.line,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        tickformat=",.0f",
        rangemode="tozero",
    )
    return result
