"""Who asks too much waits; who asks little never does; and remembering who asked takes bounded memory."""

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from lib.web.server.limits import (
    API,
    SESSIONS,
    UPLOADS,
    USUAL,
    Buckets,
    RateLimits,
    SessionLimit,
    client_of,
    whole_setting,
)
from tests.web.server.asking import Told, ask, ask_async, ended, scope_of, well

UPLOAD = "/_stcore/upload_file/session/file"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills() -> None:
    clock = Clock()
    buckets = Buckets(6, clock=clock)
    assert [buckets.take("a") for _ in range(7)] == [0.0] * 6 + [pytest.approx(10)]
    assert buckets.take("b") == 0.0
    clock.now = 4
    assert buckets.take("a") == pytest.approx(6)
    clock.now = 10
    assert [buckets.take("a") > 0 for _ in range(2)] == [False, True]
    clock.now = 100_000
    assert [buckets.take("a") > 0 for _ in range(7)] == [False] * 6 + [True]


def test_the_clients_that_are_remembered_are_bounded() -> None:
    buckets = Buckets(1, clock=Clock(), most=50)
    for number in range(1000):
        buckets.take(str(number))
    assert len(buckets) == 50
    assert buckets.take("999") > 0 and buckets.take("0") == 0


@pytest.mark.parametrize(
    ("path", "method", "name"), [("/api/v1/status", "GET", API), (UPLOAD, "PUT", UPLOADS)], ids=str
)
def test_too_many_requests_are_told_when_to_come_back(
    path: str, method: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "3")
    app = RateLimits(well)
    told = [ask(app, path, method=method) for _ in range(4)]
    assert [one.status for one in told] == [200, 200, 200, 429]
    assert 1 <= int(told[3].headers["retry-after"]) <= 20
    assert "Wacht" in told[3].melding and told[3].headers["retry-after"] in told[3].melding
    assert ask(app, path, method=method, client=("10.0.0.9", 1)).status == 200


def test_pages_and_watching_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(API, "1")
    monkeypatch.setenv(UPLOADS, "1")
    app = RateLimits(well)
    for path in ("/", "/kosten", "/api/v1/health", "/api/v1/ready", "/_stcore/stream"):
        assert [ask(app, path).status for _ in range(3)] == [200] * 3
    assert [ask(app, UPLOAD, method="DELETE").status for _ in range(3)] == [200] * 3
    assert ask(app, "/_stcore/stream", type="websocket").status == 101


def test_addresses_of_one_home_are_one_client() -> None:
    homes = [client_of(scope_of(client=(address, 1))) for address in ("2001:db8:1:2::3", "2001:db8:1:2:ffff::9")]
    assert homes[0] == homes[1] != client_of(scope_of(client=("2001:db8:1:3::3", 1)))
    assert client_of(scope_of(client=("::ffff:10.0.0.1", 1))) != client_of(scope_of(client=("::ffff:10.0.0.2", 1)))
    assert len(client_of(scope_of(client=("x" * 5000, 1)))) == 64 and client_of(scope_of(client=None)) == ""


@pytest.mark.parametrize("given", ["", "0", "-1", "veel", "١٢", "1.5"])
def test_a_setting_that_is_no_number_changes_nothing(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(API, given)
    assert whole_setting(API, USUAL[API]) == USUAL[API]


def test_no_more_sessions_than_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SESSIONS, "2")

    async def opened(leave: asyncio.Event, app: SessionLimit) -> list[int]:
        def session() -> "asyncio.Task[Told]":
            return asyncio.ensure_future(ask_async(app, scope_of("/_stcore/stream", type="websocket")))

        first = [session() for _ in range(2)]
        await asyncio.sleep(0)
        found = [(await session()).status, (await ask_async(app, scope_of("/"))).status]
        leave.set()
        return [*found, *(one.status for one in await asyncio.gather(*first)), (await session()).status]

    async def run() -> list[int]:
        leave = asyncio.Event()

        async def stays(scope: Scope, receive: Receive, send: Send) -> None:
            await well(scope, receive, send)
            if scope["type"] == "websocket":
                await leave.wait()

        return await opened(leave, SessionLimit(stays))

    assert ended(run()) == [403, 200, 101, 101, 101]
