"""The speed that a person sees: from an act to a page that stands still, ours and an empty one in turn."""

import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ROOT, serving

STEPS = 8
#: The first page of 342 gemeenten on a busy machine, in milliseconds: a measurement does not fail on being slow.
FIRST_PAGE_MS = 120_000
EMPTY = """
import plotly.graph_objects as go
import streamlit as st
import random
route = st.selectbox("Route B", ["Akkoord 2020", "Uitvoering vanaf 2021"])
share = st.select_slider("Kleinere schaal", [f"{each} %" for each in range(16)], value="3 %")
st.html(f"<h1>{route} {share}</h1>")
figure = go.Figure()
for route in range(3):
    figure.add_bar(x=list(range(2021, 2031)), y=[random.random() for _ in range(10)])
st.plotly_chart(figure, key="figuur", theme=None)
"""
#: The same with what a page of ours tells below it: no number is computed, nothing else can be chosen.
TOLD = """
from pathlib import Path
st.html(Path(__file__).with_name("verteld.css"))
st.html(Path(__file__).with_name("verteld.html").read_text("utf-8").replace("\u00a0%", f"\u00a0% bij {share}"))
"""
#: All that stands on a page apart from its fields and charts.
WORDS = "[...document.querySelectorAll('.stMain .stHtml')].map(e => e.innerHTML.replaceAll('h1', 'h2')).join('')"
#: From the act until the heading has changed, the script has ended and the drawing has stood still for a moment.
SETTLED = """
(before) => new Promise(done => {
  const start = performance.now(); let last = start, changed = false;
  const watch = new MutationObserver(() => { last = performance.now(); });
  watch.observe(document.querySelector('.stApp'), {subtree: true, childList: true, characterData: true, attributes: true});
  const look = () => {
    const heading = document.querySelector('h1');
    if (heading && heading.textContent !== before) changed = true;
    const busy = document.querySelector('[data-test-script-state=running]');
    if (changed && !busy && performance.now() - last > 200) { watch.disconnect(); done(last - start); }
    else requestAnimationFrame(look);
  };
  ACT;
  look();
})
"""
PICK = "[...document.querySelectorAll('[role=option]')].find(o => o.innerText.trim() === OPTION).click()"
SLIDE = (
    "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
    "{key: KEY, keyCode: CODE, which: CODE, bubbles: true}))"
)
KEYS = (("ArrowRight", 39), ("ArrowLeft", 37))


def settled(page: Page, act: str) -> float:
    """Milliseconds from an act (JavaScript) to a settled page."""
    return float(page.evaluate(SETTLED.replace("ACT", act), page.locator("h1").text_content()))


def pick(page: Page, turn: int) -> float:
    """Choose the other option of Route B."""
    option = ("Uitvoering vanaf 2021", "Akkoord 2020")[turn % 2]
    page.get_by_role("combobox", name="Route B").click()
    page.get_by_role("option", name=option, exact=True).wait_for()
    return settled(page, PICK.replace("OPTION", repr(option)))


def slide(page: Page, turn: int) -> float:
    """Move one slider a step, to a value that was not there before."""
    key, code = KEYS[turn >= STEPS]
    page.get_by_role("slider", name="Kleinere schaal").focus()
    return settled(page, SLIDE.replace("KEY", repr(key)).replace("CODE", str(code)))


def in_turn(
    chromium: Browser, ours: str, other: str, act: Callable[[Page, int], float], turns: int = 2 * STEPS
) -> tuple[float, float, float]:
    """The milliseconds that an act takes at two addresses, and their ratio: medians, after two that do not count."""
    pages = []
    for address in (ours, other):
        page = chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(address)
        pages.append(page)
    for page in pages:
        page.locator(".js-plotly-plot .bars").first.wait_for(timeout=FIRST_PAGE_MS)
        page.wait_for_timeout(1000)
    taken: list[list[float]] = [[], []]
    for turn in range(turns):
        for page, times in zip(pages, taken, strict=True):
            times.append(act(page, turn))
    a, b = (statistics.median(times[2:]) for times in taken)
    return a, b, statistics.median(x / y for x, y in zip(taken[0][2:], taken[1][2:], strict=True))


def against_empty(chromium: Browser, ours: str, empty: str, act: Callable[[Page, int], float], what: str) -> None:
    """Print how long an act takes here, on an empty page with as many charts, and their ratio."""
    a, b, ratio = in_turn(chromium, ours, empty, act)
    print(f"{what}: {a:.0f} ms, lege pagina met evenveel grafieken {b:.0f} ms: {ratio:.2f} × (doel ≤ 1,2)")


def least(chromium: Browser, ours: str, empty: str, folder: Path) -> None:
    """Print what a step costs on an empty page that only tells what ours tells: less is not possible with these tables."""
    page = chromium.new_page()
    page.goto(ours)
    page.locator(".js-plotly-plot .bars").first.wait_for(timeout=FIRST_PAGE_MS)
    page.wait_for_timeout(1000)
    (folder / "verteld.html").write_text(page.evaluate(WORDS), "utf-8")
    shutil.copy(ROOT / "lib" / "web" / "style.css", folder / "verteld.css")
    (folder / "app.py").write_text(EMPTY + TOLD, "utf-8")
    with serving(folder, {}) as told:
        a, b, ratio = in_turn(chromium, told, empty, slide)
    print(f"lege pagina met dezelfde tabellen, zonder rekenen: {a:.0f} ms, zonder tabellen {b:.0f} ms: {ratio:.2f} ×")


def settings(folder: Path) -> Path:
    """A folder with the settings of ours."""
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return folder


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield started
        started.close()


def steps(database: Path) -> None:
    """A choice on the first page and a slider on Gevoeligheid, in Chromium until the charts stand still."""
    with tempfile.TemporaryDirectory() as folder, chromium() as started:
        (settings(Path(folder)) / "app.py").write_text(EMPTY, "utf-8")
        with serving(ROOT, {"ROUTEWIJZER_DATABASE": str(database)}) as ours, serving(Path(folder), {}) as empty:
            against_empty(started, ours, empty, pick, "keuze tot stilstaande grafiek")
            against_empty(started, f"{ours}/gevoeligheid", empty, slide, "schuif tot stilstaande pagina")
            least(started, f"{ours}/gevoeligheid", empty, settings(Path(folder) / "verteld"))
