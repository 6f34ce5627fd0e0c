"""What reading brings up, cell by cell: problems refuse, questions ask for the notation, warnings must be accepted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.store.intake.grouping import grouped
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.problems import Problem
from lib.store.rows import Unreadable
from lib.text import AmbiguousNumber, whole

#: More than this nobody reads; of what comes after it only the number is told.
MOST = 1000


@dataclass
class Told:
    """Problems in the order in which they were found; beyond MOST only their number is kept. Equal ones are told as one;
    `reads`: whatever was read there."""

    kept: list[Problem] = field(default_factory=list)
    more: int = 0
    reads: bool = False

    def add(self, problem: Problem) -> None:
        if self.full:
            self.more += 1
        else:
            self.kept.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    @property
    def full(self) -> bool:
        return len(self.kept) >= MOST

    def __bool__(self) -> bool:
        return bool(self.kept)

    def __call__(self) -> tuple[Problem, ...]:
        """Them, with a last line that says how many are not shown."""
        told = grouped(self.kept, self.reads)
        if not self.more:
            return told
        rest = Problem(
            "aanlevering", "bestanden", f"en nog {whole(self.more)}", "", "verbeter eerst wat hierboven staat."
        )
        return (*told, rest)


@dataclass
class Findings:
    """`wrong` holds the rows (words of the sheet, row) of which a cell cannot be read."""

    problems: Told = field(default_factory=lambda: Told(reads=True))
    questions: Told = field(default_factory=Told)
    warnings: Told = field(default_factory=Told)
    wrong: set[tuple[str, int]] = field(default_factory=set)


def read_column(
    sheet: Sheet, rows: Sequence[int], column: int, heading: str, convert: Callable[[Value], Any], findings: Findings
) -> list[Any]:
    """One column, each different cell read once; None where a cell is wrong."""
    known: dict[Any, Any] = {}
    wrong: dict[Any, tuple[str, str]] = {}
    unclear: dict[Any, str] = {}
    cells = [sheet.rows[row][column] for row in rows]
    texts = all(cell.__class__ is str for cell in cells)
    marks: Sequence[Any] = cells if texts else [(cell.__class__, cell) for cell in cells]
    for mark in dict.fromkeys(marks):
        try:
            known[mark] = convert(mark if texts else mark[1])
        except AmbiguousNumber as error:
            known[mark], unclear[mark] = None, error.melding
        except Unreadable as error:
            known[mark], wrong[mark] = None, (error.what, error.remedy)
    if wrong or unclear:
        for row, mark, cell in zip(rows, marks, cells, strict=True):
            if mark in wrong or mark in unclear:
                findings.wrong.add((sheet.words, row))
                told = findings.problems if mark in wrong else findings.questions
                what, remedy = wrong[mark] if mark in wrong else ("op twee manieren te lezen", unclear[mark])
                told.add(Problem(sheet.file, sheet.place(row, column, heading), what, shown(cell), remedy))
    return [known[mark] for mark in marks]
