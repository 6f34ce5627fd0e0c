"""What the server and the process that reads files say to each other: frames of plain values over a pipe.

marshal writes text, numbers and lists as fast as they can be copied, and never runs anything. Dates and decimals, which
it does not know, go beside the rows as text.
"""

import dataclasses
import marshal
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, TypeAlias

from lib.store.intake.sheets import Fault, Merged, Sheet, Value

#: The same text twice is written once.
VERSION = 4
#: As many cells are written while the other side reads those before.
CELLS = 50_000
#: A cell that marshal does not know: its row and column, and what it is.
Odd: TypeAlias = list[tuple[int, int, str, str]]


class Gone(Exception):
    """The other side has ended."""


def send(stream: IO[bytes], kind: str, *values: Any) -> None:
    """Raises OSError when nobody reads any more."""
    body = marshal.dumps((kind, *values), VERSION)
    stream.write(len(body).to_bytes(8, "little"))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[str, tuple[Any, ...]]:
    """The kind of the next frame and what it holds. Raises Gone."""
    size = stream.read(8)
    body = stream.read(int.from_bytes(size, "little")) if len(size) == 8 else b""
    if not body or len(body) < int.from_bytes(size, "little"):
        raise Gone
    kind, *values = marshal.loads(body)
    return kind, tuple(values)


def send_sheets(stream: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Every sheet: what it is, then its rows."""
    for sheet in sheets:
        own = {field.name: getattr(sheet, field.name) for field in dataclasses.fields(sheet) if field.name != "rows"}
        own |= {name: list(own[name]) for name in ("lines", "hidden_rows", "hidden_columns")}
        own |= {name: [dataclasses.astuple(one) for one in own[name]] for name in ("merged", "faults")}
        send(stream, "sheet", own)
        texts: dict[str, str] = {}
        for rows in _pieces(sheet.rows, texts.setdefault):
            try:
                send(stream, "rows", rows, [])
            except ValueError:
                send(stream, "rows", *_plain(rows))


def sheet_of(own: dict[str, Any], rows: list[Sequence[Value]]) -> Sheet:
    """The sheet that was sent; `rows` is filled afterwards."""
    own |= {"merged": [Merged(*one) for one in own["merged"]], "faults": [Fault(*one) for one in own["faults"]]}
    own |= {name: frozenset(own[name]) for name in ("hidden_rows", "hidden_columns")}
    return Sheet(rows=rows, **own)


def rows_of(rows: list[list[Value]], odd: Odd) -> list[list[Value]]:
    for row, column, kind, text in odd:
        rows[row][column] = date.fromisoformat(text) if kind == "date" else Decimal(text)
    return rows


def _pieces(rows: Sequence[Sequence[Value]], same: Callable[[str, str], str]) -> Iterator[list[list[Value]]]:
    """Some rows at a time, in which equal texts are one object: that is what VERSION writes once."""
    step = max(1, CELLS // max(1, len(rows[0]))) if rows else 1
    for start in range(0, len(rows), step):
        yield [[same(cell, cell) if type(cell) is str else cell for cell in row] for row in rows[start : start + step]]


def _plain(rows: list[list[Value]]) -> tuple[list[list[Value]], Odd]:
    odd: Odd = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if isinstance(cell, date):
                odd.append((i, j, "date", cell.isoformat()))
                row[j] = None
            elif isinstance(cell, Decimal):
                odd.append((i, j, "decimal", str(cell)))
                row[j] = None
    return rows, odd
