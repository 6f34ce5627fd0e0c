"""Signing in at a real OpenID provider: each role sees and does what it may, and no more when it goes around the page."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from lib.store.access import PROTECTED, REFUSED
from lib.store.publishing import history, publish
from lib.store.releases import CONCEPT, current, load, releases
from lib.tables.content import SHIPPED
from tests.browser.conftest import PROFILE, Serve, Window
from tests.browser.looking import settled, unfolded
from tests.people import beheerder

pytestmark = pytest.mark.heavy
PROVIDER = SHIPPED / "tests" / "oidc"
TOEGANG = """
[toegang]
claim = "groepen"
lezer = ["groep-lezer"]
analist = ["groep-analist"]
beheerder = ["groep-beheerder"]
"""
START_SECONDS = 30


@dataclass(frozen=True)
class Signing:
    """The app with signing in: its address, its database and its settings."""

    address: str
    database: Path
    secrets: Path
    auth: str

    def roles(self, told: str) -> None:
        """Change who is what while the app runs."""
        self.secrets.write_text(self.auth + told, "utf-8")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def signing(database: Path, serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    node = shutil.which("node")
    if node is None or not (PROVIDER / "node_modules").exists():
        if os.environ.get("CI"):
            pytest.fail("de OpenID-dienst ontbreekt; .ci/run hoort haar te installeren (npm ci in tests/oidc).")
        pytest.skip("node of tests/oidc/node_modules ontbreekt")
    folder, port = tmp_path_factory.mktemp("signing"), free_port()
    auth = (
        '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"geheim" * 8}"\nclient_id = "routewijzer"\nclient_secret = "alleen-voor-de-proef"\n'
        f'server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"\n'
        'client_kwargs = { scope = "openid profile email groepen", prompt = "login" }\n'
    )
    found = Signing("", database, folder / "secrets.toml", auth)
    found.roles(TOEGANG)
    content = load(database, current(database).number)
    publish(database, content, name="Concept", note="n", by=beheerder("p"), files=[], expected=1, state=CONCEPT)
    settings = {"ROUTEWIJZER_DATABASE": str(database), "ROUTEWIJZER_SECRETS": str(found.secrets)}
    address = serve(SHIPPED, settings)
    command = [node, "provider.mjs", str(port), f"{address}/oauth2callback"]
    with subprocess.Popen(command, cwd=PROVIDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as provider:
        try:
            assert provider.stdout is not None
            assert provider.stdout.readline() == b"klaar\n"
            yield replace(found, address=address)
        finally:
            provider.kill()


@pytest.fixture
def visitor(window: Window) -> Iterator[Page]:
    """A page of a browser of its own, without cookies of another test."""
    other = window().context.browser
    assert other is not None
    context = other.new_context(**PROFILE, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Aanmelden").click()
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def shown(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def ready_to_take_in_use(page: Page) -> Locator:
    """The button, after the concept was chosen and a reason given."""
    settled(page)
    page.get_by_label("Kies een release").scroll_into_view_if_needed()
    # A list that opens while the page still moves closes again.
    page.wait_for_timeout(500)
    page.get_by_label("Kies een release").click()
    page.get_by_role("option", name="Release 2: Concept").click()
    page.get_by_label("Waarom").last.fill("akkoord")
    page.keyboard.press("Tab")
    return page.get_by_role("button", name="Neem release 2 in gebruik")


def refusals(database: Path) -> list[tuple[str, str]]:
    return [(event.actor, event.what) for event in history(database) if event.act == REFUSED]


def test_nobody_sees_a_number_before_signing_in(signing: Signing, visitor: Page) -> None:
    for path in ("", "kosten", "cijfers", "bevroren?stand=1"):
        visitor.goto(f"{signing.address}/{path}")
        expect(visitor.get_by_role("button", name="Aanmelden")).to_be_visible()
        settled(visitor)
        told = visitor.locator("body").inner_text()
        assert "€" not in told and "Soweco" not in told and "Overzicht" not in told
    deadline = time.monotonic() + START_SECONDS
    while PROTECTED not in {event.act for event in history(signing.database)}:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_signing_in_leads_to_the_link_that_was_opened(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, f"{signing.address}/kosten?jaren=2021%E2%80%932030&gemeente=Wierden", "lezer een")
    shown(visitor, "Aangemeld: lezer een (lezer)")
    settled(visitor)
    parts = urlsplit(visitor.url)
    assert parts.path == "/kosten"
    assert parse_qs(parts.query)["gemeente"] == ["Wierden"]


def test_a_reader_is_offered_nothing_to_change(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, f"{signing.address}/cijfers", "lezer twee")
    shown(visitor, "Voor “een release publiceren” is de rol analist nodig.")
    shown(visitor, "Voor “een release in gebruik nemen” is de rol beheerder nodig.")
    settled(visitor)
    body = visitor.locator("body").inner_text()
    assert "Concept" not in body and "Publiceer" not in body
    for label in ("Neem release", "Trek release", "ophalen als", "Logboek ophalen"):
        assert visitor.get_by_role("button", name=label).count() == 0
    visitor.goto(f"{signing.address}/?release=Release%202")
    shown(visitor, "In de link stond iets wat deze release niet kent.")
    assert refusals(signing.database) == [("lezer twee", "geweigerd: een concept lezen")]


def test_an_analyst_freezes_but_does_not_take_in_use(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, f"{signing.address}/cijfers", "analist een")
    shown(visitor, "Voor “een release in gebruik nemen” is de rol beheerder nodig.")
    shown(visitor, "Kies bestanden")
    assert visitor.get_by_label("Wie levert aan").count() == 0
    unfolded(visitor, "Bevries deze stand")
    visitor.get_by_label("Naam van de stand").fill("Vergadering")
    visitor.get_by_role("button", name="Bevries", exact=True).click()
    shown(visitor, "Bevroren als stand")
    last = history(signing.database)[-1]
    assert (last.actor, last.act) == ("analist een", "bevroren")


def test_a_role_that_is_taken_away_stops_an_act_that_was_still_offered(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, f"{signing.address}/cijfers", "beheerder een")
    shown(visitor, "Aangemeld: beheerder een (beheerder)")
    button = ready_to_take_in_use(visitor)
    expect(button).to_be_enabled()
    signing.roles(
        TOEGANG.replace('beheerder = ["groep-beheerder"]', 'analist = ["groep-beheerder"]').replace(
            'analist = ["groep-analist"]\n', ""
        )
    )
    try:
        button.click()
        shown(visitor, "Voor “een release in gebruik nemen” is de rol beheerder nodig; vraag het een beheerder.")
    finally:
        signing.roles(TOEGANG)
    assert current(signing.database).number == 1
    assert refusals(signing.database)[-1] == ("beheerder een", "geweigerd: een release in gebruik nemen")


def test_a_keeper_takes_in_use_and_gets_the_record(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, f"{signing.address}/cijfers", "beheerder twee")
    shown(visitor, "Aangemeld: beheerder twee (beheerder)")
    ready_to_take_in_use(visitor).click()
    shown(visitor, "Release 2 is in gebruik.")
    last = next(event for event in reversed(history(signing.database)) if event.release == 2)
    assert (last.actor, last.act, last.note) == ("beheerder twee", "in gebruik genomen", "akkoord")
    with visitor.expect_download() as waited:
        visitor.get_by_role("button", name="Logboek ophalen (CSV)").click()
    lines = Path(waited.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == len(history(signing.database)) + 1
    assert len(releases(signing.database)) == 2


def test_who_has_no_role_is_told_and_sees_nothing(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, signing.address, "vreemdeling")
    shown(visitor, "U bent aangemeld als vreemdeling, maar hebt hier geen rol.")
    settled(visitor)
    assert "€" not in visitor.locator("body").inner_text()


def test_a_sign_in_that_is_broken_off_is_told(signing: Signing, visitor: Page) -> None:
    visitor.goto(f"{signing.address}/kosten")
    visitor.get_by_role("button", name="Aanmelden").click()
    visitor.get_by_role("link", name="[ Cancel ]").click()
    shown(visitor, "Aanmelden is niet gelukt.")


def test_signing_out_closes_the_app(signing: Signing, visitor: Page) -> None:
    sign_in(visitor, signing.address, "lezer drie")
    shown(visitor, "Aangemeld: lezer drie (lezer)")
    cookies = {each["name"]: each for each in visitor.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"] and cookies["_streamlit_user"]["sameSite"] == "Lax"
    assert cookies["routewijzer_terug"]["httpOnly"]
    visitor.get_by_role("button", name="Afmelden").click()
    visitor.wait_for_url(lambda address: "session/end" in address or "oauth2callback" in address)
    visitor.goto(signing.address)
    expect(visitor.get_by_role("button", name="Aanmelden")).to_be_visible()


def test_another_secret_than_that_of_the_database_closes_the_app_in_words(signing: Signing, visitor: Page) -> None:
    before = len(history(signing.database))
    signing.secrets.write_text(signing.auth.replace("geheim" * 8, "0123456789abcdef" * 3) + TOEGANG, "utf-8")
    try:
        visitor.goto(f"{signing.address}/kosten")
        shown(visitor, "Deze database is beschermd met een ander cookie_secret dan in secrets.toml staat.")
        told = visitor.locator("body").inner_text()
        assert "€" not in told and "Soweco" not in told and "Er is niets veranderd." in told
        ready = visitor.request.get(f"{signing.address}/api/v1/ready")
        assert ready.status == 503 and "een ander cookie_secret" in ready.json()["melding"]
    finally:
        signing.roles(TOEGANG)
    visitor.goto(signing.address)
    expect(visitor.get_by_role("button", name="Aanmelden")).to_be_visible()
    assert len(history(signing.database)) == before
