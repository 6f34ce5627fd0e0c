"""The tables of a TOML file, each declared as a pydantic model; what is wrong with one becomes a Problem with its place."""

import re
import tomllib
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    Strict,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from lib.store.problems import INVISIBLE, Problem, meant
from lib.store.tables import STATUSES

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
    """A table whose keys are its fields, by their alias; another key is a problem."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True)
class TomlFile:
    """A file that is read table by table. `words` are those that it may name, by what they are; what is wrong goes into
    `problems`."""

    file: str
    problems: list[Problem]
    words: Mapping[str, Any] = field(default_factory=dict)

    def report(self, place: str, key: str, what: str, read: object, remedy: str) -> None:
        where = ", ".join(filter(None, (place, f"sleutel {key}" if key else "")))
        self.problems.append(Problem(self.file, where or "bestand", what, as_read(read), remedy))

    def refuse_twice(self, place: str, name: str, names: Container[str], owner: str) -> None:
        if name in names:
            self.report(place, "id", "staat er twee keer", name, f"geef {owner} een eigen id.")

    def table(self, kind: type[Kind], place: str, content: object) -> Kind | None:
        """The content as a model (or as another type says); None when something is wrong with it."""
        try:
            return TypeAdapter(kind).validate_python(content, context=self.words)
        except ValidationError as error:
            keys = [key.alias or name for name, key in getattr(kind, "model_fields", {}).items()]
            for details in error.errors(include_url=False):
                self._report(place, details, keys)
            return None

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
                what = "de bron ontbreekt" if key == "bron_id" else "sleutel ontbreekt"
                self.report(place, key, what, "", f"voeg {key} = … toe.")
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
