"""Parquet: one sheet whose first row is the header."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lib.store.intake.limits import Limits, refuse, too_much
from lib.store.intake.sheets import Sheet, Value

REMEDY = "sla de tabel opnieuw op als Parquet, of als CSV."


def read_parquet(file: str, raw: bytes, limits: Limits) -> Sheet:
    """The table with its column names as first row. Raises Unsound."""
    try:
        texts = [field.name for field in pq.read_schema(io.BytesIO(raw)) if _is_text(field.type)]
        # A text that is used very often stays one text, so that what it would take can be seen before it is taken.
        parquet = pq.ParquetFile(io.BytesIO(raw), read_dictionary=texts)
        metadata = parquet.metadata
        if metadata.num_rows > limits.rows:
            raise too_much(file, "rijen", metadata.num_rows, limits.rows, "verdeel de cijfers over meer bestanden.")
        if metadata.num_columns > limits.columns:
            remedy = "lever alleen de gevraagde kolommen aan."
            raise too_much(file, "kolommen", metadata.num_columns, limits.columns, remedy)
        unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
        if unpacked > limits.unpacked:
            remedy = "verdeel de cijfers over meer bestanden."
            raise too_much(file, "bytes na uitpakken", unpacked, limits.unpacked, remedy)
        table = parquet.read()
        unpacked = sum(map(_text_bytes, table.columns))
        if unpacked > limits.unpacked:
            raise too_much(file, "bytes na uitpakken", unpacked, limits.unpacked, "maak de teksten korter.")
        columns = [_column(file, field.name, table.column(i)) for i, field in enumerate(table.schema)]
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError, OverflowError) as error:
        raise refuse(file, "bestand", "geen heel Parquet-bestand", "beschadigd of afgebroken", REMEDY) from error
    rows: list[list[Value]] = [list(table.schema.names), *map(list, zip(*columns, strict=True))]
    return Sheet(file, None, rows, list(range(len(rows))))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _text_bytes(column: pa.ChunkedArray) -> int:
    """The bytes of all texts of a column, each as often as it is used."""
    if not pa.types.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return 0
    lengths = (pc.binary_length(chunk.dictionary).take(chunk.indices) for chunk in column.chunks)
    return sum(pc.sum(each).as_py() or 0 for each in lengths)


def _column(file: str, name: str, column: Any) -> list[Value]:
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        raise refuse(file, f"kolom {name}", "geen kolom met losse waarden", str(column.type), REMEDY)
    return [_value(value) for value in column.to_pylist()]


def _value(value: Any) -> Value:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if value is None or isinstance(value, str | int | float | bool | date | Decimal):
        return value
    return str(value)
