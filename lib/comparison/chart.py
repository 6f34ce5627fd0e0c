"""A chart as data: declared once in its subject; Plotly draws it on a screen, python-pptx on a slide.

A series says by its role whose numbers it holds, and every surface gives a role its own colour, pattern and mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Literal

from lib.comparison.grid import Cell, Column, Grid, Row, Side, Words
from lib.comparison.numbers import ExplainedNumber
from lib.text import difference, millions

#: A route or the nulalternatief; what was booked and budgeted; the ends and the middle of a range, and what is chosen now;
#: one more group; or nobody's.
Role = Literal["", "zero", "a", "b", "booked", "budget", "low", "middle", "high", "now", "other"]
#: Bars per year with what is one-off on top, ranges per year, lines in panels, people from left to right; and on slides
#: standing bars, bars that run to the right under each other, or points at their height.
Form = Literal["stacks", "ranges", "lines", "flow", "columns", "bars", "points"]
#: How a bar shows its status, in words.
PATTERN_WORDS = {
    "realisatie": "vol",
    "begroting": "licht gevuld",
    "bericht": "licht gevuld",
    "raming": "gearceerd",
    "aanname": "gestippeld",
}
#: The longest name in a chart, in letters.
NAME = 36


@dataclass(frozen=True)
class Notation:
    """How numbers stand beside a chart: divided by `unit` (a power of a thousand), with `decimals`; `letters` adds V or N."""

    unit: int
    decimals: int
    letters: bool = False

    def words(self, value: float) -> str:
        """The number as a reader sees it in a table; a difference without a number is unknown."""
        if not self.letters:
            return millions(value, self.decimals)
        return difference(value, self.unit, self.decimals) if isfinite(value) else "onbekend"


@dataclass(frozen=True)
class Series:
    """Numbers in full, one per category, NaN where there is none; `statuses` are theirs, where a chart shows them, and
    what is `on_top` stands on the series before it."""

    name: str
    role: Role
    values: tuple[float, ...]
    statuses: tuple[str, ...] = ()
    on_top: bool = False

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """As a file holds them: nothing where there is no number."""
        return tuple(value if isfinite(value) else None for value in self.values)


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
class ChartSpec:
    """`title` names it, `quiet` says in small whose numbers, in which unit and how marks read; `unit` is the unit where the
    chart itself writes one; `description` tells it to who cannot see it.

    `reach` is the lowest and the highest number that the scale of a slide shows: bars start at nothing, points need not.
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


def slide_chart(
    form: Literal["columns", "bars", "points"],
    title: str,
    words: str,
    notation: Notation,
    categories: tuple[str, ...],
    series: tuple[Series, ...],
    answers: tuple[ExplainedNumber, ...],
    reach: tuple[float, float] | None = None,
) -> ChartSpec:
    """A chart for a slide: `words` tell its numbers; its reach is that of its series where no other is given."""
    points = form == "points"
    description = f"{'Puntengrafiek' if points else 'Staafdiagram'}. {title}: {words}."
    reach = reach or reach_of(series, from_zero=not points)
    panels = (Panel("", series),)
    return ChartSpec(form, form, title, description, notation, categories, panels, reach=reach, answers=answers)


def reach_of(series: Sequence[Series], from_zero: bool = True) -> tuple[float, float]:
    """From the lowest to the highest number, with nothing among them where bars start there."""
    numbers = [value for line in series for value in line.numbers if value is not None]
    start = [0.0] if from_zero or not numbers else []
    return min([*numbers, *start]), max([*numbers, *start])


def stretches(count: int, pieces: int) -> list[slice]:
    """Positions in so many stretches of nearly one length."""
    ends = [round(count * i / pieces) for i in range(pieces + 1)]
    return [slice(first, last) for first, last in pairwise(ends)]


def shortened(name: str) -> str:
    """A name that leaves room for the bars of a chart; it stands in full in its table and its description."""
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"
