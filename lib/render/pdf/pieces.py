"""What a document is made of, plain data in which every text is a string and nothing more; and how the template sets it as
the bytes of a tagged PDF (PDF/UA-1): equal documents made at the same moment, equal bytes.

Fractions run from 0 to 1; widths are shares of what is left, 0 is as wide as it needs.
"""

import json
import re
import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Literal

import typst

from lib.comparison.grid import Side, lettered
from lib.render.export import CannotExport

TEMPLATE = Path(__file__).with_name("document.typ")
#: What the embedded fonts can show, by code point: Latin, Greek, Cyrillic, punctuation, currencies, arrows and signs.
SHOWABLE = (
    *((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2FF), (0x391, 0x3A1), (0x3A3, 0x3FF), (0x400, 0x482), (0x48A, 0x4FF)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122)),
    *((0x2153, 0x215E), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2713)),
)
UNSHOWN = re.compile("[^" + "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in SHOWABLE) + "]")
NOT_MADE = "Het document is niet gemaakt: de opmaak ervan lukt niet met deze cijfers. Geef dit door aan de beheerder."
RowKind = Literal["", "kop", "totaal", "gekozen"]


@dataclass(frozen=True)
class Bar:
    """A bar beside a number that says the same: from `start` to `stop`, zero at `zero`; `room` is how wide its number
    may be, in ems. One between two numbers has a `stroke` at what it is now; its start is open, its stop filled."""

    start: float
    stop: float
    zero: float
    side: Side
    room: float = 4.0
    stroke: float | None = None


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
class SideName:
    side: Side
    name: str


@dataclass(frozen=True)
class Tick:
    """A division of a scale."""

    at: float
    text: str


#: From left to right and from top to bottom.
Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A point with its number, round or as a triangle."""

    x: float
    y: float
    text: str
    form: Literal["round", "triangle"] = "round"


@dataclass(frozen=True)
class Course:
    """One series over the years: its line with its name at the height `end`, the corners of the band around it, and marks."""

    side: Side
    name: str
    end: float
    line: tuple[Point, ...] = ()
    band: tuple[Point, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Bands:
    """Lines within their bands; `alt` says in words what it shows."""

    alt: str
    courses: tuple[Course, ...]
    years: tuple[Tick, ...]
    amounts: tuple[Tick, ...]
    piece: ClassVar = "bands"


@dataclass(frozen=True)
class Reach:
    """A range from `start` to `stop` within a wider one, with a stroke at what it is now."""

    side: Side
    start: float
    stop: float
    outer_start: float
    outer_stop: float
    now: float


@dataclass(frozen=True)
class SpanRow:
    name: str
    reaches: tuple[Reach, ...]


@dataclass(frozen=True)
class Spans:
    """Ranges under each other on one scale; `alt` says in words what it shows."""

    alt: str
    rows: tuple[SpanRow, ...]
    ticks: tuple[Tick, ...]
    zero: float
    sides: tuple[SideName, ...]
    piece: ClassVar = "spans"


@dataclass(frozen=True)
class Stroke:
    """A piece of a line, solid or dashed."""

    points: tuple[Point, ...]
    dashed: bool


@dataclass(frozen=True)
class Plane:
    """Lines between two axes of numbers, each with its name and divisions; `band` is from its upper left to its lower right
    corner, `now` a mark with its words. `alt` says in words what it shows."""

    alt: str
    across: str
    up: str
    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    band: tuple[Point, Point]
    strokes: tuple[Stroke, ...]
    now: Mark
    piece: ClassVar = "plane"


@dataclass(frozen=True)
class Turned:
    """Pieces on pages of their own that lie on their side."""

    pieces: tuple["Piece", ...]
    piece: ClassVar = "turned"


#: What the letter behind a difference means; it stands below every table that has one.
LETTERS = "V is voordelig, N is nadelig voor de route die eerst genoemd is."


def with_letters(piece: "Piece") -> "Piece":
    """The piece; a table with letters says first below it what they mean."""
    if isinstance(piece, Turned):
        return replace(piece, pieces=tuple(map(with_letters, piece.pieces)))
    if isinstance(piece, Table) and any(lettered(cell.text) for row in piece.rows for cell in row.cells):
        return replace(piece, notes=(LETTERS, *piece.notes))
    return piece


Piece = Turned | Table | Heading | Paragraph | Bullets | Facts | Bands | Spans | Plane


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


def typeset(document: Document, made_at: datetime) -> bytes:
    """Raises CannotExport when the document cannot be set as PDF/UA-1."""
    document = replace(document, pieces=tuple(map(with_letters, document.pieces)))
    moment = int((made_at.replace(tzinfo=UTC) if made_at.tzinfo is None else made_at).timestamp())
    try:
        body = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"data": as_json(document)},
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise CannotExport(NOT_MADE) from error
    if not isinstance(body, bytes):
        raise CannotExport(NOT_MADE)
    return body


@cache
def _fonts() -> typst.Fonts:
    """Only what comes with the compiler, so that every machine sets the same pages."""
    return typst.Fonts(include_system_fonts=False)


def as_json(document: Document) -> str:
    """The document for the template; a number that is none is refused with ValueError."""
    return json.dumps(_plain(document), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        values = {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
        return {"piece": value.piece, **values} if hasattr(value, "piece") else values
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return showable(value) if isinstance(value, str) else value


def showable(text: str) -> str:
    """Text on one line in characters that the fonts have; any other is told by its code point: "[U+4E2D]"."""
    joined = " ".join(re.split(r"[ \t\r\n\f\v]+", unicodedata.normalize("NFC", text)))
    return UNSHOWN.sub(lambda match: f"[U+{ord(match.group()):04X}]", joined)
