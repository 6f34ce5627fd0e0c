"""An independent reader of what we write for analysts: values as text, PM and empty as they are."""

import csv
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl

Rows = list[dict[str, Any]]


def csv_rows(body: bytes) -> Rows:
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def zip_files(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def book(body: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(body))


def sheet_rows(body: bytes, title: str) -> Rows:
    head, *rows = book(body)[title].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def stripped(text: str) -> str:
    """Takes one apostrophe of ours off."""
    rest = text.lstrip("'")
    return text[1:] if rest != text and rest[:1] and rest[0] in "=+-@\t\r\n" else text


def number(value: Any) -> int | float | Decimal | str:
    """A number as a person reads it: a Dutch one in text, or a cell of a workbook."""
    if isinstance(value, str):
        return value if value == "PM" else Decimal(value.replace(",", "."))
    return Decimal(repr(value))


NUMBERS = ("jaar", "personen", "bedrag_eur", "aandeel", "inwoners")


def as_stored(rows: Rows) -> Iterator[dict[str, Any]]:
    """Rows as a release holds them, dates as text."""
    for row in rows:
        found: dict[str, Any] = {}
        for name, value in row.items():
            name = "bron_id" if name == "bron" else name
            if value in (None, ""):
                found[name] = None
            elif name in NUMBERS:
                found[name] = number(value)
            else:
                found[name] = stripped(value)
        if "aandeel" in found:
            found["aandeel"] = float(found["aandeel"])
        yield found
