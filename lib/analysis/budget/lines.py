"""The lines of a budget and their columns."""

from dataclasses import dataclass
from typing import Literal

from lib.analysis.answers import Answer, Answers
from lib.text import year_range

#: A column is one year, or the years that it adds up.
Column = tuple[int, ...]
Role = Literal["last", "baat", "saldo"]


@dataclass(frozen=True)
class BudgetLine:
    """One row: an answer per column, and how many PM amounts each leaves out.

    A last or baat is positive, a saldo signed; `parts` are the lines that a sum adds up, with their sign in it.
    """

    id: str
    label: str
    section: str
    role: Role
    answers: tuple[Answer, ...]
    pm: tuple[int, ...]
    parts: tuple[tuple[int, str], ...] = ()
    taakveld: str = ""
    is_sum: bool = False

    @property
    def in_saldo(self) -> int:
        """The sign with which the line counts in the saldo."""
        return -1 if self.role == "last" else 1


@dataclass(frozen=True)
class Budget:
    """The lines of one route, or of the difference between two, over the columns; `place` is the gemeente by name."""

    title: str
    code: str
    place: str
    columns: tuple[Column, ...]
    lines: tuple[BudgetLine, ...]

    def line(self, line_id: str) -> BudgetLine:
        """Raises KeyError when the budget has no such line."""
        row = self.find(line_id)
        if row is None:
            raise KeyError(line_id)
        return row

    def find(self, line_id: str) -> BudgetLine | None:
        return next((line for line in self.lines if line.id == line_id), None)


#: Sections in their order; a line stands in one of them.
EXECUTION, RETURNS, SUBSIDY, YEARLY, ONE_OFF, TOTALS = (
    "uitvoeringskosten",
    "opbrengsten",
    "subsidieresultaat",
    "overig_structureel",
    "incidenteel",
    "totalen",
)
MEASURE_SECTIONS = {"jaarlijks": YEARLY, "eenmalig": ONE_OFF}


def columns(answers: Answers, with_base: bool = True) -> tuple[Column, ...]:
    """The base year, each year of the horizon, and the horizon added up (without the base year)."""
    years = answers.horizon_years
    base = ((answers.release.figures.base_year,),) if with_base else ()
    total = (years,) if len(years) > 1 else ()
    return (*base, *((year,) for year in years), *total)


def span(column: Column) -> str:
    """The heading of a column: "2021", "2021–2024"."""
    return year_range(column[0], column[-1])
