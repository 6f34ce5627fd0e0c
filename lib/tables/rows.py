"""What is wrong with a file, in words: what, where, what was read and what to do.

CSV text → typed rows, with every problem by row and column. Technical notation: decimal point, ISO dates.
"""

import csv
import difflib
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lib.tables.columns import PM, Column, Table

#: A word this close to a known one is offered as what was meant.
LIKENESS = 0.6
SHOWN = 60
#: No more options than this are listed.
OPTIONS = 12
#: Characters that no reader sees and no document takes.
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")


@dataclass(frozen=True)
class Problem:
    """One finding. `place` names the row and column, or the key, inside the file."""

    file: str
    place: str
    what: str
    read: str
    remedy: str

    def __str__(self) -> str:
        read = self.read if len(self.read) <= SHOWN else self.read[:SHOWN] + "…"
        line = f"{self.file}, {self.place}: {self.what}; gelezen: “{read}”; {self.remedy}"
        return " ".join(INVISIBLE.sub(" ", line).split())


class Unsound(Exception):
    """The content cannot be used; `problems` says why, one Dutch line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def meant(read: str, words: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, or what there is."""
    options = sorted(words)
    near = difflib.get_close_matches(read, options, n=1, cutoff=LIKENESS)
    if near:
        return f"bedoelde u “{near[0]}”?"
    if not options:
        return "verwijder deze waarde."
    more = f" en nog {len(options) - OPTIONS} andere" if len(options) > OPTIONS else ""
    return f"kies uit: {', '.join(options[:OPTIONS])}{more}."


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
    """Read one table; what is wrong goes into `problems`, and the wrong cell becomes None."""
    lines = _numbered(file, text, problems)
    (_, header), *body = lines or [(1, [])]
    if tuple(header) != table.names:
        if lines is not None:
            problems.append(_header_problem(table, file, header))
        body = []
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
