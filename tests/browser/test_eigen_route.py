"""An own route in a real browser, by mouse and by keyboard alone: made, its effect seen, kept, compared, published, its link opened
elsewhere, its file out and in again."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from lib.comparison.release import open_release
from lib.store.concepts import concepts
from lib.tables.route_draft import read_draft
from tests.browser.conftest import Window
from tests.browser.looking import PATIENCE, settled, sound, tab_to

pytestmark = pytest.mark.browser

GREEN = "1. Groen in alle gemeenten: Soweco NV doet het vanaf 2021."
LATER = "in 2024 voor 1/3, in 2025 voor 2/3, vanaf 2026 helemaal"
WHY = "Om te zien wat het scheelt als groen blijft."


def ready(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("h1")).to_contain_text("Eigen route", timeout=PATIENCE)
    return settled(page)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    settled(page)


def choose(page: Page, field: str, option: str) -> None:
    # A list closes when the page scrolls to it.
    page.get_by_role("combobox", name=field).first.scroll_into_view_if_needed()
    settled(page)
    page.get_by_role("combobox", name=field).first.click()
    page.get_by_role("option", name=option, exact=True).click(timeout=10_000)
    settled(page)


def write(page: Page, field: str, text: str) -> None:
    page.get_by_role("textbox", name=field, exact=True).fill(text)
    page.keyboard.press("Tab")
    settled(page)


def fetched(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def sentences(page: Page) -> list[str]:
    return page.locator("[class*='st-key-verandering_'] p.rw-text").all_inner_texts()


@pytest.mark.heavy
def test_by_mouse_from_a_change_to_a_release_and_back(
    page: Page, window: Window, app_address: str, database: Path, tmp_path: Path
) -> None:
    ready(page, f"{app_address}/route")
    choose(page, "Begin met", "Akkoord 2020")
    press(page, "Verder")
    choose(page, "Welk werk", "Groen")
    choose(page, "Hun werkplek", "blijft")
    # The effect is there before the change is.
    expect(page.locator(".rw-people tr", has_text="Groen").first).to_contain_text("Soweco NV")
    press(page, "Zet in de route")
    expect(page.get_by_text(GREEN)).to_be_visible()
    choose(page, "Verandering toevoegen: wat wordt anders?", "Een maatregel van de basis anders")
    choose(page, "Welke maatregel", "Efficiency op termijn")
    press(page, "Verder")
    path = page.get_by_role("textbox", name="Vanaf wanneer, en hoe ver")
    path.fill("2019: 1")
    path.press("Tab")
    settled(page)
    press(page, "Zet in de route")
    expect(
        page.get_by_text("Geen jaar binnen de horizon. Gelezen: “2019”. Kies een jaar van 2021 tot en met 2030.")
    ).to_be_visible()
    expect(page.get_by_text("Sleutel ontbreekt. Voeg toelichting = … toe.")).to_be_visible()
    expect(path).to_have_value("2019: 1")
    sound(page)
    path.fill("2023: 1/3; 2024: 2/3; 2025: 1")
    path.press("Tab")
    settled(page)
    press(page, "Een jaar later")
    expect(path).to_have_value("2024: 1/3; 2025: 2/3; 2026: 1")
    write(page, "Reden", "De overgang liep nog.")
    press(page, "Zet in de route")
    expect(page.get_by_text(LATER)).to_be_visible()
    assert len(sentences(page)) == 2
    expect(page.locator("table tr", has_text="Efficiency op termijn").first).to_contain_text(re.compile(r"−0,\d\sN"))

    before, text = sentences(page), page.get_by_role("table").first.inner_text()
    page.reload()
    settled(page)
    assert (sentences(page), page.get_by_role("table").first.inner_text()) == (before, text)

    write(page, "Naam van de route", "Groen blijft")
    write(page, "Waarom deze route", WHY)
    write(page, "Wie doet dit", "Anna")
    press(page, "Bewaar als concept")
    expect(page.get_by_text("Concept 1 is bewaard")).to_be_visible()
    sound(page)
    (concept,) = concepts(database)
    press(page, "Vergelijk met zijn basis")
    expect(page.locator("h1")).to_contain_text("de route “Groen blijft” (concept 1) noemt eigen keuzes")
    settled(page)
    sound(page)

    elsewhere = window()
    elsewhere.goto(page.url)
    expect(elsewhere.locator("h1")).to_have_text(page.locator("h1").inner_text())
    expect(elsewhere.get_by_text("Concept 1 is een eigen route van Anna")).to_be_visible()
    assert settled(elsewhere).get_by_role("table").all_inner_texts() == page.get_by_role("table").all_inner_texts()

    page.get_by_role("link", name="Eigen route").click()
    settled(page)
    file = fetched(page, "Deze route ophalen (TOML)", tmp_path)
    assert read_draft(file.read_text("utf-8")) == concept.draft
    page.get_by_text("Publiceer deze route in een nieuwe release").click()
    settled(page)
    expect(page.get_by_text("Scenario: Groen blijft (groen_blijft)")).to_be_visible()
    write(page, "Wie doet dit", "Anna")
    write(page, "Hoe heet deze release", "Met groen bij Soweco")
    write(page, "Toelichting bij deze release", "De raad vroeg erom.")
    sound(page)
    press(page, "Publiceer deze route")
    expect(page.get_by_text("Release 2 is gepubliceerd en in gebruik.")).to_be_visible()
    assert "groen_blijft" in open_release(database, 2).scenarios
    assert "groen_blijft" not in open_release(database, 1).scenarios
    expect(page.get_by_role("combobox", name="Route B")).to_have_value("Groen blijft")

    # The link of the concept still shows what it showed, on its own release.
    elsewhere.reload()
    expect(elsewhere.get_by_text("Onder de naam “groen_blijft” staat een route in release 2.")).to_be_visible()

    back = window()
    ready(back, f"{app_address}/route?release=Release+1")
    back.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
    expect(back.get_by_text("De route uit groen_blijft.toml staat hier")).to_be_visible()
    settled(back)
    again = fetched(back, "Deze route ophalen (TOML)", tmp_path / "weer")
    assert again.read_bytes() == file.read_bytes()
    assert sentences(back) == before


def select(page: Page, field: str, option: str) -> None:
    """An option of a list, with the keyboard."""
    tab_to(page, "input", field, limit=90)
    page.keyboard.press("ArrowDown")
    page.keyboard.type(option, delay=20)
    page.keyboard.press("Enter")
    settled(page)


def enter(page: Page, field: str, text: str, key: str = "Tab") -> None:
    tab_to(page, "input", field, key, limit=120)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settled(page)


def act(page: Page, label: str, key: str = "Tab") -> None:
    tab_to(page, "button", label, key, limit=120)
    page.keyboard.press("Enter")
    settled(page)


def hand_in(page: Page, file: Path) -> None:
    """A file, with the keyboard: Enter again where the button was drawn anew just then, as a person would."""
    for last in (False, False, True):
        settled(page)
        tab_to(page, "button", "Bestand kiezen", limit=300)
        try:
            with page.expect_file_chooser(timeout=10_000) as chooser:
                page.keyboard.press("Enter")
        except PlaywrightTimeout:
            assert not last, "Enter opens no list of files"
            continue
        chooser.value.set_files(file)
        return


def test_by_keyboard_alone_from_a_change_to_a_release_and_back(
    page: Page, app_address: str, database: Path, tmp_path: Path
) -> None:
    many = len(concepts(database))
    page.goto(f"{app_address}/?release=Release+1")
    expect(page.locator("h1")).to_be_visible(timeout=PATIENCE)
    settled(page)
    tab_to(page, "a", "Eigen route")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Eigen route")
    settled(page)
    act(page, "Verder")
    select(page, "Welk werk", "Groen")
    act(page, "Zet in de route")
    expect(page.get_by_text(GREEN)).to_be_visible()
    select(page, "Verandering toevoegen: wat wordt anders?", "Een maatregel van de basis")
    select(page, "Welke maatregel", "Efficiency")
    act(page, "Verder")
    act(page, "Een jaar later")
    enter(page, "Reden", "De overgang liep nog.")
    act(page, "Zet in de route")
    expect(page.get_by_text(LATER)).to_be_visible()
    enter(page, "Naam van de route", "Groen blijft later")
    enter(page, "Waarom deze route", WHY)
    enter(page, "Wie doet dit", "Bram")
    act(page, "Bewaar als concept")
    expect(page.get_by_text(f"Concept {many + 1} is bewaard")).to_be_visible()
    file = take(page, tmp_path)
    tab_to(page, "summary", "Publiceer deze route in een nieuwe release", limit=120)
    page.keyboard.press("Enter")
    settled(page)
    enter(page, "Hoe heet deze release", "Groen blijft later")
    enter(page, "Toelichting bij deze release", "De raad vroeg erom.")
    act(page, "Publiceer deze route")
    expect(page.get_by_text("is gepubliceerd en in gebruik.")).to_be_visible()
    hand_in(page, file)
    expect(page.get_by_text("De route uit groen_blijft_later.toml staat hier")).to_be_visible()
    settled(page)
    assert take(page, tmp_path / "weer").read_bytes() == file.read_bytes()
    act(page, "Vergelijk met zijn basis")
    expect(page.locator("h1")).to_contain_text(f"de route “Groen blijft later” (concept {many + 1})")


def take(page: Page, folder: Path) -> Path:
    """The file of the route, with the keyboard."""
    tab_to(page, "button", "Deze route ophalen (TOML)", limit=120)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_phone_and_a_dark_screen(window: Window, app_address: str) -> None:
    page = window(390, 844, color_scheme="dark")
    ready(page, f"{app_address}/route")
    sound(page)
    press(page, "Verder")
    sound(page)
    press(page, "Zet in de route")
    sound(page)
