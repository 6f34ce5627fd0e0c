"""Broken off halfway, closed while publishing, put back while people look: nothing is lost and the reader is told."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from lib.store.backup.backup import back_up
from lib.store.backup.holdings import changed_since, holdings
from lib.store.publishing import history
from lib.store.releases import current, load, releases
from lib.tables.content import Content
from tests.browser.conftest import ROOT, Window
from tests.browser.looking import settled
from tests.browser.test_cijfers import COUNTS, counts_file, hand_in, typed
from tests.browser.test_faults import status
from tests.people import beheerder
from tests.store.test_releases import changed, publish

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

UPLOADS = "**/_stcore/upload_file/**"


def opened(page: Page, app_address: str) -> Page:
    page.goto(f"{app_address}/cijfers")
    expect(page.locator("h1")).to_contain_text("telt")
    settled(page)
    return page


def test_an_upload_that_is_broken_off_is_told_and_can_be_tried_again(
    page: Page, app_address: str, database: Path, tmp_path: Path
) -> None:
    before = holdings(database)
    opened(page, app_address)
    page.route(UPLOADS, lambda route: route.abort("connectionreset"))
    hand_in(page, counts_file(tmp_path, "aantallen.csv"))
    told = page.locator("[data-testid=stFileChip] [role=alert]")
    expect(told).to_have_text("Fout: Het bestand is niet aangekomen. Probeer het opnieuw.")
    expect(page.get_by_role("table", name="Per bestand of blad")).to_have_count(0)
    page.unroute(UPLOADS)
    page.get_by_role("button", name="aantallen.csv weghalen").click()
    expect(page.locator("[data-testid=stFileChip]")).to_have_count(0)
    settled(page)
    # From another folder: the field does not notice that the same file is put in it once more.
    (tmp_path / "nog eens").mkdir()
    hand_in(page, counts_file(tmp_path / "nog eens", "aantallen.csv"))
    expect(page.get_by_role("table", name="Cijfers die veranderen")).to_contain_text("203 (raming")
    assert holdings(database) == before


def test_an_upload_that_stops_halfway_leaves_the_server_as_it_was(app_address: str, database: Path) -> None:
    """A machine that loses its connection: half of what it announced, and then nothing."""
    before, address = holdings(database), urlsplit(app_address)
    for _ in range(20):
        with socket.create_connection((address.hostname or "", address.port or 0)) as line:
            head = (
                f"PUT /_stcore/upload_file/none/none HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 5000000\r\n"
            )
            line.sendall(
                f"{head}Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n".encode() + b"1;2\r\n" * 9000
            )
    assert status(app_address)[0] == 200
    assert holdings(database) == before


@pytest.mark.parametrize("after", [0.0, 0.3, 1.0], ids=["at once", "a moment later", "a second later"])
def test_a_browser_that_is_closed_while_publishing(
    window: Window, app_address: str, database: Path, tmp_path: Path, after: float
) -> None:
    """The release is there whole, or not at all; who comes back can go on."""
    number = current(database).number
    page = opened(window(), app_address)
    hand_in(page, another_count(tmp_path, number))
    expect(page.get_by_role("table", name="Cijfers die veranderen")).to_be_visible()
    typed(page, "Wie levert aan", "Een analist")
    typed(page, "Naam van de release", "Telling")
    typed(page, "Toelichting: wat en waarom", "Eigen administratie")
    page.get_by_role("button", name="Publiceer").click()
    time.sleep(after)
    page.close()
    time.sleep(3)
    infos = releases(database)
    assert [info.number for info in infos] in ([*range(1, number + 1)], [*range(1, number + 2)])
    assert changed_since(database) == []
    assert len(history(database)) == len(infos)
    again = opened(window(), app_address)
    expect(again.get_by_role("rowheader", name=f"Release {infos[-1].number}", exact=True)).to_be_visible()
    hand_in(again, another_count(tmp_path, number))
    done = again.get_by_text("Geen wijzigingen: ")
    expect(done.or_(again.get_by_role("table", name="Cijfers die veranderen"))).to_be_visible()


def another_count(folder: Path, number: int) -> Path:
    """Other figures than every release before."""
    path = counts_file(folder, "aantallen.csv")
    body = path.read_text("cp1252").replace(f";{COUNTS[0][1]};", f";{COUNTS[0][1] + number};")
    path.write_text(re.sub(r"\r?\nTotaal.*", "", body), "cp1252")
    return path


def test_put_back_while_the_app_runs(
    page: Page, app_address: str, database: Path, tmp_path: Path, shipped: Content
) -> None:
    """Truncated, told in words, put back from the command line; the app shows it without a new start. A release that
    gets the number of one that is gone is seen as it is."""
    place = back_up(database, tmp_path / "kopie.zip", by=beheerder("Sam"), program="0").place
    number = current(database).number + 1
    publish(database, changed(shipped, "gemeenten", gemeente="Eerststad"))
    page.goto(f"{app_address}/gemeente")
    expect(page.locator("body")).to_contain_text("Eerststad")
    database.write_bytes(database.read_bytes()[:100_000])
    page.goto(f"{app_address}/gemeente")
    expect(page.get_by_role("alert")).to_contain_text("is beschadigd of onvolledig. Zet een reservekopie terug")
    words = [sys.executable, "-m", "lib", "restore", str(place), "--database", str(database), "--by", "Sam"]
    ended = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "staat terug in" in ended.stdout
    page.goto(f"{app_address}/gemeente")
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value("In gebruik")
    expect(page.locator("body")).not_to_contain_text("Eerststad")
    assert current(database).number == number - 1
    publish(database, changed(shipped, "gemeenten", gemeente="Anderstad"))
    assert load(database, number).tables["gemeenten"][0]["gemeente"] == "Anderstad"
    page.goto(f"{app_address}/gemeente")
    expect(page.locator("body")).to_contain_text("Anderstad")
    expect(page.locator("body")).not_to_contain_text("Eerststad")
