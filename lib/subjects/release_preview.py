"""What one release says otherwise than another about scenarios, parameters and PM items, in words.

What may become the next release: what it would change, and the act of publishing it. Handed-in files are one kind; a folder
is another (`folder_preview.py`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from lib.comparison.effect import Effect, effect
from lib.comparison.release import Release, make_release
from lib.model.parameters import Parameter, PmItem
from lib.model.scenario import Measure, Scenario
from lib.store.access import Person
from lib.store.locations import Database
from lib.store.parts import ADDED, CHANGED, REMOVED, Change, Kind, Size, differences, size_of
from lib.store.protection import current
from lib.store.publishing import HandedIn, publish
from lib.store.releases import CONCEPT, IN_USE, ReleaseInfo, load
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from lib.tables.filling import base_year_cells
from lib.tables.rows import Problem, Unsound
from lib.tables.rules import BASE_YEAR
from lib.text import amount, date_words, lower_first, value_with_unit, whole
from lib.upload.draft import Progress, UploadDraft, read_both_ways, read_draft
from lib.upload.meaning.context import Options
from lib.upload.meaning.layout import VALUES
from lib.upload.reading.files import Offered
from lib.upload.sheet_figures import SheetFigures

SCENARIO, PARAMETER, PM_ITEM = "scenario", "aanname", "PM-post"
#: What the fields of a parameter are called in the register, those with a value in its unit first.
BOUNDS = {"default": "standaard", "low": "laag", "high": "hoog", "minimum": "min", "maximum": "max"}
TEXTS = {
    "label": "opschrift",
    "unit": "eenheid",
    "kind": "soort",
    "status": "status",
    "source": "bron",
    "kennisdatum": "kennisdatum",
    "bounds": "bereik",
    "explanation": "toelichting",
    "owner": "eigenaar",
    "when": "wanneer",
    "consequence": "gevolg",
}
#: Texts too long to set beside each other: that they differ is told.
LONG = ("explanation", "bounds", "owner", "when", "consequence")
DIRECTIONS = {1: "+", -1: "-", 0: "onbekend"}
#: What the fields of a scenario are called in its file.
SCENARIO_FIELDS = {
    "title": "titel",
    "short_title": "korte titel",
    "in_sentence": "tekst in een zin",
    "explanation": "toelichting",
    "base": "basis",
    "own_costs": "verdeling",
    "key": "sleutel",
    "placements": "plaatsing",
    "uitvoerders": "uitvoerders",
    "statements": "uitspraken",
    "source": "bron",
    "names": "wat het noemt",
    "leaves_open": "wat het openlaat",
    "published": "wat is gepubliceerd",
    "published_source": "bron van wat is gepubliceerd",
}
Item = TypeVar("Item", Scenario, Parameter, PmItem)


@dataclass(frozen=True)
class ModelChange:
    """One scenario, parameter or PM item (`sort`) that differs; `words` say in what, empty for an added or removed."""

    sort: str
    id: str
    title: str
    kind: Kind
    words: tuple[str, ...] = ()


def model_changes(old: Release, new: Release) -> tuple[ModelChange, ...]:
    """Everything that differs: scenarios, then parameters, then PM items, each in the order of the new release. A
    scenario counts with what it takes from its base."""
    return (
        *_beside(SCENARIO, old.scenarios, new.scenarios, lambda item: item.title, _of_scenario),
        *_beside(PARAMETER, old.parameters, new.parameters, lambda item: item.label, _of_parameter),
        *_beside(PM_ITEM, old.pm, new.pm, lambda item: item.label, _of_pm),
    )


def _beside(
    sort: str,
    old: Mapping[str, Item],
    new: Mapping[str, Item],
    title: Callable[[Item], str],
    words: Callable[[Item, Item], Iterator[str]],
) -> Iterator[ModelChange]:
    for name, item in new.items():
        if name not in old:
            yield ModelChange(sort, name, title(item), ADDED)
        elif item != old[name]:
            yield ModelChange(sort, name, title(item), CHANGED, tuple(words(old[name], item)))
    for name, item in old.items():
        if name not in new:
            yield ModelChange(sort, name, title(item), REMOVED)


def _of_parameter(old: Parameter, new: Parameter) -> Iterator[str]:
    for field, word in BOUNDS.items():
        was, now = getattr(old, field), getattr(new, field)
        if was != now or (was is not None and old.unit != new.unit):
            yield f"{word} {_valued(was, old.unit)} wordt {_valued(now, new.unit)}"
    yield from _texts(old, new)


def _of_pm(old: PmItem, new: PmItem) -> Iterator[str]:
    unit = "euro"
    for field, word in (("low", "laag"), ("high", "hoog")):
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield f"{word} {_valued(was, unit)} wordt {_valued(now, unit)}"
    if old.sign != new.sign:
        yield f"richting {DIRECTIONS[old.sign]} wordt {DIRECTIONS[new.sign]}"
    yield from _texts(old, new)


def _texts(old: Parameter | PmItem, new: Parameter | PmItem) -> Iterator[str]:
    for field, word in TEXTS.items():
        was, now = getattr(old, field, None), getattr(new, field, None)
        if was != now:
            yield f"andere {word}" if field in LONG else f"{word} “{_plain(was)}” wordt “{_plain(now)}”"


def _valued(value: float | None, unit: str) -> str:
    return "geen" if value is None else value_with_unit(value, unit)


def _plain(value: Any) -> str:
    return date_words(value) if isinstance(value, date) else str(value)


def _of_scenario(old: Scenario, new: Scenario) -> Iterator[str]:
    for field, word in SCENARIO_FIELDS.items():
        if getattr(old, field) != getattr(new, field):
            yield f"{word} gewijzigd"
    yield from _measures(
        {measure.id: measure for measure in old.measures}, {measure.id: measure for measure in new.measures}
    )
    gone, added = (sorted(first.keys() - second.keys()) for first, second in ((old.pm, new.pm), (new.pm, old.pm)))
    yield from (f"PM-post erbij: {name}" for name in added)
    yield from (f"PM-post weg: {name}" for name in gone)
    if any(old.pm[name] != new.pm[name] for name in old.pm.keys() & new.pm.keys()):
        yield "bewijs bij PM-posten gewijzigd"


def _measures(old: Mapping[str, Measure], new: Mapping[str, Measure]) -> Iterator[str]:
    for name, measure in new.items():
        if old.get(name) != measure:
            yield f"maatregel {'gewijzigd' if name in old else 'erbij'}: {lower_first(measure.title)}"
    for name, measure in old.items():
        if name not in new:
            yield f"maatregel weg: {lower_first(measure.title)}"
    if list(old) != list(new) and set(old) == set(new):
        yield "volgorde van de maatregelen gewijzigd"


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
    present = {
        name: {tuple(row[column] for column in BY_NAME[name].grain) for row in tables[name]} for name in BASE_YEAR
    }
    years = sorted({row["jaar"] for row in tables["costs"]})
    return tuple(year for year in years if all(grain in present[name] for name, grain in base_year_cells(tables, year)))
