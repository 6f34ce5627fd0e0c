"""The rekenvoorbeeld of each route against the nulalternatief, always with its range beside it: over the meerjarenraming and
over all years, structural and one-off apart (model.md §5)."""

from collections.abc import Iterator

from lib.comparison.answers import Answers
from lib.comparison.cells import PM, against, signed
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Words
from lib.comparison.pm import UNKNOWN_AMOUNT
from lib.model.comparison import Side
from lib.model.projection import Projection
from lib.model.readings import RANGE
from lib.subjects.evidence import example_name
from lib.text import upper_first, year_range


def example(answers: Answers) -> Grid:
    """A row per route and span of years: what it comes to with the assumptions of the view, within its range."""
    first = answers.release.figures.base_year + 1
    rows = tuple(
        Row(
            f"{side} {last}",
            f"{run.scenario.short_title}, {year_range(first, last)}",
            (*_structural(answers, side, run, (first, last)), *_one_off(answers, side, run, (first, last))),
            heading=(Words(run.scenario.short_title, side), Words(f", {year_range(first, last)}")),
        )
        for side, run in answers.comparison.sides
        for last in answers.release.horizons
    )
    name = example_name(answers)
    title = f"{upper_first(name)} tegenover {against(answers)}, met het bereik ernaast"
    caption = f"{title}, {answers.release.name(answers.view.gemeente)}, {MILLIONS}, opgeteld; boven nul is voordelig"
    columns = (*_columns("structureel", name), *_columns("eenmalig", name))
    return Grid("rekenvoorbeeld", title, MILLIONS, Words("Route"), columns, rows, caption)


def _columns(kind: str, name: str) -> Iterator[Column]:
    label = upper_first(kind)
    yield Column(kind, f"{label}: {name}", numeric=True)
    yield Column(f"{kind} van", f"{label}: bereik, ongunstig", (Words(f"{label}: bereik"),), numeric=True)
    yield Column(f"{kind} tot", f"{label}: bereik, gunstig", numeric=True, ends=True)


def _structural(answers: Answers, side: Side, run: Projection, span: tuple[int, int]) -> Iterator[Cell]:
    code, years = answers.view.gemeente, tuple(range(span[0], span[1] + 1))
    yield signed(answers.structural(run, answers.comparison.zero, code, years), code)
    for end in RANGE:
        yield signed(answers.evidence.structural(side, end, code, span), code)


def _one_off(answers: Answers, side: Side, run: Projection, span: tuple[int, int]) -> Iterator[Cell]:
    """What of it is one-off; PM where no amount is known."""
    code, years = answers.view.gemeente, tuple(range(span[0], span[1] + 1))
    if answers.release.one_off_is_pm(run.scenario):
        yield Cell(PM, verdict=f": {UNKNOWN_AMOUNT}")
        yield from (Cell(PM), Cell(PM))
        return
    yield signed(answers.one_off_difference(run, answers.comparison.zero, code, years), code)
    for end in RANGE:
        number = answers.evidence.one_off(side, end, code, span)
        yield Cell(PM) if number is None else signed(number, code)
