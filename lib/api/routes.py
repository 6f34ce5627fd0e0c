"""Every route of the API: an operation each, its own description, and what is said where nothing is."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.api.catalogue import CATALOGUE
from lib.api.comparison import COMPARISON
from lib.api.figures import FIGURES
from lib.api.formats import JSON, MEDIA, dumped
from lib.api.listings import LISTINGS
from lib.api.openapi import description
from lib.api.operations import ROOT, Operation
from lib.api.refusals import Refused, plain
from lib.api.serving import CACHE, Endpoint, check_method, refused
from lib.api.tags import known, tag_of_body
from lib.store.problems import meant

OPERATIONS: tuple[Operation, ...] = (*CATALOGUE, *LISTINGS, *FIGURES, *COMPARISON)
DESCRIPTION = f"{ROOT}/openapi.json"
#: Below these a table is named.
SHELVES = (f"{ROOT}/releases/{{n}}/figures", f"{ROOT}/comparison")


def api_routes() -> list[Route]:
    """For the list of the app, before what answers every other address below /api/."""
    routes = [Route(operation.path, Endpoint(operation)) for operation in OPERATIONS]
    shelves = [Route(f"{shelf}/{{table}}", Nothing(shelf)) for shelf in SHELVES]
    return [*routes, Route(DESCRIPTION, Description()), *shelves]


class Description:
    """The OpenAPI description. It holds no figures, so everybody may read it."""

    def __init__(self) -> None:
        self.body = dumped(description(OPERATIONS))
        self.tag = tag_of_body(self.body, JSON)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._response(Request(scope))(scope, receive, send)

    def _response(self, request: Request) -> Response:
        try:
            check_method(request.method)
        except Refused as refusal:
            return refused(refusal, request.method)
        headers = {"ETag": self.tag, "Cache-Control": CACHE["Cache-Control"]}
        tags = ",".join(request.headers.getlist("if-none-match"))
        if tags.strip() == "*" or known(tags, self.tag):
            return Response(status_code=304, headers=headers)
        all_headers = {**headers, "Content-Length": str(len(self.body)), "Content-Type": MEDIA[JSON]}
        return Response(b"" if request.method == "HEAD" else self.body, headers=all_headers)


class Nothing:
    """An address of a table that there is not."""

    def __init__(self, shelf: str) -> None:
        self.tables = [
            operation.table.name
            for operation in OPERATIONS
            if operation.table and operation.path.rpartition("/")[0] == shelf
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        table = plain(str(scope["path_params"]["table"]))
        refusal = Refused(404, f"Er is geen tabel “{table}”; {meant(table, self.tables)}")
        await refused(refusal, str(scope["method"]))(scope, receive, send)
