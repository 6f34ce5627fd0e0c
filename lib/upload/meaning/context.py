"""What reading goes by, and what it brings up: problems refuse, questions ask for the notation, warnings must be
accepted.

Signs of one person in a file: such a file is refused whole, and the refusal never repeats what was read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from lib.tables.rows import Problem, Unreadable, Unsound, grouped
from lib.text import AmbiguousNumber, whole
from lib.text.parsing import Style
from lib.upload.meaning.layout import Layout
from lib.upload.meaning.vocabulary import Vocabulary, column_words, named_years, plain, words
from lib.upload.reading.files import ShareListener
from lib.upload.reading.sheets import HEAD, REMEMBERED, Sheet, Value, letters

#: More than this nobody reads; of what comes after it only the number is told.
MOST = 1000


@dataclass(frozen=True)
class Options:
    """What who hands in says beside the files, and when: the notation of numbers that can be read two ways, another base
    year; `status`, `source`, `gemeente` (as it was written; inside here its code) and `jaar` hold for figures that name
    none; `thousand`: amounts are multiples of € 1.000; `negative_costs`: what costs money carries a minus; `replace`:
    what the files leave out of a block (table, gemeente, year) goes, where it else stays."""

    publisher: str
    today: date
    numbers: Style | None = None
    status: str | None = None
    source: str | None = None
    base_year: int | None = None
    thousand: bool = False
    negative_costs: bool = False
    gemeente: str | None = None
    jaar: int | None = None
    replace: bool = False


def within(listener: ShareListener, start: float, end: float) -> ShareListener:
    """Tells a share of one step, from `start` to `end`, as a share of all."""
    return lambda share: listener(start + (end - start) * share)


@dataclass
class CappedProblems:
    """Problems in the order in which they came up; beyond MOST only their number counts. Equal ones are told as one;
    `reads`: whatever was read there."""

    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    reads: bool = False

    def add(self, problem: Problem) -> None:
        if self.full:
            self.more += 1
        else:
            self.problems.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    @property
    def full(self) -> bool:
        return len(self.problems) >= MOST

    def __bool__(self) -> bool:
        return bool(self.problems)

    def grouped(self) -> tuple[Problem, ...]:
        """Them, those of one file that say the same and ask the same as one, in the order of the first; with a last line
        that says how many are left out."""
        result = tuple(problem for problem, _ in grouped(self.problems, self.reads))
        if not self.more:
            return result
        what, remedy = f"en nog {whole(self.more)}", "verbeter eerst wat hierboven staat."
        return (*result, Problem("aanlevering", "bestanden", what, "", remedy))


@dataclass
class Findings:
    """`wrong` holds the rows (words of the sheet, row) of which a cell cannot be read."""

    problems: CappedProblems = field(default_factory=lambda: CappedProblems(reads=True))
    questions: CappedProblems = field(default_factory=CappedProblems)
    warnings: CappedProblems = field(default_factory=CappedProblems)
    wrong: set[tuple[str, int]] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        return not (self.problems or self.questions)


@dataclass(frozen=True)
class ReadingContext:
    """One sheet and what reading it needs: its layout and notation, what the release knows (`soorten`: soort and sign
    per kostensoort), what was said beside the files, and where findings go."""

    sheet: Sheet
    layout: Layout
    style: Style | None
    vocabulary: Vocabulary
    soorten: Mapping[str, tuple[str, int]]
    options: Options
    findings: Findings

    def add_problem(
        self, what: str, read: Value, remedy: str, row: int, column: int | None = None, heading: str = ""
    ) -> None:
        self.findings.problems.add(self.sheet.problem(what, read, remedy, row, column, heading))

    def add_warning(self, what: str, read: str, remedy: str) -> None:
        """A warning about the sheet as a whole."""
        self.findings.warnings.add(Problem(self.sheet.file, self.sheet.whole, what, read, remedy))

    def read_column(self, rows: Sequence[int], column: int, heading: str, convert: Callable[[Value], Any]) -> list[Any]:
        """One column, each different cell read once; None where a cell is wrong."""
        result: dict[Any, Any] = {}
        wrong: dict[Any, tuple[CappedProblems, str, str]] = {}
        cells = [self.sheet.rows[row][column] for row in rows]
        texts = all(cell.__class__ is str for cell in cells)
        marks: Sequence[Any] = cells if texts else [(cell.__class__, cell) for cell in cells]
        for mark in dict.fromkeys(marks):
            try:
                result[mark] = convert(mark if texts else mark[1])
            except AmbiguousNumber as error:
                wrong[mark] = self.findings.questions, "op twee manieren te lezen", error.melding
            except Unreadable as error:
                wrong[mark] = self.findings.problems, error.what, error.remedy
        for row, mark, cell in zip(rows, marks, cells, strict=True) if wrong else ():
            if mark in wrong:
                self.findings.wrong.add((self.sheet.words, row))
                findings, what, remedy = wrong[mark]
                findings.add(self.sheet.problem(what, cell, remedy, row, column, heading))
        return [result.get(mark) for mark in marks]


ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
#: Nobody younger works here; a full date before it, in a column that nobody asked for, may be a birthday.
YOUNGEST = 16
REMEDY = (
    "het hele bestand is geweigerd en niets ervan is bewaard: verwijder wat over één mens gaat en lever opnieuw aan."
)
HIDDEN = "niet herhaald"
NAMED = "een naam die naar één mens kan wijzen"
_NINE = re.compile(r"(?<![\d.,])(?:\d{8,9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?![\d]|[.,]\d)")
#: One character before the @ is enough: with more of them a long word would be looked at from each of its letters.
_MAIL = re.compile(r"[^\s@;,<>()]@[^\s@;,<>()]+\.[a-z]{2,}", re.IGNORECASE)
_BIRTH = re.compile(
    r"\bgeb(?:\.|oren|oortedatum)?\b[^0-9]{0,20}\d{1,2}[-/. ](?:\d{1,2}|[a-z]+)[-/. ]\d{2,4}", re.IGNORECASE
)
_MONTH = "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_DATE = re.compile(
    rf"\d{{1,2}}(?:[-/. ]\d{{1,2}}[-/. ]|[- ](?:{_MONTH})[a-z]*\.?[- ])(\d{{4}}|\d{{2}})|(\d{{4}})[-/]\d{{1,2}}[-/]\d{{1,2}}(?:[ T].*)?",
    re.IGNORECASE,
)
#: Nine digits among amounts are an amount, in other columns they are not.
_LARGE = ("costs", "population", "allocation_keys")
_LETTER = re.compile(r"[a-z@]", re.IGNORECASE)
#: What fits once is not tried shorter (*+): no unit begins with what stands before it.
_NUMBER = re.compile(r"[^a-z@]*+(?:euro?+|pm|p\.m\.?+)?+[^a-z@]*+", re.IGNORECASE)


class Personal(Unsound):
    """A file that may be about one person."""


def refuse_personal(sheets: Iterable[tuple[Sheet, Layout | None]], today: date) -> None:
    """Look through every cell that is not a figure. Raises Personal."""
    signs = CappedProblems()
    for sheet, layout in sheets:
        signs.extend(_in_sheet(sheet, layout, today))
    if signs:
        raise Personal(signs.grouped())


def refuse_personal_names(file: str, names: Iterable[str], today: date, number: int) -> None:
    """Look at the name of a file (the release remembers it) and those of its sheets. Raises Personal."""
    if sign_of_person(file, today):
        raise Personal([Problem(f"bestand {number}", "naam van het bestand", NAMED, HIDDEN, REMEDY)])
    for i, name in enumerate(names, 1):
        if sign_of_person(name, today):
            raise Personal([Problem(file, f"blad {i}, naam van het blad", NAMED, HIDDEN, REMEDY)])


def _in_sheet(sheet: Sheet, layout: Layout | None, today: date) -> Iterator[Problem]:
    """The first sign of a person in each column; what was asked for may be a date, an amount is no number of a person."""
    start, own, typed = 0, set[int](), set[int]()
    if layout is not None:
        figures = layout.values | set(layout.totals)
        start, own = layout.header + 1, {*layout.columns.values(), *figures}
        typed = figures if layout.table in _LARGE else typed
    for column in range(len(sheet.rows[0]) if sheet.rows else 0):
        cells = [row[column] for row in sheet.rows]
        heads = range(start - 1, start) if layout else range(min(len(cells), HEAD))
        sign: tuple[int, str] | None = None
        if column not in own:
            row = next((row for row in heads if _is_refused(cells[row])), None)
            sign = None if row is None else (row, "een kolom die over één mens gaat")
        amounts = column in typed or (column not in own and any(_heads_amounts(cells[row]) for row in heads))
        if sign is None:
            below = [None if amounts and _is_figure(cell) else cell for cell in cells[start:]]
            sign = _first_sign([*cells[:start], *below], today, column in own)
        if sign is not None:
            place = f"{sheet.place(sign[0])}, kolom {letters(column)}"
            yield Problem(sheet.file, place, sign[1], HIDDEN, REMEDY)


def _heads_amounts(cell: Value) -> bool:
    """Whether a column that nobody asked for is headed as one of amounts."""
    if not isinstance(cell, str):
        return False
    return bool(set(plain(cell).split()) & set(words()["amounts"]["headings"]) or named_years(cell[:REMEMBERED]))


def _is_figure(cell: Value) -> bool:
    return not isinstance(cell, str) or _LETTER.search(cell) is None or _NUMBER.fullmatch(cell) is not None


def _is_refused(cell: Value) -> bool:
    """Whether a heading is that of a column about a person."""
    if not isinstance(cell, str) or plain(cell) in column_words():
        return False
    own, pairs = plain(cell).split(), words()["refused"]["together"]
    if plain(cell) in _refused("whole"):
        return True
    together = any(all(any(word in text for text in own) for word in pair) for pair in pairs)
    return len(own) <= 4 and (together or not _refused("part").isdisjoint(own))


@cache
def _refused(how: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words()["refused"][how])


def _first_sign(cells: list[Value], today: date, expected: bool) -> tuple[int, str] | None:
    """The first cell that points at one person, and how."""
    for kind, value in dict.fromkeys((cell.__class__, cell) for cell in cells):
        what = None if value is None or value == "" else sign_of_person(value, today, expected)
        if what:
            return next(i for i, cell in enumerate(cells) if cell.__class__ is kind and cell == value), what
    return None


def sign_of_person(value: Value, today: date, expected: bool = False) -> str | None:
    """How a value points at one person, in words; None when it does not. A date may be `expected`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        return None if expected or value.year > today.year - YOUNGEST else "een datum die een geboortedatum kan zijn"
    if isinstance(value, int):
        return "een getal dat een burgerservicenummer kan zijn" if _is_bsn(str(value)) else None
    text = str(value)
    if "@" in text and _MAIL.search(text):
        return "een e-mailadres"
    if _BIRTH.search(text):
        return "een geboortedatum"
    if not expected and _birthday(text, today):
        return "een datum die een geboortedatum kan zijn"
    if any(_is_bsn(re.sub("[ .-]", "", digits)) for digits in _NINE.findall(text)):
        return "een getal dat een burgerservicenummer kan zijn"
    return None


def _birthday(text: str, today: date) -> bool:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return False
    year = int(match[1] or match[2])
    return (year if year > 99 else today.year - (today.year - year) % 100) <= today.year - YOUNGEST


def _is_bsn(digits: str) -> bool:
    """The eleven-test, for eight digits with a nought in front as well; a day written as 20200326 is none."""
    if not digits.isdigit() or len(digits) not in (8, 9):
        return False
    if len(digits) == 8 and re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", digits):
        return False
    padded = digits.zfill(9)
    return int(padded) > 0 and sum(int(d) * weight for d, weight in zip(padded, ELEVEN, strict=True)) % 11 == 0
