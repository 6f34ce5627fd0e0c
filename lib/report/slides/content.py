"""What stands on a slide, before it is drawn."""

from dataclasses import dataclass
from typing import Literal

from lib.analysis.answers import Answer
from lib.analysis.grid import Grid
from lib.analysis.meeting import Figure, Text

#: A series has the colour and the pattern of a route, of the nulalternatief, or of neither.
Role = Literal["", "a", "b", "zero"]
#: Standing bars, bars that run to the right under each other, or points at their height.
Form = Literal["columns", "bars", "points"]


@dataclass(frozen=True)
class Notation:
    """How numbers stand beside a chart: divided by `unit` (a power of a thousand), with `decimals`; `letters` adds V or N."""

    unit: int
    decimals: int
    letters: bool


@dataclass(frozen=True)
class Series:
    """Numbers in full, one per category; None where there is none."""

    name: str
    role: Role
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """`reach` is the lowest and the highest number that its scale shows: bars start at nothing, points need not.

    `description` tells it to who cannot see it; `answers` explain what the series hold, in their order.
    """

    title: str
    description: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    notation: Notation
    form: Form
    reach: tuple[float, float]
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Table:
    """Rows that fit a slide at `size` points, in columns of these widths in inches."""

    grid: Grid
    size: int
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Slide:
    """One slide in the order in which it is read. `note` tells the unit and the status under what it belongs to.

    `in_words` are figures that stand in the sentence only; `sources` are ids of sources that words in the table rest on;
    `table` is what of `grid` stands here, once it is known how much fits.
    """

    title: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    in_words: tuple[Figure, ...] = ()
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None
    note: str = ""
    chart: Chart | None = None
    table: Table | None = None
    sources: tuple[str, ...] = ()
