"""The direction of what was booked beside the direction of each route: both as index of the base year.

The levels differ (other tasks stand on the taakveld as well), so only the direction is set side by side.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import weakest
from lib.analysis.cost_basis import net_costs
from lib.analysis.hindsight import ACCOUNTS, HUNDRED, Booked, Ledger, Who
from lib.analysis.routes import runs
from lib.model.projection import Projection
from lib.text import amount, decimal


@dataclass(frozen=True)
class Direction:
    """Index per year of what `who` booked and of the netto lasten of each route; the base year is 100."""

    who: Who
    booked: Mapping[int, Booked]
    routes: tuple[tuple[Projection, Mapping[int, Answer]], ...]


def shared_years(answers: Answers, ledger: Ledger) -> tuple[int, ...]:
    """The base year and the years after it that have accounts and that the model projects."""
    figures = answers.release.figures
    return tuple(year for year in ledger.years(ACCOUNTS) if figures.base_year <= year <= figures.last_year)


def direction(answers: Answers, ledger: Ledger, who: Who) -> Direction:
    """What was booked on the taakveld that the model is set beside, and the routes in view, of the same gemeenten."""
    base, years = answers.release.figures.base_year, shared_years(answers, ledger)
    taakveld = ledger.taakvelden[0]
    return Direction(
        who,
        {year: ledger.index(who, taakveld, year, base) for year in years},
        tuple((run, {year: _index(answers, run, who, year) for year in years}) for run in runs(answers.comparison)),
    )


def _index(answers: Answers, run: Projection, who: Who, year: int) -> Answer:
    base = answers.release.figures.base_year
    first, now = (net_costs(answers, run, who.codes, moment, who.label) for moment in (base, year))
    value = now.value / first.value * HUNDRED if first.value > 0 else float("nan")
    return Answer(
        value,
        f"Index van de {now.title[:1].lower()}{now.title[1:]}",
        f"{now.definition} {base} is 100.",
        f"{amount(now.value)} ÷ {amount(first.value)} × 100 = {decimal(value, 1)}",
        weakest((*now.certainty.inputs, *first.certainty.inputs)),
    )
