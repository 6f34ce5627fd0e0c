"""A table as JSON, CSV or Parquet, and which of them a request wants."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from lib.api.fields import ARROW, Cell, Row, Table, split_rows
from lib.api.refusals import Refused
from lib.report.table_files import csv_file, table_parquet

JSON, CSV, PARQUET = "json", "csv", "parquet"
#: What each is called in a header.
MEDIA = {JSON: "application/json", CSV: "text/csv; charset=utf-8", PARQUET: "application/vnd.apache.parquet"}
FORMATS = tuple(MEDIA)
About = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What a request gets. `about` goes around the rows in JSON, or is all of it where there is no table. `arrow` is
    the table as an export writes it, where that is what Parquet gives."""

    about: About
    table: Table | None = None
    rows: tuple[Row, ...] = ()
    arrow: pa.Table | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


def chosen(format_: str | None, accept: str, offered: tuple[str, ...]) -> str:
    """The format of the answer: what `format=` says, else what the header Accept likes best. Raises Refused (406)."""
    if format_ is not None:
        return format_
    liked = max(offered, key=lambda name: _liking(MEDIA[name].split(";")[0], accept))
    if _liking(MEDIA[liked].split(";")[0], accept) <= 0:
        kinds = ", ".join(MEDIA[name].split(";")[0] for name in offered)
        raise Refused(406, f"De kop Accept vraagt een vorm die er niet is; kies uit: {kinds}.")
    return liked


def _liking(media: str, accept: str) -> float:
    """The weight of a media type in a header Accept; the most exact part decides, no header likes all."""
    if not accept.strip():
        return 1.0
    weights = {}
    for part in accept[:1_000].split(","):
        kind, *marks = (word.strip().lower() for word in part.split(";"))
        weights[kind] = _weight(marks)
    for kind in (media, f"{media.split('/')[0]}/*", "*/*"):
        if kind in weights:
            return weights[kind]
    return 0.0


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
    """One object; without a table just what is told about it."""
    if answer.table is None:
        return dumped(answer.about)
    fields = answer.table.split
    columns = [
        {"naam": f.name, "soort": f.kind, "eenheid": f.unit, "uitleg": f.explained, "leeg": f.empty} for f in fields
    ]
    rows = as_objects(answer.table, answer.rows)
    head = {"tabel": answer.table.name, "titel": answer.table.title, "uitleg": answer.table.explained}
    return dumped({**head, **answer.about, "kolommen": columns, "rijen": rows})


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
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else None
    return _json_cell(cell) if isinstance(cell, date) else cell


def _arrow(table: Table, rows: tuple[Row, ...]) -> pa.Table:
    schema = pa.schema([(field.name, ARROW[field.kind]) for field in table.split])
    columns = list(zip(*split_rows(table, rows), strict=True)) or [()] * len(schema)
    arrays = [
        pa.array([float(cell) if isinstance(cell, Decimal) else cell for cell in column], arrow_field.type)
        for column, arrow_field in zip(columns, schema, strict=True)
    ]
    return pa.table(arrays, schema)
