"""New files in data/ and scenarios/ in a real browser: offered at the start, looked at, published, and chosen on Overzicht."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.releases import current, releases
from tests.browser.conftest import ROOT, Serve, Window
from tests.browser.looking import settled, sound
from tests.browser.test_cijfers import typed
from tests.folders import FIFTH_TITLE, add_event, add_route, change_parameter, remove_row

pytestmark = [pytest.mark.browser, pytest.mark.heavy]


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory, first_database: Path) -> Path:
    """A folder whose database was made from it before it changed."""
    home = tmp_path_factory.mktemp("regio")
    for room in ("data", "scenarios"):
        shutil.copytree(ROOT / room, home / room, ignore=shutil.ignore_patterns("*.duckdb*"))
    shutil.copy(first_database, home / "data" / "routewijzer.duckdb")
    for change in (add_route, change_parameter, add_event, remove_row):
        change(home)
    return home


@pytest.fixture
def page(window: Window, serve: Serve, region: Path) -> Page:
    opened = window()
    address = serve(ROOT, {"ROUTEWIJZER_HOME": str(region)})
    opened.goto(f"{address}/")
    return opened


def test_new_files_are_offered_and_only_count_after_publishing(page: Page, region: Path) -> None:
    database = region / "data" / "routewijzer.duckdb"
    expect(page.get_by_text("staan nieuwe bestanden klaar")).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value("In gebruik")
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/cijfers")
    expect(page.get_by_role("heading", name="Nieuwe bestanden in data/")).to_be_visible()
    page.get_by_text("Bekijk wat er verandert en publiceer").click()
    parts = page.get_by_role("table", name="Wat er per tabel verandert")
    expect(parts.get_by_role("row", name=re.compile("^Gebeurtenissen"))).to_contain_text("1 erbij")
    expect(parts.get_by_role("row", name=re.compile("^Besluiten"))).to_contain_text("1 weg")
    model = page.get_by_role("table", name=re.compile("^Scenario’s, aannames en PM-posten die veranderen"))
    expect(model).to_contain_text(FIFTH_TITLE)
    expect(model).to_contain_text(re.compile(r"standaard 0\s% .* wordt 6\s%"))
    expect(page.get_by_text("blijft de volgorde van de routes overal gelijk.")).to_be_visible()
    expect(page.get_by_role("table", name="Waarschuwingen bij deze bestanden")).to_contain_text("1 rij verdwijnt")
    sound(page)
    typed(page, "Wie publiceert deze bestanden", "Een analist")
    typed(page, "Hoe heet deze release", "Vijf routes")
    typed(page, "Toelichting bij deze bestanden", "Het onderzoek is klaar")
    publish = page.get_by_role("button", name="Publiceer deze bestanden")
    expect(publish).to_be_disabled()
    page.get_by_text("Ik heb deze waarschuwingen (1) gezien en aanvaard ze").click()
    settled(page)
    assert len(releases(database)) == 1
    publish.click()
    expect(page.get_by_text("Release 2 is gepubliceerd en in gebruik.")).to_be_visible()
    assert (current(database).number, current(database).name, current(database).publisher) == (
        2,
        "Vijf routes",
        "Een analist",
    )
    expect(page.get_by_text("Bekijk wat er verandert en publiceer")).to_have_count(0)
    page.get_by_role("link", name="Bekijk release 2 op Overzicht").click()
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value("Release 2")
    settled(page)
    page.get_by_role("combobox", name=re.compile("Route B")).click()
    page.get_by_role("option", name=FIFTH_TITLE).click()
    settled(page)
    expect(page.get_by_text(re.compile("met gezamenlijke detachering")).first).to_be_visible()
    sound(page)
