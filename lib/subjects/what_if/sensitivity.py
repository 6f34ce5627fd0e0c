"""What the page about assumptions tells: the spread and the tornado, each number with its explanation.

Two pinned sets of assumptions on the same routes, and what they disagree on, assumption by assumption.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from lib.comparison.answers import Answers
from lib.comparison.cells import pair_title
from lib.comparison.certainty import Certainty
from lib.comparison.chart import ChartSpec, Notation, Panel, Role, Series, twin
from lib.comparison.grid import LETTERS, MILLIONS
from lib.comparison.message import MILLION, decimals
from lib.comparison.numbers import EURO, SHARE, ExplainedNumber, Formula, Term, joint_certainty
from lib.comparison.view import Overrides, assumed_value, assumption_label, parameter_of
from lib.model.figures import ALL, Array
from lib.model.parameters import Parameter, PmItem
from lib.model.sensitivity import MOST, Disagreement, Swing, TooManyChanged, disagreement, tornado
from lib.model.uncertainty import Uncertainty, uncertainty
from lib.text import (
    amount,
    lower_first,
    millions,
    value_with_unit,
    whole,
    year_range,
)

#: What stands beside every number of the draws.
WITHIN = "binnen deze bandbreedtes, die zelf aannames zijn"
SPREAD = "Uit trekkingen van alle aannames samen; hoe dat gaat, staat onder de tabel."
#: How the spread is made, told once on the page.
HOW = (
    "Elke aanname die op standaard staat, wordt duizenden keren getrokken uit haar bandbreedte, los van de andere (PERT: "
    "laag, standaard, hoog). Wat u zelf koos, staat in elke trekking vast op uw waarde. Voor elke trekking is het verschil "
    "berekend. P met een getal, zoals P5: zoveel van de 100 trekkingen liggen lager. PM-posten zonder bereik en de keuze van dit model "
    "vallen erbuiten. PM-posten met een bereik doen mee als u dat aanzet onder “Aannames als tekst, en PM”; zij vallen als "
    "een maatregel van hun soort, verdeeld met de sleutel van de route."
)


def level_name(level: float) -> str:
    """What a percentile is called: "P5"."""
    return f"P{level:g}"


def below_words(level: float) -> str:
    """What a percentile says: "5 van de 100 trekkingen liggen lager"."""
    return f"{level:g}".replace(".", ",") + " van de 100 trekkingen liggen lager"


@dataclass(frozen=True)
class Sensitivity:
    """One comparison under other assumptions. `code` is a gemeente code or ALL."""

    answers: Answers

    # -- the spread --------------------------------------------------------------------------------------------

    @cached_property
    def spread(self) -> Uncertainty:
        """Over the horizon of the view, and per year for its gemeente."""
        release, view = self.answers.release, self.answers.view
        horizons = (self.answers.comparison.horizon,)
        items = self.ranged if view.pm else ()
        return uncertainty(self.answers.comparison, release.draws, release.sampling, horizons, view.gemeente, items)

    @property
    def ranged(self) -> tuple[PmItem, ...]:
        """The PM items with a range in either route."""
        routes = (self.answers.comparison.a.scenario, self.answers.comparison.b.scenario)
        named = {item for route in routes for item in route.pm}
        return tuple(item for item in self.answers.release.pm.values() if item.id in named and item.low is not None)

    @cached_property
    def certainty(self) -> Certainty:
        """That of B − A over all gemeenten: the spread rests on the same inputs."""
        comparison = self.answers.comparison
        return self.answers.difference(comparison.b, comparison.a, ALL).certainty

    @property
    def between(self) -> str:
        """What is subtracted from what, in the words of the routes."""
        return pair_title(self.answers.comparison.b, self.answers.comparison.a)

    def percentile(self, place: int, code: str) -> ExplainedNumber:
        level = self.spread.sampling.percentiles[place]
        value = float(self.spread.percentiles[place, self._row(code), 0])
        formula = f"in {level:g} % van de {self.draws} is het verschil {amount(value)} of lager"
        return self._of_spread(value, f"{level_name(level)} ({below_words(level)}) van {self.between}", code, formula)

    def bound(self, place: int, side: int, code: str) -> ExplainedNumber:
        """The lower (0) or upper (1) end of the interval of a certainty."""
        level = self.spread.sampling.certainties[place]
        value = float(self.spread.certain[place, side, self._row(code), 0])
        word = "ondergrens" if side == 0 else "bovengrens"
        formula = f"{(100 - level) / 2:g} % van de {self.draws} valt hier{'onder' if side == 0 else 'boven'}"
        return self._of_spread(value, f"{word.capitalize()} bij {level:g} % zekerheid, {self.between}", code, formula)

    def cheaper(self, letter: str, code: str) -> ExplainedNumber:
        """The share of draws in which a route is cheaper than the other."""
        comparison = self.answers.comparison
        counted, run = (self.spread.dearer, comparison.a) if letter == "a" else (self.spread.cheaper, comparison.b)
        value = float(counted[self._row(code), 0])
        formula = f"{whole(value * self.spread.sampling.draws)} van de {self.draws}, {WITHIN}"
        return self._of_spread(value, f"{run.scenario.short_title} voordeliger", code, formula, SHARE)

    def in_year(self, year: int) -> tuple[list[float], ExplainedNumber]:
        """The percentiles of one year for the gemeente of the view in euros, and B − A with the chosen assumptions."""
        release, comparison, code = self.answers.release, self.answers.comparison, self.answers.view.gemeente
        percentiles = self.spread.yearly[:, year - release.figures.base_year - 1].tolist()
        now = self.answers.difference(comparison.b, comparison.a, code, (year,))
        levels = self.spread.sampling.percentiles
        parts = "; ".join(
            f"{level_name(level)} {amount(euros)}" for level, euros in zip(levels, percentiles, strict=True)
        )
        formula = f"{parts}; met de gekozen aannames {now.formula}"
        return percentiles, replace(now, definition=SPREAD, terms=formula, remark=self.draws)

    @property
    def draws(self) -> str:
        return f"{whole(self.spread.sampling.draws)} trekkingen"

    def _of_spread(self, value: float, what: str, code: str, formula: str, unit: str = EURO) -> ExplainedNumber:
        who, years = self.answers.release.name(code), self.answers.horizon_years
        return ExplainedNumber(value, what, who, years, SPREAD, formula, self.certainty, unit)

    def _row(self, code: str) -> int:
        return self.spread.codes.index(code)

    # -- the tornado -------------------------------------------------------------------------------------------

    @cached_property
    def swings(self) -> tuple[tuple[Parameter, ExplainedNumber, ExplainedNumber], ...]:
        """Every parameter that moves the outcome, the one that moves it most first, with B − A at low and at high."""
        comparison, code = self.answers.comparison, self.answers.view.gemeente
        pairs = [
            (self._end(swing, swing.at_low, code, "laag"), self._end(swing, swing.at_high, code, "hoog"), swing)
            for swing in tornado(comparison, (comparison.horizon,))
        ]
        moving = [item for item in pairs if abs(item[1].value - item[0].value) >= 1]
        ordered = sorted(moving, key=lambda item: -abs(item[1].value - item[0].value))
        return tuple((self.answers.release.parameters[swing.parameter], low, high) for low, high, swing in ordered)

    @property
    def unmoved(self) -> tuple[str, ...]:
        """Labels of the parameters that do not move the outcome."""
        moving = {parameter.id for parameter, _, _ in self.swings}
        return tuple(p.label for p in self.answers.comparison.parameters.values() if p.id not in moving)

    def _end(self, swing: Swing, euros: Array, code: str, side: str) -> ExplainedNumber:
        parameter = self.answers.release.parameters[swing.parameter]
        value = float(euros[self.answers.comparison.codes.index(code), 0])
        level = value_with_unit(parameter.low if side == "laag" else parameter.high, parameter.unit)
        now = self.now(code)
        what, whom = f"{self.between}, {parameter.label} {side}", self.answers.release.name(code)
        definition = "Verschil in saldo als alleen deze aanname naar een rand van haar bandbreedte gaat; de andere zoals gekozen."
        formula = f"{parameter.label} {level}: {amount(value)}; met de gekozen aannames is het {now.text}"
        certainty = joint_certainty(now, self.answers.parameter(parameter.id))
        return ExplainedNumber(value, what, whom, (), definition, formula, certainty)

    def now(self, code: str) -> ExplainedNumber:
        """B − A with the chosen assumptions."""
        comparison = self.answers.comparison
        return self.answers.difference(comparison.b, comparison.a, code)

    # -- the chart ---------------------------------------------------------------------------------------------

    def chart(self) -> ChartSpec:
        """Per year the lowest and highest percentile, the one nearest the middle, and B − A with these assumptions."""
        release, code = self.answers.release, self.answers.view.gemeente
        span = range(release.figures.base_year + 1, release.figures.last_year + 1)
        levels, outcomes = self.spread.sampling.percentiles, [self.in_year(year) for year in span]
        centre = min(range(len(levels)), key=lambda i: abs(levels[i] - 50))
        places: tuple[tuple[Role, int], ...] = ("low", 0), ("middle", centre), ("high", len(levels) - 1)
        ends = [
            Series(level_name(levels[place]), role, tuple(percentiles[place] for percentiles, _ in outcomes))
            for role, place in places
        ]
        low, middle, high = ends
        now = Series("Deze aannames", "now", tuple(answer.value for _, answer in outcomes))
        words = "; ".join(
            f"in {span[i]} van {millions(low.values[i], decimals(code))} tot {millions(high.values[i], decimals(code))}"
            for i in (0, -1)
        )
        spec = ChartSpec(
            "verschil_per_jaar",
            "ranges",
            "Verschil per jaar",
            f"Spreiding van {self.between} per jaar in miljoenen euro, {low.name} tot {high.name}: {words}.",
            Notation(MILLION, decimals(code), letters=True),
            tuple(map(str, span)),
            (Panel("", (*ends, now)),),
            f"{self.between}, {release.name(code)}, {MILLIONS}; {LETTERS}; balk van {low.name} ({below_words(levels[0])}) tot "
            f"{high.name} ({below_words(levels[-1])}), streep {middle.name}, ruit met deze aannames",
            MILLIONS,
            answers=tuple(answer for _, answer in outcomes),
        )
        return replace(spec, twin=twin(spec, f"{self.between} per jaar, {MILLIONS}, {WITHIN}", "Jaar"))

    # -- the sentence ------------------------------------------------------------------------------------------

    def headline(self) -> str:
        """Between what the difference lies by the readings of both routes: extremes before a spread."""
        answers = self.answers
        if answers.comparison.same:
            return "Twee keer dezelfde route: geen verschil, welke aannames u ook kiest."
        return answers.evidence.verdict(answers.comparison.horizon)

    def below(self) -> str:
        """What varies and what does not, under the headline."""
        fixed = len(self.spread.fixed)
        explanation = (
            "geen aanname staat vast"
            if not fixed
            else f"{fixed} eigen keuze{'n' if fixed > 1 else ''} {'staan' if fixed > 1 else 'staat'} vast"
        )
        items = ", ".join(lower_first(item.label) for item in self.ranged)
        joined = f"PM-posten met een bereik doen mee: {items}" if self.answers.view.pm and items else "PM doet niet mee"
        return f"{self.draws}; {explanation}; {joined}."


#: Whose opinions can be pinned, in the order of `View.opinions`.
NAMES = ("DB", "RvC")


@dataclass(frozen=True)
class Opinions:
    """Two pinned opinions and what they disagree on, for one horizon."""

    sensitivity: Sensitivity
    names: tuple[str, ...]
    overrides: tuple[Overrides, Overrides]
    horizon: int
    disagreement: Disagreement

    @property
    def span(self) -> str:
        return year_range(self.sensitivity.answers.release.figures.base_year + 1, self.horizon)

    def values(self, name: str) -> tuple[str, str]:
        """What each opinion holds of a parameter, in words."""
        release = self.sensitivity.answers.release
        parameter = parameter_of(release, name)
        assumed = [assumed_value(release, dict(own), name) for own in self.overrides]
        return value_with_unit(assumed[0], parameter.unit), value_with_unit(assumed[1], parameter.unit)

    def part(self, name: str, code: str) -> ExplainedNumber:
        """What of the disagreement comes from one parameter."""
        label = assumption_label(self.sensitivity.answers.release, name)
        value = float(self.disagreement.parts[name][self._row(code), 0])
        first, second = self.values(name)
        formula = f"{label} van {first} ({self.names[0]}) naar {second} ({self.names[1]}): {amount(value)}"
        return self._number(value, f"Aandeel van {lower_first(label)} in het meningsverschil", code, formula)

    def whole(self, code: str) -> ExplainedNumber:
        """The disagreement itself."""
        first, second = self.outcome(0, code).value, self.outcome(1, code).value
        value = float(self.disagreement.whole[self._row(code), 0])
        return self._number(value, "Meningsverschil", code, (Term(second), "−", Term(first, before="(", after=")")))

    def outcome(self, place: int, code: str) -> ExplainedNumber:
        """B − A as one opinion has it."""
        value = float((self.disagreement.first, self.disagreement.second)[place][self._row(code), 0])
        return self._number(
            value,
            f"{self.sensitivity.between} volgens {self.names[place]}",
            code,
            Term(value, before="verschil in saldo "),
        )

    def gap(self, code: str) -> float:
        """What the parts leave of the disagreement, in euros."""
        return self.whole(code).value - sum(self.part(name, code).value for name in self.disagreement.parts)

    def _row(self, code: str) -> int:
        return self.sensitivity.answers.comparison.codes.index(code)

    def _number(self, value: float, what: str, code: str, terms: Formula) -> ExplainedNumber:
        release = self.sensitivity.answers.release
        years = release.figures.base_year + 1, self.horizon
        definition = (
            f"Hoeveel {self.sensitivity.between} volgens {self.names[1]} anders is dan volgens {self.names[0]}; elke aanname "
            "draagt het gemiddelde bij van haar effect over alle volgorden (Shapley)."
        )
        return ExplainedNumber(value, what, release.name(code), years, definition, terms, self.sensitivity.certainty)


def opinions(sensitivity: Sensitivity, names: tuple[str, ...]) -> tuple[Opinions, ...] | str:
    """The two pinned opinions compared over each horizon, that of the view first, or in Dutch why that cannot be."""
    view, release = sensitivity.answers.view, sensitivity.answers.release
    horizons = tuple(dict.fromkeys((view.horizon, *release.horizons)))
    first, second = view.opinions
    if first is None or second is None:
        missing = " en ".join(name for name, opinion in zip(names, view.opinions, strict=True) if opinion is None)
        return f"Leg eerst beide meningen vast; nog niet vastgelegd: {missing}."
    standard = release.default_values
    try:
        disagreements = [
            disagreement(sensitivity.answers.comparison, standard | dict(first), standard | dict(second), (horizon,))
            for horizon in horizons
        ]
    except TooManyChanged as error:
        return (
            f"De meningen verschillen op {error.count} aannames; hooguit {MOST} zijn uit elkaar te houden. "
            "Zet er enkele gelijk en leg de mening opnieuw vast."
        )
    return tuple(
        Opinions(sensitivity, names, (first, second), horizon, outcome)
        for horizon, outcome in zip(horizons, disagreements, strict=True)
    )
