"""Small multiples: one panel per gemeente or group, all on one scale but those that are not compared on level."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap

from lib.charts.beside import NOTHING, Beside, bands
from lib.charts.template import Chart, Palette, build_chart
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
    accent: int | None = None,
    beside: Beside = NOTHING,
) -> Chart:
    """Lines per gemeente [panel][year]; `lines` maps a label to its letter (see STYLES) and its values in `unit`,
    NaN where there is none. The panel at `accent` has its name in bold."""
    titles = ["<br>".join(wrap(name, TITLE)) for name in names]
    extra = LINE * max(title.count("<br>") for title in titles)
    top = beside.top + extra
    rows = -(-len(names) // COLUMNS)
    height = (PANEL + extra if len(names) > 1 else SINGLE) * rows + top + BOTTOM
    places = _places(len(names), rows, (BETWEEN + extra) / height)
    traces: list[Mapping[str, object]] = []
    for panel, name in enumerate(names):
        axes = {"xaxis": f"x{_number(panel)}", "yaxis": f"y{_number(panel)}"}
        traces += bands(span, beside, panel, colours, axes)
        for label, (letter, values) in lines.items():
            line = _line(span, (label, letter, values[panel]), (name, unit, decimals), colours)
            traces.append({**line, "showlegend": panel == 0, **axes})
    axes_of_all: dict[str, object] = {}
    for panel, place in enumerate(places):
        axes_of_all[f"xaxis{_number(panel)}"] = _years(span, len(names) == 1, panel, place)
        axes_of_all[f"yaxis{_number(panel)}"] = _scale(lines, beside, panel, place)
    headings = [
        _heading(f"<b>{title}</b>" if panel == accent else title, places[panel], colours)
        for panel, title in enumerate(titles)
    ]
    return build_chart(
        traces,
        colours,
        height,
        margin={"l": 8, "r": 8, "t": top, "b": BOTTOM},
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 1, "yanchor": "top", "x": 0, "itemwidth": 30},
        annotations=[*headings, *_words(lines, beside, colours)],
        **axes_of_all,
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


def _heading(title: str, place: Place, colours: Palette) -> dict[str, object]:
    return {
        "text": title,
        "x": sum(place.across) / 2,
        "y": place.up[1],
        "xref": "paper",
        "yref": "paper",
        "xanchor": "center",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": colours.text},
    }


def _words(lines: Lines, beside: Beside, colours: Palette) -> list[dict[str, object]]:
    """What stands upright at a year of a panel: below what is missing, above a remark."""
    return [
        {
            "text": word,
            "x": year,
            "y": _range(lines, beside, panel)[edge],
            "xref": f"x{_number(panel)}",
            "yref": f"y{_number(panel)}",
            "yanchor": ("bottom", "top")[edge],
            "textangle": -90,
            "showarrow": False,
            "font": {"size": 12, "color": colours.text},
        }
        for words, edge in ((beside.missing, 0), (beside.remarks, 1))
        for (panel, year), word in words.items()
    ]


def _line(
    span: list[int], line: tuple[str, str, list[float]], read: tuple[str, str, int], colours: Palette
) -> dict[str, object]:
    (label, letter, values), (name, unit, decimals) = line, read
    dash, symbol = STYLES[letter]
    own = {"zero": colours.zero, "a": colours.a, "b": colours.b, "booked": colours.text}
    return {
        "type": "scatter",
        "x": span,
        "y": values,
        "name": label,
        "mode": "lines+markers",
        "line": {"color": own.get(letter, colours.quiet), "dash": dash, "width": 2.5 if letter == "booked" else 2},
        "marker": {"symbol": symbol, "size": 7},
        "legendgroup": label,
        "hovertext": [
            f"{name or label}, {label}, {year}: {decimal(value, decimals)} ({unit})"
            for year, value in zip(span, values, strict=True)
        ],
        "hoverinfo": "text",
    }


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


def _scale(lines: Lines, beside: Beside, panel: int, place: Place) -> dict[str, object]:
    """Panels on one scale have it at the left; one with a scale of its own has its numbers inside."""
    own = panel in beside.own_scale
    first = next((other for other in range(panel) if other not in beside.own_scale), panel)
    apart = {"showticklabels": True, "ticklabelposition": "inside"} if own else {"showticklabels": place.column == 0}
    return {
        "domain": place.up,
        "anchor": f"x{_number(panel)}",
        "tickformat": ",.0f",
        "nticks": 5,
        "range": _range(lines, beside, panel),
        **apart,
        **({"matches": f"y{_number(first)}"} if panel != first and not own else {}),
    }


def _range(lines: Lines, beside: Beside, panel: int) -> list[float]:
    """Below the smallest and above the largest known value: of the panel alone, or of all that share a scale."""
    own = panel in beside.own_scale
    panels = range(len(next(iter(lines.values()))[1])) if lines else ()
    shared = [other for other in panels if (other == panel if own else other not in beside.own_scale)]
    numbers = [value for _, values in lines.values() for other in shared for value in values[other]]
    numbers += [value for other in shared if beside.bands for pair in beside.bands[other] for value in pair]
    numbers = [value for value in numbers if isfinite(value)]
    start = [0.0] if beside.from_zero or not numbers else []
    low, high = min([*numbers, *start]), max([*numbers, *start])
    room = ROOM * (high - low) or 1.0
    return [low - room if low else 0.0, high + room]
