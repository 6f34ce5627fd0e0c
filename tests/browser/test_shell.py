"""The web shell in a real browser, around pages of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
APP = """
from pathlib import Path
import streamlit as st
from lib.web.server.logs import show_failure
from lib.web.server import web_middleware
app = st.App(Path(__file__).with_name("script.py"), middleware=web_middleware(), on_script_error=show_failure)
"""
SCRIPT = """
import time
import plotly.graph_objects as go
import streamlit as st

def een():
    st.title("Een")
    st.html("<details><summary>Uitleg</summary><p>Meer hierover</p></details>")
    st.selectbox("Keuze", ["a", "b"], index=None, key="keuze")
    st.text_input("Tekst", key="tekst")
    st.file_uploader("Bestand", type=["csv"], key="bestand")
    st.download_button("Download", b"abc", "proef.csv", key="download")
    st.plotly_chart(go.Figure(go.Bar(y=[1, 2])), key="figuur", alt="Proef", config={"displayModeBar": False})

def twee():
    st.title("Twee")
    if st.button("Breek"):
        raise ValueError("secret detail")

def drie():
    time.sleep(1)
    st.title("Drie")

pages = [st.Page(twee, title="Twee", url_path="twee"), st.Page(drie, title="Drie", url_path="drie")]
st.navigation([st.Page(een, title="Een", default=True), *pages]).run()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path, dict[str, str]], str]) -> str:
    """The address of a running `streamlit run app.py` with the settings of this repository."""
    folder = tmp_path_factory.mktemp("shell")
    (folder / "app.py").write_text(APP, "utf-8")
    (folder / "script.py").write_text(SCRIPT, "utf-8")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return serve(folder, {})


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in an English browser that fails the test on a forbidden or outside request."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-US")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: _note_violation(message, complaints))
    page.on("request", lambda request: _note_outside(request.url, address, complaints))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.first_look
@pytest.mark.parametrize(("path", "heading"), [("/", "Een"), ("/twee", "Twee")])
def test_every_page_is_dutch(page: Page, address: str, path: str, heading: str) -> None:
    page.goto(address + path)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_text("Naar de inhoud")).to_be_attached()
    expect(page.get_by_label("Zijbalk inklappen")).to_be_attached()
    expect(page.get_by_label("Pagina’s", exact=True)).to_be_visible()


def test_widgets_speak_dutch(page: Page, address: str) -> None:
    page.goto(address)
    choice = page.get_by_role("combobox", name="Keuze")
    expect(choice).to_have_attribute("placeholder", "Maak een keuze")
    choice.fill("zzz")
    expect(page.get_by_text("Geen resultaat")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Tekst").fill("iets")
    expect(page.get_by_text("Druk op Enter om dit toe te passen")).to_be_visible()
    expect(page.get_by_text(re.compile("MB per bestand"))).to_be_visible()
    page.locator("input[type=file]").set_input_files({"name": "foto.png", "mimeType": "image/png", "buffer": b"x"})
    expect(page.get_by_text("Dit soort bestand wordt niet aangenomen.")).to_be_visible()
    expect(page.get_by_role("button", name="foto.png weghalen")).to_be_visible()


def test_a_chart_a_download_and_navigation_work_under_the_policy(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("figure", name="Proef").locator(".bars .point").first).to_be_attached()
    page.get_by_text("Uitleg").click()
    expect(page.get_by_text("Meer hierover")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert Path(download.value.path()).read_bytes() == b"abc"
    page.get_by_role("link", name="Twee").click()
    expect(page.get_by_role("heading", name="Twee")).to_be_visible()


@pytest.mark.first_look
def test_an_unknown_address_is_explained(page: Page, address: str) -> None:
    page.goto(address + "/nergens")
    expect(page.get_by_role("dialog")).to_contain_text("De gevraagde pagina bestaat niet.")


@pytest.mark.first_look
def test_a_broken_page_shows_no_english_and_no_details(page: Page, address: str) -> None:
    page.goto(address + "/twee")
    page.get_by_role("button", name="Breek").click()
    expect(page.get_by_role("alert")).to_contain_text("Deze pagina kan nu niet worden getoond.")
    expect(page.get_by_text("secret detail")).to_have_count(0)
    expect(page.get_by_text("ValueError")).to_have_count(0)


def _note_violation(message: ConsoleMessage, complaints: list[str]) -> None:
    if "Content Security Policy" in message.text or "Refused to" in message.text:
        complaints.append(message.text)


def _note_outside(url: str, address: str, complaints: list[str]) -> None:
    if not url.startswith((address, "data:", "blob:")):
        complaints.append(url)


WHITE = """
window.white = 0;
const MAIN = "[data-testid=stMainBlockContainer] > [data-testid=stVerticalBlock]";
const says = () => {
  const main = document.querySelector(MAIN);
  if (!main) return document.body && document.body.innerText.includes("wordt geladen");
  return main.childElementCount > 0 || getComputedStyle(main, "::before").content.includes("wordt geladen");
};
function look() {
  if (document.readyState !== "loading" && !says()) window.white += 1;
  requestAnimationFrame(look);
}
requestAnimationFrame(look);
"""


@pytest.mark.parametrize(("path", "heading"), [("/", "Een"), ("/drie", "Drie")])
def test_until_the_page_shows_something_it_is_not_white(page: Page, address: str, path: str, heading: str) -> None:
    """The scripts take away what stood there, and then wait for the server, which takes its time here; so does a page."""
    page.add_init_script(WHITE)
    page.route("**/_stcore/host-config", lambda held: (page.wait_for_timeout(500), held.continue_()))
    page.goto(address + path)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.evaluate("window.white") == 0


def test_what_says_wait_is_gone_when_there_is_something_to_see(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Een")).to_be_visible()
    expect(page.locator("#wacht")).to_be_hidden()
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => getComputedStyle(e, '::before').content.search('geladen') < 0)"
    )
