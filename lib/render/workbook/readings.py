"""Sheets Bereik and Lezingen: how far each route can go against the nulalternatief, and B − A with each route at each of its
ends. These values are searched for and are no formula: they hold for the inputs with which the workbook was made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import isnan

from lib.comparison.cells import PM, against, codes_of, pair_title
from lib.comparison.evidence import END_WORDS
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.pm import UNKNOWN_AMOUNT
from lib.model.comparison import Side
from lib.model.figures import ALL
from lib.model.readings import ENDS, RANGE
from lib.render.workbook.context import CHANGED, GEMEENTE, UNKNOWN, WorkbookContext
from lib.render.workbook.page import Column, Page, Sheet, widest
from lib.subjects.evidence import largest_assumptions
from lib.text import is_pm, upper_first, year_range

RANGES, READINGS = "Bereik", "Lezingen"
#: Whether the values still belong to what the input cells say.
HOLDS, PAST = "ja", "nee, gevonden met de waarden van toen"
SEARCHED = (
    "Deze waarden zijn gezocht en geen formule: zij horen bij de waarden waarmee de werkmap is gemaakt. Kolom “Geldt nog” "
    "zegt of dat nog zo is."
)
MEANING = (
    "Gunstig en ongunstig: alle eigen aannames van een route aan één kant van hun bandbreedte. Uitersten, geen kansen. "
    "Boven nul is voordelig voor de route."
)
ESTIMATES = "structureel, over elke schatting van waar de mensen zijn"
STRUCTURAL, ONE_OFF = "structureel", "eenmalig"
#: A value as a cell has it: a number, or words in its place.
Value = float | str


@dataclass(frozen=True)
class SearchedRow:
    """A row of a sheet: labels, two values in euros and their status."""

    labels: tuple[str, ...]
    values: tuple[Value, Value]
    status: str
    remark: str = ""
    total: bool = False


def write(context: WorkbookContext) -> None:
    subject = context.subject
    title = f"Bereik van elke route tegenover {against(subject.answers)}, van ongunstigste tot gunstigste lezing"
    ends = "Ongunstigste lezing", "Gunstigste lezing"
    names = [run.scenario.short_title for _, run in subject.comparison.sides]
    heads = Column("Route", widest(names)), Column("Wat", 40)
    behind = (Column("Grootste aannames", 60),)
    _sheet(context, Sheet(RANGES, title, f"{MEANING} {SEARCHED}", heads), ends, _ranges(context), behind)
    comparison = subject.comparison
    title = f"Vier uitersten: {pair_title(comparison.b, comparison.a)}"
    meaning = f"{MEANING.replace('voor de route', 'voor de route die voorop staat')} {SEARCHED}"
    heads = Column(f"Route A: {names[0]}", 26), Column(f"Route B: {names[-1]}", 26)
    _sheet(context, Sheet(READINGS, title, meaning, heads), ("Structureel", "Eenmalig"), _readings(context))


def _sheet(
    context: WorkbookContext,
    sheet: Sheet,
    values: tuple[str, str],
    rows: Iterator[SearchedRow],
    behind: tuple[Column, ...] = (),
) -> None:
    """A row per value pair; `values` head the two columns of numbers, `behind` is the column of remarks where there are any."""
    columns = (
        *(*sheet.columns, Column(GEMEENTE, 18), Column("Jaren", 14)),
        *(Column(head, 20, True) for head in values),
        *(Column("Eenheid", 12), Column("Status", 12), Column("Geldt nog", 24)),
        *behind,
    )
    page = context.page(Sheet(sheet.name, sheet.title, sheet.explanation, columns, len(sheet.columns) + 1, "A4"))
    for row in rows:
        _row(context, page, row)
    page.filter()


def _row(context: WorkbookContext, page: Page, row: SearchedRow) -> None:
    style = context.styles.of("text", total=row.total)
    page.labels(row.labels, style)
    at = len(row.labels)
    for column, value in enumerate(row.values, start=at):
        if isinstance(value, str) or isnan(value):
            page.text(
                page.row,
                column,
                value if isinstance(value, str) else PM if is_pm(value) else UNKNOWN,
                context.styles.aside,
            )
        else:
            page.number(column, value, "euros")
    page.labels(("euro", row.status), style, at + 2)
    page.formula(at + 4, f'=IF({context.name_of[CHANGED]}=0,"{HOLDS}","{PAST}")', HOLDS, "text", total=row.total)
    if row.remark:
        page.text(page.row, at + 5, row.remark, context.styles.of("wrapped"))
    page.next()


def _ranges(context: WorkbookContext) -> Iterator[SearchedRow]:
    """Structural over each span, one-off over all years, and over every estimate of where the people are."""
    subject, evidence = context.subject, context.subject.answers.evidence
    first, last = subject.years[1], subject.years[-1]
    for side, run in subject.comparison.sides:
        name, remark = run.scenario.short_title, "; ".join(largest_assumptions(subject.answers, side))
        for span, code in product(evidence.spans, codes_of(subject.answers)):
            low, high = (evidence.structural(side, end, code, span) for end in RANGE)
            labels = (name, STRUCTURAL, subject.release.name(code), year_range(*span))
            yield SearchedRow(labels, (low.value, high.value), low.status, remark, code == ALL)
        for code in codes_of(subject.answers):
            ends = [evidence.one_off(side, end, code, (first, last)) for end in RANGE]
            labels = (name, ONE_OFF, subject.release.name(code), year_range(first, last))
            yield SearchedRow(labels, _in_words(ends), ends[0].status if ends[0] else PM, total=code == ALL)
        if side in evidence.elsewhere:
            yield from _elsewhere(context, side, name)


def _elsewhere(context: WorkbookContext, side: Side, name: str) -> Iterator[SearchedRow]:
    subject, evidence = context.subject, context.subject.answers.evidence
    for span, code in product(evidence.spans, codes_of(subject.answers)):
        labels = (name, ESTIMATES, subject.release.name(code), year_range(*span))
        least, most = evidence.reach(side, code, span)
        yield SearchedRow(labels, (least.value, most.value), least.status, total=code == ALL)


def _readings(context: WorkbookContext) -> Iterator[SearchedRow]:
    """B − A with each route at each of its ends, up to each horizon."""
    subject, evidence = context.subject, context.subject.answers.evidence
    for horizon, end_a, end_b in product(subject.release.horizons, ENDS, ENDS):
        for code in codes_of(subject.answers):
            structural = evidence.difference(end_a, end_b, code, horizon)
            one_off = evidence.one_off_difference(end_a, end_b, code, horizon)
            ends = (upper_first(END_WORDS[end]) for end in (end_a, end_b))
            labels = (*ends, subject.release.name(code), year_range(subject.years[1], horizon))
            values = (structural.value, _in_words([one_off])[0])
            yield SearchedRow(labels, values, structural.status, total=code == ALL)


def _in_words(numbers: list[ExplainedNumber | None]) -> tuple[Value, Value]:
    """The first and the last value; words where the amount is unknown."""
    values = [f"{PM}: {UNKNOWN_AMOUNT}" if number is None else number.value for number in numbers]
    return values[0], values[-1]
