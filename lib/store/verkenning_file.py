"""The file of a verkenning: TOML, written and read without loss, and every problem with one in Dutch."""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from lib.store.intake.files import clean_name
from lib.store.intake.personal import HIDDEN, Personal, sign_of_person
from lib.store.problems import Problem, Unsound
from lib.store.toml_section import Section
from lib.store.verkenning import AUTHOR, HEAD, NAME, NOTE, REMEDY, VALUES, Verkenning, text_problems
from lib.text import exact_decimal

MADE = "gemaakt_op"
#: Bytes; every parameter with every digit takes a small part of it.
LARGEST_FILE = 64_000
#: A key of thousands of parts takes the reader of TOML half a minute; no text of a verkenning has so many full stops.
MOST_DOTS = 200
_BETWEEN = re.compile(r"[=\n,{}\[\]]")
#: How far the clock of another machine may be ahead.
AHEAD = timedelta(days=1)
DEEPEST = 4
OPENING = (
    "# Een verkenning van de Routewijzer: eigen aannames (status aanname) bij een release, geen route van een bestuur.\n"
    "# Een aandeel staat er als deel van 1: 0.08 is 8 %."
)


def write_file(one: Verkenning) -> bytes:
    """The same verkenning gives the same bytes."""
    head = {
        NAME: _quoted(one.name),
        NOTE: _quoted(one.note),
        AUTHOR: _quoted(one.author),
        MADE: f"{one.made_at.isoformat()}Z",
        "release": str(one.release),
        "route_a": _quoted(one.route_a),
        "route_b": _quoted(one.route_b),
        **({} if one.key is None else {"sleutel": _quoted(one.key)}),
    }
    values = {name: exact_decimal(value) for name, value in one.values}
    parts = [OPENING, f"[{HEAD}]", *_lines(head), "", f"[{VALUES}]", *_lines(values), ""]
    return "\n".join(parts).encode("utf-8")


def _lines(pairs: dict[str, str]) -> Iterator[str]:
    return (f"{key} = {value}" for key, value in pairs.items())


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def read_file(name: str, raw: bytes) -> Verkenning:
    """What write_file wrote, or what somebody wrote like it. Knows nothing of releases.

    Raises Personal when a text points at one person, Unsound with every problem.
    """
    file = clean_name(name)
    parsed = _parsed(file, raw)
    _refuse_personal(file, parsed)
    problems: list[Problem] = []
    top = Section(file, "", parsed, problems)
    head, values = (_table(top, key) for key in (HEAD, VALUES))
    top.finish()
    found = Verkenning(
        name=head.text(NAME).strip(),
        note=head.text(NOTE).strip(),
        author=head.text(AUTHOR).strip(),
        made_at=_moment(head),
        release=_release(head),
        route_a=head.text("route_a"),
        route_b=head.text("route_b"),
        key=head.text("sleutel", required=False) or None,
        values=_values(values),
    )
    head.finish()
    if not problems:
        problems.extend(text_problems(file, found))
    if problems:
        raise Unsound(problems)
    return found


def _parsed(file: str, raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST_FILE:
        remedy = f"een verkenning heeft hooguit {LARGEST_FILE} bytes; haal haar opnieuw op en lever dat bestand aan."
        raise Unsound([Problem(file, "bestand", "te groot", f"{len(raw)} bytes", remedy)])
    try:
        text = raw.decode("utf-8-sig")
        if max(piece.count(".") for piece in _BETWEEN.split(text)) > MOST_DOTS:
            raise _too_deep(file)
        return tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError:
        remedy = "sla het bestand op als TOML in UTF-8, of haal de verkenning opnieuw op."
        raise Unsound([Problem(file, "bestand", "geen leesbare tekst", "", remedy)]) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        line = re.search(r"\(at line ([0-9]+), column [0-9]+\)$", str(error))
        remedy = "controleer aanhalingstekens, haken, is-tekens en dubbele sleutels, of haal de verkenning opnieuw op."
        place = f"regel {line[1]}" if line else "bestand"
        raise Unsound([Problem(file, place, "geen geldige TOML", HIDDEN, remedy)]) from None


def _too_deep(file: str) -> Unsound:
    remedy = f"een verkenning heeft alleen [{HEAD}] en [{VALUES}], met waarden daarin."
    return Unsound([Problem(file, "bestand", "te diep genest", HIDDEN, remedy)])


def _refuse_personal(file: str, parsed: dict[str, Any]) -> None:
    """Looks at everything but the values of assumptions, before anything is repeated."""
    today = datetime.now(UTC).date()
    for where, value in _leaves(file, parsed):
        figure = where[0] == VALUES and not isinstance(value, str | date)
        signs = (
            *(sign_of_person(key, today) for key in where),
            None if figure else _sign(value, today, where[-1] == MADE),
        )
        sign = next(filter(None, signs), None)
        if sign:
            raise Personal([Problem(file, "bestand", sign, HIDDEN, REMEDY)])


def _sign(value: Any, today: date, known: bool) -> str | None:
    return sign_of_person(value, today, known) if isinstance(value, str | int | date) else None


def _leaves(file: str, parsed: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value with the keys that lead to it. Raises Unsound for tables inside tables inside tables."""
    todo: list[tuple[tuple[str, ...], Any]] = [((), parsed)]
    while todo:
        where, value = todo.pop()
        if len(where) > DEEPEST:
            raise _too_deep(file)
        if isinstance(value, dict):
            todo += [((*where, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*where, ""), inner) for inner in value]
        else:
            yield where, value


def _table(top: Section, key: str) -> Section:
    top.asked.append(key)
    if key not in top.content:
        top.report(key, "tabel ontbreekt", "", f"schrijf [{key}] boven dit deel.")
    return Section(top.file, key, top.content.get(key, {}), top.problems)


def _moment(head: Section) -> datetime:
    """In UTC, without zone."""
    head.asked.append(MADE)
    value, now = head.content.get(MADE), datetime.now(UTC)
    moment = None
    if isinstance(value, datetime) and value.tzinfo is not None:
        with suppress(OverflowError):
            moment = value.astimezone(UTC)
    if value is None:
        head.report(MADE, "sleutel ontbreekt", "", f"voeg {MADE} = … toe.")
    elif moment is None:
        head.report(MADE, "geen tijdstip met tijdzone", value, "schrijf bijvoorbeeld 2020-03-26T12:00:00Z.")
    elif moment > now + AHEAD:
        head.report(MADE, "ligt in de toekomst", value, "schrijf wanneer de verkenning gemaakt is.")
    return (moment or now).replace(tzinfo=None)


def _release(head: Section) -> int:
    head.asked.append("release")
    value = head.content.get("release")
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    what = "sleutel ontbreekt" if value is None else "geen nummer van een release"
    head.report("release", what, "" if value is None else value, "schrijf het nummer zonder aanhalingstekens.")
    return 1


def _values(section: Section) -> tuple[tuple[str, float], ...]:
    """Each value as the float that is written the same; digits that a float would lose are refused."""
    found = {}
    for name, read in sorted(section.content.items()):
        value = section.number(name)
        if value is None:
            continue
        if Decimal(read) != Decimal(repr(value)):
            section.report(name, "meer cijfers dan hier tellen", read, "rond af op vijftien cijfers.")
        found[name] = value
    return tuple(found.items())
