"""Speed as ratios, each measured against something else in the same run: `python -m tests.benchmarks`."""

import tempfile
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lib.analysis.release import open_release
from lib.store.locations import SHIPPED
from lib.store.releases import ensure
from tests.benchmarks import browser, documents, intake, model
from tests.benchmarks.timing import seconds
from tests.browser.conftest import ROOT


def page_run() -> None:
    """A script run without a browser, choosing another route each time, against an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "leeg.py"
        script.write_text(browser.EMPTY, "utf-8")
        ours = AppTest.from_file(str(ROOT / "lib" / "ui" / "main.py"), default_timeout=60).run()
        empty = AppTest.from_file(str(script), default_timeout=60).run()

        def step(app: AppTest) -> None:
            box = next(box for box in app.selectbox if box.label == "Route B")
            box.select("Uitvoering vanaf 2021" if box.value == "Akkoord 2020" else "Akkoord 2020").run()

        a, b = seconds(lambda: step(ours)), seconds(lambda: step(empty))
    print(f"script van Overzicht: {a * 1e3:.0f} ms, lege pagina met één grafiek {b * 1e3:.0f} ms: {a / b:.1f} ×")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "routewijzer.duckdb"
        ensure(database, SHIPPED)
        release = open_release(database)
        for measured in (model.projection, model.draws, model.growth, documents.making):
            measured(release)
        intake.handing_in()
        page_run()
        browser.steps(database)


if __name__ == "__main__":
    main()
