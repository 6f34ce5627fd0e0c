"""What a step sends: the changes of a block that stands in the page, on every page, and what a reader opened stays open."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from lib.web.changes import BASES_PATH
from lib.web.dutch import OWN_SCRIPTS
from tests.browser.looking import settled
from tests.browser.test_notes import PAGES

pytestmark = pytest.mark.browser
WHOLE = ".rw-base[data-telling]"
#: What every page shows, with the marks of its blocks and the keys of its explanations left out.
SHOWN = """() => [...document.querySelectorAll('[data-testid=stMain] .stHtml')].map(
  own => own.innerHTML.replace(/<div class="rw-base"[^>]*>/g, '<div>').replace(/ data-(uitleg|klaar)="[^"]*"/g, ''))"""


def confirmed(page: Page, address: str) -> list[str]:
    """Open a page; the blocks that its browser says it has, from then on too."""
    names: list[str] = []

    def add(request: Request) -> None:
        if request.url.endswith(BASES_PATH):
            names.extend((request.post_data or "").split())

    page.on("request", add)
    page.goto(address)
    page.locator("h1").wait_for()
    settled(page)
    return names


@pytest.mark.parametrize("path", PAGES)
def test_the_browser_has_every_block_that_is_followed(page: Page, app_address: str, path: str) -> None:
    """Its elements and texts are as many as the server counts, on every page."""
    names = confirmed(page, f"{app_address}{path}")
    blocks = page.locator(WHOLE).evaluate_all("own => own.map(block => block.dataset.stand)")
    assert blocks and set(blocks) <= set(names)


@pytest.mark.first_look
def test_a_step_changes_what_stands_and_shows_what_a_new_page_shows(page: Page, app_address: str) -> None:
    # From a choice of one's own: what stands at the standard has another form.
    confirmed(page, f"{app_address}/gevoeligheid?aannames=schaalverlies%3D0%2C01")
    twin = page.locator("summary", has_text="Dezelfde cijfers als tabel").first
    twin.click()
    # Of the route that the slider is about.
    row = page.locator(f"{WHOLE} tr", has=page.get_by_role("rowheader", name="Akkoord 2020", exact=True)).first
    number, note = row.locator("details.rw-why > summary").first, page.locator("details.rw-why[open] > .rw-note")
    number.click()
    expect(note).to_contain_text("Release 1")
    before, words = page.locator("h1").inner_text(), note.inner_text()
    page.evaluate("document.querySelector('h1').dataset.zelfde = 'ja'")
    slider = page.get_by_role("slider", name="Kleinere schaal")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(before)
    settled(page)
    # The same heading, with other words; what was open still is, and explains the number that stands there now.
    assert page.locator("h1").get_attribute("data-zelfde") == "ja"
    expect(twin.locator("..")).to_have_attribute("open", "")
    expect(note).to_contain_text("Release 1")
    assert note.inner_text() != words
    stepped = page.evaluate(SHOWN)
    page.reload()
    page.locator("h1").wait_for()
    settled(page)
    plain = [re.sub(r' open=""|<span class="rw-note"[^>]*>[^<]*</span>| data-zelfde="ja"', "", own) for own in stepped]
    fresh = [re.sub(r' open=""|<span class="rw-note"[^>]*>[^<]*</span>', "", own) for own in page.evaluate(SHOWN)]
    assert plain == fresh


def test_where_the_script_does_not_run_every_block_comes_whole(page: Page, app_address: str) -> None:
    path = next(path for path, file in OWN_SCRIPTS.items() if file.name == "changes.js")
    page.route(f"**{path}", lambda route: route.abort())
    names = confirmed(page, f"{app_address}/gevoeligheid")
    before = page.locator("h1").inner_text()
    page.get_by_role("slider", name="Kleinere schaal").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(before)
    assert names == [] and page.locator(".rw-base[hidden]").count() == 0


def test_no_change_sets_what_could_run(page: Page, app_address: str) -> None:
    """Words stay words, and an attribute that is not one of ours is not set."""
    confirmed(page, f"{app_address}/gevoeligheid")
    page.evaluate(
        """() => {
          const block = document.querySelector('.rw-base[data-telling]'), place = document.createElement('div');
          Object.assign(place, {className: 'rw-base', hidden: true});
          place.dataset.stand = block.dataset.stand;
          const bad = '<img src=x onerror=window.rwHit=1>';
          place.textContent = JSON.stringify([[0, bad], {onclick: [0, 'window.rwHit=1'], href: [0, 'javascript:0']}]);
          block.replaceWith(place);
        }"""
    )
    block = page.locator(".rw-base[data-telling]").first
    expect(block).to_contain_text("<img src=x")
    assert block.locator("[onclick], [href^=javascript], img").count() == 0
    assert page.evaluate("window.rwHit") is None
