"""Whose turn it is: processes that want the database queue, so that a stream of readers shuts no writer out."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # not every system has this lock: there processes take turns by luck
    _lock: Callable[[int], None] | None = None
    _lock_now: Callable[[int], None] | None = None
else:

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _lock_now(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def turn(path: Path) -> Iterator[Callable[[], None]]:
    """Wait for our turn in the order of arrival; what comes out gives it to the next, as does the end of the block.

    The lock is on the folder, so that nothing has to be written; a process that dies lets go of it. Where the folder
    cannot be locked nobody waits.
    """
    held: list[int] = []

    def pass_on() -> None:
        while held:
            os.close(held.pop())

    try:
        with suppress(OSError):
            held.append(os.open(path.parent, os.O_RDONLY))
            if _lock is not None:
                _lock(held[0])
        yield pass_on
    finally:
        pass_on()


def claim(folder: Path) -> int | None:
    """A file descriptor that keeps the folder ours until it is closed, or this process ends; None when somebody has it,
    or when there are no locks. Raises OSError."""
    if _lock_now is None:
        return None
    file = os.open(folder, os.O_RDONLY)
    try:
        _lock_now(file)
    except OSError as error:
        os.close(file)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return file
