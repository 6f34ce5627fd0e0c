"""An answer as bytes: as JSON, CSV or Parquet, which of them a request wants, and the ETag that tells one from another."""

import hashlib
import json
import math
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from lib.api.operations import CSV, JSON, PARQUET, Answer, Refused
from lib.api.tables import TYPES, Cell, Row, Table, split_rows
from lib.render.table_files import csv_file, table_parquet
from lib.store.locations import LIB

#: What each is called in a header.
MEDIA = {JSON: "application/json", CSV: "text/csv; charset=utf-8", PARQUET: "application/vnd.apache.parquet"}
#: The most characters of an Accept and of an If-None-Match that are read.
LONGEST_ACCEPT, LONGEST_TAGS = 1_000, 4_000


def answer_format(name: str | None, accept: str, offered: tuple[str, ...]) -> str:
    """The format of the answer: what `format=` says, else what the header Accept likes best. Raises Refused (406)."""
    if name is not None:
        return name
    media = {name: MEDIA[name].split(";")[0] for name in offered}
    liked = max(offered, key=lambda name: _liking(media[name], accept))
    if _liking(media[liked], accept) <= 0:
        raise Refused(406, f"De kop Accept vraagt een vorm die er niet is; kies uit: {', '.join(media.values())}.")
    return liked


def _liking(media: str, accept: str) -> float:
    """The weight of a media type in a header Accept; the most exact part decides, no header likes all."""
    if not accept.strip():
        return 1.0
    weights = {}
    for part in accept[:LONGEST_ACCEPT].split(","):
        kind, *marks = (word.strip().lower() for word in part.split(";"))
        weights[kind] = _weight(marks)
    return next((weights[kind] for kind in (media, f"{media.split('/')[0]}/*", "*/*") if kind in weights), 0.0)


def _weight(marks: list[str]) -> float:
    for mark in marks:
        name, _, value = mark.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def encoded(answer: Answer, format_: str) -> bytes:
    """The answer as bytes: equal answers, equal bytes."""
    if answer.table is None or format_ == JSON:
        return as_json(answer)
    if format_ == CSV:
        return csv_file(answer.table.names, (map(_csv_cell, row) for row in answer.rows))
    return table_parquet(answer.arrow if answer.arrow is not None else _arrow(answer.table, answer.rows))


def as_json(answer: Answer) -> bytes:
    """One object; without a table just what is said about it."""
    table = answer.table
    if table is None:
        return dumped(answer.about)
    columns = [
        {"naam": f.name, "soort": f.kind, "eenheid": f.unit, "uitleg": f.explained, "leeg": f.empty}
        for f in table.split
    ]
    head = {"tabel": table.name, "titel": table.title, "uitleg": table.explained}
    return dumped({**head, **answer.about, "kolommen": columns, "rijen": as_objects(table, answer.rows)})


def as_objects(table: Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as JSON has them."""
    names = [field.name for field in table.split]
    return [dict(zip(names, map(_json_cell, row), strict=True)) for row in split_rows(table, rows)]


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _json_cell(cell: Cell | Decimal) -> Any:
    if isinstance(cell, datetime):
        return f"{cell.isoformat(timespec='seconds')}Z"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal | float):
        return float(cell) if math.isfinite(cell) else None
    return cell


def _csv_cell(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    # An exact amount is written as it is.
    return _json_cell(cell) if isinstance(cell, date | float) else cell


def _arrow(table: Table, rows: tuple[Row, ...]) -> pa.Table:
    schema = pa.schema([(field.name, TYPES[field.kind][0]) for field in table.split])
    columns = list(zip(*split_rows(table, rows), strict=True)) or [()] * len(schema)
    arrays = [
        pa.array([float(cell) if isinstance(cell, Decimal) else cell for cell in column], arrow_field.type)
        for column, arrow_field in zip(columns, schema, strict=True)
    ]
    return pa.table(arrays, schema)


@cache
def program() -> str:
    """sha256 (hex) over everything of the program that can change an answer, as it is when first asked."""
    digest = hashlib.sha256()
    for file in sorted(file for kind in ("py", "toml", "sql") for file in LIB.rglob(f"*.{kind}")):
        digest.update(f"{file.relative_to(LIB).as_posix()}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def tag_of(*identity: Any) -> str:
    """The ETag of what is decided by this alone, and by the program."""
    return _quoted(repr((program(), identity)).encode())


def tag_of_body(body: bytes, format_: str) -> str:
    return _quoted(format_.encode() + b"\n" + body)


def _quoted(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def has_tag(header: str, tag: str) -> bool:
    """Whether If-None-Match has this tag, weak or strong."""
    return tag in [part.strip().removeprefix("W/") for part in header[:LONGEST_TAGS].split(",")]
