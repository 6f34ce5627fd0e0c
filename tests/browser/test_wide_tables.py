"""Every table of every page, with all that unfolds: whole on a desk, and elsewhere never cut off without a way to see it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import settled
from tests.browser.test_pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

#: All years: the widest tables, and only then a switching value.
ALL_YEARS = "?jaren=2021–2030"
DESK, PROJECTOR, PHONE = (1440, 900), (1280, 720), (390, 844)
UNFOLD = (
    "() => document.querySelectorAll('[data-testid=stMain] details:not(.rw-why)').forEach(each => each.open = true)"
)
#: Of each table in sight: caption, how far its last column ends beyond the box around it, how far that box can be moved
#: sideways, and how far the box itself ends beyond the screen; in pixels.
TABLES = """() => [...document.querySelectorAll('[data-testid=stMain] table')].filter(each => each.offsetParent)
    .filter(each => !each.closest('.rw-hidden') && each.getBoundingClientRect().width > 2).map(each => {
  let box = each.parentElement;
  while (box.dataset.testid !== 'stMain' && !['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(box).overflowX))
    box = box.parentElement;
  box.scrollLeft = 0;
  const ends = [...each.rows].map(row => row.lastElementChild.getBoundingClientRect().right);
  const beyond = Math.max(...ends) - box.getBoundingClientRect().left - box.clientWidth;
  const moves = ['auto', 'scroll'].includes(getComputedStyle(box).overflowX) && box.tabIndex === 0 ? box.scrollWidth - box.clientWidth : 0;
  const outside = box.getBoundingClientRect().right - innerWidth;
  return [each.caption ? each.caption.innerText.slice(0, 60) : each.innerText.slice(0, 60), beyond, moves, outside];
})"""


def measured(page: Page, size: tuple[int, int]) -> list[tuple[str, float, float, float]]:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    settled(page).evaluate(UNFOLD)
    return [tuple(each) for each in settled(page).evaluate(TABLES)]


@pytest.mark.parametrize("path", PAGES)
def test_no_table_loses_its_last_column(page: Page, app_address: str, path: str) -> None:
    page.goto(app_address + path + ALL_YEARS)
    expect(page.locator("h1")).to_have_count(1)
    tables = measured(page, DESK)
    if path == "/gevoeligheid":
        assert any(each[0].startswith("Omslagwaarde") for each in tables), "the widest table is not looked at"
    assert [each for each in tables if each[1] > 1] == [], "on a desk a table is cut off"
    for size in (PROJECTOR, PHONE):
        lost = [each for each in measured(page, size) if each[1] > each[2] + 1 or each[3] > 1]
        assert lost == [], f"at {size[0]} px the end of a table cannot be seen"
