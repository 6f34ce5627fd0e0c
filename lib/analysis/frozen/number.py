"""One shown number as it is stored: where it stands, its exact value, and the text a reader saw."""

from collections.abc import Iterator
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.expression import Scale
from lib.analysis.message import MILLION, decimals
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import difference, upper_first

MILLIONS = "× € 1 miljoen"
PERSONS = "personen"
SHARE = "aandeel"
COUNT = "aantal"
#: What separates the ids of block, row and column in a key.
BETWEEN = "/"
#: The id of a row or column, and what it is called.
Label = tuple[str, str]


@dataclass(frozen=True)
class Number:
    """`key` is block/row/column by id and stays when a label changes; `value` is exact, in euros or in `unit`, before
    it is rounded for `shown`, and None where `shown` is no number (PM, bestaat niet, the name of an uitvoerder)."""

    key: str
    block: str
    row: str
    column: str
    value: float | None
    shown: str
    unit: str
    status: str

    @property
    def ids(self) -> tuple[str, str, str]:
        block, row, column = self.key.split(BETWEEN)
        return block, row, column


@dataclass(frozen=True)
class Text:
    """A sentence or a choice: `kind` is kop, onder or keuze; `label` is the choice or the page."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Results:
    """Everything of a view that is stored, apart from the tables of the export."""

    numbers: tuple[Number, ...]
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Block:
    """A table of numbers: its id, its caption and its unit."""

    id: str
    title: str
    unit: str

    def number(self, row: Label, column: Label, answer: Answer, shown: str, unit: str = "") -> Number:
        return self.words(row, column, shown, answer.value, answer.status, unit)

    def words(
        self, row: Label, column: Label, shown: str, value: float | None = None, status: str = "", unit: str = ""
    ) -> Number:
        """A number without an Answer, or a text in its place."""
        ids = (each.replace(BETWEEN, " ") for each in (self.id, row[0], column[0]))
        exact = None if value is None or value != value else float(value) + 0.0
        return Number(BETWEEN.join(ids), self.title, row[1], column[1], exact, shown, unit or self.unit, status)

    def scaled(
        self, row: Label, column: Label, answer: Answer, code: str, scale: Scale, is_difference: bool = False
    ) -> Number:
        """An amount in the chosen expression, or a difference with its letter."""
        shown = scale.difference(answer.value, code) if is_difference else scale.text(answer.value, code)
        return self.words(row, column, shown, scale.shown(answer.value, code), answer.status)

    def million(self, row: Label, column: Label, answer: Answer, code: str) -> Number:
        """A difference in millions with its letter."""
        return self.number(row, column, answer, difference(answer.value, MILLION, decimals(code)))


def place(answers: Answers, code: str) -> Label:
    """A gemeente or all together as a row or column."""
    return code, upper_first(answers.release.name(code))


def places(answers: Answers) -> Iterator[Label]:
    """The gemeenten, then all together."""
    return (place(answers, code) for code in (*answers.codes, ALL))


def roles(answers: Answers) -> tuple[tuple[Label, Projection], ...]:
    """The nulalternatief, A and B, by their place in the comparison; each is named as its scenario is."""
    comparison = answers.comparison
    told = (("zero", comparison.zero), ("a", comparison.a), ("b", comparison.b))
    return tuple(((role, run.scenario.short_title), run) for role, run in told)
