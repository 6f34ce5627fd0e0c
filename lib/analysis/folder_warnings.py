"""What must be accepted before a folder becomes a release: what goes, who refers to it, and figures that change a lot."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lib.analysis.frozen.results import read_view
from lib.analysis.release import Release
from lib.analysis.view import NotInView
from lib.store.differences import CHANGED, REMOVED, Change
from lib.store.folder import file_of
from lib.store.frozen import StateInfo
from lib.store.intake.layout import VALUES
from lib.store.intake.sheets import limits_of
from lib.store.intake.warnings import REMEDY, figure_words, what_changed
from lib.store.problems import Problem
from lib.store.releases import ReleaseInfo
from lib.store.tables import STATUSES
from lib.store.verkenningen import Kept
from lib.text import counted, whole

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


def folder_warnings(
    old: Release,
    new: Release,
    rows: Sequence[Change],
    states: Iterable[StateInfo],
    verkenningen: Iterable[Kept],
    same: ReleaseInfo | None,
) -> tuple[Problem, ...]:
    """Everything that must be accepted; `rows` are the changes in data/."""
    return (
        *_same(same),
        *_gone(old, new, states, verkenningen),
        *_deciding(old, new),
        *_rows_gone(old, rows),
        *_weaker(rows),
        *_large(old, rows),
    )


def _same(same: ReleaseInfo | None) -> Iterator[Problem]:
    if same is not None:
        remedy = f"met “rollback {same.number}” komt die release zelf weer in gebruik; of aanvaard het."
        yield Problem("data en scenarios", "alles", "precies wat al een release is", f"release {same.number}", remedy)


def _gone(old: Release, new: Release, states: Iterable[StateInfo], verkenningen: Iterable[Kept]) -> Iterator[Problem]:
    """Gemeenten, scenarios, parameters, PM items and keys that are no more, with who refers to them."""
    before, after = _labels(old), _labels(new)
    referring = _referring(states, verkenningen)
    for (what, file), names in before.items():
        for name, title in names.items():
            if name not in after[what, file]:
                references = referring.get(name, ())
                yield Problem(file, name, f"{what} verdwijnt", title, _remedy(references))


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


def _referring(states: Iterable[StateInfo], verkenningen: Iterable[Kept]) -> dict[str, list[str]]:
    """By what they name: the frozen states, and the verkenningen in force."""
    references: dict[str, list[str]] = defaultdict(list)
    for info in states:
        for name in _named_by(info):
            references[name].append(f"bevroren stand {info.number} “{info.name}”")
    for stored in verkenningen:
        verkenning = stored.verkenning
        if stored.in_force:
            for name in dict.fromkeys(
                (verkenning.route_a, verkenning.route_b, verkenning.key or "", *dict(verkenning.values))
            ):
                references[name].append(f"verkenning {stored.number} “{verkenning.name}”")
    return references


def _named_by(info: StateInfo) -> Iterable[str]:
    try:
        view = read_view(info.view, info.release)
    except NotInView:
        return ()
    assumptions = [dict(values) for values in (view.overrides, *(opinion or () for opinion in view.opinions))]
    return dict.fromkeys(
        (view.a, view.b, view.gemeente, view.key or "", *(name for names in assumptions for name in names))
    )


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
    some = "; ".join(_place(change.grain) for change in changes[:NAMED])
    return f"{some} en nog {whole(len(changes) - NAMED)}" if len(changes) > NAMED else some


def _place(grain: tuple[Any, ...]) -> str:
    return ", ".join(map(str, grain))
