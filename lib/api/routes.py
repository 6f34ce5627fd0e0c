"""Every route of the API: an operation each, its own description, and what is said where nothing is."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.api.catalogue import CATALOGUE
from lib.api.comparison import COMPARISON
from lib.api.figures import FIGURES
from lib.api.formats import JSON, MEDIA, dumped
from lib.api.kept import KEPT
from lib.api.openapi import description
from lib.api.operations import ROOT, Operation
from lib.api.refusals import Refused, plain
from lib.api.serving import CACHE, Endpoint, check_method, refused
from lib.api.tags import known, tag_of_body
from lib.store.problems import meant

OPERATIONS: tuple[Operation, ...] = (*CATALOGUE, *KEPT, *FIGURES, *COMPARISON)
DESCRIPTION = f"{ROOT}/openapi.json"
#: Below these a table is named.
SHELVES = (f"{ROOT}/releases/{{n}}/figures", f"{ROOT}/comparison")


def api_routes() -> list[Route]:
    """For the list of the app, before what answers every other address below /api/."""
    routes = [Route(each.path, Endpoint(each)) for each in OPERATIONS]
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
        except Refused as found:
            return refused(found, request.method)
        headers = {"ETag": self.tag, "Cache-Control": CACHE["Cache-Control"]}
        wanted = ",".join(request.headers.getlist("if-none-match"))
        if wanted.strip() == "*" or known(wanted, self.tag):
            return Response(status_code=304, headers=headers)
        told = {**headers, "Content-Length": str(len(self.body)), "Content-Type": MEDIA[JSON]}
        return Response(b"" if request.method == "HEAD" else self.body, headers=told)


class Nothing:
    """An address of a table that there is not."""

    def __init__(self, shelf: str) -> None:
        self.tables = [each.table.name for each in OPERATIONS if each.table and each.path.rpartition("/")[0] == shelf]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = plain(str(scope["path_params"]["table"]))
        found = Refused(404, f"Er is geen tabel “{asked}”; {meant(asked, self.tables)}")
        await refused(found, str(scope["method"]))(scope, receive, send)
