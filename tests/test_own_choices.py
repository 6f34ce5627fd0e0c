"""Whatever shows an outcome under own assumptions names them: every page, screen, document, export and answer."""

import html as markup
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pypdf
import pytest
from pptx import Presentation
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.api.comparison import COMPARISON
from lib.comparison.release import Release
from lib.comparison.view import View, default_view
from lib.render.documents import DOCUMENTS
from lib.render.frozen import frozen_tables, state_csv, state_parquet
from lib.store.locations import DATABASE, SECRETS
from lib.store.saved_views import Program, freeze, keep, state
from lib.subjects.meeting import SCREENS
from lib.subjects.saved_views import verkenning_of, write_view
from lib.text.glossary import glossary
from lib.web.shell import NAVIGATION
from tests.api.conftest import client
from tests.pages.apps import ROOT, drawn, html, started_at
from tests.people import beheerder
from tests.tiers import first

A, B = "maatschappelijke_onderneming_2017", "akkoord_2020"
CHOSEN = (("efficiency_eindwaarde@GM0163", 0.08), ("loonindex", 0.025))
#: As a link carries them; beyond the meerjarenraming, where the message says with what it was reckoned.
LINK = {
    "aannames": "efficiency_eindwaarde@GM0163=0,08;loonindex=0,025",
    "jaren": "2021–2030",
    "sleutel": "Inwoners",
    "mensen": "Loonstijging 2021",
    "pm": "true",
}
SET = (
    *("--set", "loonindex=0,025", "--set", "efficiency_eindwaarde@GM0163=8 %"),
    *("--key", "inwoners", "--mensen", "loonstijging_2021"),
)
NAMES = (
    "Efficiency op termijn in Hellendoorn 8 % (standaard 6 %)",
    "Loonindex 2,5 % per jaar (standaard 3 %)",
)
PEOPLE = "Waar de mensen zijn: loonstijging 2021 (standaard regeling 2019)"
KEY = "Eigen verdeelsleutel: inwoners (standaard die van de route zelf)"
PM = "PM-posten met een bereik tellen mee in de spreiding (standaard niet)"
EXAMPLE = "rekenvoorbeeld"
#: Pages without any outcome, and so without an assumption to name; why.
EXEMPT = {
    "cijfers": "hier worden cijfers aangeleverd; het effect daarvan rekent met standaard",
    "handleiding": "uitleg over de pagina’s, zonder uitkomst",
    "toegankelijkheid": "een verklaring, zonder uitkomst",
}
PAGES = [name for pages in NAVIGATION.values() for name, _ in pages]
MOMENT = datetime(2026, 3, 4, 9, 30)
#: What stands at the head of the first page of a gemeente.
OPENING = "in elke route dezelfde"


def plain(text: str) -> str:
    """Text as it is read: without tags, with ordinary spaces, and without what explains the term itself."""
    read = " ".join(markup.unescape(re.sub(r"<[^>]+>", " ", text)).split())
    meaning = next(term.explanation for term in glossary() if term.name == EXAMPLE)
    return re.sub(rf"{EXAMPLE}\W+(?={re.escape(meaning)})", "", read)


def assert_named(text: str, more: tuple[str, ...] = (KEY, PEOPLE)) -> None:
    read = plain(text)
    for words in (*NAMES, *more):
        assert words in read, words
    assert EXAMPLE not in read.lower(), read[max(0, read.lower().find(EXAMPLE) - 200) :][:400]


def own_view(release: Release) -> View:
    return replace(
        default_view(release), horizon=2030, overrides=CHOSEN, key="inwoners", people="loonstijging_2021", pm=True
    )


@pytest.fixture(scope="module")
def filled(first_database: Path, release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a frozen state and a verkenning under own assumptions."""
    path = tmp_path_factory.mktemp("own") / "routewijzer.duckdb"
    path.write_bytes(first_database.read_bytes())
    view, who = own_view(release), beheerder("De griffier")
    told = {"name": "Met eigen aannames", "note": "", "view": write_view(view)}
    freeze(
        path, frozen_tables(release, view), release=release.info, program=Program("0.1.0", "ef" * 32), by=who, **told
    )
    one = verkenning_of(view, name="Hogere lonen", note="voor de raad", author="De griffier", made_at=MOMENT)
    assert keep(path, one, by=who) == 1
    return path


@pytest.fixture
def app(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app as a link with own assumptions opens it."""
    monkeypatch.setenv(DATABASE, str(filled))
    app = started_at("overzicht")
    for name, value in (("aannames", LINK["aannames"]),):
        app.text_input(key=name).input(value)
    app.checkbox(key="pm").check()
    labels = {"Jaren": "jaren", "Verdeelsleutel": "sleutel", "Waar de mensen zijn": "mensen"}
    for label, value in ((label, LINK[name]) for label, name in labels.items()):
        next(box for box in app.selectbox if box.label == label).select(value)
    yield drawn(app)


def page_text(app: AppTest) -> str:
    said = [box.value for kind in (app.markdown, app.caption) for box in kind]
    return "\n".join([html(app), *said, *(json.dumps(chart.proto.spec) for chart in app.get("plotly_chart"))])


@pytest.mark.parametrize("page", [page for page in PAGES if page not in (*EXEMPT, "vergadering", "bevroren")])
def test_every_page_names_them(app: AppTest, page: str) -> None:
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    if page == "gevoeligheid" and not drawn(app).checkbox(key="pm").value:
        # Without a browser a bound box in a fragment forgets what the address says.
        app.checkbox(key="pm").check()
    shown = page_text(drawn(app))
    assert_named(shown, (KEY, PEOPLE, PM))
    # Above the heading; on Gevoeligheid the place for it is filled from below.
    assert page == "gevoeligheid" or plain(shown.split("<h1")[0]).find(NAMES[0]) >= 0


def test_the_pages_that_are_left_out_are_pages() -> None:
    assert set(EXEMPT) < set(PAGES) and all(EXEMPT.values())


@pytest.mark.parametrize("screen", SCREENS.values())
def test_every_screen_of_the_meeting_names_them(app: AppTest, screen: str) -> None:
    app.switch_page(str(ROOT / "pages" / "vergadering.py"))
    next(box for box in drawn(app).selectbox if box.label == "Scherm").select(screen)
    assert_named(page_text(drawn(app)), (KEY, PEOPLE, PM))


def test_the_page_of_a_frozen_state_names_them(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From what is stored: the choices of now are at standaard."""
    monkeypatch.setenv(DATABASE, str(filled))
    app = started_at("bevroren")
    next(box for box in app.selectbox if box.label == "Open stand nummer").select("1")
    shown = html(drawn(app))
    assert_named(shown, (KEY, PEOPLE, PM))
    assert plain(shown).find(NAMES[0]) < plain(shown).find("Wat is bevroren")


def pdf_pages(body: bytes) -> list[str]:
    return [page.extract_text().replace("-\n", "-") for page in pypdf.PdfReader(io.BytesIO(body)).pages]


def slide_texts(body: bytes) -> list[str]:
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in Presentation(io.BytesIO(body)).slides
    ]


def sheet_texts(body: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return ["\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell) for sheet in book]


def assert_document_names(kind: str, body: bytes) -> None:
    """On the first page or slide; on the first page of each gemeente, every sheet, and by count on every slide."""
    if kind in ("pdf", "gemeente"):
        pages = pdf_pages(body)
        heads = [page for page in pages if OPENING in page] if kind == "gemeente" else pages[:1]
        assert heads
        for page in heads:
            assert_named(page)
        assert EXAMPLE not in plain("\n".join(pages)).lower()
    elif kind == "pptx":
        slides = slide_texts(body)
        assert_named(slides[0])
        for slide in slides:
            assert_named(slide)
        notes = [slide.notes_slide.notes_text_frame.text for slide in Presentation(io.BytesIO(body)).slides]
        for note in notes:
            assert_named(note)
    else:
        for sheet in sheet_texts(body):
            assert_named(sheet)


ORIGINS = {
    "live": ("--a", A, "--b", B, "--horizon", "2030", *SET),
    "verkenning": ("--a", A, "--b", B, "--horizon", "2030", "--verkenning", "Hogere lonen"),
    "state": ("--state", "1"),
}


@pytest.mark.parametrize("origin", first(ORIGINS))
@pytest.mark.parametrize("kind", first(DOCUMENTS))
def test_every_document_names_them(
    filled: Path, tmp_path: Path, kind: str, origin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"document.{DOCUMENTS[kind].extension}"
    words = ["export", *ORIGINS[origin], "--format", kind, "--out", str(out), "--database", str(filled)]
    assert main(words) == 0
    assert_document_names(kind, out.read_bytes())
    assert_named(capsys.readouterr().out)


@pytest.mark.parametrize("origin", ["live", "verkenning"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_every_export_names_them(filled: Path, tmp_path: Path, kind: str, origin: str) -> None:
    out = tmp_path / "tabellen"
    taken = [word for word in ORIGINS[origin] if word not in ("--horizon", "2030")]
    assert main(["export", *taken, "--format", kind, "--out", str(out), "--database", str(filled)]) == 0
    file = out / f"assumptions.{kind}"
    if kind == "csv":
        text = file.read_text("utf-8")
    else:
        table = pq.read_table(file)
        assert dict(zip(table["parameter"].to_pylist(), table["standaard"].to_pylist(), strict=True)) == {
            "efficiency_eindwaarde@GM0163": 0.06,
            "loonindex": 0.03,
            "inwoners": None,
            "loonstijging_2021": None,
        }
        text = str(table.to_pylist()).replace("\\xa0", " ")
    assert_named(
        text, ("Eigen verdeelsleutel", "die van de route zelf", "Waar de mensen zijn", "Loonstijging 2021 (standaard")
    )


def test_an_export_at_standaard_has_nothing_to_name(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "tabellen"
    words = [
        "export",
        "--a",
        A,
        "--b",
        B,
        "--set",
        "schaalverlies=0",
        "--mensen",
        "gr_2019",
        "--format",
        "csv",
        "--out",
        str(out),
    ]
    assert main([*words, "--database", str(filled)]) == 0
    assert not list(out.glob("assumptions*"))


def test_the_files_of_a_frozen_state_name_them(filled: Path) -> None:
    found = state(filled, 1)
    for body in (state_csv(found), state_parquet(found)):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            assert_named(archive.read("leesmij.txt").decode("utf-8-sig"), (KEY, PEOPLE, PM))


@pytest.fixture
def asking(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv(DATABASE, str(filled))
    monkeypatch.setenv(SECRETS, str(tmp_path / "none.toml"))
    return client()


ASKED = {
    "a": A,
    "b": B,
    "key": "inwoners",
    "mensen": "loonstijging_2021",
    "set": ["loonindex=0.025", "efficiency_eindwaarde@GM0163=0,08"],
}


@pytest.mark.parametrize("operation", COMPARISON, ids=lambda operation: operation.name)
def test_every_answer_of_the_api_names_them(asking: TestClient, operation: Any) -> None:
    for kind in operation.formats:
        found = asking.get(operation.path, params={**ASKED, **({"format": kind} if operation.table else {})})
        assert found.status_code == 200, found.text
        header = found.headers["Routewijzer-Aannames"]
        assert header == (
            "efficiency_eindwaarde@GM0163=0.08 (standaard 0.06); loonindex=0.025 (standaard 0.03); "
            "sleutel=inwoners; mensen=loonstijging_2021"
        )
        if kind == "json":
            told = found.json()
            assert_named(told["gerekend_met"])
            rows = told["anders_dan_standaard"]
            assert [(row["parameter"], row["waarde"], row["standaard"]) for row in rows] == [
                ("efficiency_eindwaarde@GM0163", 0.08, 0.06),
                ("loonindex", 0.025, 0.03),
                ("inwoners", None, None),
                ("loonstijging_2021", None, None),
            ]
            assert EXAMPLE not in plain(found.text).lower()
        else:
            assert "eigen-aannames" in found.headers["content-disposition"]
        still = asking.get(operation.path, params={"a": A, "b": B, **({"format": kind} if operation.table else {})})
        assert "Routewijzer-Aannames" not in still.headers
        assert kind != "json" or still.json()["anders_dan_standaard"] == []


def test_the_example_is_said_when_nothing_differs(filled: Path, tmp_path: Path) -> None:
    """The word is not gone: it is true where everything is at standaard."""
    out = tmp_path / "document.pptx"
    words = ["export", "--a", A, "--b", B, "--horizon", "2030", "--format", "pptx", "--out", str(out)]
    assert main([*words, "--database", str(filled)]) == 0
    assert any("lijn: rekenvoorbeeld" in plain(text) for text in slide_texts(out.read_bytes()))
