"""Speed as ratios, each measured against something else in the same run: `python -m tests.benchmarks`."""

import tempfile
from pathlib import Path

from lib.comparison.release import open_release
from lib.store.releases import ensure
from lib.tables.content import SHIPPED
from tests.benchmarks import browser, documents, engines, intake, model, patterns, script, start, verifying


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "routewijzer.duckdb"
        ensure(database, SHIPPED)
        release = open_release(database)
        for measured in (model.projection, model.draws, model.growth, documents.making):
            measured(release)
        intake.handing_in()
        verifying.opening()
        intake.apart()
        patterns.doubling()
        script.page_run(database)
        script.equal_costs(database)
        browser.steps(database)
        start.commands(database)
        start.cold(database)
    engines.beside()


if __name__ == "__main__":
    main()
