"""One table of a TOML file, read key by key; what is wrong or left over becomes a Problem with its place."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lib.store.problems import INVISIBLE, Problem, meant

#: No number in a file is larger than this; it keeps every sum finite.
LARGEST = 1e12
ID = re.compile("[a-z0-9][a-z0-9_]*")
MULTIPLIER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,17}|/[0-9]{1,9})?")


def shown(value: Any) -> str:
    """A value as it was read; a whole number of thousands of digits is not written out."""
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return str(value)
    except ValueError:
        return "een getal van duizenden cijfers"


def _usable(value: Any) -> bool:
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def multiplier(step: Any) -> Fraction:
    """An exact number from a TOML number or from text such as "1/3". Raises ValueError or ZeroDivisionError."""
    text = str(step)
    if not MULTIPLIER.fullmatch(text):
        raise ValueError(text)
    return Fraction(text)


class Section:
    """Reads typed keys of one TOML table. A wrong key gives a Problem and a harmless stand-in value."""

    def __init__(self, file: str, place: str, content: Any, problems: list[Problem]) -> None:
        self.file, self.place, self.problems = file, place, problems
        self.content: dict[str, Any] = content if isinstance(content, dict) else {}
        self.asked: list[str] = []
        if not isinstance(content, dict):
            self.report("", "geen tabel", content, "schrijf hier sleutels met waarden.")

    def report(self, key: str, what: str, read: Any, remedy: str) -> None:
        where = ", ".join(part for part in (self.place, f"sleutel {key}" if key else "") if part)
        self.problems.append(Problem(self.file, where or "bestand", what, shown(read), remedy))

    def part(self, key: str, name: str) -> "Section":
        """A part of this table by name, to report on."""
        return Section(self.file, f"{key} “{name}”", {}, self.problems)

    def _take(self, key: str, required: bool) -> Any:
        self.asked.append(key)
        value = self.content.get(key)
        if value is None and required:
            what = "de bron ontbreekt" if key == "bron_id" else "sleutel ontbreekt"
            self.report(key, what, "", f"voeg {key} = … toe.")
        return value

    def text(self, key: str, *, required: bool = True, choices: Any = None, default: str = "") -> str:
        value = self._take(key, required)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.report(key, "geen tekst", value, "schrijf tekst tussen aanhalingstekens.")
            return default
        if INVISIBLE.search(value.replace("\n", "")):
            self.report(key, "onzichtbaar teken", value, "verwijder het teken en typ de tekst opnieuw.")
            return default
        if choices is not None and value not in choices:
            self.report(key, "onbekende waarde", value, meant(value, choices))
            return default
        return value

    def id(self, key: str = "id", taken: Any = ()) -> str:
        """A name for other places to use: small letters, digits and underscores, not one of `taken`."""
        value = self.text(key)
        if value and not ID.fullmatch(value):
            self.report(key, "geen id", value, "gebruik kleine letters, cijfers en liggende streepjes.")
        elif value in taken:
            self.report(key, "deze id is bezet", value, "kies een andere id.")
        return value

    def texts(self, key: str, *, choices: Any = None) -> tuple[str, ...] | None:
        value = self._take(key, required=False)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.report(key, "geen lijst van teksten", value, 'schrijf bijvoorbeeld ["a", "b"].')
            return None
        for item in value:
            if choices is not None and item not in choices:
                self.report(key, "onbekende waarde", item, meant(item, choices))
        return tuple(value)

    def number(self, key: str, *, required: bool = True) -> float | None:
        value = self._take(key, required)
        if value is None:
            return None
        if not _usable(value):
            self.report(key, "geen getal", value, "schrijf een getal met een decimale punt, zonder aanhalingstekens.")
            return None
        return float(value)

    def year(self, key: str, *, minimum: int, maximum: int) -> int:
        value = self._take(key, required=True)
        if value is None:
            return maximum
        if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
            self.report(key, "geen jaar binnen de horizon", value, f"kies een jaar van {minimum} tot en met {maximum}.")
            return maximum
        return value

    def day(self, key: str) -> date:
        value = self._take(key, required=True)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.report(key, "geen datum", value, "schrijf jaar-maand-dag zonder aanhalingstekens.")
        return date.max

    def flag(self, key: str) -> bool:
        value = self._take(key, required=False)
        if value is not None and not isinstance(value, bool):
            self.report(key, "geen ja of nee", value, "schrijf true of false.")
        return value is True

    def path(self, key: str, minimum: int, maximum: int) -> tuple[tuple[int, Fraction], ...]:
        """Multipliers per year; a fraction is written as text ("1/3") and read exactly."""
        value = self._take(key, required=True)
        if value is None:
            return ()
        if not isinstance(value, dict) or not value:
            self.report(key, "geen pad", value, "schrijf bijvoorbeeld { 2021 = 1 }.")
            return ()
        steps = []
        for year, step in value.items():
            if not (re.fullmatch("[0-9]{4}", year) and minimum <= int(year) <= maximum):
                remedy = f"kies een jaar van {minimum} tot en met {maximum}."
                self.report(key, "geen jaar binnen de horizon", year, remedy)
                continue
            try:
                steps.append((int(year), multiplier(step)))
            except (ValueError, ZeroDivisionError):
                self.report(key, "geen getal of breuk", step, 'schrijf een getal of een breuk als "1/3".')
        return tuple(sorted(steps))

    def sections(self, key: str, name: str = "id") -> list["Section"]:
        value = self._take(key, required=False)
        if value is None:
            return []
        if not isinstance(value, list):
            self.report(key, "geen lijst", value, f"schrijf [[{key}]] boven elk onderdeel.")
            return []
        return [
            Section(
                self.file,
                f"{key} “{shown(item.get(name, i))}”" if isinstance(item, dict) else f"{key} {i}",
                item,
                self.problems,
            )
            for i, item in enumerate(value, start=1)
        ]

    def named(self, key: str) -> dict[str, "Section"]:
        value = self._take(key, required=False)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.report(key, "geen tabel", value, f"schrijf [{key}.naam] boven elk onderdeel.")
            return {}
        return {name: Section(self.file, f"{key}.{name}", item, self.problems) for name, item in value.items()}

    def finish(self) -> None:
        """Report keys that nobody asked for."""
        for key in self.content:
            if key not in self.asked:
                self.report(key, "onbekende sleutel", key, meant(key, self.asked))
