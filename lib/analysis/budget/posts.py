"""The posts of a route: a line per kostensoort, and one per measure that stands beside them."""

from collections.abc import Iterator, Sequence

from lib.analysis.answers import Answer, Answers
from lib.analysis.budget.lines import MEASURE_SECTIONS, BudgetLine, Column, span
from lib.analysis.certainty import Certainty, cost_inputs, direct_inputs, weakest
from lib.model.figures import ALL, CostType
from lib.model.parameters import PRICE_INDEX
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.text import amount, decimal, percentage, persons, value_with_unit


def posts(answers: Answers, run: Projection, code: str, across: Sequence[Column]) -> list[BudgetLine]:
    """Every post of a route for one gemeente or ALL."""
    return [
        *(_cost_line(answers, run, code, cost_type, across) for cost_type in answers.release.figures.cost_types),
        *(_measure_line(answers, run, code, m, across) for m in run.scenario.measures if m.kind in MEASURE_SECTIONS),
    ]


def _cost_line(
    answers: Answers, run: Projection, code: str, cost_type: CostType, across: Sequence[Column]
) -> BudgetLine:
    yearly = {
        year: _cost(answers, run, code, cost_type.id, year)
        for year in (answers.release.figures.base_year, *answers.horizon_years)
    }
    whose = f"{cost_type.label}, {run.scenario.short_title}, {answers.release.name(code)}"
    after = weakest(cost_inputs(answers.release, answers.comparison, run, (cost_type.id,), True))
    return BudgetLine(
        cost_type.id,
        cost_type.label,
        cost_type.soort,
        "last" if cost_type.sign < 0 else "baat",
        tuple(
            yearly[column[0]]
            if len(column) == 1
            else _added([yearly[y] for y in column], f"{whose}, {span(column)}", after)
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
    return answers.cost(zero, code, kind, year, route=run.scenario.short_title)


def _added(yearly: Sequence[Answer], title: str, certainty: Certainty) -> Answer:
    """Years added up."""
    value = sum(answer.value for answer in yearly)
    terms = " + ".join(amount(answer.value) for answer in yearly)
    return Answer(value, title, yearly[0].definition, f"{terms} = {amount(value)}", certainty)


def _pm_cells(answers: Answers, run: Projection, code: str, cost_type: CostType, year: int) -> int:
    """How many PM amounts of the base year a cell leaves out: all of them where the key spreads them."""
    figures = answers.release.figures
    pm = figures.pm[:, :, figures.cost_types.index(cost_type)]
    carrier = run if year > figures.base_year else answers.comparison.zero
    whole = code == ALL or not carrier.scenario.own_allocation
    return int(pm.sum() if whole else pm[answers.codes.index(code)].sum())


def _measure_line(
    answers: Answers, run: Projection, code: str, measure: Measure, across: Sequence[Column]
) -> BudgetLine:
    certainty = weakest(direct_inputs(answers.release, answers.comparison, run, measure.kind))
    return BudgetLine(
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
    shares = [float(steps[year - figures.base_year]) for year in column]
    if measure.kind == "eenmalig":
        yield f"{percentage(sum(shares))} in {span(column)}"
    else:
        price = 1 + values[PRICE_INDEX]
        factors = [step * price ** (year - figures.base_year) for step, year in zip(shares, column, strict=True)]
        yield f"{decimal(sum(factors), 4)} (pad en prijspeil, {span(column)})"
    if code != ALL and measure.key is not None:
        share = figures.keys[measure.key][answers.codes.index(code)]
        yield f"{percentage(share, 2)} volgens {answers.release.key_words(measure.key)}"
