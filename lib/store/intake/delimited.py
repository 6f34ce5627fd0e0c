"""CSV as spreadsheets write it: its encoding and separator are found, its quotes are taken strictly."""

import csv
import io
import re
from collections.abc import Callable

from lib.store.intake.limits import LONGEST_TEXT, Limits, refuse, too_much
from lib.store.intake.sheets import Sheet

SEPARATORS = (";", ",", "\t")
SEPARATOR_WORDS = {";": "puntkomma", ",": "komma", "\t": "tab"}
ENCODING_WORDS = {"utf-8": "UTF-8", "cp1252": "Windows-1252", "utf-16": "UTF-16"}
#: Rows in which the header may stand.
HEAD = 60
#: No known heading is longer, and no sheet has more.
LONGEST_HEADING, MOST_HEADINGS = 200, 1000
#: After so many rows the progress is told.
TELL = 10_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: How a text begins that Excel saved as "Unicode-tekst".
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_delimited(
    file: str,
    raw: bytes,
    limits: Limits,
    recognised: Callable[[list[list[str]]], int],
    read: Callable[[float], None],
) -> tuple[Sheet, str]:
    """The one sheet of a CSV and how it was written, in words.

    `recognised` says of the first rows how many cells of their best row are known headings: the separator with the
    most counts. `read` hears which share of the lines was read. Raises Unsound.
    """
    text, encoding = _decoded(file, raw)
    separator = max(SEPARATORS, key=lambda mark: recognised(_first_rows(text, mark)))
    rows, lines = _rows(file, text, separator, limits, read)
    width = max(map(len, rows), default=0)
    if width > limits.columns:
        raise too_much(file, "kolommen", width, limits.columns, "lever alleen de gevraagde kolommen aan.")
    padded = [row if len(row) == width else row + [""] * (width - len(row)) for row in rows]
    return Sheet(file, None, padded, lines), f"CSV, {ENCODING_WORDS[encoding]}, {SEPARATOR_WORDS[separator]}"


def _decoded(file: str, raw: bytes) -> tuple[str, str]:
    for encoding in ("utf-16",) if raw.startswith(_UTF16) else ("utf-8", "cp1252"):
        try:
            text = raw.decode(encoding).removeprefix("\ufeff")
            break
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
    else:
        raise refuse(file, f"regel {line}", "geen tekst", "onleesbaar teken", "sla het op als CSV (UTF-8).")
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        remedy = "lever een CSV, een Excel-bestand (.xlsx) of Parquet aan, met de naam die daarbij hoort."
        raise refuse(file, f"regel {line}", "een teken dat in geen tekstbestand hoort", "onzichtbaar teken", remedy)
    return text, encoding


def _first_rows(text: str, separator: str) -> list[list[str]]:
    head = io.StringIO("".join(text.splitlines(keepends=True)[:HEAD]) if len(text) < 100_000 else _head(text))
    try:
        return [
            [cell[:LONGEST_HEADING] for cell in row[:MOST_HEADINGS]] for row in csv.reader(head, delimiter=separator)
        ]
    except csv.Error:
        return []


def _head(text: str) -> str:
    """The first lines of a long text."""
    end = 0
    for _ in range(HEAD):
        following = text.find("\n", end)
        if following < 0:
            return text
        end = following + 1
    return text[:end]


def _rows(
    file: str, text: str, separator: str, limits: Limits, read: Callable[[float], None]
) -> tuple[list[list[str]], list[int]]:
    """Rows that hold something, with their line numbers."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line, until = 1, text.count("\n") + 1
    try:
        for cells in reader:
            if any(cells):
                _refuse_long(file, line, cells)
                rows.append(cells)
                lines.append(line)
                if len(rows) > limits.rows:
                    raise too_much(file, "rijen", len(rows), limits.rows, "verdeel de cijfers over meer bestanden.")
                if len(rows) % TELL == 0:
                    read(min(1, reader.line_num / until))
            line = reader.line_num + 1
    except csv.Error as error:
        quoted = text.split("\n", line)[line - 1][:60] if text.count("\n") >= line - 1 else ""
        remedy = "sluit elk aanhalingsteken, en verdubbel een aanhalingsteken binnen een tekst."
        raise refuse(file, f"regel {line}", "geen geldige CSV", quoted, remedy) from error
    return rows, lines


def _refuse_long(file: str, line: int, cells: list[str]) -> None:
    if max(map(len, cells)) > LONGEST_TEXT:
        read = max(cells, key=len)[:20]
        remedy = f"een cel mag hooguit {LONGEST_TEXT} tekens hebben; maak de tekst korter."
        raise refuse(file, f"regel {line}", "een te lange tekst", read, remedy)
