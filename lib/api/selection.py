"""What a comparison is asked with (routes, release, key and assumptions), checked against the release; the comparison itself,
computed once; and the rows of it that are asked for."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pyarrow as pa
import pyarrow.compute as pc

from lib.api.access import SingleFlightCache, info_of, marks, named, opened
from lib.api.operations import CURRENT, RELEASE, ApiRequest, Parameter
from lib.api.tables import MAYBE, NUMBER_OR_NONE, TEXT, Row, Table, entity, listing
from lib.api.tables import RELEASE as RELEASE_SCHEMA
from lib.comparison.answers import Answers
from lib.comparison.assumptions import changed, read_value, translated, written
from lib.comparison.message import own_or_standard
from lib.comparison.own_routes import open_concepts
from lib.comparison.release import Release
from lib.comparison.view import (
    NotInView,
    View,
    check_choice,
    check_pair,
    compare_view,
    default_view,
    overrides,
    parameter_of,
    people_choice,
)
from lib.model.figures import ALL
from lib.render.export import OWN_SCHEMA, export_table, own_rows
from lib.store.locations import Database
from lib.store.releases import ReleaseInfo
from lib.text import exact_decimal

ROUTES = (
    Parameter(
        "a",
        "Route A: de id van een scenario, of concept- met een nummer; zonder dit de standaard van de release.",
        "route_een",
    ),
    Parameter(
        "b",
        "Route B: de id van een scenario, of concept- met een nummer; zonder dit de standaard van de release.",
        "route_twee",
    ),
    Parameter("release", "Het nummer van de release; zonder dit de release in gebruik.", CURRENT, pattern=RELEASE),
    Parameter("key", "Eén verdeelsleutel voor beide routes; zonder dit elke route met haar eigen sleutel.", "inwoners"),
    Parameter(
        "mensen",
        "Een andere schatting van waar de mensen zijn: een sleutel; zonder dit de standaard van de release.",
        "inwoners",
    ),
    Parameter(
        "set",
        "Een aanname anders dan standaard: parameter=waarde, ook meer dan één keer; parameter@gemeentecode=waarde is de "
        "eigen waarde van één gemeente, in een route waarin elke gemeente haar eigen kosten draagt. De waarde is een getal of een "
        "percentage, met een komma of een punt voor de decimalen; een aandeel zonder %-teken is een deel van 1: 0,08 is 8 %.",
        "parameter=0,02",
        pattern="^[^=]+=[^=]+$",
        several=True,
    ),
)
GEMEENTE = Parameter(
    "gemeente", f"Alleen de rijen van deze gemeente (code); {ALL} of niets geeft alle rijen.", "GM0000"
)
HORIZON = Parameter(
    "horizon",
    "Alleen de jaren tot en met dit jaar; een van de horizonten van de release. Zonder dit alle jaren.",
    "2024",
    pattern="^[0-9]{4}$",
)
PAIR = tuple(
    Parameter(
        name,
        f"De {name} van twee aannames die samen worden bekeken; zonder dit een die het meest telt.",
        f"parameter_{name}",
    )
    for name in ("eerste", "tweede")
)
CHOICES = entity(
    a=TEXT,
    b=TEXT,
    sleutel=MAYBE,
    mensen=TEXT,
    aannames=listing(entity(parameter=TEXT, waarde={"type": "number"})),
    gemeente=TEXT,
    horizon={"type": ["integer", "null"]},
)
DIFFERENT = entity(
    parameter=TEXT, naam=TEXT, waarde=NUMBER_OR_NONE, standaard=NUMBER_OR_NONE, eenheid=TEXT, in_woorden=TEXT
)
#: What stands beside the numbers: release, choices, what differs from standaard by name, and the same in one sentence.
ABOUT = {
    "release": RELEASE_SCHEMA,
    "keuzes": CHOICES,
    "anders_dan_standaard": listing(DIFFERENT),
    "gerekend_met": TEXT,
}
#: The header that names them where an answer is only a table.
OWN_HEADER = "Routewijzer-Aannames"


#: Comparisons and tables that stay in memory.
MOST_COMPARISONS, MOST_TABLES = 8, 24
Key = tuple[Database, ReleaseInfo, View]
_answers: SingleFlightCache[Key, Answers] = SingleFlightCache(MOST_COMPARISONS)
_tables: SingleFlightCache[tuple[Key, str], pa.Table] = SingleFlightCache(MOST_TABLES)


class Selection:
    """One comparison that somebody may see, and to which rows of it the answer is limited: those of a gemeente, and up to
    a year; ALL and None for no limit. Raises NotInView for what the release does not know, Refused, Forbidden, StoreError."""

    def __init__(self, request: ApiRequest) -> None:
        self.info = info_of(request.path, request.by, request.value("release") or CURRENT)
        routes = (request.value("a") or "", request.value("b") or "")
        self.release: Release = open_concepts(request.path, opened(request.path, self.info), routes)
        self.view, self.translated = _read_view(self.release, request)
        self.gemeente, horizon = request.value(GEMEENTE.name) or ALL, request.value(HORIZON.name)
        for name, value in (("gemeente", self.gemeente), ("horizon", horizon)):
            if value is not None:
                check_choice(self.release, name, value)
        self.horizon = None if horizon is None else int(horizon)
        self.key: Key = (request.path, self.info, self.view)

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.info, self.view, self.gemeente, self.horizon)

    @property
    def answers(self) -> Answers:
        release, view = self.release, self.view
        return _answers.get(self.key, lambda: Answers(release, view, compare_view(release, view)))

    def about(self) -> dict[str, Any]:
        """What stands beside the numbers, as ABOUT; a chosen key has no number."""
        view = self.view
        choices = {
            "a": view.a,
            "b": view.b,
            "sleutel": view.key,
            "mensen": view.people or self.release.people_keys[0],
            "aannames": [{"parameter": name, "waarde": value} for name, value in view.overrides],
            "gemeente": self.gemeente,
            "horizon": self.horizon,
        }
        rows = [dict(zip(OWN_SCHEMA.names, row, strict=True)) for row in own_rows(self.release, view)]
        return {
            "release": named(self.info),
            "keuzes": choices,
            "anders_dan_standaard": rows,
            "gerekend_met": " ".join((*self.translated, own_or_standard(self.release, view))),
        }

    def marks(self) -> dict[str, str]:
        """The same in headers, for the forms that hold only a table; own assumptions in plain ASCII:
        "schaalverlies=0.08 (standaard 0.03); sleutel=inwoners"."""
        own = [
            f"{name}={exact_decimal(value)} (standaard {exact_decimal(parameter_of(self.release, name).default)})"
            for name, value in changed(self.release, dict(self.view.overrides))
        ]
        choices = (("sleutel", self.view.key), ("mensen", self.view.people))
        own += [f"{name}={key}" for name, key in choices if key is not None]
        return {**marks(self.info), **({OWN_HEADER: quote("; ".join(own), safe="=.; ()-_@")} if own else {})}

    def query(self) -> str:
        """The choices for an address that keeps its meaning: with the release, and with what is standard."""
        view = self.view
        pairs = [("release", str(view.release)), ("a", view.a), ("b", view.b)]
        pairs += [("key", view.key)] if view.key else []
        pairs += [("mensen", view.people)] if view.people else []
        return urlencode(pairs + [("set", f"{name}={written(value)}") for name, value in view.overrides])

    def export(self, name: str) -> pa.Table:
        """A table of the export, limited to the rows that are asked for."""
        rows = _tables.get((self.key, name), lambda: export_table(name, self.release, self.answers.comparison))
        if self.gemeente != ALL:
            rows = rows.filter(pc.equal(rows["gemeente_code"], self.gemeente))
        if self.horizon is None:
            return rows
        return rows.filter(
            pc.equal(rows["horizon"], self.horizon)
            if "horizon" in rows.column_names
            else pc.less_equal(rows["jaar"], self.horizon)
        )

    def limit(self, table: Table, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The same for rows of the API itself."""
        limits = {"gemeente_code": None if self.gemeente == ALL else self.gemeente, "horizon": self.horizon}
        places = [(table.names.index(name), value) for name, value in limits.items() if value and name in table.names]
        return tuple(row for row in rows if all(row[place] == value for place, value in places))


def _read_view(release: Release, request: ApiRequest) -> tuple[View, list[str]]:
    """The view that is asked for, on that release, and a sentence for each assumption that goes by another name now. Raises
    NotInView for what the release does not know."""
    base = default_view(release)
    a, b, key = request.value("a") or base.a, request.value("b") or base.b, request.value("key")
    for name, value in (("a", a), ("b", b), ("key", key)):
        if value is not None:
            check_choice(release, name, value)
    values: dict[str, float] = {}
    for text in request.values.get("set", ()):
        name, _, value = (part.strip() for part in text.partition("="))
        if name in values:
            raise NotInView(f"Aannames: {name} staat er twee keer; houd één waarde.")
        values[name] = read_value(release, name, value)
    people = people_choice(release, request.value("mensen"))
    values, sentences = translated(release, values)
    first, second = (request.value(parameter.name) for parameter in PAIR)
    view = replace(base, a=a, b=b, key=key, people=people, overrides=overrides(values), pair=(first, second))
    check_pair(release, view)
    return view, sentences
