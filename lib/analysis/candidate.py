"""What may become the next release: what it would change, and the act of publishing it. Handed-in files are one kind; a folder
is another (`folder.py`)."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from lib.analysis.effect import Effect, effect
from lib.analysis.release import Release, make_release
from lib.store.access import Person
from lib.store.content import Content
from lib.store.differences import ADDED, CHANGED, Change, Size, differences, size_of
from lib.store.intake.context import Options
from lib.store.intake.draft import Progress, UploadDraft, read_both_ways, read_draft
from lib.store.intake.files import Offered
from lib.store.intake.layout import VALUES
from lib.store.intake.sheet_figures import SheetFigures
from lib.store.locations import Database
from lib.store.problems import Problem, Unsound
from lib.store.protection import current
from lib.store.publishing import HandedIn, publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo, load
from lib.text import amount, whole

#: The groups of people that a projection starts from, those with costs first.
PROJECTED = ("wsw", "staf")
#: What identifies a figure inside a year.
CELLS = {
    "headcounts": ("gemeente_code", "groep", "werkvorm"),
    "costs": ("gemeente_code", "werkvorm", "kostensoort"),
    "population": ("gemeente_code",),
}
#: What the figures of a table count.
COUNTED = {"headcounts": "personen", "population": "inwoners"}


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


@dataclass(frozen=True)
class Tally:
    """What happens to the figures of a release: how many are new, how many other than they were, how many go because the
    files leave them out of a block that is replaced, and how many the files leave out and stay."""

    added: int
    changed: int
    vanishing: int
    staying: int

    @property
    def left_out(self) -> list[str]:
        """A sentence about the figures of the handed-in blocks that the files leave out, if there are any."""
        count = self.vanishing or self.staying
        if not count:
            return []
        if count > 1:
            what, fate = "cijfers uit dezelfde blokken (tabel, gemeente, jaar) staan", ("vervallen", "blijven")
        else:
            what, fate = "cijfer uit hetzelfde blok (tabel, gemeente, jaar) staat", ("vervalt", "blijft")
        return [f"{whole(count)} {what} niet in het bestand en {fate[not self.vanishing]}."]


@dataclass(frozen=True)
class Preview(Candidate):
    """What handed-in files would do."""

    draft: UploadDraft

    @property
    def content(self) -> Content:
        return self.draft.content

    @property
    def files(self) -> Sequence[HandedIn]:
        return self.draft.files

    def vanishes(self, change: Change) -> bool:
        """Whether a figure changes only because the files leave it out of a block that is replaced."""
        return self.draft.replace and (change.part, change.grain) in self.draft.absent

    @property
    def tally(self) -> Tally:
        figures = [change for change in self.changes if change.part in VALUES and not self.vanishes(change)]
        kinds = [change.kind for change in figures]
        absent = len(self.draft.absent)
        gone, stay = (absent, 0) if self.draft.replace else (0, absent)
        return Tally(kinds.count(ADDED), kinds.count(CHANGED), gone, stay)

    @cached_property
    def base_years(self) -> tuple[int, ...]:
        """The years for which every gemeente has all persons, costs and inhabitants: each can be the base year."""
        return complete_years(self.content)


@dataclass(frozen=True)
class Ways:
    """The same files in both ways; `replacing` is None where they leave nothing out of their blocks, so that both come
    to the same, and where whole blocks cannot be replaced, as `refused` then says."""

    filling: Preview
    replacing: Preview | None
    refused: tuple[Problem, ...] = ()

    def preview(self, replace: bool) -> Preview:
        return self.replacing if replace and self.replacing is not None else self.filling


def prepare(path: Database, files: Sequence[Offered], options: Options) -> Preview:
    """Read and check files upon the release in use.

    Raises Unsound with every problem, Unclear when only the notation of numbers is open, StoreError.
    """
    used = current(path)
    before = load(path, used.number)
    return Preview(used, before, read_draft(files, before, options))


def prepare_both_ways(path: Database, files: Sequence[Offered], options: Options, progress: Progress) -> Ways:
    """As prepare, for a reader who can still choose between filling in and replacing; the files are read once."""
    used = current(path)
    before = load(path, used.number)
    filling, replacing = read_both_ways(files, before, options, progress)
    preview = Preview(used, before, filling)
    if isinstance(replacing, Unsound):
        return Ways(preview, None, replacing.problems)
    return Ways(preview, None if replacing is None else Preview(used, before, replacing))


def part_total(part: SheetFigures, content: Content) -> str:
    """What the figures of one sheet add up to, as an echo of how they were read: persons, inhabitants, or euros of costs
    and of returns apart, PM left out. Empty for keys and names."""
    figures = [value if isinstance(value, (int, Decimal)) else None for value in part.columns[part.layout.value]]
    if part.table != "costs":
        noun = COUNTED.get(part.table)
        return f"{whole(sum(int(value) for value in figures if value is not None))} {noun}" if noun else ""
    signs = {row["kostensoort"]: int(row["teken"]) for row in content.tables["cost_types"]}
    sums = {-1: Decimal(), 1: Decimal()}
    for kind, value in zip(part.columns["kostensoort"], figures, strict=True):
        if value is not None:
            sums[signs[kind]] += value
    return f"lasten {amount(sums[-1])}, baten {amount(sums[1])}"


def complete_years(content: Content) -> tuple[int, ...]:
    """Years with a headcount for each werkvorm, an amount or PM for each kostensoort, and inhabitants, everywhere."""
    tables = content.tables
    gemeenten = [row["gemeente_code"] for row in tables["gemeenten"]]
    groups = {group: [row["werkvorm"] for row in tables["werkvormen"] if row["groep"] == group] for group in PROJECTED}
    kinds = [row["kostensoort"] for row in tables["cost_types"]]
    required: dict[str, set[tuple[str, ...]]] = {
        "headcounts": {(code, group, name) for code in gemeenten for group in PROJECTED for name in groups[group]},
        "costs": {(code, name, kind) for code in gemeenten for name in groups[PROJECTED[0]] for kind in kinds},
        "population": {(code,) for code in gemeenten},
    }
    present: dict[str, dict[int, set[tuple[str, ...]]]] = {name: defaultdict(set) for name in required}
    for name, columns in CELLS.items():
        for row in tables[name]:
            present[name][row["jaar"]].add(tuple(row[column] for column in columns))
    return tuple(
        year
        for year in sorted(present["costs"])
        if all(cells <= present[name][year] for name, cells in required.items())
    )
