"""How far the assumptions can move the difference together: PERT over their bands, quasi-random (model.md §5).

Only what is in the registry varies: PM without a range, and the choice of this model, lie outside.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from lib.model.comparison import Comparison
from lib.model.figures import UNPUBLISHED, Array
from lib.model.parameters import DISCOUNT, Parameter, PmItem
from lib.model.saldo import difference, pm_name
from lib.model.switching import NOTHING

#: λ of the PERT distribution: how many times the default counts beside low and high.
WEIGHT = 4
#: Points of the table from which the PERT distribution is read back; between them it is off by less than 1e-6 of the band.
POINTS = 2048
#: Draws that are computed at once; it bounds the memory and changes no outcome.
AT_ONCE = 4096


@dataclass(frozen=True)
class Sampling:
    """How many draws from which seed, and what is told of them; percentiles and certainties in per cent."""

    draws: int
    seed: int
    percentiles: tuple[float, ...]
    certainties: tuple[float, ...]


@dataclass(frozen=True)
class Uncertainty:
    """The outcomes of all draws of B − A, in euros; axes code (ALL first) and horizon.

    percentiles [percentile, code, horizon]; certain [certainty, 2, code, horizon]: the interval in the middle that
    holds that share of the draws; cheaper and dearer [code, horizon]: the share of draws in which B is cheaper, and in
    which A is; yearly [percentile, t]: the years after the base year of one code; `fixed` names the parameters that did
    not vary.
    """

    sampling: Sampling
    codes: tuple[str, ...]
    horizons: tuple[int, ...]
    fixed: tuple[str, ...]
    percentiles: Array
    certain: Array
    cheaper: Array
    dearer: Array
    yearly: Array


def draw(
    parameters: Mapping[str, Parameter],
    pm: Mapping[str, PmItem],
    sampling: Sampling,
    aside: Collection[str] = (),
) -> dict[str, Array]:
    """A value [draw] of every parameter, and of every PM item with a range under its `pm_name`.

    Scrambled Sobol points, one dimension per name in alphabetical order: what varies or not changes no other's draws. The
    parameters `aside` have points of their own, so that those of the others are as they are without them.
    """
    ranged = {pm_name(item): item for item in pm.values() if item.low is not None and item.high is not None}
    names = sorted((*parameters, *ranged))
    groups = [[name for name in names if name not in aside], [name for name in names if name in aside]]
    return {
        name: pert(parameters[name], column) if name in parameters else triangular(ranged[name], column)
        for i, group in enumerate(groups)
        if group
        for name, column in zip(group, _points(len(group), sampling, i), strict=True)
    }


def _points(dimensions: int, sampling: Sampling, series: int) -> Array:
    """Quasi-random points [dimension, draw] between 0 and 1, of one of several series."""
    # Only draws need it, and it takes longer to load than all else together.
    from scipy.stats import qmc

    engine = qmc.Sobol(dimensions, scramble=True, seed=sampling.seed + series)
    points = engine.random_base2(max(0, sampling.draws - 1).bit_length())[: sampling.draws]
    return np.ascontiguousarray(points.T)


def pert(parameter: Parameter, share: Array) -> Array:
    """The values below which these shares of the PERT distribution over the band lie."""
    width = parameter.high - parameter.low
    if width == 0:
        return np.full_like(share, parameter.default)
    below = 1 + WEIGHT * (parameter.default - parameter.low) / width
    points = np.sin(np.linspace(0, np.pi / 2, POINTS + 1)) ** 2
    place = np.interp(share, betainc(below, 2 + WEIGHT - below, points), points)
    return np.asarray(parameter.low + width * place)


def triangular(item: PmItem, share: Array) -> Array:
    """The amounts below which these shares lie of a triangle from low, its top, down to high."""
    low, high = item.low or 0.0, item.high or 0.0
    return np.asarray(high - (high - low) * np.sqrt(1 - share))


def uncertainty(
    comparison: Comparison,
    draws: Mapping[str, Array],
    sampling: Sampling,
    horizons: Sequence[int],
    code: str,
    pm: Sequence[PmItem] = (),
) -> Uncertainty:
    """B − A over all draws; `code` is whose years are told, `pm` the items that join.

    What the view chose is fixed at that value.
    """
    fixed = comparison.choices
    figures, a, b = comparison.figures, comparison.a.scenario, comparison.b.scenario
    between = difference(figures, a, b, comparison.key, pm, comparison.values)
    column = comparison.codes.index(code)
    summed = np.empty((len(comparison.codes), len(horizons), sampling.draws))
    yearly = np.empty((len(comparison.figures.years) - 1, sampling.draws))
    for start in range(0, sampling.draws, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        values = {name: amounts[part] for name, amounts in draws.items()}
        width = len(values[DISCOUNT])
        values |= {name: np.full(width, comparison.values[name]) for name in fixed}
        summed[..., part], yearly[..., part] = between.outcomes(values, horizons, column)
    summed.sort(axis=-1)
    yearly.sort(axis=-1)
    sides = [[50 - level / 2, 50 + level / 2] for level in sampling.certainties]
    return Uncertainty(
        sampling,
        comparison.codes,
        tuple(horizons),
        fixed,
        _percentiles(summed, sampling.percentiles),
        _percentiles(summed, sides),
        _share(summed, summed > NOTHING),
        _share(summed, summed < -NOTHING),
        _percentiles(yearly, sampling.percentiles),
    )


def _share(outcomes: Array, which: NDArray[np.bool_]) -> Array:
    """The share of the draws [..] of outcomes [.., draw] that are so; no number where the outcomes have none."""
    return np.where(np.isnan(outcomes).any(axis=-1), UNPUBLISHED, which.mean(axis=-1))


def _percentiles(ordered: Array, levels: Sequence[float] | Sequence[Sequence[float]]) -> Array:
    """Percentiles [level.., ..] of outcomes [.., draw] in ascending order, straight lines between two draws."""
    place = np.array(levels, dtype=float) / 100 * (ordered.shape[-1] - 1)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    low, high = ordered[..., below], ordered[..., above]
    result = low + (high - low) * (place - below)
    return np.moveaxis(result, range(-place.ndim, 0), range(place.ndim))
