"""Mijn gemeente on a phone: one screen says it, the rest is one tap away, and nothing runs off the screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.looking import MAIN, findings, settled, sideways, tab_to
from tests.browser.test_pages import PHONE, PROJECTOR
from tests.tiers import first

pytestmark = pytest.mark.browser

SECTIONS = ("tekort", "begroting", "buren", "waar", "vragen", "besluiten", "bronnen")
#: Screens of a phone before something is unfolded.
MOST = 4
#: The smallest letter that a reader meets, in pixels.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(each => each.offsetParent && [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(each => !each.closest('.rw-hidden, [data-testid=stIconMaterial]'))
    .map(each => parseFloat(getComputedStyle(each).fontSize)))"""


def opened(window: Window, address: str, size: tuple[int, int] = PHONE, gemeente: str = "Twenterand") -> Page:
    page = window(*size)
    page.goto(f"{address}/gemeente?gemeente={gemeente}")
    expect(page.locator(".st-key-deel_bronnen summary")).to_be_visible()
    return settled(page)


def bottom(page: Page, place: str) -> float:
    box = page.locator(place).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.mark.first_look
@pytest.mark.parametrize("gemeente", ["Wierden", "Rijssen-Holten"])
def test_one_screen_of_a_phone_holds_the_sentence_the_picture_and_the_people(
    window: Window, app_address: str, gemeente: str
) -> None:
    page = opened(window, app_address, gemeente=gemeente)
    expect(page.locator("h1")).to_contain_text("in elke route dezelfde")
    for place in ("h1", ".rw-spans", ".rw-said-per-line table"):
        assert bottom(page, place) <= PHONE[1], place
    assert page.locator(".rw-spans .rw-spanbar").count() == 2
    assert page.evaluate(f"{MAIN}.scrollHeight") <= MOST * PHONE[1]
    assert sideways(page) <= 1 and page.evaluate(SMALLEST) >= 12


def test_the_first_screen_of_a_projector_holds_picture_and_people(window: Window, app_address: str) -> None:
    page = opened(window, app_address, PROJECTOR)
    for place in (".rw-spans", ".rw-said-per-line table"):
        assert bottom(page, place) <= PROJECTOR[1], place
    assert sideways(page) <= 1 and page.evaluate(SMALLEST) >= 12


@pytest.mark.parametrize("name", first(SECTIONS, 2))
def test_a_folded_part_opens_with_one_tap_and_stays_within_the_screen(
    window: Window, app_address: str, name: str
) -> None:
    page = opened(window, app_address)
    part = page.locator(f".st-key-deel_{name}")
    part.locator("summary").first.click()
    expect(part.locator(".stHtml, .stPlotlyChart").first).to_be_visible()
    settled(page)
    assert page.locator("[data-testid=stException]").count() == 0
    assert sideways(page) <= 1
    assert findings(page) == []


def test_a_folded_part_opens_with_the_keyboard(window: Window, app_address: str) -> None:
    page = opened(window, app_address, PROJECTOR)
    words = page.locator(".st-key-deel_besluiten summary").inner_text().replace("\xa0", " ").strip().splitlines()[-1]
    page.locator(".st-key-deel_vragen summary").focus()
    tab_to(page, "summary", words)
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-deel_besluiten table")).to_be_visible()
