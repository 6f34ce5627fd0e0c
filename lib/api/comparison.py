"""Two routes beside each other: the tables of an export, with everything that a number needs beside it."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lib.analysis.answers import Answers
from lib.analysis.release import Release
from lib.analysis.view import View, compare_view
from lib.api.choices import CHOICES, GEMEENTE, HORIZON, ROUTES, query, read_rows_wanted, read_view, told
from lib.api.fields import Row, Table, exported, made
from lib.api.formats import About, Answer
from lib.api.making import Kept
from lib.api.opening import info_of, marks, named, opened
from lib.api.operations import ROOT, Asked, Found, Operation
from lib.api.parameters import CURRENT, Parameter
from lib.api.provenance import PROVENANCE, certain, provenance
from lib.api.schemas import RELEASE, TEXT, WHOLE, entity, listing, row
from lib.model.comparison import TOTAL
from lib.report.tables import SCHEMAS, export_table, runs
from lib.store.releases import ReleaseInfo
from lib.store.tables import PM
from lib.text import favour

#: Comparisons and tables kept in memory.
MOST_COMPARISONS, MOST_TABLES = 8, 24
EXPORTED = {
    "costs": (
        "Kosten en opbrengsten",
        "Euro’s per scenario, gemeente, jaar en kostensoort.",
        ("bedrag_eur", "saldo_eur"),
    ),
    "headcounts": ("Mensen", "Personen per scenario, gemeente, jaar en werkvorm.", ()),
    "bridge": ("Opbouw van het verschil", "Wat elke maatregel bijdraagt aan het verschil B min A.", ()),
    "switching": ("Omslagwaarden", "Bij welke waarde van een aanname beide routes even duur zijn.", ()),
    "uncertainty": ("Spreiding", "Het verschil B min A over alle trekkingen van de aannames.", ()),
}
TABLES = {name: exported(name, *said[:2], SCHEMAS[name], said[2]) for name, said in EXPORTED.items()}
DIFFERENCES = made(
    "differences",
    "Verschil tussen de routes",
    "Het saldo van elke route en het verschil, per gemeente en voor alle samen, opgeteld tot en met de horizon.",
    [
        ("gemeente_code", "tekst"),
        ("gemeente", "tekst"),
        ("horizon", "geheel"),
        ("saldo_a_eur", "getal"),
        ("saldo_b_eur", "getal"),
        ("verschil_eur", "getal"),
        ("voordelig_nadelig", "tekst"),
        ("pm_posten_a", "geheel"),
        ("pm_posten_b", "geheel"),
        ("status", "tekst"),
        ("bepaald_door", "tekst"),
        ("bron_id", "tekst"),
        ("kennisdatum", "datum"),
    ],
)
OWN: dict[str, tuple[Table, Callable[[Answers], Iterable[Row]]]] = {
    "differences": (DIFFERENCES, lambda answers: _differences(answers)),
    "provenance": (PROVENANCE, provenance),
}
AROUND = {"release": RELEASE, "keuzes": CHOICES}
Key = tuple[Path, ReleaseInfo, View]
_answers: Kept[Key, Answers] = Kept(MOST_COMPARISONS)
_tables: Kept[tuple[Key, str], pa.Table] = Kept(MOST_TABLES)


class Chosen:
    """One comparison that somebody may see, and to which rows of it the answer is limited."""

    def __init__(self, asked: Asked) -> None:
        self.info = info_of(asked.path, asked.by, asked.one("release") or CURRENT)
        self.release: Release = opened(asked.path, self.info)
        self.view = read_view(self.release, asked)
        self.gemeente, self.horizon = read_rows_wanted(self.release, asked)
        self.key: Key = (asked.path, self.info, self.view)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.info, self.view, self.gemeente, self.horizon)

    @property
    def answers(self) -> Answers:
        release, view = self.release, self.view
        return _answers.get(self.key, lambda: Answers(release, view, compare_view(release, view)))

    def about(self) -> dict[str, Any]:
        return {"release": named(self.info), "keuzes": told(self.view, self.gemeente, self.horizon)}

    def exported(self, name: str) -> pa.Table:
        """A table of the export, limited to the rows that are asked for."""
        made = _tables.get((self.key, name), lambda: export_table(name, self.release, self.answers.comparison))
        if self.gemeente != TOTAL:
            made = made.filter(pc.equal(made["gemeente_code"], self.gemeente))
        if self.horizon is None:
            return made
        return made.filter(
            pc.equal(made["horizon"], self.horizon)
            if "horizon" in made.column_names
            else pc.less_equal(made["jaar"], self.horizon)
        )

    def wanted(self, table: Table, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The same for rows of the API itself."""
        limits = {"gemeente_code": None if self.gemeente == TOTAL else self.gemeente, "horizon": self.horizon}
        places = [(table.names.index(name), value) for name, value in limits.items() if value and name in table.names]
        return tuple(row for row in rows if all(row[place] == value for place, value in places))


def _differences(answers: Answers) -> Iterable[Row]:
    release, comparison = answers.release, answers.comparison
    pm = [int(answers.pm(run).value) for run in (comparison.a, comparison.b)]
    for horizon in release.horizons:
        years = tuple(range(release.figures.base_year + 1, horizon + 1))
        for code in (*answers.codes, TOTAL):
            a, b = (answers.saldo(run, code, years).value for run in (comparison.a, comparison.b))
            found = answers.difference(comparison.b, comparison.a, code, years)
            letter = favour(found.value, 1, 2) or None
            yield code, release.name(code), horizon, a, b, found.value, letter, *pm, *certain(found.certainty)


def _taken(table: Table) -> tuple[Parameter, ...]:
    """The routes, and what limits the rows where a column can be limited."""
    if table is PROVENANCE:
        return ROUTES
    return (*ROUTES, GEMEENTE, HORIZON)


def _exported(name: str) -> Operation:
    table = TABLES[name]

    def find(asked: Asked) -> Found:
        chosen = Chosen(asked)

        def make() -> Answer:
            found = chosen.exported(name)
            rows = tuple(zip(*found.to_pydict().values(), strict=True))
            if any(field.worded for field in table.fields):
                rows = tuple(map(_with_words, rows, [table] * len(rows)))
            about = {**chosen.about(), "herkomst": _origin(chosen, name)}
            return Answer(about, table, rows, found, marks(chosen.info))

        return Found(make, chosen.identity)

    return _operation(table, find, {**AROUND, "herkomst": listing(row(PROVENANCE))})


def _with_words(cells: Row, table: Table) -> Row:
    """No amount is PM."""
    return tuple(PM if field.worded and cell is None else cell for field, cell in zip(table.fields, cells, strict=True))


def _origin(chosen: Chosen, name: str) -> list[dict[str, Any]]:
    rows = [each for each in provenance(chosen.answers) if each[0] == name]
    return [dict(zip(PROVENANCE.names, (*each[:-1], str(each[-1])), strict=True)) for each in rows]


def _own(table: Table, rows: Callable[[Answers], Iterable[Row]]) -> Operation:
    def find(asked: Asked) -> Found:
        chosen = Chosen(asked)

        def make() -> Answer:
            return Answer(chosen.about(), table, chosen.wanted(table, rows(chosen.answers)), marks=marks(chosen.info))

        return Found(make, chosen.identity)

    return _operation(table, find, AROUND)


def _operation(table: Table, find: Callable[[Asked], Found], around: About) -> Operation:
    path = f"{ROOT}/comparison/{table.name}"
    name = f"comparison_{table.name}"
    return Operation(path, name, table.title, table.explained, find, _taken(table), table, around)


SUMMARY = entity(
    release=RELEASE,
    keuzes=CHOICES,
    pm_posten=listing(entity(scenario=TEXT, aantal=WHOLE, welke=TEXT)),
    verschillen=listing(row(DIFFERENCES)),
    tabellen=listing(entity(tabel=TEXT, titel=TEXT, adres=TEXT)),
)


def _summary(asked: Asked) -> Found:
    chosen = Chosen(asked)

    def make() -> Answer:
        answers = chosen.answers
        pm = [(run.scenario.id, answers.pm(run)) for run in runs(answers.comparison)]
        rows = chosen.wanted(DIFFERENCES, _differences(answers))
        place = f"{ROOT}/comparison"
        return Answer(
            {
                **chosen.about(),
                "pm_posten": [{"scenario": name, "aantal": int(one.value), "welke": one.formula} for name, one in pm],
                "verschillen": [
                    dict(zip(DIFFERENCES.names, (*each[:-1], str(each[-1])), strict=True)) for each in rows
                ],
                "tabellen": [
                    {"tabel": one.name, "titel": one.title, "adres": f"{place}/{one.name}?{query(chosen.view)}"}
                    for one in (DIFFERENCES, *TABLES.values(), PROVENANCE)
                ],
            }
        )

    return Found(make, chosen.identity)


COMPARISON = (
    Operation(
        f"{ROOT}/comparison",
        "comparison",
        "Twee routes naast elkaar",
        "De keuzes, het verschil per gemeente, de PM-posten die niet meetellen, en waar de tabellen staan.",
        _summary,
        (*ROUTES, GEMEENTE, HORIZON),
        schema=SUMMARY,
    ),
    *(_own(*told_) for told_ in OWN.values()),
    *map(_exported, TABLES),
)
