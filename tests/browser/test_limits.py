"""What a reader sees at a limit: the sentence of the server, in Dutch, at the file or the button it is about."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.tables.content import SHIPPED
from tests.browser.conftest import Serve

pytestmark = [pytest.mark.browser, pytest.mark.heavy]
CHOOSE = "[data-testid=stFileUploaderDropzoneInput]"


def test_files_faster_than_the_limit_are_refused_in_words(
    page: Page, serve: Serve, database: Path, tmp_path: Path
) -> None:
    address = serve(SHIPPED, {"ROUTEWIJZER_DATABASE": str(database), "ROUTEWIJZER_UPLOADS_PER_MINUTE": "1"})
    page.goto(f"{address}/cijfers")
    expect(page.get_by_text("Kies een release")).to_be_visible()
    files = [tmp_path / f"{name}.csv" for name in ("een", "twee")]
    for file in files:
        file.write_text("gemeente;jaar\n", "utf-8")
    page.set_input_files(CHOOSE, files[0])
    expect(page.get_by_text("er is niets veranderd").first).to_be_visible()
    page.set_input_files(CHOOSE, files[1])
    told = page.get_by_role("alert").filter(has_text="meer dan de Routewijzer per minuut beantwoordt. Wacht")
    expect(told).to_have_count(1)
    assert "status code" not in page.locator("body").inner_text()
