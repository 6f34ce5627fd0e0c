"""From a folder with data/ and scenarios/ to a release: what it would change, as lines of text too, and what must be accepted
first: what goes, who refers to it, and figures that change a lot."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from lib.comparison.effect import Effect, Moved
from lib.comparison.release import Release
from lib.comparison.view import NotInView
from lib.model.figures import ALL
from lib.model.parameters import split_name
from lib.store.locations import Database
from lib.store.parts import CHANGED, REMOVED, Change, Size, size_of, size_words
from lib.store.publishing import HandedIn
from lib.store.releases import CONCEPT, ReleaseInfo, in_use, load, releases
from lib.store.saved_views import StateInfo, StoredVerkenning, states, verkenningen
from lib.subjects.accountability.data_tables import ALL_TITLES
from lib.subjects.release_preview import Candidate, ModelChange, model_changes
from lib.subjects.saved_views import read_view
from lib.tables.columns import STATUSES
from lib.tables.content import FILES, Content
from lib.tables.filling import with_handed_in
from lib.tables.rows import Problem
from lib.text import counted, difference, rounded, thousands, upper_first, whole
from lib.upload.folder import Folder, file_of, read_folder
from lib.upload.meaning.layout import VALUES
from lib.upload.reading.sheets import limits_of
from lib.upload.warnings import REMEDY, figure_words, what_changed

#: Settings that decide which years and routes a reader sees without choosing.
DECIDING = {
    "basisjaar": "het basisjaar verandert",
    "laatste_jaar": "het laatste jaar verandert",
    "meerjarenraming_tot": "het laatste jaar van de meerjarenraming verandert",
    "nulalternatief": "het nulalternatief verandert",
    "standaard_route_a": "de route die standaard links staat verandert",
    "standaard_route_b": "de route die standaard rechts staat verandert",
}
#: Of so many rows that go, or figures that change, the names are given.
NAMED = 3
#: What the files of scenarios/ are called beside the tables.
SCENARIO_FILES = "Bestanden met scenario’s en parameters"
#: Outcomes that differ by less are the noise of computing.
NOISE_EUR = 0.005
#: An outcome that one of the releases does not have.
ABSENT, GONE = "er niet", "niet meer berekend"


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
        old, rows = self.old, self.rows
        return (
            *_same(self.same),
            *_gone(self),
            *_deciding(old, self.new),
            *_rows_gone(old, rows),
            *_weaker(rows),
            *_large(old, rows),
        )


def prepare_folder(path: Database, home: Path) -> FolderPreview:
    """Read and check a folder and lay it beside the release in use; the figures of one under construction are those that were
    handed in, where it has none itself. Raises Unsound with every problem, StoreError."""
    folder = read_folder(home)
    listed = releases(path)
    used = in_use(listed)
    before = load(path, used.number)
    folder = replace(folder, content=with_handed_in(folder.content, before, used.number))
    same = same_release(listed, folder.content.hash)
    return FolderPreview(used, before, folder, same, tuple(states(path)), tuple(verkenningen(path)))


def same_release(listed: Iterable[ReleaseInfo], hash_: str) -> ReleaseInfo | None:
    """The latest of these releases, but for the one in use and concepts, that holds exactly this content."""
    same = [info for info in listed if info.hash == hash_ and not info.current and info.state != CONCEPT]
    return max(same, key=lambda info: info.number, default=None)


def part_lines(preview: FolderPreview) -> Iterator[str]:
    """Per table what changes in counts, then each scenario, parameter and PM item."""
    for part, size in preview.sizes.items():
        yield f"{part_title(part)} ({file_of(part)}): {size_words(size)}"
    yield from (model_line(change) for change in preview.model)


def part_title(part: str) -> str:
    """What a table is called, or the files of the scenarios together."""
    return SCENARIO_FILES if part == FILES else ALL_TITLES[part]


def model_line(change: ModelChange) -> str:
    """“Aanname gewijzigd: Efficiency (efficiency): standaard 3 % wordt 4 %”."""
    words = f": {'; '.join(change.words)}" if change.words else ""
    return f"{upper_first(change.sort)} {change.kind}: {change.title} ({change.id}){words}"


def effect_lines(preview: FolderPreview) -> Iterator[str]:
    """What the change does to the saldo of each scenario and to the difference between the routes on the table."""
    effect = preview.effect
    outcomes = [outcome for outcome in (*effect.saldi, *effect.differences) if moves(outcome)]
    if not outcomes:
        yield "De uitkomsten veranderen niet."
    for outcome in outcomes:
        write = difference if outcome.compared else thousands
        was = ABSENT if outcome.before is None else write(outcome.before)
        now = GONE if outcome.after is None else write(outcome.after)
        what = "Verschil" if outcome.compared else "Saldo"
        yield f"{what} × € 1.000, {outcome.years}, {outcome.what}, {place_name(preview, outcome.code)}: was {was}, wordt {now}"
    yield order_words(effect, preview.new)


def moves(outcome: Moved) -> bool:
    """Whether an outcome is another one, seen or not in thousands."""
    if outcome.before is None or outcome.after is None:
        return outcome.before is not outcome.after
    return abs(outcome.after - outcome.before) >= NOISE_EUR or rounded(outcome.before, 1_000) != rounded(
        outcome.after, 1_000
    )


def order_words(effect: Effect, release: Release) -> str:
    """Whether the order of the two routes flips, and where."""
    places = ", ".join(f"{release.name(outcome.code)} ({outcome.years})" for outcome in effect.flips)
    return f"{effect.order}{f': {places}' if places else ''}."


def place_name(preview: FolderPreview, code: str) -> str:
    """A gemeente by its name, also one that goes."""
    present = code == ALL or code in {gemeente.code for gemeente in preview.new.figures.gemeenten}
    return (preview.new if present else preview.old).name(code)


def _same(same: ReleaseInfo | None) -> Iterator[Problem]:
    if same is not None:
        remedy = f"met “rollback {same.number}” komt die release zelf weer in gebruik; of aanvaard het."
        yield Problem("data en scenarios", "alles", "precies wat al een release is", f"release {same.number}", remedy)


def _gone(preview: FolderPreview) -> Iterator[Problem]:
    """Gemeenten, scenarios, parameters, PM items and keys that are no more, with who refers to them."""
    after, references = _labels(preview.new), _references(preview.states, preview.verkenningen)
    for (what, file), names in _labels(preview.old).items():
        for name, title in names.items():
            if name not in after[what, file]:
                yield Problem(file, name, f"{what} verdwijnt", title, _remedy(references.get(name, ())))


def _labels(release: Release) -> dict[tuple[str, str], dict[str, str]]:
    """Per kind of thing, with its file, what can be named from outside: id and title."""
    register = "scenarios/parameters.toml"
    return {
        ("deze gemeente", "data/gemeenten.csv"): {item.code: item.naam for item in release.figures.gemeenten},
        ("dit scenario", "scenarios"): {item.id: item.title for item in release.scenarios.values()},
        ("deze aanname", register): {item.id: item.label for item in release.parameters.values()},
        ("deze PM-post", register): {item.id: item.label for item in release.pm.values()},
        ("deze verdeelsleutel", "data/keys.csv"): {key: release.key_label(key) for key in release.figures.keys},
    }


def _remedy(referring: Sequence[str]) -> str:
    if not referring:
        return "een link die ernaar wijst, toont de standaard en zegt dat; aanvaard het als dat de bedoeling is."
    some = f"{', '.join(referring[:NAMED])}{f' en nog {len(referring) - NAMED}' if len(referring) > NAMED else ''}"
    verb = "wijst ernaar en blijft" if len(referring) == 1 else "wijzen ernaar en blijven"
    return f"{some} {verb} bij de eigen release; aanvaard het als dat de bedoeling is."


def _references(states: Iterable[StateInfo], verkenningen: Iterable[StoredVerkenning]) -> dict[str, list[str]]:
    """By what they name: the frozen states, and the verkenningen in force."""
    references: dict[str, list[str]] = defaultdict(list)
    for info in states:
        for name in _named_by(info):
            references[name].append(f"bevroren stand {info.number} “{info.name}”")
    for verkenning in verkenningen:
        if verkenning.in_force:
            keys = verkenning.key or "", verkenning.people or ""
            assumptions = (part for name in dict(verkenning.values) for part in split_name(name) if part)
            for name in dict.fromkeys((verkenning.route_a, verkenning.route_b, *keys, *assumptions)):
                references[name].append(f"verkenning {verkenning.number} “{verkenning.name}”")
    return references


def _named_by(info: StateInfo) -> Iterable[str]:
    try:
        view = read_view(info.view, info.release)
    except NotInView:
        return ()
    assumptions = [dict(values) for values in (view.overrides, *(opinion or () for opinion in view.opinions))]
    parts = (part for names in assumptions for name in names for part in split_name(name) if part)
    return dict.fromkeys((view.a, view.b, view.gemeente, view.key or "", view.people or "", *parts))


def _deciding(old: Release, new: Release) -> Iterator[Problem]:
    for name, what in DECIDING.items():
        if old.settings[name] != new.settings[name]:
            read = f"{old.settings[name]} wordt {new.settings[name]}"
            yield Problem("data/settings.csv", name, what, read, REMEDY)


def _rows_gone(old: Release, rows: Sequence[Change]) -> Iterator[Problem]:
    """Rows of a table that are in the release in use and not in the folder: among them what was handed in since."""
    for part, gone in _by_part(change for change in rows if change.kind == REMOVED).items():
        what = counted(len(gone), "rij verdwijnt", "rijen verdwijnen")
        read = f"{whole(len(gone))} van de {whole(len(old.tables[part]))} niet in de map"
        remedy = (
            "wat later is aangeleverd, staat niet in de map; zet het erin, of aanvaard het als dat de bedoeling is."
        )
        yield Problem(file_of(part), _places(gone), what, read, remedy)


def _weaker(rows: Sequence[Change]) -> Iterator[Problem]:
    """Figures that were harder: a realisatie that becomes a raming again."""
    weaker = [row for row in rows if row.kind == CHANGED and "status" in row.columns and _weakens(row)]
    for part, group in _by_part(weaker).items():
        was, now = group[0].values["status"]
        what = f"{counted(len(group), 'cijfer krijgt', 'cijfers krijgen')} een zwakkere status"
        yield Problem(file_of(part), _places(group), what, f"{was} wordt {now}", REMEDY)


def _weakens(change: Change) -> bool:
    was, now = change.values["status"]
    return STATUSES.index(now) > STATUSES.index(was)


def _large(old: Release, rows: Sequence[Change]) -> Iterator[Problem]:
    """Figures that change as much as in a file that is handed in would have to be accepted."""
    limit = limits_of(old.settings).change
    large: dict[str, list[tuple[Change, str]]] = defaultdict(list)
    for change in rows:
        value = VALUES.get(change.part)
        if change.kind == CHANGED and value is not None and value in change.columns and change.part != "gemeenten":
            what = what_changed(*change.values[value], limit)
            if what is not None:
                large[change.part].append((change, what()))
    for part, group in large.items():
        changes = [change for change, _ in group]
        was, now = (figure_words(part, value) for value in changes[0].values[VALUES[part]])
        more = f" (en nog {counted(len(group) - 1, 'groot verschil', 'grote verschillen')})" if len(group) > 1 else ""
        yield Problem(file_of(part), _places(changes), f"{group[0][1]}{more}", f"{was} wordt {now}", REMEDY)


def _by_part(changes: Iterable[Change]) -> dict[str, list[Change]]:
    groups: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        groups[change.part].append(change)
    return groups


def _places(changes: Sequence[Change]) -> str:
    """Which rows, by what identifies them."""
    some = "; ".join(", ".join(map(str, change.grain)) for change in changes[:NAMED])
    return f"{some} en nog {whole(len(changes) - NAMED)}" if len(changes) > NAMED else some
