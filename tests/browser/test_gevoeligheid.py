"""Gevoeligheid in a real browser: what a slider moves, the link, undo, and all of it by keyboard."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.browser.looking import settled, unfolded, until

pytestmark = pytest.mark.browser

SCALE = "Kleinere schaal"
#: Notes whether the page was ever empty or without its heading.
WATCH = """
() => {
  window.__flash = 0;
  const look = () => {
    const heading = document.querySelector('h1');
    if (!heading || !heading.getClientRects().length || document.querySelectorAll('.rw-tornado').length !== 1) window.__flash++;
    window.__look = requestAnimationFrame(look);
  };
  look();
}
"""


def opened(page: Page, app_address: str, query: str = "") -> Page:
    page.goto(f"{app_address}/gevoeligheid{query}")
    expect(page.locator(".js-plotly-plot .bars").first).to_be_visible()
    return settled(page)


def heading(page: Page) -> str:
    return re.sub(r"\s+", " ", page.locator("h1").inner_text())


def slider(page: Page, label: str = SCALE) -> Locator:
    return page.get_by_role("slider", name=label)


def press(page: Page, key: str, label: str = SCALE) -> None:
    """One key on a slider, until the numbers have followed: not every assumption moves the heading."""
    before = numbers(page)
    slider(page, label).focus()
    page.keyboard.press(key)
    until(lambda: numbers(page) != before)
    settled(page)


def numbers(page: Page) -> list[str]:
    """Every number that explains itself, in all tables and the heading, as it is printed."""
    return [
        heading(page),
        *(re.sub(r"\s+", " ", text) for text in page.locator("details.rw-why summary").all_inner_texts()),
    ]


def drawing(page: Page) -> list[str]:
    """The outlines of the bars of the chart."""
    return [str(path.get_attribute("d")) for path in page.locator(".js-plotly-plot .bars path").all()]


def table(page: Page, name: str) -> list[str]:
    return page.get_by_role("table", name=name).first.locator("tbody").all_inner_texts()


@pytest.mark.first_look
def test_a_slider_moves_message_bridge_switching_values_and_chart_without_a_flash(page: Page, app_address: str) -> None:
    opened(page, app_address, "?a=Ongewijzigd&b=Akkoord+2020&jaren=2021–2030")
    parts = ("Akkoord 2020 tegenover ongewijzigd", "Omslagwaarde t/m 2030", "aandeel van de trekkingen")
    before, bars = {part: table(page, part) for part in parts}, drawing(page)
    page.evaluate(WATCH)
    press(page, "ArrowRight")
    assert page.evaluate("window.__flash") == 0
    for part in parts:
        assert table(page, part) != before[part], part
    assert drawing(page) != bars
    assert (
        page.get_by_text("de delen tellen precies op ✓").count() == page.get_by_text(re.compile("^Samen ")).count() > 0
    )
    expect(page.get_by_role("status")).to_contain_text("1 aanname staat anders dan standaard")


@pytest.mark.heavy
def test_undo_and_redo_return_every_number_by_keyboard(page: Page, app_address: str) -> None:
    opened(page, app_address)
    start = numbers(page)
    press(page, "ArrowRight")
    once = numbers(page)
    press(page, "End", "Efficiency op termijn")
    twice = numbers(page)
    assert len({tuple(each) for each in (start, once, twice)}) == 3
    for name, expected in (("Ongedaan maken", once), ("Ongedaan maken", start), ("Opnieuw", once), ("Opnieuw", twice)):
        before = heading(page)
        page.get_by_role("button", name=name).focus()
        page.keyboard.press("Enter")
        expect(page.locator("h1")).not_to_have_text(before)
        assert numbers(settled(page)) == expected
    before = heading(page)
    page.get_by_role("button", name="Alles op standaard").focus()
    page.keyboard.press("Space")
    expect(page.locator("h1")).not_to_have_text(before)
    assert numbers(settled(page)) == start
    assert "aannames" not in page.url


@pytest.mark.heavy
def test_the_full_link_shows_identical_numbers_in_another_browser(page: Page, app_address: str, window: Window) -> None:
    opened(page, app_address)
    press(page, "ArrowRight")
    press(page, "ArrowLeft", "Frictiekosten per persoon")
    page.get_by_role("button", name="Leg vast als DB").click()
    expect(page.get_by_role("button", name="Wis DB")).to_be_visible()
    press(page, "End")
    page.get_by_role("button", name="Leg vast als RvC").click()
    expect(page.get_by_role("rowheader", name="Meningsverschil").first).to_be_visible()
    settled(page)
    unfolded(page, "Deel deze weergave")
    link = page.locator("[data-testid=stSidebar] code").inner_text().strip()
    held = parse_qs(urlsplit(link).query)
    assert held["aannames"] == ["frictie_per_persoon=6500;schaalverlies=0,15"]
    assert held["db"] == ["frictie_per_persoon=6500;schaalverlies=0,01"] and held["release"] == ["Release 1"]
    other = window(1440, 900, locale="nl-NL")
    other.goto(link)
    expect(other.locator(".js-plotly-plot .bars").first).to_be_visible()
    assert numbers(settled(other)) == numbers(page)
    page.reload()
    expect(page.locator(".js-plotly-plot .bars").first).to_be_visible()
    assert heading(settled(page)) == heading(page)


@pytest.mark.heavy
def test_a_value_is_typed_echoed_and_refused_by_keyboard(page: Page, app_address: str) -> None:
    opened(page, app_address)
    page.locator(".st-key-achter_frictie_per_persoon summary").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Frictiekosten per persoon: typ een waarde")
    expect(field).to_be_visible()
    before, shown = heading(page), numbers(page)
    for typed, words in (("7,500", "op twee manieren te lezen"), ("-5", "buiten het toelaatbare bereik")):
        field.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text(words)
        assert heading(settled(page)) == before
    field.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("€ 7.500,50")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gelezen als € 7.500,50 per Wsw-persoon")).to_be_visible()
    until(lambda: numbers(page) != shown)
    assert heading(settled(page)) == before, "what is one-off is no part of it"
    assert "frictie_per_persoon%3D7500%2C5" in page.url
    page.get_by_role("button", name="Terug naar standaard").press("Enter")
    until(lambda: numbers(page) == shown)


@pytest.mark.heavy
def test_assumptions_go_along_to_every_page(page: Page, app_address: str) -> None:
    opened(page, app_address)
    press(page, "End")
    for name, path in (
        ("Overzicht", "/"),
        ("Kosten", "/kosten"),
        ("Mensen", "/mensen"),
        ("Verantwoording", "/verantwoording"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(rf"{re.escape(app_address + path)}\?.*schaalverlies%3D0%2C15"))
        expect(page.get_by_role("status")).to_contain_text(
            "1 aanname staat anders dan standaard: Kleinere schaal 15\xa0% (standaard 0\xa0%)"
        )
    page.get_by_role("link", name="Bekijk ze in Gevoeligheid").click()
    expect(page).to_have_url(re.compile("/gevoeligheid\\?.*schaalverlies%3D0%2C15"))
    expect(slider(page)).to_have_attribute("aria-valuetext", re.compile("15.%"))


def test_two_assumptions_are_chosen_by_keyboard_and_the_link_keeps_them(page: Page, app_address: str) -> None:
    opened(page, app_address)
    before, first = numbers(page)[0], page.locator(".st-key-samen .js-line").count()
    assert first >= 1, "a line is drawn of what counts most"
    for field, name in (("Eerste aanname", SCALE), ("Tweede aanname", "Meeropbrengst door marktgerichte aanpak")):
        page.get_by_role("combobox", name=field).focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        settled(page)
    words = page.get_by_text("bijvoorbeeld bij kleinere schaal 0")
    expect(words).to_contain_text("met meeropbrengst door marktgerichte aanpak 69,6")
    assert heading(page) == before, "nothing else changes"
    page.reload()
    expect(page.locator(".js-plotly-plot .bars").first).to_be_visible()
    expect(words).to_be_visible()
    page.get_by_role("link", name="Kosten", exact=True).click()
    expect(page).to_have_url(re.compile(r"/kosten\?.*eerste=Kleinere(\+|%20)schaal"))


@pytest.mark.parametrize(
    ("start", "kept"),
    [
        ("gevoeligheid?aannames=schaalverlies%3D0%2C08", r"aannames=schaalverlies%3D0%2C08"),
        ("gevoeligheid?pm=true&rvc=schaalverlies%3D0%2C1", r"(?=.*pm=true).*rvc=schaalverlies%3D0%2C1"),
        ("vergadering?eerste=Kleinere+schaal", r"eerste=Kleinere(\+|%20)schaal"),
    ],
)
def test_what_a_link_says_is_kept_on_another_page_without_touching_it(
    page: Page, app_address: str, start: str, kept: str
) -> None:
    page.goto(f"{app_address}/{start}")
    expect(page.locator("h1")).to_be_visible()
    settled(page)
    if start.startswith("vergadering"):
        page.keyboard.press("Escape")
        expect(page).to_have_url(re.compile(r"/\?.*" + kept))
    page.get_by_role("link", name="Kosten", exact=True).click()
    expect(page).to_have_url(re.compile(r"/kosten\?.*" + kept))


def test_a_slider_speaks_dutch(page: Page, app_address: str) -> None:
    opened(page, app_address)
    shown = page.locator("[data-testid=stSliderThumbValue]").all_inner_texts()
    assert len(shown) >= 5 and all(
        re.fullmatch(r"(€ )?[\d.]+(,\d+)?( %)?.*", text.replace("\xa0", " ")) for text in shown
    )
    assert not any(re.search(r"\d\.\d{1,2}\b(?!\d)", text) for text in shown)


def test_a_phone_has_it_all_without_scrolling_sideways(window: Window, app_address: str) -> None:
    page = opened(
        window(390, 844, has_touch=True),
        app_address,
        "?aannames=schaalverlies%3D0,08&db=standaard&rvc=schaalverlies%3D0,1",
    )
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.locator("h1").bounding_box()["y"] < 400  # type: ignore[index]
