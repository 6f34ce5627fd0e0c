"""A chart as data: declared once in its subject; Plotly draws it on a screen, python-pptx on a slide.

A series says by its role whose numbers it holds, and every surface gives a role its own colour, pattern and mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Literal

from lib.comparison.grid import Cell, Column, Grid, Row, Side, Words
from lib.comparison.numbers import ExplainedNumber
from lib.text import amount, difference, millions

#: A route or the nulalternatief; what was booked and budgeted; what was handed in of later years; the ends and the middle of a
#: range, and what is chosen now; one more group; or nobody's.
Role = Literal["", "zero", "a", "b", "booked", "budget", "realised", "low", "middle", "high", "now", "other"]
#: Ranges per year, lines in panels, people from left to right, lines within their bands, ranges under each other, marks in
#: rows and columns, lines and points between two axes of numbers.
Form = Literal["ranges", "lines", "flow", "bands", "spans", "marks", "plane"]
#: The longest name in a chart, in letters.
NAME = 36


@dataclass(frozen=True)
class Notation:
    """How numbers stand beside a chart: divided by `unit` (a power of a thousand), with `decimals`; `letters` adds V or N.
    Whole euros (unit 1) carry their sign, and may be rounded to a power of ten: −4 decimals is to € 10.000."""

    unit: int
    decimals: int
    letters: bool = False

    def words(self, value: float) -> str:
        """The number as a reader sees it in a table; what is no number says so."""
        if not self.letters:
            return amount(value, self.decimals) if self.unit == 1 else millions(value, self.decimals)
        return difference(value, self.unit, self.decimals)


@dataclass(frozen=True)
class Series:
    """Numbers in full, one per category, NaN where there is none. A `band` is a range (low, high) per category around them,
    `outer` a wider and less sure one; `points` are marks without a line: what somebody published. `words` stand beside the
    numbers, or in their place. `places` is where each number lies on a horizontal axis of numbers."""

    name: str
    role: Role
    values: tuple[float, ...]
    band: tuple[tuple[float, float], ...] = ()
    outer: tuple[tuple[float, float], ...] = ()
    points: bool = False
    words: tuple[str, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def is_course(self) -> bool:
        """Whether it runs from the first category to the last: neither points nor what was handed in of some years."""
        return not self.points and self.role != "realised"

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """As a file holds them: nothing where there is no number."""
        return tuple(value if isfinite(value) else None for value in self.values)

    @property
    def last(self) -> float:
        """The last number that there is."""
        return [value for value in self.values if isfinite(value)][-1]

    def name_at_end(self, notation: Notation) -> str:
        """What the line is called beside its last number; PM where it goes on without one."""
        return self.name if isfinite(self.values[-1]) else f"{self.name}: {notation.words(self.values[-1])}"

    @property
    def finite(self) -> list[float]:
        """Every number there is, the ends of the ranges among them: what a scale has to hold."""
        ends = (end for pair in (*self.band, *self.outer) for end in pair)
        return [value for value in (*self.values, *ends) if isfinite(value)]


@dataclass(frozen=True)
class Panel:
    """The series that stand in one frame, under its name in bold when it is the one in view.

    `band` is a range (low, high) per category, in full; words stand upright at a year: what is `missing` below, `remarks`
    above. A panel of its `own_scale` is compared with the others on its course only.
    """

    name: str
    series: tuple[Series, ...]
    in_view: bool = False
    band: tuple[tuple[float, float], ...] = ()
    missing: Mapping[int, str] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)
    own_scale: bool = False


@dataclass(frozen=True)
class Band:
    """Persons of the base year from one node to the next; column 0 lies between uitvoerder now and werkvorm,
    column 1 between werkvorm and uitvoerder after. `changes` when that uitvoerder is another than now."""

    column: int
    start: str
    end: str
    persons: float
    changes: bool


@dataclass(frozen=True)
class Axis:
    """An axis of numbers under its name: shares when `percent`, else euros. It runs over `reach`; `band` is what of it is
    plausible. Both are in full, low and high."""

    name: str
    percent: bool
    reach: tuple[float, float]
    band: tuple[float, float]


@dataclass(frozen=True)
class ChartSpec:
    """`title` names it, `quiet` says in small whose numbers, in which unit and how marks read; `unit` is the unit where the
    chart itself writes one; `description` tells it to who cannot see it.

    `reach` is the lowest and the highest number that its scale shows at least, where it is one of several on one scale;
    `beside_zero` is what lies left and right of nothing, each with the route that it is about.
    `axes` are those of a plane: from left to right, and from below.
    `answers` explain what the series hold, in their order; `side` is the route whose colour a flow has; `legend` is how many
    lines names take on a narrow screen. `twin` is the table of its numbers, None where that stands beside it.
    """

    id: str
    form: Form
    title: str
    description: str
    notation: Notation
    categories: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    quiet: str = ""
    unit: str = ""
    reach: tuple[float, float] = (0.0, 0.0)
    beside_zero: tuple[Words, ...] = ()
    axes: tuple[Axis, ...] = ()
    answers: tuple[ExplainedNumber, ...] = ()
    band_label: str = ""
    from_zero: bool = True
    legend: float = 2
    bands: tuple[Band, ...] = ()
    side: Side = ""
    twin: Grid | None = None

    @property
    def series(self) -> tuple[Series, ...]:
        """The series of a chart of one panel."""
        return self.panels[0].series

    @property
    def extremes(self) -> tuple[float, float]:
        """The lowest and the highest number that the scale of a chart of one panel holds, in full, nothing among them."""
        numbers = [0.0, *self.reach, *(value for series in self.series for value in series.finite)]
        return min(numbers), max(numbers)

    @property
    def years(self) -> list[int]:
        """The categories of a chart over years."""
        return [int(category) for category in self.categories]


def twin(spec: ChartSpec, caption: str, corner: str) -> Grid:
    """The numbers of a chart of one panel as a table: a row per category that opens its answer, a column per series."""
    columns = tuple(Column(series.role, series.name) for series in spec.series)
    rows = tuple(
        Row(name, name, tuple(Cell(spec.notation.words(series.values[i])) for series in spec.series), answer=answer)
        for i, (name, answer) in enumerate(zip(spec.categories, spec.answers, strict=True))
    )
    return Grid(spec.id, caption, spec.unit, Words(corner), columns, rows, caption)


def stretches(count: int, pieces: int) -> list[slice]:
    """Positions in so many stretches of nearly one length."""
    ends = [round(count * i / max(pieces, 1)) for i in range(pieces + 1)]
    return [slice(first, last) for first, last in pairwise(ends)]


def shortened(name: str) -> str:
    """A name that leaves room for the bars of a chart; it stands in full in its table and its description."""
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"
