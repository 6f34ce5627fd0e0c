"""What is told of releases outside the store: each by the hash of what everybody may see of it (docs/privacy.md).

The hash of everything would let a reader try out the small numbers that the protection hides.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

import duckdb

from lib.store import releases as stored
from lib.store.content import Content
from lib.store.database import read
from lib.store.differences import Change, Size, differences, size_of, sizes
from lib.store.locations import Database
from lib.store.parts import stored_parts
from lib.store.protection import protected, protection_of, together
from lib.store.queries import query
from lib.store.releases import ReleaseInfo
from lib.store.tables import COMPUTED

#: Results of releases with counted people that are remembered: a hash, or the size of a change.
MOST = 1_000


def releases(path: Database) -> list[ReleaseInfo]:
    """All releases, the oldest first. Raises StoreError."""
    infos = stored.releases(path)
    counted = _counted(path)
    return [_shown(path, info) if info.number in counted else info for info in infos]


def current(path: Database) -> ReleaseInfo:
    """The release in use. Raises UnknownRelease when there is none, StoreError."""
    return stored.in_use(releases(path))


def content_hash(content: Content) -> str:
    """The hash of what everybody may see of it."""
    return protected(content, protection_of(content)).hash


def same_content(path: Database, info: ReleaseInfo, content: Content) -> bool:
    """Whether a release, as it lies in the database now, holds that content for everybody who may see it: a comparison of
    all there is would let a reader try out small numbers. Raises ReleaseChanged or StoreError."""
    return content_hash(stored.load(path, info.number)) == content_hash(content)


def shown_sizes(path: Database) -> dict[int, Size]:
    """Per release what it changes against the release with the number before it, as far as everybody may see it."""
    # Each asked after what it has to cover: a release that comes between is missing from none.
    found = sizes(path)
    counted = _counted(path)
    infos = {info.number: info for info in stored.releases(path)}
    numbers = sorted(infos)
    before = dict(zip(numbers[1:], numbers, strict=False))
    return {
        number: _size_between(path, infos[before[number]], infos[number])
        if counted & {number, before[number]}
        else size
        for number, size in found.items()
    }


def shown_differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every row that differs for who may see no small number: both with the same cells merged, so that neither a row nor
    the size of a change tells which cell of a group is another."""
    both = together(protection_of(before), protection_of(after))
    return differences(protected(before, both), protected(after, both))


def _shown(path: Database, info: ReleaseInfo) -> ReleaseInfo:
    return replace(info, hash=_hash_of(path, info))


@lru_cache(MOST)
def _hash_of(path: Database, info: ReleaseInfo) -> str:
    return content_hash(stored.load(path, info.number))


@lru_cache(MOST)
def _size_between(path: Database, before: ReleaseInfo, after: ReleaseInfo) -> Size:
    contents = (stored.load(path, info.number) for info in (before, after))
    return size_of(shown_differences(*contents))


def _counted(path: Database) -> set[int]:
    """The releases in which people are counted, not computed."""

    def action(connection: duckdb.DuckDBPyConnection) -> set[int]:
        found = connection.execute(query("counted_people"), {"computed": list(COMPUTED)}).fetchall()
        parts = {part for (part,) in found}
        return {number for number, of in stored_parts(connection).items() if parts & of.get("headcounts", set())}

    return read(path, action)


def shown_hashes(path: Database, numbers: Iterable[int]) -> dict[str, str]:
    """The stored hash of these releases → the shown one."""
    wanted = set(numbers)
    infos = [info for info in stored.releases(path) if info.number in wanted]
    counted = _counted(path)
    return {info.hash: _hash_of(path, info) if info.number in counted else info.hash for info in infos}
