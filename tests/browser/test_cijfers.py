"""Handing in a file in a real browser: an error corrected in between, published, seen on Overzicht, and back again."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.store.publishing import history, publish, take_in_use
from lib.store.releases import CONCEPT, current, load, releases
from lib.text import whole
from tests.browser.conftest import Window
from tests.browser.looking import settled, sound, unfolded
from tests.people import beheerder

pytestmark = pytest.mark.browser

#: Wsw persons of one gemeente per werkvorm, and its staff.
COUNTS = (
    ("beschut", 211),
    ("groen", 62),
    ("groepsdetachering", 89),
    ("individuele detachering", 84),
    ("begeleid werken", 34),
)
STAFF = 35


def counts_file(folder: Path, name: str, werkvorm: str = "groen") -> Path:
    """What a spreadsheet in Dutch writes: semicolons, Windows-1252, a title above, a total below."""
    lines = ["Aantallen – eigen administratie", "", "Gemeente;Jaar;Groep;Werkvorm;Personen;Status;Bron"]
    lines += [
        f"Almelo;2020;wsw;{werkvorm if name_ == 'groen' else name_};{count};realisatie;Personeelsadministratie café"
        for name_, count in COUNTS
    ]
    lines += [f"Almelo;2020;staf;kader;{STAFF};realisatie;Personeelsadministratie café", ";;;;;;"]
    lines += [f"Totaal;;;;{sum(count for _, count in COUNTS) + STAFF};;"]
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


@pytest.fixture
def page(window: Window, app_address: str) -> Page:
    opened = window()
    opened.goto(f"{app_address}/cijfers")
    expect(opened.locator("h1")).to_contain_text("telt")
    return opened


def hand_in(page: Page, path: Path) -> None:
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", path)


def typed(page: Page, label: str, value: str) -> None:
    page.get_by_label(label).fill(value)
    page.keyboard.press("Tab")
    settled(page)


def persons_of(database: Path, number: int) -> str:
    """The Wsw persons of a release, as Overzicht writes them."""
    rows = load(database, number).tables["headcounts"]
    return whole(sum(row["personen"] for row in rows if row["groep"] == "wsw"))


@pytest.mark.heavy
def test_the_whole_way_and_back(page: Page, app_address: str, database: Path, tmp_path: Path) -> None:
    before = load(database, 1).hash
    hand_in(page, counts_file(tmp_path, "aantallen.csv", werkvorm="groenn"))
    wrong = page.get_by_role("table", name="Wat er mis is")
    expect(wrong).to_contain_text("regel 5, kolom werkvorm")
    expect(wrong).to_contain_text("bedoelde u “groen”?")
    sound(page)
    (tmp_path / "beter").mkdir()
    hand_in(page, counts_file(tmp_path / "beter", "aantallen.csv"))
    expect(page.get_by_role("table", name="Per bestand of blad")).to_contain_text("Windows-1252, puntkomma")
    expect(page.get_by_role("table", name="Cijfers die veranderen")).to_contain_text("203 (raming")
    expect(page.get_by_text("Wat dit doet met de uitkomst")).to_be_visible()
    assert current(database).number == 1
    typed(page, "Wie levert aan", "Een analist")
    typed(page, "Naam van de release", "Telling")
    typed(page, "Toelichting: wat en waarom", "Eigen administratie in plaats van een raming")
    sound(page)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Release 2 is gepubliceerd en in gebruik.")).to_be_visible()
    assert [info.state for info in releases(database)] == ["in gebruik", "in gebruik"]
    assert current(database).publisher == "Een analist"
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value("Release 2")

    page.get_by_role("link", name="Bekijk release 2 op Overzicht").click()
    expect(page.get_by_role("combobox", name=re.compile("Release")).first).to_have_value("Release 2")
    expect(page.locator("h2", has_text=re.compile("^Mensen"))).to_contain_text(persons_of(database, 2))
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.goto(f"{app_address}/cijfers")
    expect(page.get_by_text("Vergelijk haar met")).to_be_visible()
    settled(page)
    page.get_by_text("Vergelijk haar met").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.get_by_role("combobox", name="Kies een release").click()
    page.get_by_role("option", name=re.compile("Release 1")).click()
    settled(page)
    typed(page, "Wie doet dit", "Een analist")
    typed(page, "Waarom", "Terug naar de raming")
    page.get_by_role("button", name="Neem release 1 in gebruik").click()
    expect(page.get_by_text("Release 1 is in gebruik.")).to_be_visible()
    assert current(database).number == 1 and load(database, 1).hash == before
    settled(page)
    unfolded(page, "Logboek")
    expect(page.get_by_role("table", name="Wie wat deed")).to_contain_text("release 1 in gebruik genomen")
    sound(page)


def test_a_file_about_one_person_is_refused_and_dropped(page: Page, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "mensen.csv"
    path.write_text("naam;gemeente;jaar;werkvorm;personen\nJanssen;Almelo;2020;groen;1\n", encoding="utf-8")
    many = len(releases(database))
    hand_in(page, path)
    expect(page.get_by_text("Het bestand is geweigerd en niets ervan is bewaard.")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("Janssen")
    expect(page.get_by_text("mensen.csv weghalen")).to_have_count(0)
    expect(page.locator("[data-testid=stFileUploaderFile]")).to_have_count(0)
    assert len(releases(database)) == many


def test_a_number_with_two_readings_is_asked(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "kosten.csv"
    header = "gemeente;jaar;werkvorm;kostensoort;bedrag;status;bron"
    path.write_text(f"{header}\nAlmelo;2021;groen;overhead;1.500;realisatie;Jaarrekening\n", encoding="utf-8")
    hand_in(page, path)
    expect(page.get_by_role("table", name="Getallen die op twee manieren te lezen zijn")).to_contain_text("1500 of 1,5")
    page.get_by_text("Nederlands: 1.500 is vijftienhonderd").click()
    changes = page.get_by_role("table", name="Cijfers die veranderen")
    expect(changes).to_contain_text("1.500")


def test_works_on_a_phone(window: Window, app_address: str) -> None:
    page = window(390, 844)
    page.goto(f"{app_address}/cijfers")
    expect(page.get_by_text("Releases").first).to_be_visible()
    settled(page)
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390


def test_a_part_of_a_block_is_filled_in_or_replaces_it(page: Page, database: Path, tmp_path: Path) -> None:
    """One amount of one gemeente: the rest of its costs stays, unless the reader chooses otherwise; both are shown."""
    path = tmp_path / "huisvesting.csv"
    header = "gemeente;jaar;werkvorm;kostensoort;bedrag;status;bron"
    path.write_text(
        f"{header}\nHellendoorn;2020;beschut;huisvesting;100000;begroting;Begroting 2020\n", encoding="utf-8"
    )
    before = [
        row for row in load(database, current(database).number).tables["costs"] if row["gemeente_code"] == "GM0163"
    ]
    hand_in(page, path)
    changes = page.get_by_role("table", name="Cijfers die veranderen")
    expect(changes).to_contain_text("Huisvesting")
    expect(changes.locator("tbody tr").filter(has_text="Kosten en opbrengsten")).to_have_count(1)
    expect(page.get_by_text("34 cijfers uit dezelfde blokken")).to_contain_text("en blijven")
    ways = page.get_by_role("table", name="Aanvullen of vervangen")
    filling, replacing = (ways.get_by_role("row", name=re.compile(word)) for word in ("^Aanvullen", "^Vervangen"))
    expect(filling.get_by_role("cell")).to_contain_text(["0", "1", "0", "34"])
    expect(replacing.get_by_role("cell")).to_contain_text(["0", "1", "34", "0"])
    expect(filling.get_by_role("rowheader")).to_contain_text("(gekozen)")
    expect(replacing).to_contain_text("Hellendoorn")
    expect(page.get_by_role("table", name="Per bestand of blad")).to_contain_text("lasten € 100.000, baten € 0")
    sound(page)
    page.get_by_text("Vervang het hele blok").first.click()
    expect(replacing.get_by_role("rowheader")).to_contain_text("(gekozen)")
    expect(changes.get_by_role("cell", name="vervalt: niet aangeleverd")).to_have_count(34)
    expect(page.get_by_role("table", name="Waarschuwingen")).to_contain_text("dat hij telt als PM")
    page.get_by_text("Vul aan: wat niet in het bestand staat").first.click()
    expect(changes.get_by_role("cell", name="vervalt: niet aangeleverd")).to_have_count(0)
    typed(page, "Wie levert aan", "Een controller")
    typed(page, "Naam van de release", "Huisvesting")
    typed(page, "Toelichting: wat en waarom", "Alleen de huisvesting")
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text(re.compile(r"Release \d+ is gepubliceerd en in gebruik."))).to_be_visible()
    after = [
        row for row in load(database, current(database).number).tables["costs"] if row["gemeente_code"] == "GM0163"
    ]
    changed = [new for old, new in zip(before, after, strict=True) if new != old]
    assert [(row["werkvorm"], row["kostensoort"], row["bedrag_eur"]) for row in changed] == [
        ("beschut", "huisvesting", 100_000)
    ]


@pytest.mark.heavy
def test_taking_a_release_in_use_twice_takes_no_other(page: Page, database: Path, app_address: str) -> None:
    """A second click on the same place; and a click on a screen that is older than the database."""
    for count in (1, 2):
        used, content = current(database).number, load(database, 1)
        rows = tuple({**row, "inwoners": row["inwoners"] + count} for row in content.tables["population"])
        moved = replace(content, tables={**content.tables, "population": rows})
        told = {"name": f"Concept {count}", "note": "n"}
        publish(database, moved, by=beheerder("p"), files=(), expected=used, state=CONCEPT, **told)
    last = releases(database)[-1].number
    page.goto(f"{app_address}/cijfers")
    expect(page.get_by_text("Vergelijk haar met")).to_be_visible()
    settled(page)
    page.get_by_text("Vergelijk haar met").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.get_by_role("combobox", name="Kies een release").click()
    page.get_by_role("option", name=f"Release {last - 1}: ").click()
    settled(page)
    typed(page, "Wie doet dit", "Een analist")
    typed(page, "Waarom", "Akkoord")
    button = page.get_by_role("button", name=re.compile("^Neem release"))
    box = button.bounding_box()
    assert box is not None and button.inner_text() == f"Neem release {last - 1} in gebruik"
    events = len(history(database))
    for _ in range(3):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(300)
    expect(page.get_by_text(re.compile(rf"Release {last - 1} is (al )?in gebruik\."))).to_be_visible()
    settled(page)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    settled(page)
    assert current(database).number == last - 1 and len(history(database)) == events + 1

    page.get_by_text("Vergelijk haar met").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.get_by_role("combobox", name="Kies een release").click()
    page.get_by_role("option", name="Release 1: ").click()
    settled(page)
    take_in_use(database, last, note="elders", by=beheerder("p"))
    page.get_by_role("button", name="Neem release 1 in gebruik").click()
    expect(page.get_by_text(f"Intussen is release {last} in gebruik gekomen; uw scherm ging uit van")).to_be_visible()
    assert current(database).number == last
