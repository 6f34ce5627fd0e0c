"""Speed as ratios, each measured against something else in the same run: `python -m tests.benchmarks`."""

import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from lib.analysis.release import open_release
from lib.store.locations import SHIPPED
from lib.store.releases import ensure
from tests.benchmarks import model
from tests.benchmarks.timing import seconds
from tests.browser.conftest import ROOT, serving

STEPS = 8
EMPTY = """
import plotly.graph_objects as go
import streamlit as st
import random
route = st.selectbox("Route B", ["Akkoord 2020", "Uitvoering vanaf 2021"])
st.html(f"<h1>{route}</h1>")
figure = go.Figure()
for route in range(3):
    figure.add_bar(x=list(range(2021, 2031)), y=[random.random() for _ in range(10)])
st.plotly_chart(figure, key="figuur", theme=None)
"""
#: From the choice until the heading has changed, the script has ended and the drawing has stood still for a moment.
SETTLED = """
(before) => new Promise(done => {
  const start = performance.now(); let last = start, changed = false;
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.querySelector('.stApp'), {subtree: true, childList: true, characterData: true, attributes: true});
  const look = () => {
    const heading = document.querySelector('h1');
    if (heading && heading.innerText !== before) changed = true;
    const busy = document.querySelector('[data-test-script-state=running]');
    if (changed && !busy && performance.now() - last > 200) { watch.disconnect(); done(last - start); }
    else requestAnimationFrame(look);
  };
  [...document.querySelectorAll('[role=option]')].find(o => o.innerText.trim() === OPTION).click();
  look();
})
"""


def page_run() -> None:
    """A script run without a browser, choosing another route each time, against an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "leeg.py"
        script.write_text(EMPTY, "utf-8")
        ours = AppTest.from_file(str(ROOT / "lib" / "ui" / "main.py"), default_timeout=60).run()
        empty = AppTest.from_file(str(script), default_timeout=60).run()

        def step(app: AppTest) -> None:
            box = next(box for box in app.selectbox if box.label == "Route B")
            box.select("Uitvoering vanaf 2021" if box.value == "Akkoord 2020" else "Akkoord 2020").run()

        a, b = seconds(lambda: step(ours)), seconds(lambda: step(empty))
    print(f"script van Overzicht: {a * 1e3:.0f} ms, lege pagina met één grafiek {b * 1e3:.0f} ms: {a / b:.1f} ×")


def step(page: Page, option: str) -> float:
    """Milliseconds from choosing an option of Route B to a settled page."""
    page.get_by_role("combobox", name="Route B").click()
    page.get_by_role("option", name=option, exact=True).wait_for()
    return float(page.evaluate(SETTLED.replace("OPTION", repr(option)), page.locator("h1").inner_text()))


def browser_step(database: Path) -> None:
    """A choice in Chromium until the charts stand still, ours and an empty page with as many charts in turn."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(ROOT / ".streamlit", Path(folder) / ".streamlit")
        (Path(folder) / "app.py").write_text(EMPTY, "utf-8")
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        with serving(ROOT, {"ROUTEWIJZER_DATABASE": str(database)}) as ours, serving(Path(folder), {}) as empty:
            pages = []
            for address in (ours, empty):
                page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
                page.goto(address)
                page.locator(".js-plotly-plot .bars").first.wait_for()
                page.wait_for_timeout(1000)
                pages.append(page)
            taken: list[list[float]] = [[], []]
            for i in range(2 * STEPS + 2):
                for page, times in zip(pages, taken, strict=True):
                    times.append(step(page, ("Uitvoering vanaf 2021", "Akkoord 2020")[i % 2]))
        chromium.close()
    a, b = (statistics.median(times[2:]) for times in taken)
    ratio = statistics.median(x / y for x, y in zip(taken[0][2:], taken[1][2:], strict=True))
    print(
        f"keuze tot stilstaande grafiek: {a:.0f} ms, lege pagina met evenveel grafieken {b:.0f} ms: {ratio:.2f} × (doel ≤ 1,2)"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "routewijzer.duckdb"
        ensure(database, SHIPPED)
        release = open_release(database)
        for measured in (model.projection, model.draws, model.growth):
            measured(release)
        page_run()
        browser_step(database)


if __name__ == "__main__":
    main()
