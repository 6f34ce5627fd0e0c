"""The pictures in README show the app as it is now."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT
from tests.browser.pictures import DOCS, PICTURES, SHOWN, opened, texts

pytestmark = pytest.mark.browser

RENEW = "Verouderd; vernieuw met: python -m tests.browser.pictures"
LARGEST = 250_000


@pytest.mark.heavy
def test_the_pictures_show_what_the_app_shows(page: Page, app_address: str, tmp_path: Path) -> None:
    shown = json.loads(SHOWN.read_text(encoding="utf-8"))
    assert list(shown) == list(PICTURES)
    for name, picture in shown.items():
        everything, inside = texts(opened(page, app_address, name, tmp_path))
        gone = Counter(picture["texts"]) - Counter(everything)
        new = Counter(inside) - Counter(picture["texts"])
        assert (sorted(gone), sorted(new)) == ([], []), f"{name}: {RENEW}"


@pytest.mark.first_look
def test_each_picture_is_the_one_that_was_made_and_stands_in_readme() -> None:
    shown = json.loads(SHOWN.read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {path.stem for path in DOCS.glob("*.png")} == set(shown)
    for name, picture in shown.items():
        made = (DOCS / f"{name}.png").read_bytes()
        assert hashlib.sha256(made).hexdigest() == picture["sha256"]
        assert len(made) < LARGEST and f"(docs/{name}.png)" in readme
