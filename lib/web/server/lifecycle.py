"""The life of the process as the outside sees it, below `/api/v1/`: does it live, is it ready, what does it hold; and its
end: what is being written is finished, and it does not take for ever."""

import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import FrameType

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from lib.store.database import finish
from lib.store.faults import StoreError
from lib.tables.rows import Unsound
from lib.web.server.answers import NOT_THERE, json_answer

STATUS_PATH, HEALTH_PATH, READY_PATH = "/api/v1/status", "/api/v1/health", "/api/v1/ready"
STATUS_FAILED = "De status is nu niet op te vragen. Probeer het over een minuut opnieuw."
UNSOUND = "secrets.toml of de meegeleverde cijfers zijn niet in orde. De opdracht python -m lib check zegt wat."
READS = ("GET", "HEAD")
READ_ONLY = "Hier kan alleen gelezen worden: gebruik GET of HEAD."
#: How long writing may go on after a request to stop, and when the process ends whatever happens. In seconds; deploy/
#: lets the machine wait a little longer before it kills.
WRITING_SECONDS, ENDS_SECONDS = 15.0, 20.0
Report = Callable[[], Mapping[str, object]]


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
            await json_answer({"melding": READ_ONLY}, 405, {"Allow": ", ".join(READS)})(scope, receive, send)


def health_route() -> Route:
    """`GET /api/v1/health`: the process lives. It looks at nothing, so that a full disk is no reason to restart."""

    async def health(_: Request) -> JSONResponse:
        return json_answer({"toestand": "in leven"})

    return Route(HEALTH_PATH, Reading(health))


def unknown_api_route() -> Route:
    """404 as JSON below `/api/`, where Streamlit would serve its page; comes last in the list."""

    async def unknown(_: Request) -> JSONResponse:
        return json_answer({"melding": f"{NOT_THERE}."}, 404)

    return Route("/api/{path:anything}", Always(unknown))


def ready_route(ready: Callable[[], None]) -> Route:
    """`GET /api/v1/ready`: 200 when `ready` finds nothing wrong, otherwise 503 with a Dutch sentence."""

    def report() -> Mapping[str, object]:
        ready()
        return {"toestand": "klaar"}

    return _reporting(READY_PATH, report)


def status_route(report: Report) -> Route:
    """`GET /api/v1/status`: what `report` says, as JSON; 503 with a Dutch sentence when it fails."""
    return _reporting(STATUS_PATH, report)


def _reporting(path: str, report: Report) -> Route:
    async def answer(_: Request) -> JSONResponse:
        try:
            return json_answer(await run_in_threadpool(report))
        except StoreError as error:
            logging.getLogger(__name__).warning("%s: %s", path, type(error).__name__)
            return json_answer({"melding": error.melding}, 503)
        except Unsound:
            logging.getLogger(__name__).exception("%s: unsound", path)
            return json_answer({"melding": UNSOUND}, 503)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", path)
            return json_answer({"melding": STATUS_FAILED}, 503)

    return Route(path, Reading(answer))


@asynccontextmanager
async def running(_: st.App) -> AsyncIterator[None]:
    """From start to stop of the server. Stopping waits until nobody writes to the database."""
    _end_in_time()
    yield
    if not await run_in_threadpool(finish, WRITING_SECONDS):
        logging.getLogger(__name__).error("Stopped while the database was in use; what was being written is undone")


def _end_in_time() -> None:
    """A client that keeps its connection open does not keep the process alive."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        late = threading.Timer(ENDS_SECONDS, _end_now)
        late.daemon = True
        late.start()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, stop)


def _end_now() -> None:
    """The database survives it: what is not committed never happened."""
    logging.getLogger(__name__).error("Stopped late: connections were still open")
    logging.shutdown()
    os._exit(128 + signal.SIGTERM)
