"""The tables of the API: their columns with kind, unit and explanation, from where the tables are declared already."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from lib.store.tables import Column

Kind = Literal["tekst", "geheel", "getal", "datum", "moment", "ja_nee"]
#: One value; a text in a column of numbers stands in the place of the number: "PM".
Cell = str | int | float | bool | date | datetime | None
Row = tuple[Cell, ...]
NUMBERS: tuple[Kind, ...] = ("geheel", "getal")
KINDS: dict[str, Kind] = {"whole": "geheel", "euros": "geheel", "decimal": "getal", "amount": "getal", "date": "datum"}
ARROW: dict[Kind, pa.DataType] = {
    "tekst": pa.string(),
    "geheel": pa.int64(),
    "getal": pa.float64(),
    "datum": pa.date32(),
    "moment": pa.timestamp("s", "UTC"),
    "ja_nee": pa.bool_(),
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


def split_rows(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Rows in the columns of `table.split`: a number, or none and the word in its place."""
    worded = [field.worded for field in table.fields]
    return [
        tuple(part for cell, apart in zip(row, worded, strict=True) for part in (_apart(cell) if apart else (cell,)))
        for row in rows
    ]


def _apart(cell: Cell) -> tuple[Cell, Cell]:
    return (None, cell) if isinstance(cell, str) else (cell, None)


@cache
def _explanations() -> dict[str, dict[str, dict[str, str]]]:
    with (Path(__file__).parent / "columns.toml").open("rb") as file:
        return tomllib.load(file)


def field(table: str, name: str, kind: Kind, worded: bool = False) -> Field:
    """A column with what columns.toml says of it. Raises KeyError when that is nothing."""
    explanation = _explanations().get(table, {}).get(name) or _explanations()["kolom"][name]
    return Field(name, kind, explanation.get("eenheid", ""), explanation["uitleg"], explanation.get("leeg", ""), worded)


def api_table(name: str, title: str, explained: str, columns: Iterable[tuple[str, Kind]]) -> Table:
    """A table of the API itself."""
    return Table(name, title, explained, tuple(field(name, column, kind) for column, kind in columns))


def stored(name: str, title: str, explained: str, columns: Iterable[Column]) -> Table:
    """A table of a release."""
    fields = (field(name, column.name, KINDS.get(column.type, "tekst"), _worded(name, column)) for column in columns)
    return Table(name, title, explained, tuple(fields))


def _worded(table: str, column: Column) -> bool:
    """An amount can be PM, a small headcount is told in words, and what may be missing has a word for that."""
    counts = (table, column.name) == ("headcounts", "personen")
    return column.type == "amount" or counts or (KINDS.get(column.type) in NUMBERS and not column.required)


def exported(name: str, title: str, explained: str, schema: pa.Schema, worded: Iterable[str]) -> Table:
    """A table of an export."""
    kinds: dict[Any, Kind] = {pa.int64(): "geheel", pa.float64(): "getal"}
    apart = set(worded)
    fields = (field(name, column.name, kinds.get(column.type, "tekst"), column.name in apart) for column in schema)
    return Table(name, title, explained, tuple(fields))
