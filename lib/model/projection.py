"""From the base year's figures to a scenario's persons, staff and euros per year (model.md §3).

Arrays have the axes [gemeente, werkvorm, kostensoort, jaar], less where less. Where values are arrays of draws, the
draws come last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lib.model.figures import Array, Figures
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX, Values
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


@dataclass(frozen=True)
class Projection:
    """A scenario's run, with the years b … horizon on the last axis.

    persons and staff [g, w, t] in persons; costs [g, w, k, t] in positive euros after allocation; direct: the saldo
    [g, t] in signed euros of each measure of kind eenmalig or jaarlijks; saldo [g, t] in euros.
    """

    scenario: Scenario
    key: str
    persons: Array
    staff: Array
    costs: Array
    direct: dict[str, Array]
    saldo: Array


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


def moved_by(figures: Figures, k: int) -> set[str]:
    """The parameters that the trend of a kostensoort rests on."""
    cost_type = figures.cost_types[k]
    fixed = {cost_type.fixed_share, FIXED_REDUCTION} if cost_type.fixed_share else set()
    return {ATTRITION, *fixed, *(name for _, name in cost_type.index)}


def price_level(figures: Figures, values: Values) -> Array:
    """(1 + prijsindex)^n [t, ..], with which measures of kind jaarlijks grow."""
    return _powers(1 + np.asarray(values[PRICE_INDEX]), _steps(figures, values))


def _stack(arrays: Iterable[Array]) -> Array:
    return np.stack(np.broadcast_arrays(*arrays))


def strength(figures: Figures, measure: Measure, values: Values) -> Array:
    """sign · parameter · path [t] of a measure."""
    return measure.sign * np.asarray(values[measure.parameter]) * measure.multipliers(figures)


def direct_saldo(figures: Figures, measure: Measure, values: Values) -> Array:
    """Signed euros [g, t] of an eenmalig or jaarlijks measure, shared by its own key."""
    amount = strength(figures, measure, values) * direct_base(figures, measure)
    if measure.kind == "jaarlijks":
        amount = amount * price_level(figures, values)
    return key_of_measure(figures, measure)[:, None] * amount


def direct_base(figures: Figures, measure: Measure) -> float:
    """What the amount of an eenmalig or jaarlijks measure is multiplied by: all Wsw persons of the base year, or 1."""
    return float(figures.persons.sum()) if measure.base == "wsw_personen" else 1.0


def key_of_measure(figures: Figures, measure: Measure) -> Array:
    """The shares [g] by which an eenmalig or jaarlijks measure falls on the gemeenten."""
    if measure.key is None:
        raise ValueError(f"{measure.id}: a measure of kind {measure.kind} names its key")
    return figures.keys[measure.key]


def key_of(scenario: Scenario, key: str | None) -> str:
    """The view's key, or else the scenario's own."""
    return key or scenario.key


def allocate(figures: Figures, euros: Array, scenario: Scenario, zero: Scenario, key: str | None) -> Array:
    """Euros [g, .., t] as the scenario divides them over the gemeenten.

    Up to and including the base year the allocation of the nulalternatief holds.
    """
    result = divide(figures, euros, scenario, key).copy()
    result[..., :1] = divide(figures, euros[..., :1], zero, key)
    return result


def divide(figures: Figures, euros: Array, scenario: Scenario, key: str | None) -> Array:
    """Euros [g, ..] as the scenario divides them over the gemeenten after the base year: eigen, or by its key."""
    if scenario.own_allocation:
        return euros
    shares = figures.keys[key_of(scenario, key)].reshape(-1, *[1] * (euros.ndim - 1))
    return np.asarray(shares * euros.sum(axis=0))


def project(figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None = None) -> Projection:
    """Run one scenario with one value per parameter."""
    run = trend(figures, values)
    direct = {m.id: direct_saldo(figures, m, values) for m in scenario.measures if m.kind != "percentage"}
    before = before_allocation(figures, scenario, values, run)
    costs = allocate(figures, before, scenario, zero, key)
    saldo = np.einsum("k,gwkt->gt", figures.signs, costs) + sum(direct.values(), np.zeros(()))
    persons = figures.persons[..., None] * run.attrition
    return Projection(
        scenario, key_of(scenario, key), persons, _staff(figures, run, before, persons), costs, direct, saldo
    )


def before_allocation(figures: Figures, scenario: Scenario, values: Values, run: Trend) -> Array:
    """Euros [g, w, k, t] with the measures of kind percentage, as they arise in each gemeente; `run` is the trend of
    these values."""
    factor = np.ones((*figures.costs.shape, len(figures.years)))
    for measure in scenario.measures:
        if measure.kind == "percentage":
            factor += measure.mask(figures)[..., None] * strength(figures, measure, values)
    return np.asarray(figures.costs[..., None] * run.total * factor)


def _staff(figures: Figures, run: Trend, before: Array, persons: Array) -> Array:
    """Staff [g, w, t]: they go where the work goes, in proportion to the kostensoort that carries them."""
    carrier = figures.staff_carrier
    total = figures.staff[:, None] * run.volume[carrier]
    weight = before[:, :, carrier]
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, persons)
    even = np.full_like(weight, 1 / weight.shape[1])
    sums = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, sums, out=even, where=sums > 0)
    return total[:, None, :] * share


@dataclass(frozen=True)
class Effects:
    """A scenario's saldo in pieces, before allocation: what it takes to recombine it without running cells.

    base [g, t]; percentage: measure → [g, t] before allocation; direct: measure → [g, t] as it falls.
    """

    base: Array
    percentage: dict[str, Array]
    direct: dict[str, Array]


def effects(figures: Figures, scenario: Scenario, values: Values) -> Effects:
    """The pieces, for one value per parameter."""
    total = trend(figures, values).total
    signed = figures.costs * figures.signs
    percentage, direct = {}, {}
    for measure in scenario.measures:
        if measure.kind == "percentage":
            touched = (signed * measure.mask(figures)).sum(axis=1)
            percentage[measure.id] = np.einsum("gk,kt->gt", touched, total) * strength(figures, measure, values)
        else:
            direct[measure.id] = direct_saldo(figures, measure, values)
    return Effects(np.einsum("gk,kt->gt", signed.sum(axis=1), total), percentage, direct)


def operating(pieces: Effects) -> Array:
    """The saldo [g, t] of the kostensoorten before allocation."""
    return sum(pieces.percentage.values(), pieces.base)
