"""The OpenAPI description, made of the declarations that the routes are made of."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lib import __version__
from lib.api import tables
from lib.api.formats import MEDIA
from lib.api.operations import JSON, LONGEST, TEXT, Operation, Parameter
from lib.api.tables import Schema, body_schema, entity

BEARER = "token"
with (Path(__file__).parent / "openapi.toml").open("rb") as file:
    TEXTS = tomllib.load(file)
REFUSALS: Mapping[str, Mapping[str, Any]] = TEXTS["refusals"]


def _headers(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"description": text, "schema": tables.TEXT} for name, text in texts.items()}


ETAG, ORIGIN = _headers(TEXTS["headers"]["every"]), _headers(TEXTS["headers"]["figures"])
REFUSAL = entity(
    melding={
        "type": "string",
        "description": "Wat er mis is, wat er gelezen is en wat u kunt doen.",
        "maxLength": LONGEST,
        "minLength": 1,
    }
)


def description(operations: Iterable[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1 for these operations."""
    return {
        "openapi": "3.1.0",
        "info": {**TEXTS["info"], "version": __version__},
        "servers": [{"url": "/"}],
        # No token is one way in, where the database is not protected and the request comes from the same machine.
        "security": [{BEARER: []}, {}],
        "paths": {operation.path: _path(operation) for operation in operations},
        "components": {
            "securitySchemes": {
                BEARER: {"type": "http", "scheme": "bearer", "description": "Een beheerder maakt tokens."}
            },
            "schemas": {"Fout": REFUSAL, **tables.SHARED},
            "responses": {status: _refusal(words) for status, words in REFUSALS.items()},
        },
    }


def _refusal(words: Mapping[str, Any]) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Fout"}, "example": {"melding": words["example"]}}
    headers = _headers(words.get("headers", {}))
    return {"description": words["text"], "headers": headers, "content": {MEDIA[JSON]: content}}


def _path(operation: Operation) -> dict[str, Any]:
    around = dict(operation.schema or {})
    schema = body_schema(operation.table, around) if operation.table else around
    schemas = TEXTS["files"]
    files = {MEDIA[name].split(";")[0]: {"schema": schemas[name]} for name in operation.formats if name in schemas}
    content = {MEDIA[JSON]: {"schema": schema}, **files}
    headers = {**ETAG, **(ORIGIN if operation.table and "release" in around else {})}
    method = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.explained,
        "parameters": [_parameter(parameter) for parameter in operation.all_parameters],
        "responses": {
            "200": {"description": operation.explained, "headers": headers, "content": content},
            "304": {"description": "Niets veranderd.", "headers": ETAG},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in REFUSALS},
        },
    }
    return {"get": method}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: Schema = {"type": "string", "minLength": 1, "maxLength": TEXT}
    schema |= {"enum": list(parameter.choices)} if parameter.choices else {}
    schema |= {"pattern": parameter.pattern} if parameter.pattern else {}
    place = "path" if parameter.in_path else "query"
    described = {"name": parameter.name, "in": place, "description": parameter.explained}
    if parameter.several:
        repeated = {"type": "array", "items": schema, "maxItems": 50}
        return {**described, "schema": repeated, "style": "form", "explode": True, "example": [parameter.example]}
    return {**described, "required": parameter.in_path, "schema": schema, "example": parameter.example}
