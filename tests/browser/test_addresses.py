"""Addresses in a real browser: what Back does, which release a link holds, and the place on the page that it names."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.store.publishing import publish
from lib.store.releases import current, load
from tests.browser.looking import settled
from tests.people import beheerder

pytestmark = pytest.mark.browser

#: Every choice at its default but the gemeente, as *Deel* writes it.
FULL = urlencode(
    {
        "a": "Maatschappelijke onderneming 2017",
        "b": "Akkoord 2020",
        "jaren": "2021–2024",
        "release": "Release 1",
        "gemeente": "Wierden",
        "bedragen": "Totaal",
        "sleutel": "Van de route zelf",
        "mensen": "Regeling 2019",
    }
)


def steps(page: Page) -> int:
    return int(page.evaluate("history.length"))


def in_address(page: Page, name: str) -> list[str]:
    return parse_qs(urlsplit(page.url).query).get(name, [])


def choose(page: Page, field: str, option: str) -> None:
    # A list closes when the page scrolls to it.
    page.get_by_role("combobox", name=field).first.scroll_into_view_if_needed()
    settled(page)
    page.get_by_role("combobox", name=field).first.click()
    page.get_by_role("option", name=option).click(timeout=10_000)
    page.wait_for_timeout(500)
    settled(page)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    return settled(page)


def test_a_shared_link_is_one_step_and_back_leaves_it(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/toegankelijkheid")
    before = steps(page)
    opened(page, f"{app_address}/kosten?{FULL}")
    page.wait_for_timeout(1000)
    assert steps(page) == before + 1
    assert in_address(page, "gemeente") == ["Wierden"] and in_address(page, "release") == ["Release 1"]
    page.go_back()
    expect(page).to_have_url(f"{app_address}/toegankelijkheid")


def test_a_choice_is_at_most_one_step_and_back_undoes_the_link(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/gemeente")
    before = steps(page)
    page.get_by_role("link", name="Wierden", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Wierden")
    settled(page)
    assert steps(page) == before + 1
    choose(page, "Gemeente", "Almelo")
    expect(page.locator("h1")).to_contain_text("Almelo")
    assert steps(page) <= before + 2
    page.go_back()
    expect(page.get_by_role("heading", name="Kies uw gemeente")).to_be_visible()


@pytest.mark.parametrize(("path", "place", "height"), [("gemeente", "waar", 500), ("verantwoording", "formules", 720)])
def test_a_place_on_the_page_opens_there(page: Page, app_address: str, path: str, place: str, height: int) -> None:
    """A folded page is so short that only a low screen has to scroll to a place of it."""
    page.set_viewport_size({"width": 390 if path == "gemeente" else 1280, "height": height})
    opened(page, f"{app_address}/{path}?{FULL}#{place}")
    expect(page.locator(f"#{place}")).to_be_attached()
    assert page.url.endswith(f"#{place}")
    page.wait_for_function(f"document.getElementById('{place}').getBoundingClientRect().top < 300")
    assert page.locator(f"#{place}").evaluate("each => each.getBoundingClientRect().top") >= -1


def test_the_title_names_the_gemeente(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/mensen?gemeente=Wierden")
    expect(page).to_have_title("Mensen, Wierden · Routewijzer")
    choose(page, "Gemeente", "Alle gemeenten")
    expect(page).to_have_title("Mensen · Routewijzer")


def test_a_slider_names_the_release(page: Page, app_address: str) -> None:
    opened(page, f"{app_address}/gevoeligheid")
    assert in_address(page, "release") == []
    page.get_by_role("slider", name="Kleinere schaal").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("combobox", name="Release").first).to_have_value("Release 1")
    settled(page)
    assert in_address(page, "release") == ["Release 1"] and in_address(page, "aannames") != []


@pytest.mark.heavy
def test_a_named_release_and_the_one_in_use_are_different_choices(page: Page, app_address: str, database: Path) -> None:
    """Comes last: it publishes."""
    opened(page, f"{app_address}/")
    expect(page.get_by_role("combobox", name="Release").first).to_have_value("In gebruik")
    choose(page, "Gemeente", "Wierden")
    link = page.url
    content = load(database, 1)
    rows = tuple({**row, "inwoners": row["inwoners"] + 1_000} for row in content.tables["population"])
    moved = replace(content, tables={**content.tables, "population": rows})
    publish(database, moved, name="Nieuw", note="n", by=beheerder("p"), files=(), expected=1)
    assert current(database).number == 2
    opened(page, link)
    expect(page.get_by_role("combobox", name="Release").first).to_have_value("Release 1")
    expect(page.get_by_text("U ziet release 1, “Eerste cijfers”. In gebruik is release 2")).to_be_visible()
    choose(page, "Release", "In gebruik")
    expect(page.get_by_text("U ziet release 1")).to_have_count(0)
    assert in_address(page, "release") == [] and in_address(page, "gemeente") == ["Wierden"]
    choose(page, "Gemeente", "Almelo")
    assert in_address(page, "release") == []
    opened(page, f"{app_address}/kosten?release=Release+2")
    assert in_address(page, "release") == ["Release 2"]
    opened(page, f"{app_address}/kosten")
    expect(page.get_by_role("combobox", name="Release").first).to_have_value("In gebruik")
