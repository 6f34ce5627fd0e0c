"""Where the work goes: from the uitvoerder of the base year, by werkvorm, to who carries it out after."""

import plotly.graph_objects as go

from lib.charts.template import Palette, figure, tint
from lib.text import persons


def flow(links: list[tuple[str, str, float]], colours: Palette, accent: str) -> go.Figure:
    """A Sankey of persons: (from, to, persons) in the order in which the bands are to lie."""
    names = list(dict.fromkeys(name for start, end, _ in links for name in (start, end)))
    result = figure(colours, 360)
    sums = {name: max(_sum(links, name, 0), _sum(links, name, 1)) for name in names}
    result.add_sankey(
        arrangement="snap",
        node={
            "label": [f"{name} · {persons(sums[name])}" for name in names],
            "color": accent,
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label} personen<extra></extra>",
        },
        link={
            "source": [names.index(start) for start, _, _ in links],
            "target": [names.index(end) for _, end, _ in links],
            "value": [value for _, _, value in links],
            "color": tint(accent, 0.25),
            "customdata": [f"{start} → {end}: {persons(value)} personen" for start, end, value in links],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 14, "color": colours.text, "shadow": "none"},
    )
    return result


def _sum(links: list[tuple[str, str, float]], name: str, side: int) -> float:
    return sum(link[2] for link in links if link[side] == name)
