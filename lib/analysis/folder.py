"""From a folder with data/ and scenarios/ to a release: first what it would change, then the act of publishing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lib.analysis.effect import Effect, effect
from lib.analysis.folder_warnings import folder_warnings
from lib.analysis.model_changes import ModelChange, model_changes
from lib.analysis.release import Release, make_release
from lib.store.access import Person
from lib.store.content import FILES, Content
from lib.store.differences import Change, Size, differences, size_of
from lib.store.folder import Folder, read_folder
from lib.store.frozen import StateInfo, states
from lib.store.locations import Database
from lib.store.problems import Problem
from lib.store.publishing import publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo, in_use, load, releases
from lib.store.verkenningen import Kept, verkenningen


@dataclass(frozen=True)
class FolderPreview:
    """What a folder would do to `used`, the release in use when it was looked at; nothing is written.

    `same` is an earlier release that holds exactly what the folder holds, if there is one."""

    used: ReleaseInfo
    before: Content
    folder: Folder
    same: ReleaseInfo | None
    states: tuple[StateInfo, ...]
    verkenningen: tuple[Kept, ...]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return differences(self.before, self.folder.content)

    @cached_property
    def rows(self) -> tuple[Change, ...]:
        """The changes in data/; what is different in scenarios/ is told by `model`."""
        return tuple(change for change in self.changes if change.part != FILES)

    @property
    def size(self) -> Size:
        return size_of(self.changes)

    @cached_property
    def sizes(self) -> Mapping[str, Size]:
        """Per table, and for the files of scenarios/, what changes; those where nothing does are left out."""
        parts = dict.fromkeys(change.part for change in self.changes)
        return {part: size_of(tuple(one for one in self.changes if one.part == part)) for part in parts}

    @cached_property
    def old(self) -> Release:
        return make_release(self.used, self.before)

    @cached_property
    def new(self) -> Release:
        return make_release(self.used, self.folder.content)

    @cached_property
    def model(self) -> tuple[ModelChange, ...]:
        return model_changes(self.old, self.new)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)

    @cached_property
    def warnings(self) -> tuple[Problem, ...]:
        """What must be accepted before this is published."""
        if not self.changes:
            return ()
        return folder_warnings(self.old, self.new, self.rows, self.states, self.verkenningen, self.same)


def prepare_folder(path: Database, home: Path) -> FolderPreview:
    """Read and check a folder and lay it beside the release in use. Raises Unsound with every problem, StoreError."""
    folder = read_folder(home)
    listed = releases(path)
    used = in_use(listed)
    before = load(path, used.number)
    same = same_release(listed, folder.content.hash)
    return FolderPreview(used, before, folder, same, tuple(states(path)), tuple(verkenningen(path)))


def same_release(listed: Iterable[ReleaseInfo], hash_: str) -> ReleaseInfo | None:
    """The latest of these releases, but for the one in use and concepts, that holds exactly this content."""
    same = [info for info in listed if info.hash == hash_ and not info.current and info.state != CONCEPT]
    return max(same, key=lambda info: info.number, default=None)


def publish_folder(
    path: Database, preview: FolderPreview, *, name: str, note: str, by: Person, concept: bool = False
) -> int:
    """Publish what was looked at as one new release; returns its number.

    Raises ReleaseMoved when another release came into use since, NotAllowed, Forbidden, StoreError.
    """
    return publish(
        path,
        preview.folder.content,
        name=name,
        note=note,
        by=by,
        files=preview.folder.files,
        expected=preview.used.number,
        state=CONCEPT if concept else IN_USE,
    )
