"""Whether the app can serve: the database opens, the release in use is whole, and the disk has room for the next."""

from functools import lru_cache

from lib.store.database import free, stamp
from lib.store.faults import DatabaseUnwritable, StoreError
from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.releases import current, ensure, load

#: Below this a new release may not fit: its rows, its journal, and the copy that a renewal keeps. In bytes.
ROOM = 256 * 1024 * 1024


class Unready(StoreError):
    """It cannot serve; `melding` says why, without the place of the database."""


def ready(path: Database) -> None:
    """Raises Unready, or Unsound when the shipped files of a first start are not in order."""
    try:
        ensure(path)
        _readable(path, stamp(path))
        left = free(path)
        if left is not None and left < ROOM:
            raise DatabaseUnwritable(f"De schijf met {path} is bijna vol. Maak ruimte vrij.")
    except (StoreError, OSError) as error:
        melding = error.melding if isinstance(error, StoreError) else "De database is niet te openen."
        raise Unready(_placeless(melding, path)) from error


def _placeless(melding: str, path: Database) -> str:
    if isinstance(path, Lake):
        return melding.replace(f"gedeelde database {path}", "gedeelde database").replace(
            str(path), "de gedeelde database"
        )
    return melding.replace(str(path), path.name).replace(str(path.parent), "de map van de database")


@lru_cache(maxsize=4)
def _readable(path: Database, stamp: int) -> None:
    """Read the release in use whole, once for as long as the database stays as it is."""
    load(path, current(path).number)
