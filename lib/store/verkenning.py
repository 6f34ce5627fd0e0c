"""A verkenning: a named, dated set of assumptions on a release; what its texts and values may be; and its file, TOML that is
written and read without loss, every problem with one in Dutch."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator

from lib.store.handed_in import REMEDY, FileKind
from lib.tables.rows import INVISIBLE, Problem, Unsound
from lib.tables.toml_files import LARGEST, NUMBER, Text, TomlFile, TomlTable, must, wrong
from lib.text import exact_decimal
from lib.upload.meaning.context import HIDDEN, sign_of_person
from lib.upload.reading.files import clean_name

HEAD, VALUES = "verkenning", "aannames"
NAME, NOTE, AUTHOR, MADE = "naam", "toelichting", "door", "gemaakt_op"
#: How many characters each text may have.
LONGEST = {NAME: 80, NOTE: 300, AUTHOR: 80}
KIND = FileKind(
    f"een verkenning heeft alleen [{HEAD}] en [{VALUES}], met waarden daarin.", "een verkenning", (VALUES,), MADE
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
#: How far the clock of another machine may be ahead.
AHEAD = timedelta(days=1)
OPENING = (
    "# Een verkenning van de Routewijzer: eigen aannames (status aanname) bij een release, geen route van een bestuur.\n"
    "# Een aandeel staat er als deel van 1: 0.08 is 8 %."
)


@dataclass(frozen=True)
class Verkenning:
    """Assumptions with a name: made_at in UTC without zone, `key` None is each route's own, `values` by parameter (and
    `own_name`) in the order of their names, `people` None where the release has them."""

    name: str
    note: str
    author: str
    made_at: datetime
    release: int
    route_a: str
    route_b: str
    key: str | None
    values: tuple[tuple[str, float], ...]
    people: str | None = None


def text_problems(file: str, verkenning: Verkenning) -> list[Problem]:
    """What is wrong with the name, the note and who made it."""
    texts = {NAME: verkenning.name, NOTE: verkenning.note, AUTHOR: verkenning.author}
    return [problem for key, text in texts.items() for problem in text_problem(file, key, text)]


def text_problem(file: str, key: str, text: str) -> list[Problem]:
    """The first thing that is wrong with one of these texts; nothing when it is sound."""
    sign = sign_of_person(text, datetime.now(UTC).date())
    most = LONGEST[key]
    unseen, retype = "onzichtbaar teken", "verwijder het teken en typ de tekst opnieuw, op één regel."
    number = "een getal alleen lijkt op een nummer; voeg een woord toe."
    faults = (
        (sign is not None, str(sign), HIDDEN, REMEDY),
        (not text.strip(), "leeg", text, "schrijf tekst."),
        (INVISIBLE.search(text) is not None or not text.isprintable(), unseen, text, retype),
        (len(text) > most, "te lang", text, f"hooguit {most} tekens; nu {len(text)}."),
        (key == NAME and not any(map(str.isalpha, text)), "geen letter in de naam", text, number),
    )
    return [Problem(file, f"{HEAD}, sleutel {key}", *words) for wrong, *words in faults if wrong][:1]


def value_problems(file: str, verkenning: Verkenning) -> list[Problem]:
    """The values that could not stand in a file."""
    return [
        Problem(file, f"{VALUES}, sleutel {name}", "te groot", str(value), "kies een kleinere waarde.")
        for name, value in verkenning.values
        if not -LARGEST <= value <= LARGEST
    ]


def write_file(verkenning: Verkenning) -> bytes:
    """The same verkenning gives the same bytes."""
    head = {
        NAME: _quoted(verkenning.name),
        NOTE: _quoted(verkenning.note),
        AUTHOR: _quoted(verkenning.author),
        MADE: f"{verkenning.made_at.isoformat()}Z",
        "release": str(verkenning.release),
        "route_a": _quoted(verkenning.route_a),
        "route_b": _quoted(verkenning.route_b),
    }
    if verkenning.key is not None:
        head["sleutel"] = _quoted(verkenning.key)
    if verkenning.people is not None:
        head["mensen"] = _quoted(verkenning.people)
    values = {_name(name): exact_decimal(value) for name, value in verkenning.values}
    parts = [OPENING, f"[{HEAD}]", *_lines(head), "", f"[{VALUES}]", *_lines(values), ""]
    return "\n".join(parts).encode("utf-8")


def _lines(pairs: dict[str, str]) -> Iterator[str]:
    return (f"{key} = {value}" for key, value in pairs.items())


def _name(name: str) -> str:
    """A key of TOML: bare where it can be."""
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _File(TomlTable):
    verkenning: Any = None
    aannames: Any = None


def _moment(read: Any) -> datetime:
    """In UTC, without zone."""
    moment = None
    if isinstance(read, datetime) and read.tzinfo is not None:
        with suppress(OverflowError):
            moment = read.astimezone(UTC)
    if moment is None:
        raise wrong("geen tijdstip met tijdzone", "schrijf bijvoorbeeld 2020-03-26T12:00:00Z.")
    if moment > datetime.now(UTC) + AHEAD:
        raise wrong("ligt in de toekomst", "schrijf wanneer de verkenning gemaakt is.")
    return moment.replace(tzinfo=None)


def _is_number(read: Any) -> bool:
    return isinstance(read, int) and not isinstance(read, bool) and read > 0


def _is_exact(read: Any) -> bool:
    """Whether there is a float that is written the same."""
    return Decimal(read) == Decimal(repr(float(read)))


NO_NUMBER = "schrijf het nummer zonder aanhalingstekens."
Trimmed = Annotated[Text, AfterValidator(str.strip)]
Exact = Annotated[
    float,
    NUMBER,
    AfterValidator(must(_is_exact, "meer cijfers dan hier tellen", "rond af op vijftien cijfers.")),
    AfterValidator(float),
]


class _Head(TomlTable):
    name: Trimmed = Field(alias="naam")
    note: Trimmed = Field(alias="toelichting")
    author: Trimmed = Field(alias="door")
    made_at: Annotated[datetime, PlainValidator(_moment)] = Field(alias="gemaakt_op")
    release: Annotated[int, PlainValidator(must(_is_number, "geen nummer van een release", NO_NUMBER))]
    route_a: Text
    route_b: Text
    key: Text | None = Field(None, alias="sleutel")
    people: Text | None = Field(None, alias="mensen")


def read_file(name: str, raw: bytes) -> Verkenning:
    """What write_file wrote, or what somebody wrote like it. Knows nothing of releases.

    Raises Personal when a text points at one person, Unsound with every problem.
    """
    file = clean_name(name)
    parsed = KIND.parse(file, raw)
    KIND.refuse_personal(file, parsed)
    toml = TomlFile(file, [])
    toml.table(_File, "", parsed)
    for key in (HEAD, VALUES):
        if key not in parsed:
            toml.report("", key, "tabel ontbreekt", "", f"schrijf [{key}] boven dit deel.")
    head = toml.table(_Head, HEAD, parsed[HEAD]) if HEAD in parsed else None
    values = toml.table(dict[str, Exact], VALUES, parsed[VALUES]) if VALUES in parsed else None
    if head is None or values is None or toml.problems:
        raise Unsound(toml.problems)
    verkenning = Verkenning(**dict(head), values=tuple(sorted(values.items())))
    problems = text_problems(file, verkenning)
    if problems:
        raise Unsound(problems)
    return verkenning
