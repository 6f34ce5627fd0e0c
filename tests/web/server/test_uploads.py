"""Files that are sent: no more than fit, no longer than it may take, and a sentence when they do not."""

import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from lib.web.server import limits
from lib.web.server.limits import MEGABYTE, OF_A_SESSION, OF_ALL, UploadLimits
from tests.web.server.asking import Told, ask, ask_async, ended, scope_of, well

PATH = "/_stcore/upload_file/mine/file"


def put(app: UploadLimits, size: int | str | None) -> Told:
    return ask(app, PATH, method="PUT", headers={"content-length": None if size is None else str(size)})


@pytest.mark.parametrize(
    ("held", "size", "status"),
    [
        ({}, MEGABYTE, 200),
        ({"mine": [OF_A_SESSION - MEGABYTE]}, MEGABYTE, 200),
        ({"mine": [OF_A_SESSION - MEGABYTE]}, MEGABYTE + 1, 413),
        ({"mine": [OF_A_SESSION - MEGABYTE]}, None, 413),
        ({"mine": [OF_A_SESSION - MEGABYTE]}, "-5", 413),
        ({"mine": [1] * limits.FILES}, 1, 413),
        ({"other": [OF_A_SESSION]}, MEGABYTE, 200),
        ({str(n): [OF_A_SESSION] for n in range(OF_ALL // OF_A_SESSION + 1)}, MEGABYTE, 503),
    ],
)
def test_there_is_room_or_it_is_told(held: dict[str, list[int]], size: int | str | None, status: int) -> None:
    told = put(UploadLimits(well, sizes=lambda: held), size)
    assert told.status == status
    assert status == 200 or told.melding in (limits.TOO_MUCH, limits.CROWDED)


def test_only_sending_a_file_is_bounded() -> None:
    app = UploadLimits(well, sizes=lambda: {"mine": [OF_A_SESSION * 2]})
    assert ask(app, PATH, method="DELETE").status == ask(app, "/kosten").status == 200
    assert ask(app, "/_stcore/stream", type="websocket").status == 101


def test_a_file_that_never_arrives_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    async def waits(scope: Scope, receive: Receive, send: Send) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(limits, "LONGEST_SECONDS", 0.05)
    told = put(UploadLimits(waits), 5)
    assert (told.status, told.melding) == (408, limits.TOO_LONG)


def test_who_comes_later_waits_and_is_told_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = 0

    async def counts(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal at_once
        at_once += 1
        assert at_once <= 2
        await asyncio.sleep(0.05)
        at_once -= 1
        await well(scope, receive, send)

    async def four(app: UploadLimits) -> list[int]:
        scopes = [scope_of(PATH, method="PUT", headers={"content-length": "1"}) for _ in range(4)]
        return sorted(told.status for told in await asyncio.gather(*(ask_async(app, scope) for scope in scopes)))

    assert ended(four(UploadLimits(counts, at_once=2))) == [200] * 4
    monkeypatch.setattr(limits, "PATIENCE_SECONDS", 0.01)
    assert ended(four(UploadLimits(counts, at_once=2))) == [200, 200, 503, 503]
