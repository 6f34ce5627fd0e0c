"""scenarios/parameters.toml → parameters and PM items (model.md §2)."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from lib.model.parameters import ROLES, Parameter, PmItem
from lib.store.problems import Problem
from lib.store.toml_tables import SIGNS, Direction, Id, Number, Source, Status, Text, TomlFile, TomlTable, one_of

FILE = "parameters.toml"
SHARE, RATE, EURO = "aandeel", "per jaar", "euro"
UNITS = f"begin met “{SHARE}” (een deel van 1), “{RATE}” of “{EURO} per”."
#: What a parameter of a family can be at all: no share above the whole, no price that turns negative.
LIMITS = {SHARE: (0.0, 1.0), RATE: (-0.5, 1.0), EURO: (0.0, None)}


def unit_family(unit: str) -> str | None:
    """The family that a unit belongs to: share, rate, euro; None when it is none of them."""
    for family in (SHARE, RATE, EURO):
        if unit == family or unit.startswith(family + " "):
            return family
    return None


def in_percent(unit: str) -> bool:
    """Whether values of a unit are shown in percent: a share or a rate; they are stored as a part of 1."""
    return unit_family(unit) in (SHARE, RATE)


class _Registry(TomlTable):
    parameter: list[Any] = Field([])
    pm: list[Any] = Field([])


class _Provenance(TomlTable):
    id: Id
    label: Text
    source: Source = Field(alias="bron_id")
    kennisdatum: date
    explanation: Text = Field(alias="toelichting")


class _Parameter(_Provenance):
    unit: Text = Field(alias="eenheid")
    low: Number = Field(alias="laag")
    default: Number = Field(alias="standaard")
    high: Number = Field(alias="hoog")
    minimum: Number = Field(alias="min")
    maximum: Number | None = Field(None, alias="max")
    full: Number | None = Field(None, alias="volledig")
    status: Status


class _PmItem(_Provenance):
    kind: Annotated[Text, one_of(("eenmalig", "jaarlijks"))] = Field(alias="soort")
    direction: Direction = Field(alias="richting")
    low: Number | None = Field(None, alias="laag")
    high: Number | None = Field(None, alias="hoog")
    bounds: Text = Field("", alias="bereik")


def read_registry(
    content: dict[str, Any], file: str, sources: set[str], problems: list[Problem]
) -> tuple[dict[str, Parameter], dict[str, PmItem]]:
    """Parameters and PM items by id, in the order of the file; what is wrong goes into `problems`."""
    toml = TomlFile(file, problems, {"sources": sources})
    top = toml.table(_Registry, "", content)
    if top is None:
        return {}, {}
    parameters: dict[str, Parameter] = {}
    for place, row in toml.tables(_Parameter, "parameter", top.parameter):
        toml.refuse_twice(place, row.id, parameters, "elke parameter")
        parameters[row.id] = Parameter(**dict(row) | {"full": row.high if row.full is None else row.full})
        _check_unit(toml, place, row)
        _check_band(toml, place, row, parameters[row.id])
    items: dict[str, PmItem] = {}
    for place, item in toml.tables(_PmItem, "pm", top.pm):
        toml.refuse_twice(place, item.id, items, "elke PM-post")
        items[item.id] = PmItem(**item.model_dump(exclude={"direction"}), sign=SIGNS[item.direction])
        _check_bounds(toml, place, item)
    for role in ROLES if not problems else ():
        if role not in parameters:
            toml.report("", "parameter", "parameter ontbreekt", role, f"voeg [[parameter]] met id = “{role}” toe.")
    return parameters, items


def _check_unit(toml: TomlFile, place: str, row: _Parameter) -> None:
    """The unit is one of a family, and the admissible range lies within what the family can be."""
    family = unit_family(row.unit)
    if family is None:
        toml.report(place, "eenheid", "onbekende eenheid", row.unit, UNITS)
        return
    least, most = LIMITS[family]
    unfit = f"voor een parameter in “{family}”"
    if row.minimum < least:
        toml.report(place, "min", f"te laag {unfit}", row.minimum, f"kies {least:g} of hoger.")
    if row.maximum is None:
        if most is not None:
            remedy = "voeg max = … toe; alleen een bedrag in euro mag open blijven."
            toml.report(place, "max", "sleutel ontbreekt", "", remedy)
    elif row.maximum < row.minimum:
        toml.report(place, "max", "lager dan min", row.maximum, "zet min en max op volgorde.")
    elif most is not None and row.maximum > most:
        toml.report(place, "max", f"te hoog {unfit}", row.maximum, f"kies ten hoogste {most:g}.")


def _check_band(toml: TomlFile, place: str, row: _Parameter, parameter: Parameter) -> None:
    """What is plausible stands in order, within what can be entered."""
    band = {"laag": row.low, "standaard": row.default, "hoog": row.high}
    if not row.low <= row.default <= row.high:
        read = " / ".join(f"{value:g}" for value in band.values())
        toml.report(place, "standaard", "laag ≤ standaard ≤ hoog klopt niet", read, "zet ze op volgorde.")
    top = " of hoger" if row.maximum is None else f" tot en met {row.maximum:g}"
    for key, value in (band | {"volledig": row.full}).items():
        if value is not None and not parameter.admits(value):
            remedy = f"kies een waarde van {row.minimum:g}{top}."
            toml.report(place, key, "buiten het toelaatbare bereik", value, remedy)


def _check_bounds(toml: TomlFile, place: str, item: _PmItem) -> None:
    """Bounds come as a pair, in order, with what they rest on."""
    if (item.low is None) != (item.high is None) or (item.low or 0) > (item.high or 0):
        what = "laag en hoog horen samen, laag niet boven hoog"
        toml.report(place, "hoog", what, f"{item.low} / {item.high}", "geef beide of geen.")
    bounded = item.low is not None or item.high is not None
    if bounded and not item.bounds:
        toml.report(place, "bereik", "sleutel ontbreekt", "", "voeg bereik = … toe.")
    if item.bounds and not bounded:
        remedy = "geef ook laag en hoog, of verwijder bereik."
        toml.report(place, "bereik", "er zijn geen grenzen om uit te leggen", item.bounds, remedy)
