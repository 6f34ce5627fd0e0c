"""The speed that a person sees: from a key press to a page that stands still, and the bytes that came for it; on ours, on an
empty Streamlit page with the same charts, and on a Dash page with the same tables and charts, in turn."""

import base64
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ROOT, serving, wait_until_up

#: Steps to one side and back; the first two do not count.
STEPS = 12
#: The first page of 342 gemeenten on a busy machine, in milliseconds: a measurement does not fail on being slow.
FIRST_PAGE_MS = 120_000
CHART = ".js-plotly-plot .main-svg"
#: The controls that are moved, and nothing else but a heading: what is beside it in `charts.json` is drawn with one number
#: changed.
EMPTY = """
import json
from pathlib import Path
import plotly.graph_objects as go
import streamlit as st
route = st.selectbox("Route B", ["Akkoord 2020", "Uitvoering vanaf 2021"])
share = st.select_slider("Kleinere schaal", [f"{each} %" for each in range(16)], value="0 %")
st.html(f"<h1>{route} {share}</h1>")
for place, chart in enumerate(json.loads(Path(__file__).with_name("charts.json").read_text("utf-8"))):
    figure = go.Figure(chart)
    figure.update_layout(meta=f"{route} {share}")
    st.plotly_chart(figure, key=f"figuur_{place}", theme=None)
"""
CHARTS = "[...document.querySelectorAll('.js-plotly-plot')].map(e => ({data: e.data, layout: e.layout}))"
#: From the next key until the heading has changed, no script runs and the drawing has stood still for a moment.
WATCH = """
() => {
  const before = document.querySelector('h1').textContent;
  window.rwSettled = new Promise(done => {
    let start = null, last = 0, changed = false;
    const key = () => { if (start === null) start = last = performance.now(); };
    window.addEventListener('keydown', key, {capture: true, once: true});
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    const look = () => {
      const heading = document.querySelector('h1');
      if (start !== null && heading && heading.textContent !== before) changed = true;
      const busy = document.querySelector('[data-test-script-state=running], [data-dash-is-loading]');
      if (changed && !busy && performance.now() - last > 200) { watch.disconnect(); done(last - start); }
      else requestAnimationFrame(look);
    };
    look();
  });
}
"""


@dataclass
class Side:
    """A page that is measured: milliseconds and bytes of each act. A frame that is no text comes base64 encoded."""

    page: Page
    times: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    received: int = 0

    def listen(self) -> None:
        session = self.page.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._frame)
        session.on("Network.dataReceived", self._data)

    def _frame(self, event: dict) -> None:  # type: ignore[type-arg]
        response = event["response"]
        data = response["payloadData"]
        self.received += len(base64.b64decode(data)) if response["opcode"] == 2 else len(data.encode())

    def _data(self, event: dict) -> None:  # type: ignore[type-arg]
        self.received += event["dataLength"]

    def act(self, ready: Callable[[Page], None], key: str) -> None:
        """Press a key once the page is ready for it, and wait until it stands still."""
        ready(self.page)
        self.page.evaluate(WATCH)
        before = self.received
        self.page.keyboard.press(key)
        self.times.append(float(self.page.evaluate("window.rwSettled")))
        self.sizes.append(self.received - before)


def slider(page: Page) -> None:
    """The slider has the keys."""
    page.get_by_role("slider").and_(page.locator("[aria-label='Kleinere schaal'], .dash-slider-thumb")).first.focus()


def chosen(page: Page, turn: int) -> None:
    """Enter takes the other option of Route B: where its name can be typed, by that, else with the arrows."""
    option = ("Uitvoering vanaf 2021", "Akkoord 2020")[turn % 2]
    box = page.get_by_role("combobox", name="Route B").or_(page.locator("button.dash-dropdown")).first
    box.focus()
    if box.get_attribute("type") != "button":
        page.keyboard.type(option)
        page.get_by_role("option", name=option, exact=True).first.wait_for()
        assert page.get_by_role("option").first.inner_text().strip() == option, "Enter takes the first"
        return
    page.keyboard.press("Enter")
    page.get_by_role("option", name=option, exact=True).first.wait_for()
    for _ in range(20):
        if page.evaluate(ACTIVE) == option:
            return
        page.keyboard.press("ArrowUp" if turn % 2 else "ArrowDown")
        page.wait_for_timeout(100)
    raise AssertionError(f"{option} is not reached with the arrows")


#: What stands under the cursor of an open list.
ACTIVE = """() => {
  const here = document.activeElement;
  const by = here && here.getAttribute('aria-activedescendant');
  const option = (by && document.getElementById(by)) || (here && here.closest('[role=option], .dash-dropdown-option'));
  return option ? option.textContent.trim() : '';
}"""


def compared(chromium: Browser, addresses: dict[str, str], choice: bool, steps: int = 2 * STEPS - 2) -> dict[str, Side]:
    """The acts at each address in turn, the first two of which do not count."""
    sides = {name: Side(chromium.new_context(viewport={"width": 1280, "height": 720}).new_page()) for name in addresses}
    for name, side in sides.items():
        side.page.goto(addresses[name])
        side.page.locator(CHART).first.wait_for(timeout=FIRST_PAGE_MS)
        side.page.wait_for_timeout(1500)
        side.listen()
    for turn in range(steps):
        for side in sides.values():
            if choice:
                side.act(lambda page: chosen(page, turn), "Enter")  # noqa: B023
            else:
                side.act(slider, "ArrowRight" if turn < STEPS else "ArrowLeft")
    return sides


def tell(what: str, sides: dict[str, Side], kilobytes: int) -> None:
    """Print the medians, and the ratios of ours to each of the others, pair by pair."""
    ours, *others = sides.values()

    def median(numbers: list[float]) -> float:
        return statistics.median(numbers[2:])

    times = ", ".join(f"{name} {median(side.times):.0f} ms" for name, side in sides.items())
    ratios = ", ".join(
        f"{statistics.median(a / b for a, b in zip(ours.times[2:], other.times[2:], strict=True)):.2f} × {name}"
        for name, other in zip([*sides][1:], others, strict=True)
    )
    sizes = ", ".join(f"{name} {median(side.sizes) / 1000:.0f}" for name, side in sides.items())
    print(
        f"{what}: {times}; {ratios} (doel ≤ 1,8 × leeg, ≤ 1,0 × Dash); kB per stap: {sizes} (doel ≤ {kilobytes}); "
        f"{len(ours.times) - 2} stappen"
    )


@contextmanager
def dash(database: Path, path: str) -> Iterator[str]:
    """The Dash page that shows what ours shows at `path`, running; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.benchmarks.dash_page", str(database), str(port), path]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        yield started
        started.close()


def empty_page(started: Browser, address: str, folder: Path) -> Path:
    """A folder with an app that has the charts of a page, our settings and nothing else."""
    page = started.new_page()
    page.goto(address)
    page.locator(CHART).first.wait_for(timeout=FIRST_PAGE_MS)
    page.wait_for_timeout(1500)
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    (folder / "app.py").write_text(EMPTY, "utf-8")
    (folder / "charts.json").write_text(json.dumps(page.evaluate(CHARTS)), "utf-8")
    page.close()
    return folder


def steps(database: Path) -> None:
    """A choice on the first page and a slider on Gevoeligheid, in Chromium until the charts stand still."""
    acts = (("", "keuze op Overzicht", True, 60), ("/gevoeligheid", "schuif op Gevoeligheid", False, 25))
    with (
        tempfile.TemporaryDirectory() as folder,
        chromium() as started,
        serving(ROOT, {"ROUTEWIJZER_DATABASE": str(database)}) as ours,
    ):
        for path, what, choice, kilobytes in acts:
            apart = empty_page(started, ours + path, Path(folder) / what)
            with serving(apart, {}) as empty, dash(database, path) as other:
                addresses = {"hier": ours + path, "leeg": empty, "Dash": other}
                tell(what, compared(started, addresses, choice), kilobytes)
