"""How far budgets on taakveld 6.4 usually miss, elsewhere; as a range around a budget, and what contradicts it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.aansluiting import COMPARED
from lib.analysis.answers import Answer
from lib.analysis.certainty import Input, weakest
from lib.analysis.hindsight import BUDGET, Ledger, Who
from lib.analysis.release import Release, Row
from lib.store.tables import PERCENTILES
from lib.text import percentage, whole

LOWEST, *_, HIGHEST = PERCENTILES


@dataclass(frozen=True)
class Usual:
    """How far the accounts of a year ended from the budget: shares by percentile, and what contradicts them."""

    row: Row
    shares: Mapping[str, Answer]
    against: tuple[Row, ...]

    @property
    def year(self) -> int:
        return int(self.row["jaar"])


def usual(release: Release) -> tuple[Usual, ...]:
    """Every year that the release knows; empty when it knows none."""
    return tuple(_usual(release, row) for row in release.tables["budget_error"])


def _usual(release: Release, row: Row) -> Usual:
    against = (
        other
        for other in release.tables["published_figures"]
        if row["conflict"] and other["conflict"] == row["conflict"]
    )
    named = f"afwijking van begrotingen {row['jaar']}"
    certainty = weakest([Input(named, row["status"], row["bron_id"], row["kennisdatum"])])
    count = whole(row["aantal_gemeenten"])
    shares = {
        name: Answer(
            row[name],
            f"{PERCENTILE_WORDS[name].capitalize()}, {named}",
            row["toelichting"] or "",
            f"{percentage(row[name], 0)} bij {count} gemeenten",
            certainty,
        )
        for name in PERCENTILES
    }
    return Usual(row, shares, tuple(against))


PERCENTILE_WORDS = {
    "p5": "5 van de 100 gemeenten zaten lager dan",
    "p25": "25 van de 100 zaten lager dan",
    "mediaan": "de middelste gemeente",
    "p75": "25 van de 100 zaten hoger dan",
    "p95": "5 van de 100 zaten hoger dan",
}


def used_for_band(release: Release) -> Usual | None:
    """The last measurement before the base year: not yet touched by what changed after it."""
    base = release.figures.base_year
    before = [item for item in usual(release) if item.year < base]
    return max(before, key=lambda item: item.year) if before else None


def band(ledger: Ledger, who: Who, taakveld: str, year: int) -> tuple[float, float]:
    """From the low to the high range around the budget of one gemeente; NaN where none is known.

    The range was measured per gemeente on one taakveld: it says nothing of a sum or of another taakveld.
    """
    nothing = (float("nan"), float("nan"))
    basis, budget = used_for_band(ledger.release), ledger.booked(who, taakveld, BUDGET, year)
    if basis is None or budget.answer is None or who.several or taakveld != COMPARED:
        return nothing
    low, high = (budget.answer.value * (1 + basis.shares[name].value) for name in (LOWEST, HIGHEST))
    return low, high
