"""ChartSpec → what the template draws of it: lines within their bands over the years, ranges under each other, and lines between
two axes of numbers. Positions are fractions of the frame from its upper left corner."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor, isfinite, log10

from lib.comparison.chart import Axis, ChartSpec, Series
from lib.comparison.grid import Side
from lib.render.pdf.pieces import Bands, Course, Mark, Plane, Point, Reach, SideName, SpanRow, Spans, Stroke, Tick
from lib.text import amount, millions, percentage, signed

#: No more lines than this divide a scale, at one of these steps times a power of ten.
MOST_TICKS, STEPS = 6, (1, 2, 5, 10)
#: How far apart names at the end of lines stand, as a share of the height.
LABEL_GAP = 0.07
#: What two numbers may differ and lie on one division, in steps.
NEAR = 1e-9
MILLION = 1_000_000


@dataclass(frozen=True)
class Scale:
    """From the lowest to the highest division, in the unit of the numbers."""

    low: float
    high: float
    step: float

    def at(self, value: float) -> float:
        """Where a number lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[float]:
        """Every multiple of the step."""
        first, last = ceil(self.low / self.step - NEAR), floor(self.high / self.step + NEAR)
        return [i * self.step for i in range(first, last + 1)]


def scale_over(low: float, high: float) -> Scale:
    """A scale in round steps that holds these two numbers."""
    rough = ((high - low) or 1.0) / MOST_TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(step * power for step in STEPS if step * power >= rough)
    return Scale(floor(low / step) * step, max(ceil(high / step), floor(low / step) + 1) * step, step)


def bands(spec: ChartSpec) -> Bands:
    """A chart of form "bands"."""
    scale = scale_over(*spec.extremes)
    places = 0 if scale.step >= MILLION else spec.notation.decimals
    amounts = tuple(Tick(1 - scale.at(value), millions(value, places)) for value in scale.ticks)
    years = tuple(Tick(x, name) for x, name in zip(_across(spec), spec.categories, strict=True))
    ends = _apart({line.name: 1 - scale.at(line.last) for line in spec.series if line.is_course})
    courses = [_course(spec, line, scale, ends.get(line.name, 0.0)) for line in spec.series if line.role != "realised"]
    courses += [own for line in spec.series if line.role == "realised" for own in _handed_in(spec, line, scale)]
    return Bands(spec.description, tuple(courses), years, amounts)


def _handed_in(spec: ChartSpec, line: Series, scale: Scale) -> Iterator[Course]:
    """What was handed in of later years: a line per run of years that follow each other, a triangle per year."""
    places = list(zip(_across(spec), line.values, strict=True))
    for there, run in groupby(places, key=lambda place: isfinite(place[1])):
        if there:
            points = tuple((x, 1 - scale.at(value)) for x, value in run)
            yield Course("", "", 0.0, points, marks=tuple(Mark(*point, "", "triangle") for point in points))


def _across(spec: ChartSpec) -> list[float]:
    """Where each category lies from left to right."""
    last = max(len(spec.categories) - 1, 1)
    return [i / last for i in range(len(spec.categories))]


def _course(spec: ChartSpec, line: Series, scale: Scale, end: float) -> Course:
    points = [(x, 1 - scale.at(value)) for x, value in zip(_across(spec), line.values, strict=True) if isfinite(value)]
    side: Side = line.role if line.role in ("a", "b") else "zero"
    if line.points:
        texts = [spec.notation.words(value) for value in line.values if isfinite(value)]
        marks = tuple(Mark(*point, text) for point, text in zip(points, texts, strict=True))
        return Course(side, "", end, marks=marks)
    return Course(side, line.name_at_end(spec.notation), end, tuple(points), _area(spec, line, scale))


def _area(spec: ChartSpec, line: Series, scale: Scale) -> tuple[Point, ...]:
    """The corners of a band: along its upper edge, and back along the lower one."""
    edges = [
        (x, 1 - scale.at(low), 1 - scale.at(high))
        for x, (low, high) in zip(_across(spec), line.band, strict=False)
        if isfinite(low) and isfinite(high)
    ]
    return (*((x, top) for x, _, top in edges), *((x, bottom) for x, bottom, _ in reversed(edges)))


def _apart(places: dict[str, float]) -> dict[str, float]:
    """Names at the end of lines, moved down where they would stand on each other."""
    result: dict[str, float] = {}
    lowest = -LABEL_GAP
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        lowest = result[name] = max(place, lowest + LABEL_GAP)
    return result


def plane(spec: ChartSpec) -> Plane:
    """A chart of form "plane"."""
    across, up = spec.axes
    columns, rows = (_within(axis) for axis in spec.axes)

    def at(x: float, y: float) -> Point:
        return columns.at(x), 1 - rows.at(y)

    lines = [series for series in spec.series if not series.points]
    strokes = (
        Stroke(tuple(at(x, y) for x, y in zip(line.places, line.values, strict=True)), line.role != "middle")
        for line in lines
    )
    now = next(series for series in spec.series if series.points)
    corners = at(across.band[0], up.band[1]), at(across.band[1], up.band[0])
    return Plane(
        spec.description,
        across.name,
        up.name,
        tuple(Tick(columns.at(value), _division(across, value, columns)) for value in columns.ticks),
        tuple(Tick(1 - rows.at(value), _division(up, value, rows)) for value in rows.ticks),
        corners,
        tuple(strokes),
        Mark(*at(now.places[0], now.values[0]), now.words[0]),
    )


def _within(axis: Axis) -> Scale:
    """A scale that begins and ends where the axis does."""
    low, high = axis.reach
    return Scale(low, high, scale_over(low, high).step)


def _division(axis: Axis, value: float, scale: Scale) -> str:
    """A number of an axis; of percentages as many decimals as its steps need."""
    if not axis.percent:
        return amount(value)
    return percentage(value, 0 if scale.step >= 0.01 else 1)


def spans(spec: ChartSpec) -> Spans:
    """A chart of form "spans"."""
    scale = scale_over(*spec.extremes)
    rows = tuple(
        SpanRow(name, tuple(_reach(line, i, scale) for line in spec.series if isfinite(line.values[i])))
        for i, name in enumerate(spec.categories)
    )
    ticks = tuple(Tick(scale.at(value), signed(value)) for value in scale.ticks)
    names = tuple(SideName(line.role, line.name) for line in spec.series if line.role in ("a", "b"))
    return Spans(spec.description, rows, ticks, scale.at(0.0), names)


def _reach(line: Series, i: int, scale: Scale) -> Reach:
    """The range of a route in a category, the wider one around it, and a stroke at the rekenvoorbeeld."""
    low, high = line.band[i]
    wide = line.outer[i] if line.outer else (low, high)
    ends = [scale.at(value) if isfinite(value) else scale.at(line.values[i]) for value in (low, high, *wide)]
    start, stop, outer_start, outer_stop = ends
    side: Side = "a" if line.role == "a" else "b"
    return Reach(side, start, stop, outer_start, outer_stop, scale.at(line.values[i]))
