"""What reading goes by, and what it brings up: problems refuse, questions ask for the notation, warnings must be
accepted."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lib.store.intake.files import ShareListener
from lib.store.intake.layout import Layout
from lib.store.intake.sheets import Sheet, Value
from lib.store.intake.vocabulary import Vocabulary
from lib.store.problems import Problem
from lib.store.rows import Unreadable
from lib.text import AmbiguousNumber, whole
from lib.text.parsing import Style

#: More than this nobody reads; of what comes after it only the number is told.
MOST = 1000
#: More places of one finding, and more of what was read there, than this are counted.
PLACES, READ = 10, 3
_ROW = re.compile(r"(?P<before>.*?)\b(?P<kind>regel|rij) (?P<row>\d+)(?P<after>.*)")


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
        groups: dict[tuple[str, ...], list[Problem]] = {}
        for problem in self.problems:
            key = problem.file, problem.what, problem.remedy, "" if self.reads else problem.read
            groups.setdefault(key, []).append(problem)
        result = tuple(several[0] if len(several) == 1 else _together(several) for several in groups.values())
        if not self.more:
            return result
        what, remedy = f"en nog {whole(self.more)}", "verbeter eerst wat hierboven staat."
        return (*result, Problem("aanlevering", "bestanden", what, "", remedy))


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
