"""A request → the operation → a response: who asks, what is asked, which form, and whether it is known already."""

import logging
from collections.abc import Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.analysis.view import NotInView
from lib.api.callers import caller
from lib.api.choices import OWN_HEADER
from lib.api.formats import JSON, MEDIA, Answer, chosen, dumped, encoded
from lib.api.operations import Asked, Operation
from lib.api.parameters import read_query
from lib.api.queue import RETRY, RequestQueue
from lib.api.refusals import BROKEN, NO_SUCH_RELEASE, OUT_OF_ORDER, Refused
from lib.api.tags import known, tag_of, tag_of_body
from lib.store import locations
from lib.store.access import Forbidden
from lib.store.faults import StoreError
from lib.store.integrity import ReleaseChanged
from lib.store.problems import Unsound
from lib.store.releases import UnknownRelease, ensure

METHODS = ("GET", "HEAD")
#: Kept by who asked for it, and asked for again each time.
CACHE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Accept"}
queue = RequestQueue()


class Endpoint:
    """One operation as an ASGI application. Every method comes here, so that each gets an answer in Dutch."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            response = await queue.result(partial(respond, self.operation, request))
        except Refused as refusal:
            response = refused(refusal, request.method)
        await response(scope, receive, send)


def respond(operation: Operation, request: Request) -> Response:
    """The response, whatever happens."""
    try:
        return _answered(operation, request)
    except Exception as error:
        found = refusal(error)
        if found.status == 500:
            logging.getLogger(__name__).exception("the API failed: %s", operation.name)
        return refused(found, request.method)


def refusal(error: Exception) -> Refused:
    """What went wrong, as a status and a sentence."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, NotInView):
        return Refused(400, error.melding)
    if isinstance(error, Forbidden):
        return Refused(403, error.melding)
    if isinstance(error, UnknownRelease):
        return Refused(404, NO_SUCH_RELEASE)
    if isinstance(error, ReleaseChanged):
        logging.getLogger(__name__).error("release %d is not what was published", error.number)
        return Refused(503, error.melding)
    if isinstance(error, StoreError | Unsound):
        # What the store says holds paths of this machine, which are not for who asks over the network.
        logging.getLogger(__name__).warning("the API has no figures: %s", type(error).__name__)
        return Refused(503, OUT_OF_ORDER, RETRY)
    return Refused(500, BROKEN)


def refused(found: Refused, method: str) -> Response:
    headers = {"Cache-Control": "no-store", "Vary": CACHE["Vary"], **found.headers}
    return _response(method, found.status, dumped({"melding": found.melding}), MEDIA[JSON], headers)


def check_method(method: str) -> None:
    """Raises Refused (405)."""
    if method not in METHODS:
        raise Refused(405, "Hier kan alleen gelezen worden: gebruik GET of HEAD.", {"Allow": ", ".join(METHODS)})


def _answered(operation: Operation, request: Request) -> Response:
    check_method(request.method)
    path = locations.database()
    ensure(path)
    by = caller(request, path)
    values = read_query(operation.taken, request.scope.get("query_string", b""))
    place = {name: str(value) for name, value in request.path_params.items()}
    _check_place(operation, place)
    asked = Asked(path, by, values, place)
    format_ = chosen(asked.one("format"), ",".join(request.headers.getlist("accept")), operation.formats)
    return _made(operation, asked, format_, request)


def _check_place(operation: Operation, place: Mapping[str, str]) -> None:
    """What stands in the address names something, or there is nothing there. Raises Refused (404)."""
    for parameter in operation.parameters:
        if parameter.in_path:
            try:
                parameter.check(place[parameter.name])
            except Refused:
                raise Refused(404, NO_SUCH_RELEASE) from None


def _made(operation: Operation, asked: Asked, format_: str, request: Request) -> Response:
    wanted = ",".join(request.headers.getlist("if-none-match"))
    found = operation.find(asked)
    tag = None if found.identity is None else tag_of(operation.name, format_, found.identity)
    if tag is not None and known(wanted, tag):
        return _unchanged(tag)
    answer = found.make()
    body = encoded(answer, format_)
    tag = tag or tag_of_body(body, format_)
    if wanted.strip() == "*" or known(wanted, tag):
        return _unchanged(tag)
    headers = {"ETag": tag, **CACHE, **answer.marks, **_disposition(operation, answer, format_)}
    return _response(request.method, 200, body, MEDIA[format_], headers)


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


def _response(method: str, status: int, body: bytes, media: str, headers: Mapping[str, str]) -> Response:
    told = {"Content-Length": str(len(body)), "Content-Type": media, **headers}
    return Response(b"" if method == "HEAD" else body, status, told)
