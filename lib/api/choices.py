"""What a comparison is asked with: routes, release, key and assumptions, checked against the release."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from lib.analysis.assumptions import changed, read_value, written
from lib.analysis.own_choices import own_or_standard
from lib.analysis.release import Release
from lib.analysis.view import NotInView, View, check_choice, default_view, overrides
from lib.api.operations import Asked
from lib.api.parameters import CURRENT, RELEASE, Parameter
from lib.api.schemas import MAYBE, NUMBER_OR_NONE, TEXT, entity, listing
from lib.model.figures import ALL
from lib.report.own_table import SCHEMA, own_rows
from lib.text import exact_decimal

ROUTES = (
    Parameter("a", "Route A: de id van een scenario; zonder dit de standaard van de release.", "route_een"),
    Parameter("b", "Route B: de id van een scenario; zonder dit de standaard van de release.", "route_twee"),
    Parameter("release", "Het nummer van de release; zonder dit de release in gebruik.", CURRENT, pattern=RELEASE),
    Parameter("key", "Eén verdeelsleutel voor beide routes; zonder dit elke route met haar eigen sleutel.", "inwoners"),
    Parameter(
        "set",
        "Een aanname anders dan standaard: parameter=waarde, ook meer dan één keer. De waarde is een getal of een "
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
CHOICES = entity(
    a=TEXT,
    b=TEXT,
    sleutel=MAYBE,
    aannames=listing(entity(parameter=TEXT, waarde={"type": "number"})),
    gemeente=TEXT,
    horizon={"type": ["integer", "null"]},
)
#: What stands beside the choices: what differs from standaard, by name, and the same in one sentence.
DIFFERING = {
    "anders_dan_standaard": listing(
        entity(
            parameter=TEXT, naam=TEXT, waarde=NUMBER_OR_NONE, standaard=NUMBER_OR_NONE, eenheid=TEXT, in_woorden=TEXT
        )
    ),
    "gerekend_met": TEXT,
}
#: The header that names them where an answer is only a table.
OWN_HEADER = "Routewijzer-Aannames"


def read_view(release: Release, request: Asked) -> View:
    """The view that is asked for, on that release. Raises NotInView for what the release does not know."""
    base = default_view(release)
    a, b, key = request.one("a") or base.a, request.one("b") or base.b, request.one("key")
    for name, value in (("a", a), ("b", b), ("key", key)):
        if value is not None:
            check_choice(release, name, value)
    return replace(base, a=a, b=b, key=key, overrides=overrides(_assumed(release, request.values.get("set", ()))))


def _assumed(release: Release, texts: tuple[str, ...]) -> Mapping[str, float]:
    values: dict[str, float] = {}
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        if name in values:
            raise NotInView(f"Aannames: {name} staat er twee keer; houd één waarde.")
        values[name] = read_value(release, name, value)
    return values


def read_rows_wanted(release: Release, request: Asked) -> tuple[str, int | None]:
    """The gemeente and the last year to which the rows are limited; ALL and None for no limit. Raises NotInView."""
    gemeente, horizon = request.one(GEMEENTE.name) or ALL, request.one(HORIZON.name)
    check_choice(release, "gemeente", gemeente)
    if horizon is not None:
        check_choice(release, "horizon", horizon)
    return gemeente, None if horizon is None else int(horizon)


def choice_fields(view: View, gemeente: str, horizon: int | None) -> dict[str, Any]:
    """The choices as they stand beside the numbers."""
    return {
        "a": view.a,
        "b": view.b,
        "sleutel": view.key,
        "aannames": [{"parameter": name, "waarde": value} for name, value in view.overrides],
        "gemeente": gemeente,
        "horizon": horizon,
    }


def differing(release: Release, view: View) -> dict[str, Any]:
    """What differs from standaard, as DIFFERING; a chosen key has no number."""
    rows = [dict(zip(SCHEMA.names, row, strict=True)) for row in own_rows(release, view)]
    return {"anders_dan_standaard": rows, "gerekend_met": own_or_standard(release, view)}


def own_header(release: Release, view: View) -> str:
    """The same for a header, in plain ASCII: "schaalverlies=0.08 (standaard 0.03); sleutel=inwoners"; "" for nothing."""
    parts = [
        f"{name}={exact_decimal(value)} (standaard {exact_decimal(release.parameters[name].default)})"
        for name, value in changed(release, dict(view.overrides))
    ]
    parts += [f"sleutel={view.key}"] if view.key is not None else []
    return quote("; ".join(parts), safe="=.; ()-_")


def query(view: View) -> str:
    """The same choices for an address that keeps its meaning: with the release, and with what is standard."""
    pairs = [("release", str(view.release)), ("a", view.a), ("b", view.b)]
    pairs += [("key", view.key)] if view.key else []
    pairs += [("set", f"{name}={written(value)}") for name, value in view.overrides]
    return urlencode(pairs)
