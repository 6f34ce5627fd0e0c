"""The bytes of one handed-in file → its sheets, by what its name says it is: CSV, Parquet or a workbook.

Macros are never run. Before its values are read a workbook is looked at, in a way of our own per kind: that finds the
cells which look empty and are not, and what takes more room than may be.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from lib.tables.rows import INVISIBLE
from lib.upload.reading import older, xlsx
from lib.upload.reading.sheets import (
    HEAD,
    LONGEST_TEXT,
    Limits,
    MergedCells,
    Sheet,
    SheetOutline,
    Value,
    check_limit,
    letters,
    refuse,
    too_long,
)

KINDS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".parquet": "parquet",
}
ACCEPTED = "lever een CSV (.csv, .txt), een werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet (.parquet) aan."
#: How an OpenDocument begins behind its first 30 bytes: a zip whose first member says so.
OPEN = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
#: How a file begins that is something else than text, from which byte, what that is, and how to put it right under
#: another name.
MARKS = (
    (30, OPEN, "ods", "OpenDocument (.ods)", "geef het een naam op .ods, of sla het op als .xlsx."),
    (0, b"PK\x03\x04", "xlsx", "een Excel-bestand of zip", "geef het een naam op .xlsx, of sla het zo op."),
    (0, b"PAR1", "parquet", "Parquet", "geef het een naam op .parquet, of sla het zo op."),
    (
        0,
        b"\xd0\xcf\x11\xe0",
        "xls",
        "oud Excel (.xls), of Excel met een wachtwoord",
        "geef het een naam op .xls, of sla het op als .xlsx, zonder wachtwoord.",
    ),
    (0, b"%PDF", "pdf", "een PDF", ACCEPTED),
    (0, b"", None, "iets anders", ACCEPTED),
)
#: Kinds of workbooks, as people call them, and how each is looked at.
BOOKS: Mapping[str, tuple[str, Callable[[str, bytes, Limits], list[SheetOutline]]]] = {
    "xlsx": ("Excel", xlsx.look),
    "xls": ("oud Excel", older.look_xls),
    "ods": ("OpenDocument", older.look_ods),
}
FEWER_COLUMNS = "lever alleen de gevraagde kolommen aan."
PARQUET_REMEDY = "sla de tabel opnieuw op als Parquet, of als CSV."
LONGEST_NAME = 120
SEPARATORS = {";": "puntkomma", ",": "komma", "\t": "tab"}
ENCODINGS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}
#: No known heading is longer, and no sheet has more.
LONGEST_HEADING, MOST_HEADINGS = 200, 1000
#: After so many rows the progress is told.
TELL = 10_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: How a text begins that Excel saved as "Unicode-tekst".
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: Says of the first rows how many cells of their best row are known headings.
HeaderScore = Callable[[Sequence[Sequence[Value]]], int]
#: Hears which share of the work is done.
ShareListener = Callable[[float], None]


@dataclass(frozen=True)
class Offered:
    """A file as somebody hands it in."""

    name: str
    raw: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def read_file(offered: Offered, limits: Limits, score: HeaderScore, progress: ShareListener) -> tuple[list[Sheet], str]:
    """The sheets that hold something, and how the file was written, in words. Of a CSV the separator with the highest
    `score` counts. Raises Unsound."""
    file, raw = clean_name(offered.name), offered.raw
    kind = KINDS.get(PurePath(offered.name).suffix.casefold())
    if kind is None:
        raise refuse(file, "bestand", "een soort bestand dat hier niet gelezen wordt", PurePath(file).suffix, ACCEPTED)
    if not raw.strip():
        raise refuse(file, "bestand", "een leeg bestand", "", ACCEPTED)
    check_limit(file, "bytes", len(raw), limits.size, "lever de cijfers in delen aan.")
    content, words, remedy = next(mark[2:] for mark in MARKS if raw.startswith(mark[1], mark[0]))
    if content != (None if kind == "csv" else kind):
        raise refuse(file, "bestand", "de inhoud past niet bij de naam", words, remedy)
    if kind == "csv":
        sheet, how = _read_csv(file, raw, limits, score, progress)
        sheets = [sheet]
    elif kind in BOOKS:
        sheets, how = _read_workbook(file, kind, raw, limits), BOOKS[kind][0]
    else:
        sheets, how = [_read_parquet(file, raw, limits)], "Parquet"
    return [sheet for sheet in sheets if sheet.rows or sheet.faults], how


def clean_name(name: str) -> str:
    """The name of a file without folders and without characters that nobody sees."""
    bare = INVISIBLE.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip()
    return bare[:LONGEST_NAME] or "bestand"


def _read_csv(file: str, raw: bytes, limits: Limits, score: HeaderScore, progress: ShareListener) -> tuple[Sheet, str]:
    """The one sheet of a CSV, whose quotes are taken strictly."""
    text, encoding = _decoded(file, raw)
    separator = max(SEPARATORS, key=lambda mark: score(_first_rows(text, mark)))
    rows, lines = _csv_rows(file, text, separator, limits, progress)
    width = max(map(len, rows), default=0)
    check_limit(file, "kolommen", width, limits.columns, FEWER_COLUMNS)
    padded = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    return Sheet(file, None, padded, lines, shared=True), f"CSV, {ENCODINGS[encoding]}, {SEPARATORS[separator]}"


def _decoded(file: str, raw: bytes) -> tuple[str, str]:
    for encoding in ("utf-16",) if raw.startswith(_UTF16) else ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding).removeprefix("\ufeff")
            break
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
    else:
        raise refuse(file, f"regel {line}", "geen tekst", "onleesbaar teken", "sla het op als CSV (UTF-8).")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        remedy = "lever een CSV, een Excel-bestand (.xlsx) of Parquet aan, met de naam die daarbij hoort."
        raise refuse(file, f"regel {line}", "een teken dat in geen tekstbestand hoort", "onzichtbaar teken", remedy)
    return text, encoding


def _first_rows(text: str, separator: str) -> list[list[str]]:
    """What may be the heading. Only a short text is cut at every kind of line break."""
    short = len(text) < 100_000
    head = "".join(text.splitlines(keepends=True)[:HEAD]) if short else "\n".join(text.split("\n", HEAD)[:HEAD])
    try:
        rows = list(csv.reader(io.StringIO(head), delimiter=separator))
    except csv.Error:
        return []
    return [[cell[:LONGEST_HEADING] for cell in row[:MOST_HEADINGS]] for row in rows]


def _csv_rows(
    file: str, text: str, separator: str, limits: Limits, progress: ShareListener
) -> tuple[list[list[str]], list[int]]:
    """Rows that hold something, with their line numbers; equal texts are one object, since a column repeats few."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    same = dict[str, str]().setdefault
    line, until = 1, text.count("\n") + 1
    try:
        for cells in reader:
            if any(cells):
                if max(map(len, cells)) > LONGEST_TEXT:
                    raise too_long(file, f"regel {line}", max(cells, key=len))
                rows.append(list(map(same, cells, cells)))
                lines.append(line)
                check_limit(file, "rijen", len(rows), limits.rows)
                if len(rows) % TELL == 0:
                    progress(min(1, reader.line_num / until))
            line = reader.line_num + 1
    except csv.Error as error:
        quoted = text.split("\n", line)[line - 1][:60] if text.count("\n") >= line - 1 else ""
        remedy = "sluit elk aanhalingsteken, en verdubbel een aanhalingsteken binnen een tekst."
        raise refuse(file, f"regel {line}", "geen geldige CSV", quoted, remedy) from error
    return rows, lines


def _read_parquet(file: str, raw: bytes, limits: Limits) -> Sheet:
    """The table with its column names as first row."""
    try:
        texts = [field.name for field in pq.read_schema(io.BytesIO(raw)) if _is_text(field.type)]
        # A text that is used very often stays one text, so that what it would take can be seen before it is taken.
        parquet = pq.ParquetFile(io.BytesIO(raw), read_dictionary=texts)
        metadata = parquet.metadata
        check_limit(file, "rijen", metadata.num_rows, limits.rows)
        check_limit(file, "kolommen", metadata.num_columns, limits.columns, FEWER_COLUMNS)
        unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
        check_limit(file, "bytes na uitpakken", unpacked, limits.unpacked)
        table = parquet.read()
        unpacked = sum(map(_text_bytes, table.columns))
        check_limit(file, "bytes na uitpakken", unpacked, limits.unpacked, "maak de teksten korter.")
        columns = [_column(file, field.name, table.column(i)) for i, field in enumerate(table.schema)]
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError, OverflowError) as error:
        what = "geen heel Parquet-bestand"
        raise refuse(file, "bestand", what, "beschadigd of afgebroken", PARQUET_REMEDY) from error
    rows: list[list[Value]] = [list(table.schema.names), *map(list, zip(*columns, strict=True))]
    return Sheet(file, None, rows, list(range(len(rows))))


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _text_bytes(column: pa.ChunkedArray) -> int:
    """The bytes of all texts of a column, each as often as it is used."""
    if not pa.types.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return 0
    lengths = (pc.binary_length(chunk.dictionary).take(chunk.indices) for chunk in column.chunks)
    return sum(pc.sum(counts).as_py() or 0 for counts in lengths)


def _column(file: str, name: str, column: Any) -> list[Value]:
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        raise refuse(file, f"kolom {name}", "geen kolom met losse waarden", str(column.type), PARQUET_REMEDY)
    return [str(value) if isinstance(value, timedelta) else _value(value) for value in column.to_pylist()]


def _read_workbook(file: str, kind: str, raw: bytes, limits: Limits) -> list[Sheet]:
    """All visible and hidden sheets; `kind` is one of BOOKS."""
    outlines = BOOKS[kind][1](file, raw, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            pairs = list(zip(workbook.sheets_metadata, outlines, strict=True))
            if any(outline.name and outline.name != sheet.name for sheet, outline in pairs):
                raise CalamineError("names")
            return [
                _sheet(file, sheet.name, workbook.get_sheet_by_name(sheet.name), outline, limits)
                for sheet, outline in pairs
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        what = f"geen leesbaar {older.KIND if kind == 'ods' else 'Excel-bestand'}"
        remedy = "sla het in Excel opnieuw op als .xlsx, zonder wachtwoord."
        raise refuse(file, "bestand", what, "beschadigd of geen werkmap", remedy) from error


def _sheet(file: str, name: str, read: CalamineSheet, outline: SheetOutline, limits: Limits) -> Sheet:
    """A sheet with its merged cells filled, without its empty rows."""
    cells: list[list[Value]] = [
        [(cell or None) if cell.__class__ is str else _value(cell) for cell in row]
        for row in read.to_python(skip_empty_area=False)
    ]
    _refuse_long(file, name, cells)
    width = len(cells[0]) if cells else 0
    _refuse_overlap(file, name, outline, len(cells), width)
    for top, left, bottom, right in outline.merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, width)):
                cells[row][column] = cells[top][left]
    filled = [i for i, row in enumerate(cells) if any(cell is not None for cell in row)]
    check_limit(file, f"rijen op blad {name}", len(filled), limits.rows)
    place = {row: i for i, row in enumerate(filled)}
    return Sheet(
        file,
        name,
        [cells[i] for i in filled],
        [i + 1 for i in filled],
        hidden=outline.hidden,
        hidden_rows=frozenset(place[row] for row in outline.hidden_rows if row in place),
        hidden_columns=frozenset(column for column in outline.hidden_columns if column < width),
        merged=[
            MergedCells(place[top], left, place[min(bottom, len(cells) - 1)], min(right, width - 1))
            for top, left, bottom, right in outline.merged
            if top in place and left < width and min(bottom, len(cells) - 1) in place
        ],
        faults=outline.faults,
    )


def _refuse_long(file: str, name: str, cells: list[list[Value]]) -> None:
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if cell.__class__ is str and len(cell) > LONGEST_TEXT:
                raise too_long(file, f"blad {name}, rij {i + 1}, kolom {letters(j)}", str(cell))


def _refuse_overlap(file: str, name: str, outline: SheetOutline, rows: int, columns: int) -> None:
    """Merged ranges that together cover more than the sheet: some lie over another."""
    area = sum(
        max(0, min(bottom + 1, rows) - top) * max(0, min(right + 1, columns) - left)
        for top, left, bottom, right in outline.merged
    )
    remedy = "hef de samenvoegingen op en vul elke cel."
    check_limit(file, f"samengevoegde cellen op blad {name}", area, rows * columns, remedy)


def _value(cell: Any) -> Value:
    """A cell of a workbook or of Parquet: a moment as its day, a whole number without decimals."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if cell is None or isinstance(cell, str | int | float | bool | date | Decimal):
        return cell
    return f"{_clock(cell)} uur" if isinstance(cell, timedelta) else str(cell)


def _clock(span: timedelta) -> str:
    """A duration as a workbook shows it: hours, minutes and seconds."""
    seconds = round(abs(span.total_seconds()))
    minus = "-" if span < timedelta() else ""
    return f"{minus}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
