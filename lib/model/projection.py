"""From the base year's figures to a scenario's persons, staff and euros per year (model.md §3).

Values may carry a leading axis of draws; arrays end in [gemeente, werkvorm, kostensoort, jaar], less where less.
"""

from dataclasses import dataclass

import numpy as np

from lib.model.figures import Array, Figures
from lib.model.parameters import ATTRITION, FIXED_REDUCTION, PRICE_INDEX, Values
from lib.model.scenario import Measure, Scenario


@dataclass(frozen=True)
class Trend:
    """What happens to a base-year amount before any measure: volume [.., k, t] and price [.., k, t]."""

    attrition: Array
    volume: Array
    price: Array

    @property
    def total(self) -> Array:
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


def _powers(base: Array | float, n: Array) -> Array:
    return np.asarray(base, dtype=float)[..., None] ** n


def trend(figures: Figures, values: Values) -> Trend:
    """Attrition v[t], volume φ + (1 − φ)·v and price (1 + index)^n per kostensoort."""
    n = np.arange(len(figures.years), dtype=float)
    attrition = _powers(1 - np.asarray(values[ATTRITION]), n)
    reduction = _powers(1 - np.asarray(values[FIXED_REDUCTION]), n)
    volumes, prices = [], []
    for cost_type in figures.cost_types:
        share = np.asarray(values[cost_type.fixed_share] if cost_type.fixed_share else 0.0)
        fixed = share[..., None] * reduction
        volumes.append(fixed + (1 - fixed) * attrition)
        index = sum((sign * np.asarray(values[name]) for sign, name in cost_type.index), np.asarray(0.0))
        prices.append(_powers(1 + index, n))
    return Trend(attrition, _stack(volumes), _stack(prices))


def _stack(arrays: list[Array]) -> Array:
    return np.stack(np.broadcast_arrays(*arrays), axis=-2)


def strength(figures: Figures, measure: Measure, values: Values) -> Array:
    """sign · parameter · path [.., t] of a measure."""
    return measure.sign * np.asarray(values[measure.parameter])[..., None] * measure.multipliers(figures)


def direct_saldo(figures: Figures, measure: Measure, values: Values) -> Array:
    """Signed euros [.., g, t] of an eenmalig or jaarlijks measure, shared by its own key."""
    amount = strength(figures, measure, values)
    if measure.kind == "jaarlijks":
        amount = amount * _powers(1 + np.asarray(values[PRICE_INDEX]), np.arange(len(figures.years), dtype=float))
    elif measure.base == "wsw_personen":
        amount = amount * figures.persons.sum()
    if measure.key is None:
        raise ValueError(f"{measure.id}: a measure of kind {measure.kind} names its key")
    return figures.keys[measure.key][:, None] * amount[..., None, :]


def key_of(scenario: Scenario, key: str | None) -> str:
    """The view's key, or else the scenario's own."""
    return key or scenario.key


def allocate(
    figures: Figures, euros: Array, scenario: Scenario, zero: Scenario, key: str | None, axis: int = -2
) -> Array:
    """Euros as the scenario divides them over the gemeenten, which lie on `axis`; the years come last.

    Up to and including the base year the allocation of the nulalternatief holds.
    """
    result = euros.copy() if scenario.own_allocation else _by_key(figures, euros, key_of(scenario, key), axis)
    base = euros[..., :1]
    result[..., :1] = base if zero.own_allocation else _by_key(figures, base, key_of(zero, key), axis)
    return result


def _by_key(figures: Figures, euros: Array, key: str, axis: int) -> Array:
    shape = [1] * euros.ndim
    shape[axis] = -1
    return figures.keys[key].reshape(shape) * euros.sum(axis=axis, keepdims=True)


def project(figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None = None) -> Projection:
    """Run one scenario with one value per parameter."""
    run = trend(figures, values)
    factor = np.ones((*figures.costs.shape, len(figures.years)))
    direct = {}
    for measure in scenario.measures:
        if measure.kind == "percentage":
            factor += measure.mask(figures)[..., None] * strength(figures, measure, values)
        else:
            direct[measure.id] = direct_saldo(figures, measure, values)
    before = figures.costs[..., None] * run.total * factor
    costs = allocate(figures, before, scenario, zero, key, axis=0)
    saldo = np.einsum("k,gwkt->gt", figures.signs, costs) + sum(direct.values(), np.zeros(()))
    persons = figures.persons[..., None] * run.attrition
    return Projection(
        scenario, key_of(scenario, key), persons, _staff(figures, run, before, persons), costs, direct, saldo
    )


def _staff(figures: Figures, run: Trend, before: Array, persons: Array) -> Array:
    """Staff [g, w, t]: they go where the work goes, in proportion to the kostensoort that carries them."""
    carrier = next(i for i, cost_type in enumerate(figures.cost_types) if cost_type.carries_staff)
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

    base [.., g, t]; percentage: measure → [.., g, t] before allocation; direct: measure → [.., g, t] as it falls.
    """

    base: Array
    percentage: dict[str, Array]
    direct: dict[str, Array]


def effects(figures: Figures, scenario: Scenario, values: Values) -> Effects:
    """The pieces for one value per parameter or for arrays of draws (all of one shape, or single)."""
    total = trend(figures, values).total
    signed = figures.costs * figures.signs
    percentage, direct = {}, {}
    for measure in scenario.measures:
        if measure.kind == "percentage":
            touched = (signed * measure.mask(figures)).sum(axis=1)
            moved = np.einsum("gk,...kt->...gt", touched, total)
            percentage[measure.id] = moved * strength(figures, measure, values)[..., None, :]
        else:
            direct[measure.id] = direct_saldo(figures, measure, values)
    return Effects(np.einsum("gk,...kt->...gt", signed.sum(axis=1), total), percentage, direct)


def saldo(
    figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None = None
) -> tuple[Array, Array]:
    """The saldo [.., g, t] of a scenario from its pieces, for many draws at once: (structural, one-off).

    Together they are what `project` gives; one-off is what measures of kind eenmalig add.
    """
    pieces = effects(figures, scenario, values)
    structural = allocate(figures, operating(pieces), scenario, zero, key)
    one_off = np.zeros_like(structural)
    for measure in scenario.measures:
        if measure.kind == "eenmalig":
            one_off = one_off + pieces.direct[measure.id]
        elif measure.kind == "jaarlijks":
            structural = structural + pieces.direct[measure.id]
    return structural, one_off


def operating(pieces: Effects) -> Array:
    """The saldo [.., g, t] of the kostensoorten before allocation."""
    return sum(pieces.percentage.values(), pieces.base)
