"""A route of the app answers in time, or says that it does not."""

import asyncio
import logging
import time

import pytest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from lib.ui.server.deadlines import MELDING, Deadlines
from tests.ui.server.asking import Told, ask, ask_async, ended, scope_of

HELD: list[str] = []


async def slow(_: Request) -> PlainTextResponse:
    await run_in_threadpool(time.sleep, 0.6)
    HELD.append("slow")
    return PlainTextResponse("laat")


async def broken(_: Request) -> PlainTextResponse:
    await asyncio.sleep(0.15)
    raise RuntimeError("Almelo")


async def stream(_: Request) -> StreamingResponse:
    async def parts():  # type: ignore[no-untyped-def]
        for part in (b"een", b"twee"):
            yield part
            await asyncio.sleep(0.15)

    return StreamingResponse(parts())


ROUTES = [
    Route(f"/{place}", each) for each in (slow, broken, stream) for place in (f"api/{each.__name__}", each.__name__)
]

APP = Deadlines(Starlette(routes=ROUTES), seconds=0.1)


async def until_slow_has_ended() -> None:
    for _ in range(1000):
        if "slow" in HELD:
            return
        await asyncio.sleep(0.02)


def test_what_takes_too_long_is_told() -> None:
    async def asked() -> tuple[Told, int]:
        told = await ask_async(APP, scope_of("/api/slow"))
        before = len(HELD)
        await until_slow_has_ended()
        return told, before

    HELD.clear()
    told, before = ended(asked())
    assert (told.status, told.melding, told.headers["retry-after"]) == (503, MELDING, "60")
    assert before == 0 and HELD == ["slow"], "what runs ends by itself"
    assert sum(message["type"] == "http.response.start" for message in told.messages) == 1


def test_an_answer_that_has_begun_may_go_on() -> None:
    assert ask(APP, "/api/stream").body == b"eentwee"


def test_pages_have_no_deadline() -> None:
    assert ask(APP, "/slow").body == b"laat"


def test_a_failure_is_passed_on_and_a_late_one_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(RuntimeError):
        ask(Deadlines(Starlette(routes=ROUTES), seconds=5), "/api/broken")

    async def late() -> None:
        await ask_async(APP, scope_of("/api/broken"))
        while APP._late:
            await asyncio.sleep(0.02)

    with caplog.at_level(logging.ERROR):
        ended(late())
    assert "A late request failed" in caplog.text


def test_who_waits_for_a_place_too_long_is_told_and_never_begins() -> None:
    async def asked(app: Deadlines) -> list[int]:
        told = await asyncio.gather(*(ask_async(app, scope_of("/api/slow")) for _ in range(3)))
        watching = await ask_async(app, scope_of("/api/v1/health"))
        await until_slow_has_ended()
        return [*(one.status for one in told), watching.status]

    HELD.clear()
    app = Starlette(routes=[*ROUTES, Route("/api/v1/health", lambda _: PlainTextResponse(""))])
    assert ended(asked(Deadlines(app, seconds=0.1, at_once=1))) == [503, 503, 503, 200]
    assert HELD == ["slow"]
    assert ended(asked(Deadlines(app, seconds=5, at_once=1))) == [200] * 4
