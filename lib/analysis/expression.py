"""Amounts as the reader wants them: in total, per inhabitant or per Wsw person."""

from dataclasses import dataclass

import numpy as np

from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.text import decimal, difference, rounding_gap, thousands

LABELS = {"totaal": "totaal", "per_inwoner": "per inwoner", "per_wsw_persoon": "per Wsw-persoon"}


@dataclass(frozen=True)
class Scale:
    """How euros are shown: divided by `divisors` (per gemeente code and ALL), in `unit` euros with `decimals`."""

    label: str
    unit: int
    decimals: int
    divisors: dict[str, float]

    def convert(self, euros: float, code: str) -> float:
        """Euros in this expression, before rounding."""
        return euros / self.divisors[code]

    def text(self, euros: float, code: str = ALL) -> str:
        """The number as printed, without unit: the unit stands in the heading."""
        value = self.convert(euros, code)
        return thousands(value, self.decimals) if self.unit == 1_000 else decimal(value, self.decimals)

    def difference(self, euros: float, code: str = ALL) -> str:
        """With sign and the letter V or N."""
        return difference(self.convert(euros, code), self.unit, self.decimals)

    def gap(self, euros: dict[str, float]) -> bool:
        """Whether rounded gemeenten miss the rounded total; only totals can be added up."""
        if self.unit != 1_000:
            return False
        return rounding_gap(
            [value for code, value in euros.items() if code != ALL], euros[ALL], self.unit, self.decimals
        )


def scale_of(release: Release, expression: str) -> Scale:
    """The scale of a view's expression; people and inhabitants are those of the base year."""
    codes = [gemeente.code for gemeente in release.figures.gemeenten]
    year = release.figures.base_year
    if expression == "per_inwoner":
        return Scale(f"€ per inwoner op 1 januari {year}", 1, 2, _divisors(codes, release.population))
    if expression == "per_wsw_persoon":
        return Scale(f"€ per Wsw-persoon in {year}", 1, 0, _divisors(codes, release.figures.persons.sum(axis=1)))
    return Scale("× € 1.000", 1_000, 0, dict.fromkeys((ALL, *codes), 1.0))


def _divisors(codes: list[str], counts: np.ndarray) -> dict[str, float]:
    divisors = np.where(counts > 0, counts, np.nan)
    return {ALL: float(divisors.sum()), **dict(zip(codes, divisors.tolist(), strict=True))}
