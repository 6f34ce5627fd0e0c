"""Every page draws with figures that were handed in: of a later year, of small numbers, with PM, and with a moved base year."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.store.faults import DatabaseBusy
from lib.tables.columns import PM
from lib.tables.content import Content
from tests.pages.apps import At
from tests.tiers import these

ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted(path.name for path in (ROOT / "pages").glob("*.py")))
#: Those with the figures that were handed in.
SOME = ("overzicht.py", "kosten.py")
YEAR = 2021


def files(folder: Path, shipped: Content, year: int, persons: int | None = None, pm: str = "") -> list[str]:
    """The figures of the base year again as realisatie of another year, as an analist writes them."""
    costs = ["gemeente_code;jaar;werkvorm;kostensoort;bedrag_eur;status;bron"]
    for row in shipped.tables["costs"]:
        amount = PM if row["kostensoort"] == pm else row["bedrag_eur"] + 1000
        told = (row["gemeente_code"], year, row["werkvorm"], row["kostensoort"], amount, "realisatie", "Jaarrekening")
        costs.append(";".join(map(str, told)))
    counts = ["gemeente_code;jaar;groep;werkvorm;personen;status;bron"]
    for row in shipped.tables["headcounts"]:
        small = persons if persons is not None and row["werkvorm"] == "begeleid_werken" else row["personen"]
        told = (row["gemeente_code"], year, row["groep"], row["werkvorm"], small, "realisatie", "Jaarrekening")
        counts.append(";".join(map(str, told)))
    paths = folder / "kosten.csv", folder / "aantallen.csv"
    for path, lines in zip(paths, (costs, counts), strict=True):
        path.write_text("\n".join(lines), encoding="utf-8")
    return [str(path) for path in paths]


def published(database: Path, *words: str) -> None:
    assert main(["publish", *words, "--note", "Proef", "--accept-warnings", "--database", str(database)]) == 0


def draw(monkeypatch: pytest.MonkeyPatch, database: Path, page: str) -> str:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    app = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
    app.switch_page(str(ROOT / "pages" / page)).run()
    assert not app.exception and not app.error, [one.value for one in (*app.exception, *app.error)]
    drawn = "\n".join(element.proto.body for element in app.get("html"))
    assert not re.search(r"\b(nan|None|inf)\b", drawn)
    return drawn


@pytest.fixture(scope="module")
def later(first_database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a whole later year."""
    folder = tmp_path_factory.mktemp("later")
    path = folder / "routewijzer.duckdb"
    path.write_bytes(first_database.read_bytes())
    published(path, *files(folder, shipped, YEAR))
    return path


@pytest.mark.parametrize("page", PAGES)
def test_a_later_year(monkeypatch: pytest.MonkeyPatch, later: Path, page: str) -> None:
    drawn = draw(monkeypatch, later, page)
    assert ("Aangeleverd na het basisjaar" in drawn) is (page in ("kosten.py", "mensen.py"))


@pytest.mark.parametrize("page", these(PAGES, SOME))
def test_a_moved_base_year(
    monkeypatch: pytest.MonkeyPatch, later: Path, shipped: Content, tmp_path: Path, page: str
) -> None:
    moved = tmp_path / "moved.duckdb"
    moved.write_bytes(later.read_bytes())
    published(moved, *files(tmp_path, shipped, YEAR), "--base-year", str(YEAR))
    drawn = draw(monkeypatch, moved, page)
    assert "Aangeleverd na het basisjaar" not in drawn
    if page == "overzicht.py":
        assert "2022–2024" in drawn


@pytest.mark.parametrize("page", these(PAGES, SOME))
def test_small_numbers_and_pm(
    monkeypatch: pytest.MonkeyPatch, database: Path, shipped: Content, tmp_path: Path, page: str
) -> None:
    published(database, *files(tmp_path, shipped, 2020, persons=4, pm="materieel"))
    drawn = draw(monkeypatch, database, page)
    if page == "verantwoording.py":
        assert "samengevoegd" in drawn


@pytest.mark.usefixtures("afresh")
def test_a_busy_database_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch, at: At) -> None:
    def busy(_: Path) -> None:
        raise DatabaseBusy("De database is bezet.")

    monkeypatch.setattr("lib.web.releases.releases.history", busy)
    app = at("cijfers")
    assert not app.exception
    assert [error.value for error in app.error] == ["De database is bezet."]
