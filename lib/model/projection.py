"""From the base year's figures to a scenario's persons, staff and euros per year (model.md §3).

Arrays have the axes [gemeente, werkvorm, kostensoort, jaar], less where less.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lib.model.allocation import allocate, key_of
from lib.model.figures import UNPUBLISHED, Array, Figures
from lib.model.formulas import Trend, strength, trend
from lib.model.parameters import Values
from lib.model.saldo import Effects, saldo
from lib.model.scenario import Scenario


@dataclass(frozen=True)
class Projection:
    """A scenario's run, with the years b … horizon on the last axis.

    persons and staff [g, w, t] in persons; costs [g, w, k, t] in positive euros after allocation; saldo [g, t] in signed
    euros after allocation, and `effects` its pieces before it.
    """

    scenario: Scenario
    key: str
    persons: Array
    staff: Array
    costs: Array
    saldo: Array
    effects: Effects

    @property
    def direct(self) -> Mapping[str, Array]:
        """The saldo [g, t] of each measure of kind eenmalig or jaarlijks, shared by its own key."""
        return self.effects.direct


def project(figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None = None) -> Projection:
    """Run one scenario with one value per parameter."""
    if scenario.only_pm:
        return _unknown(figures, scenario, values, zero, key)
    run = trend(figures, values)
    before = before_allocation(figures, scenario, values, run)
    costs = allocate(figures, before, scenario, zero, key)
    persons = figures.persons[..., None] * run.attrition
    staff = _staff(figures, run, before, persons)
    return Projection(
        scenario, key_of(scenario, key), persons, staff, costs, *saldo(figures, scenario, values, zero, key)
    )


def _unknown(figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None) -> Projection:
    """Of a scenario of which nothing is published: the base year as in the nulalternatief, and no number after it."""
    run = project(figures, zero, values, zero, key)
    arrays = (run.persons, run.staff, run.costs, run.saldo, run.effects.base)
    persons, staff, costs, result, base = (_only_base_year(array) for array in arrays)
    return Projection(scenario, key_of(scenario, key), persons, staff, costs, result, Effects(base, {}, {}))


def _only_base_year(array: Array) -> Array:
    result = np.full_like(array, UNPUBLISHED)
    result[..., 0] = array[..., 0]
    return result


def before_allocation(figures: Figures, scenario: Scenario, values: Values, run: Trend) -> Array:
    """Euros [g, w, k, t] with the measures of kind percentage, as they arise in each gemeente; `run` is the trend of
    these values."""
    factor = np.ones((*figures.costs.shape, len(figures.years)))
    for measure in scenario.measures:
        if measure.kind == "percentage":
            factor += measure.mask(figures)[..., None] * strength(figures, scenario, measure, values)[:, None, None]
    euros = np.asarray(figures.costs[..., None] * run.total * factor)
    return _only_base_year(euros) if scenario.only_pm else euros


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
