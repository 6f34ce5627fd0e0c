"""A folder to make something whole in, before it goes to its place; what killed makers left is cleared away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lib.store.file.turns import claim

#: Not that of a new database in the making (`database.WORKSHOP`): a workroom is cleared away by the next one only.
WORKROOM = ".routewijzer_werk-"


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder inside `folder`, ours alone and gone afterwards. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    clear_away(folder, WORKROOM)
    with claimed(folder, WORKROOM) as outer:
        # One deeper: who opens a database in it takes turns on the folder around the file.
        room = outer / "werk"
        room.mkdir()
        yield room


@contextmanager
def claimed(folder: Path, prefix: str) -> Iterator[Path]:
    """A new folder inside `folder` that `clear_away` leaves alone as long as we live; gone afterwards. Raises OSError."""
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder, ignore_cleanup_errors=True) as made:
        held = claim(Path(made))
        try:
            yield Path(made)
        finally:
            if held is not None:
                os.close(held)


def clear_away(folder: Path, prefix: str) -> None:
    """What makers that were killed left in `folder`; not where one is still at work."""
    for left in folder.glob(f"{prefix}*"):
        with suppress(OSError):
            held = claim(left)
            if held is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(held)


def on_disk(path: Path) -> None:
    """Wait until a file, or which names a folder has, is on the disk itself. Raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
