"""From handed-in files to a release: first what they would change, then the act of publishing."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lib.analysis.effect import Effect, effect
from lib.analysis.release import Release, make_release
from lib.store.access import Person
from lib.store.content import Content
from lib.store.differences import Change, Size, differences, size_of
from lib.store.intake.draft import Draft, Options, Progress, read_draft
from lib.store.intake.files import Offered
from lib.store.locations import Database
from lib.store.publishing import publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo, load
from lib.store.shown import current

#: The groups of people that a projection starts from, those with costs first.
PROJECTED = ("wsw", "staf")
#: What identifies a figure inside a year.
CELLS = {
    "headcounts": ("gemeente_code", "groep", "werkvorm"),
    "costs": ("gemeente_code", "werkvorm", "kostensoort"),
    "population": ("gemeente_code",),
}


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
    def base_years(self) -> tuple[int, ...]:
        """The years for which every gemeente has all persons, costs and inhabitants: each can be the base year."""
        return complete_years(self.draft.content)

    @cached_property
    def effect(self) -> Effect:
        return effect(self.old, self.new)


def prepare(path: Database, offered: Sequence[Offered], options: Options, progress: Progress | None = None) -> Preview:
    """Read and check files upon the release in use.

    Raises Unsound with every problem, Unclear when only the notation of numbers is open, StoreError.
    """
    used = current(path)
    before = load(path, used.number)
    tell = progress or (lambda share, words: None)
    return Preview(used, before, read_draft(offered, before, options, tell))


def publish_preview(
    path: Database, preview: Preview, *, name: str, note: str, by: Person, concept: bool = False
) -> int:
    """Publish what was looked at as one new release; returns its number.

    Raises ReleaseMoved when another release came into use since, NotAllowed, Forbidden, StoreError.
    """
    return publish(
        path,
        preview.draft.content,
        name=name,
        note=note,
        by=by,
        files=preview.draft.files,
        expected=preview.used.number,
        state=CONCEPT if concept else IN_USE,
    )


def complete_years(content: Content) -> tuple[int, ...]:
    """Years with a headcount for each werkvorm, an amount or PM for each kostensoort, and inhabitants, everywhere."""
    tables = content.tables
    gemeenten = [row["gemeente_code"] for row in tables["gemeenten"]]
    groups = {group: [row["werkvorm"] for row in tables["werkvormen"] if row["groep"] == group] for group in PROJECTED}
    kinds = [row["kostensoort"] for row in tables["cost_types"]]
    wanted: dict[str, set[tuple[str, ...]]] = {
        "headcounts": {(code, group, name) for code in gemeenten for group in PROJECTED for name in groups[group]},
        "costs": {(code, name, kind) for code in gemeenten for name in groups[PROJECTED[0]] for kind in kinds},
        "population": {(code,) for code in gemeenten},
    }
    found: dict[str, dict[int, set[tuple[str, ...]]]] = {name: defaultdict(set) for name in wanted}
    for name, columns in CELLS.items():
        for row in tables[name]:
            found[name][row["jaar"]].add(tuple(row[column] for column in columns))
    return tuple(
        year for year in sorted(found["costs"]) if all(cells <= found[name][year] for name, cells in wanted.items())
    )
