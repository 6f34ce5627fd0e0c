"""Whether the app can serve: the database opens, the release in use is whole, and the disk has room for the next."""

import shutil
from functools import lru_cache
from pathlib import Path

from lib.store.faults import DatabaseUnwritable, StoreError, explained
from lib.store.releases import current, ensure, load

#: Below this a new release may not fit: its rows, its journal, and the copy that a renewal keeps. In bytes.
ROOM = 256 * 1024 * 1024


class Unready(StoreError):
    """It cannot serve; `melding` says why, without the place of the database."""


def ready(path: Path) -> None:
    """Raises Unready, or Unsound when the shipped files of a first start are not in order."""
    try:
        ensure(path)
        found = path.stat()
        _readable(path, found.st_ino, found.st_mtime_ns)
        with explained(path):
            free = shutil.disk_usage(path.parent).free
        if free < ROOM:
            raise DatabaseUnwritable(f"De schijf met {path} is bijna vol. Maak ruimte vrij.")
    except (StoreError, OSError) as error:
        melding = error.melding if isinstance(error, StoreError) else "De database is niet te openen."
        raise Unready(
            melding.replace(str(path), path.name).replace(str(path.parent), "de map van de database")
        ) from error


@lru_cache(maxsize=4)
def _readable(path: Path, inode: int, changed: int) -> None:
    """Read the release in use whole, once for as long as the file stays as it is."""
    info = current(path)
    if load(path, info.number).hash != info.hash:
        raise StoreError(f"Release {info.number} is niet meer wat zij was. Zet een reservekopie terug.")
