"""Who bears what: the allocation of euros over the gemeenten, per part of a year (model.md §3).

Arrays have the axes [gemeente, .., jaar], the base year at t = 0. What those who share bear is divided by a key, scaled to
them; a total never moves.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lib.model.figures import Array, Figures
from lib.model.scenario import OwnCosts, Scenario


@dataclass(frozen=True)
class Division:
    """Which gemeenten each bear their own costs, `own` [g], and in which part of each year it is so, `part` [t]."""

    own: NDArray[np.bool_]
    part: Array


def own_parts(figures: Figures, scenario: Scenario) -> Array:
    """The part of each year in which a gemeente bears its own costs [g, t], from 0 to 1."""
    return _own_parts(*_case_of(figures, scenario))


def divisions(figures: Figures, scenario: Scenario) -> tuple[Division, ...]:
    """The divisions of a scenario; their parts sum to 1 in each year. Who begins within a year does so once, so that its
    own part is the last of that year."""
    return _divisions(*_case_of(figures, scenario))


def key_divides(figures: Figures, scenario: Scenario, after_base: bool = True) -> bool:
    """Whether some gemeente shares by the key in some year: after the base year, or in it. Not known, and so not said, of a
    scenario of which nothing is published."""
    if scenario.only_pm:
        return False
    parts = own_parts(figures, scenario)
    return bool((parts[:, 1:] if after_base else parts[:, :1]).min(initial=1.0) < 1)


#: What divisions follow from: gemeenten, first and last year, rules.
Case = tuple[tuple[str, ...], int, int, tuple[OwnCosts, ...]]


def _case_of(figures: Figures, scenario: Scenario) -> Case:
    """What the parts follow from: gemeenten, first and last year, rules."""
    codes = tuple(gemeente.code for gemeente in figures.gemeenten)
    return codes, figures.base_year, figures.last_year, scenario.own_costs


@lru_cache
def _own_parts(codes: tuple[str, ...], first: int, last: int, rules: tuple[OwnCosts, ...]) -> Array:
    """A rule that names a gemeente goes before one for all."""
    named = sorted(rules, key=lambda rule: rule.gemeenten is None)
    none = OwnCosts(from_year=last + 1)
    rows = [next((rule for rule in named if rule.covers(code)), none) for code in codes]
    parts = np.array([[float(rule.part(year)) for year in range(first, last + 1)] for rule in rows])
    parts.flags.writeable = False
    return parts


@lru_cache
def _divisions(*case: Any) -> tuple[Division, ...]:
    parts = _own_parts(*case)
    result: dict[tuple[bool, ...], Array] = {}
    for t in range(parts.shape[1]):
        begun = 0.0
        for end in np.unique([*parts[:, t], 1.0]).tolist():
            if end > begun:
                own = tuple((parts[:, t] >= end).tolist())
                result.setdefault(own, np.zeros(parts.shape[1]))[t] = end - begun
                begun = end
    return tuple(Division(np.array(own), part) for own, part in result.items())


@dataclass(frozen=True)
class Portion:
    """What a gemeente bears in a part of a year: its share in what some gemeenten cost together, `of` [g]; alone its own."""

    part: float
    share: float
    of: NDArray[np.bool_]

    @property
    def is_shared(self) -> bool:
        return bool(self.of.sum() > 1)


def portions(figures: Figures, scenario: Scenario, key: str, g: int, t: int) -> tuple[Portion, ...]:
    """What a gemeente bears in a year, part by part."""
    result = []
    for way in divisions(figures, scenario):
        if way.part[t]:
            shares = divide(figures, np.eye(len(way.own)), way.own, key)[g]
            of = shares > 0
            of[g] = True
            result.append(Portion(float(way.part[t]), float(shares[g] if of.sum() > 1 else 1.0), of))
    return tuple(result)


def divide(figures: Figures, euros: Array, own: NDArray[np.bool_], key: str) -> Array:
    """Euros [g, ..] where some bear their own: the others share theirs by the key. Where the key gives those nothing,
    nobody shares."""
    if own.all():
        return euros
    axes = [1] * (euros.ndim - 1)
    shares, alone = figures.keys[key], own.reshape(-1, *axes)
    if not own.any():
        return np.asarray(shares.reshape(-1, *axes) * euros.sum(axis=0))
    shares = np.where(own, 0.0, shares)
    if not shares.any():
        return euros
    together = np.where(alone, 0.0, euros).sum(axis=0)
    return np.where(alone, euros, (shares / shares.sum()).reshape(-1, *axes) * together)


def apportion(figures: Figures, euros: Array, scenario: Scenario, key: str | None) -> Array:
    """Euros [g, .., t] as the scenario divides them by itself, in the years from the base year on that they have."""
    years, name = euros.shape[-1], key_of(scenario, key)
    ways = [way for way in divisions(figures, scenario) if way.part[:years].any()]
    if len(ways) == 1:
        return divide(figures, euros, ways[0].own, name)
    return np.sum([way.part[:years] * divide(figures, euros, way.own, name) for way in ways], axis=0)


def allocate(figures: Figures, euros: Array, scenario: Scenario, zero: Scenario, key: str | None) -> Array:
    """Euros [g, .., t] as the scenario divides them over the gemeenten.

    Up to and including the base year the allocation of the nulalternatief holds.
    """
    result = apportion(figures, euros, scenario, key).copy()
    result[..., :1] = apportion(figures, euros[..., :1], zero, key)
    return result


def key_of(scenario: Scenario, key: str | None) -> str:
    """The view's key, or else the scenario's own."""
    return key or scenario.key
