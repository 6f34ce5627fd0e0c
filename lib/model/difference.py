"""B − A as a sum of products that contracts early: for one value per parameter, and for thousands of draws at once.

A kostensoort moves all its cells alike and allocation is linear (model.md §3), so what is left of the cells is one
number per gemeente, kostensoort and measure. Products and sums run in a fixed order, one draw apart from another:
neither the number of draws at a time nor that of threads changes an outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lib.model.figures import Array, Figures
from lib.model.parameters import PRICE_INDEX, PmItem, Values
from lib.model.projection import direct_base, divide, key_of_measure, moved_by, price_level, trend
from lib.model.scenario import Scenario


@dataclass(frozen=True)
class Product:
    """What moves alike: path [t] × parameter × trend of a kostensoort or price level.

    `kind` None is what is there without any measure; `kostensoort` is its place on the axis k, None where a measure
    stands beside the cells.
    """

    kind: str | None
    kostensoort: int | None
    parameter: str | None
    path: tuple[float, ...]


@dataclass(frozen=True)
class Difference:
    """B − A for whatever values: `products`, and by how many euros each counts, `euros` [product, 1 + g].

    The first column is all gemeenten together. Years are those after the base year.
    """

    figures: Figures
    products: tuple[Product, ...]
    euros: Array

    def by_year(self, values: Values) -> Array:
        """Euros [1 + g, t, ..]."""
        result = np.zeros((self.euros.shape[1], *self._shape(values)))
        for _, factor, euros in self._factors(values):
            _add(result, factor, euros)
        return result

    def cumulative(self, values: Values, horizons: Sequence[int]) -> tuple[Array, Array]:
        """Euros [1 + g, horizon, ..] up to and including each horizon: with one-offs, and without."""
        shape, ends = self._shape(values), self._ends(horizons)
        structural, one_off = np.zeros((2, self.euros.shape[1], len(ends), *shape[1:]))
        for product, factor, euros in self._factors(values):
            summed = _until(factor, ends)
            _add(one_off if product.kind == "eenmalig" else structural, summed, euros)
        return structural + one_off, structural

    def along(self, values: Mapping[str, float], horizons: Sequence[int]) -> Callable[[str], Callable[[Array], Array]]:
        """What `cumulative` gives, [with or without one-offs, 1 + g, horizon, x], for other values x [x] of one parameter,
        by the name of the parameter; values are one number each.

        What a parameter does not touch is computed once for all of them. Where it is nothing but a factor, the line is
        straight.
        """
        trends = [self._moved_by(product) for product in self.products]
        curved: set[str] = set().union(*trends)
        factors = {product.parameter for product in self.products if product.parameter} - curved
        bare = self._each({**values, **dict.fromkeys(factors, 1.0)}, horizons)
        scale = [values[each.parameter] if each.parameter in factors else 1.0 for each in self.products]
        whole = bare * np.array(scale).reshape(-1, 1, 1, 1)

        def line(name: str) -> Callable[[Array], Array]:
            touched = np.array(
                [name in moving or name == each.parameter for each, moving in zip(self.products, trends, strict=True)],
                dtype=bool,
            )
            fixed = whole[~touched].sum(axis=0)[..., None]
            if name not in curved:
                slope = bare[touched].sum(axis=0)[..., None]
                return lambda x: fixed + slope * x
            products = tuple(each for each, kept in zip(self.products, touched, strict=True) if kept)
            moving = Difference(self.figures, products, self.euros[touched])
            return lambda x: fixed + np.stack(moving.cumulative({**values, name: x}, horizons))

        return line

    def _each(self, values: Values, horizons: Sequence[int]) -> Array:
        """Every product apart [product, with or without one-offs, 1 + g, horizon], for one number per parameter."""
        ends = self._ends(horizons)
        found = np.zeros((len(self.products), 2, self.euros.shape[1], len(ends)))
        for place, (product, factor, euros) in zip(found, self._factors(values), strict=True):
            place[0] = euros[:, None] * _until(factor, ends)
            if product.kind != "eenmalig":
                place[1] = place[0]
        return found

    def _moved_by(self, product: Product) -> set[str]:
        """The parameters that move a product, apart from the one that it is multiplied by."""
        prices = {PRICE_INDEX} if product.kind == "jaarlijks" else set()
        return prices | (set() if product.kostensoort is None else moved_by(self.figures, product.kostensoort))

    def outcomes(self, values: Values, horizons: Sequence[int], column: int) -> tuple[Array, Array]:
        """Cumulative euros [1 + g, horizon, ..], and those of one column per year [t, ..]."""
        shape, ends = self._shape(values), self._ends(horizons)
        summed, yearly = np.zeros((self.euros.shape[1], len(ends), *shape[1:])), np.zeros((1, *shape))
        for _, factor, euros in self._factors(values):
            _add(summed, _until(factor, ends), euros)
            _add(yearly, factor, euros[column : column + 1])
        return summed, yearly[0]

    def _ends(self, horizons: Sequence[int]) -> list[int]:
        return [horizon - self.figures.base_year - 1 for horizon in horizons]

    def _shape(self, values: Values) -> tuple[int, ...]:
        return len(self.figures.years) - 1, *np.broadcast_shapes(*(np.shape(value) for value in values.values()))

    def _factors(self, values: Values) -> Iterator[tuple[Product, Array, Array]]:
        """Each product itself [t, ..] with its euros [1 + g]."""
        shape = self._shape(values)
        run, prices = trend(self.figures, values), price_level(self.figures, values)[1:]
        used = {product.kostensoort for product in self.products if product.kostensoort is not None}
        moved = {k: run.of(k)[1:] for k in used}
        for product, euros in zip(self.products, self.euros, strict=True):
            factor = moved[product.kostensoort] if product.kostensoort is not None else 1.0
            if product.parameter is not None:
                path = np.array(product.path).reshape(-1, *[1] * (len(shape) - 1))
                factor = path * np.asarray(values[product.parameter]) * factor
            moving = factor * prices if product.kind == "jaarlijks" else factor
            yield product, np.broadcast_to(moving, shape), euros


def difference(
    figures: Figures, a: Scenario, b: Scenario, key: str | None = None, pm: Sequence[PmItem] = ()
) -> Difference:
    """What A and B do not have in common; the PM items count where a scenario names them, for a value of `pm_name`."""
    in_a, in_b = (_together((*_products(figures, s, key), *_pm_products(figures, s, pm))) for s in (a, b))
    nothing = np.zeros(len(figures.gemeenten))
    found = {product: in_b.get(product, nothing) - in_a.get(product, nothing) for product in in_a | in_b}
    kept = {product: euros for product, euros in found.items() if euros.any()}
    columns = [np.append(euros.sum(), euros) for euros in kept.values()]
    return Difference(figures, tuple(kept), np.array(columns).reshape(-1, 1 + len(figures.gemeenten)))


def _together(products: Iterable[tuple[Product, Array]]) -> dict[Product, Array]:
    """Euros [g] per product, those of equal products added up."""
    found: dict[Product, Array] = {}
    for product, euros in products:
        found[product] = found[product] + euros if product in found else euros
    return found


def pm_name(item: PmItem) -> str:
    """Under which name the amount of a PM item stands among the values; no parameter is called so."""
    return f"pm {item.id}"


def _pm_products(figures: Figures, scenario: Scenario, pm: Sequence[PmItem]) -> list[tuple[Product, Array]]:
    """A PM item names no year and no key: it falls as measures of its kind do, one-off in the first year after the
    base year, yearly from that year on with the prijsindex, and is shared by the key of the scenario itself."""
    years = len(figures.years) - 1
    paths = {"eenmalig": (1.0, *(0.0,) * (years - 1)), "jaarlijks": (1.0,) * years}
    return [
        (Product(item.kind, None, pm_name(item), paths[item.kind]), item.sign * figures.keys[scenario.key])
        for item in pm
        if item.id in scenario.pm
    ]


def _products(figures: Figures, scenario: Scenario, key: str | None) -> list[tuple[Product, Array]]:
    """Every product of a scenario's saldo with its euros [g] of the base year, signed and allocated."""
    signed = figures.costs * figures.signs
    always = (1.0,) * (len(figures.years) - 1)
    found = [
        (Product(None, k, None, always), euros)
        for k, euros in enumerate(divide(figures, signed.sum(axis=1), scenario, key).T)
    ]
    for measure in scenario.measures:
        path = tuple(measure.multipliers(figures)[1:].tolist())
        if measure.kind == "percentage":
            touched = divide(figures, (signed * measure.mask(figures)).sum(axis=1), scenario, key)
            places: list[int | None] = list(range(len(figures.cost_types)))
        else:
            touched = (direct_base(figures, measure) * key_of_measure(figures, measure))[:, None]
            places = [None]
        for k, euros in zip(places, touched.T, strict=True):
            found.append((Product(measure.kind, k, measure.parameter, path), measure.sign * euros))
    return found


def _until(factor: Array, ends: Sequence[int]) -> Array:
    """The sums [horizon, ..] of the first years of factor [t, ..], up to and including each end."""
    running, found = np.zeros(factor.shape[1:]), {}
    for t in range(max(ends) + 1):
        running = running + factor[t]
        if t in ends:
            found[t] = running
    return np.stack([found[end] for end in ends])


def _add(result: Array, factor: Array, euros: Array) -> None:
    """Add factor [..] × euros [column] to result [column, ..]."""
    each = np.empty(factor.shape)
    for column in np.flatnonzero(euros):
        np.multiply(factor, euros[column], out=each)
        result[column] += each
