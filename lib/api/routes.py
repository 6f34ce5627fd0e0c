"""The OpenAPI description, made of the declarations that the routes are made of.

Every address of the API, and a request → the operation → a response: who asks, what is asked, which form, and whether
it is known already.
"""

import logging
import tomllib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib import __version__
from lib.api import tables
from lib.api.access import RETRY, RequestQueue, caller
from lib.api.catalogue import CATALOGUE
from lib.api.comparison import COMPARISON
from lib.api.formats import MEDIA, answer_format, dumped, encoded, has_tag, tag_of, tag_of_body
from lib.api.operations import (
    JSON,
    LONGEST,
    NO_SUCH_RELEASE,
    ROOT,
    TEXT,
    Answer,
    ApiRequest,
    Operation,
    Parameter,
    Refused,
    plain,
    read_query,
)
from lib.api.selection import OWN_HEADER
from lib.api.tables import Schema, body_schema, entity
from lib.comparison.view import NotFilledIn, NotInView
from lib.store import locations
from lib.store.access import Forbidden
from lib.store.faults import StoreError
from lib.store.parts import ReleaseChanged
from lib.store.releases import UnknownRelease, ensure
from lib.tables.rows import Unsound
from lib.text.nearest import meant

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


OPERATIONS: tuple[Operation, ...] = (*CATALOGUE, *COMPARISON)
DESCRIPTION = f"{ROOT}/openapi.json"
#: Below these a table is named.
SHELVES = (f"{ROOT}/releases/{{n}}/figures", f"{ROOT}/comparison")
METHODS = ("GET", "HEAD")
#: Kept by who asked for it, and asked for again each time.
CACHE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Accept"}
BROKEN = "Er ging iets mis bij het maken van dit antwoord. Probeer het opnieuw; blijft het zo, vraag het een beheerder."
OUT_OF_ORDER = (
    "De cijfers zijn nu niet te lezen. Probeer het over een minuut opnieuw; blijft het zo, vraag het een beheerder."
)
queue = RequestQueue()


class Endpoint:
    """What answers an address, as an ASGI application: every method comes here, so that each gets an answer in Dutch."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            response = await self.answer(request)
        except Refused as refusal:
            response = refused(refusal, request.method)
        await response(scope, receive, send)


def api_routes() -> list[Route]:
    """For the list of the app, before what answers every other address below /api/."""
    routes = [Route(operation.path, endpoint(operation)) for operation in OPERATIONS]
    shelves = [Route(f"{shelf}/{{table}}", _missing_table(shelf)) for shelf in SHELVES]
    return [*routes, Route(DESCRIPTION, _description()), *shelves]


def endpoint(operation: Operation) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await queue.result(partial(respond, operation, request))

    return Endpoint(answer)


def _description() -> Endpoint:
    """The OpenAPI description. It holds no figures, so everybody may read it."""
    body = dumped(description(OPERATIONS))
    headers = {"ETag": tag_of_body(body, JSON), "Cache-Control": CACHE["Cache-Control"]}

    async def answer(request: Request) -> Response:
        check_method(request.method)
        if _has(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return _response(request.method, 200, body, JSON, headers)

    return Endpoint(answer)


def _missing_table(shelf: str) -> Endpoint:
    """An address of a table that there is not."""
    tables = [
        operation.table.name
        for operation in OPERATIONS
        if operation.table and operation.path.rpartition("/")[0] == shelf
    ]

    async def answer(request: Request) -> Response:
        table = plain(str(request.path_params["table"]))
        raise Refused(404, f"Er is geen tabel “{table}”; {meant(table, tables)}")

    return Endpoint(answer)


def respond(operation: Operation, request: Request) -> Response:
    """The response, whatever happens."""
    try:
        return _answer(operation, request)
    except Exception as error:
        answer = refusal(error)
        if answer.status == 500:
            logging.getLogger(__name__).exception("the API failed: %s", operation.name)
        return refused(answer, request.method)


def refusal(error: Exception) -> Refused:
    """What went wrong, as a status and a sentence."""
    match error:
        case Refused():
            return error
        case NotFilledIn():
            return Refused(409, error.melding)
        case NotInView():
            return Refused(400, error.melding)
        case Forbidden():
            return Refused(403, error.melding)
        case UnknownRelease():
            return Refused(404, NO_SUCH_RELEASE)
        case ReleaseChanged():
            logging.getLogger(__name__).error("release %d is not what was published", error.number)
            return Refused(503, error.melding)
        case StoreError() | Unsound():
            # What the store says holds paths of this machine, which are not for who asks over the network.
            logging.getLogger(__name__).warning("the API has no figures: %s", type(error).__name__)
            return Refused(503, OUT_OF_ORDER, RETRY)
    return Refused(500, BROKEN)


def refused(refusal: Refused, method: str) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": CACHE["Vary"], **refusal.headers}
    return _response(method, refusal.status, dumped({"melding": refusal.melding}), JSON, headers)


def check_method(method: str) -> None:
    """Raises Refused (405)."""
    if method not in METHODS:
        raise Refused(405, "Hier kan alleen gelezen worden: gebruik GET of HEAD.", {"Allow": ", ".join(METHODS)})


def _answer(operation: Operation, request: Request) -> Response:
    check_method(request.method)
    path = locations.database()
    ensure(path)
    by = caller(request, path)
    values = read_query(operation.all_parameters, request.scope.get("query_string", b""))
    place = {name: str(value) for name, value in request.path_params.items()}
    _check_place(operation, place)
    api_request = ApiRequest(path, by, values, place)
    accept = ",".join(request.headers.getlist("accept"))
    format_ = answer_format(api_request.value("format"), accept, operation.formats)
    plan = operation.plan(api_request)
    tag = None if plan.identity is None else tag_of(operation.name, format_, plan.identity)
    # What is only known by its body is made before anybody can say that it has any.
    if tag is not None and has_tag(_tags(request), tag):
        return _unchanged(tag)
    answer = plan.make()
    body = encoded(answer, format_)
    tag = tag or tag_of_body(body, format_)
    if _has(request, tag):
        return _unchanged(tag)
    headers = {"ETag": tag, **CACHE, **answer.marks, **_disposition(operation, answer, format_)}
    return _response(request.method, 200, body, format_, headers)


def _check_place(operation: Operation, place: Mapping[str, str]) -> None:
    """What stands in the address names something, or there is nothing there. Raises Refused (404)."""
    for parameter in operation.parameters:
        if parameter.in_path:
            try:
                parameter.check(place[parameter.name])
            except Refused:
                raise Refused(404, NO_SUCH_RELEASE) from None


def _tags(request: Request) -> str:
    return ",".join(request.headers.getlist("if-none-match"))


def _has(request: Request, tag: str) -> bool:
    """Whether who asks has this answer already, or is content with any."""
    tags = _tags(request)
    return tags.strip() == "*" or has_tag(tags, tag)


def _unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, **CACHE})


def _disposition(operation: Operation, answer: Answer, format_: str) -> dict[str, str]:
    """A file gets a name, with the release that it comes from."""
    if format_ == JSON:
        return {}
    release = answer.marks.get("Routewijzer-Release")
    parts = ("routewijzer", *(("release", release) if release else ()), operation.name.replace("_", "-"))
    parts = (*parts, "eigen-aannames") if OWN_HEADER in answer.marks else parts
    return {"Content-Disposition": f'attachment; filename="{"-".join(parts)}.{format_}"'}


def _response(method: str, status: int, body: bytes, format_: str, headers: Mapping[str, str]) -> Response:
    sizes = {"Content-Length": str(len(body)), "Content-Type": MEDIA[format_]}
    return Response(b"" if method == "HEAD" else body, status, {**sizes, **headers})
