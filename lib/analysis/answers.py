"""Every number of a comparison with its definition, formula, inputs and status."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from lib.analysis.certainty import (
    Input,
    cost_inputs,
    direct_inputs,
    headcount_input,
    measure_input,
    parameter_input,
    weakest,
)
from lib.analysis.saldo_answers import Answer, SaldoAnswers, span_of
from lib.model.attribution import BridgeShare
from lib.model.figures import ALL, Array
from lib.model.parameters import ATTRITION
from lib.model.projection import Projection
from lib.model.switching import SwitchingValue
from lib.text import amount, decimal, lower_first, percentage, persons, rounded, value_with_unit

__all__ = ["Answer", "Answers"]


@dataclass(frozen=True)
class Answers(SaldoAnswers):
    """Every number of one comparison. `code` is a gemeente code or ALL; `years` a span after the base year."""

    # -- costs and returns -------------------------------------------------------------------------------------

    def cost(self, run: Projection, code: str, kind: str, year: int, route: str = "") -> Answer:
        """A kostensoort in one year, in positive euros; `route` is what the run is called here when not by its own name."""
        figures = self.release.figures
        k = [cost_type.id for cost_type in figures.cost_types].index(kind)
        t = year - figures.base_year
        value = self.pick(run.costs[:, :, k].sum(axis=1), code, (year,))
        cost_type = figures.cost_types[k]
        title = f"{cost_type.label}, {route or run.scenario.short_title}, {self.release.name(code)}, {year}"
        dividing = run if t else self.comparison.zero
        shared = not dividing.scenario.own_allocation and code != ALL
        base = figures.costs[:, :, k]
        whose = base.sum() if shared or code == ALL else base[self.codes.index(code)].sum()
        plain = float(whose) * float(self.trend.total[k, t])
        before = value if not shared else self.pick(run.costs[:, :, k].sum(axis=1), ALL, (year,))
        factor = before / plain if plain else 1.0
        formula = (
            f"{amount(whose)} in {figures.base_year} × volume {decimal(self.trend.volume[k, t], 4)} × "
            f"prijspeil {decimal(self.trend.price[k, t], 4)} × maatregelen {decimal(factor, 4)}"
        )
        if shared:
            share = figures.keys[dividing.key][self.codes.index(code)]
            formula = f"{percentage(share, 2)} van ({formula})"
        if figures.pm[:, :, k].any():
            formula += "; PM-posten tellen niet mee"
        inputs = cost_inputs(self.release, self.comparison, dividing, (kind,), t > 0)
        return Answer(value, title, SOORT_TEXT[cost_type.soort], f"{formula} = {amount(value)}", weakest(inputs))

    def soort(self, run: Projection, code: str, soort: str, years: Sequence[int]) -> Answer:
        """The saldo of the kostensoorten of one soort, signed."""
        figures = self.release.figures
        value = self.pick(self.comparison.of_soort(run, soort), code, years)
        included = [cost_type for cost_type in figures.cost_types if cost_type.soort == soort]
        inputs = cost_inputs(
            self.release, self.comparison, run, tuple(c.id for c in included), years[-1] > figures.base_year
        )
        signs = " ".join(f"{'+' if c.sign > 0 else '−'} {lower_first(c.label)}" for c in included)
        return Answer(
            value,
            f"{soort.capitalize()}, {run.scenario.short_title}, {self.release.name(code)}, {span_of(years)}",
            SOORT_TEXT[soort],
            f"{signs} = {amount(value)}",
            weakest(inputs),
        )

    def total(self, name: str, run: Projection, code: str, year: int, euros: float, formula: str) -> Answer:
        """Lasten, baten or another sum of a year whose parts stand above it."""
        certainty = self.saldo_status(run, code, (year,))
        return Answer(
            euros,
            f"{name}, {run.scenario.short_title}, {self.release.name(code)}, {year}",
            formula,
            f"optelling van de regels = {amount(euros)}",
            certainty,
        )

    # -- what the difference is made of ------------------------------------------------------------------------

    def part(self, part: BridgeShare, code: str, years: Sequence[int] | None = None) -> Answer:
        """One measure's share of a bridge, or that of the allocation."""
        years = years or self.horizon_years
        value = self.pick(part.contribution, code, years)
        measure = part.after or part.before
        under_a, under_b = (self.pick(euros, code, years) for euros in (part.under_a, part.under_b))
        if measure is None:
            return Answer(
                value,
                f"Andere verdeling, {self.release.name(code)}, {span_of(years)}",
                "Wat verandert doordat het saldo anders over de gemeenten wordt verdeeld; samen altijd nul.",
                f"het gemiddelde saldo van beide routes is hier met de ene verdeling {amount(under_a)} en met de andere "
                f"{amount(under_b)}; verschil {amount(value)}",
                weakest(self._operating_inputs(tuple(c.id for c in self.release.figures.cost_types))),
            )
        gone = "wegvallen van " if part.after is None else ""
        inputs = [measure_input(self.release, self.comparison, measure)]
        if measure.kind == "percentage":
            touched = [
                c.id for c in self.release.figures.cost_types if not measure.cost_types or c.id in measure.cost_types
            ]
            inputs += self._operating_inputs(tuple(touched))
        elif measure.base == "wsw_personen":
            inputs.append(headcount_input(self.release, "wsw"))
        readings = f"met de ene verdeling {amount(under_a)}, met de andere {amount(under_b)}, gemiddeld {amount(value)}"
        return Answer(
            value,
            f"{gone}{measure.title}, {self.release.name(code)}, {span_of(years)}",
            f"{measure.explanation} De omvang van de maatregel is zelf een {measure.status}.",
            f"{self.release.parameters[measure.parameter].label} {self._parameter(measure.parameter)}: "
            + (f"effect {amount(value)}" if rounded(under_a - under_b) == 0 else readings),
            weakest(inputs),
        )

    def _operating_inputs(self, kinds: tuple[str, ...]) -> list[Input]:
        """What these kostensoorten rest on in either route."""
        runs = (self.comparison.a, self.comparison.b)
        return [item for run in runs for item in cost_inputs(self.release, self.comparison, run, kinds, True)]

    def parameter(self, name: str, value: float | None = None) -> Answer:
        """A value of a parameter (default: the one in the view), with where it comes from."""
        parameter = self.release.parameters[name]
        low, default, high = (
            value_with_unit(v, parameter.unit) for v in (parameter.low, parameter.default, parameter.high)
        )
        return Answer(
            self.comparison.values[name] if value is None else value,
            parameter.label,
            parameter.explanation,
            f"standaard {default}, bandbreedte {low} tot {high}",
            weakest([parameter_input(self.release, self.comparison, name)]),
        )

    def pm(self, run: Projection) -> Answer:
        """How many PM items a route has; their names are the formula."""
        items = [self.release.pm[name] for name in run.scenario.pm]
        cells = int(self.release.figures.pm.sum())
        named = [lower_first(item.label) for item in items] + ([f"{cells} bedragen in het basisjaar"] if cells else [])
        inputs = [Input(item.label, "aanname", item.source, item.kennisdatum) for item in items]
        return Answer(
            float(len(items) + cells),
            f"PM-posten van {run.scenario.short_title}",
            "Kosten of opbrengsten die er zijn, maar waarvan het bedrag onbekend is; zij tellen in geen enkel totaal mee.",
            "; ".join(named) or "deze route heeft geen PM-post",
            weakest(inputs) if inputs else self._no_measure(run),
        )

    def share(self, status: str, value: float) -> Answer:
        """The share of a status in the saldo euros of both routes."""
        runs = (self.comparison.a, self.comparison.b)
        inputs = [
            item
            for run in runs
            for year in self.horizon_years
            for item in self.year_status(run, ALL, year).inputs
            if item.status == status
        ] + [
            item
            for run in runs
            for item in direct_inputs(self.release, self.comparison, run, "eenmalig")
            if item.status == status
        ]
        return Answer(
            value,
            f"Aandeel {status} in de euro’s van beide routes, {span_of(self.horizon_years)}",
            "Het structurele saldo van elke route telt per jaar mee met zijn zwakste status, wat eenmalig is met de eigen status.",
            f"{percentage(value)} van alle euro’s in saldo",
            weakest(inputs) if inputs else self._no_measure(self.comparison.a),
        )

    def switching(self, name: str, turn: SwitchingValue, code: str, horizon: int) -> Answer:
        """The value of one parameter at which both routes cost the same; NaN when there is none."""
        parameter = self.release.parameters[name]
        value = float("nan") if turn.value is None else turn.value
        result = (
            "bestaat niet binnen het toelaatbare bereik"
            if turn.value is None
            else value_with_unit(round(turn.value, 4 if abs(turn.value) < 10 else 0), parameter.unit)
        )
        inputs = (*self.difference(self.comparison.b, self.comparison.a, code).certainty.inputs,)
        more = "; er zijn meer omslagwaarden, dit is de dichtstbijzijnde" if turn.more else ""
        return Answer(
            value,
            f"Omslagwaarde {parameter.label}, {self.release.name(code)}, tot en met {horizon}",
            "De waarde waarbij beide routes over deze jaren even duur zijn; de andere aannames blijven zoals ze zijn.",
            f"{result}; standaard {value_with_unit(parameter.default, parameter.unit)}{more}",
            weakest(inputs),
        )

    def corner(self, row: int, column: int, code: str = ALL) -> Answer:
        """One cell of the 2×2: B − A with a measure of each route at nothing or in full."""
        corners = self.comparison.corners
        if corners is None:
            raise ValueError("these routes have no corners")
        cell = corners.by_gemeente[row, column]
        value = float(cell.sum() if code == ALL else cell[self.codes.index(code)])
        settings = [
            f"{self.release.parameters[measure.parameter].label} op "
            + value_with_unit(level, self.release.parameters[measure.parameter].unit)
            for measure, level in (
                (corners.measure_a, corners.levels_a[row]),
                (corners.measure_b, corners.levels_b[column]),
            )
        ]
        years = tuple(range(self.release.figures.base_year + 1, corners.horizon + 1))
        whole = self.difference(self.comparison.b, self.comparison.a, code, years)
        return Answer(
            value,
            f"{self.comparison.b.scenario.short_title} − {self.comparison.a.scenario.short_title}, "
            f"{self.release.name(code)}, {span_of(years)}",
            "Verschil in saldo als van elke route de grootste onzekere maatregel niets of volledig oplevert; "
            "wat volledig is, staat bij de parameter in Verantwoording.",
            f"{'; '.join(settings)}: {amount(value)}; met de gekozen aannames is het {amount(whole.value)}",
            whole.certainty,
        )

    # -- people ------------------------------------------------------------------------------------------------

    def wsw(self, run: Projection, code: str, werkvormen: Sequence[str] | None, year: int, who: str = "") -> Answer:
        """Wsw persons of some werkvormen (None is all) in a year."""
        figures = self.release.figures
        w = [i for i, werkvorm in enumerate(figures.werkvormen) if werkvormen is None or werkvorm.id in werkvormen]
        t = year - figures.base_year
        base = self._people(figures.persons[:, w].sum(axis=1), code)
        value = self._people(run.persons[:, w, t].sum(axis=1), code)
        names = (
            ", ".join(lower_first(figures.werkvormen[i].label) for i in w)
            if werkvormen is not None
            else "alle werkvormen"
        )
        inputs: list[Input] = [headcount_input(self.release, "wsw")]
        formula = f"{persons(base)} personen in {figures.base_year}"
        if t:
            inputs.append(parameter_input(self.release, self.comparison, ATTRITION))
            formula += f" × {decimal(self.trend.attrition[t], 4)} na uitstroom van {self._parameter(ATTRITION)} = {persons(value)}"
        return Answer(
            value,
            f"Wsw-personen, {names}, {self.release.name(code)}, {year}{who}",
            "Mensen met een Wsw-dienstverband: personen, geen arbeidsjaren.",
            formula,
            weakest(inputs),
        )

    def staff(self, run: Projection, code: str, werkvormen: Sequence[str] | None, year: int) -> Answer:
        """Staff that goes with the work of some werkvormen (None is all)."""
        figures = self.release.figures
        w = [i for i, werkvorm in enumerate(figures.werkvormen) if werkvormen is None or werkvorm.id in werkvormen]
        t = year - figures.base_year
        value = self._staff(run.staff[:, w, t].sum(axis=1), code)
        base = self._staff(figures.staff, code)
        carrier = figures.staff_carrier
        inputs = [headcount_input(self.release, "staf")]
        formula = f"{persons(base)} in {figures.base_year}"
        if t:
            fixed = figures.cost_types[carrier].fixed_share
            names = [ATTRITION, *([fixed] if fixed else [])]
            inputs += [parameter_input(self.release, self.comparison, name) for name in names]
            formula += f" × volume van {lower_first(self.release.staff_carrier.label)} {decimal(self.trend.volume[carrier, t], 4)}"
        whole = self._staff(run.staff[:, :, t].sum(axis=1), code)
        if werkvormen is not None and whole:
            formula += f" × deel van {lower_first(self.release.staff_carrier.label)} {percentage(value / whole)}"
        return Answer(
            value,
            f"Staf, {run.scenario.short_title}, {self.release.name(code)}, {year}",
            f"Staf, ondersteuning en leiding; zij gaan mee met het werk, naar de omvang van {lower_first(self.release.staff_carrier.label)}.",
            f"{formula} = {persons(value)}",
            weakest(inputs),
        )

    def _people(self, counts: Array, code: str) -> float:
        if code in self.release.away:
            return nan
        return float(counts.sum() if code == ALL else counts[self.codes.index(code)])

    def _staff(self, counts: Array, code: str) -> float:
        """As _people; no number where the staff is too small to show."""
        hidden = code != ALL and self.codes.index(code) in self.release.figures.hidden_staff
        return nan if hidden else self._people(counts, code)


SOORT_TEXT = {
    "uitvoeringskosten": "Wat de uitvoering van het werk kost; zonder de lonen van de Wsw.",
    "opbrengsten": "Wat opdrachtgevers en inleners betalen voor het werk.",
    "subsidieresultaat": "Rijksbijdrage min de lonen van de Wsw; het staat apart van de uitvoeringskosten.",
}
