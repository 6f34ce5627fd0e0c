"""What is wrong with a file, in words: what, where, what was read and what to do.

CSV text → typed rows, with every problem by row and column. Technical notation: decimal point, ISO dates.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lib.tables.columns import EXAMPLE, PM, Column, Table
from lib.text import whole
from lib.text.nearest import meant

SHOWN = 60
#: Characters that no reader sees and no document takes.
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """One finding. `place` names the row and column, or the key, inside the file; `key` is that key alone, where there is
    one, for who shows the finding at its field."""

    file: str
    place: str
    what: str
    read: str
    remedy: str
    key: str = field(default="", compare=False)

    def __str__(self) -> str:
        read = self.read if len(self.read) <= SHOWN else self.read[:SHOWN] + "…"
        line = f"{self.file}, {self.place}: {self.what}; gelezen: “{read}”; {self.remedy}"
        return " ".join(INVISIBLE.sub(" ", line).split())


class Unsound(Exception):
    """The content cannot be used; `problems` says why, one Dutch line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


#: More places of one finding, and more of what was read there, than this are counted.
PLACES, READ = 10, 3
_ROW = re.compile(r"(?P<before>.*?)\b(?P<kind>regel|rij) (?P<row>\d+)(?P<after>.*)")


def grouped(problems: Iterable[Problem], reads: bool = False) -> tuple[tuple[Problem, int], ...]:
    """Problems of one file that say the same and ask the same as one, with how many they are, in the order of the first;
    `reads`: whatever was read there."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        key = problem.file, problem.what, problem.remedy, "" if reads else problem.read
        groups.setdefault(key, []).append(problem)
    return tuple((several[0] if len(several) == 1 else _together(several), len(several)) for several in groups.values())


def _together(several: Sequence[Problem]) -> Problem:
    texts = list(dict.fromkeys(problem.read for problem in several))
    read = ", ".join(texts[:READ]) + (" …" if len(texts) > READ else "")
    return replace(several[0], place="; ".join(_places([problem.place for problem in several])), read=read)


def _places(places: Sequence[str]) -> Iterator[str]:
    """Places, rows of one column together: "blad Kosten, rij 2, 5 en 7, kolom E (bedrag)"."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for place in dict.fromkeys(places):
        match = _ROW.fullmatch(place)
        key = (match["before"], match["kind"], match["after"]) if match else (place, "", "")
        rows.setdefault(key, []).extend([int(match["row"])] if match else [])
    for (before, kind, after), numbers in list(rows.items())[:PLACES]:
        yield f"{before}{kind} {_enumerated(numbers)}{after}" if numbers else before
    if len(rows) > PLACES:
        yield f"en op {whole(len(rows) - PLACES)} andere plaatsen"


def _enumerated(numbers: Sequence[int]) -> str:
    if len(numbers) > PLACES:
        return f"{', '.join(map(str, numbers[:PLACES]))} en {whole(len(numbers) - PLACES)} andere"
    *first, last = map(str, numbers)
    return f"{', '.join(first)} en {last}" if first else last


CENT = Decimal("0.01")


@dataclass(frozen=True)
class Rows:
    """A table as read: per column the typed values (None = empty; PM stays the text PM), and line numbers."""

    table: Table
    file: str
    values: dict[str, list[Any]]
    lines: list[int]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for i in range(len(self)):
            yield {name: column[i] for name, column in self.values.items()}

    def tuples(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """These columns, row by row."""
        return zip(*(self.values[name] for name in names), strict=True)

    def lookup(self, key: str, value: str) -> dict[Any, Any]:
        """Of one column the value beside each value of another."""
        return dict(self.tuples(key, value))

    def problem(self, row: int, column: str, what: str, remedy: str) -> Problem:
        place, read = f"regel {self.lines[row]}, kolom {column}", self.values[column][row]
        return Problem(self.file, place, what, "" if read is None else str(read), remedy)


class Unreadable(ValueError):
    """A single text that is not of its column's type: (what, remedy)."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def _whole(text: str) -> int:
    digits = text[1:] if text[:1] == "-" else text
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise Unreadable("geen geheel getal", "schrijf een geheel getal zonder punten, komma’s of eenheid.")
    return int(text)


def _decimal(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise Unreadable("geen getal", "schrijf een getal met een decimale punt, bijvoorbeeld 0.35.")
    return value


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("geen datum", "schrijf jaar-maand-dag, bijvoorbeeld 2020-03-26.") from error


def _amount(text: str) -> int | Decimal | str:
    if text == PM:
        return PM
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,2})?", text):
        remedy = "schrijf euro’s zonder eenheid, met hooguit twee cijfers na een decimale punt (1234.50), of PM."
        raise Unreadable("geen bedrag", remedy)
    return euros(Decimal(text))


CONVERTERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "whole": _whole,
    "euros": _whole,
    "amount": _amount,
    "decimal": _decimal,
    "date": _date,
}


def _value(column: Column, text: str) -> Any:
    """The typed value of one text; raises Unreadable."""
    if not text.strip():
        if column.required:
            what = "de bron ontbreekt" if column.name == "bron_id" else "de waarde ontbreekt"
            raise Unreadable(what, "vul deze cel in.")
        return None
    if INVISIBLE.search(text):
        raise Unreadable("onzichtbaar teken", "verwijder het teken en typ de cel opnieuw.")
    value = CONVERTERS[column.type](text)
    if column.choices and text not in column.choices:
        raise Unreadable("onbekende waarde", meant(text, column.choices))
    if isinstance(value, int | float | Decimal):
        if column.minimum is not None and value < column.minimum:
            negative = column.minimum == 0
            what = "negatief bedrag of aantal" if negative else f"kleiner dan {column.minimum:g}"
            raise Unreadable(what, f"geef {column.minimum:g} of hoger.")
        if column.maximum is not None and value > column.maximum:
            raise Unreadable(f"groter dan {column.maximum:g}", f"geef ten hoogste {column.maximum:g}.")
    return value


def euros(value: int | Decimal) -> int | Decimal:
    """The amount rounded to the cent: an int when it is whole, so that equal amounts have equal hashes."""
    cents = Decimal(value).quantize(CENT, ROUND_HALF_UP)
    whole = int(cents)
    return whole if whole == cents else cents


def read_csv(table: Table, file: str, text: str, problems: list[Problem]) -> Rows:
    """Read one table; what is wrong goes into `problems`, and the wrong cell becomes None. Example rows do not count."""
    lines = _numbered(file, text, problems)
    (_, header), *body = lines or [(1, [])]
    if tuple(header) != table.names:
        if lines is not None:
            problems.append(_header_problem(table, file, header))
        body = []
    mark = table.names.index(table.example_column)
    body = [(line, cells) for line, cells in body if cells[mark : mark + 1] != [EXAMPLE]]
    for line, cells in body:
        if len(cells) != len(header):
            what = f"{len(cells)} cellen in plaats van {len(header)}"
            problems.append(Problem(file, f"regel {line}", what, ",".join(cells), "geef elke kolom één cel."))
    whole = [(line, cells) for line, cells in body if len(cells) == len(header)]
    numbers = [line for line, _ in whole]
    values = {
        column.name: _column(column, file, [cells[i] for _, cells in whole], numbers, problems)
        for i, column in enumerate(table.columns)
    }
    return Rows(table, file, values, numbers)


def _numbered(file: str, text: str, problems: list[Problem]) -> list[tuple[int, list[str]]] | None:
    """The cells of each row and the line that it begins on, as far as they can be read; None when none can."""
    reader, rows, line = csv.reader(io.StringIO(text), strict=True), [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        read = text.split("\n")[line - 1]
        problems.append(Problem(file, f"regel {line}", "geen geldige CSV", read, "sluit elk aanhalingsteken."))
        return rows or None
    return rows


def _header_problem(table: Table, file: str, header: list[str]) -> Problem:
    if len(header) == 1 and ";" in header[0]:
        remedy = "bewaar het als CSV met komma’s tussen de kolommen; een getal heeft dan een decimale punt."
        return Problem(file, "regel 1", "puntkomma’s tussen de kolommen", header[0], remedy)
    unknown = [name for name in header if name not in table.names]
    missing = [name for name in table.names if name not in header]
    if unknown:
        return Problem(file, "regel 1", "onbekende kolom", unknown[0], meant(unknown[0], missing or table.names))
    what = f"kolom {missing[0]} ontbreekt" if missing else "de kolommen staan in een andere volgorde"
    return Problem(file, "regel 1", what, ",".join(header), f"schrijf als kop: {','.join(table.names)}.")


def _column(column: Column, file: str, texts: list[str], lines: list[int], problems: list[Problem]) -> list[Any]:
    """The values of a column; each text that occurs is read once."""
    values: dict[str, Any] = {}
    wrong: dict[str, Unreadable] = {}
    for text in dict.fromkeys(texts):
        try:
            values[text] = _value(column, text)
        except Unreadable as error:
            wrong[text], values[text] = error, None
    for text, line in zip(texts, lines, strict=True) if wrong else ():
        if text in wrong:
            place = f"regel {line}, kolom {column.name}"
            problems.append(Problem(file, place, wrong[text].what, text, wrong[text].remedy))
    return [values[text] for text in texts]


def as_rows(table: Table, rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Rows that were checked before, for instance from a release."""
    values = {name: [row[name] for row in rows] for name in table.names}
    return Rows(table, table.file, values, list(range(2, len(rows) + 2)))
