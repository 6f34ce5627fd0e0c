"""What the sections of a document draw from: the comparison, the sources that they cite, and what a view shows as tables:
the numbers of lib.comparison.results, each as the pages write it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lib.comparison.answers import Answers
from lib.comparison.grid import Cell as GridCell
from lib.comparison.grid import Grid, Side, joined
from lib.comparison.message import own_words
from lib.comparison.release import Release
from lib.comparison.results import Number, Results
from lib.comparison.results import numbers as stored_of
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.render.export import CannotExport
from lib.render.packing import Imprint
from lib.render.pdf.pieces import Bar, Cell, Paragraph, Row, RowKind, Table
from lib.subjects.saved_views import results_of
from lib.tables.columns import STATUSES
from lib.text import date_words, upper_first

#: How a status is marked beside a number: filled when somebody published it, open when it is derived or assumed.
MARKS = dict(zip(STATUSES, ("●", "◆", "■", "◇", "○"), strict=True))
#: Columns that not every row has: a count has no lowest and highest.
BOUNDS = {"laag", "hoog"}


class Incomplete(CannotExport):
    """A number that the document must show is not there."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"Het document is niet gemaakt: een getal ontbreekt ({where}). Controleer de cijfers van deze release, of "
            "kies een andere weergave."
        )


@dataclass(frozen=True)
class ShownNumbers:
    """Every number of a view by block, row and column."""

    results: Results

    @cached_property
    def blocks(self) -> dict[str, "Block"]:
        tables: dict[str, dict[str, dict[str, Number]]] = {}
        for number in self.results.numbers:
            block, row, column = number.ids
            tables.setdefault(block, {}).setdefault(row, {})[column] = number
        return {name: Block(rows) for name, rows in tables.items()}

    def block(self, name: str) -> "Block":
        """Raises Incomplete when it is not there, or when a row of it lacks a number that other rows have."""
        if name not in self.blocks:
            raise Incomplete(name)
        block = self.blocks[name]
        for row, numbers in block.rows.items():
            lacking = set(block.columns) - set(numbers) - BOUNDS
            if lacking:
                raise Incomplete(f"{block.first.block}, {block.names[row]}, {', '.join(sorted(lacking))}")
        return block

    def complete(self, grid: Grid) -> "Block":
        """The numbers of a table, in which every cell that holds something is there. Raises Incomplete."""
        if grid.id not in self.blocks:
            raise Incomplete(grid.title)
        block = self.blocks[grid.id]
        for number in stored_of(grid):
            block.number(*number.ids[1:])
        return block


@dataclass(frozen=True)
class Block:
    """Numbers by row and column."""

    rows: Mapping[str, Mapping[str, Number]]

    def number(self, row: str, column: str) -> Number:
        """Raises Incomplete."""
        try:
            return self.rows[row][column]
        except KeyError as error:
            raise Incomplete(f"{self.first.block}, {row}, {column}") from error

    @property
    def first(self) -> Number:
        return next(number for columns in self.rows.values() for number in columns.values())

    @property
    def title(self) -> str:
        """The caption with its unit."""
        units = {number.unit for columns in self.rows.values() for number in columns.values()}
        return f"{self.first.block}, {self.first.unit}" if len(units) == 1 else self.first.block

    @property
    def columns(self) -> dict[str, str]:
        """Column → its heading, in their order."""
        return {number.ids[2]: number.column for columns in self.rows.values() for number in columns.values()}

    @property
    def names(self) -> dict[str, str]:
        """Row → its label."""
        return {row: next(iter(columns.values())).row for row, columns in self.rows.items()}

    def only(self, rows: Iterable[str]) -> "Block":
        return Block({row: self.rows[row] for row in rows if row in self.rows})

    def without(self, *columns: str) -> "Block":
        rows = {row: {**numbers} for row, numbers in self.rows.items()}
        for numbers in rows.values():
            for column in columns:
                numbers.pop(column, None)
        return Block(rows)

    # -- status ------------------------------------------------------------------------------------------------

    @cached_property
    def statuses(self) -> Counter[str]:
        return Counter(number.status for columns in self.rows.values() for number in columns.values() if number.status)

    @property
    def usual(self) -> str:
        """The status that most numbers have."""
        return self.statuses.most_common(1)[0][0] if self.statuses else ""

    @property
    def status_words(self) -> str:
        """The status of every number: the usual one, and how others are marked."""
        others = [status for status in STATUSES if self.statuses[status] and status != self.usual]
        words = "; ".join(f"{MARKS[status]} is {status}" for status in others)
        return f"Status van elk getal: {self.usual}{f', behalve waar het gemerkt is ({words})' if words else ''}."

    def mark(self, number: Number) -> str:
        return MARKS[number.status] if number.status and number.status != self.usual else ""

    # -- tables ------------------------------------------------------------------------------------------------

    def cell(self, row: str, column: str, bar: Bar | None = None) -> Cell:
        number = self.number(row, column)
        return Cell(number.shown, True, mark=self.mark(number), bar=bar)

    def bars(
        self, columns: Mapping[str, Side], rows: Iterable[str], room: float = 4.4
    ) -> Callable[[str, str], Bar | None]:
        """Bars on one scale for these cells, each column in the colour of its route; no bar where there is no value."""
        cells = [(row, column) for row in rows for column in columns]
        values = [value for row, column in cells for value in (self.number(row, column).value,) if value is not None]
        low, high = min((0.0, *values)), max((0.0, *values))

        def draw(row: str, column: str) -> Bar | None:
            value = self.number(row, column).value
            if (row, column) not in cells or value is None:
                return None
            return bar(value, low, high, 0.0, room, columns[column])

        return draw


def bar(value: float, low: float, high: float, start: float = 0.0, room: float = 4.4, side: Side = "") -> Bar:
    """From `start` to start + value on a scale from low to high, 0 among them; in the colour of a route, or of none."""
    span = (high - low) or 1.0
    first, last = sorted((start, start + value))
    return Bar((first - low) / span, (last - low) / span, -low / span, side, room)


def no_bar(row: str, column: str) -> Bar | None:
    return None


def head(names: Sequence[str], numbers: Sequence[bool], sides: Mapping[str, Side] | None = None) -> tuple[Cell, ...]:
    """Headings that stand as their columns do; a route has its own colour."""
    side_of = sides or {}
    return tuple(Cell(name, number, side=side_of.get(name, "")) for name, number in zip(names, numbers, strict=True))


def text_row(*cells: Cell | str, kind: RowKind = "") -> Row:
    """Cells, or their texts."""
    return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells), kind)


def text_table(
    caption: str,
    names: Sequence[str],
    rows: Iterable[Row],
    widths: Sequence[float],
    *,
    sides: Mapping[str, Side] | None = None,
    size: float = 8.5,
) -> Table:
    """A table of texts, which may run over pages."""
    heads = head(names, [False] * len(names), sides)
    return Table(caption, heads, tuple(rows), tuple(widths), together=False, wordy=True, size=size)


def pivot(
    block: Block,
    corner: str,
    bars: Callable[[str, str], Bar | None] = no_bar,
    *,
    sides: Mapping[str, Side] | None = None,
    gemeente: str = "",
    notes: Sequence[str] = (),
    caption: str = "",
    widths: Sequence[float] = (1.6,),
    size: float = 9,
) -> Table:
    """A table with a row per row of the block and a column per column; the row of all together is a total.
    Columns without a width of their own are as wide as each other."""
    columns, rows = block.columns, []
    for row in block.rows:
        cells = (block.cell(row, column, bars(row, column)) for column in columns)
        kind: RowKind = "totaal" if row in (ALL, "samen") else "gekozen" if row == gemeente else ""
        rows.append(text_row(block.names[row], *cells, kind=kind))
    heads = head((corner, *columns.values()), (False, *[True] * len(columns)), sides)
    own = (*widths, *[1.0] * (len(heads) - len(widths)))
    below = (*notes, block.status_words) if block.usual else tuple(notes)
    return Table(caption or block.title, heads, tuple(rows), own, below, size=size)


@dataclass(frozen=True)
class PdfContext:
    """A document in the making: `cited` numbers the sources in the order in which they are first named."""

    answers: Answers
    imprint: Imprint
    cited: dict[str, int] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> ShownNumbers:
        return ShownNumbers(results_of(self.answers))

    @property
    def release(self) -> Release:
        return self.answers.release

    @property
    def place(self) -> str:
        """The gemeente in view, or all together."""
        return self.release.name(self.answers.view.gemeente)

    @property
    def gemeente(self) -> str:
        """The code of the gemeente in view; "" for all together."""
        return "" if self.answers.view.gemeente == ALL else self.answers.view.gemeente

    @property
    def routes(self) -> tuple[tuple[Side, Projection], ...]:
        """A and B with their side, once when they are the same route."""
        return self.answers.comparison.sides

    @property
    def sides(self) -> Mapping[str, Side]:
        """Heading of a route → its side."""
        return {run.scenario.short_title: side for side, run in self.routes}

    def cite(self, bron_id: str) -> str:
        """The publisher and the number under which the source stands at the end: "RTV Oost [3]"."""
        number = self.cited.setdefault(bron_id, len(self.cited) + 1)
        return f"{self.release.sources[bron_id]['uitgever']} [{number}]"


def own_choices(context: PdfContext) -> Iterator[Paragraph]:
    """What the reader chose otherwise than standaard, by name; nothing when everything is at standaard."""
    own = own_words(context.release, context.answers.view)
    if own:
        yield Paragraph(own, "own")


def grid_table(
    numbers: ShownNumbers,
    grid: Grid,
    widths: Sequence[float],
    *,
    notes: Sequence[str] = (),
    gemeente: str = "",
    size: float = 8.5,
) -> Table:
    """A grid with the numbers as they are stored, each range in one cell. Raises Incomplete."""
    block, layout = numbers.complete(grid), grid.compact
    heads, rows = tuple(_heads(grid, layout)), []
    for row, whole in zip(grid.rows, layout.rows, strict=True):
        cells = [Cell(row.name.text, side=row.name.side)]
        for column, cell, number in zip(layout.columns, whole.cells, layout.numeric, strict=True):
            mark = "" if column.screen or not cell.text else block.mark(block.number(row.id, column.id))
            cells.append(Cell(f"{cell.text}{cell.verdict}", number, mark=mark if number else ""))
        kind: RowKind = "totaal" if row.total else "gekozen" if row.id == gemeente else ""
        rows.append(Row(tuple(cells), kind))
    below = (*notes, *(f"{upper_first(note)}." for note in [grid.note.rstrip(".")] if note), *_status(block))
    return Table(grid.caption, heads, tuple(rows), tuple(widths), below, size=size)


def _status(block: Block) -> tuple[str, ...]:
    return (block.status_words,) if block.usual else ()


def _heads(grid: Grid, layout: Grid) -> Iterator[Cell]:
    """The headings: those of a range in their own words, of other columns by their label in the colour of the route."""
    first = {grid.columns[i - 1].id for i, column in enumerate(grid.columns) if column.ends}
    yield Cell(grid.corner.text, side=grid.corner.side)
    for column, number in zip(layout.columns, layout.numeric, strict=True):
        words, is_range = joined(column.words), column.id in first
        text, below = (words.text, column.below) if is_range else (column.label, "")
        yield Cell(text, number, side=words.side, below=below)


def words_table(
    grid: Grid, widths: Sequence[float], *, caption: str = "", rows: int | None = None, notes: Sequence[str] = ()
) -> Table:
    """A grid with words among its numbers, in smaller type, without marks; of its rows the first `rows`."""
    numbers = (False, *grid.numeric)
    heads = (Cell(cell.text, number, side=cell.side) for cell, number in zip(grid.head, numbers, strict=True))
    table_rows = (
        Row(tuple(_beside_words((row.name, *row.cells), numbers)), "totaal" if row.total else "")
        for row in grid.rows[:rows]
    )
    return Table(
        caption or grid.title, tuple(heads), tuple(table_rows), tuple(widths), tuple(notes), wordy=True, size=8.5
    )


def sourced_table(context: PdfContext, grid: Grid, widths: Sequence[float], size: float = 8) -> Table:
    """A grid of words, each cell with what stands under it, with where it comes from in the list of sources and since when it
    was known."""
    rows = (
        text_row(
            row.name.text, *(_sourced(context, cell) for cell in row.cells), kind="kop" if row.kind == "section" else ""
        )
        for row in grid.rows
    )
    table = text_table(grid.caption, [cell.text for cell in grid.head], rows, widths, size=size)
    return replace(table, notes=(grid.note,) if grid.note else ())


def _sourced(context: PdfContext, cell: GridCell) -> Cell:
    origin = cell.reference
    source = context.cite(origin.source) if origin and origin.source else ""
    since = date_words(origin.day) if origin and origin.day else ""
    text = " ".join(filter(None, (cell.text, source, since)))
    return Cell(text, below="; ".join(part.text for part in cell.below))


def _beside_words(cells: Iterable[GridCell], numbers: Iterable[bool]) -> Iterator[Cell]:
    """The cells of a row; words that stand in place of a number have no room there and stand behind it."""
    words = ""
    for cell, number in zip(cells, numbers, strict=True):
        if number and cell.pieces:
            words = cell.text
            yield Cell("–", True)
        else:
            yield Cell(words or f"{cell.text}{cell.verdict}", number)
            words = ""
