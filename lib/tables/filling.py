"""What is to be filled in before routes can be compared: the figures of the base year, the shares of a key, and what stands
in its place until somebody chose it.

Only content that says of itself that it is under construction may lack a figure. What lacks is missing, never nothing: no
route is reckoned before the last one is there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lib.tables.columns import BY_NAME
from lib.tables.content import Content, in_grain_order
from lib.tables.rows import Problem
from lib.text import whole

#: The setting with which content says that it is under construction.
UNDER_CONSTRUCTION, YES, NO = "in_opbouw", "ja", "nee"
#: The source of what somebody has still to choose or to look up.
PLACEHOLDER = "nog_in_te_vullen"
#: How a figure that is not there is called, wherever it would stand.
NOT_FILLED_IN = "nog niet ingevuld"
#: How many of what lacks are named.
NAMED = 3
Grain = tuple[Any, ...]
Table = Iterable[Mapping[str, Any]]
Tables = Mapping[str, Table]
#: The tables with figures that a comparison needs: how the checklist calls them, and what is to be done.
FIGURES = {
    "headcounts": ("Aantallen mensen", "lever ze aan op Cijfers aanleveren, blad Aantallen; 0 is ook een aantal."),
    "costs": ("Kosten en opbrengsten", "lever ze aan op Cijfers aanleveren, blad Kosten: een bedrag, 0 of PM."),
    "population": ("Inwoners", "lever ze aan op Cijfers aanleveren, blad Inwoners."),
    "allocation_keys": ("Aandelen van verdeelsleutels", "lever ze aan op Cijfers aanleveren, blad Sleutels."),
}


@dataclass(frozen=True)
class Task:
    """A line of the checklist: of how many things `done` are there; `lacking` names those that are not. `figures`: without
    them nothing can be reckoned."""

    title: str
    file: str
    done: int
    lacking: tuple[str, ...]
    remedy: str
    figures: bool = True

    @property
    def total(self) -> int:
        return self.done + len(self.lacking)

    @property
    def count(self) -> str:
        return f"{whole(self.done)} van {whole(self.total)}"

    @property
    def first(self) -> str:
        """The first that lack, and how many more there are."""
        more = len(self.lacking) - NAMED
        return "; ".join([*self.lacking[:NAMED], *([f"en nog {whole(more)}"] if more > 0 else [])])

    def __str__(self) -> str:
        if not self.lacking:
            return f"[x] {self.title}: {self.count}"
        return f"[ ] {self.title}: {self.count} ({self.file}); nog niet: {self.first}; {self.remedy}"


@dataclass(frozen=True)
class Checklist:
    """What is to be filled in, in the order in which it is best done; and per gemeente (code) and table how many of how many
    figures are there."""

    tasks: tuple[Task, ...] = ()
    gemeenten: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    @property
    def figures(self) -> tuple[Task, ...]:
        return tuple(task for task in self.tasks if task.figures)

    @property
    def complete(self) -> bool:
        """Whether every figure is there that a comparison needs."""
        return not any(task.lacking for task in self.figures)

    @property
    def sentence(self) -> str:
        """How many of the figures are there: "12 van 40 cijfers ingevuld"."""
        done, total = (sum(getattr(task, name) for task in self.figures) for name in ("done", "total"))
        return f"{whole(done)} van {whole(total)} cijfers ingevuld"


def under_construction(settings: Mapping[str, str]) -> bool:
    return settings.get(UNDER_CONSTRUCTION) == YES


def base_year_cells(tables: Tables, year: int) -> Iterator[tuple[str, Grain]]:
    """Table and grain of each row that a year must have to be the base year."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in tables["werkvormen"]:
        groups[row["groep"]].append(row["werkvorm"])
    kinds = [row["kostensoort"] for row in tables["cost_types"]]
    for gemeente in tables["gemeenten"]:
        code = gemeente["gemeente_code"]
        for group in ("wsw", "staf"):
            yield from (("headcounts", (code, year, group, name)) for name in groups[group])
        for name in groups["wsw"]:
            yield from (("costs", (code, year, name, kind)) for kind in kinds)
        yield "population", (code, year)


def figure_cells(tables: Tables) -> Iterator[tuple[str, Grain]]:
    """The same of each figure that a comparison needs."""
    settings = {row["naam"]: row["waarde"] for row in tables["settings"]}
    yield from base_year_cells(tables, int(settings["basisjaar"]))
    for key in tables["keys"]:
        for gemeente in tables["gemeenten"]:
            yield "allocation_keys", (key["sleutel"], gemeente["gemeente_code"])


def _filled(tables: Tables) -> Iterator[tuple[str, Grain, bool]]:
    """The same with whether it is there."""
    present = {name: {tuple(row[column] for column in BY_NAME[name].grain) for row in tables[name]} for name in FIGURES}
    for name, grain in figure_cells(tables):
        yield name, grain, grain in present[name]


def lacking_cells(tables: Tables) -> dict[str, list[Grain]]:
    """Per table with figures the grains that lack, in the order in which they are asked."""
    lacking: dict[str, list[Grain]] = {name: [] for name in FIGURES}
    for name, grain, there in _filled(tables):
        if not there:
            lacking[name].append(grain)
    return lacking


def is_building(tables: Tables) -> bool:
    return under_construction({row["naam"]: row["waarde"] for row in tables["settings"]})


def figure_tasks(tables: Tables) -> tuple[Task, ...]:
    """The figures that a comparison needs, of content that is under construction; nothing of other content, which the
    rules hold to be whole."""
    if not is_building(tables):
        return ()
    names = _names(tables)
    lacking, done = lacking_cells(tables), Counter(name for name, _, there in _filled(tables) if there)
    return tuple(
        Task(title, BY_NAME[name].file, done[name], tuple(_words(grain, names) for grain in lacking[name]), remedy)
        for name, (title, remedy) in FIGURES.items()
    )


def with_handed_in(content: Content, before: Content, number: int) -> Content:
    """Content under construction with the figures of a release `before` in each table in which it has none itself, and the
    sources and keys that they name: who goes on writing in a folder, need not copy there what was handed in upon it. What is
    of no gemeente, werkvorm or kostensoort of the content is left out. Says so in the notes."""
    if not is_building(content.tables):
        return content
    tables, notes = {name: list(rows) for name, rows in content.tables.items()}, list(content.notes)
    for name in FIGURES:
        columns = [column for column in BY_NAME[name].columns if column.refers is not None]
        present = {
            column.name: {row[column.refers[1]] for row in content.tables[column.refers[0]]}
            for column in columns
            if column.refers is not None and column.refers[0] not in _FOLLOWING
        }
        rows = [row for row in before.tables[name] if all(row[column] in values for column, values in present.items())]
        if content.tables[name] or not rows:
            continue
        tables[name] = rows
        for column in columns:
            if column.refers is not None and column.refers[0] in _FOLLOWING:
                table, there = column.refers
                named = {row[column.name] for row in rows} - {row[there] for row in tables[table]}
                tables[table] += [row for row in before.tables[table] if row[there] in named]
        what = f"deze tabel heeft zelf geen cijfers; de {whole(len(rows))} die zijn aangeleverd blijven staan"
        notes.append(Problem(BY_NAME[name].file, "tabel", what, f"release {number}", "u hoeft niets te doen."))
    ordered = {name: in_grain_order(BY_NAME[name], rows) for name, rows in tables.items()}
    return replace(content, tables=ordered, notes=tuple(notes))


#: Tables of which a row comes along with the figures that name it.
_FOLLOWING = ("sources", "keys")


def figures_by_gemeente(tables: Tables) -> dict[str, dict[str, tuple[int, int]]]:
    """Per gemeente (code) and table how many of how many figures are there."""
    counts: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for name, grain, there in _filled(tables):
        code = grain[BY_NAME[name].grain.index("gemeente_code")]
        done, total = counts[code].get(name, (0, 0))
        counts[code][name] = done + there, total + 1
    return dict(counts)


def _names(tables: Tables) -> dict[str, str]:
    """What everything that a grain can name is called."""
    columns = (
        ("gemeenten", "gemeente_code", "gemeente"),
        ("werkvormen", "werkvorm", "label"),
        ("cost_types", "kostensoort", "label"),
        ("keys", "sleutel", "label"),
    )
    return {row[column]: row[label] for table, column, label in columns for row in tables[table]}


def _words(grain: Grain, names: Mapping[str, str]) -> str:
    return ", ".join(names.get(word, str(word)) for word in grain)


def placeholder_task(title: str, file: str, items: Iterable[tuple[str, str]], remedy: str) -> Task:
    """Things by name and source: those whose source says so are still to be chosen or looked up."""
    pairs = tuple(items)
    lacking = tuple(name for name, source in pairs if source == PLACEHOLDER)
    return Task(title, file, len(pairs) - len(lacking), lacking, remedy, figures=False)
