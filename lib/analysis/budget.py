"""A route as a budget: lasten and baten per kostensoort and year, the wages of the Wsw apart, and what differs.

Lasten and baten are both positive, a saldo is baten − lasten. Amounts are euros of one gemeente or of all together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import Certainty, cost_inputs, direct_inputs, weakest
from lib.model.comparison import TOTAL, Comparison
from lib.model.figures import CostType
from lib.model.parameters import PRICE_INDEX
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.text import amount, decimal, lower_first, percentage, persons, value_with_unit, year_range

#: A column is one year, or the years that it adds up.
Column = tuple[int, ...]
Role = Literal["last", "baat", "saldo"]


@dataclass(frozen=True)
class Line:
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
    """The lines of one route, or of the difference between two, over the columns."""

    title: str
    code: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    def line(self, line_id: str) -> Line:
        """Raises KeyError when the budget has no such line."""
        found = self.find(line_id)
        if found is None:
            raise KeyError(line_id)
        return found

    def find(self, line_id: str) -> Line | None:
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


def runs(comparison: Comparison) -> tuple[Projection, ...]:
    """The nulalternatief, A and B, each scenario once."""
    found = {run.scenario.id: run for run in (comparison.zero, comparison.a, comparison.b)}
    return tuple(found.values())


def pairs(comparison: Comparison) -> tuple[tuple[Projection, Projection], ...]:
    """What is set against what: A and B against the nulalternatief, then B against A; never a route to itself."""
    zero, a, b = comparison.zero, comparison.a, comparison.b
    found = {
        (run.scenario.id, other.scenario.id): (run, other)
        for run, other in ((a, zero), (b, zero), (b, a))
        if run.scenario.id != other.scenario.id
    }
    return tuple(found.values())


def pair_title(run: Projection, other: Projection) -> str:
    return f"{run.scenario.short_title} − {other.scenario.short_title}"


def budget(answers: Answers, run: Projection, code: str) -> Budget:
    """Every line of a route for one gemeente or TOTAL."""
    across = columns(answers)
    posts = [
        *(_cost_line(answers, run, code, cost_type, across) for cost_type in answers.release.figures.cost_types),
        *(_measure_line(answers, run, code, m, across) for m in run.scenario.measures if m.kind in MEASURE_SECTIONS),
    ]
    maker = _Sums(answers, run, code, across, posts)
    return Budget(run.scenario.title, code, across, tuple(maker.lines()))


def difference(first: Budget, second: Budget, title: str) -> Budget:
    """What each line adds to the saldo in `first` minus in `second`: above zero is voordelig for `first`.

    The base year, equal in every route, is left out.
    """
    keep = [i for i, column in enumerate(first.columns) if column[0] != first.columns[0][0]]
    ids = list(dict.fromkeys((*(line.id for line in first.lines), *(line.id for line in second.lines))))
    ordered = sorted(ids, key=lambda name: _rank(first.find(name) or second.line(name)))
    lines = tuple(_difference_line(first, second, name, title, keep) for name in ordered)
    return Budget(title, first.code, tuple(first.columns[i] for i in keep), lines)


def _rank(line: Line) -> tuple[int, bool]:
    """Sections in their order, in each the posts before the sums."""
    order = (EXECUTION, RETURNS, SUBSIDY, YEARLY, ONE_OFF, TOTALS)
    return order.index(line.section), line.is_sum


def _difference_line(first: Budget, second: Budget, line_id: str, title: str, keep: Sequence[int]) -> Line:
    both = [budget.find(line_id) for budget in (first, second)]
    known = [(budget, line) for budget, line in zip((first, second), both, strict=True) if line is not None]
    line = known[0][1]
    parts = {
        name: line.in_saldo * sign * budget.line(name).in_saldo for budget, each in known for sign, name in each.parts
    }
    return replace(
        line,
        answers=tuple(_difference_answer(both[0], both[1], title, i) for i in keep),
        pm=tuple(max(each.pm[i] for _, each in known) for i in keep),
        role="saldo",
        parts=tuple((sign, name) for name, sign in parts.items()),
    )


def _difference_answer(first: Line | None, second: Line | None, title: str, i: int) -> Answer:
    lines = [line for line in (first, second) if line is not None]
    sign = lines[0].in_saldo
    values = [0.0 if line is None else line.answers[i].value for line in (first, second)]
    # `+ 0.0` keeps a minus sign away from nothing.
    value = sign * (values[0] - values[1]) + 0.0
    asked = lines[0].answers[i]
    place = ", ".join(asked.title.rsplit(", ", 2)[1:])
    shown = (
        f"{amount(values[0])} − {amount(values[1])}"
        if values[1] >= 0
        else f"{amount(values[0])} − ({amount(values[1])})"
    )
    return Answer(
        value,
        f"{lines[0].label}, {title}, {place}",
        "Wat deze regel aan het verschil in saldo bijdraagt; meer lasten tellen als nadelig, meer baten als voordelig.",
        f"−({shown}) = {amount(value)}" if sign < 0 else f"{shown} = {amount(value)}",
        weakest([item for line in lines for item in line.answers[i].certainty.inputs]),
    )


# -- posts -------------------------------------------------------------------------------------------------------


def _cost_line(answers: Answers, run: Projection, code: str, cost_type: CostType, across: Sequence[Column]) -> Line:
    yearly = {
        year: _cost(answers, run, code, cost_type.id, year)
        for year in (answers.release.figures.base_year, *answers.horizon_years)
    }
    after = weakest(cost_inputs(answers.release, answers.comparison, run, (cost_type.id,), True))
    return Line(
        cost_type.id,
        cost_type.label,
        cost_type.soort,
        "last" if cost_type.sign < 0 else "baat",
        tuple(
            yearly[column[0]] if len(column) == 1 else _added([yearly[y] for y in column], column, after)
            for column in across
        ),
        tuple(_pm_cells(answers, run, code, cost_type, column[0]) for column in across),
        taakveld=cost_type.taakveld,
    )


def _cost(answers: Answers, run: Projection, code: str, kind: str, year: int) -> Answer:
    """The base year is that of the nulalternatief in every route, its allocation too."""
    if year > answers.release.figures.base_year:
        return answers.cost(run, code, kind, year)
    zero = answers.comparison.zero
    told = answers.cost(zero, code, kind, year)
    return replace(told, title=told.title.replace(zero.scenario.short_title, run.scenario.short_title, 1))


def _added(yearly: Sequence[Answer], column: Column, certainty: Certainty) -> Answer:
    """Years added up."""
    value = sum(answer.value for answer in yearly)
    shown = " + ".join(amount(answer.value) for answer in yearly)
    title = yearly[0].title.rsplit(", ", 1)[0]
    return Answer(value, f"{title}, {span(column)}", yearly[0].definition, f"{shown} = {amount(value)}", certainty)


def _pm_cells(answers: Answers, run: Projection, code: str, cost_type: CostType, year: int) -> int:
    """How many PM amounts of the base year a cell leaves out: all of them where the key spreads them."""
    figures = answers.release.figures
    pm = figures.pm[:, :, figures.cost_types.index(cost_type)]
    carrier = run if year > figures.base_year else answers.comparison.zero
    whole = code == TOTAL or not carrier.scenario.own_allocation
    return int(pm.sum() if whole else pm[answers.codes.index(code)].sum())


def _measure_line(answers: Answers, run: Projection, code: str, measure: Measure, across: Sequence[Column]) -> Line:
    certainty = weakest(direct_inputs(answers.release, answers.comparison, run, measure.kind))
    return Line(
        measure.id,
        measure.title,
        MEASURE_SECTIONS[measure.kind],
        "last" if measure.sign < 0 else "baat",
        tuple(_measure_answer(answers, run, code, measure, column, certainty) for column in across),
        (0,) * len(across),
    )


def _measure_answer(
    answers: Answers, run: Projection, code: str, measure: Measure, column: Column, certainty: Certainty
) -> Answer:
    value = measure.sign * answers.pick(run.direct[measure.id], code, column) + 0.0
    return Answer(
        value,
        f"{measure.title}, {run.scenario.short_title}, {answers.release.name(code)}, {span(column)}",
        measure.explanation,
        f"{' × '.join(_measure_factors(answers, code, measure, column))} = {amount(value)}",
        certainty,
    )


def _measure_factors(answers: Answers, code: str, measure: Measure, column: Column) -> Iterator[str]:
    figures, values = answers.release.figures, answers.comparison.values
    parameter = answers.release.parameters[measure.parameter]
    yield value_with_unit(values[measure.parameter], parameter.unit)
    if measure.base == "wsw_personen":
        yield f"{persons(figures.persons.sum())} personen"
    steps = measure.multipliers(figures)
    moved = [float(steps[year - figures.base_year]) for year in column]
    if measure.kind == "eenmalig":
        yield f"{percentage(sum(moved))} in {span(column)}"
    else:
        price = 1 + values[PRICE_INDEX]
        factors = [step * price ** (year - figures.base_year) for step, year in zip(moved, column, strict=True)]
        yield f"{decimal(sum(factors), 4)} (pad en prijspeil, {span(column)})"
    if code != TOTAL and measure.key is not None:
        share = figures.keys[measure.key][answers.codes.index(code)]
        yield f"{percentage(share, 2)} volgens {answers.release.key_words(measure.key)}"


# -- sums --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sums:
    """The posts of a route in sections, each with its sum."""

    answers: Answers
    run: Projection
    code: str
    across: Sequence[Column]
    posts: Sequence[Line]

    def lines(self) -> Iterator[Line]:
        """Posts and sums in the order of the table."""
        cost = self._of(EXECUTION)
        yield from cost
        yield self._sum(EXECUTION, "Uitvoeringskosten", EXECUTION, "last", cost)
        returns = self._of(RETURNS)
        yield from returns
        yield self._sum("operationeel", "Operationeel resultaat", RETURNS, "saldo", [*returns, *cost])
        wages = sorted(self._of(SUBSIDY), key=lambda line: -line.in_saldo)
        yield from wages
        yield self._sum(SUBSIDY, "Subsidieresultaat", SUBSIDY, "saldo", wages)
        for section, label in ((YEARLY, "Overig structureel"), (ONE_OFF, "Incidenteel (eenmalig)")):
            own = self._of(section)
            yield from own
            yield self._sum(section, label, section, "saldo", own)
        yield from self._totals()

    def _of(self, section: str) -> list[Line]:
        return [post for post in self.posts if post.section == section]

    def _totals(self) -> Iterator[Line]:
        costs = self._sum("totaal_lasten", "Totaal lasten", TOTALS, "last", self._with_role("last"))
        returns = self._sum("totaal_baten", "Totaal baten", TOTALS, "baat", self._with_role("baat"))
        saldo = tuple(
            replace(
                self.answers.saldo(self.run, self.code, column),
                formula=f"baten {amount(b.value)} − lasten {amount(a.value)} = {amount(b.value - a.value)}",
            )
            for a, b, column in zip(costs.answers, returns.answers, self.across, strict=True)
        )
        pm = tuple(a + b for a, b in zip(costs.pm, returns.pm, strict=True))
        parts = ((1, returns.id), (-1, costs.id))
        yield from (
            costs,
            returns,
            Line("saldo", "Saldo (baten − lasten)", TOTALS, "saldo", saldo, pm, parts, is_sum=True),
        )
        lasting = [post for post in self.posts if post.section != ONE_OFF]
        structural = self._sum("structureel", "Waarvan structureel", TOTALS, "saldo", lasting)
        yield replace(structural, parts=((1, "saldo"), (-1, ONE_OFF)))

    def _with_role(self, role: Role) -> list[Line]:
        return [post for post in self.posts if post.role == role]

    def _sum(self, line_id: str, label: str, section: str, role: Role, parts: Sequence[Line]) -> Line:
        """Parts added up: as they stand for lasten and baten, with their sign in the saldo for a saldo."""
        signs = [part.in_saldo if role == "saldo" else 1 for part in parts]
        told = tuple(self._sum_answer(label, parts, signs, i) for i in range(len(self.across)))
        pm = tuple(sum(part.pm[i] for part in parts) for i in range(len(self.across)))
        named = tuple(zip(signs, (part.id for part in parts), strict=True))
        return Line(line_id, label, section, role, told, pm, named, is_sum=True)

    def _sum_answer(self, label: str, parts: Sequence[Line], signs: Sequence[int], i: int) -> Answer:
        value = sum((sign * part.answers[i].value for sign, part in zip(signs, parts, strict=True)), 0.0)
        shown = " ".join(
            f"{'+' if sign > 0 else '−'} {lower_first(part.label)} {amount(part.answers[i].value)}"
            for sign, part in zip(signs, parts, strict=True)
        ).removeprefix("+ ")
        inputs = [item for part in parts for item in part.answers[i].certainty.inputs]
        return Answer(
            value,
            f"{label}, {self.run.scenario.short_title}, {self.answers.release.name(self.code)}, {span(self.across[i])}",
            DEFINITIONS.get(label, "Optelling van de regels erboven."),
            f"{shown} = {amount(value)}" if parts else "deze route heeft hier geen maatregel",
            weakest(inputs) if inputs else self.answers.one_off(self.run, self.code).certainty,
        )


DEFINITIONS = {
    "Operationeel resultaat": "Opbrengsten min uitvoeringskosten; zonder de lonen van de Wsw.",
    "Subsidieresultaat": "Rijksbijdrage min de lonen van de Wsw; geen uitvoeringskosten.",
    "Overig structureel": "Maatregelen die elk jaar terugkomen en niet bij een kostensoort horen.",
    "Incidenteel (eenmalig)": "Kosten of opbrengsten die hooguit drie jaar duren.",
    "Totaal lasten": "Alles wat geld kost, ook de lonen van de Wsw en wat eenmalig is.",
    "Totaal baten": "Alles wat geld oplevert, ook de rijksbijdrage.",
    "Waarvan structureel": "Saldo zonder wat eenmalig is.",
}
