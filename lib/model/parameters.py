"""Parameters and PM items: what the registry declares and what a view may choose (model.md §2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

#: The roles that the formulas of §3 give to parameters by name; every registry declares them.
ATTRITION = "uitstroom_wsw"
FIXED_REDUCTION = "afbouw_vaste_kosten"
PRICE_INDEX = "prijsindex"
DISCOUNT = "discontovoet"
ROLES = (ATTRITION, FIXED_REDUCTION, PRICE_INDEX, DISCOUNT)

#: A value per parameter: one number, or an array of draws that all have the same shape.
Values = Mapping[str, float | NDArray[np.float64]]


@dataclass(frozen=True)
class Parameter:
    """One assumption: low–default–high is what is plausible, minimum–maximum what can be entered at all.

    `full` is the value that the corners call "volledig"; an open maximum is None.
    """

    id: str
    label: str
    unit: str
    low: float
    default: float
    high: float
    minimum: float
    maximum: float | None
    full: float
    status: str
    source: str
    kennisdatum: date
    explanation: str

    def admits(self, value: float) -> bool:
        return bool(np.isfinite(value)) and value >= self.minimum and (self.maximum is None or value <= self.maximum)

    def in_band(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class PmItem:
    """Known to exist, amount unknown; low and high (euros, or euros per year) go with what these bounds rest on."""

    id: str
    label: str
    kind: str
    sign: int
    low: float | None
    high: float | None
    bounds: str
    source: str
    kennisdatum: date
    explanation: str


def defaults(parameters: Mapping[str, Parameter]) -> dict[str, float]:
    """All parameters at standaard: the rekenvoorbeeld."""
    return {parameter.id: parameter.default for parameter in parameters.values()}
