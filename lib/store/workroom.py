"""A file or folder is made whole beside its place before it gets that; what killed makers left is cleared away."""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from lib.store.faults import held
from lib.store.file.turns import claim

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
    made = left / MADE_BEFORE
    if not made.exists():
        return time.time() - left.stat().st_mtime > GRACE_SECONDS
    try:
        duckdb.connect(str(made), read_only=True).close()
    except FileNotFoundError:
        return False
    except duckdb.Error as error:
        return not held(error)
    return True


def put_new(made: Path, place: Path) -> None:
    """Give a whole file its place, on the disk itself. Raises FileExistsError when something is there, OSError."""
    _on_disk(made)
    os.link(made, place)
    _names_on_disk(place.parent)


def put_over(made: Path, place: Path) -> None:
    """The same in the place of the file that is there. Raises OSError."""
    _on_disk(made)
    made.replace(place)
    _names_on_disk(place.parent)


def put_folder(made: Path, place: Path, aside: Path | None = None) -> None:
    """The same for a folder of files, where nothing is or an empty folder. With `aside` what is there goes to that, and
    comes back when this fails. Raises OSError."""
    for file in made.iterdir():
        _on_disk(file)
    _names_on_disk(made)
    if aside is None or not place.exists():
        made.rename(place)
    else:
        place.rename(aside)
        try:
            made.rename(place)
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
