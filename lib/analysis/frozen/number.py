"""One shown number as it is stored: where it stands, its exact value, and the text a reader saw."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lib.analysis.grid import Cell, Column, Grid, Row, RowKind, Words
from lib.model.figures import ALL

#: What separates the ids of block, row and column in a key.
BETWEEN = "/"
#: Rows that add up the others.
SUMS = (ALL, "samen", "saldo", "totaal")


@dataclass(frozen=True)
class Number:
    """`key` is block/row/column by id and stays when a label changes; `value` is exact, in euros or in `unit`, before
    it is rounded for `shown`, and None where `shown` is no number (PM, bestaat niet, the name of an uitvoerder)."""

    key: str
    block: str
    row: str
    column: str
    value: float | None
    shown: str
    unit: str
    status: str

    @property
    def ids(self) -> tuple[str, str, str]:
        block, row, column = self.key.split(BETWEEN)
        return block, row, column


@dataclass(frozen=True)
class Text:
    """A sentence or a choice: `kind` is kop, onder or keuze; `label` is the choice or the page."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Results:
    """Everything of a view that is stored, apart from the tables of the export."""

    numbers: tuple[Number, ...]
    texts: tuple[Text, ...]


def numbers(grid: Grid) -> Iterator[Number]:
    """What is stored of a table: every cell that holds something, but for what only a screen shows."""
    for row in grid.rows:
        for cell, column in zip(row.cells, grid.columns, strict=True):
            if column.screen or row.kind in ("section", "remark") or not cell.text:
                continue
            key = BETWEEN.join(id_.replace(BETWEEN, " ") for id_ in (grid.id, row.id, column.id))
            value = cell.value
            exact = None if value is None else float(value) + 0.0
            text, unit = f"{cell.text}{cell.verdict}", cell.unit or grid.unit
            yield Number(key, grid.title, row.label, column.label, exact, text, unit, cell.certainty)


def stored_grids(stored: Iterable[Number]) -> tuple[Grid, ...]:
    """What is stored as tables again: rows and columns in the order in which they were stored; an empty cell where nothing
    is."""
    blocks: dict[str, list[Number]] = {}
    for number in stored:
        blocks.setdefault(number.ids[0], []).append(number)
    return tuple(_stored_grid(name, own) for name, own in blocks.items())


def _stored_grid(name: str, stored: Sequence[Number]) -> Grid:
    columns = {number.ids[2]: number.column for number in stored}
    rows: dict[str, dict[str, Number]] = {}
    for number in stored:
        rows.setdefault(number.ids[1], {})[number.ids[2]] = number
    title, units = stored[0].block, {number.unit for number in stored}
    caption = f"{title}, {stored[0].unit}" if len(units) == 1 else title
    own = tuple(
        Row(
            id_,
            next(iter(cells.values())).row,
            tuple(_stored_cell(cells.get(column)) for column in columns),
            _kind(id_),
        )
        for id_, cells in rows.items()
    )
    heads = tuple(Column(id_, label, numeric=True) for id_, label in columns.items())
    return Grid(name, title, stored[0].unit if len(units) == 1 else "", Words("Wat"), heads, own, caption)


def _stored_cell(number: Number | None) -> Cell:
    if number is None:
        return Cell("")
    return Cell(number.shown, exact=number.value, unit=number.unit, status=number.status)


def _kind(row: str) -> RowKind:
    return "total" if row in SUMS else ""
