"""What may become the next release: what it would change, and the act of publishing it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.analysis.effect import Effect, effect
from lib.analysis.release import Release, make_release
from lib.store.access import Person
from lib.store.content import Content
from lib.store.differences import Change, Size, differences, size_of
from lib.store.locations import Database
from lib.store.publishing import HandedIn, publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo


@dataclass(frozen=True)
class Candidate(ABC):
    """New content beside `used`, the release in use when it was looked at, and the content of that; nothing is written."""

    used: ReleaseInfo
    before: Content

    @property
    @abstractmethod
    def content(self) -> Content:
        """What the release would hold."""

    @property
    @abstractmethod
    def files(self) -> Sequence[HandedIn]:
        """The files that the content comes from."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return differences(self.before, self.content)

    @property
    def size(self) -> Size:
        return size_of(self.changes)

    @cached_property
    def old(self) -> Release:
        return make_release(self.used, self.before)

    @cached_property
    def new(self) -> Release:
        return make_release(self.used, self.content)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)


def publish_candidate(
    path: Database, candidate: Candidate, *, name: str, note: str, by: Person, concept: bool = False
) -> int:
    """Publish what was looked at as one new release; returns its number.

    Raises ReleaseMoved when another release came into use since, NotAllowed, Forbidden, StoreError.
    """
    return publish(
        path,
        candidate.content,
        name=name,
        note=note,
        by=by,
        files=candidate.files,
        expected=candidate.used.number,
        state=CONCEPT if concept else IN_USE,
    )
