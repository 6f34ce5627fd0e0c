"""So many requests at work at once, in line no longer than that, and an answer in time or a sentence."""

import asyncio
import logging
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest

from lib.api.access import LATE, RequestQueue, SingleFlightCache
from lib.api.operations import Refused
from tests.web.server.asking import ended

BUSY = "Er wordt op dit moment te veel tegelijk gevraagd. Probeer het over {} seconden opnieuw."


class Work:
    """What takes as long as the test says, and counts who is at it."""

    def __init__(self) -> None:
        self.begun, self.ready = threading.Semaphore(0), threading.Event()
        self.lock, self.present, self.most, self.ended = threading.Lock(), 0, 0, 0

    def __call__(self) -> str:
        with self.lock:
            self.present += 1
            self.most = max(self.most, self.present)
        self.begun.release()
        assert self.ready.wait(30)
        with self.lock:
            self.present -= 1
            self.ended += 1
        return "klaar"


@pytest.fixture
def work() -> Iterator[Work]:
    one = Work()
    yield one
    one.ready.set()


async def until(begun: threading.Semaphore) -> None:
    assert await asyncio.to_thread(begun.acquire, timeout=30)


async def busy(asked: Coroutine[Any, Any, Any]) -> tuple[int, str, dict[str, str]]:
    with pytest.raises(Refused) as refusal:
        await asked
    return refusal.value.status, refusal.value.melding, refusal.value.headers


def test_no_more_are_at_work_than_may_be_and_a_line_has_an_end(work: Work) -> None:
    queue = RequestQueue(at_once=2, waiting=1, patience=30, longest=60)

    async def asked() -> list[str]:
        tasks = [asyncio.ensure_future(queue.result(work)) for _ in range(3)]
        await until(work.begun)
        await until(work.begun)
        assert await busy(queue.result(work)) == (503, BUSY.format(30), {"Retry-After": "30"})
        work.ready.set()
        return [*await asyncio.gather(*tasks), await queue.result(work)]

    assert ended(asked()) == ["klaar"] * 4
    assert (work.most, work.ended) == (2, 4)


def test_who_waits_too_long_is_told_and_never_begins(work: Work) -> None:
    queue = RequestQueue(at_once=1, waiting=3, patience=0.05, longest=60)

    async def asked() -> str:
        first = asyncio.ensure_future(queue.result(work))
        await until(work.begun)
        for _ in range(10):
            assert (await busy(queue.result(work)))[:2] == (503, BUSY.format(1))
        work.ready.set()
        return await first

    assert ended(asked()) == "klaar"
    assert work.ended == 1


def test_who_goes_away_while_waiting_leaves_room_and_never_begins(work: Work) -> None:
    queue = RequestQueue(at_once=1, waiting=1, patience=30, longest=60)

    async def asked() -> str:
        first = asyncio.ensure_future(queue.result(work))
        await until(work.begun)
        for _ in range(3):
            other = asyncio.ensure_future(queue.result(work))
            await asyncio.sleep(0.01)
            other.cancel()
            with pytest.raises(asyncio.CancelledError):
                await other
        work.ready.set()
        return await first

    assert ended(asked()) == "klaar"
    assert work.ended == 1


def test_what_takes_too_long_is_told_and_keeps_its_place_until_it_ends(work: Work) -> None:
    queue = RequestQueue(at_once=1, waiting=1, patience=0.05, longest=0.1)

    async def asked() -> None:
        assert await busy(queue.result(work)) == (503, LATE, {"Retry-After": "60"})
        assert (await busy(queue.result(work)))[1] == BUSY.format(1)
        assert work.ended == 0
        work.ready.set()
        while queue._present:
            await asyncio.sleep(0.01)

    ended(asked())
    assert work.ended == 1, "what runs ends by itself"


def test_a_failure_is_passed_on_and_leaves_room() -> None:
    queue = RequestQueue(at_once=1, waiting=0)

    async def asked() -> int:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await queue.result(lambda: 1 // 0)
        return await queue.result(lambda: 5)

    assert ended(asked()) == 5


def test_a_late_failure_is_in_the_log(caplog: pytest.LogCaptureFixture, work: Work) -> None:
    queue = RequestQueue(at_once=1, patience=0.05, longest=0.1)

    def fail() -> None:
        work()
        raise RuntimeError("Almelo")

    async def asked() -> None:
        assert (await busy(queue.result(fail)))[1] == LATE
        work.ready.set()
        while "A late request failed" not in caplog.text:
            await asyncio.sleep(0.01)

    with caplog.at_level(logging.ERROR):
        ended(asyncio.wait_for(asked(), 30))
    assert "Almelo" in caplog.text


def test_the_last_values_are_kept() -> None:
    made: list[int] = []
    cache: SingleFlightCache[int, int] = SingleFlightCache(2)

    def get(key: int) -> int:
        return cache.get(key, lambda: made.append(key) or -key)  # type: ignore[func-returns-value]

    assert [get(key) for key in (1, 2, 1, 3, 1, 2)] == [-1, -2, -1, -3, -1, -2]
    assert made == [1, 2, 3, 2], "1 was used again and stays; 2 was the oldest when 3 came"


def test_a_failure_is_told_and_not_kept() -> None:
    cache: SingleFlightCache[str, int] = SingleFlightCache(2)

    def fail() -> int:
        raise LookupError("nu niet")

    for _ in range(2):
        with pytest.raises(LookupError, match="nu niet"):
            cache.get("x", fail)
    assert cache.get("x", lambda: 5) == 5
