"""Where the work goes: from the uitvoerder of the base year, by werkvorm, to who carries it out after."""

from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap

from lib.comparison.chart import Band, ChartSpec
from lib.render.plotly.template import Chart, Palette, Size, build_chart, tint
from lib.text import persons

#: Room for the label of a small node, and around the chart, as shares of the size of the letters.
PAD, MARGIN = 2.6, 1.2
#: Labels are so much larger than the other letters of a page.
LARGER = 13 / 12
#: Where the three columns stand, as shares of the width; names of the second stand between it and the third.
COLUMNS = (0.001, 0.27, 0.999)
#: Letters on a line of the names in each column; those of the last are the longest, and end at the edge.
LETTERS = (15, 15, 20)
Node = tuple[int, str]


def flow(spec: ChartSpec, colours: Palette, size: Size) -> Chart:
    """A Sankey of persons in three columns. What goes to another uitvoerder has the colour of the route. All people together
    take the height of the size, in every chart: charts of the same people have the same scale."""
    bands, accent = spec.bands, colours.a if spec.side == "a" else colours.b
    counts = _counts(bands)
    nodes = list(counts)
    most = max(sum(column == place for column, _ in nodes) for place in range(3))
    pad, margin = PAD * size.letter, int(MARGIN * size.letter)
    room = size.height + pad * (most - 1)
    changed = {(2, band.end) for band in bands if band.changes}
    sankey = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "x": [COLUMNS[column] for column, _ in nodes],
            "y": [_middle(counts, node, room, size.height) for node in nodes],
            "label": [label(name, counts[column, name], column) for column, name in nodes],
            "color": [accent if node in changed else colours.zero for node in nodes],
            "pad": pad,
            "thickness": 10,
            "line": {"width": 0},
            "customdata": [f"{escape(name)}: {persons(count)} personen" for (_, name), count in counts.items()],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "link": {
            "source": [nodes.index((band.column, band.start)) for band in bands],
            "target": [nodes.index((band.column + 1, band.end)) for band in bands],
            "value": [band.persons for band in bands],
            "color": [tint(accent, 0.32) if band.changes else tint(colours.zero, 0.22) for band in bands],
            "customdata": [f"{escape(b.start)} → {escape(b.end)}: {persons(b.persons)} personen" for b in bands],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"size": round(LARGER * size.letter), "color": colours.text, "shadow": "none"},
    }
    return build_chart([sankey], colours, int(room) + 2 * margin, margin={"l": 2, "r": 2, "t": margin, "b": margin})


def _middle(counts: Mapping[Node, float], node: Node, room: float, high: float) -> float:
    """The height of a node's middle as a share of `room` pixels: the nodes of a column spread evenly over it; all people are
    `high` pixels."""
    column = {other: count for other, count in counts.items() if other[0] == node[0]}
    total = sum(column.values())
    gap = (room - high) / (len(column) - 1) if len(column) > 1 else 0.0
    above = list(column)[: list(column).index(node)]
    start = (room - high) / 2 if len(column) == 1 else 0.0
    pixels = [high * column[other] / total for other in (*above, node)]
    return (start + sum(pixels) - pixels[-1] / 2 + gap * len(above)) / room


def label(name: str, count: float, column: int) -> str:
    """A name over short lines, the number with the last: labels of three columns stay apart on a phone."""
    most = LETTERS[column]
    lines = wrap(name, most, break_long_words=False, break_on_hyphens=False)
    number = f"<b>{persons(count)}</b>"
    joined = [escape(line) for line in lines]
    if column and len(lines[-1]) + len(persons(count)) + 1 <= most:
        return "<br>".join([*joined[:-1], f"{joined[-1]} {number}"])
    return "<br>".join([*joined, number])


def _counts(bands: Sequence[Band]) -> dict[Node, float]:
    """Persons at each node: what leaves it, or in the last column what arrives."""
    ends = (end for band in bands for end in ((band.column, band.start), (band.column + 1, band.end)))
    counts = dict.fromkeys(ends, 0.0)
    for band in bands:
        counts[band.column, band.start] += band.persons
        if band.column == 1:
            counts[2, band.end] += band.persons
    return counts
