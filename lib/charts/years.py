"""What the gemeenten add per year under each route, with status told apart and one-offs on top."""

from collections.abc import Mapping

from lib.charts.template import BELOW_YEARS, FILL, PATTERNS, Chart, Palette, build_chart, every_year, tint
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
    decimals: int,
) -> Chart:
    """Bars side by side per year, route A left and B right.

    structural and one_off are tekorten in euros (costs above zero) per route and year; statuses of the structural part.
    One trace per route and status: a pattern of a whole trace is drawn once, a pattern per bar for every bar.
    """
    traces: list[Mapping[str, object]] = []
    for route, (label, colour) in enumerate(zip(labels, (colours.a, colours.b), strict=True)):
        offset = -WIDTH - GAP / 2 if route == 0 else GAP / 2
        for status in dict.fromkeys(statuses[route]):
            bars = [i for i in range(len(span)) if statuses[route][i] == status]
            words = f"miljoen euro, {status}"
            traces.append(_bars(label, words, span, structural[route], None, bars, offset, _marker(colour, status)))
        bars = [i for i in range(len(span)) if one_off[route][i]]
        if bars:
            status = one_off_status[route]
            marker = _marker(colour, status, bare=True)
            words = f"miljoen euro eenmalig, {status}"
            traces.append(_bars(label, words, span, one_off[route], structural[route], bars, offset, marker))
        whole = [a + b for a, b in zip(structural[route], one_off[route], strict=True)]
        traces.append(
            {
                "type": "scatter",
                "x": [year + offset + WIDTH / 2 for year in span],
                "y": [max(value, 0) / MILLION for value in whole],
                "text": [millions(value, decimals) for value in whole],
                "mode": "text",
                "textposition": "top center",
                "textfont": {"size": 13 if decimals < 2 else 11, "color": colours.text},
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
    return build_chart(
        traces,
        colours,
        240,
        barmode="overlay",
        bargap=0,
        margin={"l": 8, "r": 8, "t": 20, "b": BELOW_YEARS},
        xaxis=every_year(span),
        yaxis={"visible": False, "automargin": False, "rangemode": "tozero"},
    )


def _bars(
    label: str,
    words: str,
    span: list[int],
    euros: list[float],
    base: list[float] | None,
    bars: list[int],
    offset: float,
    marker: dict[str, object],
) -> dict[str, object]:
    return {
        "type": "bar",
        "x": [span[i] for i in bars],
        "y": [euros[i] / MILLION for i in bars],
        "base": None if base is None else [base[i] / MILLION for i in bars],
        "offset": offset,
        "width": WIDTH,
        "marker": marker,
        "hovertext": [f"{label} {span[i]}: {millions(euros[i], 2)} {words}" for i in bars],
        "hoverinfo": "text",
    }


def _marker(colour: str, status: str, bare: bool = False) -> dict[str, object]:
    return {
        "color": tint(colour, 0.0 if bare else FILL[status]),
        "line": {"color": colour, "width": 1.5},
        "pattern": {
            "shape": PATTERNS[status],
            "fgcolor": colour,
            "size": 6,
            "solidity": 0.3,
            "fgopacity": 0.9,
            "fillmode": "overlay",
        },
    }
