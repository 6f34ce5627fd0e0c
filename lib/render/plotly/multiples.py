"""Small multiples: one panel per gemeente or group, all on one scale but those that are not compared on level."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count, groupby
from math import isfinite
from textwrap import wrap

from lib.comparison.chart import ChartSpec, Panel, Series
from lib.render.plotly.template import Chart, Palette, build_chart, tint
from lib.text import decimal

COLUMNS = 3
#: Space between columns, as a share of the width.
SIDE = 0.03
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
#: Room above the panels without a legend, and what a line of the legend takes, in pixels.
ABOVE, LEGEND = 32, 24
#: Role of a line → line style and marker, so that colour is never the only carrier; lines of others differ in turn.
STYLES = {
    "zero": ("dot", "circle"),
    "a": ("solid", "square"),
    "b": ("dash", "diamond"),
    "booked": ("solid", "circle"),
    "realised": ("solid", "triangle-up"),
    "budget": ("dot", "circle-open"),
}
#: What happened, beside what was planned or projected.
REAL = ("booked", "realised")
OTHERS = (("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"), ("longdash", "cross"))


def multiples(spec: ChartSpec, colours: Palette) -> Chart:
    """The lines of every panel, with their band and their words. The panel in view has its name in bold."""
    panels = spec.panels
    titles = ["<br>".join(wrap(panel.name, TITLE)) for panel in panels]
    extra = LINE * max(title.count("<br>") for title in titles)
    top = ABOVE + int(LEGEND * spec.legend) + extra
    rows = -(-len(panels) // COLUMNS)
    height = (PANEL + extra if len(panels) > 1 else SINGLE) * rows + top + BOTTOM
    places = _places(len(panels), rows, (BETWEEN + extra) / height)
    traces: list[Mapping[str, object]] = []
    axes: dict[str, object] = {}
    for i, (panel, place) in enumerate(zip(panels, places, strict=True)):
        own = {"xaxis": f"x{_number(i)}", "yaxis": f"y{_number(i)}"}
        traces += [
            {**trace, "showlegend": trace["showlegend"] and i == 0, **own} for trace in _traces(spec, panel, colours)
        ]
        axes[f"xaxis{_number(i)}"] = _years(spec.years, len(panels) == 1, i, place)
        axes[f"yaxis{_number(i)}"] = _scale(spec, i, place)
    headings = [_heading(*own, colours) for own in zip(panels, titles, places, strict=True)]
    return build_chart(
        traces,
        colours,
        height,
        margin={"l": 8, "r": 8, "t": top, "b": BOTTOM},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "itemwidth": 30},
        annotations=[*headings, *_words(spec, colours)],
        **axes,
    )


@dataclass(frozen=True)
class Place:
    """Where a panel stands, as shares of the chart: from left to right, and from below to above."""

    column: int
    across: tuple[float, float]
    up: tuple[float, float]


def _places(panels: int, rows: int, between: float) -> list[Place]:
    """Row by row from the top; `between` is the share of the height between two rows."""
    columns = min(COLUMNS, panels)
    wide, high = (1 - SIDE * (columns - 1)) / columns, (1 - between * (rows - 1)) / rows
    places = []
    for panel in range(panels):
        row, column = divmod(panel, columns)
        left, above = column * (wide + SIDE), 1 - row * (high + between)
        places.append(Place(column, (left, left + wide), (max(0.0, above - high), above)))
    return places


def _number(panel: int) -> str:
    """How Plotly numbers the axes of a panel: the first has none."""
    return "" if panel == 0 else str(panel + 1)


def _annotation(text: str, size: int, colours: Palette, **place: object) -> dict[str, object]:
    return {"text": text, "showarrow": False, "font": {"size": size, "color": colours.text}, **place}


def _heading(panel: Panel, title: str, place: Place, colours: Palette) -> dict[str, object]:
    """The name of a panel above it, in bold when it is the one in view."""
    return _annotation(
        f"<b>{title}</b>" if panel.in_view else title,
        14,
        colours,
        x=sum(place.across) / 2,
        y=place.up[1],
        xref="paper",
        yref="paper",
        xanchor="center",
        yanchor="bottom",
    )


def _words(spec: ChartSpec, colours: Palette) -> list[dict[str, object]]:
    """What stands upright at a year of a panel: below what is missing, above a remark."""
    return [
        _annotation(
            word,
            12,
            colours,
            x=year,
            y=_range(spec, i)[edge],
            xref=f"x{_number(i)}",
            yref=f"y{_number(i)}",
            yanchor=("bottom", "top")[edge],
            textangle=-90,
        )
        for edge in (0, 1)
        for i, panel in enumerate(spec.panels)
        for year, word in (panel.missing, panel.remarks)[edge].items()
    ]


def _traces(spec: ChartSpec, panel: Panel, colours: Palette) -> list[dict[str, object]]:
    """The band below the lines; each name once in the legend."""
    others = count()
    styles = [STYLES.get(series.role) or OTHERS[next(others) % len(OTHERS)] for series in panel.series]
    lines = [_line(spec, panel.name, *pair, colours) for pair in zip(panel.series, styles, strict=True)]
    return [*_areas(spec, panel, colours), *lines]


def _line(spec: ChartSpec, name: str, series: Series, style: tuple[str, str], colours: Palette) -> dict[str, object]:
    values = [value / spec.notation.unit for value in series.values]
    own = {"zero": colours.zero, "a": colours.a, "b": colours.b, **dict.fromkeys(REAL, colours.text)}
    return {
        "type": "scatter",
        "x": spec.years,
        "y": values,
        "name": series.name,
        "mode": "lines+markers",
        "line": {
            "color": own.get(series.role, colours.quiet),
            "dash": style[0],
            "width": 2.5 if series.role in REAL else 2,
        },
        "marker": {"symbol": style[1], "size": 9 if series.role == "realised" else 7},
        "legendgroup": series.name,
        "showlegend": True,
        "hovertext": [
            f"{name or series.name}, {series.name}, {year}: {decimal(value, spec.notation.decimals)} ({spec.unit})"
            for year, value in zip(spec.years, values, strict=True)
        ],
        "hoverinfo": "text",
    }


def _areas(spec: ChartSpec, panel: Panel, colours: Palette) -> list[dict[str, object]]:
    """A shaded area per run of years that has a range, with a border, so that the shade is not the only carrier."""
    areas: list[dict[str, object]] = []
    for complete, group in groupby(range(len(panel.band)), key=lambda t: all(map(isfinite, panel.band[t]))):
        if not complete:
            continue
        run = list(group)
        years = [spec.years[t] for t in run]
        low, high = ([panel.band[t][side] / spec.notation.unit for t in run] for side in (0, 1))
        areas.append(
            {
                "type": "scatter",
                "x": [*years, *reversed(years)],
                "y": [*low, *reversed(high)],
                "fill": "toself",
                "fillcolor": tint(colours.quiet, 0.16),
                "line": {"color": tint(colours.quiet, 0.6), "width": 1},
                "mode": "lines",
                "name": spec.band_label,
                "showlegend": not areas,
                "legendgroup": spec.band_label,
                "hoverinfo": "skip",
            }
        )
    return areas


def _years(span: list[int], single: bool, panel: int, place: Place) -> dict[str, object]:
    # Room beside the first and last year, so that their labels do not meet those of the next panel.
    side = 0.3 + 0.1 * (span[-1] - span[0])
    ends = [span[0], span[-1]] if len(span) > 1 else span
    every = span if len(span) <= LABELLED_YEARS else span[::2]
    ticks = every if single else ends
    return {
        "domain": place.across,
        "anchor": f"y{_number(panel)}",
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [str(year) if single or len(span) <= LABELLED_YEARS else f"’{year % 100:02}" for year in ticks],
        "range": [span[0] - side, span[-1] + side],
        **({"matches": "x"} if panel else {}),
    }


def _scale(spec: ChartSpec, i: int, place: Place) -> dict[str, object]:
    """Panels on one scale have it at the left; one with a scale of its own has its numbers inside."""
    own = spec.panels[i].own_scale
    first = next((other for other in range(i) if not spec.panels[other].own_scale), i)
    apart = {"showticklabels": True, "ticklabelposition": "inside"} if own else {"showticklabels": place.column == 0}
    return {
        "domain": place.up,
        "anchor": f"x{_number(i)}",
        "tickformat": ",.0f",
        "nticks": 5,
        "range": _range(spec, i),
        **apart,
        **({"matches": f"y{_number(first)}"} if i != first and not own else {}),
    }


def _range(spec: ChartSpec, i: int) -> list[float]:
    """Below the smallest and above the largest known value: of the panel alone, or of all that share a scale."""
    own = spec.panels[i].own_scale
    shared = [spec.panels[i]] if own else [panel for panel in spec.panels if not panel.own_scale]
    values = [value for panel in shared for series in panel.series for value in series.values]
    values += [value for panel in shared for pair in panel.band for value in pair]
    numbers = [value / spec.notation.unit for value in values if isfinite(value)]
    start = [0.0] if spec.from_zero or not numbers else []
    low, high = min([*numbers, *start]), max([*numbers, *start])
    room = ROOM * (high - low) or 1.0
    return [low - room if low else 0.0, high + room]
