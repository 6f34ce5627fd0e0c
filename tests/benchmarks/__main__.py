"""Speed as ratios, each measured against something else in the same run: `python -m tests.benchmarks`."""

import shutil
import statistics
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from lib.analysis.release import Release, open_release
from lib.analysis.view import compare_view, default_view
from lib.model.figures import Figures, Gemeente
from lib.model.projection import project
from lib.store.check import check_folder
from lib.store.content import Content, in_grain_order
from lib.store.intake.draft import Options, read_draft
from lib.store.intake.files import Offered
from lib.store.locations import SHIPPED
from lib.store.migration import schema
from lib.store.releases import ensure
from lib.store.tables import BY_NAME
from tests.browser.conftest import ROOT, serving

RUNS = 15
STEPS = 8
INSERT = """
INSERT INTO costs
SELECT 'meting', gemeente_code, jaar, werkvorm, kostensoort, bedrag_eur, status, bron, DATE '2024-01-01', NULL
FROM read_csv(?, delim = ';', header = true, decimal_separator = ',', types = {'bedrag_eur': 'DECIMAL(18, 2)'})
"""
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


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median of several runs, after one that does not count."""
    action()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def many(figures: Figures, count: int) -> Figures:
    """The same figures repeated until there are `count` gemeenten."""
    index = np.arange(count) % len(figures.gemeenten)
    return replace(
        figures,
        gemeenten=tuple(Gemeente(f"GX{i:04d}", f"Gemeente {i}") for i in range(count)),
        persons=figures.persons[index],
        staff=figures.staff[index],
        costs=figures.costs[index],
        pm=figures.pm[index],
        keys={name: key[index] / key[index].sum() for name, key in figures.keys.items()},
    )


def projection(release: Release) -> None:
    view = default_view(release)
    scenario, values = release.scenarios[view.b], release.default_values
    sizes = (6, 48, 342)

    def run(figures: Figures) -> float:
        return seconds(lambda: project(figures, scenario, values, release.zero))

    taken = [run(many(release.figures, n)) for n in sizes]
    compared = seconds(lambda: compare_view(release, view))
    found = seconds(lambda: compare_view(release, view).switching, 5)
    print(
        f"projectie van 6 gemeenten × 10 jaar: {taken[0] * 1e3:.2f} ms; vergelijking {compared * 1e3:.2f} ms; "
        f"met alle omslagwaarden {found * 1e3:.0f} ms"
    )
    for n, each in zip(sizes[1:], taken[1:], strict=True):
        growth = (each / taken[0]) / (n / sizes[0])
        print(f"projectie van {n} gemeenten × 10 jaar: {each * 1e3:.2f} ms, {growth:.2f} × lineair (doel ≤ 1)")


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


def many_figures(content: Content, count: int, years: int) -> tuple[Content, bytes]:
    """A release of `count` gemeenten, its scenarios without names of them, and a CSV of all their costs in many years."""
    real = [row["gemeente_code"] for row in content.tables["gemeenten"]]
    codes = [*real, *(f"GX{i:04d}" for i in range(count - len(real)))]
    tables = dict(content.tables)
    for name in ("headcounts", "costs", "population", "gemeenten"):
        rows = defaultdict(list)
        for row in content.tables[name]:
            rows[row["gemeente_code"]].append(row)
        tables[name] = in_grain_order(
            BY_NAME[name],
            [{**row, "gemeente_code": code} for i, code in enumerate(codes) for row in rows[real[i % len(real)]]],
        )
    tables["gemeenten"] = tuple({**row, "gemeente": f"Plaats {i}"} for i, row in enumerate(tables["gemeenten"]))
    keys = {row["sleutel"]: row for row in content.tables["allocation_keys"]}.values()
    tables["allocation_keys"] = in_grain_order(
        BY_NAME["allocation_keys"],
        [{**row, "gemeente_code": code, "aandeel": 1 / count} for row in keys for code in codes],
    )
    random = np.random.default_rng(1)
    cells = [
        (row["werkvorm"], row["kostensoort"]) for row in content.tables["costs"] if row["gemeente_code"] == real[0]
    ]
    lines = ["gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"]
    for code in codes:
        for year in range(2020, 2020 + years):
            for werkvorm, kind in cells:
                cents = int(random.integers(10**8))
                lines.append(f"{code};{year};{werkvorm};{kind};{cents // 100},{cents % 100:02d};begroting;Begroting")
    return Content(tables, content.files), "\r\n".join(lines).encode()


def handing_in() -> None:
    """Reading and checking a large file, against DuckDB's own read_csv and insert of the same file."""
    content, raw = many_figures(check_folder(SHIPPED), 342, 10)
    options = Options("Meting", date(2024, 1, 1))

    def ours() -> None:
        read_draft([Offered("kosten.csv", raw)], content, options)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kosten.csv"
        file.write_bytes(raw)

        def theirs() -> None:
            database = Path(folder) / "meting.duckdb"
            database.unlink(missing_ok=True)
            with duckdb.connect(str(database)) as connection:
                connection.execute(schema())
                connection.execute(INSERT, [str(file)])
                connection.execute("CHECKPOINT")

        a, b = seconds(ours, 3), seconds(theirs, 3)
    tracemalloc.start()
    ours()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    rows = raw.count(b"\n")
    print(
        f"{rows} rijen ({len(raw) / 1e6:.0f} MB) lezen en controleren: {a:.1f} s, DuckDB {b:.1f} s: {a / b:.1f} × "
        f"(doel ≤ 3); geheugen hooguit {peak / 1e6:.0f} MB"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "routewijzer.duckdb"
        ensure(database, SHIPPED)
        projection(open_release(database))
        handing_in()
        page_run()
        browser_step(database)


if __name__ == "__main__":
    main()
