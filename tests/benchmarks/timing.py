"""How long something takes."""

import statistics
import time
from collections.abc import Callable

RUNS = 15


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median of several runs, after one that does not count."""
    action()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
