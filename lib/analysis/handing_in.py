"""From handed-in files to a release: first what they would change, then the act of publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lib.analysis.effect import Effect, effect
from lib.analysis.release import Release, make_release
from lib.store.content import Content
from lib.store.differences import Change, Size, differences, size_of
from lib.store.intake.draft import Draft, Options, Progress, read_draft
from lib.store.intake.files import Offered
from lib.store.publishing import publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo, current, load


@dataclass(frozen=True)
class Preview:
    """What files would do to `used`, the release in use when they were looked at; nothing is written."""

    used: ReleaseInfo
    before: Content
    draft: Draft

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return differences(self.before, self.draft.content)

    @property
    def size(self) -> Size:
        return size_of(self.changes)

    @cached_property
    def old(self) -> Release:
        return make_release(self.used, self.before)

    @cached_property
    def new(self) -> Release:
        return make_release(self.used, self.draft.content)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)


def prepare(path: Path, offered: Sequence[Offered], options: Options, progress: Progress | None = None) -> Preview:
    """Read and check files upon the release in use.

    Raises Unsound with every problem, Unclear when only the notation of numbers is open, StoreError.
    """
    used = current(path)
    before = load(path, used.number)
    tell = progress or (lambda share, words: None)
    return Preview(used, before, read_draft(offered, before, options, tell))


def publish_preview(
    path: Path, preview: Preview, *, name: str, note: str, publisher: str, concept: bool = False
) -> int:
    """Publish what was looked at as one new release; returns its number.

    Raises ReleaseMoved when another release came into use since, NotAllowed, StoreError.
    """
    return publish(
        path,
        preview.draft.content,
        name=name,
        note=note,
        publisher=publisher,
        files=preview.draft.files,
        expected=preview.used.number,
        state=CONCEPT if concept else IN_USE,
    )
