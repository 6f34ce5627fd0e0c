"""How much memory a value takes, roughly."""

import sys
from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np

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
