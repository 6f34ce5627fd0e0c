"""No English reaches a person: every page and state, with everything opened, refused, empty, busy, broken or gone."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import Page, ViewportSize, expect

from lib.store.publishing import withdraw
from tests.browser.conftest import ROOT, serving
from tests.browser.english import english, english_words
from tests.browser.looking import findings, settled, sideways, unfolded
from tests.browser.test_pages import PAGES
from tests.people import beheerder

pytestmark = pytest.mark.browser

UPLOAD = "[data-testid=stFileUploaderDropzoneInput]"
HEADER = "gemeente;jaar;werkvorm;kostensoort;bedrag;status;bron\n"
PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 390, "height": 844}
#: Links that hold something this database does not know.
WRONG = (
    "/?release=Release+9&a=Onzin&b=Akkoord&gemeente=Nergens&jaren=1999&aannames=onzin%3D1%3Bschaalverlies%3Dx&db=y",
    "/vergadering?scherm=Onzin",
    "/bevroren?stand=9",
    "/nergens",
)
#: What goes wrong with a file: its name and what is in it.
REFUSED = {
    "foto.png": b"x",
    "leeg.csv": b"",
    "kapot.xlsx": b"PK\x03\x04",
    "letters.csv": (HEADER + "Almello;2020;groenn;overhead;x;realisatie;Boek\n;;;;;;\n").encode(),
    "namen.csv": b"naam;gemeente;jaar;werkvorm;personen\nJanssen;Almelo;2020;groen;1\n",
    "tweeledig.csv": (HEADER + "Almelo;2021;groen;overhead;1.500;realisatie;Boek\n").encode(),
}
GOOD = (HEADER + "Almelo;2020;groen;overhead;151234,5;realisatie;Boek\n").encode()
VERKENNING = '[verkenning]\nnaam = "x"\n[aannames]\nschaalverlis = 0.1\n'


@pytest.mark.first_look
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("De bestanden worden gelezen", []),
        ("200MB per file", ["file"]),
        ("Drag and drop files here", ["drag", "and", "drop", "files", "here"]),
        ("python -m lib check, --set en https://www.example.com/the/page", []),
    ],
)
def test_a_word_is_english_or_not(text: str, words: list[str]) -> None:
    assert english_words(text) == words


@pytest.mark.first_look
def test_english_is_found_wherever_it_is(page: Page) -> None:
    page.set_content(
        "<p>Goed</p><p hidden>Loading</p><img alt='Settings'><input title='Search'><style>p::after{content:'Next'}</style>"
    )
    assert [each.split(":")[0] for each in english(page)] == ["next", "loading", "settings", "search"]


@pytest.mark.heavy
@pytest.mark.parametrize("path", PAGES)
def test_no_english_on_a_page_with_everything_opened(page: Page, app_address: str, path: str) -> None:
    page.goto(app_address + path)
    everything_opened(page)
    dutch(page, path)


@pytest.mark.heavy
def test_no_english_in_what_is_refused_empty_or_done(
    page: Page, app_address: str, database: Path, tmp_path: Path
) -> None:
    for path in WRONG:
        page.goto(app_address + path)
        dutch(page, path)
    assumptions(page, app_address, tmp_path)
    freezing(page, app_address)
    handing_in(page, app_address, tmp_path)
    withdraw(database, 1, note="vervangen", by=beheerder("p"))
    page.goto(f"{app_address}/kosten?release=Release+1")
    dutch(page, "an earlier release")


@pytest.mark.heavy
def test_no_english_when_the_database_or_the_server_is_in_trouble(page: Page, database: Path, tmp_path: Path) -> None:
    own = Path(shutil.copy(database, tmp_path / "eigen.duckdb"))
    with serving(ROOT, {"ROUTEWIJZER_DATABASE": str(own)}) as address:
        in_trouble(page, address, own)
        page.goto(address + "/mensen")
        expect(page.locator("h1")).to_contain_text("mensen")
        dutch(page, "before the server stops")
    expect(page.get_by_role("dialog")).to_contain_text("Geen verbinding", timeout=60_000)
    assert (english(page), findings(page)) == ([], [])


def dutch(page: Page, state: str) -> None:
    """No English; nothing that axe finds, in light and in dark; nothing that runs sideways on a phone."""
    page.mouse.move(0, 0)
    settled(page)
    assert (state, english(page), findings(page)) == (state, [], [])
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    settled(page)
    assert (state, findings(page), sideways(page) <= 1) == (state, [], True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PROJECTOR)
    settled(page)


def everything_opened(page: Page) -> None:
    """Every block that makes its content when it is opened, every tab, and a choice that finds nothing."""
    settled(page)
    for title in page.locator("[data-testid=stExpander] summary:visible").all_inner_texts():
        block = page.locator("[data-testid=stExpander] details", has_text=title.splitlines()[-1]).first
        if block.count() and block.get_attribute("open") is None:
            block.locator("summary").first.click()
            settled(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        assert english(settled(page)) == []
    for choice in page.get_by_role("combobox").all()[:1]:
        choice.click()
        assert english(page) == []
        page.keyboard.type("zzz")
        expect(page.get_by_text("Geen resultaat")).to_be_visible()
        assert english(page) == []
        page.keyboard.press("Escape")
    for copy in page.get_by_role("button", name="Kopieer de link").all():
        copy.click()
        expect(copy.locator("+ [role=status]")).to_have_text(re.compile("Gekopieerd|geselecteerd"))


def typed(page: Page, label: str, value: str, at: int = 0) -> None:
    field = page.get_by_label(label).nth(at)
    field.fill(value)
    assert english(page) == []
    field.press("Enter")
    settled(page)


def assumptions(page: Page, address: str, folder: Path) -> None:
    page.goto(address + "/gevoeligheid")
    settled(page).locator(".st-key-achter_schaalverlies summary").click()
    for value in ("1.500", "-5", "drie", "8 %"):
        typed(page, "Kleinere schaal: typ een waarde", value)
        dutch(page, f"an assumption of {value}")
    for label, value in (("Wie doet dit", "c"), ("Naam van de verkenning", "v"), ("Waarom deze aannames", "w")):
        typed(page, label, value)
    page.get_by_role("button", name="Bewaar als verkenning").click()
    dutch(page, "a verkenning is kept")
    for name, text in (("kapot.toml", "["), ("fout.toml", VERKENNING), ("wie.toml", VERKENNING + 'door = "a@b.nl"\n')):
        (folder / name).write_text(text, encoding="utf-8")
        page.set_input_files(UPLOAD, folder / name)
        dutch(page, name)


def freezing(page: Page, address: str) -> None:
    page.goto(address + "/kosten")
    unfolded(settled(page), "Bevries deze stand")
    page.get_by_role("button", name="Bevries", exact=True).click()
    dutch(page, "freezing without a name")
    typed(page, "Naam van de stand", "Proef")
    typed(page, "Wie bevriest", "p")
    expect(page.get_by_text("Bevroren als stand 1")).to_be_visible()
    dutch(page, "frozen")
    page.goto(address + "/bevroren?stand=1")
    expect(page.locator(".rw-frozen")).to_be_visible()
    dutch(page, "a frozen state")
    typed(page, "Zoek op naam, toelichting, wie of datum", "iets anders")
    expect(page.get_by_text("Geen stand past bij deze zoekwoorden.")).to_be_visible()
    dutch(page, "a search without results")


def handing_in(page: Page, address: str, folder: Path) -> None:
    for name, content in REFUSED.items():
        page.goto(address + "/cijfers")
        (folder / name).write_bytes(content)
        settled(page).set_input_files(UPLOAD, folder / name)
        dutch(page, name)
    page.goto(address + "/cijfers")
    (folder / "goed.csv").write_bytes(GOOD)
    settled(page).set_input_files(UPLOAD, folder / "goed.csv")
    assert english(page) == []
    expect(page.get_by_role("table", name="Per bestand of blad")).to_be_visible()
    dutch(page, "a preview")
    for label in ("Wie levert aan", "Naam van de release", "Toelichting: wat en waarom"):
        typed(page, label, "p")
    for accept in page.get_by_text("gezien en aanvaard ze").all():
        accept.click()
        settled(page)
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("is gepubliceerd en in gebruik.")).to_be_visible()
    dutch(page, "published")
    choice = page.get_by_role("combobox", name="Vergelijk haar met")
    choice.scroll_into_view_if_needed()
    settled(page)
    choice.press("ArrowDown")
    page.get_by_role("option", name=re.compile(r"Release \d")).first.click()
    expect(page.get_by_text("Twee releases naast elkaar")).to_be_visible()
    dutch(page, "two releases beside each other")


def in_trouble(page: Page, address: str, database: Path) -> None:
    whole = database.read_bytes()
    with duckdb.connect(str(database)) as busy:
        busy.execute("BEGIN")
        page.goto(address)
        # On a slow machine the wait for the database may be over before the page is there.
        expect(page.get_by_test_id("stStatusWidget").or_(page.get_by_role("alert")).first).to_be_visible()
        assert english(page) == []
        expect(page.get_by_role("alert")).to_be_visible(timeout=60_000)
        dutch(page, "a busy database")
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    page.goto(address + "/kosten")
    expect(page.get_by_role("alert")).to_contain_text("nieuwere versie")
    dutch(page, "a newer database")
    database.write_bytes(whole[: len(whole) // 3])
    page.goto(address + "/mensen")
    expect(page.get_by_role("alert")).to_contain_text("beschadigd")
    dutch(page, "a broken database")
    database.write_bytes(whole)
