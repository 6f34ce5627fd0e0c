"""Routes of the app itself below `/api/v1/`: does it live, is it ready, what does it hold."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.store.database import StoreError
from lib.store.problems import Unsound
from lib.ui.server.answers import told_json

STATUS_PATH, HEALTH_PATH, READY_PATH = "/api/v1/status", "/api/v1/health", "/api/v1/ready"
STATUS_FAILED = "De status is nu niet op te vragen. Probeer het over een minuut opnieuw."
UNSOUND = "secrets.toml of de meegeleverde cijfers zijn niet in orde. De opdracht python -m lib check zegt wat."
UNKNOWN_ADDRESS = "Dit adres bestaat niet."
READS = ("GET", "HEAD")
READ_ONLY = "Hier kan alleen gelezen worden: gebruik GET of HEAD."


class Anything(PathConvertor):
    """The rest of a path, with the line breaks that somebody may send in it: `path` stops there."""

    regex = r"[\s\S]*"


register_url_convertor("anything", Anything())


class Always:
    """An answer to every method: Starlette would refuse those that are not in a list with English words."""

    def __init__(self, answer: Callable[[Request], Awaitable[JSONResponse]]) -> None:
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.answer(Request(scope, receive))
        if scope["method"] == "HEAD":
            response.body = b""
        await response(scope, receive, send)


class Reading(Always):
    """The same for GET and HEAD, and 405 for any other method."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in READS:
            await super().__call__(scope, receive, send)
        else:
            await told_json({"melding": READ_ONLY}, 405, {"Allow": ", ".join(READS)})(scope, receive, send)


def status_route(report: Callable[[], Mapping[str, object]]) -> Route:
    """`GET /api/v1/status`: what `report` says, as JSON; 503 with a Dutch sentence when it fails."""
    return _reporting(STATUS_PATH, report)


def ready_route(ready: Callable[[], None]) -> Route:
    """`GET /api/v1/ready`: 200 when `ready` finds nothing wrong, otherwise 503 with a Dutch sentence."""

    def report() -> Mapping[str, object]:
        ready()
        return {"toestand": "klaar"}

    return _reporting(READY_PATH, report)


def health_route() -> Route:
    """`GET /api/v1/health`: the process lives. It looks at nothing, so that a full disk is no reason to restart."""

    async def health(_: Request) -> JSONResponse:
        return told_json({"toestand": "in leven"}, 200)

    return Route(HEALTH_PATH, Reading(health))


def unknown_api_route() -> Route:
    """404 as JSON below `/api/`, where Streamlit would serve its page; comes last in the list."""

    async def unknown(_: Request) -> JSONResponse:
        return told_json({"melding": UNKNOWN_ADDRESS}, 404)

    return Route("/api/{path:anything}", Always(unknown))


def _reporting(path: str, report: Callable[[], Mapping[str, object]]) -> Route:
    async def told(_: Request) -> JSONResponse:
        try:
            found = await run_in_threadpool(report)
        except StoreError as error:
            logging.getLogger(__name__).warning("%s: %s", path, type(error).__name__)
            return told_json({"melding": error.melding}, 503)
        except Unsound:
            logging.getLogger(__name__).exception("%s: unsound", path)
            return told_json({"melding": UNSOUND}, 503)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", path)
            return told_json({"melding": STATUS_FAILED}, 503)
        return told_json(found, 200)

    return Route(path, Reading(told))
