"""Opening a release with its hash verified, beside the same without."""

import tempfile
import time
from pathlib import Path
from statistics import median

from lib.comparison.release import open_release
from lib.store import parts
from lib.store.database import create
from lib.store.releases import IN_USE, insert
from lib.tables.check import check_folder
from lib.tables.content import SHIPPED, Content
from tests.benchmarks.engines import GEMEENTEN, YEARS, of_years
from tests.benchmarks.intake import many_figures

GOAL = 1.2
RUNS = 7


def opening() -> None:
    """The shipped release, and one of all gemeenten of the country. Without: the same release is remembered as sound."""
    few = check_folder(SHIPPED)
    for content in (few, of_years(many_figures(few, GEMEENTEN, 0)[0], YEARS)):
        with tempfile.TemporaryDirectory() as folder:
            _beside(Path(folder) / "routewijzer.duckdb", content)


def _beside(path: Path, content: Content) -> None:
    create(path, lambda connection: _first(connection, content))
    taken: dict[bool, list[float]] = {True: [], False: []}
    for turn in range(2 * RUNS + 2):
        if verify := turn % 2 == 0:
            parts._sound.clear()
        start = time.process_time()
        open_release(path)
        if turn > 1:
            taken[verify].append(time.process_time() - start)
    without, verified = (median(taken[verify]) * 1e3 for verify in (False, True))
    print(
        f"{len(content.tables['gemeenten'])} gemeenten, een release openen: zonder nagaan {without:.0f} ms, met nagaan "
        f"{verified:.0f} ms: {verified / without:.2f} × (doel ≤ {GOAL})",
        flush=True,
    )


def _first(connection: object, content: Content) -> None:
    insert(connection, content, "Eerste", "meting", "meting", IN_USE)  # type: ignore[arg-type]


if __name__ == "__main__":
    opening()
