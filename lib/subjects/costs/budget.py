"""A route as a budget: lasten and baten per kostensoort and year, the wages of the Wsw apart, and what differs.

Lasten and baten are both positive, a saldo is baten − lasten. Amounts are euros of one gemeente or of all together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from lib.comparison.answers import Answers
from lib.comparison.certainty import Certainty, direct_inputs, weakest
from lib.comparison.numbers import ExplainedNumber, Term, joint_certainty, signed, total
from lib.model.figures import CostType
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.text import lower_first, year_range

#: What a column is about: one year, or the years that it adds up.
Years = tuple[int, ...]
Role = Literal["last", "baat", "saldo"]
#: Sections in their order; a line stands in one of them.
SECTIONS = EXECUTION, RETURNS, SUBSIDY, YEARLY, ONE_OFF, TOTALS = (
    "uitvoeringskosten",
    "opbrengsten",
    "subsidieresultaat",
    "overig_structureel",
    "incidenteel",
    "totalen",
)
MEASURE_SECTIONS = {"jaarlijks": YEARLY, "eenmalig": ONE_OFF}
DEFINITIONS = {
    "Operationeel resultaat": "Opbrengsten min uitvoeringskosten; zonder de lonen van de Wsw.",
    "Subsidieresultaat": "Rijksbijdrage min de lonen van de Wsw; geen uitvoeringskosten.",
    "Overig structureel": "Maatregelen die elk jaar terugkomen en niet bij een kostensoort horen.",
    "Incidenteel (eenmalig)": "Kosten of opbrengsten die hooguit drie jaar duren.",
    "Totaal lasten": "Alles wat geld kost, ook de lonen van de Wsw en wat eenmalig is.",
    "Totaal baten": "Alles wat geld oplevert, ook de rijksbijdrage.",
    "Waarvan structureel": "Saldo zonder wat eenmalig is.",
}


@dataclass(frozen=True)
class BudgetLine:
    """One row: an answer per column, and how many PM amounts each leaves out.

    A last or baat is positive, a saldo signed; `parts` are the lines that a sum adds up, with their sign in it.
    """

    id: str
    label: str
    section: str
    role: Role
    answers: tuple[ExplainedNumber, ...]
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
    columns: tuple[Years, ...]
    lines: tuple[BudgetLine, ...]

    def line(self, line_id: str) -> BudgetLine:
        """Raises KeyError when the budget has no such line."""
        row = self.find(line_id)
        if row is None:
            raise KeyError(line_id)
        return row

    def find(self, line_id: str) -> BudgetLine | None:
        return next((line for line in self.lines if line.id == line_id), None)


def columns(answers: Answers) -> tuple[Years, ...]:
    """The base year, each year of the horizon, and the horizon added up (without the base year)."""
    years = answers.horizon_years
    yearly = ((year,) for year in (answers.release.figures.base_year, *years))
    return (*yearly, *((years,) if len(years) > 1 else ()))


def span(years: Years) -> str:
    """The heading of a column: "2021", "2021–2024"."""
    return year_range(years[0], years[-1])


# -- a route ---------------------------------------------------------------------------------------------------------


def budget(answers: Answers, run: Projection, code: str) -> Budget:
    """Every line of a route for one gemeente or ALL."""
    across = columns(answers)
    sums = _Sums(answers, run, code, across, posts(answers, run, code, across))
    return Budget(run.scenario.title, code, answers.release.name(code), across, tuple(sums.lines()))


def posts(answers: Answers, run: Projection, code: str, across: Sequence[Years]) -> list[BudgetLine]:
    """Every post of a route: a line per kostensoort, and one per measure that stands beside them."""
    return [
        *(_cost_line(answers, run, code, cost_type, across) for cost_type in answers.release.figures.cost_types),
        *(_measure_line(answers, run, code, m, across) for m in run.scenario.measures if m.kind in MEASURE_SECTIONS),
    ]


def _cost_line(
    answers: Answers, run: Projection, code: str, cost_type: CostType, across: Sequence[Years]
) -> BudgetLine:
    base, zero = answers.release.figures.base_year, answers.comparison.zero
    # The base year is that of the nulalternatief in every route, its allocation too.
    yearly = {base: answers.cost(zero, code, cost_type.id, base, route=run.scenario.short_title)}
    yearly |= {year: answers.cost(run, code, cost_type.id, year) for year in answers.horizon_years}
    after = answers.cost_certainty(run, (cost_type.id,), True)
    return BudgetLine(
        cost_type.id,
        cost_type.label,
        cost_type.soort,
        "last" if cost_type.sign < 0 else "baat",
        tuple(
            yearly[years[0]] if len(years) == 1 else _over([yearly[year] for year in years], after) for years in across
        ),
        tuple(_pm_cells(answers, run, code, cost_type, years[0]) for years in across),
        taakveld=cost_type.taakveld,
    )


def _over(yearly: Sequence[ExplainedNumber], certainty: Certainty) -> ExplainedNumber:
    """The years of one post added up."""
    last, years = yearly[-1], tuple(number.years[0] for number in yearly)
    return total(yearly, last.what, last.whom, years, last.definition, certainty)


def _pm_cells(answers: Answers, run: Projection, code: str, cost_type: CostType, year: int) -> int:
    """How many PM amounts of the base year a cell leaves out: those of all with whom the key spreads them."""
    figures = answers.release.figures
    pm = figures.pm[:, :, figures.cost_types.index(cost_type)]
    carrier = run if year > figures.base_year else answers.comparison.zero
    borne = answers.portions(carrier, code, year)
    return int(pm[np.any([portion.of for portion in borne], axis=0)].sum())


def _measure_line(
    answers: Answers, run: Projection, code: str, measure: Measure, across: Sequence[Years]
) -> BudgetLine:
    certainty = weakest(direct_inputs(answers.release, answers.comparison, run, measure.kind))
    what, whom = f"{measure.title}, {run.scenario.short_title}", answers.release.name(code)
    yearly = []
    for years in across:
        value = measure.sign * answers.pick(run.direct[measure.id], code, years) + 0.0
        terms = signed(answers.measure_terms(measure, code, years), "×")
        yearly.append(ExplainedNumber(value, what, whom, years, measure.explanation, terms, certainty))
    role: Role = "last" if measure.sign < 0 else "baat"
    section = MEASURE_SECTIONS[measure.kind]
    return BudgetLine(measure.id, measure.title, section, role, tuple(yearly), (0,) * len(across))


@dataclass(frozen=True)
class _Sums:
    """The posts of a route in sections, each with its sum."""

    answers: Answers
    run: Projection
    code: str
    across: Sequence[Years]
    posts: Sequence[BudgetLine]

    def lines(self) -> Iterator[BudgetLine]:
        """Posts and sums in the order of the table."""
        cost, returns = self._of(EXECUTION), self._of(RETURNS)
        wages = sorted(self._of(SUBSIDY), key=lambda line: -line.in_saldo)
        yield from (*cost, self._sum(EXECUTION, "Uitvoeringskosten", EXECUTION, "last", cost))
        yield from returns
        yield self._sum("operationeel", "Operationeel resultaat", RETURNS, "saldo", [*returns, *cost])
        yield from (*wages, self._sum(SUBSIDY, "Subsidieresultaat", SUBSIDY, "saldo", wages))
        for section, label in ((YEARLY, "Overig structureel"), (ONE_OFF, "Incidenteel (eenmalig)")):
            own = self._of(section)
            total = self._sum(section, label, section, "saldo", own)
            yield from (*own, total if section != ONE_OFF else replace(total, pm=self._unknown()))
        yield from self._totals()

    def _unknown(self) -> tuple[int, ...]:
        """Where a one-off is known to exist of which nothing but PM is known: in the years after the base year."""
        unknown, base = self.answers.release.one_off_is_pm(self.run.scenario), self.answers.release.figures.base_year
        return tuple(int(unknown and years[-1] > base) for years in self.across)

    def _of(self, section: str) -> list[BudgetLine]:
        return [post for post in self.posts if post.section == section]

    def _totals(self) -> Iterator[BudgetLine]:
        by_role = {role: [post for post in self.posts if post.role == role] for role in ("last", "baat")}
        costs = self._sum("totaal_lasten", "Totaal lasten", TOTALS, "last", by_role["last"])
        returns = self._sum("totaal_baten", "Totaal baten", TOTALS, "baat", by_role["baat"])
        saldo = tuple(
            replace(
                self.answers.saldo(self.run, self.code, years),
                terms=(b.term("baten "), "−", a.term("lasten ")),
            )
            for a, b, years in zip(costs.answers, returns.answers, self.across, strict=True)
        )
        pm = tuple(a + b for a, b in zip(costs.pm, returns.pm, strict=True))
        parts = ((1, returns.id), (-1, costs.id))
        yield from (costs, returns)
        yield BudgetLine("saldo", "Saldo (baten − lasten)", TOTALS, "saldo", saldo, pm, parts, is_sum=True)
        lasting = [post for post in self.posts if post.section != ONE_OFF]
        structural = self._sum("structureel", "Waarvan structureel", TOTALS, "saldo", lasting)
        yield replace(structural, parts=((1, "saldo"), (-1, ONE_OFF)))

    def _sum(self, line_id: str, label: str, section: str, role: Role, parts: Sequence[BudgetLine]) -> BudgetLine:
        """Parts added up: as they stand for lasten and baten, with their sign in the saldo for a saldo."""
        signs = [part.in_saldo if role == "saldo" else 1 for part in parts]
        answers = tuple(self._sum_number(label, parts, signs, i) for i in range(len(self.across)))
        pm = tuple(sum(part.pm[i] for part in parts) for i in range(len(self.across)))
        named = tuple(zip(signs, (part.id for part in parts), strict=True))
        return BudgetLine(line_id, label, section, role, answers, pm, named, is_sum=True)

    def _sum_number(self, label: str, parts: Sequence[BudgetLine], signs: Sequence[int], i: int) -> ExplainedNumber:
        terms: list[Term | str] = []
        for sign, part in zip(signs, parts, strict=True):
            terms += "+" if sign > 0 else "−", part.answers[i].term(f"{lower_first(part.label)} ")
        numbers = [part.answers[i] for part in parts]
        return ExplainedNumber(
            sum((sign * number.value for sign, number in zip(signs, numbers, strict=True)), 0.0),
            f"{label}, {self.run.scenario.short_title}",
            self.answers.release.name(self.code),
            self.across[i],
            DEFINITIONS.get(label, "Optelling van de regels erboven."),
            tuple(terms[1 if terms[0] == "+" else 0 :]) if terms else "deze route heeft hier geen maatregel",
            joint_certainty(*numbers) if numbers else self.answers.one_off(self.run, self.code).certainty,
        )


# -- what differs ----------------------------------------------------------------------------------------------------


def difference(first: Budget, second: Budget, title: str) -> Budget:
    """What each line adds to the saldo in `first` minus in `second`: above zero is voordelig for `first`.

    The base year, equal in every route, is left out.
    """
    keep = [i for i, years in enumerate(first.columns) if years[0] != first.columns[0][0]]
    ids = dict.fromkeys(line.id for own in (first, second) for line in own.lines)
    ordered = sorted(ids, key=lambda name: _rank(first.find(name) or second.line(name)))
    lines = tuple(_difference_line(first, second, name, title, keep) for name in ordered)
    return Budget(title, first.code, first.place, tuple(first.columns[i] for i in keep), lines)


def _rank(line: BudgetLine) -> tuple[int, bool]:
    """Sections in their order, in each the posts before the sums."""
    return SECTIONS.index(line.section), line.is_sum


def _difference_line(first: Budget, second: Budget, line_id: str, title: str, keep: Sequence[int]) -> BudgetLine:
    pair = first.find(line_id), second.find(line_id)
    present = [(own, line) for own, line in zip((first, second), pair, strict=True) if line is not None]
    line = present[0][1]
    parts = {
        name: line.in_saldo * sign * own.line(name).in_saldo
        for own, its_line in present
        for sign, name in its_line.parts
    }
    return replace(
        line,
        answers=tuple(_difference_number(first, *pair, title, i) for i in keep),
        pm=tuple(max(its_line.pm[i] for _, its_line in present) for i in keep),
        role="saldo",
        parts=tuple((sign, name) for name, sign in parts.items()),
    )


def _difference_number(
    own: Budget, first: BudgetLine | None, second: BudgetLine | None, title: str, i: int
) -> ExplainedNumber:
    lines = [line for line in (first, second) if line is not None]
    sign = lines[0].in_saldo
    values = [0.0 if line is None else line.answers[i].value for line in (first, second)]
    # `+ 0.0` keeps a minus sign away from nothing; only what is below zero, or unknown, stands in brackets.
    left, right = ("−(", ")") if sign < 0 else ("", "")
    before, after = ("", "") if values[1] >= 0 else ("(", ")")
    return ExplainedNumber(
        sign * (values[0] - values[1]) + 0.0,
        f"{lines[0].label}, {title}",
        own.place,
        own.columns[i],
        "Wat deze regel aan het verschil in saldo bijdraagt; meer lasten tellen als nadelig, meer baten als voordelig.",
        (Term(values[0], before=left), "−", Term(values[1], before=before, after=f"{after}{right}")),
        joint_certainty(*(line.answers[i] for line in lines)),
    )
