"""What the accessibility statement says of movement, charts, and what a screen reader is told."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import findings, settled
from tests.browser.test_pages import FIRST

pytestmark = pytest.mark.browser

CHARTS = {"/": 1, "/kosten": 1, "/mensen": 2, "/gevoeligheid": 2, "/terugblik": 3}
#: Charts whose table stands beside them.
BESIDE = {"/terugblik": "Index van de lasten"}
MOVING = """() => [...document.querySelectorAll('*')].filter(each => ['', '::before', '::after'].some(part => {
    const style = getComputedStyle(each, part || null);
    return style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0)
        && style.transitionProperty !== 'none';
})).map(each => each.outerHTML.slice(0, 80))"""


@pytest.mark.first_look
def test_axe_finds_what_is_wrong_out_of_sight_too(page: Page) -> None:
    page.set_content(
        "<html lang='nl'><title>Proef</title><main data-testid='stMain' style='height:100vh; overflow:auto'>"
        "<img src='x'><p style='margin-top:2000px; color:#ccc; background:#fff'>Bleek</p></main>"
    )
    assert [rule for rule, _ in findings(page)] == ["color-contrast", "image-alt"]


def test_nothing_moves_for_who_asks_so(page: Page, app_address: str) -> None:
    page.goto(app_address)
    assert settled(page).evaluate(MOVING) != []
    page.emulate_media(reduced_motion="reduce")
    assert settled(page).evaluate(MOVING) == []


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=() if path in FIRST else pytest.mark.heavy) for path in CHARTS]
)
def test_every_chart_has_words_a_reading_and_a_table(page: Page, app_address: str, path: str) -> None:
    page.goto(app_address + path)
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


def test_overzicht_read_from_top_to_bottom_tells_the_story(page: Page, app_address: str) -> None:
    page.goto(app_address)
    read = re.findall(
        r"- '?(heading|table|figure) \"(.*?)[\":]", settled(page).locator("[data-testid=stMain]").aria_snapshot()
    )
    assert [(kind, re.sub(r"\s+", " ", words)[:34].strip()) for kind, words in read] == [
        ("heading", "De route van 2017 noemt bedragen t"),
        ("heading", "Tekort per jaar zes gemeenten, × €"),
        ("figure", "Lijnen met vlakken van het tekort"),
        ("heading", "Tegenover ongewijzigd × € 1 miljoe"),
        ("table", "Tegenover ongewijzigd, van ongunst"),
        ("heading", "Vier uitersten, geen kansen 2021–2"),
        ("table", "Vier uitersten, geen kansen"),
        ("heading", "Zes gemeenten tegenover ongewijzig"),
        ("table", "Per gemeente tegenover ongewijzigd"),
        ("heading", "Mensen in de Wsw en staf; geen rou"),
        ("table", "Wie het werk doet vanaf 2021, bij"),
        ("heading", "Rekenvoorbeeld alle aannames op st"),
        ("table", "Rekenvoorbeeld tegenover ongewijzi"),
        ("table", "Rekenvoorbeeld per gemeente tegeno"),
        ("heading", "Waarop het verschil rust"),
        ("table", "Waarop het verschil rust"),
        ("heading", "Risicoregister PM-posten"),
        ("table", "PM-posten"),
        ("heading", "Niet in euro’s beide kanten, met b"),
        ("table", "Wat voor de keuze telt en niet in"),
        ("heading", "Waar komt het vandaan? zes gemeent"),
        ("table", "Route 2017 tegenover ongewijzigd"),
        ("table", "Akkoord 2020 tegenover ongewijzigd"),
        ("heading", "Alle scenario’s × € 1 miljoen, 202"),
        ("table", "Alle scenario’s, saldo 2021–2024,"),
    ]


def test_the_first_visit_says_what_this_is_and_the_second_does_not(page: Page, app_address: str) -> None:
    page.goto(app_address)
    told = page.locator(".st-key-welkom")
    expect(told).to_be_visible()
    page.get_by_role("link", name="Kosten", exact=True).click()
    page.wait_for_url("**/kosten*")
    settled(page)
    page.get_by_role("link", name="Overzicht", exact=True).click()
    page.wait_for_function("() => location.pathname === '/'")
    expect(settled(page).locator("h1")).to_contain_text("De route van 2017 noemt")
    expect(told).to_have_count(0)
    page.goto(app_address)
    page.get_by_role("button", name="Sluiten").click()
    expect(told).to_have_count(0)
