"""A table as the bytes of a CSV or Parquet file: equal tables, equal bytes, and no text that a spreadsheet computes."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from lib.text.formulas import neutral

#: A cell: text, a number, or nothing.
Cell = str | int | float | Decimal | None
#: What a program for text and spreadsheets knows UTF-8 by.
BOM = "\ufeff"
#: Digits that give any float back.
FLOAT_DIGITS = 17


@dataclass(frozen=True)
class Notation:
    """How a CSV file is written: what it begins with, what stands between cells and after a row, and a number in words."""

    begin: str
    separator: str
    line_end: str
    number: Callable[[int | float | Decimal], str]

    def row(self, cells: Iterable[Cell]) -> str:
        """The cells on a line; what is empty stays empty."""
        texts = [self._text(cell) for cell in cells]
        return (self.separator.join(texts) if texts != [""] else '""') + self.line_end

    def _text(self, cell: Cell) -> str:
        if cell is None:
            return ""
        text = neutral(cell) if isinstance(cell, str) else self.number(cell)
        if any(mark in text for mark in (self.separator, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text


def plain_number(value: int | float | Decimal) -> str:
    """Every digit, with a decimal point and without a power of ten."""
    text = str(value)
    return f"{Decimal(text):f}" if "e" in text.lower() else text


def dutch_number(value: int | float | Decimal) -> str:
    """Decimal comma, no thousands separator, a float with all its digits."""
    if isinstance(value, float):
        return _every_digit(value).replace(".", ",")
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def _every_digit(value: float) -> str:
    """The shortest decimal that is this float, with zeros up to FLOAT_DIGITS significant digits."""
    exact = Decimal(repr(value))
    _, digits, exponent = exact.normalize().as_tuple()
    assert isinstance(exponent, int)
    return f"{exact.quantize(Decimal(1).scaleb(min(0, exponent - FLOAT_DIGITS + len(digits)))):f}"


#: For programs: UTF-8, comma, decimal point, line ends LF.
PLAIN = Notation("", ",", "\n", plain_number)
#: What a Dutch Excel opens as it is: UTF-8 with BOM, semicolons, decimal commas, line ends CRLF.
DUTCH = Notation(BOM, ";", "\r\n", dutch_number)


def csv_file(head: Sequence[str], rows: Iterable[Iterable[Cell]], notation: Notation = DUTCH) -> bytes:
    """A heading and rows as a CSV file."""
    return (notation.begin + "".join(map(notation.row, chain([head], rows)))).encode("utf-8")


def table_csv(table: pa.Table, notation: Notation = DUTCH) -> bytes:
    """A table of text and numbers as a CSV file."""
    return csv_file(table.column_names, zip(*(column.to_pylist() for column in table.columns), strict=True), notation)


def table_parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()
