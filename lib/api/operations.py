"""What an operation of the API is: its address, what it takes, what it gives and how it finds that; and how it is told
that something cannot be."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import pyarrow as pa

from lib.api.tables import Row, Table
from lib.store.access import Person
from lib.store.locations import Database
from lib.tables.rows import INVISIBLE
from lib.text.nearest import meant

ROOT = "/api/v1"
#: The most characters of a sentence and of what was read in it.
LONGEST, LONGEST_QUOTE = 600, 60
#: The most characters after the question mark and of a value, and the most parameters.
LONGEST_QUERY, TEXT, MOST = 8_000, 200, 100
#: How a release is named in an address: its number, or the one in use.
CURRENT = "current"
RELEASE = f"^({CURRENT}|[1-9][0-9]{{0,8}})$"
JSON, CSV, PARQUET = "json", "csv", "parquet"
FORMATS = (JSON, CSV, PARQUET)
NO_SUCH_RELEASE = "Deze release is er niet; kies er een uit /api/v1/releases."
Values = Mapping[str, tuple[str, ...]]


class Refused(Exception):
    """The answer is this status with this Dutch sentence: what is wrong, what was read, what to do."""

    def __init__(self, status: int, melding: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(melding)
        self.status, self.headers = status, dict(headers or {})
        self.melding = plain(melding, LONGEST)


def plain(text: str, most: int = LONGEST_QUOTE) -> str:
    """Text on one line, without what nobody sees, not longer than `most`."""
    words = " ".join(INVISIBLE.sub(" ", text[: 4 * most]).split())
    return words if len(words) <= most else words[: most - 1] + "…"


@dataclass(frozen=True)
class Parameter:
    """A parameter of a request; `pattern` limits what it may be, `choices` names all that it may be."""

    name: str
    explained: str
    example: str
    choices: tuple[str, ...] = ()
    pattern: str = ""
    several: bool = False
    in_path: bool = False

    def check(self, value: str) -> None:
        """Raises Refused (400) when this can be no value."""
        example = f"bijvoorbeeld {self.name}={self.example}."
        if not value or len(value) > TEXT:
            what = "is leeg" if not value else f"is langer dan {TEXT} tekens"
            raise Refused(400, f"De parameter {self.name} {what}; {example}")
        if self.choices and value not in self.choices:
            raise Refused(400, f"{self.name}: onbekende keuze “{plain(value)}”; {meant(value, self.choices)}")
        if self.pattern and not re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), value):
            raise Refused(400, f"{self.name}: gelezen is “{plain(value)}” en dat kan hier niet; {example}")


FORMAT = Parameter(
    "format", "De vorm van het antwoord; zonder dit wat de kop Accept vraagt, anders json.", JSON, FORMATS
)
NUMBER = Parameter(
    "n", f"Het nummer van de release, of {CURRENT} voor de release in gebruik.", CURRENT, pattern=RELEASE, in_path=True
)


def read_query(parameters: Iterable[Parameter], query: bytes) -> Values:
    """The values by name. Raises Refused (400) for what is unknown, double, empty, too long or of the wrong form."""
    by_name = {parameter.name: parameter for parameter in parameters if not parameter.in_path}
    values: dict[str, tuple[str, ...]] = {}
    for name, value in _pairs(query):
        if name not in by_name:
            raise Refused(400, f"Onbekende parameter “{plain(name)}”; {meant(plain(name), by_name)}")
        by_name[name].check(value)
        if name in values and not by_name[name].several:
            raise Refused(400, f"De parameter {name} staat er twee keer; geef één waarde op.")
        values[name] = (*values.get(name, ()), value)
    return values


def _pairs(query: bytes) -> list[tuple[str, str]]:
    if len(query) > LONGEST_QUERY:
        raise Refused(400, f"De vraag is langer dan {LONGEST_QUERY} tekens; maak haar korter.")
    try:
        # What is no text gets the sign that Unicode has for that, and is refused as an unknown value.
        return parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST, errors="replace")
    except ValueError:
        raise Refused(400, f"De vraag heeft meer dan {MOST} parameters; maak haar korter.") from None


@dataclass(frozen=True)
class ApiRequest:
    """One request by somebody known: the database, the values after the question mark and those in the address."""

    path: Database
    by: Person
    values: Values
    place: Mapping[str, str]

    def value(self, name: str) -> str | None:
        """The first value of a parameter; None when it was not given."""
        return self.values[name][0] if name in self.values else None


@dataclass(frozen=True)
class Answer:
    """What a request gets. `about` goes around the rows in JSON, or is all of it where there is no table. `arrow` is
    the table as an export writes it, where that is what Parquet gives. `marks` are headers."""

    about: Mapping[str, Any]
    table: Table | None = None
    rows: tuple[Row, ...] = ()
    arrow: pa.Table | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerPlan:
    """What an answer will be: `identity` is everything that decides it beside the program, so that who has it already
    needs no new one; None when only the answer itself tells."""

    make: Callable[[], Answer]
    identity: tuple[Any, ...] | None = None


@dataclass(frozen=True)
class Operation:
    """`schema` describes an answer without a table, or what stands around the rows of one."""

    path: str
    name: str
    summary: str
    explained: str
    plan: Callable[[ApiRequest], AnswerPlan]
    parameters: tuple[Parameter, ...] = ()
    table: Table | None = None
    schema: Mapping[str, Any] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        return FORMATS if self.table else (JSON,)

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        return (*self.parameters, FORMAT) if self.table else self.parameters
