"""Freezing in a real browser: the link shows the same numbers in another browser, after a new release, on a phone."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.store.publishing import publish, withdraw
from lib.store.releases import load
from lib.store.saved_views import states
from tests.browser.conftest import Window
from tests.browser.looking import settled, sound, unfolded
from tests.people import beheerder

pytestmark = pytest.mark.browser

SCALE = "Kleinere schaal"
CHOSEN = "?gemeente=Wierden&jaren=2021–2030&aannames=schaalverlies%3D0%2C06"


def freeze(page: Page, address: str) -> str:
    """Freeze what Overzicht shows for the chosen view; the link that the page tells."""
    page.goto(address + "/" + CHOSEN)
    expect(page.get_by_role("heading", name=re.compile("^Mensen"))).to_contain_text("Wierden")
    settled(page)
    unfolded(page, "Bevries deze stand")
    page.get_by_role("button", name="Bevries", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Naam: vul dit in. Er is niets bevroren.")
    page.get_by_label("Naam van de stand").fill("Vergadering <26 maart>")
    page.get_by_label("Wie bevriest").fill("De griffier")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Bevroren als stand 1, “Vergadering <26 maart>”")).to_be_visible()
    link = page.locator("code", has_text="/bevroren?stand=1").inner_text()
    assert link.strip() == f"{address}/bevroren?stand=1"
    return link.strip()


def stored_numbers(page: Page) -> list[str]:
    """Every stored number, as written, and the banner."""
    expect(page.get_by_role("heading", name="Wat is er sindsdien veranderd")).to_be_visible()
    settled(page)
    return page.locator(".rw-stored .rw-why > summary, .rw-frozen, h1").all_text_contents()


@pytest.mark.heavy
def test_a_link_that_lasts(page: Page, window: Window, app_address: str, database: Path) -> None:
    link = freeze(page, app_address)
    headline = page.locator("h1").inner_text()
    assert [info.name for info in states(database)] == ["Vergadering <26 maart>"]

    page.goto(link)
    before = stored_numbers(page)
    assert headline in before and len(before) > 500
    expect(page.locator(".rw-frozen")).to_have_text(
        re.compile("^Bevroren stand nr 1, Vergadering <26 maart>, release 1, ")
    )
    expect(page.get_by_text(re.compile("^Niets: alle .* getallen zijn nog hetzelfde"))).to_be_visible()

    content = load(database, 1)
    rows = [{**row, "inwoners": row["inwoners"] + 1_000} for row in content.tables["population"]]
    moved = replace(content, tables={**content.tables, "population": tuple(rows)})
    publish(database, moved, name="Nieuw", note="n", by=beheerder("p"), files=(), expected=1)
    withdraw(database, 1, note="vervangen", by=beheerder("p"))

    other = window(390, 844, color_scheme="dark")
    other.goto(link)
    assert stored_numbers(other) == before
    expect(other.get_by_text("Vergeleken met dezelfde weergave op release 2")).to_be_visible()
    first = other.get_by_role("table", name=re.compile("^Per gemeente tegenover.*toen en nu"))
    expect(first.locator("tbody tr").first).to_be_visible()
    other.locator("summary", has_text=re.compile("^Saldo per inwoner")).click()
    changes = other.get_by_role("table", name=re.compile("^Saldo per inwoner.*toen en nu"))
    expect(changes.locator("tbody tr")).to_have_count(21)
    sound(other)

    with page.expect_download() as download:
        page.get_by_role("button", name="Stand ophalen als Parquet (zip)").click()
    assert download.value.suggested_filename == "routewijzer-stand-1-parquet.zip"


@pytest.mark.heavy
def test_an_open_state_is_itself_and_leads_to_the_live_view(page: Page, app_address: str, database: Path) -> None:
    """Frozen in this browser for one gemeente and an own assumption; opened in an address with other choices."""
    page.goto(app_address + "/" + CHOSEN + "&b=Uitvoering+vanaf+2021")
    expect(page.get_by_role("heading", name=re.compile("^Mensen"))).to_contain_text("Wierden")
    settled(page)
    unfolded(page, "Bevries deze stand")
    page.get_by_label("Naam van de stand").fill("Twee keer")
    page.get_by_label("Wie bevriest").fill("De griffier")
    page.keyboard.press("Tab")
    before = len(states(database))
    page.get_by_role("button", name="Bevries", exact=True).dblclick()
    expect(page.get_by_text(f"stand {before + 1}, “Twee keer”")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Bevries", exact=True).click()
    expect(page.get_by_text(f"Al eerder zo bevroren: stand {before + 1}, “Twee keer”.")).to_be_visible()
    assert len(states(database)) == before + 1

    page.goto(f"{app_address}/bevroren?stand={before + 1}&a=Ongewijzigd&gemeente=Almelo")
    expect(page.locator(".rw-frozen")).to_be_visible()
    settled(page)
    for field in ("Route A", "Route B", "Jaren", "Gemeente", "Bedragen", "Verdeelsleutel"):
        expect(page.get_by_role("combobox", name=field)).to_have_count(0)
    expect(page.get_by_text("Bevries deze stand")).to_have_count(0)
    unfolded(page, "Deel deze stand")
    expect(page.locator("code", has_text=f"/bevroren?stand={before + 1}")).to_be_visible()
    sound(page)
    page.get_by_role("link", name="Toon in Vergadermodus").click()
    expect(page).to_have_url(re.compile("/vergadering\\?"))
    settled(page)
    used = f"Release {states(database)[-1].release}"
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["gemeente"], asked["b"], asked["aannames"], asked["release"]) == (
        ["Wierden"],
        ["Uitvoering vanaf 2021"],
        ["schaalverlies=0,06"],
        [used],
    )
    page.go_back()
    expect(page.locator(".rw-frozen")).to_be_visible()
    page.get_by_role("link", name="Open live").click()
    expect(page.get_by_role("heading", name=re.compile("^Mensen"))).to_contain_text("Wierden")
    expect(page.get_by_role("combobox", name="Route B")).to_have_value("Uitvoering vanaf 2021")
    expect(page.get_by_role("combobox", name="Release").first).to_have_value(used)


@pytest.mark.heavy
def test_the_list_is_searched_and_the_address_keeps_the_state(page: Page, app_address: str, database: Path) -> None:
    assert len(states(database)) == 2
    page.goto(f"{app_address}/bevroren?stand=9")
    expect(page.locator("h1")).to_have_text("2 standen zijn bevroren")
    expect(page.get_by_role("alert")).to_contain_text("Bevroren stand “9” bestaat hier niet")
    table = page.get_by_role("table", name="Bevroren standen, de nieuwste boven")
    expect(table).to_contain_text("Vergadering <26 maart>")
    page.get_by_label("Zoek op naam, toelichting, wie of datum").fill("iemand anders")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Geen stand past bij deze zoekwoorden.")).to_be_visible()
    page.get_by_label("Zoek op naam, toelichting, wie of datum").fill("GRIFFIER vergadering")
    page.keyboard.press("Enter")
    table.get_by_role("link", name="Stand 1").click()
    expect(page.locator(".rw-frozen")).to_be_visible()
    assert "stand=1" in page.url
    page.reload()
    expect(page.locator(".rw-frozen")).to_be_visible()
    page.get_by_role("link", name="Kosten").click()
    expect(page.locator("h1")).to_contain_text("tekort")
    page.get_by_role("link", name="Bevroren standen").click()
    expect(page.get_by_role("heading", name="Alle bevroren standen")).to_be_visible()
    page.goto(f"{app_address}/cijfers")
    unfolded(page, "Logboek")
    record = page.get_by_role("table", name="Wie wat deed")
    expect(record).to_contain_text("stand 1 “Vergadering <26 maart>” (uit release 1) bevroren")


@pytest.mark.heavy
def test_what_is_frozen_on_gevoeligheid_is_what_a_slider_says(page: Page, app_address: str, database: Path) -> None:
    """A slider there renews the page alone, not the sidebar."""
    many = len(states(database))
    page.goto(f"{app_address}/gevoeligheid?gemeente=Wierden")
    expect(page.get_by_role("slider", name=SCALE)).to_be_visible()
    settled(page)
    unfolded(page, "Bevries deze stand")
    page.get_by_label("Naam van de stand").fill("Na schuiven")
    page.get_by_label("Wie bevriest").fill("De griffier")
    before = page.locator("h1").inner_text()
    page.get_by_role("slider", name=SCALE).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).not_to_have_text(before)
    settled(page)
    moved = page.locator("h1").inner_text()
    page.get_by_role("button", name="Bevries", exact=True).click()
    expect(page.get_by_text(f"Bevroren als stand {many + 1}, “Na schuiven”")).to_be_visible()
    ((parameter, value),) = json.loads(states(database)[-1].view)["overrides"]
    assert parameter == "schaalverlies" and f"schaalverlies={value}".replace(".", ",") in unquote(page.url)
    page.goto(f"{app_address}/bevroren?stand={many + 1}")
    expect(page.locator(".rw-frozen")).to_be_visible()
    unfolded(page, "Wat is bevroren, door wie en waarmee")
    expect(page.get_by_role("table", name="Opgeslagen zinnen")).to_contain_text(moved)
