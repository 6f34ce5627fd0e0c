"""Two routes beside each other: the tables of an export, with everything that a number needs beside it."""

from collections.abc import Callable, Iterable
from typing import Any

from lib.analysis.answers import Answers
from lib.analysis.release import Release
from lib.api.choices import CHOICES, DIFFERING, GEMEENTE, HORIZON, ROUTES, query
from lib.api.differences import DIFFERENCES, differences
from lib.api.fields import Row, Table, exported
from lib.api.formats import About, Answer, as_objects
from lib.api.operations import ROOT, AnswerPlan, Asked, Operation
from lib.api.parameters import Parameter
from lib.api.provenance import PROVENANCE, provenance
from lib.api.schemas import RELEASE, TEXT, WHOLE, entity, listing, row
from lib.api.selection import Selection
from lib.report.tables import SCHEMAS, runs
from lib.store.tables import PM

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
#: What stands in the place of an amount that is counted with another cell.
ELSEWHERE = "elders geteld"
AROUND = {"release": RELEASE, "keuzes": CHOICES, **DIFFERING}


def _parameters(table: Table) -> tuple[Parameter, ...]:
    """The routes, and what limits the rows where a column can be limited."""
    if table is PROVENANCE:
        return ROUTES
    return (*ROUTES, GEMEENTE, HORIZON)


def _exported(name: str) -> Operation:
    table = TABLES[name]

    def find(request: Asked) -> AnswerPlan:
        selection = Selection(request)

        def make() -> Answer:
            data = selection.exported(name)
            rows = tuple(zip(*data.to_pydict().values(), strict=True))
            if any(field.worded for field in table.fields):
                rows = tuple(_with_words(selection.release, table, cells) for cells in rows)
            about = {**selection.about(), "herkomst": _origin(selection, name)}
            return Answer(about, table, rows, data, selection.marks())

        return AnswerPlan(make, selection.identity)

    return _operation(table, find, {**AROUND, "herkomst": listing(row(PROVENANCE))})


def _with_words(release: Release, table: Table, cells: Row) -> Row:
    """No amount is PM, or counted with another cell because few people are in this one."""
    code, werkvorm = (cells[table.names.index(name)] for name in ("gemeente_code", "werkvorm"))
    word = ELSEWHERE if release.is_elsewhere(code, werkvorm) else PM
    return tuple(
        word if field.worded and cell is None else cell for field, cell in zip(table.fields, cells, strict=True)
    )


def _origin(selection: Selection, name: str) -> list[dict[str, Any]]:
    return as_objects(PROVENANCE, [row for row in provenance(selection.answers) if row[0] == name])


def _own(table: Table, rows: Callable[[Answers], Iterable[Row]]) -> Operation:
    def find(request: Asked) -> AnswerPlan:
        selection = Selection(request)

        def make() -> Answer:
            return Answer(
                selection.about(), table, selection.limit(table, rows(selection.answers)), marks=selection.marks()
            )

        return AnswerPlan(make, selection.identity)

    return _operation(table, find, AROUND)


def _operation(table: Table, find: Callable[[Asked], AnswerPlan], around: About) -> Operation:
    path = f"{ROOT}/comparison/{table.name}"
    name = f"comparison_{table.name}"
    return Operation(path, name, table.title, table.explained, find, _parameters(table), table, around)


SUMMARY = entity(
    release=RELEASE,
    keuzes=CHOICES,
    **DIFFERING,
    pm_posten=listing(entity(scenario=TEXT, aantal=WHOLE, welke=TEXT)),
    verschillen=listing(row(DIFFERENCES)),
    tabellen=listing(entity(tabel=TEXT, titel=TEXT, adres=TEXT)),
)


def _summary(request: Asked) -> AnswerPlan:
    selection = Selection(request)

    def make() -> Answer:
        answers = selection.answers
        pm = [(run.scenario.id, answers.pm(run)) for run in runs(answers.comparison)]
        rows = selection.limit(DIFFERENCES, differences(answers))
        place = f"{ROOT}/comparison"
        return Answer(
            {
                **selection.about(),
                "pm_posten": [
                    {"scenario": name, "aantal": int(answer.value), "welke": answer.formula} for name, answer in pm
                ],
                "verschillen": as_objects(DIFFERENCES, rows),
                "tabellen": [
                    {
                        "tabel": table.name,
                        "titel": table.title,
                        "adres": f"{place}/{table.name}?{query(selection.view)}",
                    }
                    for table in (DIFFERENCES, *TABLES.values(), PROVENANCE)
                ],
            },
            marks=selection.marks(),
        )

    return AnswerPlan(make, selection.identity)


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
    _own(DIFFERENCES, differences),
    _own(PROVENANCE, provenance),
    *map(_exported, TABLES),
)
