"""Every page in every size and theme: nothing fails, nothing scrolls sideways, WCAG A and AA hold."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from lib.ui.shell import NAVIGATION
from tests.browser.conftest import Window

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PAGES = (
    *("/", "/kosten", "/mensen", "/gemeente", "/gevoeligheid", "/terugblik", "/vergadering"),
    *("/verantwoording", "/bevroren", "/cijfers", "/handleiding", "/toegankelijkheid"),
)
SIZES = {"projector": (1280, 720), "telefoon": (390, 844)}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
VIEW = "?gemeente=Wierden&bedragen=Per+inwoner&jaren=2021–2030"


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("projector", "light"),
        pytest.param("telefoon", "dark", marks=pytest.mark.heavy),
        pytest.param("projector", "dark", marks=pytest.mark.heavy),
        pytest.param("telefoon", "light", marks=pytest.mark.heavy),
    ],
)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole(window: Window, app_address: str, path: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    query = VIEW if scheme == "dark" else ""
    page = window(width, height, color_scheme=scheme)
    errors: list[str] = []
    page.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if message.type == "error" and "_stcore" not in message.location.get("url", "")
            else None
        ),
    )
    page.goto(app_address + path + query)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("[data-testid=stApp][data-test-script-state=running]")).to_have_count(0)
    page.wait_for_timeout(500)
    assert page.locator("[data-testid=stException], [data-testid=stAlert]").count() == 0
    assert page.evaluate("document.documentElement.lang") == "nl"
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth - {main}.clientWidth") <= 1
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert errors == []


def test_every_page_of_the_navigation_is_looked_at() -> None:
    names = [name for pages in NAVIGATION.values() for name, _ in pages]
    assert {path.strip("/") or names[0] for path in PAGES} == set(names)
