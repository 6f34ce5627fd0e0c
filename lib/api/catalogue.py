"""What there is to read: releases, and of each its scenarios and parameters."""

from collections.abc import Callable, Iterable

from lib.analysis.release import Release
from lib.api.fields import Row, Table, api_table
from lib.api.figures import ALL_TITLES
from lib.api.formats import Answer
from lib.api.listings import listing_of, second
from lib.api.opening import info_of, listed, marks, named, opened
from lib.api.operations import NUMBER, ROOT, AnswerPlan, Asked, Operation
from lib.api.schemas import RELEASE, TEXT, WHOLE, entity, listing
from lib.store.releases import ReleaseInfo

RELEASES = api_table(
    "releases",
    "Releases",
    "Een rij per release: cijfers, sleutels, aannames en scenario’s samen, de nieuwste eerst.",
    [
        ("nummer", "geheel"),
        ("naam", "tekst"),
        ("toelichting", "tekst"),
        ("gepubliceerd_op", "moment"),
        ("hash", "tekst"),
        ("toestand", "tekst"),
        ("in_gebruik", "ja_nee"),
    ],
)
SCENARIOS = api_table(
    "scenarios",
    "Scenario’s",
    "Een rij per scenario van de release. Kies er twee voor een vergelijking.",
    [
        ("scenario", "tekst"),
        ("titel", "tekst"),
        ("korte_titel", "tekst"),
        ("toelichting", "tekst"),
        ("basis", "tekst"),
        ("nulalternatief", "ja_nee"),
        ("bron_id", "tekst"),
    ],
)
PARAMETERS = api_table(
    "parameters",
    "Aannames",
    "Een rij per aanname van de release: wat met set= in een vergelijking anders kan.",
    [
        ("parameter", "tekst"),
        ("label", "tekst"),
        ("eenheid", "tekst"),
        ("laag", "getal"),
        ("standaard", "getal"),
        ("hoog", "getal"),
        ("minimum", "getal"),
        ("maximum", "getal"),
        ("status", "tekst"),
        ("bron_id", "tekst"),
        ("kennisdatum", "datum"),
        ("toelichting", "tekst"),
    ],
)


def _release_row(info: ReleaseInfo) -> Row:
    return (info.number, info.name, info.note, second(info.created_at), info.hash, info.state_words, info.current)


def _releases(request: Asked) -> Iterable[Row]:
    return map(_release_row, listed(request.path, request.by))


def _scenario_rows(release: Release) -> Iterable[Row]:
    for scenario in release.scenarios.values():
        zero = scenario.id == release.zero.id
        yield (
            scenario.id,
            scenario.title,
            scenario.short_title,
            scenario.explanation,
            scenario.base,
            zero,
            scenario.source,
        )


def _parameter_rows(release: Release) -> Iterable[Row]:
    for parameter in release.parameters.values():
        values = (parameter.low, parameter.default, parameter.high, parameter.minimum, parameter.maximum)
        identity = (parameter.id, parameter.label, parameter.unit, *values)
        yield (*identity, parameter.status, parameter.source, parameter.kennisdatum, parameter.explanation)


def _of_release(table: Table, rows: Callable[[Release], Iterable[Row]]) -> Operation:
    """A list of what one release holds."""

    def find(request: Asked) -> AnswerPlan:
        info = info_of(request.path, request.by, request.place["n"])

        def make() -> Answer:
            return Answer({"release": named(info)}, table, tuple(rows(opened(request.path, info))), marks=marks(info))

        return AnswerPlan(make, (info,))

    path = f"{ROOT}/releases/{{n}}/{table.name}"
    about = {"release": RELEASE}
    return Operation(path, table.name, table.title, table.explained, find, (NUMBER,), table, about)


ONE = entity(
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
    tabellen=listing(entity(tabel=TEXT, titel=TEXT, adres=TEXT)),
)


def _release(request: Asked) -> AnswerPlan:
    info = info_of(request.path, request.by, request.place["n"])
    return AnswerPlan(lambda: Answer(_release_facts(opened(request.path, info))), (info,))


def _release_facts(release: Release) -> dict[str, object]:
    info, figures = release.info, release.figures
    place = f"{ROOT}/releases/{info.number}"
    return {
        "release": named(info),
        "toelichting": info.note,
        "gepubliceerd_op": f"{second(info.created_at).isoformat()}Z",
        "in_gebruik": info.current,
        "basisjaar": figures.base_year,
        "laatste_jaar": figures.last_year,
        "horizonten": list(release.horizons),
        "standaard_route_a": release.settings["standaard_route_a"],
        "standaard_route_b": release.settings["standaard_route_b"],
        "gemeenten": [{"gemeente_code": gemeente.code, "gemeente": gemeente.naam} for gemeente in figures.gemeenten],
        "sleutels": [{"sleutel": key, "label": release.key_label(key)} for key in figures.keys],
        "tabellen": [
            {"tabel": name, "titel": title, "adres": f"{place}/figures/{name}"} for name, title in ALL_TITLES.items()
        ],
    }


CATALOGUE = (
    listing_of(RELEASES, _releases),
    Operation(
        f"{ROOT}/releases/{{n}}",
        "release",
        "Eén release",
        "Wat een release is en wat erin te kiezen valt: jaren, gemeenten, sleutels en tabellen.",
        _release,
        (NUMBER,),
        schema=ONE,
    ),
    _of_release(SCENARIOS, _scenario_rows),
    _of_release(PARAMETERS, _parameter_rows),
)
