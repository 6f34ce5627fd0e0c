"""A verkenning in a real browser: kept, opened again with every number back, and its file out and in again."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.store.saved_views import keep, verkenningen
from lib.store.verkenning import write_file
from lib.subjects.saved_views import verkenning_of
from tests.browser.conftest import Window
from tests.browser.looking import settled, sound
from tests.people import beheerder

pytestmark = pytest.mark.browser

START = "/gevoeligheid?aannames=schaalverlies%3D0%2C08%3Bfrictie_per_persoon%3D12300&sleutel=Inwoners"


@pytest.fixture
def page(window: Window, app_address: str) -> Page:
    opened = window()
    opened.goto(app_address + START)
    expect(opened.get_by_role("heading", name="Verkenningen")).to_be_visible()
    settled(opened)
    return opened


def typed(page: Page, label: str, value: str) -> None:
    page.get_by_label(label).fill(value)
    page.keyboard.press("Tab")
    settled(page)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    settled(page)


def hand_in(page: Page, path: Path) -> None:
    page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", path)
    settled(page)


def shown(page: Page) -> list[str]:
    """The heading and every table of numbers."""
    tables = page.locator("table.rw-table").all()
    return [page.locator("h1").inner_text()] + [
        told for told in (table.inner_text() for table in tables) if not told.startswith("Alle verkenningen")
    ]


@pytest.mark.heavy
def test_kept_opened_fetched_and_handed_in(page: Page, database: Path, tmp_path: Path) -> None:
    typed(page, "Wie doet dit", "Controller")
    typed(page, "Naam van de verkenning", "Somber over schaal")
    typed(page, "Waarom deze aannames", "Wat als de schaal meer kost?")
    press(page, "Bewaar als verkenning")
    expect(page.get_by_text("Verkenning 1 is bewaard.")).to_be_visible()
    bar = page.locator(".st-key-eigen_aannames")
    expect(bar).to_contain_text("Verkenning: “Somber over schaal”")
    before = shown(page)
    sound(page)

    press(page, "Alles op standaard")
    expect(bar).not_to_contain_text("Verkenning:")
    assert shown(page) != before
    press(page, "Open")
    expect(bar).to_contain_text("Verkenning: “Somber over schaal”")
    assert shown(page) == before
    assert "schaalverlies" in page.url and "frictie_per_persoon" in page.url

    with page.expect_download() as fetched:
        page.get_by_role("button", name="Ophalen (TOML)").click()
    file = tmp_path / fetched.value.suggested_filename
    fetched.value.save_as(file)
    (kept,) = verkenningen(database)
    assert file.read_bytes() == write_file(kept.verkenning)

    typed(page, "Waarom intrekken", "Opnieuw aanleveren")
    press(page, "Trek deze verkenning in")
    expect(bar).not_to_contain_text("Verkenning")
    hand_in(page, file)
    expect(page.get_by_text("Bewaar wat is aangeleverd")).to_be_visible()
    press(page, "Bewaar wat is aangeleverd")
    expect(page.get_by_text("Verkenning 2 is aangeleverd.")).to_be_visible()
    first, second = verkenningen(database)
    assert second.verkenning == first.verkenning == kept.verkenning
    assert [act.act for act in second.acts] == ["aangeleverd"] and not first.in_force
    assert shown(page) == before


@pytest.mark.heavy
def test_a_file_that_is_not_good_changes_nothing(page: Page, database: Path, tmp_path: Path) -> None:
    many = len(verkenningen(database))
    path = tmp_path / "eigen.toml"
    text = (
        '[verkenning]\nnaam = "Eigen"\ntoelichting = "n"\ndoor = "d"\ngemaakt_op = 2020-03-26T12:00:00Z\nrelease = 1\n'
        'route_a = "ongewijzigd"\nroute_b = "akkoord_2020"\n[aannames]\nschaalverlis = 0.1\n'
    )
    path.write_text(text, "utf-8")
    hand_in(page, path)
    wrong = page.get_by_role("table", name="Wat er mis is met de verkenning")
    expect(wrong).to_contain_text("bedoelde u “schaalverlies”?")
    expect(wrong).to_contain_text("aannames, sleutel schaalverlis")
    sound(page)
    other = tmp_path / "ander.toml"
    other.write_text(text.replace("Eigen", "Jan jan@voorbeeld.nl"), "utf-8")
    hand_in(page, other)
    expect(page.get_by_text("Het bestand is geweigerd en niets ervan is bewaard.")).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("voorbeeld.nl")
    expect(page.locator("[data-testid=stFileUploaderFile]")).to_have_count(0)
    assert len(verkenningen(database)) == many


@pytest.mark.heavy
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_works_on_a_phone(window: Window, app_address: str, database: Path, release: Release, scheme: str) -> None:
    view = replace(default_view(release), overrides=(("schaalverlies", 0.08),))
    one = verkenning_of(
        view, name=f"Somber {len(verkenningen(database)) + 1}", note="n", author="A", made_at=datetime(2020, 3, 26)
    )
    keep(database, one, by=beheerder("A"))
    page = window(390, 844, color_scheme=scheme)
    page.goto(app_address + START)
    expect(page.get_by_role("table", name="Alle verkenningen")).to_be_visible()
    settled(page)
    sound(page)
