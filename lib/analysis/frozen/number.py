"""One shown number as it is stored: where it stands, its exact value, and the text a reader saw."""

from collections.abc import Iterator
from dataclasses import dataclass

from lib.analysis.grid import Grid

#: What separates the ids of block, row and column in a key.
BETWEEN = "/"


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
            shown, unit = f"{cell.text}{cell.verdict}", cell.unit or grid.unit
            yield Number(key, grid.title, row.label, column.label, exact, shown, unit, cell.certainty)
