"""The figures of one release as arrays: the base year's persons, staff and costs, and the keys."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: No number: what nobody published. The mark in its last bits, the letters PM, goes along in sums and products, as that of
#: R's NA does; a surface reads it and writes PM.
UNPUBLISHED: float = struct.unpack(">d", bytes.fromhex("7ff800000000504d"))[0]
#: In the place of a gemeente code: all gemeenten together.
ALL = "alle"


@dataclass(frozen=True)
class Gemeente:
    code: str
    naam: str


@dataclass(frozen=True)
class Werkvorm:
    id: str
    label: str


@dataclass(frozen=True)
class CostType:
    """A kostensoort: `sign` is its sign in the saldo; `index` the parameters that move its price, with sign."""

    id: str
    label: str
    soort: str
    sign: int
    fixed_share: str | None
    index: tuple[tuple[int, str], ...]
    carries_staff: bool
    taakveld: str


@dataclass(frozen=True)
class Figures:
    """Base year figures (model.md §1), in the order of `gemeenten`, `werkvormen` and `cost_types`.

    persons [g, w] and staff [g] in persons; costs [g, w, k] in euros, all ≥ 0; pm [g, w, k] marks the costs
    that are known to exist without an amount (0 in `costs`); keys: sleutel → shares [g] that sum to 1.
    joined: a gemeente with too few people to show → the one that they are counted with, None where there is none;
    hidden_staff: the gemeenten whose staff is too small to show, or shown only in the total to keep that of another;
    counted: the gemeenten whose people were counted, not estimated.
    """

    base_year: int
    last_year: int
    gemeenten: tuple[Gemeente, ...]
    werkvormen: tuple[Werkvorm, ...]
    cost_types: tuple[CostType, ...]
    persons: Array
    staff: Array
    costs: Array
    pm: NDArray[np.bool_]
    keys: Mapping[str, Array]
    joined: Mapping[int, int | None] = field(default_factory=dict)
    hidden_staff: frozenset[int] = frozenset()
    counted: frozenset[int] = frozenset()

    @cached_property
    def years(self) -> NDArray[np.int64]:
        return np.arange(self.base_year, self.last_year + 1)

    def placed(self, key: str) -> "Figures":
        """With the people, and their costs, where another key says that they are: the sums stay, per werkvorm and per
        kostensoort (model.md §1). A gemeente whose people were counted keeps its figures."""
        moving = np.array([g not in self.counted for g in range(len(self.gemeenten))])
        whole = self.keys[key][moving].sum()
        if not whole:
            return self
        shares = np.where(moving, self.keys[key], 0.0) / whole

        def spread(values: Array) -> Array:
            shifted = np.multiply.outer(shares, values[moving].sum(axis=0))
            return np.where(moving.reshape(-1, *[1] * (values.ndim - 1)), shifted, values)

        return replace(self, persons=spread(self.persons), staff=spread(self.staff), costs=spread(self.costs))

    @property
    def signs(self) -> Array:
        return np.array([cost_type.sign for cost_type in self.cost_types], dtype=float)

    @property
    def staff_carrier(self) -> int:
        """The place on k of the kostensoort along which the staff goes with the work."""
        return next(k for k, cost_type in enumerate(self.cost_types) if cost_type.carries_staff)

    @property
    def soorten(self) -> tuple[str, ...]:
        """The soorten of the kostensoorten, each once, in their order."""
        return tuple(dict.fromkeys(cost_type.soort for cost_type in self.cost_types))

    def of_soort(self, soort: str) -> NDArray[np.bool_]:
        """Mask [k] of the kostensoorten of a soort."""
        return np.array([cost_type.soort == soort for cost_type in self.cost_types])

    def until(self, year: int) -> slice:
        """The years after the base year up to and including `year`, as a slice of the year axis."""
        return slice(1, year - self.base_year + 1)
