"""Files that are refused: what stands in them, and what each of their errors says at which place."""

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

LONG = "gemeente_code;jaar;groep;werkvorm;personen;status;bron"
COSTS = "gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"
KEYS = "sleutel;gemeente_code;aandeel;status;bron"
PEOPLE = "gemeente_code;jaar;inwoners;status;bron"
ROW = "GM0141;2020;beschut;begeleiding;1000,50;begroting;Begroting"
HEAD = "GM0141;2020;wsw;beschut;12;begroting;Begroting"
OTHER = "GM0141;2020;groen;begeleiding;1000,50;begroting;Begroting"


@dataclass(frozen=True)
class Bad:
    """`says`: per error the parts that its line must hold, in this order; `never` occurs in none."""

    id: str
    files: dict[str, bytes]
    says: Sequence[tuple[str, ...]]
    never: Sequence[str] = ()
    more: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def costs(*rows: str, name: str = "kosten.csv", header: str = COSTS) -> dict[str, bytes]:
    return {name: text(header, *rows)}


def persons(*rows: str) -> dict[str, bytes]:
    return {"aantallen.csv": text(LONG, *rows)}


def cell(figure: str) -> dict[str, bytes]:
    """A file of costs in which one amount is odd."""
    return costs(OTHER, f"GM0141;2020;beschut;begeleiding;{figure};begroting;Begroting")


def book(*sheets: tuple[str, Sequence[Sequence[Any]]], **more: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        for name, rows in sheets:
            sheet = made.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    if isinstance(value, tuple):
                        sheet.write_formula(i, j, value[0], None, value[1])
                    elif isinstance(value, str):
                        sheet.write_string(i, j, value)
                    elif value is not None:
                        sheet.write(i, j, value)
    return out.getvalue()


def table(head: str, *rows: str) -> list[list[Any]]:
    return [part.split(";") for part in (head, *rows)]


def without_values() -> bytes:
    """As openpyxl writes a formula: nobody has calculated it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Kosten"
    for row in table(COSTS, ROW, OTHER):
        sheet.append(row)
    sheet["E2"], sheet["E3"] = "=1+1", 5
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def bomb() -> bytes:
    """Half a gigabyte of noughts in half a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as member:
            for _ in range(450):
                member.write(bytes(1_000_000))
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same, whose directory says that it is small."""
    raw = bytearray(bomb())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(raw)


def parquet(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def costs_parquet(amounts: Any) -> bytes:
    n = len(amounts)
    return parquet(
        {
            "gemeente_code": ["GM0141"] * n,
            "jaar": list(range(2020, 2020 + n)),
            "werkvorm": ["beschut"] * n,
            "kostensoort": ["begeleiding"] * n,
            "bedrag_eur": amounts,
            "status": ["begroting"] * n,
            "bron": ["b"] * n,
        }
    )
