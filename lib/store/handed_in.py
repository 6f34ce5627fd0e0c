"""A TOML file that somebody hands in, before anything of it is believed: not too large, not too deep, text, and about nobody."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from lib.tables.rows import Problem, Unsound
from lib.tables.toml_files import NotToml, parse
from lib.upload.meaning.context import HIDDEN, Personal, sign_of_person

REMEDY = "verwijder wat over één mens gaat; er is niets bewaard."
#: Bytes; every parameter with every digit, or every cell with a rule of its own, takes a small part of it.
LARGEST_FILE = 64_000
#: A key of thousands of parts takes the reader of TOML half a minute; no text that is meant has so many full stops.
MOST_DOTS = 200
DEEPEST = 4
_BETWEEN = re.compile(r"[=\n,{}\[\]]")


@dataclass(frozen=True)
class FileKind:
    """What kind of file is handed in: what it holds, as a remedy says it; what it is called; the tables in which a number is
    an amount and no sign of a person; and the key of a moment that must be there."""

    holds: str
    name: str
    amounts: tuple[str, ...] = ()
    moment: str = ""

    def parse(self, file: str, raw: bytes) -> dict[str, Any]:
        """The tables of the file. Raises Unsound."""
        if len(raw) > LARGEST_FILE:
            remedy = f"{self.name} heeft hooguit {LARGEST_FILE} bytes; haal het bestand opnieuw op en lever dat aan."
            raise Unsound([Problem(file, "bestand", "te groot", f"{len(raw)} bytes", remedy)])
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            remedy = f"sla het bestand op als TOML in UTF-8, of haal {self.name} opnieuw op."
            raise Unsound([Problem(file, "bestand", "geen leesbare tekst", "", remedy)]) from None
        if max(piece.count(".") for piece in _BETWEEN.split(text)) > MOST_DOTS:
            raise self._too_deep(file)
        try:
            return parse(text)
        except NotToml as error:
            remedy = (
                "controleer aanhalingstekens, haken, is-tekens en dubbele sleutels, of haal het bestand opnieuw op."
            )
            place = f"regel {error.line}" if error.line else "bestand"
            raise Unsound([Problem(file, place, "geen geldige TOML", HIDDEN, remedy)]) from None

    def _too_deep(self, file: str) -> Unsound:
        return Unsound([Problem(file, "bestand", "te diep genest", HIDDEN, self.holds)])

    def refuse_personal(self, file: str, content: Mapping[str, Any]) -> None:
        """Looks at everything but amounts, before anything is repeated. Raises Personal; Unsound for tables inside tables
        inside tables."""
        today = datetime.now(UTC).date()
        for where, value in self._leaves(file, content):
            signs = [sign_of_person(key, today) for key in where]
            if isinstance(value, str | date) or (isinstance(value, int) and where[0] not in self.amounts):
                signs.append(sign_of_person(value, today, where[-1] == self.moment))
            sign = next(filter(None, signs), None)
            if sign:
                raise Personal([Problem(file, "bestand", sign, HIDDEN, REMEDY)])

    def _leaves(self, file: str, content: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Every value with the keys that lead to it. Raises Unsound."""
        todo: list[tuple[tuple[str, ...], Any]] = [((), content)]
        while todo:
            where, value = todo.pop()
            if len(where) > DEEPEST:
                raise self._too_deep(file)
            if isinstance(value, Mapping):
                todo += [((*where, key), inner) for key, inner in value.items()]
            elif isinstance(value, list):
                todo += [((*where, ""), inner) for inner in value]
            else:
                yield where, value
