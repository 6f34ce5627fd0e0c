"""Every number of a comparison with its definition, formula, inputs and status."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import nan

import numpy as np

from lib.comparison.assumptions import NO_TURN_WORDS
from lib.comparison.certainty import (
    Certainty,
    Input,
    cost_inputs,
    direct_inputs,
    headcount_input,
    measure_input,
    measure_status,
    parameter_input,
    weakest,
)
from lib.comparison.evidence import Evidence
from lib.comparison.numbers import COUNT, FACTOR, PERSONS, SHARE, ExplainedNumber, Formula, Term
from lib.comparison.saldo_answers import SaldoAnswers
from lib.comparison.view import assumption_label, parameter_of
from lib.model.allocation import Portion, portions
from lib.model.attribution import BridgeShare
from lib.model.figures import ALL, Array
from lib.model.parameters import ATTRITION
from lib.model.projection import Projection, before_allocation
from lib.model.scenario import Measure, Scenario, Uitvoerder
from lib.model.switching import SwitchingValue
from lib.store.pm_decisions import PmDecision
from lib.tables.columns import STATUSES
from lib.text import amount, listed, lower_first, rounded, value_with_unit

#: What of a difference no measure makes.
OTHER_DIVISION = "Andere verdeling van de kosten over de gemeenten"


@dataclass(frozen=True)
class Answers(SaldoAnswers):
    """Every number of one comparison. `code` is a gemeente code or ALL; `years` a span after the base year. `decisions` is what
    the database says was decided about PM-posten, for who shows that: no number hangs on it. None where nobody looked."""

    decisions: tuple[PmDecision, ...] | None = None

    @cached_property
    def evidence(self) -> Evidence:
        """How far each route can go, and what the difference rests on."""
        return Evidence(self)

    def of_gemeente(self, code: str) -> "Answers":
        """The same comparison in view of a gemeente; how far routes can go is worked out once for all of them."""
        own = replace(self, view=replace(self.view, gemeente=code))
        own.__dict__["evidence"] = self.evidence
        own.__dict__["first_year"] = self.first_year
        return own

    @cached_property
    def first_year(self) -> int:
        """The first year of the horizon in which a route says of some work something else than the nulalternatief: who does it,
        for whom or where; where none does, the first after the base year."""
        zero = self.comparison.zero.scenario
        routes = [run.scenario for _, run in self.comparison.sides if not run.scenario.only_pm]
        cells = list(product(self.codes, (werkvorm.id for werkvorm in self.release.figures.werkvormen)))
        for year in self.horizon_years:
            if any(_said(route, *cell, year) != _said(zero, *cell, year) for route in routes for cell in cells):
                return year
        return self.horizon_years[0]

    # -- costs and returns -------------------------------------------------------------------------------------

    def cost(self, run: Projection, code: str, kind: str, year: int, route: str = "") -> ExplainedNumber:
        """A kostensoort in one year, in positive euros; `route` is what the run is called here when not by its own name."""
        figures = self.release.figures
        k = [cost_type.id for cost_type in figures.cost_types].index(kind)
        after_base = year > figures.base_year
        dividing = run if after_base else self.comparison.zero
        value = self.pick(run.costs[:, :, k].sum(axis=1), code, (year,))
        what, whom = f"{figures.cost_types[k].label}, {route or run.scenario.short_title}", self.release.name(code)
        definition, terms = SOORT_TEXT[figures.cost_types[k].soort], self._cost_terms(run, dividing, code, k, year)
        certainty = self.cost_certainty(dividing, (kind,), after_base)
        return ExplainedNumber(value, what, whom, (year,), definition, terms, certainty)

    def cost_certainty(self, run: Projection, kinds: tuple[str, ...], after_base: bool) -> Certainty:
        """How sure kostensoorten of a route are: the same for every gemeente, and in every year after the base year."""
        certainties, key = self._cost_certainties, (run.scenario.id, kinds, after_base)
        if key not in certainties:
            certainties[key] = weakest(cost_inputs(self.release, self.comparison, run, kinds, after_base))
        return certainties[key]

    @cached_property
    def _cost_certainties(self) -> dict[tuple[str, tuple[str, ...], bool], Certainty]:
        return {}

    def _cost_terms(self, run: Projection, dividing: Projection, code: str, k: int, year: int) -> Formula:
        """From the base year by volume, price and measures; of one gemeente its share where a key divides the whole."""
        figures, trend = self.comparison.figures, self.trend
        t = year - figures.base_year
        borne = self.portions(dividing, code, year)
        if len(borne) > 1:
            return self._mixed_terms(run, borne, k, t)
        shared, of = borne[0].is_shared and code != ALL, borne[0].of
        base = float(figures.costs[of, :, k].sum()) if shared or code not in self.release.away else nan
        plain = base * float(trend.total[k, t])
        factor = float(run.costs[of, :, k, t].sum()) / plain if plain else 1.0
        key = nan if code in self.release.away else borne[0].share
        end = f"{')' if shared else ''}{'; PM-posten tellen niet mee' if figures.pm[:, :, k].any() else ''}"
        return (
            *((Term(key, SHARE, 2, after=" van"),) if shared else ()),
            Term(base, before="(" if shared else "", after=f" in {figures.base_year}"),
            "×",
            Term(float(trend.volume[k, t]), FACTOR, 4, "volume "),
            "×",
            Term(float(trend.price[k, t]), FACTOR, 4, "prijspeil "),
            "×",
            Term(factor, FACTOR, 4, "maatregelen ", end),
        )

    def portions(self, run: Projection, code: str, year: int) -> tuple[Portion, ...]:
        """What a gemeente, or all together, bears in a year, part by part."""
        figures = self.comparison.figures
        if code == ALL:
            return (Portion(1.0, 1.0, np.ones(len(self.codes), dtype=bool)),)
        return portions(figures, run.scenario, run.key, self.codes.index(code), year - figures.base_year)

    def _mixed_terms(self, run: Projection, borne: Sequence[Portion], k: int, t: int) -> Formula:
        """Of a year with parts: in each a share of what some cost together, or the own costs."""
        terms: list[Term | str] = []
        for portion in borne:
            euros = float(self.before(run)[portion.of, :, k, t].sum())
            whose = f" (samen gedragen door {self.together(portion)})" if portion.is_shared else " (eigen kosten)"
            share = Term(portion.share, SHARE, 2, after=" ×") if portion.is_shared else ""
            part = Term(portion.part, SHARE, 0, after=" van het jaar:")
            terms += ["+", part, share, Term(euros, after=whose)]
        return tuple(term for term in terms[1:] if term)

    def together(self, portion: Portion) -> str:
        """Who bear something together, in words."""
        if portion.of.all():
            return self.release.all_together
        return listed([self.release.name(code) for code, counts in zip(self.codes, portion.of, strict=True) if counts])

    def before(self, run: Projection) -> Array:
        """The euros [g, w, k, t] of a route as they arise in each gemeente, before they are divided."""
        comparison = self.comparison
        return before_allocation(comparison.figures, run.scenario, comparison.values, self.trend)

    def soort(self, run: Projection, code: str, soort: str, years: Sequence[int]) -> ExplainedNumber:
        """The saldo of the kostensoorten of one soort, signed."""
        figures = self.release.figures
        included = [cost_type for cost_type in figures.cost_types if cost_type.soort == soort]
        kinds = tuple(cost_type.id for cost_type in included)
        certainty = self.cost_certainty(run, kinds, years[-1] > figures.base_year)
        value, whom = self.pick(self.comparison.of_soort(run, soort), code, years), self.release.name(code)
        terms = tuple(f"{'+' if c.sign > 0 else '−'} {lower_first(c.label)}" for c in included)
        what = f"{soort.capitalize()}, {run.scenario.short_title}"
        return ExplainedNumber(value, what, whom, years, SOORT_TEXT[soort], terms, certainty)

    # -- what the difference is made of ------------------------------------------------------------------------

    def part(self, part: BridgeShare, code: str, years: Sequence[int] | None = None) -> ExplainedNumber:
        """One measure's share of a bridge, or that of the allocation."""
        years = years or self.horizon_years
        value = self.pick(part.contribution, code, years)
        measure = part.after or part.before
        under_a, under_b = (self.pick(euros, code, years) for euros in (part.under_a, part.under_b))
        if measure is None:
            what = OTHER_DIVISION
            definition = "Wat verandert doordat het saldo anders over de gemeenten wordt verdeeld; samen altijd nul."
            formula = (
                f"het gemiddelde saldo van beide routes is hier met de ene verdeling {amount(under_a)} en met de andere "
                f"{amount(under_b)}; verschil {amount(value)}"
            )
            inputs = self._operating_inputs(tuple(c.id for c in self.release.figures.cost_types))
        else:
            status = measure_status(self.release, self.comparison, measure)
            what = f"{'wegvallen van ' if part.after is None else ''}{measure.title}"
            definition = f"{measure.explanation} De omvang van de maatregel is zelf een {status}."
            readings = (
                f"met de ene verdeling {amount(under_a)}, met de andere {amount(under_b)}, gemiddeld {amount(value)}"
            )
            outcome = f"effect {amount(value)}" if rounded(under_a - under_b) == 0 else readings
            sizes = (f"{self.release.parameters[name].label} {self._parameter(name)}" for name in measure.parameters)
            formula = f"{' × '.join(sizes)}: {outcome}"
            inputs = self._measure_inputs(measure)
        return ExplainedNumber(value, what, self.release.name(code), years, definition, formula, weakest(inputs))

    def _measure_inputs(self, measure: Measure) -> list[Input]:
        inputs = [measure_input(self.release, self.comparison, measure)]
        if measure.kind == "percentage":
            kinds = (c.id for c in self.release.figures.cost_types)
            inputs += self._operating_inputs(
                tuple(kind for kind in kinds if not measure.cost_types or kind in measure.cost_types)
            )
        elif measure.base == "wsw_personen":
            inputs.append(headcount_input(self.release, "wsw"))
        return inputs

    def _operating_inputs(self, kinds: tuple[str, ...]) -> list[Input]:
        """What these kostensoorten rest on in either route."""
        runs = (self.comparison.a, self.comparison.b)
        return [item for run in runs for item in self.cost_certainty(run, kinds, True).inputs]

    def parameter(self, name: str, value: float | None = None) -> ExplainedNumber:
        """A value of a parameter, or of one that a gemeente has of its own (default: the one in the view), with where it
        comes from."""
        parameter = parameter_of(self.release, name)
        low, default, high = (
            value_with_unit(v, parameter.unit) for v in (parameter.low, parameter.default, parameter.high)
        )
        own, formula = self.comparison.values[name], f"standaard {default}, bandbreedte {low} tot {high}"
        value, certainty = (
            own if value is None else value,
            weakest([parameter_input(self.release, self.comparison, parameter.id)]),
        )
        label, definition = assumption_label(self.release, name), parameter.explanation
        return ExplainedNumber(value, label, "", (), definition, formula, certainty, parameter.unit, None)

    def pm(self, run: Projection) -> ExplainedNumber:
        """How many PM items a route has; their names are the formula."""
        items = [self.release.pm[name] for name in run.scenario.pm]
        cells = int(self.release.figures.pm.sum())
        named = [lower_first(item.label) for item in items] + ([f"{cells} bedragen in het basisjaar"] if cells else [])
        inputs = [Input(item.label, "aanname", item.source, item.kennisdatum) for item in items]
        return ExplainedNumber(
            float(len(items) + cells),
            f"PM-posten van {run.scenario.short_title}",
            "",
            (),
            "Kosten of opbrengsten die er zijn, maar waarvan het bedrag onbekend is; zij tellen in geen enkel totaal mee.",
            "; ".join(named) or "deze route heeft geen PM-post",
            weakest(inputs) if inputs else self._no_measure(run),
            COUNT,
        )

    def shares(self) -> dict[str, ExplainedNumber]:
        """The share of each status in the saldo euros of both routes over the horizon, strongest first; they sum to 1. Of a
        route of which nothing is published there are none.

        Structural saldo counts per route and year with the status of that year, one-offs with their own.
        """
        euros, inputs, one_offs = dict.fromkeys(STATUSES, 0.0), list[Input](), list[Input]()
        for run in (self.comparison.a, self.comparison.b):
            if run.scenario.only_pm:
                continue
            single = self.comparison.one_off(run)
            own = direct_inputs(self.release, self.comparison, run, "eenmalig")
            one_offs += own
            for year in self.horizon_years:
                certainty = self.year_status(run, ALL, year)
                inputs += certainty.inputs
                euros[certainty.status] += abs(self.pick(run.saldo - single, ALL, (year,)))
                if own:
                    euros[weakest(own).status] += abs(self.pick(single, ALL, (year,)))
        whole, every = sum(euros.values()), [*inputs, *one_offs]
        return {
            status: self._share(status, value / whole, [item for item in every if item.status == status])
            for status, value in euros.items()
            if value
        }

    def _share(self, status: str, value: float, inputs: Sequence[Input]) -> ExplainedNumber:
        what = f"Aandeel {status} in de euro’s van beide routes"
        definition = (
            "Het structurele saldo van elke route telt per jaar mee met zijn zwakste status, wat eenmalig is met de eigen "
            "status."
        )
        terms = Term(value, SHARE, 1, after=" van alle euro’s in saldo")
        certainty = weakest(inputs) if inputs else self._no_measure(self.comparison.a)
        return ExplainedNumber(value, what, "", self.horizon_years, definition, terms, certainty, SHARE, 1)

    def switching(self, name: str, turn: SwitchingValue, code: str, horizon: int) -> ExplainedNumber:
        """The value of one parameter, or of one that a gemeente has of its own, at which both routes cost the same; NaN when
        there is none."""
        parameter, label = parameter_of(self.release, name), assumption_label(self.release, name)
        result = (
            NO_TURN_WORDS
            if turn.value is None
            else value_with_unit(round(turn.value, 4 if abs(turn.value) < 10 else 0), parameter.unit)
        )
        more = "; er zijn meer omslagwaarden, dit is de dichtstbijzijnde" if turn.more else ""
        return ExplainedNumber(
            nan if turn.value is None else turn.value,
            f"Omslagwaarde {label}",
            self.release.name(code),
            (),
            "De waarde waarbij beide routes over deze jaren even duur zijn; de andere aannames blijven zoals ze zijn.",
            f"{result}; standaard {value_with_unit(parameter.default, parameter.unit)}{more}",
            self.difference(self.comparison.b, self.comparison.a, code).certainty,
            parameter.unit,
            None,
            f"tot en met {horizon}",
        )

    # -- people ------------------------------------------------------------------------------------------------

    def wsw(self, run: Projection, code: str, werkvormen: Sequence[str] | None, year: int) -> ExplainedNumber:
        """Wsw persons of some werkvormen (None is all) in a year."""
        figures = self.comparison.figures
        w, t = self._columns(werkvormen), year - figures.base_year
        labels = ", ".join(lower_first(figures.werkvormen[i].label) for i in w)
        inputs = [headcount_input(self.release, "wsw")]
        base = Term(
            self.of(figures.persons[:, w].sum(axis=1), code), PERSONS, after=f" personen in {figures.base_year}"
        )
        terms: Formula = base
        if t:
            inputs.append(parameter_input(self.release, self.comparison, ATTRITION))
            after = f" na uitstroom van {self._parameter(ATTRITION)}"
            terms = base, "×", Term(float(self.trend.attrition[t]), FACTOR, 4, after=after)
        what = f"Wsw-personen, {'alle werkvormen' if werkvormen is None else labels}"
        definition = "Mensen met een Wsw-dienstverband: personen, geen arbeidsjaren."
        value, whom = self.of(run.persons[:, w, t].sum(axis=1), code), self.release.name(code)
        return ExplainedNumber(value, what, whom, (year,), definition, terms, weakest(inputs), PERSONS)

    def staff(self, run: Projection, code: str, werkvormen: Sequence[str] | None, year: int) -> ExplainedNumber:
        """Staff that goes with the work of some werkvormen (None is all)."""
        figures, carrier = self.comparison.figures, self.comparison.figures.staff_carrier
        w, t = self._columns(werkvormen), year - figures.base_year
        value = self._staff(run.staff[:, w, t].sum(axis=1), code)
        kind = lower_first(self.release.staff_carrier.label)
        inputs = [headcount_input(self.release, "staf")]
        terms: list[Term | str] = [Term(self._staff(figures.staff, code), PERSONS, after=f" in {figures.base_year}")]
        if t:
            names = filter(None, (ATTRITION, figures.cost_types[carrier].fixed_share))
            inputs += [parameter_input(self.release, self.comparison, name) for name in names]
            terms += "×", Term(float(self.trend.volume[carrier, t]), FACTOR, 4, f"volume van {kind} ")
        whole = self._staff(run.staff[:, :, t].sum(axis=1), code)
        if werkvormen is not None and whole:
            terms += "×", Term(value / whole, SHARE, 1, f"deel van {kind} ")
        what, whom = f"Staf, {run.scenario.short_title}", self.release.name(code)
        definition = f"Staf, ondersteuning en leiding; zij gaan mee met het werk, naar de omvang van {kind}."
        return ExplainedNumber(value, what, whom, (year,), definition, tuple(terms), weakest(inputs), PERSONS)

    def _columns(self, werkvormen: Sequence[str] | None) -> list[int]:
        """The places of some werkvormen; None is all."""
        own = enumerate(self.release.figures.werkvormen)
        return [w for w, werkvorm in own if werkvormen is None or werkvorm.id in werkvormen]

    def _staff(self, counts: Array, code: str) -> float:
        """Of one gemeente or all; no number where the staff is too small to show."""
        hidden = code != ALL and self.codes.index(code) in self.release.figures.hidden_staff
        return nan if hidden else self.of(counts, code)


SOORT_TEXT = {
    "uitvoeringskosten": "Wat de uitvoering van het werk kost; zonder de lonen van de Wsw.",
    "opbrengsten": "Wat opdrachtgevers en inleners betalen voor het werk.",
    "subsidieresultaat": "Rijksbijdrage min de lonen van de Wsw; het staat apart van de uitvoeringskosten.",
}


def _said(scenario: Scenario, code: str, werkvorm: str, year: int) -> tuple[Uitvoerder, str, str]:
    """Uitvoerder, werkgever and werkplek of a cell in a year, the last two as far as a scenario says them."""
    rule = scenario.placement(code, werkvorm, year)
    return scenario.uitvoerder(code, werkvorm, year), rule.employer if rule else "", rule.workplace if rule else ""
