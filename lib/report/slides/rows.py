"""How wide the columns and how high the rows of a table are, before it is drawn."""

from collections.abc import Sequence

from lib.analysis.grid import Cell, Grid, Row
from lib.report.slides.fitting import column_widths, height, longest_word, width
from lib.report.slides.look import INNER

#: Inside a cell: left and right, above and below.
SIDE, ABOVE = 0.08, 0.04
#: What the column of names may take of a table; the share that makes the table lowest is taken.
NAMES = (0.18, 0.22, 0.28, 0.34, 0.4, 0.46)
#: So that a line that just fits is not broken by a program that measures otherwise.
SLACK = 0.04


def cells_of(line: Row) -> tuple[Cell, ...]:
    """A row with its name in front."""
    return line.name, *line.cells


def rows_height(head: Sequence[Cell], lines: Sequence[Row], size: int, widths: Sequence[float]) -> float:
    """Inches of a head and rows."""
    return row_height(head, size, widths, bold=True) + sum(
        row_height(cells_of(line), size, widths, line.total) for line in lines
    )


def row_height(cells: Sequence[Cell], size: int, widths: Sequence[float], bold: bool) -> float:
    """Inches of the highest cell of a row; what has the colour of a route is bold."""
    high = [
        height(cell.text, size, room - 2 * SIDE, bold or bool(cell.side))
        for cell, room in zip(cells, widths, strict=True)
    ]
    return max(high) + 2 * ABOVE


def widths_of(grid: Grid, size: int) -> tuple[float, ...]:
    """Numbers stay on one line; names and words share what is left so that the table is as low as it can be."""
    tried = {_widths(grid, size, share) for share in NAMES}
    return min(
        sorted(tried, reverse=True), key=lambda widths: round(rows_height(grid.head, grid.rows, size, widths), 6)
    )


def _widths(grid: Grid, size: int, names: float) -> tuple[float, ...]:
    rows = [[cell.text for cell in row] for row in (grid.head, *map(cells_of, grid.rows))]
    columns = list(zip(*rows, strict=True))
    wishes = [max(_line(text, size) for text in column) for column in columns]
    wishes[0] = min(wishes[0], names * INNER)
    for i, number in enumerate(grid.numeric, start=1):
        if number and sum(wishes) > INNER:
            # A heading over numbers may break between words.
            body = max((_line(text, size) for text in columns[i][1:]), default=0.0)
            word = longest_word(columns[i][0], size, bold=True) + 2 * SIDE + SLACK
            wishes[i] = min(max(body, word), INNER / len(columns))
    return tuple(round(width, 4) for width in column_widths(wishes, INNER))


def _line(text: str, size: int) -> float:
    """Inches of the longest paragraph of a cell on one line."""
    return max(width(part, size, bold=True) for part in text.split("\n")) + 2 * SIDE + SLACK
