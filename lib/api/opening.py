"""The release that a request names, for who may read it; and what was read is kept, since a release never changes."""

from collections.abc import Mapping
from typing import Any

from lib.analysis.release import Release, make_release
from lib.api.making import Kept
from lib.api.parameters import CURRENT
from lib.api.refusals import NO_SUCH_RELEASE, Refused
from lib.store.access import SEE_CONCEPT, Person, require
from lib.store.database import stamp
from lib.store.locations import Database
from lib.store.releases import CONCEPT, ReleaseInfo, in_use, load
from lib.store.shown import releases

#: Releases kept in memory.
MOST = 4
_lists: Kept[tuple[Any, ...], tuple[ReleaseInfo, ...]] = Kept(MOST)
_opened: Kept[tuple[Database, ReleaseInfo], Release] = Kept(MOST)


def _all(path: Database) -> tuple[ReleaseInfo, ...]:
    """All releases, read anew when the database is another than before."""
    return _lists.get((path, stamp(path)), lambda: tuple(releases(path)))


def listed(path: Database, by: Person) -> list[ReleaseInfo]:
    """The releases that someone may see, the newest first: concepts only for who may read them. Raises StoreError."""
    return [info for info in reversed(_all(path)) if info.state != CONCEPT or SEE_CONCEPT.open_to(by)]


def info_of(path: Database, by: Person, number: str) -> ReleaseInfo:
    """The release of that number, or the one in use. Raises Refused (404), Forbidden, StoreError."""
    infos = _all(path)
    if number == CURRENT:
        return in_use(list(infos))
    info = next((candidate for candidate in infos if str(candidate.number) == number), None)
    if info is None:
        raise Refused(404, NO_SUCH_RELEASE)
    if info.state == CONCEPT:
        require(path, by, SEE_CONCEPT)
    return info


def opened(path: Database, info: ReleaseInfo) -> Release:
    """The release itself. Raises StoreError."""
    return _opened.get((path, info), lambda: make_release(info, load(path, info.number)))


def named(info: ReleaseInfo) -> Mapping[str, Any]:
    """A release as it stands beside every number."""
    return {"nummer": info.number, "naam": info.name, "hash": info.hash, "toestand": info.state_words}


def marks(info: ReleaseInfo) -> dict[str, str]:
    """The same in headers, for the forms that hold only a table."""
    return {"Routewijzer-Release": str(info.number), "Routewijzer-Kenmerk": info.hash}
