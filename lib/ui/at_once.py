"""How many documents and downloads are made at once: each takes a processor for seconds, and nobody else gets a step."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

from lib.report.export import CannotExport

SETTING, USUAL = "ROUTEWIJZER_EXPORTS_AT_ONCE", 2
PATIENCE_SECONDS = 30.0
Given = ParamSpec("Given")


class Crowded(CannotExport):
    """Others were being served for as long as anyone wants to wait; nothing was made."""


def places() -> int:
    """How many at once: the setting, or the usual number when it is no whole number above 0."""
    given = os.environ.get(SETTING, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) else USUAL


_places = threading.BoundedSemaphore(places())


@contextmanager
def place(patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Wait for a place, and leave it at the end of the block. Raises Crowded."""
    if not _places.acquire(timeout=patience):
        raise Crowded(
            "Er worden nu veel documenten en bestanden gemaakt. Wacht een minuut en probeer het opnieuw. "
            "Er is niets verloren."
        )
    try:
        yield
    finally:
        _places.release()


def in_turn(make: Callable[Given, bytes]) -> Callable[Given, bytes]:
    """The same maker of a file, in its turn."""

    @wraps(make)
    def made(*args: Given.args, **words: Given.kwargs) -> bytes:
        with place():
            return make(*args, **words)

    return made
