"""A folder to make something whole in, before it goes to its place; what killed makers left is cleared away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lib.store.turns import claim

#: Not that of a new database in the making (`database.WORKSHOP`): a workroom is cleared away by the next one only.
WORKROOM = ".routewijzer_werk-"


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """An empty folder inside `folder`, ours alone and gone afterwards. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{WORKROOM}*"):
        _clear_away(left)
    room = Path(tempfile.mkdtemp(prefix=WORKROOM, dir=folder))
    claimed = claim(room)
    try:
        # One deeper: who opens a database in it takes turns on the folder around the file.
        inner = room / "werk"
        inner.mkdir()
        yield inner
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if claimed is not None:
            os.close(claimed)


def _clear_away(room: Path) -> None:
    """Unless its maker is still at work in it."""
    with suppress(OSError):
        claimed = claim(room)
        if claimed is not None:
            shutil.rmtree(room, ignore_errors=True)
            os.close(claimed)


def on_disk(path: Path) -> None:
    """Wait until a file, or which names a folder has, is on the disk itself. Raises OSError."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
