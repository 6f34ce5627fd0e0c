"""The page about people without a browser: every choice draws, with the numbers of the Comparison."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.store.releases import ensure
from lib.text import persons, whole
from tests.pages.apps import ROOT, At


@pytest.fixture
def app(at: At) -> AppTest:
    return at("mensen")


def page_of(app: AppTest, **labels: str) -> str:
    for key, label in labels.items():
        app.selectbox(key=key).select(label)
    app.run()
    assert not app.exception and not app.error, [e.value for e in (*app.exception, *app.error)]
    page = "\n".join(element.proto.body for element in app.get("html"))
    assert len(re.findall("<h1>", page)) == 1
    assert not re.search(r"\b(nan|None|inf)\b", page)
    return page


def heading(page: str) -> str:
    (found,) = re.findall("<h1>(.*?)</h1>", page)
    return str(found)


def cells(page: str, caption: str) -> list[list[str]]:
    """The rows of a table as a reader sees them: the number of a cell, without its explanation."""
    (body,) = re.findall(rf"<caption[^>]*>{caption}.*?</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    body = re.sub(r'<span class="rw-note">.*?</span></details>', "</details>", body, flags=re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [
        [
            re.sub("<.*?>", "", cell, flags=re.DOTALL).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


def row_of(rows: list[list[str]], name: str) -> list[str]:
    return next(row for row in rows if row[0] == name)


def test_the_page_holds_the_numbers_of_the_comparison(app: AppTest, release: Release) -> None:
    page = page_of(app)
    found = compare_view(release, default_view(release))
    assert "1.100 mensen uit de Wsw en 80 van de staf" in heading(page)
    where = cells(page, "Wsw-personen per gemeente en werkvorm")
    nobody_lost = cells(page, "Wsw-personen in beide routes")
    staff = cells(page, "Staf per gemeente")
    assert len(where) == 6 * 6 + 1 and len(nobody_lost) == 7 and len(staff) == 7
    for g, gemeente in enumerate(release.figures.gemeenten):
        now, last = (found.zero.persons[g, :, t].sum() for t in (0, 4))
        assert row_of(where, gemeente.naam)[1:3] == [whole(now), whole(last)]
        in_a, in_b = (run.persons[g, :, 4].sum() for run in (found.a, found.b))
        assert row_of(nobody_lost, gemeente.naam)[4:6] == [persons(in_a), persons(in_b)]
        assert row_of(staff, gemeente.naam)[1:] == [persons(found.b.staff[g, :, t].sum()) for t in (0, 1, 4)]
    assert all(row[-2:] == ["0, geen verschil", "sluit ✓"] for row in nobody_lost)
    assert row_of(where, "Zes gemeenten")[1:3] == ["1.100", "877"]


def test_the_agreement_is_named_beside_the_placement(app: AppTest) -> None:
    page = page_of(app)
    where = cells(page, "Wsw-personen per gemeente en werkvorm")
    sheltered = [row[5] for row in where if row[0] == "Beschut werk"]
    assert sheltered[1:3] == ["Multipack Nijverdal S2 S4", "De Sterkerij S2 S5"]
    assert next(row[5] for row in where if row[0] == "Groen") == "Buitendienst Almelo S2 S3"
    for name in ("S3", "S10", "S12", "S13"):
        assert f"Uitspraak {name}\n" in page


def test_the_rest_of_the_page_is_said_in_words(app: AppTest) -> None:
    page = page_of(app)
    assert "drie schattingen naast elkaar; geen ervan is zeker" in page and "gewone loongroei" in page
    assert "procentpunt" not in page and page.count("met kennis achteraf") >= 2
    for number in ("1.100", "1.150", "2.000", "2.100", "2.300"):
        assert f"{number}\xa0personen" in page
    assert "1 tot en met 9 mensen" in page and "niets samengevoegd" in page
    assert "Nieuw beschut werk: <b>PM</b>" in page


def test_two_flows_or_one_when_the_routes_are_the_same(app: AppTest) -> None:
    page = page_of(app)
    assert len(app.get("plotly_chart")) == 2
    assert "Akkoord 2020: 1.100 Wsw’ers krijgen een andere uitvoerder" in page
    assert "Route 2017: 0 Wsw’ers krijgen een andere uitvoerder" in page
    same = page_of(app, a="Akkoord 2020")
    assert len(app.get("plotly_chart")) == 1
    assert heading(same).startswith("Twee keer dezelfde route: geen verschil.")


def test_swapping_the_routes_swaps_the_sentence(app: AppTest, release: Release) -> None:
    before = heading(page_of(app))
    titles = [release.scenarios[name].title for name in (default_view(release).b, default_view(release).a)]
    after = heading(page_of(app, a=titles[0], b=titles[1]))
    here, there = "bij de route van 2017 voor 0", "bij het akkoord van 2020 voor 1.100"
    assert f"{here} en {there}" in before
    assert after == before.replace(f"{here} en {there}", f"{there} en {here}")


def test_one_gemeente_to_the_last_year(app: AppTest, release: Release) -> None:
    page = page_of(app, gemeente="Hellendoorn", jaren="2021–2030")
    found = compare_view(release, default_view(release))
    g = [gemeente.naam for gemeente in release.figures.gemeenten].index("Hellendoorn")
    where = cells(page, "Wsw-personen per gemeente en werkvorm")
    assert len(where) == 6
    assert row_of(where, "Hellendoorn")[1:3] == ["123", whole(found.b.persons[g, :, 10].sum())]
    assert "Almelo" not in heading(page) and "Hellendoorn dezelfde 123" in heading(page)


@pytest.mark.parametrize("gemeente", ["Alle gemeenten", "Wierden"])
def test_every_scenario_draws_as_route_b(app: AppTest, release: Release, gemeente: str) -> None:
    for scenario in release.scenarios.values():
        page_of(app, b=scenario.title, gemeente=gemeente, jaren="2021–2030")


def test_a_merged_cell_is_told_and_not_shown(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = home / "data" / "headcounts.csv"
    small = "GM0183,2020,wsw,begeleid_werken,6,"
    file.write_text(file.read_text("utf-8").replace(f"{small}raming", f"{small}realisatie"), "utf-8")
    database = home / "routewijzer.duckdb"
    ensure(database, home)
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    started = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
    page = page_of(started.switch_page(str(ROOT / "pages" / "mensen.py")), gemeente="Tubbergen")
    where = cells(page, "Wsw-personen per gemeente en werkvorm")
    assert row_of(where, "Begeleid werken")[1:] == ["geteld bij groen", "", "", "", ""]
    assert row_of(where, "Groen met begeleid werken")[1] == "20"
    assert "Tubbergen: begeleid werken is geteld bij groen." in page
