"""Switching values: where the order of two routes flips, per parameter, in total and per gemeente (model.md §5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize.elementwise import find_root

from lib.model.figures import Array
from lib.model.parameters import Parameter

#: Steps of the scan over the admissible range; between two steps at most one flip is looked for.
STEPS = 240
#: An open range is searched up to this many times twice the band's high.
FAR = 1000
#: Less than this many euros is no difference but rounding of the arithmetic.
NOTHING = 0.005


@dataclass(frozen=True)
class SwitchingValue:
    """The flip nearest to standaard, None where there is none; `more` says that others exist."""

    value: float | None
    in_band: bool
    more: bool


def grid(parameter: Parameter, steps: int = STEPS) -> Array:
    """The values that are scanned: the admissible range; of an open one, from twice the band on, in growing steps."""
    if parameter.maximum is not None:
        inner = np.linspace(parameter.minimum, parameter.maximum, steps + 1)
    else:
        near = np.linspace(parameter.minimum, 2 * _reach(parameter), steps + 1)
        inner = np.concatenate([near, 2 * _reach(parameter) * np.geomspace(1.01, FAR, steps)])
    return np.union1d(inner, [parameter.low, parameter.default, parameter.high])


def _reach(parameter: Parameter) -> float:
    """A value of the size that the parameter has; its band may be nothing but 0."""
    return parameter.high or 1.0


def find(parameter: Parameter, difference: Callable[[Array], Array]) -> tuple[SwitchingValue, ...]:
    """Per column c the value x at which `difference(x)` [x, c], in euros, is zero.

    A difference that stays zero all along has no flip. Roots are refined until the difference vanishes to
    the precision of the arithmetic.
    """
    points = grid(parameter)
    euros = difference(points)
    sign = np.where(np.abs(euros) < NOTHING, 0, np.sign(euros))
    roots: list[tuple[int, float]] = []
    for column in np.flatnonzero(sign.any(axis=0) & (sign == 0).any(axis=0)).tolist():
        roots += [(column, float(points[i])) for i in _zeros(euros[:, column], sign[:, column])]
    columns, places = np.nonzero((sign[:-1] * sign[1:] < 0).T)
    if columns.size:

        def at_place(x: Array, column: Array) -> Array:
            return difference(x)[np.arange(len(x)), column]

        solved = find_root(at_place, (points[places], points[places + 1]), args=(columns,))
        roots += zip(columns.tolist(), solved.x.tolist(), strict=True)
    return tuple(
        _nearest(parameter, [root for column, root in roots if column == place]) for place in range(euros.shape[1])
    )


def _zeros(line: Array, sign: Array) -> list[int]:
    """Of every run of nothing in a line the place where it is least."""
    places = np.flatnonzero(sign == 0)
    runs = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    return [int(run[np.argmin(np.abs(line[run]))]) for run in runs if run.size]


def _nearest(parameter: Parameter, roots: list[float]) -> SwitchingValue:
    if not roots:
        return SwitchingValue(None, False, False)
    value = min(roots, key=lambda root: (abs(root - parameter.default), root))
    return SwitchingValue(value, parameter.in_band(value), len(set(roots)) > 1)


def find_all(
    parameters: Mapping[str, Parameter], along: Callable[[str], Callable[[Array], Array]]
) -> dict[str, tuple[SwitchingValue, ...]]:
    """Every parameter in turn, the others as they are; `along` gives the difference in euros [x, c] as a function of one
    of them."""
    return {name: find(parameter, along(name)) for name, parameter in parameters.items()}
