"""Work that is done once for everybody who asks for it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


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
