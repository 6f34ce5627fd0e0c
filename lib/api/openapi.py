"""The OpenAPI description, made of the declarations that the routes are made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from lib import __version__
from lib.api import tables
from lib.api.formats import MEDIA
from lib.api.operations import CSV, JSON, LONGEST, NO_SUCH_RELEASE, PARQUET, TEXT, Operation, Parameter
from lib.api.tables import Schema, body_schema, entity

TEXTS = {
    "title": "Routewijzer: cijfers lezen",
    "summary": "Releases, cijfers en vergelijkingen voor eigen rapportages.",
    "description": (
        "Alles is alleen te lezen. Bedragen zijn in euro’s, niet in duizenden. Wat ontbreekt is nooit nul: in JSON en "
        "Parquet staat er niets (null) en zegt de kolom met _woord erachter wat er in plaats van een getal staat, zoals "
        "PM; in CSV staat dat woord in de cel zelf. Een vergelijking als Parquet is hetzelfde bestand als dat van de "
        "opdrachtregel (export): een leeg bedrag is daar PM. CSV heeft puntkomma’s, decimale komma’s en UTF-8 met BOM; "
        "een tekst die een rekenprogramma voor een formule zou houden, krijgt een apostrof ervoor. "
        "Met If-None-Match krijgt u 304 zolang er niets is veranderd. In lokale modus is op dezelfde computer geen token nodig."
    ),
}
BEARER = "token"
REFUSALS: Mapping[str, tuple[str, str]] = {
    "400": ("De vraag klopt niet.", "Onbekende parameter “jaren”; bedoelde u “horizon”?"),
    "401": ("Er is geen token, of het is niet bekend.", "Dit token is niet bekend."),
    "403": (
        "De rol is hiervoor te laag, of in lokale modus komt de vraag van elders.",
        "U bent lezer. Voor “een concept lezen” is de rol analist nodig.",
    ),
    "404": ("Dit is er niet.", NO_SUCH_RELEASE),
    "405": ("Hier kan alleen gelezen worden.", "Hier kan alleen gelezen worden: gebruik GET of HEAD."),
    "406": ("De gevraagde vorm is er niet.", "De kop Accept vraagt een vorm die er niet is."),
    "429": ("Er wordt te snel gevraagd.", "U vraagt meer dan de Routewijzer per minuut beantwoordt."),
    "503": ("Nu niet; probeer het later.", "Er wordt op dit moment te veel tegelijk gevraagd."),
}


def _headers(**texts: str) -> dict[str, Any]:
    return {name.replace("_", "-"): {"description": text, "schema": tables.TEXT} for name, text in texts.items()}


ETAG = _headers(ETag="Het kenmerk van dit antwoord.")
ORIGIN = _headers(
    Routewijzer_Release="Het nummer van de release waar de getallen uit komen.",
    Routewijzer_Kenmerk="Het kenmerk (sha256) van die release.",
    Routewijzer_Aannames="Wat anders is dan standaard, met de standaard erbij; alleen als er iets anders is.",
)
BESIDE = {
    "401": _headers(WWW_Authenticate="Dat een token nodig is."),
    "405": _headers(Allow="Wat hier wel kan."),
    "429": _headers(Retry_After="Na hoeveel seconden het weer kan."),
    "503": _headers(Retry_After="Na hoeveel seconden het weer kan."),
}


REFUSAL = entity(
    melding={
        "type": "string",
        "description": "Wat er mis is, wat er gelezen is en wat u kunt doen.",
        "maxLength": LONGEST,
        "minLength": 1,
    }
)
FILES: Mapping[str, Schema] = {
    CSV: {
        "type": "string",
        "description": "Puntkomma’s, decimale komma’s, UTF-8 met BOM; de kolommen van de JSON zonder die met _woord.",
    },
    PARQUET: {"description": "Een Parquet-bestand."},
}


def description(operations: Iterable[Operation]) -> dict[str, Any]:
    """OpenAPI 3.1 for these operations."""
    return {
        "openapi": "3.1.0",
        "info": {**TEXTS, "version": __version__},
        "servers": [{"url": "/"}],
        # No token is one way in, where the database is not protected and the request comes from the same machine.
        "security": [{BEARER: []}, {}],
        "paths": {operation.path: _path(operation) for operation in operations},
        "components": {
            "securitySchemes": {
                BEARER: {"type": "http", "scheme": "bearer", "description": "Een beheerder maakt tokens."}
            },
            "schemas": {"Fout": REFUSAL, **tables.SHARED},
            "responses": {status: _refusal(status, *words) for status, words in REFUSALS.items()},
        },
    }


def _refusal(status: str, text: str, example: str) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Fout"}, "example": {"melding": example}}
    return {"description": text, "headers": BESIDE.get(status, {}), "content": {MEDIA[JSON]: content}}


def _path(operation: Operation) -> dict[str, Any]:
    around = dict(operation.schema or {})
    schema = body_schema(operation.table, around) if operation.table else around
    files = {MEDIA[name].split(";")[0]: {"schema": FILES[name]} for name in operation.formats if name in FILES}
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
