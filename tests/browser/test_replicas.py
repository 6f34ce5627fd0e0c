"""Three replicas of the app on one shared database, while machines, PostgreSQL and the network fail."""

import os
import random
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.lake.place import Lake
from lib.store.publishing import take_in_use
from lib.store.releases import current, releases
from tests.browser.conftest import Window
from tests.browser.english import english
from tests.browser.looking import PATIENCE, findings, settled, sideways, unfolded, until
from tests.browser.replicas import (
    Replica,
    Told,
    at_once,
    at_work,
    check_agreed,
    check_told,
    check_whole,
)
from tests.browser.test_cijfers import counts_file, hand_in, typed
from tests.browser.test_overzicht import opened, pick
from tests.network import Network
from tests.people import beheerder
from tests.postgres import Postgres, let_go, name_of
from tests.store.replica import DONE, publish_word, read_whole

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

CUT_SECONDS = 20
WARNED = re.compile("De gedeelde database antwoordt nu niet. U ziet de cijfers zoals zij waren op ")
REFUSED = re.compile("De gedeelde database .* antwoordt niet. .*Er is niets veranderd.")


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Iterator[Postgres]:
    """A PostgreSQL that can stop without losing what it said it kept; `postgres` says that there is one at all."""
    made = Postgres(safe=True)
    yield made
    made.end()


@pytest.fixture(scope="module")
def lake(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """The shared database, as whoever stands beside PostgreSQL sees it. Nobody made it yet."""
    made = server.lake(tmp_path_factory.mktemp("meer") / "bestanden")
    yield made
    let_go(made)


@pytest.fixture(scope="module")
def replicas(server: Postgres, lake: Lake) -> Iterator[list[Replica]]:
    made = []
    for name in "abc":
        network = Network(server.port)
        made.append(Replica(name, Lake(server.address(name_of(lake), network.port), lake.files), network))
    at_once(made, Replica.start)
    yield made
    at_once(made, Replica.stop)
    for replica in made:
        let_go(replica.lake)
        replica.network.end()


@pytest.fixture(autouse=True)
def network(replicas: list[Replica]) -> Iterator[None]:
    """Whole again after each test, also one that failed."""
    yield
    for replica in replicas:
        replica.network.restore()


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """What everybody was told, in all tests."""
    return []


def check(replicas: list[Replica], lake: Lake, told: list[Told]) -> None:
    check_whole(lake)
    check_told(lake, told)
    check_agreed(replicas, lake)


def test_three_that_start_at_once_make_one_database(replicas: list[Replica], lake: Lake, told: list[Told]) -> None:
    assert at_once(replicas, lambda replica: replica.get("ready")) == [(200, {"toestand": "klaar"})] * 3
    assert [info.name for info in releases(lake)] == ["Eerste cijfers"]
    check(replicas, lake, told)


def test_one_that_is_killed_while_it_publishes(
    replicas: list[Replica], lake: Lake, told: list[Told], tmp_path: Path
) -> None:
    first, *others = replicas
    with at_work(replicas, "gedood", tmp_path) as running:
        for work in running:
            work.wait(2)
        killed, *living = running
        until(lambda: killed.told()[-1].kind == "publiceren" and killed.told()[-1].outcome != DONE)
        time.sleep(random.uniform(0, 0.3))
        killed.process.kill()
        os.kill(first.pid, signal.SIGKILL)
        for work in living:
            work.wait(2)
        told += [one for work in running for one in work.end()]
    check(others, lake, told)
    first.stop()
    first.start()
    check(replicas, lake, told)


def test_postgres_that_restarts_in_the_middle(
    replicas: list[Replica], server: Postgres, lake: Lake, told: list[Told], tmp_path: Path
) -> None:
    with at_work(replicas, "herstart", tmp_path) as running:
        for work in running:
            work.wait(2)
        server.stop("immediate")
        for status, found in at_once(replicas, lambda replica: replica.get("ready")):
            assert status == 503 and "De gedeelde database antwoordt niet." in found["melding"]
        server.start()
        for work in running:
            work.wait(2)
        told += [one for work in running for one in work.end()]
    check(replicas, lake, told)


def test_a_network_that_is_cut_for_twenty_seconds(
    replicas: list[Replica], lake: Lake, told: list[Told], tmp_path: Path
) -> None:
    """In silence for one, refused for another; the third goes on."""
    silent, refused, well = replicas
    with at_work(replicas, "netwerk", tmp_path) as running:
        for work in running:
            work.wait(2)
        ends = time.monotonic() + CUT_SECONDS
        silent.network.silence()
        refused.network.refuse()
        for status, found in at_once([silent, refused], lambda replica: replica.get("ready")):
            assert status == 503 and "De gedeelde database antwoordt niet." in found["melding"]
        assert [status for status, _ in at_once(replicas, lambda replica: replica.get("health"))] == [200] * 3
        # As long as PostgreSQL has heard nothing of the one that keeps still, its turn to write can be taken: others wait
        # for theirs, and read meanwhile.
        for _ in range(3):
            read_whole(path=well.lake)
        assert well.get("ready")[0] == 200
        time.sleep(max(0, ends - time.monotonic()))
        silent.network.restore()
        refused.network.restore()
        for work in running:
            work.wait(2)
        told += [one for work in running for one in work.end()]
    until(lambda: [replica.get("ready")[0] for replica in replicas] == [200] * 3)
    check(replicas, lake, told)


def looks_well(page: Page) -> None:
    """Dutch, no traceback, nothing that axe finds, not wider than the screen."""
    body = page.locator("body").inner_text()
    assert "Traceback" not in body and "Error" not in body and "geef dan code" not in body
    assert english(settled(page)) == []
    assert findings(page) == []
    assert sideways(page) <= 1


def warned(page: Page) -> None:
    expect(page.get_by_role("alert").filter(has_text=WARNED)).to_be_visible(timeout=PATIENCE)


def test_who_reads_on_while_the_network_is_silent(replicas: list[Replica], lake: Lake, window: Window) -> None:
    """The figures of before with the moment that they are of; then the ones of now, without anyone's help."""
    silent, *_ = replicas
    page, phone, meeting = window(), window(390, 844), window()
    used = current(lake).number
    opened(page, silent.address)
    opened(phone, f"{silent.address}/kosten")
    opened(meeting, f"{silent.address}/vergadering")
    # Another state than the one that was read: known by its number only.
    publish_word("tussendoor", lake)
    assert silent.get("ready")[0] == 200
    silent.network.silence()
    pick(page, "Route B", "Uitvoering vanaf 2021")
    warned(page)
    expect(page.locator("h1")).to_contain_text("; de uitvoering vanaf 2021 noemt")
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value(f"Release {used}")
    looks_well(page)
    opened(phone, f"{silent.address}/kosten")
    warned(phone)
    looks_well(phone)
    opened(meeting, f"{silent.address}/vergadering")
    expect(meeting.get_by_role("alert")).to_contain_text("De database antwoordt nu niet: dit zijn de cijfers van ")
    looks_well(meeting)
    number = publish_word("intussen", lake)
    silent.network.restore()
    until(lambda: silent.get("ready")[0] == 200)
    pick(page, "Route B", "Akkoord 2020")
    expect(page.locator("h1")).to_contain_text("; het akkoord van 2020 noemt")
    expect(page.get_by_role("alert")).to_have_count(0)
    opened(phone, f"{silent.address}/kosten")
    expect(phone.get_by_role("alert")).to_have_count(0)
    # A choice makes the address name the release that is in use now.
    pick(phone, "Route B", "Uitvoering vanaf 2021")
    expect(phone.get_by_role("combobox", name=re.compile("Release")).first).to_have_value(f"Release {number}")


#: Page → what its heading says while the database does not answer, and whether it says that part of it is missing.
PAGES = {
    "verantwoording": ("parameters", False),
    "bevroren": ("De bevroren standen zijn nu niet te tonen", True),
    "gevoeligheid": ("Welke route structureel minder kost", True),
    "mensen": ("In elke route", False),
    "terugblik": ("boekten", False),
}


def test_who_publishes_or_freezes_while_the_network_is_cut(
    replicas: list[Replica], lake: Lake, window: Window, tmp_path: Path
) -> None:
    _, cut, _ = replicas
    # In the others a gemeente has the name of who published it.
    take_in_use(lake, 1, note="voor de aanlevering", by=beheerder("de proef"))
    page, before = window(), len(releases(lake))
    opened(page, f"{cut.address}/cijfers")
    hand_in(page, counts_file(tmp_path, "aantallen.csv"))
    expect(page.get_by_role("table", name="Cijfers die veranderen")).to_be_visible(timeout=PATIENCE)
    typed(page, "Wie levert aan", "Een analist")
    typed(page, "Naam van de release", "Telling")
    typed(page, "Toelichting: wat en waarom", "Eigen administratie")
    cut.network.refuse()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_role("alert").filter(has_text=REFUSED)).to_be_visible(timeout=PATIENCE)
    warned(page)
    expect(page.get_by_label("Naam van de release")).to_have_value("Telling")
    expect(page.get_by_label("Toelichting: wat en waarom")).to_have_value("Eigen administratie")
    expect(page.get_by_role("table", name="Cijfers die veranderen")).to_be_visible()
    looks_well(page)
    other = window()
    for name, (heading, partly) in PAGES.items():
        opened(other, f"{cut.address}/{name}")
        expect(other.locator("h1")).to_contain_text(heading)
        warned(other)
        expect(other.get_by_role("alert").filter(has_text=REFUSED)).to_have_count(int(partly))
        looks_well(other)
    unfolded(other, "Bevries deze stand")
    other.get_by_label("Naam van de stand").fill("Tijdens de storing")
    other.get_by_label("Wie bevriest").fill("De griffier")
    other.get_by_role("button", name="Bevries", exact=True).click()
    expect(other.get_by_role("alert").filter(has_text=REFUSED)).to_be_visible(timeout=PATIENCE)
    expect(other.get_by_label("Naam van de stand")).to_have_value("Tijdens de storing")
    looks_well(other)
    assert len(releases(lake)) == before
    cut.network.restore()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text(f"Release {before + 1} is gepubliceerd en in gebruik.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("alert").filter(has_text=WARNED)).to_have_count(0)
    other.get_by_role("button", name="Bevries", exact=True).click()
    expect(other.get_by_text(re.compile("Bevroren als stand .*, “Tijdens de storing”"))).to_be_visible(timeout=PATIENCE)
    check_agreed(replicas, lake)
