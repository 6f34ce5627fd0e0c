"""A document in a real browser: made when asked, taken along, and not handed over for another view."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.looking import findings, settled
from tests.render.pdf_reading import opened

pytestmark = pytest.mark.browser

NAME = "routewijzer-release-1-vergelijking-maatschappelijke_onderneming_2017-akkoord_2020-2021-2024.pdf"


@pytest.fixture
def page(window: Window, app_address: str) -> Page:
    drawn = window(color_scheme="light")
    drawn.goto(f"{app_address}/gevoeligheid")
    expect(drawn.get_by_role("heading", name="Verkenningen")).to_be_visible()
    return settled(drawn)


@pytest.mark.heavy
def test_a_document_is_made_taken_along_and_withdrawn_when_the_view_changes(page: Page, tmp_path: Path) -> None:
    page.get_by_test_id("stSidebar").get_by_text("Document", exact=True).click()
    settled(page).get_by_role("button", name="Maak document").click()
    file = page.get_by_role("button", name="Vergelijking (bijlage), PDF, ")
    expect(file).to_be_visible()
    assert findings(settled(page)) == []
    with page.expect_download() as started:
        file.click()
    assert started.value.suggested_filename == NAME
    started.value.save_as(tmp_path / NAME)
    first = opened((tmp_path / NAME).read_bytes()).pages[0].extract_text().replace("\n", "")
    assert page.url.split("/gevoeligheid")[0] + "/?a=Maatschappelijke" in first
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    told = page.get_by_text("De weergave is veranderd.")
    expect(told).to_be_visible()
    expect(file).to_be_hidden()
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(file).to_be_visible()
    expect(told).to_have_count(0)
