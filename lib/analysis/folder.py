"""From a folder with data/ and scenarios/ to a release: first what it would change, then the act of publishing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lib.analysis.candidate import Candidate
from lib.analysis.folder_warnings import folder_warnings
from lib.analysis.model_changes import ModelChange, model_changes
from lib.store.content import FILES, Content
from lib.store.differences import Change, Size, size_of
from lib.store.folder import Folder, read_folder
from lib.store.locations import Database
from lib.store.problems import Problem
from lib.store.publishing import HandedIn
from lib.store.releases import CONCEPT, ReleaseInfo, in_use, load, releases
from lib.store.saved_views import StateInfo, StoredVerkenning, states, verkenningen


@dataclass(frozen=True)
class FolderPreview(Candidate):
    """What a folder would do. `same` is an earlier release that holds exactly what the folder holds, if there is one."""

    folder: Folder
    same: ReleaseInfo | None
    states: tuple[StateInfo, ...]
    verkenningen: tuple[StoredVerkenning, ...]

    @property
    def content(self) -> Content:
        return self.folder.content

    @property
    def files(self) -> Sequence[HandedIn]:
        return self.folder.files

    @cached_property
    def rows(self) -> tuple[Change, ...]:
        """The changes in data/; what is different in scenarios/ is told by `model`."""
        return tuple(change for change in self.changes if change.part != FILES)

    @cached_property
    def sizes(self) -> Mapping[str, Size]:
        """Per table, and for the files of scenarios/, what changes; those where nothing does are left out."""
        parts = dict.fromkeys(change.part for change in self.changes)
        return {part: size_of(tuple(change for change in self.changes if change.part == part)) for part in parts}

    @cached_property
    def model(self) -> tuple[ModelChange, ...]:
        return model_changes(self.old, self.new)

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
