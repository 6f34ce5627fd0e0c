"""Processes that share a folder: whose turn it is with the database in it, so that a stream of readers shuts no writer out;
and a file or folder is made whole beside its place before it gets that. What killed makers left is cleared away."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from lib.store.faults import in_use_elsewhere

try:
    import fcntl
except ModuleNotFoundError:  # not every system has this lock: there processes take turns by luck
    _lock: Callable[[int, bool], None] | None = None
else:

    def _lock(file: int, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


#: What lies in a folder of this name is in the making. A version before clears it away only where nobody claims it.
WORKROOM = ".routewijzer_werk-"
#: The same of versions before: of a database or an export, which they did not claim, and of a copy.
BEFORE = (".routewijzer-", ".routewijzer_kopie-")
#: What tempfile adds to a name.
RANDOM = "?" * 8
#: Inside a folder that is claimed: who opens a database takes turns on the folder around the file.
ROOM = "werk"
#: A folder that nobody claims may belong to a maker who is about to begin.
GRACE_SECONDS = 5.0
#: What a version before called a database in the making, which it kept open from start to end.
MADE_BEFORE = "nieuw.duckdb"
#: Not every folder can be forced to disk.
UNFORCED = (errno.EACCES, errno.EINVAL, errno.ENOTSUP)


@contextmanager
def turn(path: Path) -> Iterator[Callable[[], None]]:
    """Wait for our turn with the file, in the order of arrival; what comes out gives it to the next, as does the end of the
    block.

    The lock is on the folder, so that nothing has to be written; a process that dies lets go of it. Where the folder
    cannot be locked nobody waits.
    """
    files: list[int] = []

    def pass_on() -> None:
        while files:
            os.close(files.pop())

    try:
        with suppress(OSError):
            files.append(os.open(path.parent, os.O_RDONLY))
            if _lock is not None:
                _lock(files[0], True)
        yield pass_on
    finally:
        pass_on()


def claim(folder: Path) -> int | None:
    """A file descriptor that keeps the folder ours until it is closed, or this process ends; None when somebody has it,
    or when there are no locks. Raises OSError."""
    if _lock is None:
        return None
    file = os.open(folder, os.O_RDONLY)
    try:
        _lock(file, False)
    except OSError as error:
        os.close(file)
        if isinstance(error, BlockingIOError):
            return None
        raise
    return file


@contextmanager
def workroom(folder: Path | None = None) -> Iterator[Path]:
    """An empty folder inside `folder`, or where the machine has its temporary files; ours alone and gone afterwards.

    Raises OSError.
    """
    folder = folder or Path(tempfile.gettempdir())
    folder.mkdir(parents=True, exist_ok=True)
    clear_away(folder)
    with tempfile.TemporaryDirectory(prefix=WORKROOM, dir=folder, ignore_cleanup_errors=True) as outer:
        claimed = None
        with suppress(OSError):
            claimed = claim(Path(outer))
        try:
            room = Path(outer) / ROOM
            room.mkdir()
            yield room
        finally:
            if claimed is not None:
                os.close(claimed)


def clear_away(folder: Path) -> None:
    """What makers that were killed left in `folder`; not where one is still at work."""
    for left in [place for name in (WORKROOM, *BEFORE) for place in folder.glob(f"{name}{RANDOM}")]:
        with suppress(OSError):
            claimed = claim(left)
            if claimed is None:
                continue
            try:
                if _abandoned(left):
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(claimed)


def _abandoned(left: Path) -> bool:
    """Whether nobody is at work in a folder that nobody claims: one of this version, or of one before that did not."""
    if (left / ROOM).exists():
        return True
    database = left / MADE_BEFORE
    if not database.exists():
        return time.time() - left.stat().st_mtime > GRACE_SECONDS
    try:
        duckdb.connect(str(database), read_only=True).close()
    except FileNotFoundError:
        return False
    except duckdb.Error as error:
        return not in_use_elsewhere(error)
    return True


def put_new(file: Path, place: Path) -> None:
    """Give a whole file its place, on the disk itself. Raises FileExistsError when something is there, OSError."""
    _on_disk(file)
    os.link(file, place)
    _names_on_disk(place.parent)


def put_over(file: Path, place: Path) -> None:
    """The same in the place of the file that is there. Raises OSError."""
    _on_disk(file)
    file.replace(place)
    _names_on_disk(place.parent)


def put_folder(folder: Path, place: Path, aside: Path | None = None) -> None:
    """The same for a folder of files, where nothing is or an empty folder. With `aside` what is there goes to that, and
    comes back when this fails. Raises OSError."""
    for file in folder.iterdir():
        _on_disk(file)
    _names_on_disk(folder)
    if aside is None or not place.exists():
        folder.rename(place)
    else:
        place.rename(aside)
        try:
            folder.rename(place)
        except OSError:
            aside.rename(place)
            raise
    _names_on_disk(place.parent)


def _names_on_disk(folder: Path) -> None:
    try:
        _on_disk(folder)
    except OSError as error:
        if error.errno not in UNFORCED:
            raise


def _on_disk(path: Path) -> None:
    """Wait until a file, or which names a folder has, is on the disk itself. Raises OSError."""
    if os.name == "nt":  # what is open for reading alone cannot be forced to disk there
        return
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
