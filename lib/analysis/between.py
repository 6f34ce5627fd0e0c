"""Two releases beside each other: what changes and what that does, as far as everybody may see it."""

from dataclasses import dataclass
from functools import cached_property

from lib.analysis.effect import Effect, effect
from lib.analysis.release import Release, make_release
from lib.store.content import Content
from lib.store.differences import Change, Size, size_of
from lib.store.protection import public_differences
from lib.store.releases import ReleaseInfo


@dataclass(frozen=True)
class Between:
    """From `old` to `new`; `changes` are rows in which both have the same small cells merged."""

    old: Release
    new: Release
    changes: tuple[Change, ...]

    @property
    def size(self) -> Size:
        return size_of(self.changes)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)


def between(old: tuple[ReleaseInfo, Content], new: tuple[ReleaseInfo, Content]) -> Between:
    """Two releases by what the store holds of them."""
    return Between(make_release(*old), make_release(*new), public_differences(old[1], new[1]))
