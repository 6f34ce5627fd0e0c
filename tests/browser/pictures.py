"""The pictures in README, made from the app as it is: `python -m tests.browser.pictures`."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ROOT, serving

PICTURES = {"overzicht": "/"}
SIZE = {"width": 1280, "height": 1150}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "routewijzer.duckdb"
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(ROOT, {"ROUTEWIJZER_DATABASE": str(database)}) as address:
            page = chromium.new_context(viewport=SIZE, locale="nl-NL").new_page()  # type: ignore[arg-type]
            for name, path in PICTURES.items():
                page.goto(address + path)
                page.locator("h1").wait_for()
                page.locator(".js-plotly-plot .bars").first.wait_for()
                page.get_by_role("button", name="Sluiten").click()
                page.wait_for_timeout(2500)
                page.screenshot(path=ROOT / "docs" / f"{name}.png")
        chromium.close()


if __name__ == "__main__":
    main()
