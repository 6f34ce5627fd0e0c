"""One amount of the view worked out step by step (model.md §3 and §7): volume, price, measures, allocation, result."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from lib.comparison.answers import Answers
from lib.comparison.cells import PM
from lib.comparison.certainty import Certainty, Input, cost_inputs, measure_input, parameter_input, weakest
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.message import period
from lib.comparison.numbers import EURO, FACTOR, SHARE, ExplainedNumber, Formula, Term, joint_certainty, signed
from lib.model.allocation import Portion, key_divides
from lib.model.figures import ALL, Array, CostType
from lib.model.formulas import strength
from lib.model.parameters import ATTRITION, FIXED_REDUCTION
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.text import amount, lower_first, persons, value_with_unit

FACTOR_DECIMALS, CENTS = 6, 2


@dataclass(frozen=True)
class Step:
    """A step for one route."""

    name: str
    rule: str
    answer: ExplainedNumber

    @property
    def text(self) -> str:
        """The value in words: euros with cents, factors with six decimals."""
        return self.answer.text


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
    def borne(self) -> tuple[Portion, ...]:
        """What the gemeente bears in this year, part by part."""
        return self.answers.portions(self.run, self.code, self.year)

    @property
    def of(self) -> NDArray[np.bool_]:
        """Those whose costs it bears a part of [g]."""
        return np.any([portion.of for portion in self.borne], axis=0)

    @property
    def shared(self) -> bool:
        """The gemeente pays a share of what some cost together."""
        return self.code != ALL and bool(self.of.sum() > 1)

    @property
    def base(self) -> Array:
        """Base-year euros [g, w] that the example starts from: the rest is zero."""
        figures = self.answers.comparison.figures
        euros = figures.costs[:, :, self.k].copy()
        if self.werkvorm is not None:
            euros[:, [werkvorm.id != self.werkvorm for werkvorm in figures.werkvormen]] = 0
        euros[~self.of] = 0
        return euros

    def effect(self, measure: Measure) -> float:
        """What a percentage measure adds to the factor, weighted with the base-year euros."""
        figures = self.answers.release.figures
        base = self.base
        if not base.sum():
            return 0.0
        met = measure.mask(figures)[:, :, self.k]
        sizes = strength(figures, self.run.scenario, measure, self.answers.comparison.values)[:, self.t]
        return float(np.sum(base * met * sizes[:, None]) / base.sum())

    def measures(self) -> list[tuple[Measure, float]]:
        """The percentage measures that move this amount in this year, with what each adds to the factor."""
        effects = [(m, self.effect(m)) for m in self.run.scenario.measures if m.kind == "percentage"]
        return [(measure, size) for measure, size in effects if size]

    @property
    def together(self) -> str:
        """Whose costs it bears a part of, in words."""
        return self.answers.together(Portion(1.0, 1.0, self.of))

    def before(self, portion: Portion) -> float:
        """What those of a portion cost together, in positive euros."""
        columns = [self.werkvorm in (None, werkvorm.id) for werkvorm in self.answers.release.figures.werkvormen]
        return float(self.answers.before(self.run)[portion.of][:, columns, self.k, self.t].sum())

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
    inputs = cost_inputs(answers.release, answers.comparison, example.run, (example.kind,), True)
    result, product = example.result(), prod((first.value, volume.value, price.value, factor.value))
    terms = signed((number.term() for number in (first, volume, price, factor)), "×")
    definition = "Bedrag × volume × prijspeil × maatregelen."
    before = _number(example, product, "Vóór verdeling", definition, terms, weakest(inputs), EURO)
    definition, divided = "De uitkomst waarmee alle pagina’s rekenen.", _divided(example, before)
    last = _number(example, result, example.cost_type.label, definition, divided, weakest(inputs), EURO)
    whose = "bij eigen kosten die van de gemeente; bij een sleutel die van alle gemeenten samen"
    return [
        Step("Bedrag in het basisjaar", whose, first),
        Step("Wie nog werkt", "(1 − uitstroom) tot de macht van het aantal jaren", people),
        Step("Vast deel", "vast deel × (1 − afbouw) tot de macht van het aantal jaren", fixed),
        Step("Volume", "vast deel + (1 − vast deel) × wie nog werkt", volume),
        Step("Prijspeil", "(1 + index) tot de macht van het aantal jaren", price),
        Step("Maatregelen", "1 + de maatregelen die dit bedrag raken", factor),
        Step("Vóór verdeling", "bedrag × volume × prijspeil × maatregelen", before),
        Step("Uitkomst", "eigen kosten, of een aandeel volgens de sleutel", last),
    ]


def _base(example: Example) -> ExplainedNumber:
    answers = example.answers
    release = answers.release
    value = float(example.base.sum())
    whose = example.together if example.shared else release.name(example.code)
    definition = "Het bedrag waarmee de berekening begint; PM-posten tellen niet mee."
    certainty = weakest(cost_inputs(release, answers.comparison, example.run, (example.kind,), False))
    what = f"{example.cost_type.label} in {release.figures.base_year}"
    return ExplainedNumber(value, what, whose, (), definition, Term(value, before=f"{whose}: "), certainty)


def _attrition(example: Example) -> ExplainedNumber:
    value = float(example.answers.trend.attrition[example.t])
    terms = (f"(1 − {_value(example, ATTRITION)})^{example.t}",)
    definition = "Het deel van de mensen uit het basisjaar dat er nog is."
    return _number(example, value, "Wie nog werkt", definition, terms, _parameters(example, ATTRITION))


def _fixed(example: Example) -> ExplainedNumber:
    name = example.cost_type.fixed_share
    if name is None:
        definition = "Deze kostensoort beweegt helemaal mee met het aantal mensen."
        return _number(example, 0.0, "Vast deel", definition, "geen vast deel", _parameters(example, ATTRITION))
    values = example.answers.comparison.values
    value = values[name] * (1 - values[FIXED_REDUCTION]) ** example.t
    terms = (f"{_value(example, name)} × (1 − {_value(example, FIXED_REDUCTION)})^{example.t}",)
    definition = "Het deel dat niet meebeweegt met het aantal mensen."
    return _number(example, value, "Vast deel", definition, terms, _parameters(example, name, FIXED_REDUCTION))


def _volume(example: Example, people: ExplainedNumber, fixed: ExplainedNumber) -> ExplainedNumber:
    value = float(example.answers.trend.volume[example.k, example.t])
    terms = fixed.term(), "+", fixed.term("(1 − ", ")"), "×", people.term()
    certainty = joint_certainty(people, fixed)
    return _number(example, value, "Volume", "Hoeveel er van het werk over is.", terms, certainty)


def _price(example: Example) -> ExplainedNumber:
    value = float(example.answers.trend.price[example.k, example.t])
    index = example.cost_type.index
    terms = " ".join(f"{'+' if sign > 0 else '−'} {_value(example, name)}" for sign, name in index)
    certainty = _parameters(example, *(name for _, name in index))
    definition = "Hoeveel lonen, prijzen of tarieven zijn gestegen."
    return _number(example, value, "Prijspeil", definition, (f"(1 {terms})^{example.t}",), certainty)


def _factor(example: Example) -> ExplainedNumber:
    effects = example.measures()
    terms: list[Term | str] = ["1"]
    for measure, size in effects:
        name = f" ({lower_first(measure.title)})"
        terms += "+" if size > 0 else "−", Term(abs(size), FACTOR, FACTOR_DECIMALS, after=name)
    release, comparison = example.answers.release, example.answers.comparison
    inputs = [measure_input(release, comparison, measure) for measure, _ in effects]
    scenario = Input("het scenario zelf", "aanname", example.run.scenario.source, release.reference_day)
    value, formula = 1 + sum(size for _, size in effects), "geen maatregel raakt dit bedrag in dit jaar"
    definition = (
        "Wat de maatregelen van de route met dit bedrag doen; gewogen waar zij niet elke gemeente of werkvorm raken."
    )
    certainty = weakest(inputs or [scenario])
    return _number(example, value, "Maatregelen", definition, tuple(terms) if effects else formula, certainty)


def _divided(example: Example, before: ExplainedNumber) -> Formula:
    release, run = example.answers.release, example.run
    if not example.shared:
        how = "alle gemeenten samen" if key_divides(release.figures, run.scenario) else "eigen kosten"
        return Term(example.result(), EURO, CENTS, f"{how}: ")
    key = release.key_words(run.key)
    if len(example.borne) == 1:
        return Term(example.borne[0].share, SHARE, 2, after=f" ({key})"), "×", before.term()
    terms: list[Term | str] = []
    for portion in example.borne:
        euros = Term(example.before(portion), EURO, CENTS)
        how = f"({key}, {example.answers.together(portion)})" if portion.is_shared else "(eigen kosten)"
        share = (Term(portion.share, SHARE, 2), "×") if portion.is_shared else ()
        terms += ["+", Term(portion.part, SHARE, 0, after=" van het jaar:"), *share, euros, how]
    return tuple(terms[1:])


def _number(
    example: Example, value: float, name: str, definition: str, terms: Formula, certainty: Certainty, unit: str = FACTOR
) -> ExplainedNumber:
    """Of the route, gemeente and year that are worked out."""
    what, whom = f"{name}, {example.run.scenario.short_title}", example.answers.release.name(example.code)
    decimals = CENTS if unit == EURO else FACTOR_DECIMALS
    return ExplainedNumber(value, what, whom, (example.year,), definition, terms, certainty, unit, decimals)


def _parameters(example: Example, *names: str) -> Certainty:
    """Of what rests on parameters alone."""
    release, comparison = example.answers.release, example.answers.comparison
    return weakest(parameter_input(release, comparison, name) for name in dict.fromkeys(names))


def _value(example: Example, name: str) -> str:
    comparison = example.answers.comparison
    return value_with_unit(comparison.values[name], example.answers.release.parameters[name].unit)


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


def _row(name: str, rule: str, values: list[tuple[str, ExplainedNumber]], last: bool = False) -> Row:
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

    def add(
        name: str, rule: str, of: Callable[[Projection], ExplainedNumber], write: Callable[[float], str] = amount
    ) -> None:
        values = [of(run) for run in (comparison.a, comparison.b)]
        rows.append(_row(name, rule, [(write(answer.value), answer) for answer in values]))

    add(
        f"Mensen, {_what(answers, werkvorm)}",
        "personen in het basisjaar × wie nog werkt",
        lambda run: answers.wsw(run, code, werkvormen, year),
        persons,
    )
    rule = "parameter × aantal, gespreid over de jaren en verdeeld met de sleutel"
    singles = [
        (PM if release.one_off_is_pm(run.scenario) else amount(answer.value), answer)
        for run in (comparison.a, comparison.b)
        for answer in (answers.one_off(run, code),)
    ]
    rows.append(_row(f"Eenmalig, {span}", rule, singles))
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
