"""What a document is made of: plain data that the template sets; every text is a string and nothing more.

Fractions run from 0 to 1; widths are shares of what is left, 0 is as wide as it needs.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from lib.analysis.grid import Side

RowKind = Literal["", "kop", "totaal", "gekozen"]


@dataclass(frozen=True)
class Bar:
    """A bar beside a number that says the same: from `start` to `stop`, zero at `zero`; `room` is how wide its number
    may be, in ems."""

    start: float
    stop: float
    zero: float
    favour: str
    room: float = 4.0


@dataclass(frozen=True)
class Cell:
    """`mark` says the status of a number where it is not the one that the table names; `below` is a second line."""

    text: str
    number: bool = False
    strong: bool = False
    side: Side = ""
    mark: str = ""
    below: str = ""
    bar: Bar | None = None


@dataclass(frozen=True)
class Row:
    """A single cell spans the row."""

    cells: tuple[Cell, ...]
    kind: RowKind = ""


@dataclass(frozen=True)
class Table:
    """`together` keeps it on one page; `wordy` aligns at the top."""

    caption: str
    head: tuple[Cell, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    notes: tuple[str, ...] = ()
    together: bool = True
    wordy: bool = False
    size: float = 9
    piece: ClassVar = "table"

    def __post_init__(self) -> None:
        columns = {len(self.head), len(self.widths), *(len(row.cells) for row in self.rows if len(row.cells) > 1)}
        if len(columns) > 1:
            raise ValueError(f"{self.caption}: rows of {sorted(columns)} cells do not make one table.")


@dataclass(frozen=True)
class Heading:
    """`fresh` begins a page."""

    text: str
    level: int = 2
    fresh: bool = False
    piece: ClassVar = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: str
    style: Literal["normal", "lead", "small", "own"] = "normal"
    piece: ClassVar = "paragraph"


@dataclass(frozen=True)
class Item:
    name: str
    text: str
    below: str = ""


@dataclass(frozen=True)
class Bullets:
    items: tuple[Item, ...]
    piece: ClassVar = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names with what they are."""

    facts: tuple[tuple[str, str], ...]
    piece: ClassVar = "facts"


@dataclass(frozen=True)
class Card:
    title: str
    shown: str
    lines: tuple[str, ...]
    side: Side


@dataclass(frozen=True)
class Cards:
    cards: tuple[Card, ...]
    piece: ClassVar = "cards"


@dataclass(frozen=True)
class ChartBar:
    side: Side
    shown: str
    solid: float
    open: float


@dataclass(frozen=True)
class Group:
    name: str
    bars: tuple[ChartBar, ...]


@dataclass(frozen=True)
class SideName:
    side: Side
    name: str


@dataclass(frozen=True)
class Chart:
    """Bars per group; `alt` says in words what it shows, `open` what the open part of a bar is."""

    alt: str
    groups: tuple[Group, ...]
    sides: tuple[SideName, ...]
    open: str
    piece: ClassVar = "chart"


@dataclass(frozen=True)
class Turned:
    """Pieces on pages of their own that lie on their side."""

    pieces: tuple["Piece", ...]
    piece: ClassVar = "turned"


Piece = Turned | Table | Heading | Paragraph | Bullets | Facts | Cards | Chart


@dataclass(frozen=True)
class Document:
    """`footer` stands on every page, with the address below it; `sheets` gives each heading of the first level one page,
    set smaller where it would not fit."""

    title: str
    subject: str
    author: str
    footer: str
    address: str
    pieces: tuple[Piece, ...]
    sheets: bool = False
