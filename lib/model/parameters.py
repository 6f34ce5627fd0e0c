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

#: What stands between a parameter and the gemeente that has its own value of it, by its code.
OWN = "@"
#: A value per parameter, and per `own_name`: one number, or an array of draws that all have the same shape.
Values = Mapping[str, float | NDArray[np.float64]]


@dataclass(frozen=True)
class Parameter:
    """One assumption: low–default–high is what is plausible, minimum–maximum what can be entered at all; an open
    maximum is None."""

    id: str
    label: str
    unit: str
    low: float
    default: float
    high: float
    minimum: float
    maximum: float | None
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
    """Known to exist, amount unknown; low and high (euros, or euros per year) go with what these bounds rest on.

    `sign` is 1 for returns, -1 for costs and 0 where not even that is known. `owner` is who must find the amount, `when`
    when it can be known, `consequence` what changes if it falls badly.
    """

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
    owner: str = ""
    when: str = ""
    consequence: str = ""


@dataclass(frozen=True)
class Replacement:
    """A parameter that was there before, `id`: a value of it is one of `by` times one of `divided_by`, so that the value
    of `by` is the old value ÷ the value of `divided_by`."""

    id: str
    by: str
    divided_by: str
    label: str


def own_name(parameter: str, code: str) -> str:
    """Under which name the value stands that a gemeente has of its own."""
    return f"{parameter}{OWN}{code}"


def split_name(name: str) -> tuple[str, str | None]:
    """The parameter, and the gemeente whose own value it is; None where it is that of all."""
    parameter, own, code = name.partition(OWN)
    return parameter, code if own else None


def defaults(parameters: Mapping[str, Parameter]) -> dict[str, float]:
    """All parameters at standaard: the rekenvoorbeeld."""
    return {parameter.id: parameter.default for parameter in parameters.values()}
