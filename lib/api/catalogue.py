"""What there is to read: releases, and of each its scenarios, parameters and figures; and what people saved in the
database (bevroren standen and verkenningen), without the names of who did."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from lib.api.access import info_of, listed, marks, named, opened
from lib.api.operations import NUMBER, ROOT, Answer, AnswerPlan, ApiRequest, Operation, Parameter
from lib.api.tables import (
    NUMBERS,
    RELEASE,
    TABLES,
    TEXT,
    WHOLE,
    Cell,
    Field,
    ListColumns,
    api_table,
    entity,
    list_rows,
    listing,
    release_table,
)
from lib.comparison.assumptions import write_assumptions
from lib.comparison.release import Release
from lib.comparison.release import Row as Stored
from lib.store.access import DOWNLOAD, require
from lib.store.pm_decisions import pm_decisions
from lib.store.releases import take_away
from lib.store.saved_views import states, verkenningen
from lib.subjects.accountability.data_tables import EMPTY, TITLES, data_table
from lib.tables.columns import BY_NAME
from lib.text import UNKNOWN

Item = TypeVar("Item")
PLACE = f"{ROOT}/releases/{{n}}"
PROTECTED, SINGLE = "beschermd", "afzonderlijk"
COUNTS = Parameter(
    "aantallen",
    f"{PROTECTED}: kleine aantallen van echte mensen samengevoegd of in woorden. {SINGLE}: elk aantal zoals het in de "
    "release staat; daarvoor is de rol analist nodig.",
    PROTECTED,
    (PROTECTED, SINGLE),
)
SOURCES = "sources"
FIGURE_TITLES = {**TITLES, SOURCES: "Bronnen"}
#: The tables in which small headcounts show.
SMALL = ("headcounts", "costs")


def _database_list(name: str, items: Callable[[ApiRequest], Iterable[Item]], columns: ListColumns[Item]) -> Operation:
    """A list of everything in the database."""
    table = api_table(name, columns)

    def plan(request: ApiRequest) -> AnswerPlan:
        return AnswerPlan(lambda: Answer({}, table, tuple(list_rows(columns, items(request)))))

    return Operation(f"{ROOT}/{name}", name, table.title, table.explained, plan, table=table, schema={})


def _release_list(name: str, items: Callable[[Release], Iterable[Item]], columns: ListColumns[Item]) -> Operation:
    """A list of what one release holds."""
    table = api_table(name, columns)

    def plan(request: ApiRequest) -> AnswerPlan:
        info = info_of(request.path, request.by, request.place["n"])

        def make() -> Answer:
            rows = tuple(list_rows(columns, items(opened(request.path, info))))
            return Answer({"release": named(info)}, table, rows, marks=marks(info))

        return AnswerPlan(make, (info,))

    schema = {"release": RELEASE}
    return Operation(f"{PLACE}/{name}", name, table.title, table.explained, plan, (NUMBER,), table, schema)


def _figures(name: str, title: str) -> Operation:
    """A table of figures: as everybody may see it, or with every single headcount for who may take that out of the app."""
    table = release_table(name, title, f"Cijfers van de release: {title.lower()}.", BY_NAME[name].columns)

    def plan(request: ApiRequest) -> AnswerPlan:
        info = info_of(request.path, request.by, request.place["n"])
        single = request.value(COUNTS.name) == SINGLE
        if single:
            require(request.path, request.by, DOWNLOAD)

        def make() -> Answer:
            rows = (
                take_away(request.path, info.number, by=request.by).tables[name]
                if single
                else _public_rows(opened(request.path, info), name)
            )
            cells = tuple(tuple(_cell(field, row) for field in table.fields) for row in rows)
            return Answer({"release": named(info)}, table, cells, marks=marks(info))

        return AnswerPlan(make, (info, single))

    parameters = (NUMBER, COUNTS) if name in SMALL else (NUMBER,)
    schema = {"release": RELEASE}
    return Operation(
        f"{PLACE}/figures/{name}", f"figures_{name}", title, table.explained, plan, parameters, table, schema
    )


def _public_rows(release: Release, name: str) -> Iterable[Stored]:
    return release.tables[name] if name == SOURCES else data_table(release, name).rows


def _cell(field: Field, row: Stored) -> Cell:
    value: Cell = row[field.name]
    return EMPTY.get(field.name, UNKNOWN) if value is None and field.kind in NUMBERS else value


ONE_RELEASE = entity(
    release=RELEASE,
    toelichting=TEXT,
    gepubliceerd_op={"type": "string", "format": "date-time"},
    in_gebruik={"type": "boolean"},
    basisjaar=WHOLE,
    laatste_jaar=WHOLE,
    horizonten=listing(WHOLE),
    standaard_route_a=TEXT,
    standaard_route_b=TEXT,
    gemeenten=listing(entity(gemeente_code=TEXT, gemeente=TEXT)),
    sleutels=listing(entity(sleutel=TEXT, label=TEXT)),
    mensen=listing(entity(sleutel=TEXT, label=TEXT)),
    tabellen=TABLES,
)


def _release(request: ApiRequest) -> AnswerPlan:
    info = info_of(request.path, request.by, request.place["n"])
    return AnswerPlan(lambda: Answer(_release_facts(opened(request.path, info))), (info,))


def _release_facts(release: Release) -> dict[str, object]:
    info, figures = release.info, release.figures
    place = f"{ROOT}/releases/{info.number}/figures"
    return {
        "release": named(info),
        "toelichting": info.note,
        "gepubliceerd_op": f"{info.created_at.isoformat(timespec='seconds')}Z",
        "in_gebruik": info.current,
        "basisjaar": figures.base_year,
        "laatste_jaar": figures.last_year,
        "horizonten": list(release.horizons),
        "standaard_route_a": release.settings["standaard_route_a"],
        "standaard_route_b": release.settings["standaard_route_b"],
        "gemeenten": [{"gemeente_code": gemeente.code, "gemeente": gemeente.naam} for gemeente in figures.gemeenten],
        "sleutels": [{"sleutel": key, "label": release.key_label(key)} for key in release.deficit_keys],
        "mensen": [{"sleutel": key, "label": release.key_label(key)} for key in release.people_keys],
        "tabellen": [
            {"tabel": name, "titel": title, "adres": f"{place}/{name}"} for name, title in FIGURE_TITLES.items()
        ],
    }


RELEASES = _database_list(
    "releases",
    lambda request: listed(request.path, request.by),
    {
        "nummer": lambda info: info.number,
        "naam": lambda info: info.name,
        "toelichting": lambda info: info.note,
        "gepubliceerd_op": lambda info: info.created_at,
        "hash": lambda info: info.hash,
        "toestand": lambda info: info.state_words,
        "in_gebruik": lambda info: info.current,
    },
)
SCENARIOS = _release_list(
    "scenarios",
    lambda release: [(scenario, release.zero) for scenario in release.scenarios.values()],
    {
        "scenario": lambda pair: pair[0].id,
        "titel": lambda pair: pair[0].title,
        "korte_titel": lambda pair: pair[0].short_title,
        "toelichting": lambda pair: pair[0].explanation,
        "basis": lambda pair: pair[0].base,
        "nulalternatief": lambda pair: pair[0].id == pair[1].id,
        "bron_id": lambda pair: pair[0].source,
    },
)
PARAMETERS = _release_list(
    "parameters",
    lambda release: release.parameters.values(),
    {
        "parameter": lambda parameter: parameter.id,
        "label": lambda parameter: parameter.label,
        "eenheid": lambda parameter: parameter.unit,
        "laag": lambda parameter: parameter.low,
        "standaard": lambda parameter: parameter.default,
        "hoog": lambda parameter: parameter.high,
        "minimum": lambda parameter: parameter.minimum,
        "maximum": lambda parameter: parameter.maximum,
        "status": lambda parameter: parameter.status,
        "bron_id": lambda parameter: parameter.source,
        "kennisdatum": lambda parameter: parameter.kennisdatum,
        "toelichting": lambda parameter: parameter.explanation,
    },
)
STATES = _database_list(
    "states",
    lambda request: states(request.path),
    {
        "nummer": lambda state: state.number,
        "naam": lambda state: state.name,
        "toelichting": lambda state: state.note,
        "bevroren_op": lambda state: state.created_at,
        "release": lambda state: state.release,
        "release_hash": lambda state: state.release_hash,
        "kenmerk": lambda state: state.seal,
        "programma": lambda state: state.program.version,
    },
)
VERKENNINGEN = _database_list(
    "verkenningen",
    lambda request: verkenningen(request.path),
    {
        "nummer": lambda entry: entry.number,
        "naam": lambda entry: entry.name,
        "toelichting": lambda entry: entry.note,
        "gemaakt_op": lambda entry: entry.created_at,
        "release": lambda entry: entry.release,
        "route_a": lambda entry: entry.route_a,
        "route_b": lambda entry: entry.route_b,
        "sleutel": lambda entry: entry.key,
        "mensen": lambda entry: entry.people,
        "aannames": lambda entry: write_assumptions(entry.values),
        "geldt": lambda entry: entry.in_force,
    },
)
DECISIONS = _database_list(
    "pm_decisions",
    lambda request: pm_decisions(request.path),
    {
        "nummer": lambda decision: decision.number,
        "pm_post": lambda decision: decision.item,
        "besluit": lambda decision: decision.words,
        "orgaan": lambda decision: decision.body,
        "besloten_op": lambda decision: decision.decided_on,
        "vastgelegd_op": lambda decision: decision.noted_at,
        "verbetert": lambda decision: decision.corrects,
    },
)
CATALOGUE = (
    RELEASES,
    Operation(
        PLACE,
        "release",
        "Eén release",
        "Wat een release is en wat erin te kiezen valt: jaren, gemeenten, sleutels en tabellen.",
        _release,
        (NUMBER,),
        schema=ONE_RELEASE,
    ),
    SCENARIOS,
    PARAMETERS,
    STATES,
    VERKENNINGEN,
    DECISIONS,
    *(_figures(name, title) for name, title in FIGURE_TITLES.items()),
)
