"""A chart of ranges as HTML, for a narrow screen: per route its words with a bar below them, all on one scale with zero; the
bars repeat what the words say."""

from math import isfinite

from lib.comparison.chart import ChartSpec, Series
from lib.comparison.grid import Cell, Grid
from lib.comparison.release import Release
from lib.render.grids import number_html
from lib.render.html import EMPTY, Html, element

#: What stands before the wider range, and at the ends of the scale.
ELSEWHERE = "licht: "
LEFT, MIDDLE, RIGHT = "← nadelig", "0", "voordelig →"
#: Room beside the outermost ends, as a share of the scale.
ROOM = 0.03
Scale = tuple[float, float]


def range_bars(spec: ChartSpec, words: Grid, release: Release) -> Html:
    """Every category of a chart of ranges, under its name where there are more. `words` has a row for each, in their order, with
    per route a range in words and, where there is one, the wider range in the next column."""
    scale, table = _scale(spec), words.compact
    names = [column.id for column in table.columns]
    parts = []
    for place, row in enumerate(table.rows):
        if len(spec.categories) > 1:
            parts.append(element("h3", row.label, style="rw-mark" if row.in_view else ""))
        for series in spec.series:
            at = names.index(series.role)
            wide = row.cells[at + 1] if series.outer else row.cells[at]
            parts.append(_row(series, place, row.cells[at], wide, scale, release))
    return element("div", *parts, _ends(scale), style="rw-spans")


def _scale(spec: ChartSpec) -> Scale:
    """From the lowest to the highest end, zero among them, with room beside it."""
    low, high = spec.extremes
    room = ROOM * ((high - low) or 1.0)
    return low - room, high + room


def _row(series: Series, place: int, near: Cell, wide: Cell, scale: Scale, release: Release) -> Html:
    """A route with its range in words, its bar, and in small the wider range where that says more."""
    name = element("span", series.name, style=f"rw-{series.role}")
    more = EMPTY
    if wide.text != near.text:
        more = element("div", ELSEWHERE, number_html(wide, release), style="rw-small")
    words = Html("{}: {}").format(name, number_html(near, release))
    return element("div", element("div", words), _bar(series, place, scale), more, style="rw-spanrow")


def _bar(series: Series, place: int, scale: Scale) -> Html:
    marks = [_stretch("outer", series.outer[place], scale)] if series.outer else []
    marks += [_stretch("inner", series.band[place], scale), _stroke("now", series.values[place], scale)]
    inside = EMPTY.join((*marks, _stroke("zero", 0.0, scale)))
    return Html('<span class="rw-spanbar rw-on-{}" aria-hidden="true">{}</span>').format(series.role, inside)


def _stretch(name: str, pair: tuple[float, float], scale: Scale) -> Html:
    if not all(map(isfinite, pair)):
        return EMPTY
    left, right = (_place(end, scale) for end in pair)
    return Html('<span class="rw-{}" style="left:{:.2f}%;width:{:.2f}%"></span>').format(name, left, right - left)


def _stroke(name: str, value: float, scale: Scale) -> Html:
    if not isfinite(value):
        return EMPTY
    return Html('<span class="rw-{}" style="left:{:.2f}%"></span>').format(name, _place(value, scale))


def _place(value: float, scale: Scale) -> float:
    """Where a value lies, in per cent of the scale."""
    return 100 * (value - scale[0]) / (scale[1] - scale[0])


def _ends(scale: Scale) -> Html:
    """What the sides of zero mean."""
    words = Html('<span>{}</span><span class="rw-nought" style="left:{:.2f}%">{}</span><span>{}</span>')
    inner = words.format(LEFT, _place(0.0, scale), MIDDLE, RIGHT)
    return Html('<div class="rw-spanends">{}</div>').format(inner)
