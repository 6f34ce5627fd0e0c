"""What stands beside what was booked: how far budgets usually miss, the course in other regions, and that of each route.

The levels of routes and books differ (other tasks stand on the taakveld as well), so only the direction is set side by side;
a year without a figure stays empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.comparison.answers import Answers
from lib.comparison.cells import runs
from lib.comparison.certainty import row_input, weakest
from lib.comparison.numbers import INDEX, SHARE, ExplainedNumber, Term
from lib.comparison.release import Release, Row
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.subjects.hindsight.books import COMPARED, net_costs
from lib.subjects.hindsight.ledger import ACCOUNTS, BUDGET, NO_RETURN, Booked, Ledger, Who, in_view, index_of
from lib.tables.columns import PERCENTILES
from lib.text import upper_first, whole

LOWEST, *_, HIGHEST = PERCENTILES
PERCENTILE_WORDS = {
    "p5": "5 van de 100 gemeenten zaten lager dan",
    "p25": "25 van de 100 zaten lager dan",
    "mediaan": "de middelste gemeente",
    "p75": "25 van de 100 zaten hoger dan",
    "p95": "5 van de 100 zaten hoger dan",
}


# -- how far budgets usually miss, elsewhere -------------------------------------------------------------------------


@dataclass(frozen=True)
class Usual:
    """How far the accounts of a year ended from the budget: shares by percentile, and what contradicts them."""

    row: Row
    shares: Mapping[str, ExplainedNumber]
    against: tuple[Row, ...]

    @property
    def year(self) -> int:
        return int(self.row["jaar"])


def usual(release: Release) -> tuple[Usual, ...]:
    """Every year that the release knows; empty when it knows none."""
    return tuple(_usual(release, row) for row in release.tables["budget_error"])


def _usual(release: Release, row: Row) -> Usual:
    published = release.tables["published_figures"] if row["conflict"] else ()
    against = (other for other in published if other["conflict"] == row["conflict"])
    named = f"afwijking van begrotingen {row['jaar']}"
    certainty = weakest([row_input(named, row)])
    after = f" bij {whole(row['aantal_gemeenten'])} gemeenten"
    remark, shares = row["toelichting"] or "", dict[str, ExplainedNumber]()
    for name in PERCENTILES:
        what, terms = f"{PERCENTILE_WORDS[name].capitalize()}, {named}", Term(row[name], SHARE, 0, after=after)
        shares[name] = ExplainedNumber(row[name], what, "", (), remark, terms, certainty, SHARE, 0)
    return Usual(row, shares, tuple(against))


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


# -- other regions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """One group of gemeenten; `own` is the group of this region."""

    label: str
    own: bool
    index: Mapping[int, Booked]


def groups(release: Release) -> tuple[Group, ...]:
    """The group of the own region first, the others by name; empty when the release has none."""
    rows: dict[str, list[Row]] = {}
    for row in release.tables["comparators"]:
        rows.setdefault(row["groep"], []).append(row)
    all_groups = [
        Group(
            label, label.startswith(release.settings["regio"]), {row["jaar"]: _group_index(row) for row in group_rows}
        )
        for label, group_rows in rows.items()
    ]
    return tuple(sorted(all_groups, key=lambda group: (not group.own, group.label)))


def group_years(release: Release) -> tuple[int, ...]:
    years = {row["jaar"] for row in release.tables["comparators"]}
    return tuple(range(min(years), max(years) + 1)) if years else ()


def _group_index(row: Row) -> Booked:
    remark = row["toelichting"] or ""
    if row["index_lasten"] is None:
        return Booked(None, NO_RETURN, (remark,) if remark else ())
    value = float(row["index_lasten"])
    named = f"index {row['groep']}, {row['jaar']}"
    number, certainty = Term(value, INDEX, 1), weakest([row_input(named, row)])
    return Booked(ExplainedNumber(value, upper_first(named), "", (), remark, number, certainty, INDEX, 1))


# -- the routes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Direction:
    """Index per year of what `who` booked and of the netto lasten of each route; the base year is 100."""

    who: Who
    booked: Mapping[int, Booked]
    routes: tuple[tuple[Projection, Mapping[int, ExplainedNumber]], ...]


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
        tuple(
            (run, {year: _route_index(answers, run, who, year) for year in years}) for run in runs(answers.comparison)
        ),
    )


def _route_index(answers: Answers, run: Projection, who: Who, year: int) -> ExplainedNumber:
    base = answers.release.figures.base_year
    first, now = (net_costs(answers, run, who.codes, moment, who.label) for moment in (base, year))
    return index_of(now, first, f"{now.definition} {base} is 100.")


def courses_in_view(answers: Answers, ledger: Ledger) -> list[Direction]:
    """The course of every gemeente and of those that can be compared together, or of the chosen one."""
    together = (ledger.comparable,) if answers.view.gemeente == ALL else ()
    return [direction(answers, ledger, who) for who in (*in_view(ledger, answers.view), *together)]
