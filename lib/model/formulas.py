"""The formulas of model.md §3 of which the cells and the saldo are both made: trend, price level, measures.

Arrays have the axes [gemeente, werkvorm, kostensoort, jaar], less where less. Where values are arrays of draws, the
draws come last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lib.model.allocation import own_parts
from lib.model.figures import Array, Figures
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX, Values, own_name
from lib.model.scenario import Measure, Scenario


@dataclass(frozen=True)
class Trend:
    """What happens to a base-year amount before any measure: attrition [t, ..], and per kostensoort volumes and prices
    [t, ..], which draws leave apart: put together they would be copied."""

    attrition: Array
    volumes: tuple[Array, ...]
    prices: tuple[Array, ...]

    def of(self, k: int) -> Array:
        """What a euro of one kostensoort becomes [t, ..]."""
        return self.volumes[k] * self.prices[k]

    @cached_property
    def volume(self) -> Array:
        """[k, t, ..]."""
        return _stack(self.volumes)

    @cached_property
    def price(self) -> Array:
        """[k, t, ..]."""
        return _stack(self.prices)

    @cached_property
    def total(self) -> Array:
        """[k, t, ..]."""
        return self.volume * self.price


def _steps(figures: Figures, values: Values) -> Array:
    """n = t − b [t], with as many axes of length 1 after it as the draws have."""
    axes = max((np.ndim(value) for value in values.values()), default=0)
    return np.arange(len(figures.years), dtype=float).reshape(-1, *[1] * axes)


def _powers(base: Array | float, n: Array) -> Array:
    """Powers [t, ..]. Draws are raised year by year: with all exponents at once the last bit depends on their number."""
    start = np.asarray(base, dtype=float)
    return np.stack([start**year for year in range(len(n))]) if start.ndim else np.asarray(start**n)


def trend(figures: Figures, values: Values) -> Trend:
    """Attrition v[t], volume φ + (1 − φ)·v and price (1 + index)^n per kostensoort."""
    n = _steps(figures, values)
    attrition = _powers(1 - np.asarray(values[ATTRITION]), n)
    reduction = _powers(1 - np.asarray(values[FIXED_REDUCTION]), n)
    volumes = []
    prices: dict[tuple[tuple[int, str], ...], Array] = {}
    for cost_type in figures.cost_types:
        if cost_type.fixed_share:
            fixed = np.asarray(values[cost_type.fixed_share]) * reduction
            volumes.append(fixed + (1 - fixed) * attrition)
        else:
            volumes.append(attrition)
        if cost_type.index not in prices:
            index = sum((sign * np.asarray(values[name]) for sign, name in cost_type.index), np.asarray(0.0))
            prices[cost_type.index] = _powers(1 + index, n)
    return Trend(attrition, tuple(volumes), tuple(prices[cost_type.index] for cost_type in figures.cost_types))


def trend_parameters(figures: Figures, k: int) -> set[str]:
    """The parameters that the trend of a kostensoort rests on."""
    cost_type = figures.cost_types[k]
    fixed = {cost_type.fixed_share, FIXED_REDUCTION} if cost_type.fixed_share else set()
    return {ATTRITION, *fixed, *(name for _, name in cost_type.index)}


def price_level(figures: Figures, values: Values) -> Array:
    """(1 + prijsindex)^n [t, ..], with which measures of kind jaarlijks grow."""
    return _powers(1 + np.asarray(values[PRICE_INDEX]), _steps(figures, values))


def _stack(arrays: Iterable[Array]) -> Array:
    return np.stack(np.broadcast_arrays(*arrays))


def size(parameters: Sequence[str], values: Values) -> Array:
    """The product of the values of these parameters [..]; 1 of none."""
    return np.prod(np.broadcast_arrays(1.0, *(values[name] for name in parameters)), axis=0)


def own_names(measure: Measure, code: str, values: Iterable[str]) -> tuple[str, ...]:
    """Under which names the values stand of which the size of a measure is the product in a gemeente that bears its own
    costs: its own ones where `values` has them."""
    own = set(values)
    return tuple(name if (at := own_name(name, code)) not in own else at for name in measure.parameters)


def strength(figures: Figures, scenario: Scenario, measure: Measure, values: Values) -> Array:
    """sign · parameter · factors · path of a measure in each gemeente [g, t], for one value per parameter."""
    codes = (gemeente.code for gemeente in figures.gemeenten)
    own = np.array([size(own_names(measure, code, values), values) for code in codes])
    sizes = np.where(own_parts(figures, scenario) > 0, own[:, None], size(measure.parameters, values))
    return np.asarray(measure.sign * sizes * measure.multipliers(figures))


def direct_base(figures: Figures, measure: Measure) -> float:
    """What the amount of an eenmalig or jaarlijks measure is multiplied by: all Wsw persons of the base year, or 1."""
    return float(figures.persons.sum()) if measure.base == "wsw_personen" else 1.0


def key_of_measure(figures: Figures, measure: Measure) -> Array:
    """The shares [g] by which an eenmalig or jaarlijks measure falls on the gemeenten: its key, scaled to those that it
    names. A key that gives those nothing falls on them alike."""
    if measure.key is None:
        raise ValueError(f"{measure.id}: a measure of kind {measure.kind} names its key")
    shares = figures.keys[measure.key]
    if measure.gemeenten is None:
        return shares
    named = np.array([measure.falls_on(gemeente.code) for gemeente in figures.gemeenten], dtype=float)
    shares = shares * named if (shares * named).any() else named
    return np.asarray(shares / shares.sum())
