"""Vergadermodus in a real browser: by keyboard only, on one screen without scrolling, in light and dark."""

from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.subjects.meeting import FORMER, SCREENS
from tests.browser.conftest import Window
from tests.browser.english import english
from tests.browser.looking import findings, settled
from tests.tiers import first

pytestmark = pytest.mark.browser

TITLES = list(SCREENS.values())
OWN = "&aannames=efficiency_eindwaarde%3D0,08"
EFFICIENCY = "Akkoord 2020: efficiency op termijn"
#: The smallest letter at 1280×720, in pixels, but for rounding.
LEAST = 23.9
#: Text smaller than the type for a whole room; an explanation that a reader opens may be smaller.
SMALL = """
least => [...document.querySelectorAll('.st-key-vergadering *')]
  .filter(e => !e.closest('.rw-note, .rw-hidden, .st-key-scherm_gekozen, .st-key-pijlen, pre') && e.getClientRects().length)
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < least)
  .map(e => e.textContent.trim())
"""
#: How large explanations are, and where their left edge stands when one is open.
NOTES = """
() => [...document.querySelectorAll('.st-key-vergadering .rw-note')].map(e => {
  const shown = getComputedStyle(e);
  return [Math.round(parseFloat(shown.fontSize)), shown.left];
})
"""
#: Scrolling in either direction, and what of the screen lies behind the bar at the bottom.
ROOM = """
() => {
  const main = document.querySelector('[data-testid=stMain]');
  const bar = document.querySelector('.st-key-bladeren').getBoundingClientRect().top;
  const shown = [...document.querySelectorAll('.st-key-vergadering .stHtml, .st-key-vergadering button, .st-key-vergadering .stPlotlyChart')]
    .filter(e => !e.closest('.st-key-bladeren') && e.getClientRects().length);
  const behind = Math.max(...shown.map(e => e.getBoundingClientRect().bottom)) - bar;
  return [main.scrollWidth - main.clientWidth, main.scrollHeight - main.clientHeight, behind];
}
"""


def opened(page: Page, app_address: str, screen: str, more: str = "") -> Page:
    page.goto(f"{app_address}/vergadering?scherm={quote(screen)}{more}")
    return at(page, screen)


def at(page: Page, screen: str) -> Page:
    """The page when it shows this screen and has come to rest."""
    expect(page.locator(".st-key-bladeren [role=status]")).to_contain_text(f"van {len(SCREENS)}: {screen}")
    expect(settled(page).locator(".st-key-sluit button")).to_be_visible()
    return page


def each_screen(page: Page, app_address: str, more: str) -> Iterator[str]:
    """Every screen in turn, from the first."""
    opened(page, app_address, TITLES[0], more)
    yield TITLES[0]
    for screen in TITLES[1:]:
        page.keyboard.press("PageDown")
        at(page, screen)
        yield screen


def held(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("aannames", [""])[0]


def level(page: Page, name: str, group: str = EFFICIENCY) -> Locator:
    return page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name)


def ask(page: Page, title: str = EFFICIENCY) -> None:
    """Choose which assumption is asked."""
    page.get_by_role("combobox", name="Aanname").click()
    page.get_by_role("option", name=title).click()
    expect(page.get_by_role("radiogroup", name=title)).to_be_visible()
    settled(page)


def press(page: Page, key: str, target: Locator) -> None:
    target.focus()
    page.keyboard.press(key)


def focusable(page: Page) -> dict[str, Locator]:
    """One of each kind of thing that can have the focus on the screen with most of them."""
    return {
        "aanname": page.get_by_role("combobox", name="Aanname"),
        "keuze": level(page, "Standaard"),
        "eigen waarde": level(page, "Eigen waarde…"),
        "veld": page.get_by_role("textbox", name="Efficiency op termijn: typ een waarde"),
        "tabel": page.locator(".rw-under summary").first,
        "terug": page.locator(".st-key-terug button"),
        "verder": page.locator(".st-key-verder button"),
        "sluit": page.locator(".st-key-sluit button"),
    }


@pytest.mark.heavy
def test_a_remote_turns_the_screen_wherever_the_focus_is(page: Page, app_address: str) -> None:
    opened(page, app_address, "Voorwaarden", OWN)
    ask(page)
    for kind in focusable(page):
        target = focusable(page)[kind]
        target.focus()
        expect(target).to_be_focused()
        page.keyboard.press("PageDown")
        at(page, "Twee samen")
        page.keyboard.press("PageUp")
        at(page, "Voorwaarden")
        expect(page.get_by_role("radiogroup", name=EFFICIENCY)).to_be_visible()
        press(page, "PageUp", focusable(page)[kind])
        at(page, "Mensen")
        assert held(page) == "efficiency_eindwaarde=0,08", kind
        page.keyboard.press("PageDown")
        at(page, "Voorwaarden")


@pytest.mark.parametrize(
    ("screen", "name"),
    first([("Niet in euro’s", "Risico"), ("Vier uitersten", "2021–2030"), ("Onbekend", "Uitzoeken 2")]),
)
def test_a_chosen_part_turns_too(page: Page, app_address: str, screen: str, name: str) -> None:
    opened(page, app_address, screen)
    shown = page.locator(".st-key-vergadering")
    before = shown.inner_text()
    press(page, "Space", page.get_by_role("radio", name=name))
    expect(page.get_by_role("radio", name=name)).to_be_checked()
    at(page, screen)
    expect(shown).not_to_have_text(before, use_inner_text=True)
    page.keyboard.press("PageUp")
    at(page, TITLES[TITLES.index(screen) - 1])


def test_arrows_turn_and_change_no_assumption(page: Page, app_address: str) -> None:
    opened(page, app_address, "Mensen")
    page.keyboard.press("ArrowRight")
    at(page, "Voorwaarden")
    page.keyboard.press("ArrowLeft")
    at(page, "Mensen")
    page.keyboard.press("ArrowRight")
    ask(at(page, "Voorwaarden"))
    press(page, "ArrowRight", level(page, "Standaard"))
    settled(page)
    assert held(page) == "" and "Voorwaarden" in page.locator(".st-key-bladeren").inner_text()


@pytest.mark.parametrize(("typed", "shown"), first([("0,5", "0,005"), ("1", "0,01"), ("8 procent", "0,08")]))
def test_a_typed_number_is_a_percentage_and_the_screen_names_it(
    page: Page, app_address: str, typed: str, shown: str
) -> None:
    """A board that types 1 for 1 % must not see the other route win."""
    ask(opened(page, app_address, "Voorwaarden", "&jaren=2021–2030"))
    press(page, "Enter", level(page, "Eigen waarde…"))
    field = focusable(page)["veld"]
    expect(field).to_be_visible()
    field.fill(typed)
    field.press("Enter")
    percent = f"{typed.split()[0]}\xa0%"
    expect(page.locator(".rw-told")).to_contain_text(f"Gelezen als {percent} van begeleiding, overhead en materieel.")
    expect(page.locator(".rw-own")).to_contain_text(f"Efficiency op termijn {percent} (standaard 6\xa0%)")
    assert held(page) == f"efficiency_eindwaarde={shown}"
    expect(page.get_by_role("combobox", name="Aanname")).to_have_value(EFFICIENCY)


def test_a_level_changes_the_range_of_its_route_and_nothing_else(page: Page, app_address: str) -> None:
    title = "Akkoord 2020: kleinere schaal"
    ask(opened(page, app_address, "Voorwaarden"), title)
    rows = page.locator(".rw-under table tbody tr")

    def numbers() -> list[list[str]]:
        return [row.locator("summary").all_text_contents() for row in rows.all()]

    before = numbers()
    press(page, "Enter", level(page, "Hoog 15\xa0%", title))
    expect(page.locator(".rw-own")).to_contain_text("Kleinere schaal 15\xa0%")
    assert held(settled(page)) == "schaalverlies=0,15"
    (a, b), (own_a, own_b) = before, numbers()
    assert a == own_a and b != own_b and len(b) == len(own_b)


def test_two_assumptions_are_chosen_and_their_screen_fits_and_turns(page: Page, app_address: str) -> None:
    """The longest names, and a sentence of two examples."""
    opened(page, app_address, "Twee samen", OWN)
    names = {
        "Eerste aanname": "Meeropbrengst door marktgerichte aanpak",
        "Tweede aanname": "Behoud van de meeropbrengst na 2022",
    }
    for field, name in names.items():
        # A long list holds only the options in sight.
        page.get_by_role("combobox", name=field).focus()
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        settled(page)
    expect(page.locator("h1")).to_contain_text("bijvoorbeeld bij meeropbrengst door marktgerichte aanpak")
    sideways, down, behind = page.evaluate(ROOM)
    assert sideways <= 0 and down <= 0 and behind <= 0
    assert page.evaluate(SMALL, LEAST) == []
    query = parse_qs(urlsplit(page.url).query)
    assert [query["eerste"], query["tweede"]] == [[name] for name in names.values()]
    page.keyboard.press("PageDown")
    at(page, "Niet in euro’s")
    page.keyboard.press("PageUp")
    at(page, "Twee samen")
    expect(page.get_by_role("combobox", name="Eerste aanname")).to_have_value(names["Eerste aanname"])


@pytest.mark.parametrize("former", first(FORMER))
def test_a_former_name_leads_to_its_screen_without_a_word(page: Page, app_address: str, former: str) -> None:
    page.goto(f"{app_address}/vergadering?scherm={former}")
    at(page, SCREENS[FORMER[former]])
    assert page.get_by_role("alert").count() == 0
    page.keyboard.press("PageUp")
    at(page, TITLES[max(TITLES.index(SCREENS[FORMER[former]]) - 1, 0)])


def test_every_screen_fits_with_all_that_differs_above_it(page: Page, app_address: str) -> None:
    more = f"{OWN};schaalverlies%3D0,06&jaren=2021–2030"
    page.set_viewport_size({"width": 1280, "height": 720})
    for screen in each_screen(page, app_address, more):
        expect(page.locator(".rw-own")).to_contain_text("Kleinere schaal 6\xa0% (standaard 0\xa0%)")
        sideways, down, behind = page.evaluate(ROOM)
        assert sideways <= 0 and down <= 0 and behind <= 0, (screen, sideways, down, behind)


def test_what_was_typed_but_not_entered_counts_for_nothing(page: Page, app_address: str) -> None:
    ask(opened(page, app_address, "Voorwaarden", OWN))
    field = focusable(page)["veld"]
    field.focus()
    page.keyboard.type("11 %")
    page.keyboard.press("PageDown")
    at(page, "Twee samen")
    assert held(page) == "efficiency_eindwaarde=0,08"


def test_an_own_value_is_typed_echoed_and_refused(page: Page, app_address: str) -> None:
    ask(opened(page, app_address, "Voorwaarden"))
    press(page, "Enter", level(page, "Eigen waarde…"))
    field = focusable(page)["veld"]
    expect(field).to_be_visible()
    assert held(page) == ""
    field.focus()
    page.keyboard.type("8,5 %")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Gelezen als 8,5 %")).to_be_visible()
    assert held(at(page, "Voorwaarden")) == "efficiency_eindwaarde=0,085"
    field.focus()
    page.keyboard.type("850 %")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("buiten het toelaatbare bereik")
    assert held(at(page, "Voorwaarden")) == "efficiency_eindwaarde=0,085"
    assert page.evaluate(ROOM)[:2] == [0, 0]
    page.keyboard.press("PageDown")
    at(page, "Twee samen")


def test_the_full_link_holds_mode_screen_and_assumptions(page: Page, app_address: str) -> None:
    opened(page, app_address, "Onbekend", "&aannames=efficiency_eindwaarde%3D0,08&gemeente=Wierden")
    link = str(page.get_by_role("link", name="Volledige link van dit scherm").get_attribute("href"))
    query = parse_qs(urlsplit(link).query)
    assert urlsplit(link).path == "/vergadering" and query["scherm"] == ["Onbekend"]
    assert query["aannames"] == ["efficiency_eindwaarde=0,08"] and query["gemeente"] == ["Wierden"]
    page.goto(link)
    at(page, "Onbekend")
    page.goto(f"{app_address}/vergadering?scherm=Onzin")
    at(page, TITLES[0])
    expect(page.get_by_role("alert")).to_contain_text("“Onzin” bestaat hier niet")


VIEWS = {
    "een gemeente": "&gemeente=Rijssen-Holten&jaren=2021–2030&bedragen=Per+inwoner",
    "eigen waarde": "&aannames=efficiency_eindwaarde%3D0,08;behoud_na_2022%3D0,5",
    "omgewisseld": "&a=Akkoord+2020&b=Maatschappelijke+onderneming+2017",
    "zelfde route": "&b=Maatschappelijke+onderneming+2017",
    "ongewijzigd": "&a=Ongewijzigd&b=Uitvoering+vanaf+2021",
}


def fits_a_projector(page: Page, screen: str) -> None:
    across, down, behind = page.evaluate(ROOM)
    assert (across, down) == (0, 0) and behind <= 0, (screen, across, down, behind)
    assert page.evaluate(SMALL, LEAST) == [], screen
    assert {tuple(each) for each in page.evaluate(NOTES)} <= {(22, "0px")}, screen
    assert page.locator(".rw-grid tbody tr:visible").count() <= 7
    picture = page.locator(".st-key-vergadering").locator(
        ".stPlotlyChart:visible, .rw-tiles:visible, .rw-beside:visible"
    )
    same = page.locator("h1", has_text="Twee keer dezelfde route").count()
    assert picture.count() or same, f"{screen} has no picture"


@pytest.mark.heavy
@pytest.mark.parametrize("more", VIEWS.values(), ids=VIEWS)
def test_every_screen_fits_a_projector_in_every_view(page: Page, app_address: str, more: str) -> None:
    for screen in each_screen(page, app_address, more):
        fits_a_projector(page, screen)


@pytest.mark.heavy
def test_every_screen_in_light_and_dark_on_a_projector_and_a_phone(page: Page, app_address: str) -> None:
    for screen in each_screen(page, app_address, OWN):
        fits_a_projector(page, screen)
        assert findings(page) + english(page) == [], screen
        page.emulate_media(color_scheme="dark")
        assert findings(settled(page)) == [], screen
        page.set_viewport_size({"width": 390, "height": 844})
        assert settled(page).evaluate(ROOM)[0] <= 0, screen
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1280, "height": 720})


def test_a_phone_turns_the_screen_by_tapping(window: Window, app_address: str) -> None:
    page = opened(window(390, 844, has_touch=True), app_address, TITLES[-1])
    page.locator(".st-key-terug button").tap()
    at(page, TITLES[-2])
