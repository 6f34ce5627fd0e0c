"""Whatever someone types, names a file or puts in a link is text on every page: no code, no markup, no other server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.render.frozen import frozen_tables
from lib.render.html import JOINER
from lib.store.publishing import HandedIn, publish
from lib.store.releases import current, load
from lib.store.saved_views import Program, freeze, keep
from lib.store.verkenning import Verkenning
from lib.subjects.saved_views import write_view
from lib.tables.content import SHIPPED
from tests.browser.conftest import Serve, Window
from tests.browser.looking import settled, unfolded
from tests.people import beheerder

pytestmark = pytest.mark.heavy
#: Each word that must not become markup has VALS in it.
HOSTILE = (
    "<img src=x onerror=window.vals=1>VALS",
    "<script>window.vals=1</script>VALS",
    "<svg onload=window.vals=1>VALS</svg>",
    '"><a href="javascript:window.vals=1">VALS</a>',
    "**VALS** _VALS_ `VALS` ~~VALS~~ # VALS",
    "[VALS](javascript:window.vals=1) ![VALS](//vals.example/x)",
    "https://vals.example/VALS www.vals.example",
    ":red[VALS] :material/home: :smile: $VALS^2$",
    "'; DROP TABLE releases; -- VALS",
    '=HYPERLINK("//vals.example";"VALS")',
    "../../../etc/passwd VALS",
    "{{7*7}} ${VALS} %(vals)s &lt;b&gt;VALS",
    "ﬁ ＜script＞VALS Ⅷ ͏é é",
)
PARAMETERS = (
    "a",
    "b",
    "jaren",
    "release",
    "gemeente",
    "bedragen",
    "sleutel",
    "mensen",
    "aannames",
    "db",
    "rvc",
    "stand",
    "scherm",
)
#: Elements that only exist when a text was taken for markup.
MARKUP = (
    "img[src='x'], svg[onload], a[href^='javascript'], a[href*='vals.example'], a[href^='mailto'], "
    "strong:has-text('VALS'), em:has-text('VALS'), code:has-text('VALS^'), del:has-text('VALS'), h1:has-text('# VALS'), "
    ".katex, [data-testid='stIconMaterial']:has-text('home'), img[src*='vals.example'], span[style*='red']"
)


@dataclass
class Watched:
    """A page, what it said in dialogs and which other servers it asked."""

    page: Page
    dialogs: list[str]
    elsewhere: list[str]

    def sound(self) -> None:
        settled(self.page)
        assert self.dialogs == [] and self.elsewhere == []
        assert self.page.evaluate("window.vals") is None
        assert [each.evaluate("e => e.outerHTML") for each in self.page.locator(MARKUP).all()] == []


@pytest.fixture(scope="module")
def address(database: Path, serve: Serve) -> str:
    """The app on a database in which every text is hostile."""
    content = load(database, current(database).number)
    release = open_release(database)
    view = default_view(release)
    tables = frozen_tables(release, view)
    for i, text in enumerate(HOSTILE):
        by = beheerder(text)
        files = [HandedIn(text, f"{i:064x}", 1, 1)]
        publish(database, content, name=text, note=text, by=by, files=files, expected=i + 1)
        one = Verkenning(
            text, text, text, datetime(2020, 3, 26), 1, view.a, view.b, None, (("schaalverlies", i / 100 + 0.001),)
        )
        keep(database, one, by=by)
        freeze(
            database,
            tables,
            name=text,
            note=text,
            by=by,
            release=release.info,
            view=write_view(view),
            program=Program("1", "p"),
        )
    return serve(SHIPPED, {"ROUTEWIJZER_DATABASE": str(database)})


@pytest.fixture
def watched(window: Window, address: str) -> Iterator[Watched]:
    page = window(1280, 1600)
    found = Watched(page, [], [])
    page.on("dialog", lambda dialog: (found.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: found.elsewhere.append(request.url) if not _ours(request.url, address) else None)
    yield found


def _ours(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:", address.replace("http", "ws")))


def test_names_notes_and_files_are_text_on_the_page_of_releases(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/cijfers")
    unfolded(page, "Logboek")
    expect(page.get_by_text("Wie wat deed")).to_be_visible()
    watched.sound()
    told = page.locator("body").inner_text()
    for text in HOSTILE:
        assert told.count(text) >= 6, text
    page.get_by_label("Kies een release").click()
    watched.sound()
    page.keyboard.press("Escape")


def test_names_of_verkenningen_are_text(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/gevoeligheid?aannames=schaalverlies%3D0,081")
    expect(page.get_by_text("Alle verkenningen").first).to_be_attached(timeout=60_000)
    watched.sound()
    told = page.locator("body").inner_text()
    for text in HOSTILE:
        assert text in told, text


@pytest.mark.parametrize("number", [1, 5, 6, 8])
def test_a_frozen_state_tells_its_name_as_text(watched: Watched, address: str, number: int) -> None:
    page = watched.page
    page.goto(f"{address}/bevroren?stand={number}")
    expect(page.locator("body")).to_contain_text("Wat is bevroren, door wie", timeout=60_000)
    watched.sound()
    told = page.locator("body").inner_text()
    for text in HOSTILE:
        assert text in told, text


@pytest.mark.parametrize("path", ["", "vergadering", "gevoeligheid", "bevroren"])
@pytest.mark.parametrize("turn", [0, 5, 9])
def test_a_link_is_text(watched: Watched, address: str, path: str, turn: int) -> None:
    """Every choice of a link gets another of the texts, three times other ones."""
    given = {name: HOSTILE[(i + turn) % len(HOSTILE)] for i, name in enumerate(PARAMETERS)}
    query = "&".join(f"{name}={quote(text)}" for name, text in given.items())
    watched.page.goto(f"{address}/{path}?{query}")
    expect(watched.page.get_by_role("alert").first).to_be_visible(timeout=60_000)
    watched.sound()
    told = watched.page.locator("body").inner_text().replace(JOINER, "")
    for name in ("a", "b", "release", "gemeente", "bedragen", "sleutel", "mensen"):
        assert given[name][:40] in told, name


@pytest.mark.parametrize("place", [0, 4, 8])
def test_a_file_with_a_hostile_name_and_cells_is_told_as_text(watched: Watched, address: str, place: int) -> None:
    page = watched.page
    page.goto(f"{address}/cijfers")
    rows = "".join(";".join(['"' + text.replace('"', '""') + '"'] * 4) + "\n" for text in HOSTILE)
    body = f"gemeente;jaar;werkvorm;aantal\n{rows}".encode()
    name = HOSTILE[place].replace("/", "∕") + ".csv"
    page.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": body}  # type: ignore[arg-type]
    )
    expect(page.get_by_text("er is niets veranderd").first).to_be_visible(timeout=60_000)
    watched.sound()
    assert "VALS" in page.locator("body").inner_text()
