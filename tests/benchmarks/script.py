"""A script run without a browser."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations, cycle
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lib.comparison.release import open_release
from lib.comparison.view import compare_view, default_view
from lib.model.equal_costs import EqualCosts
from lib.model.figures import ALL
from lib.store import locations
from lib.store.locations import Database
from tests.benchmarks.browser import EMPTY
from tests.benchmarks.timing import seconds
from tests.browser.conftest import ROOT
from tests.store.meddling import name_of

#: Of so many assumptions each pair has its line.
ASSUMPTIONS = 10
#: A chart as the browser has it.
BARS = {"data": [{"type": "bar", "x": list(range(2021, 2031)), "y": list(range(10))}] * 3, "layout": {}}


def route_chosen(app: AppTest) -> None:
    """Choose the other option of Route B."""
    box = next(box for box in app.selectbox if box.label == "Route B")
    box.select("Uitvoering vanaf 2021" if box.value == "Akkoord 2020" else "Akkoord 2020").run()


@contextmanager
def used(database: Database) -> Iterator[None]:
    before = os.environ.get(locations.DATABASE)
    os.environ[locations.DATABASE] = name_of(database)
    try:
        yield
    finally:
        os.environ.pop(locations.DATABASE)
        if before is not None:
            os.environ[locations.DATABASE] = before


def page_run(database: Database) -> None:
    """Choosing another route each time, against an empty page."""
    with tempfile.TemporaryDirectory() as folder, used(database):
        script = Path(folder) / "leeg.py"
        script.write_text(EMPTY, "utf-8")
        script.with_name("charts.json").write_text(json.dumps([BARS]), "utf-8")
        ours = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
        empty = AppTest.from_file(str(script), default_timeout=60).run()
        assert not empty.exception
        a, b = seconds(lambda: route_chosen(ours)), seconds(lambda: route_chosen(empty))
    print(f"script van Overzicht: {a * 1e3:.0f} ms, lege pagina met één grafiek {b * 1e3:.0f} ms: {a / b:.1f} ×")


def equal_costs(database: Path) -> None:
    """The line of every pair of ten assumptions, against the script of a step of Gevoeligheid. A pair the other way round has
    the same line, its values exchanged."""
    release = open_release(database)
    view = default_view(release)
    comparison = compare_view(release, view)
    names = [name for name in comparison.parameters if name != "discontovoet"][-ASSUMPTIONS:]
    shares = cycle(f"schaalverlies=0,0{digit}1" for digit in range(2, 9))

    def lines() -> None:
        for pair in combinations(names, 2):
            EqualCosts(comparison, pair, view.horizon).line(False, ALL)

    with used(database):
        app = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
        app.switch_page(str(ROOT / "pages" / "gevoeligheid.py")).run()

        def step() -> None:
            app.text_input(key="aannames").set_value(next(shares)).run()

        a, b = seconds(lines, 5), seconds(step, 5)
    print(
        f"lijn van gelijke kosten, {ASSUMPTIONS} × {ASSUMPTIONS} paren: {a * 1e3:.0f} ms, script van een stap op Gevoeligheid "
        f"{b * 1e3:.0f} ms: {a / b:.2f} × (doel ≤ 1)"
    )
