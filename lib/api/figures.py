"""The figures of a release, a table at a time: as everybody may see them, or with every single headcount."""

from collections.abc import Iterable

from lib.analysis.data_tables import EMPTY, TITLES, data_table
from lib.analysis.release import Release
from lib.analysis.release import Row as Stored
from lib.api.fields import NUMBERS, Cell, Field, Row, Table, stored
from lib.api.formats import Answer
from lib.api.opening import info_of, marks, named, opened
from lib.api.operations import NUMBER, ROOT, AnswerPlan, Asked, Operation
from lib.api.parameters import Parameter
from lib.api.schemas import RELEASE
from lib.store.access import DOWNLOAD, require
from lib.store.releases import ReleaseInfo, take_away
from lib.store.tables import BY_NAME
from lib.text import UNKNOWN

PROTECTED, SINGLE = "beschermd", "afzonderlijk"
COUNTS = Parameter(
    "aantallen",
    f"{PROTECTED}: kleine aantallen van echte mensen samengevoegd of in woorden. {SINGLE}: elk aantal zoals het in de "
    "release staat; daarvoor is de rol analist nodig.",
    PROTECTED,
    (PROTECTED, SINGLE),
)
SOURCES = "sources"
ALL_TITLES = {**TITLES, SOURCES: "Bronnen"}
#: The tables in which small headcounts show.
SMALL = ("headcounts", "costs")


def _operation(name: str, title: str) -> Operation:
    table = stored(name, title, f"Cijfers van de release: {title.lower()}.", BY_NAME[name].columns)

    def find(request: Asked) -> AnswerPlan:
        info = info_of(request.path, request.by, request.place["n"])
        single = request.one(COUNTS.name) == SINGLE
        if single:
            require(request.path, request.by, DOWNLOAD)

        def make() -> Answer:
            about = {"release": named(info)}
            rows = _single(request, info, name) if single else _read(opened(request.path, info), name)
            return Answer(about, table, tuple(_cells(table, rows)), marks=marks(info))

        return AnswerPlan(make, (info, single))

    path = f"{ROOT}/releases/{{n}}/figures/{name}"
    parameters = (NUMBER, COUNTS) if name in SMALL else (NUMBER,)
    return Operation(path, f"figures_{name}", title, table.explained, find, parameters, table, {"release": RELEASE})


def _read(release: Release, name: str) -> Iterable[Stored]:
    return release.tables[name] if name == SOURCES else data_table(release, name).rows


def _single(request: Asked, info: ReleaseInfo, name: str) -> Iterable[Stored]:
    """Every figure as it is stored, for who may take the release out of the app."""
    return take_away(request.path, info.number, by=request.by).tables[name]


def _cells(table: Table, rows: Iterable[Stored]) -> Iterable[Row]:
    return (tuple(_cell(field, row) for field in table.fields) for row in rows)


def _cell(field: Field, row: Stored) -> Cell:
    value: Cell = row[field.name]
    if value is None and field.kind in NUMBERS:
        return EMPTY.get(field.name, UNKNOWN)
    return value


FIGURES = tuple(_operation(name, title) for name, title in ALL_TITLES.items())
