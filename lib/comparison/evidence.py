"""Evidence before outcome (model.md §5): what each side published, how far each route can go, and what a difference rests on.

Every sentence has one form for A and B, so that swapping them swaps the numbers. `code` is a gemeente code or ALL.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import nan

import numpy as np

from lib.comparison.certainty import PUBLISHED, Certainty, measure_input, parameter_input, reproduced, weakest
from lib.comparison.message import MILLION, SAME, decimals, unpublished_words
from lib.comparison.numbers import ExplainedNumber, Term, minus
from lib.comparison.saldo_answers import NOTHING_PUBLISHED, SaldoAnswers
from lib.comparison.view import compare_view, people_choice
from lib.model.attribution import BridgeShare
from lib.model.comparison import Side
from lib.model.figures import ALL, Array
from lib.model.projection import Projection
from lib.model.readings import ENDS, End, Reading, Readings, readings
from lib.model.switching import NOTHING
from lib.text import listed, million_words, rounded, upper_first, value_with_unit, year_range

#: What each end of a range is called.
END_WORDS: dict[End, str] = {"gunstig": "gunstigste lezing", "ongunstig": "ongunstigste lezing"}
#: The rungs of the evidence ladder, the strongest first.
RUNGS = ("gepubliceerd", "raming", "aanname")
READING = (
    "Elke eigen aanname van de route staat aan de kant van haar bandbreedte waar het saldo van alle gemeenten samen het {} is; "
    "wat beide routes gebruiken en wat u zelf koos, blijft staan. Een uiterste, geen kans."
)


def published_heading(answers: SaldoAnswers) -> str:
    """What each side published itself and what it left open; a release from before that was said holds neither."""
    scenarios = [run.scenario for _, run in answers.comparison.sides]
    if not all(scenario.names and scenario.leaves_open for scenario in scenarios):
        routes = listed([scenario.in_sentence for scenario in scenarios])
        return f"{upper_first(routes)}: deze release zegt niet wat elke kant zelf publiceerde."
    parts = (
        f"{scenario.in_sentence} noemt {scenario.names} en laat {scenario.leaves_open} open" for scenario in scenarios
    )
    return f"{upper_first('; '.join(parts))}."


@dataclass(frozen=True)
class Evidence:
    """The ranges of both routes and the readings of their difference, as explained numbers. A span of years is (first, last)."""

    answers: SaldoAnswers

    @cached_property
    def readings(self) -> Readings:
        return readings(self.answers.comparison)

    @cached_property
    def estimates(self) -> tuple[SaldoAnswers, ...]:
        """The same view under every estimate of where the people are."""
        answers, result = self.answers, []
        for key in answers.release.people_keys:
            # Of the first the figures stay as they are (model.md §1).
            view = replace(answers.view, people=people_choice(answers.release, key))
            result.append(SaldoAnswers(answers.release, view, compare_view(answers.release, view)))
        return tuple(result) or (answers,)

    @property
    def elsewhere(self) -> frozenset[Side]:
        """The sides of which another estimate of where the people are changes the numbers: who pays for itself, where there is
        more than one."""
        several = len(self.answers.release.people_keys) > 1
        return frozenset(side for side, run in self.answers.comparison.sides if several and run.scenario.own_costs)

    @cached_property
    def _estimated(self) -> tuple[Readings, ...]:
        return tuple(readings(other.comparison) for other in self.estimates)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The years of the meerjarenraming, and those after it of which nothing is published."""
        release = self.answers.release
        first, until, last = release.figures.base_year + 1, release.budget_until, release.figures.last_year
        return ((first, until), (until + 1, last)) if until < last else ((first, until),)

    def run(self, side: Side) -> Projection:
        return self.answers.comparison.a if side == "a" else self.answers.comparison.b

    # -- a route against the nulalternatief ----------------------------------------------------------------------

    def structural(self, side: Side, end: End, code: str, span: tuple[int, int]) -> ExplainedNumber:
        """What a route comes to at one end of its range against the nulalternatief, without one-offs."""
        reading = self.readings.sides[side].at(end, span[1], span[0])
        return self._explained(side, end, code, span, reading, reading.structural, "structureel")

    def one_off(self, side: Side, end: End, code: str, span: tuple[int, int]) -> ExplainedNumber | None:
        """What of it is one-off; None where only PM is."""
        if self.answers.release.one_off_is_pm(self.run(side).scenario):
            return None
        reading = self.readings.sides[side].at(end, span[1], span[0])
        return self._explained(side, end, code, span, reading, reading.one_off, "eenmalig")

    def _explained(
        self, side: Side, end: End, code: str, span: tuple[int, int], reading: Reading, euros: Array, kind: str
    ) -> ExplainedNumber:
        answers, run = self.answers, self.run(side)
        zero = answers.comparison.zero.scenario.short_title
        value = answers.of(euros[1:], code)
        what = f"{run.scenario.short_title} tegenover {zero}, {END_WORDS[end]}, {kind}"
        none = NOTHING_PUBLISHED if run.scenario.only_pm else "de route heeft geen eigen aanname die nog open staat"
        settings = "; ".join(self.settings(side, reading)) or none
        formula = f"{settings}: {Term(value)}"
        definition = READING.format("hoogst" if end == "gunstig" else "laagst")
        return ExplainedNumber(
            value, what, answers.release.name(code), span, definition, formula, self.certainties[side]
        )

    def settings(self, side: Side, reading: Reading) -> Iterator[str]:
        """At what each own assumption of a route stands in a reading."""
        for name in self.readings.sides[side].free:
            parameter = self.answers.release.parameters[name]
            yield f"{parameter.label} op {value_with_unit(reading.values[name], parameter.unit)}"

    @cached_property
    def certainties(self) -> dict[Side, Certainty]:
        """How sure the ends of each route are: they rest on its own assumptions and on what its saldo does."""
        answers, result = self.answers, {}
        for side, own in self.readings.sides.items():
            inputs = [parameter_input(answers.release, answers.comparison, name) for name in own.free]
            saldo = answers.saldo_status(own.run, ALL, answers.horizon_years)
            result[side] = weakest((*saldo.inputs, *inputs))
        return result

    def reach(self, side: Side, code: str, span: tuple[int, int]) -> tuple[ExplainedNumber, ExplainedNumber]:
        """The least and the most structural euros over every estimate of where the people are."""
        if (side, span) not in self._reaches:
            every = [own.sides[side].at(end, span[1], span[0]).structural for own in self._estimated for end in ENDS]
            self._reaches[side, span] = np.array([np.min(every, axis=0), np.max(every, axis=0)])
        place, run = self.answers.comparison.codes.index(code), self.run(side)
        if run.scenario.only_pm:
            number = self.structural(side, "gunstig", code, span)
            return number, number
        least, most = (nan, nan) if code in self.answers.release.away else self._reaches[side, span][:, place].tolist()
        estimates = "; ".join(
            own.release.key_label(own.view.people or own.release.people_keys[0]) for own in self.estimates
        )
        number = self.structural(side, "gunstig", code, span)
        definition = (
            "Het uiterste van de lezingen onder elke schatting van waar de mensen zijn; een uiterste, geen kans."
        )

        def end(value: float, words: str) -> ExplainedNumber:
            what = f"{run.scenario.short_title}, {words} over elke schatting van waar de mensen zijn"
            terms = f"schattingen: {estimates}: {Term(value)}"
            return replace(number, value=value, what=what, definition=definition, terms=terms)

        return end(least, "ongunstigst"), end(most, "gunstigst")

    @cached_property
    def _reaches(self) -> dict[tuple[Side, tuple[int, int]], Array]:
        return {}

    # -- B against A -----------------------------------------------------------------------------------------------

    def difference(self, end_a: End, end_b: End, code: str, last: int) -> ExplainedNumber:
        """Structural B − A up to a year, with each route at one of its ends."""
        span = (self.answers.release.figures.base_year + 1, last)
        a, b = self.structural("a", end_a, code, span), self.structural("b", end_b, code, span)
        return minus(
            b, a, self._what(end_a, end_b, "structureel"), "Het verschil tussen twee lezingen; een uiterste, geen kans."
        )

    def one_off_difference(self, end_a: End, end_b: End, code: str, last: int) -> ExplainedNumber | None:
        """What of it is one-off; None where that is PM for both routes."""
        span = (self.answers.release.figures.base_year + 1, last)
        a, b = self.one_off("a", end_a, code, span), self.one_off("b", end_b, code, span)
        if a is None and b is None:
            return None
        what, definition = self._what(end_a, end_b, "eenmalig"), "Het eenmalige verschil tussen twee lezingen."
        if a is None or b is None:
            number = b or a
            assert number is not None
            value = number.value if a is None else -number.value
            return replace(
                number,
                value=value,
                what=what,
                definition=f"{definition} Van één route is het bedrag PM: onbekend, niet nul.",
            )
        return minus(b, a, what, definition)

    def _what(self, end_a: End, end_b: End, kind: str) -> str:
        a, b = (run.scenario.short_title for run in (self.answers.comparison.a, self.answers.comparison.b))
        return f"{b} ({END_WORDS[end_b]}) tegenover {a} ({END_WORDS[end_a]}), {kind}"

    def agreement(self, code: str, last: int) -> int:
        """The sign that all four readings have, under every estimate of where the people are; 0 where they differ."""
        signs = self._signs(code, last)
        return signs.pop() if len(signs) == 1 else 0

    def _signs(self, code: str, last: int) -> set[int]:
        """The signs of the four readings under every estimate; 0 is equal, to half a cent."""
        own = 0 if code == ALL else self.answers.codes.index(code) + 1
        every = self._estimated if code != ALL else (self.readings,)
        euros = np.array(
            [estimate.difference(a, b, last)[0][own] for estimate in every for a, b in product(ENDS, ENDS)]
        )
        if np.isnan(euros).any():
            return set()
        return {int(sign) for sign in np.where(np.abs(euros) < NOTHING, 0, np.sign(euros))}

    def verdict(self, last: int, brief: bool = False) -> str:
        """Whether every reading says the same of a gemeente, or of all; and if not, between what it lies, but for a `brief`
        one beside the readings themselves."""
        answers, comparison, code = self.answers, self.answers.comparison, self.answers.view.gemeente
        if comparison.same:
            return SAME
        span = year_range(answers.release.figures.base_year + 1, last)
        where = "" if code == ALL else f" voor {answers.release.name(code)}"
        if comparison.unpublished:
            return f"Welke route{where} structureel minder kost in {span}, is niet te zeggen: {unpublished_words(comparison)}."
        every = code != ALL and len(answers.release.people_keys) > 1
        always = " en bij elke schatting van waar de mensen zijn" if every else ""
        sign = self.agreement(code, last)
        if sign:
            low, high = (comparison.a, comparison.b) if sign < 0 else (comparison.b, comparison.a)
            return (
                f"In {span} is het structurele tekort{where} bij {low.scenario.in_sentence} in alle vier de uitersten{always} lager "
                f"dan bij {high.scenario.in_sentence}."
            )
        if self._signs(code, last) == {0}:
            return f"In {span} is het structurele tekort{where} bij beide routes gelijk, in alle vier de uitersten{always}."
        if brief:
            return f"Welke route{where} minder kost, hangt af van wat niemand publiceerde."
        values = [self.difference(a, b, code, last).value for a, b in product(ENDS, ENDS)]
        ends = " tot ".join(self._lower_in_words(euros) for euros in (min(values), max(values)))
        return (
            f"Welke route{where} structureel minder kost in {span}, hangt af van wat niemand publiceerde: van {ends}."
        )

    def _lower_in_words(self, euros: float) -> str:
        answers, code = self.answers, self.answers.view.gemeente
        if not rounded(euros, MILLION, decimals(code)):
            return "een gelijk tekort"
        run = answers.comparison.b if euros > 0 else answers.comparison.a
        return f"{million_words(abs(euros), decimals(code))} lager tekort bij {run.scenario.in_sentence}"

    # -- what the difference rests on --------------------------------------------------------------------------------

    def ladder(self, code: str, one_off: bool) -> dict[str, ExplainedNumber]:
        """B − A over the horizon by what decides it, per rung: what is one-off, or what is structural; each adds up to that
        of the difference."""
        answers, comparison = self.answers, self.answers.comparison
        sums, names = dict.fromkeys(RUNGS, 0.0), {rung: dict[str, None]() for rung in RUNGS}
        for share in comparison.bridge:
            measure = share.after or share.before
            if (measure is not None and measure.kind == "eenmalig") != one_off:
                continue
            for year in answers.horizon_years:
                rung, value = self._rung(share, year), answers.pick(share.contribution, code, (year,))
                sums[rung] += value
                if value:
                    names[rung][measure.title if measure else "andere verdeling over de gemeenten"] = None
        whole = (
            answers.one_off_difference(comparison.b, comparison.a, code)
            if one_off
            else (answers.structural(comparison.b, comparison.a, code))
        )
        if comparison.unpublished:
            sums = dict.fromkeys(RUNGS, whole.value)
        definition = (
            "Het verschil tussen de routes, naar wat de omvang bepaalt: gepubliceerd, hier geraamd of hier aangenomen."
        )
        return {
            rung: replace(
                whole,
                value=value,
                what=f"{whole.what}, {rung}",
                definition=definition,
                terms=f"{', '.join(names[rung]) or 'niets'}: {Term(value)}",
            )
            for rung, value in sums.items()
        }

    def _rung(self, share: BridgeShare, year: int) -> str:
        """Published where the route whose measure it is comes out at a published contribution; verdeling is raming."""
        measure, run = share.after or share.before, self.run("b" if share.after else "a")
        if measure is None:
            return "raming"
        answers = self.answers
        if reproduced(answers.release, answers.comparison, run, ALL, year) is not None:
            return "gepubliceerd"
        status = measure_input(answers.release, answers.comparison, measure).status
        return "gepubliceerd" if status in PUBLISHED else status
