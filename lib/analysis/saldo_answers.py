"""Numbers that can be asked where they come from; here the saldo of a route and what two routes differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan

from lib.analysis.certainty import (
    Certainty,
    Input,
    direct_inputs,
    key_input,
    parameter_input,
    reproduced,
    structural_certainty,
    weakest,
)
from lib.analysis.release import Release
from lib.analysis.view import View
from lib.model.comparison import Comparison
from lib.model.figures import ALL, Array
from lib.model.formulas import Trend, trend
from lib.model.parameters import DISCOUNT
from lib.model.projection import Projection
from lib.model.scenario import Measure
from lib.store.tables import STATUSES
from lib.text import amount, percentage, percentage_exact, persons, value_with_unit


@dataclass(frozen=True)
class Answer:
    """A value (euros, persons or the unit of a parameter) and everything a reader may ask about it."""

    value: float
    title: str
    definition: str
    formula: str
    certainty: Certainty

    @property
    def status(self) -> str:
        return self.certainty.status


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
    def codes(self) -> tuple[str, ...]:
        """The gemeenten in their order, without the total."""
        return tuple(gemeente.code for gemeente in self.release.figures.gemeenten)

    @cached_property
    def horizon_years(self) -> tuple[int, ...]:
        return tuple(range(self.release.figures.base_year + 1, self.comparison.horizon + 1))

    def pick(self, euros: Array, code: str, years: Sequence[int]) -> float:
        """Sum of [g, t] over the years, for one gemeente or all; no number for one with too few people to show."""
        if code in self.release.away:
            return nan
        t = [year - self.release.figures.base_year for year in years]
        summed = euros[:, t].sum(axis=1)
        return float(summed.sum() if code == ALL else summed[self.codes.index(code)])

    # -- saldo and differences ---------------------------------------------------------------------------------

    def saldo(self, run: Projection, code: str, years: Sequence[int] | None = None) -> Answer:
        """Saldo of a route, one-offs included, over the years (default: the horizon)."""
        key = (run.scenario.id, code, tuple(years or self.horizon_years))
        if key not in self._saldi:
            self._saldi[key] = self._saldo(run, code, key[2])
        return self._saldi[key]

    @cached_property
    def _saldi(self) -> dict[tuple[str, str, tuple[int, ...]], Answer]:
        return {}

    def _saldo(self, run: Projection, code: str, years: Sequence[int]) -> Answer:
        parts = self._saldo_parts(run, code, years)
        terms = " + ".join(f"{name} {amount(value)}" for name, value in parts if value)
        value = self.pick(run.saldo, code, years)
        return Answer(
            value,
            f"Saldo {run.scenario.short_title}, {self.release.name(code)}, {span_of(years)}",
            "Baten min lasten; een min betekent dat er geld bij moet.",
            f"{terms} = {amount(value)}",
            self.saldo_status(run, code, years),
        )

    def _saldo_parts(self, run: Projection, code: str, years: Sequence[int]) -> list[tuple[str, float]]:
        parts = [
            (soort, self.pick(self.comparison.of_soort(run, soort), code, years))
            for soort in self.release.figures.soorten
        ]
        parts.append(("overig structureel", self.pick(self.comparison.yearly(run), code, years)))
        parts.append(("eenmalig", self.pick(self.comparison.one_off(run), code, years)))
        return parts

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

    def difference(self, run: Projection, other: Projection, code: str, years: Sequence[int] | None = None) -> Answer:
        """Saldo of `run` minus saldo of `other`: above zero is voordelig for `run`."""
        years = years or self.horizon_years
        first, second = self.saldo(run, code, years), self.saldo(other, code, years)
        value = first.value - second.value
        return Answer(
            value,
            f"{run.scenario.short_title} tegenover {other.scenario.short_title}, {self.release.name(code)}, {span_of(years)}",
            f"Verschil in saldo; V is voordelig en N nadelig voor {run.scenario.short_title}.",
            f"{amount(first.value)} − ({amount(second.value)}) = {amount(value)}",
            weakest((*first.certainty.inputs, *second.certainty.inputs)),
        )

    def one_off(self, run: Projection, code: str, years: Sequence[int] | None = None) -> Answer:
        """What of the saldo is one-off."""
        years = years or self.horizon_years
        measures = [measure for measure in run.scenario.measures if measure.kind == "eenmalig"]
        inputs = direct_inputs(self.release, self.comparison, run, "eenmalig")
        if code != ALL:
            inputs += [key_input(self.release, measure.key) for measure in measures if measure.key]
        value = self.pick(self.comparison.one_off(run), code, years)
        formula = " + ".join(self._one_off_formula(measure, code, years) for measure in measures)
        return Answer(
            value,
            f"Eenmalig in {run.scenario.short_title}, {self.release.name(code)}, {span_of(years)}",
            "Kosten of opbrengsten die hooguit drie jaar duren.",
            f"{formula} = {amount(value)}" if measures else "deze route heeft geen eenmalige maatregel",
            weakest(inputs) if inputs else self._no_measure(run),
        )

    def _one_off_formula(self, measure: Measure, code: str, years: Sequence[int]) -> str:
        t = [year - self.release.figures.base_year for year in years]
        phase = float(measure.multipliers(self.release.figures)[t].sum())
        steps = [f"{'−' if measure.sign < 0 else ''}{self._parameter(measure.parameter)}"]
        if measure.base == "wsw_personen":
            steps.append(f"{persons(self.release.figures.persons.sum())} personen")
        steps.append(f"{percentage(phase, 0)} in {span_of(years)}")
        if code != ALL and measure.key:
            share = self.release.figures.keys[measure.key][self.codes.index(code)]
            steps.append(f"{percentage(share, 2)} volgens {self.release.key_words(measure.key)}")
        return f"{measure.title}: {' × '.join(steps)}"

    def structural(self, run: Projection, other: Projection, code: str) -> Answer:
        """The difference in saldo without the one-offs."""
        whole = self.difference(run, other, code)
        single = [self.one_off(route, code).value for route in (run, other)]
        value = whole.value - (single[0] - single[1])
        return Answer(
            value,
            f"Structureel verschil, {run.scenario.short_title} tegenover {other.scenario.short_title}, "
            f"{self.release.name(code)}",
            "Verschil in saldo zonder wat eenmalig is.",
            f"{amount(whole.value)} − ({amount(single[0] - single[1])}) = {amount(value)}",
            whole.certainty,
        )

    def present_value(self, run: Projection, code: str) -> Answer:
        """Σ saldo / (1 + discontovoet)^n over the horizon."""
        values = self.comparison.present_value(run)
        value = float(values.sum() if code == ALL else values[self.codes.index(code)])
        nominal = self.saldo(run, code)
        return Answer(
            value,
            f"Contante waarde {run.scenario.short_title}, {self.release.name(code)}, {span_of(self.horizon_years)}",
            "Het saldo van elk jaar, teruggerekend naar het basisjaar; bedragen in lopende prijzen gaan voor.",
            f"{self._discounted(run, code)} = {amount(value)}",
            weakest((*nominal.certainty.inputs, parameter_input(self.release, self.comparison, "discontovoet"))),
        )

    def _discounted(self, run: Projection, code: str) -> str:
        rate = percentage_exact(self.comparison.values[DISCOUNT])
        terms = [
            f"{amount(self.pick(run.saldo, code, (year,)))} ÷ (1 + {rate})^{n}"
            for n, year in enumerate(self.horizon_years, start=1)
        ]
        return " + ".join(terms)

    def _parameter(self, name: str) -> str:
        parameter = self.release.parameters[name]
        return value_with_unit(self.comparison.values[name], parameter.unit)

    def _no_measure(self, run: Projection) -> Certainty:
        knowledge = self.release.reference_day
        return weakest([Input("het scenario zelf", "aanname", run.scenario.source, knowledge)])


def span_of(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
