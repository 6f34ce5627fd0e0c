"""One amount of the view worked out step by step (model.md §3 and §7): volume, price, measures, allocation, result."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lib.analysis.answers import Answer, Answers
from lib.analysis.certainty import Input, cost_inputs, measure_input, parameter_input, weakest
from lib.analysis.grid import Cell, Column, Grid, Row, Words
from lib.analysis.message import period
from lib.model.figures import ALL, Array, CostType
from lib.model.formulas import strength
from lib.model.parameters import ATTRITION, FIXED_REDUCTION
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.text import amount, decimal, lower_first, percentage, persons, value_with_unit

FACTOR_DECIMALS, CENTS = 6, 2
BASE_RULE = "bij eigen kosten die van de gemeente; bij een sleutel die van alle gemeenten samen"


@dataclass(frozen=True)
class Step:
    """A step for one route; `text` is the value in words: euros with cents, factors with six decimals."""

    name: str
    rule: str
    text: str
    answer: Answer


@dataclass(frozen=True)
class Example:
    """What is worked out: a gemeente (or ALL), a werkvorm (None is all), a kostensoort and a year after the base."""

    answers: Answers
    run: Projection
    code: str
    werkvorm: str | None
    kind: str
    year: int

    @property
    def k(self) -> int:
        return [cost_type.id for cost_type in self.answers.release.figures.cost_types].index(self.kind)

    @property
    def t(self) -> int:
        return self.year - self.answers.release.figures.base_year

    @property
    def cost_type(self) -> CostType:
        return self.answers.release.figures.cost_types[self.k]

    @property
    def shared(self) -> bool:
        """The gemeente pays a share of what all cost together."""
        return not self.run.scenario.own_allocation and self.code != ALL

    @property
    def base(self) -> Array:
        """Base-year euros [g, w] that the example starts from: the rest is zero."""
        figures = self.answers.release.figures
        euros = figures.costs[:, :, self.k].copy()
        if self.werkvorm is not None:
            euros[:, [werkvorm.id != self.werkvorm for werkvorm in figures.werkvormen]] = 0
        if not self.shared and self.code != ALL:
            euros[[code != self.code for code in self.answers.codes]] = 0
        return euros

    def effect(self, measure: Measure) -> float:
        """What a percentage measure adds to the factor, weighted with the base-year euros."""
        figures = self.answers.release.figures
        base = self.base
        if not base.sum():
            return 0.0
        met = measure.mask(figures)[:, :, self.k]
        size = strength(figures, measure, self.answers.comparison.values)[self.t]
        return float(np.sum(base * met) / base.sum() * size)

    def measures(self) -> list[tuple[Measure, float]]:
        """The percentage measures that move this amount in this year, with what each adds to the factor."""
        effects = [(m, self.effect(m)) for m in self.run.scenario.measures if m.kind == "percentage"]
        return [(measure, size) for measure, size in effects if size]

    def result(self) -> float:
        """The amount of the Comparison itself, in positive euros."""
        figures = self.answers.release.figures
        columns = [self.werkvorm in (None, werkvorm.id) for werkvorm in figures.werkvormen]
        return self.answers.pick(self.run.costs[:, columns, self.k].sum(axis=1), self.code, (self.year,))


def steps(example: Example) -> list[Step]:
    """From the base-year amount to the result; the last step is the amount of the Comparison."""
    answers = example.answers
    first = _base(example)
    people, fixed = _attrition(example), _fixed(example)
    volume, price = _volume(example, people, fixed), _price(example)
    factor = _factor(example)
    product = first.value * volume.value * price.value * factor.value
    inputs = cost_inputs(answers.release, answers.comparison, example.run, (example.kind,), True)
    filled = (
        f"{amount(first.value)} × {_six(volume.value)} × {_six(price.value)} × {_six(factor.value)}"
        f" = {amount(product, CENTS)}"
    )
    before = Answer(
        product,
        f"Vóór verdeling, {_where(example)}",
        "Bedrag × volume × prijspeil × maatregelen.",
        filled,
        weakest(inputs),
    )
    result = example.result()
    last = Answer(
        result,
        f"{example.cost_type.label}, {_where(example)}",
        "De uitkomst waarmee alle pagina’s rekenen.",
        _divided(example, product, result),
        weakest(inputs),
    )
    return [
        Step("Bedrag in het basisjaar", BASE_RULE, amount(first.value), first),
        Step("Wie nog werkt", "(1 − uitstroom) tot de macht van het aantal jaren", _six(people.value), people),
        Step("Vast deel", "vast deel × (1 − afbouw) tot de macht van het aantal jaren", _six(fixed.value), fixed),
        Step("Volume", "vast deel + (1 − vast deel) × wie nog werkt", _six(volume.value), volume),
        Step("Prijspeil", "(1 + index) tot de macht van het aantal jaren", _six(price.value), price),
        Step("Maatregelen", "1 + de maatregelen die dit bedrag raken", _six(factor.value), factor),
        Step("Vóór verdeling", "bedrag × volume × prijspeil × maatregelen", amount(product, CENTS), before),
        Step("Uitkomst", "eigen kosten, of een aandeel volgens de sleutel", amount(result, CENTS), last),
    ]


def _where(example: Example) -> str:
    return f"{example.run.scenario.short_title}, {example.answers.release.name(example.code)}, {example.year}"


def _base(example: Example) -> Answer:
    answers = example.answers
    release = answers.release
    value = float(example.base.sum())
    whose = release.all_together if example.shared else release.name(example.code)
    return Answer(
        value,
        f"{example.cost_type.label} in {release.figures.base_year}, {whose}",
        "Het bedrag waarmee de berekening begint; PM-posten tellen niet mee.",
        f"{whose}: {amount(value)}",
        weakest(cost_inputs(release, answers.comparison, example.run, (example.kind,), False)),
    )


def _attrition(example: Example) -> Answer:
    value = float(example.answers.trend.attrition[example.t])
    formula = f"(1 − {_value(example, ATTRITION)})^{example.t} = {_six(value)}"
    return _of(
        example, value, "Wie nog werkt", "Het deel van de mensen uit het basisjaar dat er nog is.", formula, ATTRITION
    )


def _fixed(example: Example) -> Answer:
    name = example.cost_type.fixed_share
    if name is None:
        definition = "Deze kostensoort beweegt helemaal mee met het aantal mensen."
        return _of(example, 0.0, "Vast deel", definition, "geen vast deel", ATTRITION)
    values = example.answers.comparison.values
    value = values[name] * (1 - values[FIXED_REDUCTION]) ** example.t
    formula = f"{_value(example, name)} × (1 − {_value(example, FIXED_REDUCTION)})^{example.t} = {_six(value)}"
    return _of(
        example,
        value,
        "Vast deel",
        "Het deel dat niet meebeweegt met het aantal mensen.",
        formula,
        name,
        FIXED_REDUCTION,
    )


def _volume(example: Example, people: Answer, fixed: Answer) -> Answer:
    value = float(example.answers.trend.volume[example.k, example.t])
    formula = f"{_six(fixed.value)} + (1 − {_six(fixed.value)}) × {_six(people.value)} = {_six(value)}"
    certainty = weakest((*people.certainty.inputs, *fixed.certainty.inputs))
    return Answer(value, f"Volume, {_where(example)}", "Hoeveel er van het werk over is.", formula, certainty)


def _price(example: Example) -> Answer:
    value = float(example.answers.trend.price[example.k, example.t])
    index = example.cost_type.index
    terms = " ".join(f"{'+' if sign > 0 else '−'} {_value(example, name)}" for sign, name in index)
    formula = f"(1 {terms})^{example.t} = {_six(value)}"
    names = [name for _, name in index]
    return _of(example, value, "Prijspeil", "Hoeveel lonen, prijzen of tarieven zijn gestegen.", formula, *names)


def _factor(example: Example) -> Answer:
    effects = example.measures()
    value = 1 + sum(size for _, size in effects)
    terms = "".join(
        f" {'+' if size > 0 else '−'} {_six(abs(size))} ({lower_first(measure.title)})" for measure, size in effects
    )
    release, comparison = example.answers.release, example.answers.comparison
    scenario = Input("het scenario zelf", "aanname", example.run.scenario.source, release.reference_day)
    return Answer(
        value,
        f"Maatregelen, {_where(example)}",
        "Wat de maatregelen van de route met dit bedrag doen; gewogen waar zij niet elke gemeente of werkvorm raken.",
        f"1{terms} = {_six(value)}" if effects else "geen maatregel raakt dit bedrag in dit jaar",
        weakest([measure_input(release, comparison, measure) for measure, _ in effects] or [scenario]),
    )


def _divided(example: Example, product: float, result: float) -> str:
    if not example.shared:
        how = "eigen kosten" if example.run.scenario.own_allocation else "alle gemeenten samen"
        return f"{how}: {amount(result, CENTS)}"
    key = example.run.key
    share = example.answers.release.figures.keys[key][example.answers.codes.index(example.code)]
    return f"{percentage(share, 2)} ({example.answers.release.key_words(key)}) × {amount(product, CENTS)} = {amount(result, CENTS)}"


def _of(example: Example, value: float, name: str, definition: str, formula: str, *parameters: str) -> Answer:
    """An answer that rests on parameters alone."""
    release, comparison = example.answers.release, example.answers.comparison
    inputs = [parameter_input(release, comparison, parameter) for parameter in dict.fromkeys(parameters)]
    return Answer(value, f"{name}, {_where(example)}", definition, formula, weakest(inputs))


def _value(example: Example, name: str) -> str:
    comparison = example.answers.comparison
    return value_with_unit(comparison.values[name], example.answers.release.parameters[name].unit)


def _six(value: float) -> str:
    return decimal(value, FACTOR_DECIMALS)


# -- as tables, both routes beside each other --------------------------------------------------------------------------


def steps_table(answers: Answers, code: str, werkvorm: str | None, kind: str, year: int) -> Grid:
    """The formulas in words, with the values of both routes filled in."""
    comparison, figures = answers.comparison, answers.release.figures
    examples = [Example(answers, run, code, werkvorm, kind, year) for run in (comparison.a, comparison.b)]
    pairs = list(zip(*map(steps, examples), strict=True))
    rows = [
        _row(a.name, a.rule, [(step.text, step.answer) for step in (a, b)], last=i == len(pairs))
        for i, (a, b) in enumerate(pairs, 1)
    ]
    label = next(item.label for item in figures.cost_types if item.id == kind)
    caption = f"{label}, {_what(answers, werkvorm)}, {answers.release.name(code)}, {year}"
    return _table(answers, "ingevulde stappen", caption, "Stap", rows)


def _what(answers: Answers, werkvorm: str | None) -> str:
    labels = {item.id: item.label for item in answers.release.figures.werkvormen}
    return "alle werkvormen" if werkvorm is None else lower_first(labels[werkvorm])


def _row(name: str, rule: str, values: list[tuple[str, Answer]], last: bool = False) -> Row:
    cells = (Cell(words, answer, below=(Cell(answer.formula),)) for words, answer in values)
    return Row(name, name, (Cell(rule), *cells), "total" if last else "")


def _table(answers: Answers, name: str, caption: str, corner: str, rows: list[Row]) -> Grid:
    a, b = (run.scenario.short_title for run in (answers.comparison.a, answers.comparison.b))
    columns = (
        Column("words", "In woorden", numeric=False),
        Column("a", a, (Words(a, "a"),), numeric=False),
        Column("b", b, (Words(b, "b"),), numeric=False),
    )
    return Grid(name, caption, "", Words(corner), columns, tuple(rows), caption)


def outcomes_table(answers: Answers, code: str, werkvorm: str | None, year: int) -> Grid:
    """Persons, saldo and what follows from them, each with its formula filled in."""
    comparison, release = answers.comparison, answers.release
    werkvormen = None if werkvorm is None else [werkvorm]
    span = period(comparison)
    rows: list[Row] = []

    def add(name: str, rule: str, of: Callable[[Projection], Answer], write: Callable[[float], str] = amount) -> None:
        values = [of(run) for run in (comparison.a, comparison.b)]
        rows.append(_row(name, rule, [(write(answer.value), answer) for answer in values]))

    add(
        f"Mensen, {_what(answers, werkvorm)}",
        "personen in het basisjaar × wie nog werkt",
        lambda run: answers.wsw(run, code, werkvormen, year),
        persons,
    )
    rule = "parameter × aantal, gespreid over de jaren en verdeeld met de sleutel"
    add(f"Eenmalig, {span}", rule, lambda run: answers.one_off(run, code))
    rule = "baten − lasten, alle kostensoorten en maatregelen samen"
    add("Saldo", rule, lambda run: answers.saldo(run, code, (year,)))
    name, rule = lower_first(release.zero.short_title), "saldo van de route − saldo van het nulalternatief"
    add(f"Verschil met {name}", rule, lambda run: answers.difference(run, comparison.zero, code, (year,)), _verdict)
    rule = "som van saldo ÷ (1 + discontovoet) tot de macht van het aantal jaren"
    add(f"Contante waarde, {span}", rule, lambda run: answers.present_value(run, code))
    caption = f"Mensen en saldo, {release.name(code)}, {year}; V voordelig, N nadelig"
    return _table(answers, "ingevulde uitkomsten", caption, "Uitkomst", rows)


def _verdict(euros: float) -> str:
    words = amount(euros)
    if words == amount(0):
        return "geen verschil"
    return f"+{words} V" if euros > 0 else f"{words} N"
