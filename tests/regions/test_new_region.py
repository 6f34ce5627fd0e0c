"""A region from nothing: a folder that passes check at once, in which nothing stands that nobody said, and that is filled in
from one workbook."""

import csv
import io
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.cli import Refused
from lib.cli.region import read_gemeenten
from lib.comparison.answers import Answers
from lib.comparison.release import open_release
from lib.comparison.view import NotFilledIn, compare_view, default_view
from lib.render.documents import DOCUMENTS
from lib.store.locations import DATABASE, HOME
from lib.store.releases import current, load
from lib.subjects.coverage import published_chart
from lib.subjects.meeting import SCREENS
from lib.subjects.people.carriers import carriers
from lib.subjects.people.flow import headline
from lib.subjects.people.placement import work_groups
from lib.tables.check import check_folder, checklist_of, model_of
from lib.tables.columns import EXAMPLE, TABLES, Table
from lib.tables.content import Content
from lib.tables.filling import NOT_FILLED_IN, PLACEHOLDER, Checklist, figure_tasks, with_handed_in
from lib.tables.rows import Problem, read_csv
from lib.web.blocks.filling import PAGES as OUTCOMES
from lib.web.blocks.meeting import SCREEN
from lib.web.shell import NAVIGATION
from tests.folders import edit
from tests.pages.apps import started_at
from tests.regions.shipped_names import found_in, proper_names
from tests.tiers import first

PAGES = tuple(name for pages in NAVIGATION.values() for name, _ in pages)
FOUR = "GM9501 Noordbeek, 't Oosten, Zuidbeek=GM9502, West-Beek"
#: The page that shows one idea per screen.
ROOM = "vergadering"
MANY = ", ".join(f"Dorp {chr(97 + i)}" for i in range(25))
#: Per gemeente 5 + 1 headcounts, 5 × 7 amounts, inhabitants and a share.
OF_ONE = 6 + 35 + 1 + 1
REGION = "De Vier Beken"


def make(home: Path, gemeenten: str = FOUR, year: int = 2024, *more: str) -> Path:
    assert main(["region", REGION, "--gemeenten", gemeenten, "--base-year", str(year), "--out", str(home), *more]) == 0
    return home


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of four gemeenten, only to read."""
    return make(tmp_path_factory.mktemp("regio") / "vier")


@pytest.fixture
def there(four: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program on that folder, with a database of the test's own that is not there yet."""
    monkeypatch.setenv(HOME, str(four))
    monkeypatch.setenv(DATABASE, str(tmp_path / "eigen.duckdb"))
    return tmp_path / "eigen.duckdb"


def checklist(content: Content) -> Checklist:
    return checklist_of(content, *model_of(content))


def said(capsys: pytest.CaptureFixture[str]) -> str:
    output = capsys.readouterr()
    assert output.err == ""
    return output.out


# -- the folder ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gemeenten", "count"), [(FOUR, 4), (MANY, 25)], ids=["four", "twenty-five"])
def test_it_passes_check_and_says_what_is_to_be_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    gemeenten: str,
    count: int,
) -> None:
    home = make(tmp_path / "regio", gemeenten)
    capsys.readouterr()
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.delenv(DATABASE, raising=False)
    assert main(["check"]) == 0
    lines = said(capsys).splitlines()
    total = f"{count * OF_ONE:,}".replace(",", ".")
    assert lines[0].startswith(f"data/ en scenarios/ zijn in orde, van {REGION}: 22 tabellen met ")
    assert lines[1].startswith(f"Deze map is in opbouw: 0 van {total} cijfers ingevuld.")
    assert [line for line in lines if line.startswith("[ ] Inwoners: ")] == [
        next(line for line in lines if line.startswith(f"[ ] Inwoners: 0 van {count} (data/population.csv)"))
    ]


def lines_of(home: Path, table: Table) -> list[list[str]]:
    return list(csv.reader((home / table.file).read_text("utf-8").splitlines()))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_has_its_head_and_an_example_that_does_not_count(four: Path, table: Table) -> None:
    """The example is readable as it stands, but for the word that says what it is."""
    head, *rows = lines_of(four, table)
    mark = head.index(table.example_column)
    assert tuple(head) == table.names
    assert [row[mark] == EXAMPLE for row in rows] == [False] * (len(rows) - 1) + [True]
    content = check_folder(four)
    assert len(content.tables[table.name]) == len(rows) - 1
    column = table.columns[mark]
    rows[-1][mark] = column.choices[0] if column.choices else "woord"
    text = io.StringIO()
    csv.writer(text).writerows([head, rows[-1]])
    problems: list[Problem] = []
    assert len(read_csv(table, table.file, text.getvalue(), problems)) == 1 and problems == []


def test_nothing_is_of_the_shipped_region(four: Path) -> None:
    for path in four.rglob("*.*"):
        assert found_in(path.read_text("utf-8"), proper_names()) == set(), path


def test_codes_are_those_that_were_given_or_provisional(four: Path) -> None:
    rows = check_folder(four).tables["gemeenten"]
    assert {row["gemeente"]: (row["gemeente_code"], row["bron_id"] == PLACEHOLDER) for row in rows} == {
        "Noordbeek": ("GM9501", False),
        "'t Oosten": ("GM9001", True),
        "Zuidbeek": ("GM9502", False),
        "West-Beek": ("GM9002", True),
    }
    (behind,) = read_gemeenten("Noordbeek GM9501, Oostbeek")[:1]
    assert (behind.name, behind.code, behind.provisional) == ("Noordbeek", "GM9501", False)


def test_the_routes_differ_from_the_year_that_was_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = make(tmp_path / "later", FOUR, 2024, "--start", "2027")
    _, scenarios = model_of(check_folder(home))
    assert [rule.from_year for rule in scenarios["zelf"].own_costs] == [2027]
    assert {rule.from_year for name in ("samen", "zelf") for rule in scenarios[name].placements[-1]} == {2027}
    assert {measure.path for name in ("samen", "zelf") for measure in scenarios[name].measures} == {((2027, 1),)}
    settings = {row["naam"]: row["waarde"] for row in check_folder(home).tables["settings"]}
    assert (settings["meerjarenraming_tot"], settings["laatste_jaar"]) == ("2030", "2034")
    capsys.readouterr()
    words = ["region", REGION, "--gemeenten", FOUR, "--base-year", "2024", "--start", "2024"]
    assert main([*words, "--out", str(tmp_path / "niet")]) == 1
    assert capsys.readouterr().err == "--start: 2024 kan niet; kies een jaar van 2025 tot en met 2034.\n"
    assert not (tmp_path / "niet").exists()


def test_a_gemeente_is_called_by_its_name_in_a_route(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = make(tmp_path / "naam")
    edit(home / "scenarios/zelf.toml", "[[verdeling]]\n", '[[verdeling]]\ngemeenten = ["zuidbeek"]\n')
    _, scenarios = model_of(check_folder(home))
    assert [rule.gemeenten for rule in scenarios["zelf"].own_costs] == [frozenset({"GM9502"})]


@pytest.fixture
def refusal_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[Path], str]:
    """What check says is wrong with a folder."""

    def refusal(home: Path) -> str:
        monkeypatch.setenv(HOME, str(home))
        capsys.readouterr()
        assert main(["check"]) == 1
        return capsys.readouterr().err

    return refusal


def test_what_strayed_below_a_heading_is_said(tmp_path: Path, refusal_of: Callable[[Path], str]) -> None:
    home = make(tmp_path / "verdwaald")
    edit(home / "scenarios/samen.toml", 'verdeling = "sleutel"', "[[verdeling]]\nvanaf = 2027")
    err = refusal_of(home)
    assert (
        "scenarios/samen.toml, verdeling, sleutel bron_id: staat onder [[verdeling]] en hoort nu daarbij; gelezen: "
        "“opgave_regio”; zet bron_id boven de eerste regel die met [ begint." in err
    )
    assert "de bron ontbreekt" not in err
    edit(home / "scenarios/samen.toml", "[[verdeling]]\nvanaf = 2027", 'verdeling = "sleutel"')
    edit(home / "scenarios/samen.toml", 'noemt = "dat de gemeenten het samen doen"\n', "")
    edit(home / "scenarios/samen.toml", 'label = "Gezamenlijke', 'noemt = "iets"\nlabel = "Gezamenlijke')
    assert "sleutel noemt: staat onder [uitvoerders.…] en hoort nu daarbij" in refusal_of(home)


def test_a_misspelt_name_of_a_gemeente_is_told_with_the_one_that_was_meant(
    tmp_path: Path, refusal_of: Callable[[Path], str]
) -> None:
    home = make(tmp_path / "fout")
    edit(home / "scenarios/zelf.toml", "[[verdeling]]\n", '[[verdeling]]\ngemeenten = ["Zuidbek"]\n')
    err = refusal_of(home)
    assert "gelezen: “Zuidbek”" in err and "Zuidbeek" in err


#: Who pays stands in one line in one route, and in a table of its own in the other.
KEY_LINE = 'verdeling = "sleutel"\n'
OWN_COSTS = (
    "# Vanaf dit jaar draagt elke gemeente haar eigen kosten; wat voor de hele route geldt, staat hierboven.\n"
    "[[verdeling]]\nvanaf = 2025\n\n"
)


def test_both_routes_have_one_form_and_the_same_bounds(four: Path) -> None:
    """Told in the words of the other, a route is the other, but for who pays and who carries it out."""
    together, alone = ((four / "scenarios" / f"{name}.toml").read_text("utf-8") for name in ("samen", "zelf"))
    differing = [
        (first, second)
        for first, second in zip(
            together.replace(KEY_LINE, "").replace("samen", "zelf").replace("Samen", "Zelf").splitlines(),
            [line for line in alone.replace(OWN_COSTS, "").splitlines() if line != "eigen_dienst = true"],
            strict=True,
        )
        if first != second and not re.match(r"#|\[uitvoerders|label|uitvoerder|toelichting", second)
    ]
    assert differing == []
    registry, scenarios = model_of(check_folder(four))
    first, second = (registry.parameters[f"uitvoeringskosten_{name}"] for name in ("samen", "zelf"))
    assert (first.low, first.default, first.high) == (second.low, second.default, second.high) == (-0.1, 0, 0.1)
    assert scenarios["samen"].pm.keys() == scenarios["zelf"].pm.keys() == {"overgang"}
    assert {parameter.status for parameter in registry.parameters.values()} == {"aanname"}


def test_its_own_explanation_names_every_task_and_both_shells(four: Path) -> None:
    text = (four / "README.md").read_text("utf-8")
    for task in checklist(check_folder(four)).tasks:
        assert f"- [ ] **{task.title}**" in text
    assert "```sh" in text and "$env:ROUTEWIJZER_HOME" in text and r".venv\Scripts\python -m lib check" in text
    assert "$$" not in text and str(four) in text


@pytest.mark.parametrize("year", [1998, 2090])
def test_the_first_and_the_last_year_that_can_be(tmp_path: Path, year: int) -> None:
    assert not checklist(check_folder(make(tmp_path / "regio", year=year))).complete


# -- what cannot be -------------------------------------------------------------------------------------------------------

WRONG = {
    "one gemeente": ({"--gemeenten": "Noordbeek"}, "gelezen zijn er 1; geef er 2 tot 500"),
    "no gemeente": ({"--gemeenten": " , "}, "gelezen zijn er 0"),
    "twice": ({"--gemeenten": "Noordbeek, noordbeek"}, "naam “Noordbeek” staat er twee keer"),
    "code twice": ({"--gemeenten": "GM9501 A, GM9501 B"}, "code “GM9501” staat er twee keer"),
    "no name": ({"--gemeenten": "GM9501, Zuidbeek"}, "bij “GM9501” staat geen naam"),
    "no code": ({"--gemeenten": "GM12 Noordbeek, Zuidbeek"}, "“GM12” is geen code van een gemeente"),
    "another code": ({"--gemeenten": "Noordbeek=1234, Zuidbeek"}, "“1234” is geen code van een gemeente"),
    "all": ({"--gemeenten": "alle, Zuidbeek"}, "“alle” betekent alle gemeenten samen"),
    "no letter": ({"--gemeenten": "1234, Zuidbeek"}, "“1234” is geen naam van een gemeente"),
    "too early": ({"--base-year": "1997"}, "--base-year: 1997 kan niet; kies een jaar van 1998 tot en met 2090."),
    "too late": ({"--base-year": "2091"}, "--base-year: 2091 kan niet"),
    "no region": ({"NAAM": " "}, "kan geen naam van de regio zijn"),
    "unseen": ({"NAAM": "Vier\u200bBeken"}, "kan geen naam van de regio zijn"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    other, sentence = WRONG[name]
    out = tmp_path / "regio"
    words = {"NAAM": REGION, "--gemeenten": FOUR, "--base-year": "2024", "--out": str(out), **other}
    options = [word for key, value in words.items() if key != "NAAM" for word in (key, value)]
    assert main(["region", words["NAAM"], *options]) == 1
    output = capsys.readouterr()
    assert sentence in output.err and output.out == ""
    assert not out.exists()


def test_everything_that_is_wrong_with_the_gemeenten_is_said_at_once() -> None:
    with pytest.raises(Refused) as error:
        read_gemeenten("GM12 Noordbeek, 12, Zuidbeek, zuidbeek")
    assert len(error.value.meldingen) == 3


@pytest.mark.parametrize("kind", ["file", "full"])
def test_a_place_that_is_taken_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    out = tmp_path / "regio"
    if kind == "full":
        out.mkdir()
    file = out / "brief.txt" if kind == "full" else out
    file.write_text("van mij")
    assert main(["region", REGION, "--gemeenten", FOUR, "--base-year", "2024", "--out", str(out)]) == 1
    assert "geef een nieuwe of lege map. Er is niets geschreven." in capsys.readouterr().err
    assert file.read_text() == "van mij" and len(list(tmp_path.rglob("*"))) == (2 if kind == "full" else 1)


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    assert sorted(path.name for path in make(tmp_path).iterdir()) == ["README.md", "data", "scenarios"]


# -- while nothing is there -----------------------------------------------------------------------------------------------


def text_of(app: AppTest) -> str:
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    return "\n".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("page", first(PAGES, 4))
def test_every_page_holds_and_shows_no_outcome(there: Path, page: str) -> None:
    drawn = text_of(started_at(page))
    if page in OUTCOMES or page in ("overzicht", "terugblik", "verantwoording"):
        assert "Nog niet ingevuld: 0 van 172 cijfers ingevuld" in drawn
        assert "€ 0" not in drawn
    if page in ("overzicht", "gemeente"):
        assert drawn.count(f">{NOT_FILLED_IN}<") == 16


def test_a_page_of_one_gemeente_counts_only_hers(there: Path) -> None:
    app = started_at("gemeente")
    app.selectbox(key="gemeente").select("Zuidbeek")
    app.run()
    assert text_of(app).count(f">{NOT_FILLED_IN}<") == 4


@pytest.mark.heavy
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_twenty_five(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setenv(HOME, str(make(tmp_path / "regio", MANY)))
    monkeypatch.delenv(DATABASE, raising=False)
    drawn = text_of(started_at(page))
    assert page not in OUTCOMES or "0 van 1.075 cijfers ingevuld" in drawn


@pytest.mark.parametrize("kind", [*DOCUMENTS, "csv", "parquet"])
def test_nothing_leaves_as_a_comparison(
    there: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"uit.{kind}"
    assert main(["export", "--a", "samen", "--b", "zelf", "--format", kind, "--out", str(out)]) == 1
    sentence = (
        "Nog niet ingevuld: 0 van 172 cijfers ingevuld. De routes worden vergeleken zodra alle cijfers er zijn.\n"
    )
    assert capsys.readouterr().err == sentence and not out.exists()


# -- filling in -----------------------------------------------------------------------------------------------------------

FIGURES = {"Aantallen": ("personen", 30), "Kosten": ("bedrag_eur", 100_000), "Inwoners": ("inwoners", 20_000)}
SHARES = {"Sleutels": ("aandeel", 0.25)}


def fill_in(path: Path, figures: dict[str, tuple[str, float]], leave: int = 0) -> Path:
    """The workbook with the same figure in every row of these sheets, but for the last few."""
    book = openpyxl.load_workbook(path)
    for title, (column, value) in figures.items():
        sheet = book[title]
        at = [cell.value for cell in sheet[1]].index(column) + 1
        for row in range(3, sheet.max_row + 1 - leave):
            sheet.cell(row, at, value)
    book.save(path)
    return path


@pytest.fixture
def workbook(there: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The empty upload that the region gives."""
    assert main(["template", "--format", "xlsx", "--out", str(tmp_path / "invullen.xlsx")]) == 0
    capsys.readouterr()
    return tmp_path / "invullen.xlsx"


def publish(path: Path) -> None:
    words = ["--note", "Cijfers", "--status", "raming", "--source", "Opgave van de gemeenten"]
    assert main(["publish", str(path), *words]) == 0


def test_the_workbook_asks_for_every_figure_that_lacks(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    # A heading and an example above them.
    rows = {title: book[title].max_row - 2 for title in book.sheetnames[1:]}
    assert rows == {"Aantallen": 24, "Kosten": 140, "Sleutels": 4, "Inwoners": 4}
    assert {row[0].value for row in book["Inwoners"].iter_rows(min_row=3)} == {
        "Noordbeek",
        "'t Oosten",
        "Zuidbeek",
        "West-Beek",
    }


def test_one_workbook_makes_it_whole(there: Path, workbook: Path, tmp_path: Path) -> None:
    """20 × 30 persons; 4 gemeenten × 5 werkvormen × (−5 + 2) kostensoorten of 100.000."""
    publish(fill_in(workbook, FIGURES | SHARES))
    release = open_release(there)
    assert release.checklist.complete and release.checklist.sentence == "172 van 172 cijfers ingevuld"
    comparison = compare_view(release, default_view(release))
    assert release.figures.persons.sum() == 600
    assert comparison.a.saldo[:, 0].sum() == pytest.approx(-6_000_000)
    assert comparison.difference.sum() == pytest.approx(0)
    out = tmp_path / "uit"
    assert main(["export", "--a", "samen", "--b", "zelf", "--format", "csv", "--out", str(out)]) == 0


#: Pages that say nothing of a route until something is chosen, and those about the program.
BY_ITSELF = ("gemeente", "bevroren", "cijfers", "handleiding", "route", "toegankelijkheid", "terugblik")


def test_a_workbook_of_ones_own_makes_it_whole(there: Path, tmp_path: Path) -> None:
    """As the explanation of the folder says: gemeenten below each other, and a column per werkvorm or kostensoort."""
    content = check_folder(Path(os.environ[HOME]))
    names = [row["gemeente"] for row in content.tables["gemeenten"]]
    work = [row["label"] for row in content.tables["werkvormen"] if row["groep"] == "wsw"]
    kinds = [row["label"] for row in content.tables["cost_types"]]
    book = openpyxl.Workbook()
    sheets: dict[str, list[list[str | float]]] = {
        "Aantallen 2024": [["Gemeente", *work, "Staf"], *([name, *[30] * (len(work) + 1)] for name in names)],
        "Kosten 2024": [
            ["Gemeente", "Werkvorm", *kinds],
            *([name, kind, *[100_000] * len(kinds)] for name in names for kind in work),
        ],
        "Inwoners 2024": [["Gemeente", "Inwoners"], *([name, 20_000] for name in names)],
        "Sleutels": [["Sleutel", "Gemeente", "Aandeel"], *(["Verdeelsleutel", name, 0.25] for name in names)],
    }
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "eigen.xlsx")
    publish(tmp_path / "eigen.xlsx")
    release = open_release(there)
    assert release.checklist.sentence == "172 van 172 cijfers ingevuld" and release.figures.persons.sum() == 600


def test_what_changes_later_is_shown_from_that_year_and_no_estimate_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two routes of which the first years are those of the nulalternatief."""
    monkeypatch.setenv(HOME, str(make(tmp_path / "later", FOUR, 2024, "--start", "2027")))
    monkeypatch.setenv(DATABASE, str(tmp_path / "later.duckdb"))
    book = tmp_path / "invullen.xlsx"
    assert main(["template", "--format", "xlsx", "--out", str(book)]) == 0
    publish(fill_in(book, FIGURES | SHARES))
    release = open_release(tmp_path / "later.duckdb")
    view = default_view(release)
    answers = Answers(release, view, compare_view(release, view))
    assert answers.first_year == 2027 and "vanaf 2027 wisselt de uitvoerder bij de route samen voor 600" in headline(
        answers
    )
    assert "Gezamenlijke uitvoerder" in carriers(answers).rows[0].cells[1].text
    assert "vanaf 2027" in published_chart(answers).quiet
    after = [carrier.name for group in work_groups(answers) for row in group.rows for carrier in row.a]
    assert set(after) == {"Gezamenlijke uitvoerder"}
    for page in ("overzicht", "gemeente"):
        app = started_at(page)
        app.selectbox(key="gemeente").select("Zuidbeek")
        assert not re.search(r"andere schatting|mensen elders", text_of(app.run())), page


def test_every_page_of_a_whole_region(there: Path, workbook: Path) -> None:
    publish(fill_in(workbook, FIGURES | SHARES))
    for page in PAGES:
        app = started_at(page)
        for screen in SCREENS.values() if page == ROOM else (None,):
            if screen is not None:
                app = app.selectbox(key=SCREEN).set_value(screen).run()
            drawn = text_of(app)
            assert "cijfers ingevuld" not in drawn, (page, screen)
        assert page in BY_ITSELF or "Samen" in drawn, page


def test_costs_and_persons_come_in_one_upload_and_what_lacks_stays_missing(there: Path, workbook: Path) -> None:
    publish(fill_in(workbook, {title: FIGURES[title] for title in ("Aantallen", "Kosten")}))
    release = open_release(there)
    assert release.checklist.sentence == "164 van 172 cijfers ingevuld"
    with pytest.raises(NotFilledIn, match="164 van 172"):
        compare_view(release, default_view(release))
    drawn = text_of(started_at("overzicht"))
    assert drawn.count(f">{NOT_FILLED_IN}<") == 8 and ">6 van 6<" in drawn and ">35 van 35<" in drawn


def test_nothing_stands_for_a_figure_that_was_left_out(there: Path, workbook: Path) -> None:
    """Of a region that is whole, a block that lacks a cell is filled with nobody, or with PM; here it stays missing."""
    publish(fill_in(workbook, {"Aantallen": FIGURES["Aantallen"]}, leave=1))
    content = load(there, current(there).number)
    assert len(content.tables["headcounts"]) == 23 and {row["personen"] for row in content.tables["headcounts"]} == {30}
    (lacking,) = (task.lacking for task in checklist(content).tasks if task.title == "Aantallen mensen")
    assert len(lacking) == 1


def test_check_ticks_off_what_is_in_the_folder_and_what_is_in_the_release(
    there: Path, workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(fill_in(workbook, FIGURES | SHARES))
    capsys.readouterr()
    assert main(["check"]) == 0
    out = said(capsys)
    assert "[x] Aantallen mensen: 24 van 24" in out and "Deze map is in opbouw: 172 van 172 cijfers ingevuld." in out
    assert (
        "let op: data/costs.csv, tabel: deze tabel heeft zelf geen cijfers; de 140 die zijn aangeleverd blijven staan; "
        in out
    )
    assert "op nee" not in out, "the folder itself has no figures yet"


def copied(four: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of four gemeenten, to write in; the program is on it."""
    home = Path(shutil.copytree(four, tmp_path / "eigen"))
    monkeypatch.setenv(HOME, str(home))
    return home


def test_a_folder_that_is_published_later_leaves_what_was_handed_in(
    there: Path,
    four: Path,
    workbook: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    publish(fill_in(workbook, FIGURES | SHARES))
    before = load(there, current(there).number)
    home = copied(four, tmp_path, monkeypatch)
    edit(home / "scenarios/samen.toml", '\ntitel = "Samen"', '\ntitel = "Samen verder"')
    capsys.readouterr()
    assert main(["publish", "--folder", str(home), "--note", "Een andere titel"]) == 0
    after = load(there, current(there).number)
    assert {name for name in after.tables if after.tables[name] != before.tables[name]} == set()
    release = open_release(there)
    assert release.checklist.complete and release.scenarios["samen"].title == "Samen verder"
    assert main(["publish", "--folder", str(home), "--note", "Nog eens"]) == 0
    assert "Geen wijzigingen" in said(capsys)


def test_a_table_that_the_folder_has_itself_is_hers(
    there: Path, four: Path, workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(fill_in(workbook, FIGURES | SHARES))
    home = copied(four, tmp_path, monkeypatch)
    written(home, "population", [["GM9501", 2024, 7, "raming", "opgave_regio", "2025-01-01", ""]])
    content = with_handed_in(check_folder(home), load(there, current(there).number), 2)
    assert [row["inwoners"] for row in content.tables["population"]] == [7]
    assert len(content.tables["costs"]) == 140 and len(content.notes) == 3
    without = replace(content, tables={**content.tables, "gemeenten": content.tables["gemeenten"][1:], "costs": ()})
    kept = with_handed_in(without, load(there, current(there).number), 2)
    assert len(kept.tables["costs"]) == 105, "nothing of a gemeente that is not there"


def written(home: Path, name: str, rows: list[list[Any]]) -> None:
    with (home / "data" / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def filled_by_hand(home: Path, leave: int = 0) -> Path:
    """Every figure in the files; `leave` of the costs out."""
    tables = check_folder(home).tables
    codes = [row["gemeente_code"] for row in tables["gemeenten"]]
    werkvormen = [(row["groep"], row["werkvorm"]) for row in tables["werkvormen"]]
    origin = ["raming", "opgave_regio", "2025-01-01", ""]
    written(home, "headcounts", [[code, 2024, *work, 30, *origin] for code in codes for work in werkvormen])
    costs = [
        [code, 2024, name, kind["kostensoort"], 100_000, *origin]
        for code in codes
        for group, name in werkvormen
        if group == "wsw"
        for kind in tables["cost_types"]
    ]
    written(home, "costs", costs[: len(costs) - leave])
    written(home, "population", [[code, 2024, 20_000, *origin] for code in codes])
    written(home, "allocation_keys", [["verdeelsleutel", code, 0.25, *origin] for code in codes])
    return home


@pytest.mark.parametrize("leave", [0, 1, 140])
def test_the_list_counts_what_lacks(tmp_path: Path, leave: int) -> None:
    home = filled_by_hand(make(tmp_path / "regio"), leave)
    lacking = {task.title: len(task.lacking) for task in figure_tasks(check_folder(home).tables) if task.lacking}
    assert lacking == ({"Kosten en opbrengsten": leave} if leave else {})
    assert checklist(check_folder(home)).sentence == f"{172 - leave} van 172 cijfers ingevuld"


def test_when_all_is_there_check_ticks_it_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = filled_by_hand(make(tmp_path / "regio"))
    monkeypatch.setenv(HOME, str(home))
    monkeypatch.delenv(DATABASE, raising=False)
    capsys.readouterr()
    assert main(["check"]) == 0
    ticked = Counter(line[:3] for line in said(capsys).splitlines() if line.startswith("["))
    assert ticked == {"[x]": 5, "[ ]": 4}
    edit(home / "data/settings.csv", "in_opbouw,ja,", "in_opbouw,nee,")
    assert main(["check"]) == 0
    assert "opbouw" not in said(capsys)


def test_without_the_setting_a_gap_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = filled_by_hand(make(tmp_path / "regio"), leave=105)
    edit(home / "data/settings.csv", "in_opbouw,ja,", "in_opbouw,nee,")
    monkeypatch.setenv(HOME, str(home))
    capsys.readouterr()
    assert main(["check"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("data/costs.csv, cel GM") and "; en op 95 andere plaatsen: " in line
    assert "ontbreekt in het basisjaar (105 keer); " in line and line.endswith("geef een bedrag, 0 of PM.")


def test_the_setting_says_yes_or_no(tmp_path: Path) -> None:
    home = make(tmp_path / "regio")
    edit(home / "data/settings.csv", "in_opbouw,ja,", "in_opbouw,soms,")
    with pytest.raises(Exception, match="geen ja of nee; gelezen: “soms”"):
        check_folder(home)
