"""The one bound on requests to the API: so many at work at once, so many that wait and how long, and what is said; and
work that is done once for everybody who asks for it."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Generic, TypeVar

from lib.api.operations import Refused

Key = TypeVar("Key")
Value = TypeVar("Value")
#: At work at once: each takes a processor, and the pages need one too.
AT_ONCE = 2
#: In line for that at most, so that the line has an end; a report may ask all its tables at once.
WAITING = 100
#: How long somebody stands in line, and how long a request takes from its arrival, before it is told. In seconds.
PATIENCE_SECONDS, LONGEST_SECONDS = 15.0, 30.0
#: When to come back after that much time, in seconds: what runs is still running.
RETRY = {"Retry-After": "60"}
FULL = "Er wordt op dit moment te veel tegelijk gevraagd. Probeer het over {seconds} seconden opnieuw."
LATE = "Dit duurt te lang. Het is nu druk, of er wordt veel gevraagd. Probeer het over een minuut opnieuw."


class RequestQueue:
    """At most `at_once` at work, in threads of their own so that pages keep theirs, and `waiting` in line, in order."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        patience: float = PATIENCE_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self._workers = ThreadPoolExecutor(at_once, "api")
        self._lock = threading.Lock()
        self._present, self._most = 0, at_once + waiting
        self._patience, self._longest = patience, longest

    async def result(self, make: Callable[[], Value]) -> Value:
        """What `make` gives, or raises, in its turn.

        Raises Refused (503) when the line is full, when it waits too long (then it never begins), and when it takes
        too long: a thread cannot be stopped, so it keeps its place until it ends, and what it gives is dropped.
        """
        future = self._enter(make)
        arrival = asyncio.wrap_future(future)
        try:
            await asyncio.wait({arrival}, timeout=self._patience)
            if future.cancel():
                raise self._full()
            await asyncio.wait({arrival}, timeout=self._longest - self._patience)
        except asyncio.CancelledError:
            future.cancel()
            raise
        if not future.done():
            arrival.add_done_callback(_log_failure)
            raise Refused(503, LATE, RETRY)
        return future.result()

    def _enter(self, make: Callable[[], Value]) -> Future[Value]:
        with self._lock:
            if self._present >= self._most:
                raise self._full()
            self._present += 1
        future = self._workers.submit(copy_context().run, make)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: object) -> None:
        with self._lock:
            self._present -= 1

    def _full(self) -> Refused:
        seconds = str(max(1, round(self._patience)))
        return Refused(503, FULL.format(seconds=seconds), {"Retry-After": seconds})


def _log_failure(late: "asyncio.Future[Value]") -> None:
    if not late.cancelled() and (error := late.exception()) is not None:
        logging.getLogger(__name__).error("A late request failed", exc_info=error)


class SingleFlightCache(Generic[Key, Value]):
    """The last `most` values by key; who asks for one in the making waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._futures: dict[Key, Future[Value]] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value; what `make` raises is raised to all who wait for it, and not kept."""
        with self._lock:
            waiting = self._futures.pop(key, None)
            future: Future[Value] = waiting or Future()
            self._futures[key] = future
            while len(self._futures) > self._most:
                del self._futures[next(iter(self._futures))]
        if waiting is None:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._futures.get(key) is future:
                        del self._futures[key]
                future.set_exception(error)
        return future.result()
