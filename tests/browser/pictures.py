"""The pictures in README, made from the app as it is: `python -m tests.browser.pictures`.

Beside them stands what they show, text by text, so that a test can tell when a picture is out of date.
"""

import hashlib
import io
import json
import re
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from lib.text import date_words
from tests.browser.conftest import ROOT, serving
from tests.browser.looking import settled
from tests.browser.test_cijfers import counts_file, hand_in

PICTURES = {
    "overzicht": "/",
    "gemeente": "/gemeente?gemeente=Almelo",
    "gevoeligheid": "/gevoeligheid",
    "vergadering": "/vergadering?scherm=Bereik",
    "cijfers": "/cijfers",
}
DOCS = ROOT / "docs"
SHOWN = DOCS / "pictures.json"
SIZE, TALL = {"width": 1280, "height": 720}, {"width": 1280, "height": 1150}
COLOURS = 128
#: Each text in sight of the whole page, and whether it stands well within the picture.
TEXTS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
  while (walk.nextNode()) {
    const node = walk.currentNode, text = node.data.trim();
    if (!text || !node.parentElement.checkVisibility() || node.parentElement.closest('[data-testid=stIconMaterial], style')) continue;
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width > 1 && box.height > 1) found.push([text, box.top >= 0 && box.bottom <= innerHeight - 60]);
  }
  return found;
}"""
#: A database is made anew for every picture: when that was, is no news.
MOMENT = re.compile(r"\d{1,2} [a-z]+ \d{4}(, \d{2}:\d{2})?")


def opened(page: Page, address: str, name: str, folder: Path) -> Page:
    """The page as its picture shows it."""
    page.set_viewport_size(TALL if name in ("overzicht", "cijfers") else SIZE)  # type: ignore[arg-type]
    page.goto(address + PICTURES[name])
    settled(page)
    if name == "overzicht":
        page.get_by_role("button", name="Sluiten").click()
    if name == "cijfers":
        file = counts_file(folder, "aantallen.csv")
        file.write_bytes(file.read_bytes().replace(b" caf\xe9", b""))
        page.get_by_label("Wie levert aan").fill("Een analist")
        page.keyboard.press("Enter")
        hand_in(settled(page), file)
        page.get_by_role("table", name="Cijfers die veranderen").wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.stPlotlyChart')].every(each => each.querySelector('.main-svg'))"
    )
    return settled(page)


def texts(page: Page) -> tuple[list[str], list[str]]:
    """Every text in sight of the whole page, in its order; and those that stand well within the picture."""
    made = date_words(datetime.now(UTC).date())
    found = [
        (MOMENT.sub(lambda moment: "…" if made in moment[0] else moment[0], text), inside)
        for text, inside in page.evaluate(TEXTS)
    ]
    return [text for text, _ in found], [text for text, inside in found if inside]


def small(png: bytes) -> bytes:
    """The same picture in few colours."""
    made = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        made, "PNG", optimize=True
    )
    return made.getvalue()


def main() -> None:
    shown = {}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        folder = Path(place)
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(ROOT, {"ROUTEWIJZER_DATABASE": str(folder / "routewijzer.duckdb")}) as address:
            page = chromium.new_context(locale="nl-NL").new_page()
            for name in PICTURES:
                opened(page, address, name, folder)
                picture = small(page.screenshot(animations="disabled"))
                (DOCS / f"{name}.png").write_bytes(picture)
                shown[name] = {"sha256": hashlib.sha256(picture).hexdigest(), "texts": texts(page)[1]}
        chromium.close()
    SHOWN.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
