"""The saldo, written once: a sum of products that contracts early, for one value per parameter and for thousands of draws.

What a scenario comes to, its pieces and B − A are all made of the same products. A kostensoort moves all its cells alike
and allocation is linear (model.md §3), so what is left of the cells is one number per gemeente, kostensoort and measure.
Products and sums run in a fixed order, one draw apart from another: neither the number of draws at a time nor that of
threads changes an outcome.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lib.model.allocation import apportion, divide, divisions, key_of, own_parts
from lib.model.figures import UNPUBLISHED, Array, Figures
from lib.model.formulas import (
    direct_base,
    key_of_measure,
    own_names,
    price_level,
    size,
    trend,
    trend_parameters,
)
from lib.model.parameters import PRICE_INDEX, PmItem, Values
from lib.model.scenario import Measure, Scenario


@dataclass(frozen=True)
class Product:
    """What moves alike: path [t] × parameters × trend of a kostensoort or price level.

    `kind` None is what is there without any measure; `kostensoort` is its place on the axis k, None where a measure
    stands beside the cells.
    """

    kind: str | None
    kostensoort: int | None
    parameters: tuple[str, ...]
    path: tuple[float, ...]


#: A product and by how many signed euros of the base year it counts in each gemeente [g].
Term = tuple[Product, Array]


@dataclass(frozen=True)
class ProductSum:
    """Euros for whatever values: `products`, and by how many euros each counts, `euros` [product, column].

    What the columns are, says who makes it; those of `difference` are all gemeenten together, then each gemeente. Years
    are those after the base year.
    """

    figures: Figures
    products: tuple[Product, ...]
    euros: Array

    def by_year(self, values: Values) -> Array:
        """Euros [column, t, ..]."""
        result = np.zeros((self.euros.shape[1], *self._shape(values)))
        for _, factor, euros in self._factors(values):
            _add(result, factor, euros)
        return result

    def structural_by_year(self, values: Values) -> Array:
        """Euros without one-offs [column, t, ..]."""
        result = np.zeros((self.euros.shape[1], *self._shape(values)))
        for product, factor, euros in self._factors(values):
            if product.kind != "eenmalig":
                _add(result, factor, euros)
        return result

    def part(self, counts: NDArray[np.bool_], columns: slice = slice(None)) -> "ProductSum":
        """The products that count [product], alone; of these columns."""
        products = tuple(product for product, own in zip(self.products, counts, strict=True) if own)
        return ProductSum(self.figures, products, self.euros[counts, columns])

    @property
    def moving(self) -> tuple[set[str], ...]:
        """Per product every parameter that moves it."""
        return tuple({*product.parameters, *self._trend_parameters(product)} for product in self.products)

    @property
    def curved(self) -> set[str]:
        """The parameters that are more than a factor: along any other the sum is straight."""
        return set[str]().union(*map(self._trend_parameters, self.products))

    def cumulative(self, values: Values, horizons: Sequence[int]) -> tuple[Array, Array]:
        """Euros [column, horizon, ..] up to and including each horizon: with one-offs, and without."""
        shape, ends = self._shape(values), self._ends(horizons)
        structural, one_off = np.zeros((2, self.euros.shape[1], len(ends), *shape[1:]))
        for product, factor, euros in self._factors(values):
            summed = _until(factor, ends)
            _add(one_off if product.kind == "eenmalig" else structural, summed, euros)
        return structural + one_off, structural

    def along(self, values: Mapping[str, float], horizons: Sequence[int]) -> Callable[[str], Callable[[Array], Array]]:
        """What `cumulative` gives, [with or without one-offs, column, horizon, x], for other values x [x] of one parameter,
        by the name of the parameter; values are one number each.

        What a parameter does not touch is computed once for all of them. Where it is nothing but a factor, the line is
        straight.
        """
        trends, curved = [self._trend_parameters(product) for product in self.products], self.curved
        factors = set[str]().union(*(product.parameters for product in self.products)) - curved
        bare = self._by_product({**values, **dict.fromkeys(factors, 1.0)}, horizons)

        def scaled(without: str = "") -> Array:
            """Every product with its factors, but for one of them."""
            names = ([n for n in product.parameters if n in factors and n != without] for product in self.products)
            return bare * np.array([size(own, values) for own in names]).reshape(-1, 1, 1, 1)

        whole = scaled()

        def line(name: str) -> Callable[[Array], Array]:
            touched = np.array(
                [
                    name in moving or name in product.parameters
                    for product, moving in zip(self.products, trends, strict=True)
                ],
                dtype=bool,
            )
            fixed = whole[~touched].sum(axis=0)[..., None]
            if name not in curved:
                slope = scaled(name)[touched].sum(axis=0)[..., None]
                return lambda x: fixed + slope * x
            moving = self.part(touched)
            return lambda x: fixed + np.stack(moving.cumulative({**values, name: x}, horizons))

        return line

    def _by_product(self, values: Values, horizons: Sequence[int]) -> Array:
        """Every product apart [product, with or without one-offs, column, horizon], for one number per parameter."""
        ends = self._ends(horizons)
        result = np.zeros((len(self.products), 2, self.euros.shape[1], len(ends)))
        for place, (product, factor, euros) in zip(result, self._factors(values), strict=True):
            place[0] = euros[:, None] * _until(factor, ends)
            if product.kind != "eenmalig":
                place[1] = place[0]
        return result

    def _trend_parameters(self, product: Product) -> set[str]:
        """The parameters that move a product, apart from those that it is multiplied by."""
        prices = {PRICE_INDEX} if product.kind == "jaarlijks" else set()
        return prices | (set() if product.kostensoort is None else trend_parameters(self.figures, product.kostensoort))

    def outcomes(self, values: Values, horizons: Sequence[int], column: int) -> tuple[Array, Array]:
        """Cumulative euros [column, horizon, ..], and those of one column per year [t, ..]."""
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
        """Each product itself [t, ..] with its euros [column]."""
        shape = self._shape(values)
        used = {product.kostensoort for product in self.products if product.kostensoort is not None}
        run, prices = trend(self.figures, values), price_level(self.figures, values)[1:]
        trends = {k: run.of(k)[1:] for k in used}
        for product, euros in zip(self.products, self.euros, strict=True):
            path = np.array(product.path).reshape(-1, *[1] * (len(shape) - 1))
            factor = path * size(product.parameters, values)
            factor = factor if product.kostensoort is None else factor * trends[product.kostensoort]
            moving = factor * prices if product.kind == "jaarlijks" else factor
            yield product, np.broadcast_to(moving, shape), euros


@dataclass(frozen=True)
class Effects:
    """A scenario's saldo in pieces, before allocation: base [g, t]; percentage and direct: measure → [g, t]."""

    base: Array
    percentage: Mapping[str, Array]
    direct: Mapping[str, Array]

    @property
    def operating(self) -> Array:
        """The saldo [g, t] of the kostensoorten."""
        return sum(self.percentage.values(), self.base)


def saldo(
    figures: Figures, scenario: Scenario, values: Values, zero: Scenario, key: str | None = None
) -> tuple[Array, Effects]:
    """Signed euros [g, t] of a scenario after allocation, and its pieces, for one value per parameter.

    Up to and including the base year the allocation of the nulalternatief holds.
    """
    causes = _causes(figures, scenario, values)
    whole = [term for cause in causes for term in cause.terms(figures, scenario, key)]
    result, base, *apart = _by_block(figures, [whole, *(cause.terms(figures) for cause in causes)], values)
    own = _signed(figures).sum(axis=(1, 2))
    base[:, 0], result[:, :1] = own, apportion(figures, own[:, None], zero, key)
    percentage, direct = dict[str, Array](), dict[str, Array]()
    for measure, euros in zip(scenario.measures, apart, strict=True):
        (percentage if measure.kind == "percentage" else direct)[measure.id] = euros
    return result, Effects(base, percentage, direct)


def difference(
    figures: Figures,
    a: Scenario,
    b: Scenario,
    key: str | None = None,
    pm: Sequence[PmItem] = (),
    names: Iterable[str] = (),
) -> ProductSum:
    """What A and B do not have in common; the PM items count where a scenario names them, for a value of `pm_name`.
    `names` are those under which a gemeente has its own value. No number where nothing of one of them is published."""
    if a.id != b.id and (a.only_pm or b.only_pm):
        always = (1.0,) * (len(figures.years) - 1)
        return ProductSum(
            figures, (Product(None, None, (), always),), np.full((1, 1 + len(figures.gemeenten)), UNPUBLISHED)
        )
    own = tuple(names)
    blocks = [
        [
            *(term for cause in _causes(figures, scenario, own) for term in cause.terms(figures, scenario, key)),
            *_pm_terms(figures, scenario, pm),
        ]
        for scenario in (a, b)
    ]
    products, euros = _gather(figures, blocks)
    rows = {product: row for product, row in zip(products, euros[:, 1] - euros[:, 0], strict=True) if row.any()}
    columns = [np.append(row.sum(), row) for row in rows.values()]
    return ProductSum(figures, tuple(rows), np.array(columns).reshape(-1, 1 + len(figures.gemeenten)))


def _gather(figures: Figures, blocks: Sequence[Sequence[Term]]) -> tuple[tuple[Product, ...], Array]:
    """Every product of the blocks once, with its euros [product, block, g]; those of equal products added up."""
    rows: dict[Product, Array] = {}
    for place, block in enumerate(blocks):
        for product, euros in block:
            rows.setdefault(product, np.zeros((len(blocks), len(figures.gemeenten))))[place] += euros
    return tuple(rows), np.array(list(rows.values())).reshape(-1, len(blocks), len(figures.gemeenten))


def _by_block(figures: Figures, blocks: Sequence[Sequence[Term]], values: Values) -> Array:
    """Euros [block, g, t], nothing in the base year."""
    products, euros = _gather(figures, blocks)
    used = np.flatnonzero(euros.any(axis=(1, 2))).tolist()
    columns = euros[used].reshape(len(used), euros[0].size)
    result = np.zeros((*euros.shape[1:], len(figures.years)))
    by_year = ProductSum(figures, tuple(products[i] for i in used), columns).by_year(values)
    result[..., 1:] = by_year.reshape(result[..., 1:].shape)
    return result


def pm_name(item: PmItem) -> str:
    """Under which name the amount of a PM item stands among the values; no parameter is called so."""
    return f"pm {item.id}"


def _pm_terms(figures: Figures, scenario: Scenario, pm: Sequence[PmItem]) -> list[Term]:
    """A PM item names no year and no key: it falls as measures of its kind do, one-off in the first year after the
    base year, yearly from that year on with the prijsindex, and is shared by the key of the scenario itself."""
    years = len(figures.years) - 1
    paths = {"eenmalig": (1.0, *(0.0,) * (years - 1)), "jaarlijks": (1.0,) * years}
    return [
        (Product(item.kind, None, (pm_name(item),), paths[item.kind]), item.sign * figures.keys[scenario.key])
        for item in pm
        if item.id in scenario.pm
    ]


def _signed(figures: Figures) -> Array:
    """The base year's euros [g, w, k] with their sign in the saldo."""
    return figures.costs * figures.signs


@dataclass(frozen=True)
class _Cause:
    """What is there without any measure, or one measure: its products with their euros [g, product] before allocation."""

    products: tuple[Product, ...]
    euros: Array

    def terms(self, figures: Figures, scenario: Scenario | None = None, key: str | None = None) -> list[Term]:
        """As the scenario divides them, in each part of a year; what stands beside the cells has its own key, and so it
        stays."""
        if scenario is None or self.products[0].kostensoort is None:
            return list(zip(self.products, self.euros.T, strict=True))
        result = list[Term]()
        for way in divisions(figures, scenario):
            euros = divide(figures, self.euros, way.own, key_of(scenario, key))
            for product, row in zip(self.products, euros.T, strict=True):
                path = np.array(product.path) * way.part[1:]
                if path.any():
                    result.append((replace(product, path=tuple(path.tolist())), row))
        return result


def _causes(figures: Figures, scenario: Scenario, names: Iterable[str]) -> list[_Cause]:
    """Everything of a scenario's saldo: what is there without any measure, then each measure, apart for the gemeenten that
    have a value of their own among `names`."""
    always = (1.0,) * (len(figures.years) - 1)
    signed, places = _signed(figures), range(len(figures.cost_types))
    causes = [_Cause(tuple(Product(None, k, (), always) for k in places), signed.sum(axis=1))]
    for measure in scenario.measures:
        if measure.kind == "percentage":
            kinds: Sequence[int | None] = places
            euros = (signed * measure.mask(figures)).sum(axis=1)
        else:
            kinds = (None,)
            euros = (direct_base(figures, measure) * key_of_measure(figures, measure))[:, None]
        groups = _groups(figures, scenario, measure, names)
        products = tuple(Product(measure.kind, k, parameters, path) for parameters, path in groups for k in kinds)
        apart = np.concatenate([np.where(where[:, None], euros, 0.0) for where in groups.values()], axis=1)
        causes.append(_Cause(products, measure.sign * apart))
    return causes


def _groups(
    figures: Figures, scenario: Scenario, measure: Measure, names: Iterable[str]
) -> dict[tuple[tuple[str, ...], tuple[float, ...]], NDArray[np.bool_]]:
    """The names whose product is the size of a measure, and its path in the years in which it is → the gemeenten [g]. A
    gemeente has its own values from the year on in which it begins to bear its own costs."""
    path, alone = measure.multipliers(figures)[1:], own_parts(figures, scenario)[:, 1:] > 0
    groups: dict[tuple[tuple[str, ...], tuple[float, ...]], NDArray[np.bool_]] = {}
    for g, gemeente in enumerate(figures.gemeenten):
        own = own_names(measure, gemeente.code, names)
        spans = {own: alone[g], measure.parameters: ~alone[g]}
        if own == measure.parameters:
            spans = {own: np.ones_like(alone[g])}
        for parameters, years in spans.items():
            if years.any():
                group = parameters, tuple(np.where(years, path, 0.0).tolist())
                groups.setdefault(group, np.zeros(len(alone), dtype=bool))[g] = True
    return groups


def _until(factor: Array, ends: Sequence[int]) -> Array:
    """The sums [horizon, ..] of the first years of factor [t, ..], up to and including each end."""
    running, sums = np.zeros(factor.shape[1:]), {}
    for t in range(max(ends) + 1):
        running = running + factor[t]
        if t in ends:
            sums[t] = running
    return np.stack([sums[end] for end in ends])


def _add(result: Array, factor: Array, euros: Array) -> None:
    """Add factor [..] × euros [column] to result [column, ..]: draws column by column, which needs the least memory."""
    columns = np.flatnonzero(euros)
    if factor.ndim == 1:
        result[columns] += euros[columns, None] * factor
        return
    euros_of_column = np.empty(factor.shape)
    for column in columns:
        np.multiply(factor, euros[column], out=euros_of_column)
        result[column] += euros_of_column
