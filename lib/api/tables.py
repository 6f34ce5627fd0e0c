"""The tables of the API: their columns with kind, unit and explanation, from where the tables are declared already, and
the JSON Schemas that follow from them."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

import pyarrow as pa

from lib.tables.columns import Column

Kind = Literal["tekst", "geheel", "getal", "datum", "moment", "ja_nee"]
#: One value; a text in a column of numbers stands in the place of the number: "PM".
Cell = str | int | float | bool | date | datetime | None
Row = tuple[Cell, ...]
Schema = dict[str, Any]
Item = TypeVar("Item")
#: Of a list of things: each column, and how its value is read from such a thing.
ListColumns = Mapping[str, Callable[[Item], Cell]]
NUMBERS: tuple[Kind, ...] = ("geheel", "getal")
STORED_KINDS: dict[str, Kind] = {
    "whole": "geheel",
    "euros": "geheel",
    "decimal": "getal",
    "amount": "getal",
    "date": "datum",
}
EXPORT_KINDS: dict[Any, Kind] = {pa.int64(): "geheel", pa.float64(): "getal"}
#: Each kind in Arrow and in JSON Schema.
TYPES: Mapping[Kind, tuple[pa.DataType, Schema]] = {
    "tekst": (pa.string(), {"type": "string"}),
    "geheel": (pa.int64(), {"type": "integer"}),
    "getal": (pa.float64(), {"type": "number"}),
    "datum": (pa.date32(), {"type": "string", "format": "date"}),
    "moment": (pa.timestamp("s", "UTC"), {"type": "string", "format": "date-time"}),
    "ja_nee": (pa.bool_(), {"type": "boolean"}),
}
#: After the name of a column of numbers: the column with what stands in the place of a number.
WORD = "_woord"


@dataclass(frozen=True)
class Field:
    """A column. With `worded`, a word can stand in the place of a number, and then `name` + WORD holds it."""

    name: str
    kind: Kind
    unit: str
    explained: str
    empty: str
    worded: bool = False

    @property
    def word(self) -> "Field":
        explanation = f"Wat er staat in plaats van een getal in {self.name}, zoals PM. Leeg als er een getal staat."
        return Field(self.name + WORD, "tekst", "", explanation, "Er staat een getal.")

    @property
    def schema(self) -> Schema:
        """A value of it; where nothing may stand, the description says what that means."""
        kind = TYPES[self.kind][1]
        unit = f" Eenheid: {self.unit}." if self.unit else ""
        empty = f" Leeg (null): {self.empty}" if self.empty else ""
        type_ = [kind["type"], "null"] if self.worded or self.empty else kind["type"]
        return {**kind, "type": type_, "description": f"{self.explained}{unit}{empty}"}


@dataclass(frozen=True)
class Table:
    """A table: its name in the address, title, explanation and columns."""

    name: str
    title: str
    explained: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def split(self) -> tuple[Field, ...]:
        """The columns with the words apart."""
        return tuple(column for field in self.fields for column in ((field, field.word) if field.worded else (field,)))

    @property
    def row_schema(self) -> Schema:
        return entity(**{field.name: field.schema for field in self.split})


def split_rows(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Rows in the columns of `table.split`: a number, or none and the word in its place."""
    worded = [field.worded for field in table.fields]
    return [
        tuple(part for cell, apart in zip(row, worded, strict=True) for part in (_split(cell) if apart else (cell,)))
        for row in rows
    ]


def _split(cell: Cell) -> tuple[Cell, Cell]:
    return (None, cell) if isinstance(cell, str) else (cell, None)


@cache
def _explanations() -> dict[str, dict[str, dict[str, str]]]:
    with (Path(__file__).parent / "columns.toml").open("rb") as file:
        return tomllib.load(file)


def _field(table: str, name: str, kind: Kind | None = None, worded: bool = False) -> Field:
    """A column with what columns.toml says of it. Raises KeyError when that is nothing."""
    words = _explanations().get(table, {}).get(name) or _explanations()["kolom"][name]
    kind = kind or cast(Kind, words.get("soort", "tekst"))
    return Field(name, kind, words.get("eenheid", ""), words["uitleg"], words.get("leeg", ""), worded)


def _named(name: str, fields: Iterable[Field]) -> Table:
    words = _explanations()["tabel"][name]
    return Table(name, words["titel"], words["uitleg"], tuple(fields))


def api_table(name: str, columns: Iterable[str]) -> Table:
    """A table of the API itself."""
    return _named(name, (_field(name, column) for column in columns))


def list_rows(columns: ListColumns[Item], items: Iterable[Item]) -> Iterable[Row]:
    """A row per thing, moments to the second."""
    for item in items:
        values = (value(item) for value in columns.values())
        yield tuple(value.replace(microsecond=0) if isinstance(value, datetime) else value for value in values)


def release_table(name: str, title: str, explained: str, columns: Iterable[Column]) -> Table:
    """A table of a release. An amount can be PM, a small headcount is told in words, and what may be missing has a word
    for that."""

    def worded(column: Column, kind: Kind) -> bool:
        counts = (name, column.name) == ("headcounts", "personen")
        return column.type == "amount" or counts or (kind in NUMBERS and not column.required)

    kinds = [(column, STORED_KINDS.get(column.type, "tekst")) for column in columns]
    fields = (_field(name, column.name, kind, worded(column, kind)) for column, kind in kinds)
    return Table(name, title, explained, tuple(fields))


def export_table(name: str, schema: pa.Schema, worded: Iterable[str]) -> Table:
    """A table of an export."""
    apart = set(worded)
    kinds = [(column.name, EXPORT_KINDS.get(column.type, "tekst")) for column in schema]
    return _named(name, (_field(name, column, kind, column in apart) for column, kind in kinds))


def entity(**properties: Schema) -> Schema:
    """An object with exactly these."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def listing(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER_OR_NONE: Schema = {"type": ["number", "null"]}
MAYBE: Schema = {"type": ["string", "null"]}
COLUMN = entity(naam=TEXT, soort={"enum": list(TYPES)}, eenheid=TEXT, uitleg=TEXT, leeg=TEXT)
#: What many answers hold, described once.
SHARED = {"Kolom": COLUMN, "Release": entity(nummer=WHOLE, naam=TEXT, hash=TEXT, toestand=TEXT)}
RELEASE: Schema = {"$ref": "#/components/schemas/Release"}
TABLES = listing(entity(tabel=TEXT, titel=TEXT, adres=TEXT))


def body_schema(table: Table, around: Mapping[str, Any]) -> Schema:
    """A table in JSON: what is told about it, its columns and its rows."""
    return entity(
        tabel={"const": table.name},
        titel=TEXT,
        uitleg=TEXT,
        **around,
        kolommen=listing({"$ref": "#/components/schemas/Kolom"}),
        rijen=listing(table.row_schema),
    )
