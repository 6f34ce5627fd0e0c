"""An evening with the keyboard alone: from the first page, through a meeting, to a frozen state and its link."""

import re

import pytest
from playwright.sync_api import Page, expect

from lib.subjects.meeting import SCREENS
from tests.browser.looking import settled, tab_to
from tests.browser.test_vergadering import at, held

pytestmark = pytest.mark.browser

SCREEN_NAMES = list(SCREENS.values())
SCALE, EFFICIENCY = "Kleinere schaal", "Efficiency op termijn"

#: Every piece of text in elements, one by one, also where it is folded away.
WRITTEN = """all => all.flatMap(each => {
  const [walk, found] = [document.createTreeWalker(each, NodeFilter.SHOW_TEXT), []];
  while (walk.nextNode()) found.push(walk.currentNode.data);
  return found;
})"""


def follow(page: Page, words: str, key: str = "Tab") -> None:
    """To a link, and Enter."""
    tab_to(page, "a", words, key)
    page.keyboard.press("Enter")


def numbers(page: Page, where: str) -> set[str]:
    """Every number there, as it is written; the name of a statement, S16, is none."""
    return set(re.findall(r"(?<!S)(?<!S\d)[+−]?\d[\d.,]*", " ".join(page.locator(where).evaluate_all(WRITTEN))))


def said(page: Page, words: str | re.Pattern[str]) -> str:
    """The heading, once it holds these words and the page is at rest."""
    expect(page.locator("h1")).to_contain_text(words)
    return settled(page).locator("h1").inner_text()


@pytest.mark.heavy
def test_an_evening_with_the_keyboard_alone(page: Page, app_address: str) -> None:
    page.goto(app_address)
    said(page, "; het akkoord van 2020 noemt")

    follow(page, "Mijn gemeente")
    said(page, "Kies uw gemeente")
    follow(page, "Wierden")
    said(page, "Wierden: in elke route dezelfde 98 mensen")
    number = page.locator("summary", has_text="nadeliger").first.inner_text()
    tab_to(page, "summary", number.replace("\xa0", " ").strip())
    page.keyboard.press("Enter")
    note = page.locator("details.rw-why[open] > .rw-note")
    expect(note).to_contain_text("Een uiterste, geen kans.")
    page.keyboard.press("Enter")
    expect(note).to_have_count(0)

    follow(page, "Gevoeligheid", "Shift+Tab")
    expect(page.get_by_role("slider", name=SCALE)).to_be_visible()
    before = said(page, "Wierden")
    tab_to(page, "input", SCALE)
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(before)
    settled(page)
    assert held(page).startswith("schaalverlies=")

    follow(page, "Vergadermodus", "Shift+Tab")
    for screen in SCREEN_NAMES:
        at(page, screen)
        page.keyboard.press("PageDown")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    for screen in SCREEN_NAMES[: SCREEN_NAMES.index("Voorwaarden") : -1]:
        at(page, screen)
        page.keyboard.press("PageUp")
    at(page, "Voorwaarden")
    tab_to(page, "button", "Laag −10 %")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.locator(".rw-own")).to_contain_text("2 aannames staan anders dan standaard")
    own = held(at(page, "Voorwaarden"))
    assert len(own.split(";")) == 2 and own.startswith("meeropbrengst_doorontwikkeling=0,32")
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()
    headline = said(page, "; het akkoord van 2020 noemt")
    expect(page.get_by_role("status").first).to_contain_text("2 aannames staan anders dan standaard")
    assert held(page) == own
    shown = numbers(page, ".rw-why > summary")

    tab_to(page, "summary", "Bevries deze stand", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Naam van de stand")).to_be_visible()
    settled(page)
    for field, words in (("Naam van de stand", "Vergadering 26 maart"), ("Wie bevriest", "De griffier")):
        tab_to(page, "input", field)
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bevroren als stand 1, “Vergadering 26 maart”")).to_be_visible()

    page.goto(page.locator("code", has_text="/bevroren?stand=1").inner_text().strip())
    expect(page.locator(".rw-frozen")).to_contain_text("Bevroren stand nr 1, Vergadering 26 maart")
    assert said(page, "; het akkoord van 2020 noemt") == headline
    assert len(shown) > 50 and shown - numbers(page, ".rw-stored") == set()
