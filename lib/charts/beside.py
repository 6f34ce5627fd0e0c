"""What stands beside the lines of small multiples: bands, words and scales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from lib.charts.template import Palette, tint

#: Space above the panels for the legend, in pixels.
TOP = 80


@dataclass(frozen=True)
class Beside:
    """What stands beside the lines: bands [panel][year] of (low, high) under `band_label`, words per
    panel and year (`missing` below, `remarks` above), panels with a scale of their own, and whether the scale starts at nothing. `top` is the room for the legend."""

    band_label: str = ""
    bands: Sequence[Sequence[tuple[float, float]]] = ()
    missing: Mapping[tuple[int, int], str] = field(default_factory=dict)
    remarks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    own_scale: frozenset[int] = frozenset()
    from_zero: bool = True
    top: int = TOP


NOTHING = Beside()


def bands(
    span: list[int], beside: Beside, panel: int, colours: Palette, axes: Mapping[str, str]
) -> list[dict[str, object]]:
    """A shaded area per run of years that has a range, with a border, so that the shade is not the only carrier."""
    traces: list[dict[str, object]] = []
    for part, run in enumerate(_runs(beside.bands[panel]) if beside.bands else []):
        years = [span[t] for t in run]
        low, high = ([beside.bands[panel][t][side] for t in run] for side in (0, 1))
        traces.append(
            {
                "type": "scatter",
                "x": [*years, *reversed(years)],
                "y": [*low, *reversed(high)],
                "fill": "toself",
                "fillcolor": tint(colours.quiet, 0.16),
                "line": {"color": tint(colours.quiet, 0.6), "width": 1},
                "mode": "lines",
                "name": beside.band_label,
                "showlegend": panel == 0 and part == 0,
                "legendgroup": beside.band_label,
                "hoverinfo": "skip",
                **axes,
            }
        )
    return traces


def _runs(band: Sequence[tuple[float, float]]) -> list[list[int]]:
    """The positions that have a range, in unbroken stretches."""
    runs: list[list[int]] = []
    for t, (low, high) in enumerate(band):
        if isfinite(low) and isfinite(high):
            if runs and runs[-1][-1] == t - 1:
                runs[-1].append(t)
            else:
                runs.append([t])
    return runs
