"""Two pinned sets of assumptions on the same routes, and what they disagree on, assumption by assumption."""

from dataclasses import dataclass

from lib.analysis.numbers import ExplainedNumber, Formula, Term
from lib.analysis.sensitivity import Sensitivity
from lib.analysis.view import Overrides
from lib.model.sensitivity import MOST, Disagreement, TooManyChanged, disagreement
from lib.text import amount, lower_first, value_with_unit, year_range

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
        parameter = self.sensitivity.answers.release.parameters[name]
        assumed = [dict(own).get(name, parameter.default) for own in self.overrides]
        return value_with_unit(assumed[0], parameter.unit), value_with_unit(assumed[1], parameter.unit)

    def part(self, name: str, code: str) -> ExplainedNumber:
        """What of the disagreement comes from one parameter."""
        label = self.sensitivity.answers.release.parameters[name].label
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
