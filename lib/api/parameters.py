"""What may stand after the question mark: declared once, for reading and for the description."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from lib.api.refusals import Refused, plain
from lib.store.problems import meant

#: The most characters after the question mark, and the most parameters.
LONGEST_QUERY, MOST = 8_000, 100
#: How a release is named in an address: its number, or the one in use.
CURRENT = "current"
RELEASE = f"^({CURRENT}|[1-9][0-9]{{0,8}})$"
TEXT = 200


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
        if not value or len(value) > TEXT:
            what = "is leeg" if not value else f"is langer dan {TEXT} tekens"
            raise Refused(400, f"De parameter {self.name} {what}; bijvoorbeeld {self.name}={self.example}.")
        if self.choices and value not in self.choices:
            raise Refused(400, f"{self.name}: onbekende keuze “{plain(value)}”; {meant(value, self.choices)}")
        if self.pattern and not re.fullmatch(self.pattern.removeprefix("^").removesuffix("$"), value):
            example = f"bijvoorbeeld {self.name}={self.example}."
            raise Refused(400, f"{self.name}: gelezen is “{plain(value)}” en dat kan hier niet; {example}")


Values = Mapping[str, tuple[str, ...]]


def read_query(declared: Iterable[Parameter], query: bytes) -> Values:
    """The values by name. Raises Refused (400) for what is unknown, double, empty, too long or of the wrong form."""
    by_name = {parameter.name: parameter for parameter in declared if not parameter.in_path}
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
