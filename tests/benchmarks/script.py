"""A script run without a browser."""

import tempfile
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.benchmarks.browser import EMPTY
from tests.benchmarks.timing import seconds
from tests.browser.conftest import ROOT


def route_chosen(app: AppTest) -> None:
    """Choose the other option of Route B."""
    box = next(box for box in app.selectbox if box.label == "Route B")
    box.select("Uitvoering vanaf 2021" if box.value == "Akkoord 2020" else "Akkoord 2020").run()


def page_run() -> None:
    """Choosing another route each time, against an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "leeg.py"
        script.write_text(EMPTY, "utf-8")
        ours = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
        empty = AppTest.from_file(str(script), default_timeout=60).run()
        a, b = seconds(lambda: route_chosen(ours)), seconds(lambda: route_chosen(empty))
    print(f"script van Overzicht: {a * 1e3:.0f} ms, lege pagina met één grafiek {b * 1e3:.0f} ms: {a / b:.1f} ×")
