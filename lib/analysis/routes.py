"""Which routes a comparison shows, and what is set against what."""

from lib.model.comparison import Comparison
from lib.model.projection import Projection


def runs(comparison: Comparison) -> tuple[Projection, ...]:
    """The nulalternatief, A and B, each scenario once."""
    found = {run.scenario.id: run for run in (comparison.zero, comparison.a, comparison.b)}
    return tuple(found.values())


def pairs(comparison: Comparison) -> tuple[tuple[Projection, Projection], ...]:
    """What is set against what: A and B against the nulalternatief, then B against A; never a route to itself."""
    zero, a, b = comparison.zero, comparison.a, comparison.b
    found = {
        (run.scenario.id, other.scenario.id): (run, other)
        for run, other in ((a, zero), (b, zero), (b, a))
        if run.scenario.id != other.scenario.id
    }
    return tuple(found.values())


def pair_title(run: Projection, other: Projection) -> str:
    return f"{run.scenario.short_title} − {other.scenario.short_title}"
