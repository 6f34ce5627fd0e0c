"""Every page in every size and theme: nothing fails, nothing scrolls sideways, WCAG A and AA hold, all of it Dutch."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.web.shell import NAVIGATION
from tests.browser.conftest import Window
from tests.browser.english import english
from tests.browser.looking import findings, settled, sideways

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PAGES = (
    *("/", "/kosten", "/mensen", "/gemeente", "/gevoeligheid", "/route", "/terugblik", "/vergadering"),
    *("/verantwoording", "/bevroren", "/cijfers", "/handleiding", "/toegankelijkheid"),
)
#: Pages where a reader meets the most numbers; the others, and other choices, are looked at in the heavy tier.
FIRST = ("/",)
CHOSEN = "/gemeente?gemeente=Twenterand"
VIEW = "?gemeente=Wierden&bedragen=Per+inwoner&jaren=2021–2030"
PROJECTOR, PHONE = (1280, 720), (390, 844)
#: 1280×720 at 200 %.
TWICE = (640, 360)
#: What stands outside the screen to the left or right and in no part that can be moved sideways.
OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(a, button, input, summary, h1, h2, h3, p, li)')]
    .filter(each => each.offsetParent && !each.closest('.rw-scroll, [role=tablist], .js-plotly-plot, .rw-hidden, [data-testid=stSlider]'))
    .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1)).map(([, html]) => html)"""
WIDE = """() => [...document.querySelectorAll('.rw-scroll')].filter(each => each.scrollWidth > each.clientWidth + 1)
    .filter(each => each.tabIndex !== 0 || getComputedStyle(each).overflowX !== 'auto').length"""


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of while a page is open."""
    found: list[str] = []

    def note(message: object) -> None:
        if message.type == "error" and "_stcore" not in message.location.get("url", ""):  # type: ignore[attr-defined]
            found.append(message.text)  # type: ignore[attr-defined]

    page.on("console", note)
    return found


def shown(page: Page, size: tuple[int, int], scheme: str = "light") -> Page:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return settled(page)


@pytest.mark.first_look
@pytest.mark.parametrize(
    "path",
    [
        *FIRST,
        *(pytest.param(path, marks=pytest.mark.heavy) for path in (*PAGES, CHOSEN) if path not in FIRST),
        *(pytest.param(path + VIEW, marks=pytest.mark.heavy) for path in PAGES),
    ],
)
def test_a_page_is_whole(page: Page, app_address: str, complaints: list[str], path: str) -> None:
    page.goto(app_address + path)
    expect(page.locator("h1")).to_have_count(1)
    assert findings(shown(page, PROJECTOR)) == []
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert english(page) == []
    assert sideways(shown(page, PHONE, "dark")) <= 1
    assert findings(page) == []
    usable_at_200_percent(shown(page, TWICE))
    assert complaints == []


def usable_at_200_percent(page: Page) -> None:
    assert sideways(page) <= 1
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(WIDE) == 0
    number = page.locator("[data-testid=stMain] .rw-why > summary:visible")
    if number.count():
        number.first.click()
        note = page.locator("details.rw-why[open] > .rw-note")
        box = note.bounding_box()
        assert box is not None
        assert box["y"] >= 80 and box["y"] + box["height"] <= TWICE[1] + 1 and box["width"] <= TWICE[0]
        page.mouse.click(TWICE[0] - 60, TWICE[1] - 30)
        expect(note).to_be_hidden()


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "scheme"), [(PROJECTOR, "dark"), (PHONE, "light"), (PHONE, "dark")])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_from_its_first_moment(
    window: Window, app_address: str, path: str, scheme: str, size: tuple[int, int]
) -> None:
    page = window(*size, color_scheme=scheme)
    page.goto(app_address + path)
    assert sideways(settled(page)) <= 1
    assert findings(page) == []


@pytest.mark.first_look
def test_every_page_of_the_navigation_is_looked_at() -> None:
    names = [name for pages in NAVIGATION.values() for name, _ in pages]
    assert {path.strip("/") or names[0] for path in PAGES} == set(names)
