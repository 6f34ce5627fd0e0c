"""Work that is done once for everybody who asks for it, by a few at a time, with a line that can be full."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Generic, TypeVar

from lib.api.refusals import Refused

Key = TypeVar("Key")
Value = TypeVar("Value")
FULL = "Er wordt op dit moment te veel tegelijk gevraagd. Probeer het over {seconds} seconden opnieuw."


class Line:
    """At most `at_once` inside and `waiting` in line, each for at most `patience` seconds."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._turns = threading.Semaphore(at_once)
        self._lock = threading.Lock()
        self._present, self._most, self._patience = 0, at_once + waiting, patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises Refused (503) when the line is full or the wait too long."""
        with self._lock:
            if self._present >= self._most:
                raise self._full()
            self._present += 1
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise self._full()
            try:
                yield
            finally:
                self._turns.release()
        finally:
            with self._lock:
                self._present -= 1

    def _full(self) -> Refused:
        seconds = str(max(1, round(self._patience)))
        return Refused(503, FULL.format(seconds=seconds), {"Retry-After": seconds})


class Kept(Generic[Key, Value]):
    """The last `most` values by key; who asks for one in the making waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: dict[Key, Future[Value]] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value; what `make` raises is raised to all who wait for it, and not kept."""
        with self._lock:
            known = self._known.pop(key, None)
            future: Future[Value] = known or Future()
            self._known[key] = future
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]
        if known is None:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._known.get(key) is future:
                        del self._known[key]
                future.set_exception(error)
        return future.result()
