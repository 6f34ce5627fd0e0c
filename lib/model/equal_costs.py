"""Two assumptions at a time: the line along which both routes cost the same (model.md §5).

A line is looked for on a mesh over both assumptions: where the difference changes its sign between two neighbours, a
point of it lies on the edge between them, and that point is refined until the difference vanishes to the precision of the
arithmetic. Points of one cell of the mesh belong together.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize.elementwise import find_root

from lib.model.comparison import Comparison
from lib.model.figures import Array
from lib.model.parameters import Parameter, split_name
from lib.model.sensitivity import tornado
from lib.model.switching import NOTHING, SwitchingValue, find, grid

#: Steps of the mesh over the admissible range of each assumption, and over a picture of it.
STEPS, PICTURE = 24, 20
#: What a picture shows beside the band, or beside what lies farther, as a share of all of it.
BESIDE = 0.2
#: Euros for values x and y [point] of two assumptions.
Surface = Callable[[Array, Array], Array]
#: Points (x, y) one after another [point, 2].
Curve = Array


@dataclass(frozen=True)
class EqualCosts:
    """Cumulative B − A up to one horizon for any values of two different assumptions, the others as in the view."""

    comparison: Comparison
    names: tuple[str, str]
    horizon: int

    @property
    def parameters(self) -> tuple[Parameter, Parameter]:
        first, second = (self.comparison.parameters[split_name(name)[0]] for name in self.names)
        return first, second

    @property
    def now(self) -> tuple[float, float]:
        first, second = (self.comparison.values[name] for name in self.names)
        return first, second

    def difference(self, columns: slice = slice(None)) -> Callable[[Array, Array], Array]:
        """B − A in euros [with or without one-offs, column, point] for values of both [point], columns as in
        `Comparison.codes`; what neither assumption touches is computed once."""
        between, values, horizons = self.comparison.between, self.comparison.values, (self.horizon,)
        touched = np.array([not own.isdisjoint(self.names) for own in between.moving], dtype=bool)
        fixed = np.stack(between.part(~touched, columns).cumulative(values, horizons))
        moving, (first, second) = between.part(touched, columns), self.names

        def euros(x: Array, y: Array) -> Array:
            return (fixed[..., None] + np.stack(moving.cumulative({**values, first: x, second: y}, horizons)))[:, :, 0]

        return euros

    def surface(self, structural: bool, code: str) -> Surface:
        """B − A in euros [point] of one gemeente or of all, with one-offs or without."""
        kind, column = int(structural), self.comparison.codes.index(code)
        euros = self.difference(slice(column, column + 1))
        if self.comparison.between.curved.isdisjoint(self.names):
            # Both are nothing but factors: four corners say all.
            corners = euros(np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0]))[kind, 0]
            c, cx, cy, cxy = corners @ np.array([[1, -1, -1, 1], [0, 1, 0, -1], [0, 0, 1, -1], [0, 0, 0, 1]])
            return lambda x, y: np.asarray(c + cx * x + cy * y + cxy * x * y)
        return lambda x, y: euros(x, y)[kind, 0]

    def turns(self, firsts: Sequence[float]) -> tuple[tuple[tuple[SwitchingValue, ...], ...], ...]:
        """For every value of the first assumption the value of the second at which both routes cost the same, found as any
        switching value is: [value, with or without one-offs, column]."""
        values, columns, difference = np.asarray(firsts, dtype=float), len(self.comparison.codes), self.difference()

        def by_second(y: Array) -> Array:
            x = np.tile(values, len(y))
            euros = difference(x, np.repeat(y, len(values))).reshape(2, columns, len(y), len(values))
            return euros.transpose(2, 3, 0, 1).reshape(len(y), -1)

        every = iter(find(self.parameters[1], by_second))
        return tuple(tuple(tuple(next(every) for _ in range(columns)) for _ in range(2)) for _ in values)

    @cached_property
    def _outlines(self) -> dict[tuple[bool, str], tuple[Curve, ...]]:
        return {}

    def outline(self, structural: bool, code: str) -> tuple[Curve, ...]:
        """The line over all that can be entered, roughly, in as many pieces as it has; nothing where there is none."""
        key = structural, code
        if key not in self._outlines:
            first, second = (
                np.union1d(grid(parameter, STEPS), [now])
                for parameter, now in zip(self.parameters, self.now, strict=True)
            )
            self._outlines[key] = level_curves(self.surface(*key), first, second, exact=False)
        return self._outlines[key]

    def picture(self, code: str) -> tuple[tuple[float, float], tuple[float, float]]:
        """What of both assumptions a picture shows (from, to): the band and some room beside it, what is chosen now, and the
        point of the line nearest to that, counted in widths of the band; where there is no line, of that without one-offs.
        Nothing that cannot be entered."""
        widths = [(own.high - own.low) or 1.0 for own in self.parameters]
        points = np.concatenate([np.array([self.now]), *(self.outline(False, code) or self.outline(True, code))])
        far = (((points[1:] - points[0]) / widths) ** 2).sum(axis=1)
        nearest = points[1 + int(np.argmin(far))] if far.size else points[0]
        first, second = (
            _reach(own, (now, near)) for own, now, near in zip(self.parameters, self.now, nearest.tolist(), strict=True)
        )
        return first, second

    def line(self, structural: bool, code: str) -> tuple[Curve, ...]:
        """The line within the picture: put back, every point of it levels the routes."""
        first, second = (
            np.union1d(np.linspace(*ends, PICTURE + 1), [now, own.low, own.high])
            for ends, now, own in zip(self.picture(code), self.now, self.parameters, strict=True)
        )
        return level_curves(self.surface(structural, code), first, second)


def _reach(parameter: Parameter, values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest of the band and these values with some room, within what can be entered."""
    ends = (parameter.low, parameter.high, *values)
    room = BESIDE * (max(ends) - min(ends)) or abs(parameter.high) or 1.0
    low, high = max(min(ends) - room, parameter.minimum), max(ends) + room
    return low, high if parameter.maximum is None else min(high, parameter.maximum)


def leading_pair(comparison: Comparison, horizon: int) -> tuple[str, str]:
    """The two assumptions that a reader meets first, in the order of the registry: of the own measures of each route the one
    that moves B − A of all gemeenten most over its band. Where a route has none of its own, the next of any measure, then of
    any assumption. The same when A and B change places."""
    ends = {swing.parameter: swing for swing in tornado(comparison, (horizon,))}
    order = list(ends)
    size = {name: abs(float(swing.at_high[0, 0] - swing.at_low[0, 0])) for name, swing in ends.items()}
    a, b = (
        {name for measure in run.scenario.measures for name in measure.parameters}
        for run in (comparison.a, comparison.b)
    )

    def most(names: set[str]) -> list[str]:
        return sorted(names, key=lambda name: (-size[name], order.index(name)))

    ranked = dict.fromkeys((*most(a - b)[:1], *most(b - a)[:1], *most(a | b), *most(set(order))))
    first, second = sorted(list(ranked)[:2], key=order.index)
    return first, second


# -- a line on a mesh --------------------------------------------------------------------------------------------


def level_curves(surface: Surface, xs: Array, ys: Array, exact: bool = True) -> tuple[Curve, ...]:
    """Where a surface is zero within a mesh of ascending xs and ys, in pieces: a closed one ends where it begins. The same
    for a surface of the other sign. What is not `exact` is straight between the nodes of the mesh."""
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys, indexing="ij"))
    euros = surface(x, y).reshape(len(xs), len(ys))
    above = _above(euros)
    nodes = np.arange(above.size).reshape(above.shape)
    pairs = np.concatenate(
        [
            np.stack([nodes[:-1].ravel(), nodes[1:].ravel()], axis=1),
            np.stack([nodes[:, :-1].ravel(), nodes[:, 1:].ravel()], axis=1),
        ]
    )
    edges = pairs[above.ravel()[pairs[:, 0]] != above.ravel()[pairs[:, 1]]]
    if not len(edges):
        return ()
    points = _points(np.stack([x, y], axis=1), euros.ravel(), edges, surface if exact else None)
    at = {(start, end): place for place, (start, end) in enumerate(edges.tolist())}
    return tuple(_without_repeats(points[chain]) for chain in _chains(list(_links(above, euros, nodes, at))))


def _above(euros: Array) -> NDArray[np.bool_]:
    """Which nodes lie above zero. One on zero lies on the other side than its first neighbour, so that the line goes through
    it; in a plain of zeros on the same side as its neighbour."""
    sign = np.where(np.abs(euros) < NOTHING, 0, np.sign(euros))
    if not sign.any():
        return np.zeros(sign.shape, dtype=bool)
    turn = -1
    while (sign == 0).any():
        before = np.pad(sign, 1)
        for neighbour in (before[:-2, 1:-1], before[2:, 1:-1], before[1:-1, :-2], before[1:-1, 2:]):
            sign = np.where(sign == 0, turn * neighbour, sign)
        turn = 1
    return sign > 0


def _points(places: Array, euros: Array, edges: NDArray[np.int_], surface: Surface | None) -> Array:
    """Where the line crosses each edge, (x, y) [edge, 2]: an end that is zero, or what lies between both in the measure of
    their euros, refined on the surface where there is one."""
    start, step = places[edges[:, 0]], places[edges[:, 1]] - places[edges[:, 0]]
    first, last = euros[edges[:, 0]], euros[edges[:, 1]]
    at_start, at_end = np.abs(first) < NOTHING, np.abs(last) < NOTHING
    between = ~at_start & ~at_end
    share = np.where(at_start, 0.0, 1.0)
    share[between] = first[between] / (first[between] - last[between])
    if surface is not None:
        _refine(surface, start, step, share, np.flatnonzero(between))
    return start + share[:, None] * step


def _refine(surface: Surface, start: Array, step: Array, share: Array, edges: NDArray[np.int_]) -> None:
    """Move the shares of these edges to where the surface is zero. Along an assumption that is nothing but a factor the
    surface is straight, and the first guess is the point."""

    def on_edge(part: Array, edge: NDArray[np.int_]) -> Array:
        return surface(*(start[edge] + part[:, None] * step[edge]).T)

    left = edges[np.abs(on_edge(share[edges], edges)) >= NOTHING] if edges.size else edges
    if left.size:
        share[left] = find_root(on_edge, (np.zeros(left.size), np.ones(left.size)), args=(left,)).x


def _links(
    above: NDArray[np.bool_], euros: Array, nodes: NDArray[np.int_], at: dict[tuple[int, int], int]
) -> Iterator[tuple[int, int]]:
    """Which two edges the line joins in each cell that it crosses."""
    corners = np.stack([above[:-1, :-1], above[1:, :-1], above[1:, 1:], above[:-1, 1:]])
    for i, j in np.argwhere(corners.any(axis=0) & ~corners.all(axis=0)).tolist():
        a, b, c, d = (int(nodes[place]) for place in ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)))
        around = [at[edge] for edge in ((a, b), (b, c), (d, c), (a, d)) if edge in at]
        if len(around) == 4 and (euros[i : i + 2, j : j + 2].mean() > 0) != bool(above[i, j]):
            # The middle is not on the side of the first corner: the line cuts that one off, and the one across.
            around = [around[-1], *around[:-1]]
        yield from zip(around[::2], around[1::2], strict=True)


def _chains(links: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Links joined end to end, open chains first; a closed one repeats its first."""
    beside: dict[int, list[int]] = {}
    for first, second in links:
        beside.setdefault(first, []).append(second)
        beside.setdefault(second, []).append(first)
    ends = [place for place, others in beside.items() if len(others) == 1]
    left = dict.fromkeys((*ends, *beside))
    while left:
        start = place = next(iter(left))
        chain = [start]
        while True:
            del left[place]
            onward = [other for other in beside[place] if other in left]
            if not onward:
                break
            place = onward[0]
            chain.append(place)
        closed = len(chain) > 2 and start in beside[place]
        yield [*chain, start] if closed else chain


def _without_repeats(points: Array) -> Curve:
    """The points, each place once in a row."""
    different = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    return points[different]
