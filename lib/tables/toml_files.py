"""The tables of a TOML file, each declared as a pydantic model; what is wrong with one becomes a Problem with its place.

scenarios/parameters.toml → parameters and PM items (model.md §2).
"""

import re
import tomllib
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from lib.model.parameters import ATTRITION, FIXED_REDUCTION, ROLES, Parameter, PmItem, Replacement
from lib.tables.columns import STATUSES
from lib.tables.rows import INVISIBLE, Problem
from lib.text.nearest import meant

#: No number in a file is larger than this; it keeps every sum finite.
LARGEST = 1e12
ID = re.compile("[a-z0-9][a-z0-9_]*")
SIGNS = {"+": 1, "-": -1}
NO_TEXT = ("geen tekst", "schrijf tekst tussen aanhalingstekens.")
#: What pydantic finds → what it is not, and what to do; KEY stands for the key that it is about.
MESSAGES = {
    "string_type": NO_TEXT,
    "bool_type": ("geen ja of nee", "schrijf true of false."),
    "date_type": ("geen datum", "schrijf jaar-maand-dag zonder aanhalingstekens."),
    "list_type": ("geen lijst", "schrijf [[KEY]] boven elk onderdeel."),
    "dict_type": ("geen tabel", "schrijf [KEY.naam] boven elk onderdeel."),
    "model_type": ("geen tabel", "schrijf hier sleutels met waarden."),
}
Kind = TypeVar("Kind")
Model = TypeVar("Model", bound="TomlTable")


class NotToml(ValueError):
    """The text is no TOML; `line` is where, when the reader knows."""

    def __init__(self, line: int | None) -> None:
        super().__init__(line)
        self.line = line


def parse(text: str) -> dict[str, Any]:
    """The tables of a text, its numbers as they are written. Raises NotToml."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        at = re.search(r"\(at line ([0-9]+), column [0-9]+\)$", str(error))
        raise NotToml(int(at[1]) if at else None) from None


class TomlTable(BaseModel):
    """A table whose keys are its fields, by their alias; another key is a problem. `later` are the fields that a release
    stored before them lacks, `gone` the keys that one may still have."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    later: ClassVar[tuple[str, ...]] = ()
    gone: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True)
class TomlFile:
    """A file that is read table by table. `words` are those that it may name, by what they are; what is wrong goes into
    `problems`. `stored` is a file of a release that was published once: it may be from before a key."""

    file: str
    problems: list[Problem]
    words: Mapping[str, Any] = field(default_factory=dict)
    stored: bool = False

    def report(self, place: str, key: str, what: str, read: object, remedy: str) -> None:
        where = ", ".join(filter(None, (place, f"sleutel {key}" if key else "")))
        self.problems.append(Problem(self.file, where or "bestand", what, as_read(read), remedy, key))

    def refuse_twice(self, place: str, name: str, names: Container[str], owner: str) -> None:
        if name in names:
            self.report(place, "id", "staat er twee keer", name, f"geef {owner} een eigen id.")

    def table(self, kind: type[Kind], place: str, content: object) -> Kind | None:
        """The content as a model (or as another type says); None when something is wrong with it."""
        if self.stored and isinstance(content, dict):
            content = {key: value for key, value in content.items() if key not in getattr(kind, "gone", ())}
        try:
            table = TypeAdapter(kind).validate_python(content, context=self.words)
        except ValidationError as error:
            keys = [key.alias or name for name, key in getattr(kind, "model_fields", {}).items()]
            for details in error.errors(include_url=False):
                self._report(place, details, keys)
            return None
        if isinstance(table, TomlTable):
            self.require(place, table, table.later)
        return table

    def require(self, place: str, table: TomlTable, names: Iterable[str]) -> None:
        """These fields must be filled in, but in what is stored: that may be from before them."""
        for name in () if self.stored else names:
            if name not in table.model_fields_set:
                self._report_absent(place, type(table).model_fields[name].alias or name)

    def _report_absent(self, place: str, key: str) -> None:
        what = "de bron ontbreekt" if key == "bron_id" else "sleutel ontbreekt"
        self.report(place, key, what, "", f"voeg {key} = … toe.")

    def tables(
        self, model: type[Model], key: str, rows: list[Any], name: str = "id", start: int = 1
    ) -> Iterator[tuple[str, Model]]:
        """The sound ones among [[key]], each with its place: its name, or its number from `start` on."""
        for i, row in enumerate(rows, start):
            place = f"{key} “{as_read(row.get(name, i))}”" if isinstance(row, dict) else f"{key} {i}"
            table = self.table(model, place, row)
            if table is not None:
                yield place, table

    def _report(self, place: str, error: ErrorDetails, keys: list[str]) -> None:
        key, read = str(error["loc"][0]) if error["loc"] else "", error["input"]
        match error["type"]:
            case "missing":
                self._report_absent(place, key)
            case "extra_forbidden":
                self.report(place, key, "onbekende sleutel", key, meant(key, keys))
            case kind:
                what, remedy = error["ctx"]["message"] if kind == "wrong" else MESSAGES[kind if key else "model_type"]
                self.report(place, key, what, read, remedy.replace("KEY", key))


def as_read(value: object) -> str:
    """A value as it was read; a whole number of thousands of digits is not written out."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return str(value)
    except ValueError:
        return "een getal van duizenden cijfers"


def wrong(what: str, remedy: str) -> PydanticCustomError:
    """What the validator of a field raises."""
    return PydanticCustomError("wrong", "wrong", {"message": (what, remedy)})


def must(holds: Callable[[Any], object], what: str, remedy: str) -> Callable[[Any], Any]:
    """A validator that passes on what this holds of, and says of anything else what it is not."""

    def check(value: Any) -> Any:
        if not holds(value):
            raise wrong(what, remedy)
        return value

    return check


def one_of(choices: Collection[str] | str) -> AfterValidator:
    """Admits these words, or those that the file may name by what they are."""

    def check(value: str, info: ValidationInfo[Any]) -> str:
        options = info.context[choices] if isinstance(choices, str) else choices
        if value not in options:
            raise wrong("onbekende waarde", meant(value, options))
        return value

    return AfterValidator(check)


def _is_visible(text: str) -> bool:
    return not INVISIBLE.search(text.replace("\n", ""))


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return not (isinstance(value, Decimal) and not value.is_finite()) and -LARGEST <= value <= LARGEST


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and value != [] and all(isinstance(item, str) for item in value)


Text = Annotated[
    str,
    AfterValidator(must(str.strip, *NO_TEXT)),
    AfterValidator(must(_is_visible, "onzichtbaar teken", "verwijder het teken en typ de tekst opnieuw.")),
]
NO_ID = "gebruik kleine letters, cijfers en liggende streepjes."
Id = Annotated[Text, AfterValidator(must(ID.fullmatch, "geen id", NO_ID))]
#: Goes with the type of a collection of texts.
LIST = BeforeValidator(must(_are_texts, "geen lijst van teksten", 'schrijf bijvoorbeeld ["a", "b"].'))
Texts = Annotated[tuple[str, ...], Strict(False), LIST]
NO_NUMBER = "schrijf een getal met een decimale punt, zonder aanhalingstekens."
NUMBER = PlainValidator(must(_is_number, "geen getal", NO_NUMBER))
Number = Annotated[float, NUMBER, AfterValidator(float)]
Status = Annotated[Text, one_of(STATUSES)]
Source = Annotated[Text, one_of("sources")]
#: Whether something comes or goes.
Direction = Annotated[Text, one_of(tuple(SIGNS))]
#: The same of a PM item, of which even that may not be known.
PM_SIGNS = {**SIGNS, "onbekend": 0}
PmDirection = Annotated[Text, one_of(tuple(PM_SIGNS))]


FILE = "parameters.toml"
SHARE, RATE, EURO = "aandeel", "per jaar", "euro"
UNITS = f"begin met “{SHARE}” (een deel van 1), “{RATE}” of “{EURO} per”."
#: What a parameter of a family can be at all: a share may be of more than the whole or take away, no price turns negative.
LIMITS = {SHARE: (-1.0, 2.0), RATE: (-0.5, 1.0), EURO: (0.0, None)}
#: A part of people or costs lies between nothing and the whole: what the formulas take for one by name, whatever its unit.
PART = (0.0, 1.0)
PARTS = (ATTRITION, FIXED_REDUCTION)


def unit_family(unit: str) -> str | None:
    """The family that a unit belongs to: share, rate, euro; None when it is none of them."""
    for family in (SHARE, RATE, EURO):
        if unit == family or unit.startswith(family + " "):
            return family
    return None


def in_percent(unit: str) -> bool:
    """Whether values of a unit are shown in percent: a share or a rate; they are stored as a part of 1."""
    return unit_family(unit) in (SHARE, RATE)


@dataclass(frozen=True)
class Registry:
    """What scenarios/parameters.toml declares, by id, in the order of the file."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    pm: Mapping[str, PmItem] = field(default_factory=dict)
    replacements: Mapping[str, Replacement] = field(default_factory=dict)


class _Registry(TomlTable):
    parameter: list[Any] = Field([])
    pm: list[Any] = Field([])
    vervangen: list[Any] = Field([])


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
    status: Status
    gone = ("volledig",)


class _PmItem(_Provenance):
    kind: Annotated[Text, one_of(("eenmalig", "jaarlijks"))] = Field(alias="soort")
    direction: PmDirection = Field(alias="richting")
    low: Number | None = Field(None, alias="laag")
    high: Number | None = Field(None, alias="hoog")
    bounds: Text = Field("", alias="bereik")
    owner: Text = Field("", alias="eigenaar")
    when: Text = Field("", alias="wanneer")
    consequence: Text = Field("", alias="gevolg")
    later = ("owner", "when", "consequence")


class _Replacement(TomlTable):
    id: Id
    by: Annotated[Text, one_of("parameters")] = Field(alias="door")
    divided_by: Annotated[Text, one_of("parameters")] = Field(alias="gedeeld_door")
    label: Text


def read_registry(
    content: dict[str, Any], file: str, sources: set[str], problems: list[Problem], stored: bool = False
) -> Registry:
    """What the file declares; what is wrong goes into `problems`."""
    toml = TomlFile(file, problems, {"sources": sources}, stored)
    top = toml.table(_Registry, "", content)
    if top is None:
        return Registry()
    parameters: dict[str, Parameter] = {}
    for place, row in toml.tables(_Parameter, "parameter", top.parameter):
        toml.refuse_twice(place, row.id, parameters, "elke parameter")
        parameters[row.id] = Parameter(**dict(row))
        _check_unit(toml, place, row)
        _check_band(toml, place, row, parameters[row.id])
    items: dict[str, PmItem] = {}
    for place, item in toml.tables(_PmItem, "pm", top.pm):
        toml.refuse_twice(place, item.id, items, "elke PM-post")
        items[item.id] = PmItem(**item.model_dump(exclude={"direction"}), sign=PM_SIGNS[item.direction])
        _check_bounds(toml, place, item)
    for role in ROLES if not problems else ():
        if role not in parameters:
            toml.report("", "parameter", "parameter ontbreekt", role, f"voeg [[parameter]] met id = “{role}” toe.")
    replacements = {} if problems else _replacements(replace(toml, words={"parameters": parameters}), top.vervangen)
    return Registry(parameters, items, replacements)


def _replacements(toml: TomlFile, rows: list[Any]) -> dict[str, Replacement]:
    """What stands in the place of a parameter of before; that one is no longer there."""
    replacements: dict[str, Replacement] = {}
    for place, row in toml.tables(_Replacement, "vervangen", rows):
        toml.refuse_twice(place, row.id, replacements, "elke vervangen parameter")
        if row.id in toml.words["parameters"]:
            toml.report(place, "id", "deze parameter is er nog", row.id, "noem een parameter die er niet meer is.")
        replacements[row.id] = Replacement(**dict(row))
    return replacements


def _check_unit(toml: TomlFile, place: str, row: _Parameter) -> None:
    """The unit is one of a family, and the admissible range lies within what the family can be."""
    family = unit_family(row.unit)
    if family is None:
        toml.report(place, "eenheid", "onbekende eenheid", row.unit, UNITS)
        return
    # What was published before this rule did not go outside it, but for a rate.
    is_part = row.id in PARTS and not toml.stored
    least, most = PART if is_part else LIMITS[family]
    unfit = f"voor {row.id}: een deel van het geheel" if is_part else f"voor een parameter in “{family}”"
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
    for key, value in band.items():
        if not parameter.admits(value):
            remedy = f"kies een waarde van {row.minimum:g}{top}."
            toml.report(place, key, "buiten het toelaatbare bereik", value, remedy)


def _check_bounds(toml: TomlFile, place: str, item: _PmItem) -> None:
    """Bounds come as a pair, in order, with what they rest on."""
    if (item.low is None) != (item.high is None) or (item.low or 0) > (item.high or 0):
        what = "laag en hoog horen samen, laag niet boven hoog"
        toml.report(place, "hoog", what, f"{item.low} / {item.high}", "geef beide of geen.")
    bounded = item.low is not None or item.high is not None
    if bounded and not PM_SIGNS[item.direction]:
        remedy = "verwijder laag, hoog en bereik, of geef een richting."
        toml.report(place, "richting", "een bereik vraagt een bekende richting", item.direction, remedy)
    if bounded and not item.bounds:
        toml.report(place, "bereik", "sleutel ontbreekt", "", "voeg bereik = … toe.")
    if item.bounds and not bounded:
        remedy = "geef ook laag en hoog, of verwijder bereik."
        toml.report(place, "bereik", "er zijn geen grenzen om uit te leggen", item.bounds, remedy)
