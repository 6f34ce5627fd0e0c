"""What a number explains: asked for when it is opened, on every page, by mouse, by keyboard and for a screen reader."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from lib.web.dutch import OWN_SCRIPTS
from lib.web.notes import NOTES_PATH
from tests.browser.looking import settled

pytestmark = pytest.mark.browser
#: Pages with numbers that explain themselves, from the start.
PAGES = (
    "/",
    "/kosten",
    "/mensen",
    "/gemeente?gemeente=Wierden",
    "/gevoeligheid",
    "/terugblik",
    "/vergadering?scherm=Bereik",
    "/verantwoording",
)
NUMBER = "[data-testid=stMain] details.rw-why:not(.rw-term) > summary:visible"
NOTE = "details.rw-why[open] > .rw-note"


def asked(page: Page, address: str) -> list[Response]:
    """Open a page; what it asks the server for explanations from then on."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if NOTES_PATH in answer.url else None)
    page.goto(address)
    expect(page.locator(NUMBER).first).to_be_visible()
    settled(page)
    return answers


@pytest.mark.parametrize("path", PAGES)
def test_an_explanation_comes_when_it_is_opened(page: Page, app_address: str, path: str) -> None:
    answers = asked(page, f"{app_address}{path}")
    assert answers == [] and page.locator(".rw-note:not(:empty)").count() == 0
    number, note = page.locator(NUMBER).first, page.locator(NOTE)
    # By mouse.
    number.click()
    expect(note).to_contain_text(re.compile("Release 1|Uitspraak"))
    assert [answer.status for answer in answers] == [200]
    # For a screen reader: what is open is announced, and stands in the tree as text.
    expect(page.get_by_role("status").filter(has_text=re.compile("Release 1|Uitspraak"))).to_be_visible()
    number.click()
    expect(note).to_have_count(0)
    # By keyboard; what was read once is not asked for again.
    number.focus()
    page.keyboard.press("Enter")
    expect(note).to_contain_text(re.compile("Release 1|Uitspraak"))
    assert len(answers) == 1
    page.keyboard.press("Space")
    expect(note).to_have_count(0)


def test_what_the_server_no_longer_has_is_said_and_asked_again(page: Page, app_address: str) -> None:
    answers = asked(page, f"{app_address}/")
    number, note = page.locator(NUMBER).first, page.locator(NOTE)
    page.route(f"**{NOTES_PATH}*", lambda route: route.fulfill(status=410))
    number.click()
    expect(note).to_have_text("Deze uitleg is hier niet meer. Laad de pagina opnieuw.")
    number.click()
    page.unroute(f"**{NOTES_PATH}*")
    number.click()
    expect(note).to_contain_text("Release 1")
    assert [answer.status for answer in answers] == [410, 200]


def test_words_are_text_and_never_a_script(page: Page, app_address: str) -> None:
    page.route(
        f"**{NOTES_PATH}*",
        lambda route: route.fulfill(body="<img src=x onerror=window.rwHit=1><script>window.rwHit=1</script>"),
    )
    asked(page, f"{app_address}/")
    page.locator(NUMBER).first.click()
    expect(page.locator(NOTE)).to_contain_text("<img src=x")
    assert page.locator(f"{NOTE} img, {NOTE} script").count() == 0 and page.evaluate("window.rwHit") is None


def test_the_script_comes_from_this_server_and_the_policy_is_no_wider(page: Page, app_address: str) -> None:
    response = page.goto(app_address)
    assert response is not None
    policy = dict(part.strip().partition(" ")[::2] for part in response.headers["content-security-policy"].split(";"))
    assert re.fullmatch(r"'self' 'sha256-[^']+'", policy["script-src"])
    assert all(page.locator(f'script[src="{path}"]').count() == 1 for path in OWN_SCRIPTS)
