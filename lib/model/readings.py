"""How far a route can go: at its most and its least favourable reading, found by its own assumptions (model.md §5).

Of the parameters of its own measures each stands at low or at high. What both routes use stays as it is in the view, and so
does what the reader chose. Structural and one-off are never added in what is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal, get_args

import numpy as np

from lib.model.comparison import Comparison, Side
from lib.model.figures import Array
from lib.model.parameters import Values
from lib.model.projection import Projection
from lib.model.saldo import ProductSum, difference

#: The most and the least favourable reading.
End = Literal["gunstig", "ongunstig"]
ENDS: tuple[End, ...] = get_args(End)
#: The ends of a range, the least first.
RANGE: tuple[End, End] = ("ongunstig", "gunstig")


@dataclass(frozen=True)
class Reading:
    """What a route comes to beside another, in euros [code], ALL first, with these values."""

    values: Mapping[str, float]
    structural: Array
    one_off: Array


@dataclass(frozen=True)
class Swing:
    """What one parameter of a route's own moves by itself: structural euros of all gemeenten at low and at high."""

    parameter: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class RouteReadings:
    """A route against the nulalternatief for other values than those of the view; `free` are the parameters that vary."""

    comparison: Comparison
    run: Projection
    free: tuple[str, ...]

    @cached_property
    def against_zero(self) -> ProductSum:
        comparison = self.comparison
        return difference(
            comparison.figures, comparison.zero.scenario, self.run.scenario, comparison.key, names=comparison.values
        )

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The free parameters, those together that move one product: what they come to is a sum over the groups."""
        groups = [{name} for name in self.free]
        for moving in self.against_zero.moving:
            together = [group for group in groups if group & moving]
            groups = [group for group in groups if not group & moving]
            groups += [set[str]().union(*together)] if together else []
        return tuple(tuple(name for name in self.free if name in group) for group in groups)

    def at(self, end: End, last: int, first: int | None = None) -> Reading:
        """The reading with the most or the least saldo of all gemeenten, with one-offs, from the first year (default: that
        after the base year) up to and including the last."""
        span, spans = (first or self.comparison.figures.base_year + 1, last), self._spans
        if span not in spans:
            spans[span] = self._both_ends(*span)
        return spans[span][end]

    @cached_property
    def _spans(self) -> dict[tuple[int, int], dict[End, Reading]]:
        """The readings by first and last year, as they were asked: a page asks each of them many times."""
        return {}

    def _both_ends(self, first: int, last: int) -> dict[End, Reading]:
        """The reading with the most saldo over a span of years and the one with the least."""
        own: dict[End, dict[str, float]] = {end: {} for end in ENDS}
        for combinations in self._combinations():
            total, _ = self._over({**self.comparison.values, **combinations}, first, last)
            for end, best in zip(ENDS, (int(np.argmax(total[0])), int(np.argmin(total[0]))), strict=True):
                own[end] |= {name: float(column[best]) for name, column in combinations.items()}
        result = {}
        for end, corner in own.items():
            values = {**self.comparison.values, **corner}
            total, structural = self._over(values, first, last)
            result[end] = Reading(values, structural, total - structural)
        return result

    def _over(self, values: Values, first: int, last: int) -> tuple[Array, Array]:
        """Euros [code, ..] over a span of years: with one-offs, and without."""
        ends = (last,) if first == self.comparison.figures.base_year + 1 else (last, first - 1)
        total, structural = (np.moveaxis(euros, 1, 0) for euros in self.against_zero.cumulative(values, ends))
        return total[0] - total[1:].sum(axis=0), structural[0] - structural[1:].sum(axis=0)

    @cached_property
    def band(self) -> Array:
        """The structural saldo against the nulalternatief in each year after the base year where that of all gemeenten is
        least and most [2, code, t], ALL first."""
        now = self.against_zero.structural_by_year(self.comparison.values)
        ends = np.stack([now, now])
        years = np.arange(now.shape[1])
        for combinations in self._combinations():
            values: Values = {**self.comparison.values, **combinations}
            change = self.against_zero.structural_by_year(values) - now[..., None]
            for end, place in zip(ends, (change[0].argmin(axis=-1), change[0].argmax(axis=-1)), strict=True):
                end += change[:, years, place]
        return ends

    def swings(self, last: int, first: int | None = None) -> tuple[Swing, ...]:
        """What each of its own parameters moves over a span, the largest first; nothing of one that moves nothing."""
        result, start = [], first or self.comparison.figures.base_year + 1
        for name in self.free:
            parameter = self.comparison.parameters[name]
            values: Values = {**self.comparison.values, name: np.array([parameter.low, parameter.high])}
            _, structural = self._over(values, start, last)
            result.append(Swing(name, *structural[0].tolist()))
        return tuple(sorted((swing for swing in result if swing.width), key=lambda swing: -swing.width))

    def _combinations(self) -> Iterator[dict[str, Array]]:
        """Per group every combination of low and high: a column per parameter."""
        for group in self.groups:
            own = (self.comparison.parameters[name] for name in group)
            columns = np.array(list(product(*((parameter.low, parameter.high) for parameter in own)))).T
            yield dict(zip(group, columns, strict=True))


@dataclass(frozen=True)
class Readings:
    """Both routes against the nulalternatief, and B against A."""

    sides: Mapping[Side, RouteReadings]

    def difference(self, end_a: End, end_b: End, last: int) -> tuple[Array, Array]:
        """B − A up to a year with each route at one of its ends: structural and one-off euros [code]."""
        a, b = self.sides["a"].at(end_a, last), self.sides["b"].at(end_b, last)
        return b.structural - a.structural, b.one_off - a.one_off


def readings(comparison: Comparison) -> Readings:
    """The readings of the routes of a comparison."""
    runs = {"a": comparison.a, "b": comparison.b}
    names = {side: _own(run) for side, run in runs.items()}
    shared = set(names["a"]) & set(names["b"]) | set(comparison.choices)
    free = {side: tuple(name for name in own if name not in shared) for side, own in names.items()}
    return Readings(
        {"a": RouteReadings(comparison, runs["a"], free["a"]), "b": RouteReadings(comparison, runs["b"], free["b"])}
    )


def _own(run: Projection) -> Sequence[str]:
    """The parameters of its measures, each once."""
    return tuple(dict.fromkeys(name for measure in run.scenario.measures for name in measure.parameters))
