"""The saldo of a route, what two routes differ and what of it is one-off, as explained numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

from lib.comparison.certainty import (
    Certainty,
    Input,
    direct_inputs,
    key_input,
    parameter_input,
    reproduced,
    structural_certainty,
    weakest,
)
from lib.comparison.numbers import FACTOR, PERSONS, SHARE, ExplainedNumber, Formula, Term, minus, signed
from lib.comparison.release import Release
from lib.comparison.view import Scale, View, scale_of
from lib.model.comparison import Comparison
from lib.model.figures import ALL, Array
from lib.model.formulas import Trend, key_of_measure, trend
from lib.model.parameters import DISCOUNT, PRICE_INDEX
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.tables.columns import STATUSES
from lib.text import percentage_exact, year_range

#: What the formula of every outcome says of a route of which nothing but its existence is published.
NOTHING_PUBLISHED = "van deze route is geen uitkomst gepubliceerd: PM, onbekend en niet nul"
#: What the formula of a one-off says of which no amount is known.
PM_ONLY = "deze route heeft eenmalige posten, maar van geen ervan is een bedrag bekend: PM, onbekend en niet nul"


@dataclass(frozen=True)
class SaldoAnswers:
    """Saldo, differences and one-offs of one comparison. `code` is a gemeente code or ALL; `years` a span after the base year."""

    release: Release
    view: View
    comparison: Comparison

    @cached_property
    def trend(self) -> Trend:
        return trend(self.release.figures, self.comparison.values)

    @cached_property
    def scale(self) -> Scale:
        """How the view shows euros."""
        return scale_of(self.release, self.view.expression, self.view.people)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The gemeenten in their order, without the total."""
        return tuple(gemeente.code for gemeente in self.release.figures.gemeenten)

    @cached_property
    def horizon_years(self) -> tuple[int, ...]:
        return tuple(range(self.release.figures.base_year + 1, self.comparison.horizon + 1))

    def of(self, values: Array, code: str) -> float:
        """Sum of [g] for one gemeente or all; no number for one with too few people to show."""
        if code in self.release.away:
            return nan
        return float(values.sum() if code == ALL else values[self.codes.index(code)])

    def pick(self, euros: Array, code: str, years: Sequence[int]) -> float:
        """Sum of [g, t] over the years, for one gemeente or all."""
        return self.of(euros[:, [year - self.release.figures.base_year for year in years]].sum(axis=1), code)

    # -- saldo and differences ---------------------------------------------------------------------------------

    def saldo(self, run: Projection, code: str, years: Sequence[int] | None = None) -> ExplainedNumber:
        """Saldo of a route, one-offs included, over the years (default: the horizon)."""
        key = (run.scenario.id, code, tuple(years or self.horizon_years))
        if key not in self._saldi:
            self._saldi[key] = self._saldo(run, code, key[2])
        return self._saldi[key]

    @cached_property
    def _saldi(self) -> dict[tuple[str, str, tuple[int, ...]], ExplainedNumber]:
        return {}

    def _saldo(self, run: Projection, code: str, years: Sequence[int]) -> ExplainedNumber:
        comparison = self.comparison
        parts = {soort: comparison.of_soort(run, soort) for soort in self.release.figures.soorten}
        parts |= {"overig structureel": comparison.yearly(run), "eenmalig": comparison.one_off(run)}
        terms = [Term(self.pick(euros, code, years), before=f"{name} ") for name, euros in parts.items()]
        what, whom, value = (
            f"Saldo {run.scenario.short_title}",
            self.release.name(code),
            self.pick(run.saldo, code, years),
        )
        definition = "Baten min lasten; een min betekent dat er geld bij moet."
        formula: Formula = signed(term for term in terms if term.value)
        certainty = self.saldo_status(run, code, years)
        if run.scenario.only_pm:
            formula = NOTHING_PUBLISHED
        return ExplainedNumber(value, what, whom, years, definition, formula, certainty)

    def saldo_status(self, run: Projection, code: str, years: Sequence[int]) -> Certainty:
        """The weakest status of the years, and of the one-offs that fall in them."""
        certainties = [self.year_status(run, code, year) for year in years]
        decisive = max(certainties, key=lambda certainty: STATUSES.index(certainty.status))
        inputs = list(decisive.inputs)
        if self.pick(self.comparison.one_off(run), code, years):
            inputs += direct_inputs(self.release, self.comparison, run, "eenmalig")
        return weakest(inputs)

    def year_status(self, run: Projection, code: str, year: int) -> Certainty:
        """Status of the structural saldo of one year."""
        if run.scenario.only_pm and year > self.release.figures.base_year:
            return self._no_measure(run)
        statuses = self._year_statuses
        key = (run.scenario.id, code, year)
        if key not in statuses:
            exact = reproduced(self.release, self.comparison, run, code, year)
            statuses[key] = exact or self._unpublished(run, year > self.release.figures.base_year)
        return statuses[key]

    def _unpublished(self, run: Projection, after_base: bool) -> Certainty:
        key = (run.scenario.id, after_base)
        if key not in self._structural:
            self._structural[key] = structural_certainty(self.release, self.comparison, run, after_base)
        return self._structural[key]

    @cached_property
    def _structural(self) -> dict[tuple[str, bool], Certainty]:
        return {}

    @cached_property
    def _year_statuses(self) -> dict[tuple[str, str, int], Certainty]:
        return {}

    def difference(
        self, run: Projection, other: Projection, code: str, years: Sequence[int] | None = None
    ) -> ExplainedNumber:
        """Saldo of `run` minus saldo of `other`: above zero is voordelig for `run`."""
        definition = f"Verschil in saldo; V is voordelig en N nadelig voor {run.scenario.short_title}."
        return minus(self.saldo(run, code, years), self.saldo(other, code, years), _against(run, other), definition)

    def one_off(self, run: Projection, code: str, years: Sequence[int] | None = None) -> ExplainedNumber:
        """What of the saldo is one-off."""
        years = years or self.horizon_years
        measures = [measure for measure in run.scenario.measures if measure.kind == "eenmalig"]
        inputs = direct_inputs(self.release, self.comparison, run, "eenmalig")
        if code != ALL:
            inputs += [key_input(self.release, measure.key) for measure in measures if measure.key]
        terms: list[Term | str] = []
        for measure in measures:
            name = f"{measure.title}: {'−' if measure.sign < 0 else ''}"
            terms += ["+", *signed(self.measure_terms(measure, code, years, 0, name), "×")]
        what, definition = (
            f"Eenmalig in {run.scenario.short_title}",
            "Kosten of opbrengsten die hooguit drie jaar duren.",
        )
        value, whom = self.pick(self.comparison.one_off(run), code, years), self.release.name(code)
        unknown = self.release.one_off_is_pm(run.scenario)
        formula = tuple(terms[1:]) or (PM_ONLY if unknown else "deze route heeft geen eenmalige maatregel")
        certainty = weakest(inputs) if inputs else self._no_measure(run)
        return ExplainedNumber(value, what, whom, years, definition, formula, certainty)

    def measure_terms(
        self, measure: Measure, code: str, years: Sequence[int], decimals: int = 1, name: str = ""
    ) -> Iterator[Term]:
        """What is multiplied to the amount of a measure beside the kostensoorten; `decimals` are those of its phase."""
        figures, span = self.comparison.figures, year_range(years[0], years[-1])
        first, *others = measure.parameters
        yield self._parameter(first, name)
        yield from map(self._parameter, others)
        if measure.base == "wsw_personen":
            yield Term(float(figures.persons.sum()), PERSONS, after=" personen")
        steps = measure.multipliers(figures)
        phases = {year - figures.base_year: float(steps[year - figures.base_year]) for year in years}
        if measure.kind == "eenmalig":
            yield Term(sum(phases.values()), SHARE, decimals, after=f" in {span}")
        else:
            price = 1 + self.comparison.values[PRICE_INDEX]
            factor = sum(phase * price**t for t, phase in phases.items())
            yield Term(factor, FACTOR, 4, after=f" (pad en prijspeil, {span})")
        if code != ALL and measure.key:
            share = self.of(key_of_measure(figures, measure), code)
            yield Term(share, SHARE, 2, after=f" volgens {self.release.key_words(measure.key)}")

    def one_off_difference(
        self, run: Projection, other: Projection, code: str, years: Sequence[int] | None = None
    ) -> ExplainedNumber:
        """What of the difference between two routes is one-off."""
        first, second = self.one_off(run, code, years), self.one_off(other, code, years)
        definition = f"{first.definition} {first.title}: {first.formula}. {second.title}: {second.formula}."
        return minus(first, second, f"Eenmalig verschil, {_against(run, other)}", definition, ())

    def structural(
        self, run: Projection, other: Projection, code: str, years: Sequence[int] | None = None
    ) -> ExplainedNumber:
        """The difference in saldo without the one-offs."""
        whole = self.difference(run, other, code, years)
        what, definition = f"Structureel verschil, {_against(run, other)}", "Verschil in saldo zonder wat eenmalig is."
        return minus(whole, self.one_off_difference(run, other, code, years), what, definition, (), whole.certainty)

    def present_value(self, run: Projection, code: str) -> ExplainedNumber:
        """Σ saldo / (1 + discontovoet)^n over the horizon."""
        rate = percentage_exact(self.comparison.values[DISCOUNT])
        values = (self.pick(run.saldo, code, (year,)) for year in self.horizon_years)
        terms = signed(Term(value, after=f" ÷ (1 + {rate})^{n}") for n, value in enumerate(values, start=1))
        nominal, discount = self.saldo(run, code), parameter_input(self.release, self.comparison, DISCOUNT)
        return replace(
            nominal,
            value=self.of(self.comparison.present_value(run), code),
            what=f"Contante waarde {run.scenario.short_title}",
            definition="Het saldo van elk jaar, teruggerekend naar het basisjaar; bedragen in lopende prijzen gaan voor.",
            terms=terms,
            certainty=weakest((*nominal.certainty.inputs, discount)),
        )

    def _parameter(self, name: str, before: str = "") -> Term:
        return Term(self.comparison.values[name], self.release.parameters[name].unit, None, before)

    def _no_measure(self, run: Projection) -> Certainty:
        knowledge = self.release.reference_day
        return weakest([Input("het scenario zelf", "aanname", run.scenario.source, knowledge)])


def _against(run: Projection, other: Projection) -> str:
    return f"{run.scenario.short_title} tegenover {other.scenario.short_title}"
