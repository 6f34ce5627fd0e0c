"""Small multiples: one panel per gemeente or group, all on one scale but those that are not compared on level."""

from collections.abc import Mapping
from math import isfinite
from textwrap import wrap

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lib.charts.beside import NOTHING, Beside, draw_band
from lib.charts.template import Palette, figure
from lib.text import decimal

COLUMNS = 3
PANEL, SINGLE = 190, 260
#: Space between panels for the years and a name, in pixels, and what every next line of a name takes.
BETWEEN, LINE = 68, 18
#: Letters of a name on one line.
TITLE = 24
#: Space below the panels for the years, in pixels.
BOTTOM = 28
#: Room above the highest point, as a share of the scale.
ROOM = 0.08
#: So many years or fewer have a label each, when there is one panel.
LABELLED_YEARS = 6
#: Letter of a line → line style and marker, so that colour is never the only carrier.
STYLES = {
    "zero": ("dot", "circle"),
    "a": ("solid", "square"),
    "b": ("dash", "diamond"),
    "booked": ("solid", "circle"),
    "budget": ("dot", "circle-open"),
    "other_0": ("dash", "square"),
    "other_1": ("dot", "diamond"),
    "other_2": ("dashdot", "triangle-up"),
    "other_3": ("longdash", "cross"),
}
#: Letters for lines without a role of their own, in turn.
OTHERS = ("other_0", "other_1", "other_2", "other_3")
Lines = Mapping[str, tuple[str, list[list[float]]]]


def multiples(
    names: list[str],
    span: list[int],
    lines: Lines,
    unit: str,
    decimals: int,
    colours: Palette,
    chosen: int | None = None,
    beside: Beside = NOTHING,
) -> go.Figure:
    """Lines per gemeente [panel][year]; `lines` maps a label to its letter (see STYLES) and its values in `unit`,
    NaN where there is none. The panel of the `chosen` gemeente has its name in bold."""
    columns = min(COLUMNS, len(names))
    rows = -(-len(names) // columns)
    titles = ["<br>".join(wrap(name, TITLE)) for name in names]
    extra = LINE * max(title.count("<br>") for title in titles)
    top = beside.top + extra
    height = (PANEL + extra if len(names) > 1 else SINGLE) * rows + top + BOTTOM
    result = make_subplots(
        rows=rows,
        cols=columns,
        shared_xaxes="all",
        shared_yaxes="all",
        subplot_titles=[f"<b>{title}</b>" if panel == chosen else title for panel, title in enumerate(titles)],
        horizontal_spacing=0.03,
        vertical_spacing=(BETWEEN + extra) / height,
    )
    # Merging a whole layout, template and all, takes longer than drawing the chart.
    house = figure(colours, height).layout.to_plotly_json()
    result.update_layout({name: value for name, value in house.items() if name not in ("template", "xaxis", "yaxis")})
    result.update_layout(
        margin={"l": 8, "r": 8, "t": top, "b": BOTTOM},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "itemwidth": 30},
    )
    result.update_annotations(font={"size": 14, "color": colours.text})
    for panel, name in enumerate(names):
        place = {"row": panel // columns + 1, "col": panel % columns + 1}
        if beside.bands:
            draw_band(result, span, beside, panel, colours, place)
        for label, (letter, values) in lines.items():
            _line(result, span, (label, letter, values[panel]), (name, unit, decimals), colours, panel == 0, place)
    _axes(result, span, colours, len(names) == 1)
    for panel in range(len(names)):
        _scale(result, lines, beside, panel, {"row": panel // columns + 1, "col": panel % columns + 1})
    for words, edge in ((beside.missing, 0), (beside.remarks, 1)):
        for (panel, year), word in words.items():
            result.add_annotation(
                x=year,
                y=_range(lines, beside, panel)[edge],
                yanchor=("bottom", "top")[edge],
                text=word,
                textangle=-90,
                showarrow=False,
                font={"size": 12, "color": colours.text},
                row=panel // columns + 1,
                col=panel % columns + 1,
            )
    return result


def _line(
    chart: go.Figure,
    span: list[int],
    line: tuple[str, str, list[float]],
    read: tuple[str, str, int],
    colours: Palette,
    in_legend: bool,
    place: Mapping[str, int],
) -> None:
    (label, letter, values), (name, unit, decimals) = line, read
    dash, symbol = STYLES[letter]
    own = {"zero": colours.zero, "a": colours.a, "b": colours.b, "booked": colours.text}
    chart.add_scatter(
        x=span,
        y=values,
        name=label,
        mode="lines+markers",
        line={"color": own.get(letter, colours.quiet), "dash": dash, "width": 2.5 if letter == "booked" else 2},
        marker={"symbol": symbol, "size": 7},
        showlegend=in_legend,
        legendgroup=label,
        hovertext=[
            f"{name or label}, {label}, {year}: {decimal(value, decimals)} ({unit})"
            for year, value in zip(span, values, strict=True)
        ],
        hoverinfo="text",
        **place,
    )


def _axes(chart: go.Figure, span: list[int], colours: Palette, single: bool) -> None:
    # Room beside the first and last year, so that their labels do not meet those of the next panel.
    side = 0.3 + 0.1 * (span[-1] - span[0])
    ends = [span[0], span[-1]] if len(span) > 1 else span
    every = span if len(span) <= LABELLED_YEARS else span[::2]
    chart.update_xaxes(
        showgrid=False,
        showticklabels=True,
        linecolor=colours.quiet,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        tickmode="array",
        tickvals=every if single else ends,
        ticktext=[
            str(year) if single or len(span) <= LABELLED_YEARS else f"’{year % 100:02}"
            for year in (every if single else ends)
        ],
        range=[span[0] - side, span[-1] + side],
    )
    chart.update_yaxes(
        gridcolor=colours.line,
        zerolinecolor=colours.quiet,
        tickfont={"color": colours.quiet},
        fixedrange=True,
        tickformat=",.0f",
        automargin=True,
        nticks=5,
    )


def _scale(chart: go.Figure, lines: Lines, beside: Beside, panel: int, place: Mapping[str, int]) -> None:
    apart = (
        {"matches": None, "showticklabels": True, "ticklabelposition": "inside"} if panel in beside.own_scale else {}
    )
    chart.update_yaxes(range=_range(lines, beside, panel), **apart, **place)


def _range(lines: Lines, beside: Beside, panel: int) -> list[float]:
    """Below the smallest and above the largest known value: of the panel alone, or of all that share a scale."""
    own = panel in beside.own_scale
    panels = range(len(next(iter(lines.values()))[1])) if lines else ()
    shared = [each for each in panels if (each == panel if own else each not in beside.own_scale)]
    known = [value for _, values in lines.values() for each in shared for value in values[each]]
    known += [value for each in shared if beside.bands for pair in beside.bands[each] for value in pair]
    known = [value for value in known if isfinite(value)]
    start = [0.0] if beside.from_zero or not known else []
    low, high = min([*known, *start]), max([*known, *start])
    room = ROOM * (high - low) or 1.0
    return [low - room if low else 0.0, high + room]
