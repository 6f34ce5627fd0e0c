"""JSON Schemas of what the answers hold."""

from collections.abc import Mapping
from typing import Any

from lib.api.fields import Field, Kind, Table

Schema = dict[str, Any]
TYPES: Mapping[Kind, Schema] = {
    "tekst": {"type": "string"},
    "geheel": {"type": "integer"},
    "getal": {"type": "number"},
    "datum": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "ja_nee": {"type": "boolean"},
}
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER_OR_NONE: Schema = {"type": ["number", "null"]}
MAYBE: Schema = {"type": ["string", "null"]}


def entity(**properties: Schema) -> Schema:
    """An object with exactly these."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listing(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def cell(field: Field) -> Schema:
    """A value of a column; where nothing may stand, the description says what that means."""
    empty = f" Leeg (null): {field.empty}" if field.empty else ""
    unit = f" Eenheid: {field.unit}." if field.unit else ""
    kind = TYPES[field.kind]
    may_be_empty = field.worded or field.empty
    return {
        **kind,
        "type": [kind["type"], "null"] if may_be_empty else kind["type"],
        "description": f"{field.explained}{unit}{empty}",
    }


def row(table: Table) -> Schema:
    return entity(**{field.name: cell(field) for field in table.split})


COLUMN = entity(naam=TEXT, soort={"enum": list(TYPES)}, eenheid=TEXT, uitleg=TEXT, leeg=TEXT)
#: What many answers hold, described once.
SHARED = {"Kolom": COLUMN, "Release": entity(nummer=WHOLE, naam=TEXT, hash=TEXT, toestand=TEXT)}
RELEASE: Schema = {"$ref": "#/components/schemas/Release"}
REFUSAL = entity(melding={"type": "string", "description": "Wat er mis is, wat er gelezen is en wat u kunt doen."})


def body(table: Table, around: Mapping[str, Any]) -> Schema:
    """A table in JSON: what is told about it, its columns and its rows."""
    return entity(
        tabel={"const": table.name},
        titel=TEXT,
        uitleg=TEXT,
        **around,
        kolommen=listing({"$ref": "#/components/schemas/Kolom"}),
        rijen=listing(row(table)),
    )
