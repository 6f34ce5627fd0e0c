"""How much memory a value takes, roughly."""

import sys
from collections.abc import Iterable, Mapping, Set
from typing import Any

import numpy as np

#: What every value of the program shares: no part of any of them.
_SHARED = (type, type(sys), type(lambda: None), type(len))
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
    """The bytes of a value and all that it holds, each counted once. `elsewhere` are the ids of values that are counted
    in another place: they, and what they hold, count for nothing."""
    known, waiting, total = set(elsewhere), [value], 0
    while waiting:
        each = waiting.pop()
        if id(each) in known or isinstance(each, _SHARED):
            continue
        known.add(id(each))
        total += sys.getsizeof(each)
        if isinstance(each, np.ndarray):
            # A slice owns nothing: what it is a slice of does, as a whole.
            waiting += [] if each.base is None else [each.base]
        elif not isinstance(each, _PLAIN):
            waiting += fields_of(each)
    return total
