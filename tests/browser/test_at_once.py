"""Publishers in the app and on the command line, and readers of both, at the same time: a clean release each."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lib.store.publishing import history
from lib.store.releases import current, load, releases
from lib.tables.content import SHIPPED

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

#: Publishers on each side, and readers on the command line; each publisher hands in figures of a year of its own.
EACH, READERS = 4, 8
PATIENCE = 180_000
HEADER = "gemeente;jaar;groep;werkvorm;personen;status;bron"
WERKVORMEN = ("beschut", "groen", "groepsdetachering", "individuele_detachering", "begeleid_werken")
WORD = "Administratie"


def file_of(folder: Path, year: int) -> Path:
    """A whole block of one gemeente in one year: nothing to warn about."""
    lines = [
        f"Almelo;{year};wsw;{name};{year - 1900 + i};realisatie;{WORD} {year}" for i, name in enumerate(WERKVORMEN)
    ]
    path = folder / f"jaar{year}.csv"
    path.write_text("\n".join([HEADER, *lines, f"Almelo;{year};staf;kader;30;realisatie;{WORD} {year}"]), "utf-8")
    return path


def command(database: Path, *words: str) -> "subprocess.Popen[str]":
    everything = [sys.executable, "-m", "lib", *words, "--database", str(database)]
    return subprocess.Popen(everything, cwd=SHIPPED, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def prepared(browser: Browser, address: str, path: Path) -> Page:
    """A session that has looked at its file and only has to press the button."""
    page = browser.new_context().new_page()
    page.goto(f"{address}/cijfers")
    expect(page.get_by_text("Kies een release")).to_be_visible()
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", path)
    expect(page.get_by_role("table", name="Per bestand of blad")).to_be_visible(timeout=PATIENCE)
    for label, value in (
        ("Wie levert aan", "app"),
        ("Naam van de release", path.stem),
        ("Toelichting: wat en waarom", "proef"),
    ):
        page.get_by_label(label).fill(value)
        page.keyboard.press("Tab")
        page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Publiceer")).to_be_enabled()
    return page


def publish(page: Page) -> None:
    """Press until it is published; being overtaken is said in words, and looked at again."""
    done = page.get_by_text("is gepubliceerd en in gebruik")
    moved = page.get_by_text("Bekijk de wijzigingen opnieuw")
    for _ in range(20):
        page.get_by_role("button", name="Publiceer").click()
        page.wait_for_timeout(500)
        # Sixteen others stand in the same queue for the database.
        running = page.locator("[data-testid=stApp][data-test-script-state=running]")
        expect(running).to_have_count(0, timeout=PATIENCE)
        expect(done.or_(moved).first).to_be_visible()
        if done.count():
            return
        expect(page.get_by_role("button", name="Publiceer")).to_be_enabled()
    raise AssertionError("never published")


def test_eight_publishers_and_eight_readers(browser: Browser, app_address: str, database: Path, tmp_path: Path) -> None:
    years = range(2021, 2021 + 2 * EACH)
    files = [file_of(tmp_path, year) for year in years]
    sessions = [prepared(browser, app_address, path) for path in files[:EACH]]
    publishers = [
        command(database, "publish", str(path), "--note", "proef", "--by", "opdracht") for path in files[EACH:]
    ]
    readers = [command(database, "releases") for _ in range(READERS // 2)]
    scenarios = ("--a", "ongewijzigd", "--b", "akkoord_2020", "--format", "csv")
    readers += [
        command(database, "export", *scenarios, "--out", str(tmp_path / f"uit{i}")) for i in range(READERS // 2)
    ]
    for page in sessions:
        publish(page)
    for process in (*publishers, *readers):
        _, said = process.communicate(timeout=300)
        assert (process.returncode, said) == (0, "")
    infos = releases(database)
    assert [info.number for info in infos] == list(range(1, 2 + 2 * EACH))
    assert current(database).number == 1 + 2 * EACH
    for info in infos:
        assert load(database, info.number).hash == info.hash
    rows = load(database, current(database).number).tables["headcounts"]
    found = {row["jaar"] for row in rows if row["bron_id"].startswith("aangeleverd_")}
    assert found == set(years)
    assert sorted(event.actor for event in history(database)[1:]) == ["app"] * EACH + ["opdracht"] * EACH
