"""Another region in a folder of its own, by ROUTEWIJZER_HOME alone: every page, document and command, without a name of
the shipped region."""

import csv
import html
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from google.protobuf import text_format
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.comparison.answers import Answers
from lib.comparison.release import open_release
from lib.comparison.view import View, compare_view, default_view
from lib.model.figures import ALL
from lib.render.documents import DOCUMENTS, make
from lib.render.frozen import frozen_tables, stored_results
from lib.render.packing import Imprint
from lib.render.release_files import release_xlsx, release_zip, template_xlsx
from lib.store.locations import DATABASE, HOME, database
from lib.store.releases import current, ensure, load
from lib.store.saved_views import Program, freeze, state
from lib.subjects.saved_views import write_view
from lib.web.shell import NAVIGATION
from tests.pages.apps import started_at
from tests.people import beheerder
from tests.regions import beekstreek
from tests.regions.beekstreek import APOSTROPHE, COST_TYPES, GEMEENTEN, LONG, WERKVORMEN, YEAR, write_region
from tests.regions.shipped_names import found_in, own_ids, own_phrases, own_years, proper_names

PAGES = tuple(name for pages in NAVIGATION.values() for name, _ in pages)
MADE_AT = datetime(2026, 3, 4, 9, 30, 15)
#: How many gemeenten the shipped region has.
HOW_MANY = {"zes"}
NOT_HERE = proper_names() | own_ids() | own_phrases() | HOW_MANY
#: Bare, and with what others published on it.
REGIONS = [pytest.param(False, id="bare"), pytest.param(True, id="published", marks=pytest.mark.heavy)]


@pytest.fixture(scope="module", params=REGIONS)
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the region, and in it the database that the first start makes."""
    place = write_region(tmp_path_factory.mktemp("regio") / "beekstreek", published=request.param)
    ensure(place / "data" / "routewijzer.duckdb", place)
    return place


@pytest.fixture
def there(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app and the commands on that folder and nothing else; the database it has by itself."""
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.delenv(DATABASE, raising=False)
    assert database() == home / "data" / "routewijzer.duckdb"
    return database()


def foreign(text: str) -> set[str]:
    """What in a text is of the shipped region."""
    # A letter beside it: part of a hash, which is another one each time.
    years = {year for year in own_years() if re.search(rf"(?<![\w.,]){year}(?![\w.,])", text)}
    return found_in(text, NOT_HERE) | years


# -- pages ----------------------------------------------------------------------------------------------------


def json_text(drawn: str) -> str:
    """A chart's words: its JSON writes < and > as codes."""
    return drawn.replace("\\\\u003c", "<").replace("\\\\u003e", ">")


def everything(app: AppTest) -> str:
    """All that is drawn: HTML, Markdown, labels, choices, charts and messages, in the page and beside it."""
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    protos = [each.proto for each in app._tree if getattr(each, "proto", None) is not None]
    drawn = [text_format.MessageToString(proto, as_utf8=True) for proto in protos]
    return html.unescape("\n".join(drawn).replace("\\'", "'"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_knows_only_its_own_region(there: Path, page: str) -> None:
    drawn = everything(started_at(page))
    assert foreign(drawn) == set()
    assert not re.search(r">\s*(nan|None|inf)\s*<", drawn)
    if page in ("overzicht", "kosten", "mensen", "gevoeligheid"):
        assert APOSTROPHE in drawn and LONG in drawn


@pytest.mark.heavy
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("naam", [APOSTROPHE, LONG, "Vlasbroek"])
def test_every_page_of_one_gemeente(there: Path, page: str, naam: str) -> None:
    app = started_at(page)
    app.selectbox(key="gemeente").select(naam)
    app.selectbox(key="b").select("Drie clusters, een jaar later klaar")
    app.run()
    drawn = everything(app)
    assert foreign(drawn) == set()
    if page in ("overzicht", "kosten", "mensen", "gemeente", "gevoeligheid"):
        assert naam in drawn


def test_names_stand_in_order_and_a_long_one_wraps(there: Path) -> None:
    names = [each.naam for each in open_release(there).figures.gemeenten]
    assert names == [
        "Aarlebeek",
        "Brinkerdam",
        "Klaverzijl",
        "Molendriel",
        LONG,
        "Ossenkamp",
        "Steltloo",
        APOSTROPHE,
        "Vlasbroek",
    ]
    drawn = everything(started_at("kosten"))
    assert f'class="rw-long">{LONG}</th>' in drawn.replace('\\"', '"')
    assert "Nieuw-Oosterwolderschans<br>en Heidebroekerwaard aan<br>de Oude Wetering" in json_text(drawn)
    assert "Contract van de regio<br>" in drawn and ">contract_2019<" not in drawn


def test_what_the_region_says_of_its_people(there: Path) -> None:
    drawn = everything(started_at("mensen"))
    assert "Dat volgt uit" in drawn and "Uitspraak B1" in drawn
    assert "verdeeld naar de omvang van coaching op de werkvloer" in drawn
    assert "Nieuw beschut werk" not in drawn


# -- documents and files --------------------------------------------------------------------------------------


def told(made: bytes) -> str:
    """The words and numbers in a file, of files inside it too; without the names of XML and its attributes."""
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            return "\n".join(told(packed.read(name)) for name in packed.namelist())
    if made.startswith(b"PAR1"):
        table = pq.read_table(io.BytesIO(made))
        return "\n".join(map(str, [table.schema.metadata, *table.to_pylist()]))
    if made.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    return re.sub("<[^>]*>", " ", made.decode("utf-8", "replace")) if made.startswith(b"<") else made.decode("utf-8")


def views(path: Path) -> Iterator[View]:
    view = default_view(open_release(path))
    yield view
    yield View(
        view.a, "clusters_later", 1, 2032, "GM9016", "per_inwoner", "omzet_klanten", overrides=(("prijsindex", 0.03),)
    )


SLOW = {"xlsx", "pdf"}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.heavy) if kind in SLOW else kind for kind in DOCUMENTS]
)
def test_a_document_of_all_and_of_one(there: Path, kind: str) -> None:
    release = open_release(there)
    for view in views(there):
        answers = Answers(release, view, compare_view(release, view))
        document = make(kind, answers, Imprint("https://beek.example/", MADE_AT))
        made = flat(told(document.body))
        assert foreign(made) == foreign(document.name) == set()
        assert beekstreek.REGION in made and flat(LONG if view.gemeente != ALL else APOSTROPHE) in made


def flat(made: str) -> str:
    """Without what a line that ends does to a name, and the apostrophes of a typesetter."""
    return re.sub(
        r"(?<=-)\s+|\s+", lambda gap: "" if made[gap.start() - 1] == "-" else " ", html.unescape(made)
    ).replace("’", "'")


def test_downloads_and_templates(there: Path) -> None:
    info, content = current(there), load(there, 1)
    for made in (release_xlsx(info, content), release_zip(info, content), template_xlsx(info, content)):
        assert foreign(told(made)) == set()
        assert "Routewijzer De Beekstreek" in told(made) and "kantoor" in told(made)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_sums_to_what_was_put_in(there: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    assert main(["export", "--a", "samen_sterker", "--b", "drie_clusters", "--format", "csv", "--out", str(out)]) == 0
    assert foreign("\n".join(path.read_text("utf-8") for path in out.iterdir())) == set()
    data = there.parent
    given = sum(
        COST_TYPES[row["kostensoort"]][2] * float(row["bedrag_eur"])
        for row in rows(data / "costs.csv")
        if row["bedrag_eur"] != "PM"
    )
    saldo: dict[tuple[str, str], float] = defaultdict(float)
    for row in rows(out / "costs.csv"):
        saldo[row["scenario"], row["jaar"]] += float(row["saldo_eur"] or 0)
    scenarios = {scenario for scenario, _ in saldo}
    assert [saldo[scenario, str(YEAR)] for scenario in scenarios] == pytest.approx([given] * 3)
    people = sum(int(row["personen"]) for row in rows(data / "headcounts.csv"))
    counted: dict[str, float] = defaultdict(float)
    for row in rows(out / "headcounts.csv"):
        if row["jaar"] == str(YEAR):
            counted[row["scenario"]] += float(row["personen"] or 0)
    assert counted == pytest.approx(dict.fromkeys(scenarios, people))
    bridge: dict[str, float] = defaultdict(float)
    for row in rows(out / "bridge.csv"):
        bridge[row["jaar"]] += float(row["bijdrage_eur"])
    later = {year: saldo["drie_clusters", year] - saldo["samen_sterker", year] for year in bridge}
    assert bridge == pytest.approx(later)


def test_a_parquet_export(there: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    assert main(["export", "--a", "doorgaan", "--b", "drie_clusters", "--format", "parquet", "--out", str(out)]) == 0
    assert foreign("\n".join(told(path.read_bytes()) for path in out.iterdir())) == set()
    assert isinstance(pq.read_table(out / "costs.parquet"), pa.Table)


# -- commands and acts ----------------------------------------------------------------------------------------

COMMANDS: tuple[tuple[str, ...], ...] = (("check",), ("releases",), ("states",), ("verkenningen",))


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_command(there: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words]) == 0
    assert foreign(capsys.readouterr().out) == set()


@pytest.mark.parametrize("words", [(), ("export",), ("publish",), ("template",), ("rollback",)], ids=str)
def test_the_help_of_a_command(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([*words, "--help"])
    assert foreign(capsys.readouterr().out) == set()


@pytest.fixture
def own(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own, to write in."""
    path = tmp_path / "eigen.duckdb"
    path.write_bytes((home / "data" / "routewijzer.duckdb").read_bytes())
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.setenv(DATABASE, str(path))
    return path


def test_a_filled_template_is_published(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "sjabloon"
    assert main(["template", "--format", "csv", "--out", str(folder)]) == 0
    path = folder / "aantallen.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()[:2]
    for naam in (APOSTROPHE, LONG):
        lines += [
            f"{naam};{YEAR};{groep};{werkvorm};{30 + i};realisatie;telling_beek;2022-10-02;"
            for i, (werkvorm, (_, groep, _)) in enumerate(WERKVORMEN.items())
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["publish", str(path), "--note", "Nieuwe telling", "--accept-warnings"]) == 0
    assert foreign(capsys.readouterr().out) == set()
    release = open_release(own)
    codes = [each.code for each in release.figures.gemeenten]
    assert release.info.number == 2
    assert [release.figures.persons[codes.index(code)].tolist() for code in ("GM9013", "GM9016")] == [
        [30, 31, 32, 33]
    ] * 2
    assert main(["rollback", "1", "--note", "Terug"]) == 0
    assert current(own).number == 1


@pytest.mark.heavy
def test_a_frozen_state(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = open_release(own)
    view = default_view(release)
    who: dict[str, Any] = {"name": "Vergadering", "note": "", "by": beheerder("Griffier")}
    tables = frozen_tables(release, view)
    number = freeze(own, tables, release=release.info, view=write_view(view), program=Program("0", "0" * 64), **who)
    found = stored_results(state(own, number))
    assert found.numbers and foreign("\n".join(map(told, tables.values()))) == set()
    assert main(["export", "--state", str(number), "--format", "csv", "--out", str(tmp_path / "stand")]) == 0
    assert foreign(capsys.readouterr().out) == set()
    app = started_at("bevroren")
    app.selectbox(key="stand").set_value(str(number)).run()
    drawn = everything(app)
    assert foreign(drawn) == set() and "Vergadering" in drawn and LONG in drawn


# -- the folder -----------------------------------------------------------------------------------------------


def test_the_region_shares_nothing_with_the_shipped_one(home: Path) -> None:
    files = "\n".join(path.read_text("utf-8") for path in home.rglob("*") if path.suffix in (".csv", ".toml"))
    assert foreign(files) == set()
    assert len(GEMEENTEN) == 9


def test_a_folder_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path / "weg"))
    monkeypatch.delenv(DATABASE, raising=False)
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert "het bestand ontbreekt" in said.out + said.err
