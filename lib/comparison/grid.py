"""A table as data: declared once in its subject; every surface draws or stores it with one renderer of its own.

A cell holds what a reader sees and the number behind it; a column and a row have an id that stays when a label changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isnan
from typing import Literal

from lib.comparison.numbers import ExplainedNumber
from lib.text import NBSP, lower_first

#: The route whose colour something has, by its place in the comparison.
Side = Literal["", "a", "b", "zero"]
#: What stands below a table of which rounded rows miss their rounded total.
ROUNDING = "Verschil door afronding."
#: What the letter behind a difference means; it stands where a letter does.
LETTERS = "V voordelig, N nadelig"
#: A unit of tables alone; numbers have theirs.
MILLIONS = "× € 1 miljoen"
#: Between the two numbers of a range.
TO = " tot "
#: The total of all rows, a sum of some, a post within a section, another line of a budget, the heading of a section, a
#: heading that is a sentence, a row that something contradicts, the sum above the
#: rows of a group, or a remark about all rows.
RowKind = Literal["", "total", "sum", "post", "line", "section", "topic", "conflict", "group", "remark"]
#: Rows that a table may leave out when they hold only zeros; and below what a number is zero.
FOLDING: tuple[RowKind, ...] = ("", "post", "line")
NOISE = 1e-6


@dataclass(frozen=True)
class Reference:
    """A source of the release by its id (none: empty), by its publisher alone when `short`, and the `day` it was known."""

    source: str
    day: date | None = None
    short: bool = False


@dataclass(frozen=True)
class Cell:
    """`text` is what a reader sees of `answer`, or words where there is no number.

    `exact` is the stored value where the answer is shown on another scale; `unit` its unit where it is not that of the
    grid; `start` where a bar of this value begins, when it has one; `verdict` words behind the number; `tag` a status behind it
    and `status` that of a number without an answer; `good` says that the words are as they should be, `lacking` that they
    stand where a number is unknown, and `strong` that a reader looks for this cell first. `below` stands in small under
    it; `pieces` are what its text says one after another, with `between` in between; behind it stand the `statements` of the agreement that say so
    and where it comes from.
    """

    text: str
    answer: ExplainedNumber | None = None
    side: Side = ""
    exact: float | None = None
    unit: str = ""
    start: float | None = None
    verdict: str = ""
    tag: str = ""
    good: bool = False
    status: str = ""
    lacking: bool = False
    strong: bool = False
    below: tuple["Cell", ...] = ()
    pieces: tuple["Cell", ...] = ()
    between: str = "; "
    statements: tuple[str, ...] = ()
    reference: Reference | None = None

    @property
    def certainty(self) -> str:
        """The status of its number."""
        return self.answer.status if self.answer else self.status

    @property
    def value(self) -> float | None:
        """In the unit of the cell, before rounding; None where there is no number."""
        value = self.answer.value if self.exact is None and self.answer else self.exact
        return None if value is None or isnan(value) else value

    @property
    def is_words(self) -> bool:
        """A number has no small letters."""
        return any(map(str.islower, self.text + self.verdict))

    @property
    def ends(self) -> tuple[float, ...]:
        """Where its bar begins and ends; nothing without a bar."""
        value = self.value
        return () if self.start is None or value is None else (self.start, self.start + value)


@dataclass(frozen=True)
class Words:
    """A piece of a heading, in the colour of its route."""

    text: str
    side: Side = ""


def is_nothing(words: str, value: float | None) -> bool:
    """Whether a cell has nothing to say: it is empty, or a zero without a word such as PM."""
    return not words or (value is not None and abs(value) < NOISE and not any(map(str.isalpha, words)))


def folded_words(labels: Sequence[str]) -> str:
    """Which rows a table leaves out because they hold only zeros; "" for none."""
    return f"Niet getoond, overal nul: {', '.join(map(lower_first, labels))}." if labels else ""


def lettered(words: str) -> bool:
    """Whether words end in a letter that says for whom a difference is."""
    return words.endswith((f"{NBSP}V", f"{NBSP}N"))


def joined(pieces: Sequence[Words]) -> Cell:
    """A heading as one cell, in the colour of a route when it names one."""
    sides = {piece.side for piece in pieces if piece.side}
    return Cell("".join(piece.text for piece in pieces), side=sides.pop() if len(sides) == 1 else "")


@dataclass(frozen=True)
class Column:
    """`label` names it everywhere; a screen, where routes have a colour and room is scarce, prints `heading`, and `below`
    it in small. `gap` says that its rounded rows miss their rounded total; `total` that it adds up other columns.

    Numbers stand right: by default in a column without words. What only a screen shows (`screen`) is not stored. What ends
    the range that the column before it begins (`ends`) is drawn in that one.
    """

    id: str
    label: str
    heading: tuple[Words, ...] = ()
    below: str = ""
    gap: bool = False
    total: bool = False
    numeric: bool | None = None
    screen: bool = False
    ends: bool = False

    @property
    def words(self) -> tuple[Words, ...]:
        return self.heading or (Words(self.label),)


@dataclass(frozen=True)
class Row:
    """`label` names it everywhere, or `heading` where routes have a colour; `below` stands in small behind it; `tag` is a
    status beside its name, `remark` what the row says of itself, and `sound` whether that is as it should be; `answer` is
    what its name opens, and `caution` stands under its name."""

    id: str
    label: str
    cells: tuple[Cell, ...]
    kind: RowKind = ""
    in_view: bool = False
    tag: str = ""
    remark: str = ""
    sound: bool = True
    below: str = ""
    heading: tuple[Words, ...] = ()
    answer: ExplainedNumber | None = None
    caution: str = ""

    @property
    def total(self) -> bool:
        return self.kind == "total"

    @property
    def name(self) -> Cell:
        """Its name as a cell."""
        return joined(self.heading or (Words(self.label),))


@dataclass(frozen=True)
class Grid:
    """`title` names what is stored of it, without the unit; `caption` what a screen says above it; `corner` heads the
    column of names; `remark` stands below it."""

    id: str
    title: str
    unit: str
    corner: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    remark: str = ""

    def __post_init__(self) -> None:
        uneven = [row.id for row in self.rows if len(row.cells) != len(self.columns)]
        if uneven:
            raise ValueError(f"{self.id}: rows {uneven} do not have {len(self.columns)} cells.")

    def only(self, ids: Iterable[str], caption: str = "") -> "Grid":
        """The columns with these ids in this order; with another caption where given."""
        places = {column.id: i for i, column in enumerate(self.columns)}
        indices = [places[name] for name in ids]
        rows = tuple(replace(row, cells=tuple(row.cells[i] for i in indices)) for row in self.rows)
        columns = tuple(self.columns[i] for i in indices)
        return replace(self, columns=columns, rows=rows, caption=caption or self.caption)

    def folded(self) -> "Grid":
        """Without the rows that hold only zeros, which are named below, and without headings that then head nothing; a
        table of zeros alone stays as it is."""
        zeros = [row for row in self.rows if self._is_zero(row)]
        if not zeros or all(row in zeros or row.kind not in FOLDING for row in self.rows):
            return self
        rest = [row for row in self.rows if row not in zeros]
        following = [*rest[1:], None]
        rows = (
            row
            for row, after in zip(rest, following, strict=True)
            if row.kind != "section" or (after is not None and after.kind != "section")
        )
        remark = " ".join(filter(None, (self.note, folded_words([row.label for row in zeros]))))
        return replace(self, rows=tuple(rows), remark=remark)

    def _is_zero(self, row: Row) -> bool:
        """Whether it holds numbers, and only zeros; a sum or total is never left out, a heading has none."""
        cells = [cell for cell, numeric in zip(row.cells, self.numeric, strict=True) if numeric]
        numbers = any(cell.value is not None for cell in cells)
        return row.kind in FOLDING and numbers and all(is_nothing(cell.text, cell.value) for cell in cells)

    def headed(self, headings: Mapping[str, tuple[Words, ...]]) -> "Grid":
        """With another heading for columns, by id, where a screen has little room."""
        columns = (replace(column, heading=headings.get(column.id, column.heading)) for column in self.columns)
        return replace(self, columns=tuple(columns))

    @property
    def compact(self) -> "Grid":
        """As a surface draws it: each range in one cell, "van … tot …"; two that print the same, or words, once."""
        places = [i for i, column in enumerate(self.columns) if not column.ends]
        if len(places) == len(self.columns):
            return self
        ends = {i - 1 for i, column in enumerate(self.columns) if column.ends}
        rows = (
            replace(row, cells=tuple(_range(*row.cells[i : i + 2]) if i in ends else row.cells[i] for i in places))
            for row in self.rows
        )
        return replace(self, columns=tuple(self.columns[i] for i in places), rows=tuple(rows))

    @property
    def note(self) -> str:
        """What stands below: by default only that rounded rows miss their rounded total."""
        return self.remark or (ROUNDING if self.gap else "")

    def legend(self, read: str) -> str:
        """What its letters mean, as a sentence; "" where it has none or what is `read` beside it says so."""
        letters = any(lettered(piece.text) for row in self.rows for cell in row.cells for piece in (cell, *cell.pieces))
        return f"{LETTERS}." if letters and LETTERS not in read else ""

    @property
    def gap(self) -> bool:
        return any(column.gap for column in self.columns)

    @property
    def head(self) -> tuple[Cell, ...]:
        """The headings as cells, that of the names first."""
        return Cell(self.corner.text, side=self.corner.side), *(joined(column.words) for column in self.columns)

    def row(self, name: str) -> Row:
        return next(row for row in self.rows if row.id == name)

    def cell(self, row: str, column: str) -> Cell:
        place = [item.id for item in self.columns].index(column)
        return self.row(row).cells[place]

    def column(self, name: str) -> tuple[Cell, ...]:
        place = [item.id for item in self.columns].index(name)
        return tuple(row.cells[place] for row in self.rows)

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Per column whether it holds numbers."""
        cells = [[row.cells[i] for row in self.rows] for i in range(len(self.columns))]
        return tuple(
            column.numeric
            if column.numeric is not None
            else not column.screen and not any(cell.is_words for cell in own)
            for column, own in zip(self.columns, cells, strict=True)
        )


def _range(low: Cell, high: Cell) -> Cell:
    """Two numbers as one cell."""
    if low.text == high.text or not high.text or high.value is None:
        return low
    return replace(low, text=f"{low.text}{TO}{high.text}", answer=None, pieces=(low, high), between=TO)


def reach_of(grids: Iterable[Grid]) -> tuple[float, float]:
    """The lowest and highest point of their bars, 0 among them: one scale for all."""
    ends = [end for grid in grids for row in grid.rows for cell in row.cells for end in cell.ends]
    return min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)


def words_grid(
    name: str, caption: str, head: Sequence[Words], rows: Iterable[tuple[Words, Sequence[Cell]]], remark: str = ""
) -> Grid:
    """A table that is its own: headings, the one of the names first, and rows of a name with its cells."""
    columns = tuple(Column(str(i), words.text, (words,)) for i, words in enumerate(head[1:]))
    own = tuple(Row(str(i), label.text, tuple(cells), heading=(label,)) for i, (label, cells) in enumerate(rows))
    return Grid(name, caption, "", head[0], columns, own, caption, remark)
