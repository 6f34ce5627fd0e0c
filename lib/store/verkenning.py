"""A verkenning: a named, dated set of assumptions on a release; and what its texts and values may be."""

from dataclasses import dataclass
from datetime import UTC, datetime

from lib.store.intake.personal import HIDDEN, sign_of_person
from lib.store.problems import INVISIBLE, Problem
from lib.store.toml_section import LARGEST

HEAD, VALUES = "verkenning", "aannames"
NAME, NOTE, AUTHOR = "naam", "toelichting", "door"
#: How many characters each text may have.
LONGEST = {NAME: 80, NOTE: 300, AUTHOR: 80}
REMEDY = "verwijder wat over één mens gaat; er is niets bewaard."


@dataclass(frozen=True)
class Verkenning:
    """Assumptions with a name: made_at in UTC without zone, `key` None is each route's own, `values` by parameter in
    the order of their names."""

    name: str
    note: str
    author: str
    made_at: datetime
    release: int
    route_a: str
    route_b: str
    key: str | None
    values: tuple[tuple[str, float], ...]


def text_problems(file: str, one: Verkenning) -> list[Problem]:
    """What is wrong with the name, the note and who made it."""
    texts = {NAME: one.name, NOTE: one.note, AUTHOR: one.author}
    return [problem for key, text in texts.items() for problem in text_problem(file, key, text)]


def text_problem(file: str, key: str, text: str) -> list[Problem]:
    """The first thing that is wrong with one of these texts; nothing when it is sound."""
    sign = sign_of_person(text, datetime.now(UTC).date())
    most = LONGEST[key]
    faults = (
        (sign is not None, str(sign), HIDDEN, REMEDY),
        (not text.strip(), "leeg", text, "schrijf tekst."),
        (
            INVISIBLE.search(text) is not None or not text.isprintable(),
            "onzichtbaar teken",
            text,
            "verwijder het teken en typ de tekst opnieuw, op één regel.",
        ),
        (len(text) > most, "te lang", text, f"hooguit {most} tekens; nu {len(text)}."),
        (
            key == NAME and not any(map(str.isalpha, text)),
            "geen letter in de naam",
            text,
            "een getal alleen lijkt op een nummer; voeg een woord toe.",
        ),
    )
    return [Problem(file, f"{HEAD}, sleutel {key}", *told) for wrong, *told in faults if wrong][:1]


def value_problems(file: str, one: Verkenning) -> list[Problem]:
    """The values that could not stand in a file."""
    return [
        Problem(file, f"{VALUES}, sleutel {name}", "te groot", str(value), "kies een kleinere waarde.")
        for name, value in one.values
        if not -LARGEST <= value <= LARGEST
    ]
