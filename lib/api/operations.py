"""What an operation of the API is: its address, what it takes, what it gives and how it finds that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lib.api.fields import Table
from lib.api.formats import FORMATS, JSON, Answer
from lib.api.parameters import CURRENT, RELEASE, Parameter, Values
from lib.store.access import Person
from lib.store.locations import Database

ROOT = "/api/v1"
FORMAT = Parameter(
    "format", "De vorm van het antwoord; zonder dit wat de kop Accept vraagt, anders json.", JSON, FORMATS
)
NUMBER = Parameter(
    "n", f"Het nummer van de release, of {CURRENT} voor de release in gebruik.", CURRENT, pattern=RELEASE, in_path=True
)


@dataclass(frozen=True)
class Asked:
    """One request by somebody known: the database, the values after the question mark and those in the address."""

    path: Database
    by: Person
    values: Values
    place: Mapping[str, str]

    def one(self, name: str) -> str | None:
        return self.values[name][0] if name in self.values else None


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
    find: Callable[[Asked], AnswerPlan]
    parameters: tuple[Parameter, ...] = ()
    table: Table | None = None
    schema: Mapping[str, Any] | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        return FORMATS if self.table else (JSON,)

    @property
    def taken(self) -> tuple[Parameter, ...]:
        """Everything that it takes."""
        return (*self.parameters, FORMAT) if self.table else self.parameters
