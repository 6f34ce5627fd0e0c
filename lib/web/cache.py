"""What is made per view, kept for every session: bounded in bytes all together, and given back.

`@cached` keeps what a function returns by its (hashable) arguments. An argument named `stamp` is the state of the
database: what is of an earlier state goes when the database has another.
"""

import ctypes
import gc
import hashlib
import inspect
import pickle
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: For all entries together. A release of six gemeenten takes 2.5 MB and the numbers of a view 0.15 MB, so that fifty people
#: find what they looked at; a server of 2 GB (docs/beheer.md) keeps most of it for work in hand.
BYTES = 96 * 1024**2
#: Seconds after which what nobody uses goes. A meeting that talks for a while about one screen finds it again.
IDLE = 300.0
#: Seconds between looking for that. An entry that was used is measured again then, since answers fill as they are asked:
#: not at each use, which would slow each step.
SWEEP = 15.0
#: Letting go of less than this is not worth a search by the collector, which holds every session for a moment.
WORTH = 16 * 1024**2


@dataclass(eq=False)
class _Entry:
    """A value, of which state of the database, and when it was last used and measured (monotonic seconds)."""

    value: Any
    stamp: int | None
    size: int
    used: float
    measured: float


class _Making:
    """A value that a thread is making now; others wait for it."""

    def __init__(self) -> None:
        self.thread, self.done = threading.get_ident(), threading.Event()


class Cache:
    """Values by key. `limit` in bytes, `idle` and `sweep` in seconds; `clock` says how many seconds have passed."""

    def __init__(
        self, limit: int = BYTES, idle: float = IDLE, sweep: float = SWEEP, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limit, self.idle, self.sweep, self.clock = limit, idle, sweep, clock
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._making: dict[Hashable, _Making] = {}
        self._lock = threading.Lock()
        self._sweeper: threading.Thread | None = None
        self._stamp: int | None = None
        self._generation = self._let_go = 0

    def get(self, key: Hashable, stamp: int | None, make: Callable[[], Result]) -> Result:
        """The value of `key`, made by one thread at a time. Raises what `make` raises; then the next one tries."""
        while True:
            with self._lock:
                entry = self._entries.get(key)
                if entry is not None:
                    entry.used = self.clock()
                    self._entries.move_to_end(key)
                    value: Result = entry.value
                    return value
                other = self._making.get(key)
                if other is None:
                    mine = self._making[key] = _Making()
                    generation = self._generation
                    break
            if other.thread == threading.get_ident():
                return make()
            other.done.wait()
        # Streamlit stops a script by an exception that is no Exception: whatever ends this, the key is free again.
        try:
            value = make()
            self._put(key, stamp, value, generation)
            return value
        finally:
            with self._lock:
                if self._making.get(key) is mine:
                    del self._making[key]
            mine.done.set()

    def renew(self, stamp: int) -> None:
        """The database has this state now: what is of another one goes. A session that still shows an earlier state may
        make its own again, which goes when nobody uses it."""
        if stamp == self._stamp:
            return
        with self._lock:
            self._stamp = stamp
            for key in [key for key, entry in self._entries.items() if entry.stamp not in (None, stamp)]:
                self._drop(key)

    def clear(self) -> None:
        """Nothing is known any more, and what is being made now is not kept."""
        with self._lock:
            self._generation += 1
            self._making.clear()
            for key in list(self._entries):
                self._drop(key)

    @property
    def size(self) -> int:
        """Bytes of all entries, as last measured."""
        with self._lock:
            return self._size()

    def __len__(self) -> int:
        return len(self._entries)

    def _size(self) -> int:
        return sum(entry.size for entry in self._entries.values())

    def _put(self, key: Hashable, stamp: int | None, value: Any, generation: int) -> None:
        now, size = self.clock(), self._measured(key, value)
        with self._lock:
            if generation != self._generation:
                return
            self._entries[key] = _Entry(value, stamp, size, now, now)
            self._bound()
            if self._sweeper is None:
                self._sweeper = threading.Thread(target=self._sweep, name="routewijzer-cache", daemon=True)
                self._sweeper.start()

    def _measured(self, key: Hashable, value: Any) -> int:
        """The bytes of a value without those of other entries: every view of a release holds that release."""
        with self._lock:
            others = [entry.value for other, entry in self._entries.items() if other != key]
        plain = (str, bytes, tuple, list)
        elsewhere = {id(other) for other in others}
        elsewhere.update(id(inside) for other in others if not isinstance(other, plain) for inside in fields_of(other))
        try:
            # What a release holds must not be missing from its own entry when views of it were there before it.
            return size_of(value, elsewhere - {id(value)})
        except RuntimeError:
            # Another thread adds to it at this moment: it is measured when it is used again.
            return 0

    def _bound(self) -> None:
        """Let the longest unused go until all fit; the newest stays, however large: else it is made at every step."""
        total = self._size()
        while total > self.limit and len(self._entries) > 1:
            total -= self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> int:
        size = self._entries.pop(key).size
        self._let_go += size
        return size

    def _sweep(self) -> None:
        """Until nothing is kept: look now and then, without a visitor."""
        while True:
            time.sleep(self.sweep)
            self._look()
            with self._lock:
                if not self._entries:
                    self._sweeper = None
            if self._sweeper is not threading.current_thread():
                give_back()
                return

    def _look(self) -> None:
        with self._lock:
            since = self.clock() - self.idle
            for key in [key for key, entry in self._entries.items() if entry.used < since]:
                self._drop(key)
            grown = [(key, entry) for key, entry in self._entries.items() if entry.used > entry.measured]
        for key, entry in grown:
            entry.measured, entry.size = self.clock(), self._measured(key, entry.value) or entry.size
        grown.clear()
        entry = None  # type: ignore[assignment]
        with self._lock:
            self._bound()
            let_go, self._let_go = self._let_go, self._let_go if self._let_go < WORTH else 0
        if let_go >= WORTH:
            give_back()


def give_back() -> None:
    """What nobody holds any more goes back to the system, where the C library can say so (glibc)."""
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


#: The one that all pages use.
_shared = Cache()
renew, clear = _shared.renew, _shared.clear


def cached(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Keep what `function` returns, for all sessions together. What it returns is shared: nobody changes it."""
    # A page is run anew at every step and each is called __main__: its file and its code say which function it is.
    code = function.__code__
    same = f"{code.co_filename}:{function.__qualname__}:{hash(code)}"
    signature = inspect.signature(function)

    @wraps(function)
    def remembered(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        values = signature.bind(*args, **kwargs).arguments
        key = (same, *((name, _hashable(value)) for name, value in values.items()))
        return _shared.get(key, values.get("stamp"), lambda: function(*args, **kwargs))

    return remembered


def _hashable(value: Any) -> Hashable:
    try:
        hash(value)
    except TypeError:
        return hashlib.sha256(pickle.dumps(value)).digest()
    return value


# -- how much memory a value takes, roughly -----------------------------------------------------------------------------

#: What every value of the program shares: no part of any of them.
_SHARED = (type, type(sys), type(lambda: None), type(len))
#: Of so many parts at least the size is worked out: the rows of a release of 342 gemeenten, all of them, take seconds.
SAMPLE = 500
_PLAIN = (str, bytes, bytearray, int, float, bool, type(None))


def fields_of(value: Any) -> Iterable[Any]:
    """What a value holds directly."""
    # A copy at once: another thread may add to it meanwhile.
    if isinstance(value, Mapping):
        inside = dict(value)
        yield from inside
        yield from inside.values()
    elif isinstance(value, list | tuple | Set):
        yield from tuple(value)
    yield from tuple(getattr(value, "__dict__", {}).values())
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        names = (slots,) if isinstance(slots, str) else slots
        yield from (
            getattr(value, name) for name in names if name not in ("__dict__", "__weakref__") and hasattr(value, name)
        )


def size_of(value: Any, elsewhere: Iterable[int] = ()) -> int:
    """The bytes of a value and all that it holds, each counted once; of what holds many, from a sample. `elsewhere` are the
    ids of values that are counted in another place: they, and what they hold, count for nothing."""
    counted, total = set(elsewhere), 0.0
    waiting: list[tuple[Any, float]] = [(value, 1.0)]
    while waiting:
        item, times = waiting.pop()
        if id(item) in counted or isinstance(item, _SHARED):
            continue
        counted.add(id(item))
        total += times * sys.getsizeof(item)
        if isinstance(item, np.ndarray):
            # A slice owns nothing: what it is a slice of does, as a whole.
            waiting += [] if item.base is None else [(item.base, times)]
        elif not isinstance(item, _PLAIN):
            inside = list(fields_of(item))
            step = max(1, len(inside) // SAMPLE)
            some = inside[::step]
            waiting += [(part, times * len(inside) / len(some)) for part in some]
    return int(total)
