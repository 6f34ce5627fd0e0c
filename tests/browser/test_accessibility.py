"""What the accessibility statement says: keyboard, 200 %, less movement, and what a screen reader is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

#: 1280×720 at 200 %.
HALF = {"width": 640, "height": 360}
#: Pages of text and tables, looked at in the heavy tier.
OTHERS = ("/", "/gemeente", "/terugblik", "/verantwoording", "/bevroren", "/handleiding", "/toegankelijkheid")
CHARTS = {"/": 1, "/kosten": 1, "/mensen": 2, "/gevoeligheid": 1, "/terugblik": 3}
#: Charts whose table stands beside them.
BESIDE = {"/terugblik": "Index van de lasten"}
#: What stands outside the screen to the left or right and in no part that can be moved sideways.
OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(a, button, input, summary, h1, h2, h3, p, li)')]
    .filter(each => each.offsetParent && !each.closest('.rw-scroll, [role=tablist], .js-plotly-plot, .rw-hidden, [data-testid=stSlider]'))
    .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 80)])
    .filter(([box]) => box.width > 1 && (box.left < -1 || box.right > innerWidth + 1)).map(([, html]) => html)"""
WIDE = """() => [...document.querySelectorAll('.rw-scroll')].filter(each => each.scrollWidth > each.clientWidth + 1)
    .filter(each => each.tabIndex !== 0 || getComputedStyle(each).overflowX !== 'auto').length"""
MOVING = """() => [...document.querySelectorAll('*')].filter(each => ['', '::before', '::after'].some(part => {
    const style = getComputedStyle(each, part || null);
    return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0)
        && style.transitionProperty !== 'none';
})).map(each => each.outerHTML.slice(0, 80))"""
Open = Callable[..., Page]


@pytest.fixture
def open_page(window: Window, app_address: str) -> Open:
    def opened(path: str, **settings: object) -> Page:
        page = window(**settings)
        page.goto(app_address + path)
        return settled(page)

    return opened


def settled(page: Page) -> Page:
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-testid=stApp][data-test-script-state=running]")).to_have_count(0)
    page.wait_for_timeout(500)
    return page


@pytest.mark.parametrize(
    "path",
    [
        "/gemeente?gemeente=Twenterand",
        *(pytest.param(path, marks=[pytest.mark.heavy] if path in OTHERS else []) for path in PAGES),
    ],
)
def test_a_page_is_usable_at_200_percent(open_page: Open, path: str) -> None:
    page = open_page(path, **HALF)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") <= 1
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(WIDE) == 0
    number = page.locator("[data-testid=stMain] .rw-why > summary:visible")
    if number.count():
        number.first.click()
        note = page.locator("details.rw-why[open] > .rw-note")
        box = note.bounding_box()
        assert box is not None
        assert box["y"] >= 80 and box["y"] + box["height"] <= HALF["height"] + 1 and box["width"] <= HALF["width"]
        page.mouse.click(HALF["width"] - 60, HALF["height"] - 30)
        expect(note).to_be_hidden()


def test_nothing_moves_for_who_asks_so(open_page: Open) -> None:
    assert open_page("/").evaluate(MOVING) != []
    assert open_page("/", reduced_motion="reduce").evaluate(MOVING) == []


@pytest.mark.parametrize("path", CHARTS)
def test_every_chart_has_words_a_reading_and_a_table(open_page: Open, path: str) -> None:
    page = open_page(path)
    charts = page.locator("[data-testid=stPlotlyChart]")
    expect(charts).to_have_count(CHARTS[path])
    names = page.get_by_role("figure").evaluate_all("all => all.map(each => each.getAttribute('aria-label') || '')")
    assert sum(len(each) > 40 for each in names) == CHARTS[path]
    readings = page.get_by_text("Hoe lees ik dit?", exact=True)
    expect(readings).to_have_count(CHARTS[path])
    tables = page.get_by_text("Dezelfde cijfers als tabel", exact=True).count()
    if path in BESIDE:
        tables += page.get_by_role("table", name=re.compile(BESIDE[path])).count() > 0
    assert tables == CHARTS[path]
    readings.first.click()
    expect(page.locator("details[open] .rw-text").first).to_be_visible()


def test_overzicht_read_from_top_to_bottom_tells_the_story(open_page: Open) -> None:
    page = open_page("/")
    read = re.findall(r"- '?(heading|table|figure) \"(.*?)[\":]", page.locator("[data-testid=stMain]").aria_snapshot())
    assert [(kind, re.sub(r"\s+", " ", words)[:34].strip()) for kind, words in read] == [
        ("heading", "In 2021–2024 is, tegenover doorgaa"),
        ("heading", "Route 2017 tegenover ongewijzigd"),
        ("heading", "Akkoord 2020 tegenover ongewijzigd"),
        ("heading", "Doorkijk 2021–2030"),
        ("table", "Akkoord 2020 − Route 2017, 2021–20"),
        ("heading", "Wat moet waar zijn voor gelijke ko"),
        ("heading", "Zes uitkomsten, niet één gemiddeld"),
        ("table", "Saldo 2021–2024 opgeteld, × € 1.00"),
        ("heading", "Tekort per jaar × € 1 miljoen, zes"),
        ("figure", "Staafdiagram van het tekort per ja"),
        ("heading", "Waar komt het vandaan? zes gemeent"),
        ("table", "Route 2017 tegenover ongewijzigd"),
        ("table", "Akkoord 2020 tegenover ongewijzigd"),
        ("heading", "Niemand valt weg Wsw-personen in 2"),
        ("table", "Wie voert het werk uit vanaf 2021"),
        ("heading", "Wat moet waar zijn voor gelijke ko"),
        ("table", "De waarde waarbij beide routes eve"),
        ("heading", "Alle scenario’s × € 1 miljoen, 202"),
        ("table", "Alle scenario’s, saldo 2021–2024,"),
    ]


def test_the_first_visit_says_what_this_is_and_the_second_does_not(open_page: Open) -> None:
    page = open_page("/")
    told = page.locator(".st-key-welkom")
    expect(told).to_be_visible()
    page.get_by_role("link", name="Kosten", exact=True).click()
    page.wait_for_url("**/kosten*")
    settled(page)
    page.get_by_role("link", name="Overzicht", exact=True).click()
    page.wait_for_function("location.pathname === '/'")
    expect(settled(page).locator("h1")).to_contain_text("In 2021–2024 is")
    expect(told).to_have_count(0)
    other = open_page("/")
    other.get_by_role("button", name="Sluiten").click()
    expect(other.locator(".st-key-welkom")).to_have_count(0)
