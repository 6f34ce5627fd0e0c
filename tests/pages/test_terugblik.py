"""The look back without a browser: every choice draws, missing is told, no word of cause, and an empty table says so."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.releases import ensure
from tests.tiers import first

ROOT = Path(__file__).parents[2]
#: Words that would make one number the cause of another.
CAUSAL = r"\b(door|doordat|daardoor|waardoor|leid(t|de|den)? tot|dankzij|gevolg(en)?|vanwege|wegens|omdat)\b"
TABS = ("Geboekt", "Verloop als index", "Begroting tegenover jaarrekening")


def opened(database: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    started = AppTest.from_file(str(ROOT / "lib" / "web" / "main.py"), default_timeout=60).run()
    return started.switch_page(str(ROOT / "pages" / "terugblik.py")).run()


@pytest.fixture
def app(database: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return opened(database, monkeypatch)


def page_of(app: AppTest, **labels: str) -> str:
    for key, label in labels.items():
        app.selectbox(key=key).select(label)
    app.run()
    assert not app.exception and not app.error, [e.value for e in (*app.exception, *app.error)]
    page = "\n".join(element.proto.body for element in app.get("html"))
    assert len(re.findall("<h1>", page)) == 1
    assert not re.search(r"\b(nan|None|inf)\b", page)
    return page


def on_tab(app: AppTest, tab: str) -> str:
    app.session_state["terugblik_tabel"] = tab
    return page_of(app)


def plain(page: str) -> str:
    """What a reader reads, without tags and styles."""
    return re.sub("<.*?>", " ", re.sub("<style>.*?</style>", "", page, flags=re.DOTALL), flags=re.DOTALL)


def rows_of(page: str, caption: str) -> dict[str, list[str]]:
    """The cells of each row by the name of the row, without explanations."""
    (body,) = re.findall(rf"<caption[^>]*>{caption}.*?</caption>.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    body = re.sub(r'<span class="rw-note">.*?</span></details>', "</details>", body, flags=re.DOTALL)
    found = {}
    for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL):
        cells = [" ".join(plain(cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        found[cells[0]] = cells[1:]
    return found


def column(page: str, caption: str, head: str) -> int:
    (heads,) = re.findall(rf"<caption[^>]*>{caption}.*?</caption><thead>(.*?)</thead>", page, re.DOTALL)
    return re.findall(r"<th[^>]*>(.*?)</th>", heads, re.DOTALL).index(head) - 1


@pytest.mark.parametrize("taakveld", ["6.4", "6.5"])
@pytest.mark.parametrize("bedragen", first(["Totaal", "Per inwoner", "Per Wsw-persoon"]))
def test_no_return_is_told_and_never_zero(app: AppTest, taakveld: str, bedragen: str) -> None:
    page = page_of(app, bedragen=bedragen, terugblik_taakveld=taakveld)
    caption = f"Lasten op taakveld {re.escape(taakveld)} volgens de jaarrekening"
    rows, t = rows_of(page, caption), column(page, caption, "2022")
    assert rows["Almelo"][t] == rows["Twenterand alleen het verloop"][t] == "geen opgave"
    assert rows["Vijf samen, zonder Twenterand"][t] == "onvolledig: Almelo ontbreekt"
    assert ("Zes gemeenten samen" in rows) == (bedragen != "Per inwoner")
    if bedragen != "Per inwoner":
        assert rows["Zes gemeenten samen"][t] == "onvolledig: Almelo en Twenterand ontbreken"
    assert ("Per Wsw-persoon kan hier niet" in page) == (bedragen == "Per Wsw-persoon")


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_counts_a_missing_return(app: AppTest, tab: str) -> None:
    page = on_tab(app, tab)
    (caption,) = re.findall(r"<caption[^>]*>((?:Lasten op taakveld|Begroting min).*?)</caption>", page)
    rows, t = rows_of(page, re.escape(caption)), column(page, re.escape(caption), "2022")
    assert rows["Almelo"][t] == "geen opgave"
    assert rows["Vijf samen, zonder Twenterand"][t] == "onvolledig: Almelo ontbreekt"
    assert "uitschieter" in rows["Wierden"][t] or tab == TABS[2]


def test_the_amounts_are_those_of_the_books(app: AppTest) -> None:
    rows = rows_of(page_of(app), "Lasten op taakveld 6.4 volgens de jaarrekening")
    assert rows["Almelo"][0] == "14.424" and rows["Wierden"][5] == "1.176 uitschieter"
    assert rows["Zes gemeenten samen"][0] == "45.277" and rows["Vijf samen, zonder Twenterand"][-1] == "26.354"


def test_budget_and_accounts_carry_a_letter(app: AppTest) -> None:
    rows = rows_of(on_tab(app, TABS[2]), "Begroting min jaarrekening, taakveld 6.4")
    assert rows["Wierden"][5] == "+1.241 V 51,3 % lager"
    assert rows["Almelo"][1] == "−275 N 2,0 % hoger"


@pytest.mark.parametrize(
    ("gemeente", "bedragen"),
    [
        ("Alle gemeenten", "Totaal"),
        pytest.param("Twenterand", "Per inwoner", marks=pytest.mark.heavy),
        pytest.param("Almelo", "Totaal", marks=pytest.mark.heavy),
        pytest.param("Wierden", "Per inwoner", marks=pytest.mark.heavy),
    ],
)
def test_no_word_of_cause(app: AppTest, gemeente: str, bedragen: str) -> None:
    app.toggle(key="terugblik_band").set_value(True)
    for tab in TABS:
        app.session_state["terugblik_tabel"] = tab
        page = plain(page_of(app, gemeente=gemeente, bedragen=bedragen))
        assert [found.group(0) for found in re.finditer(f".*{CAUSAL}.*", page, re.IGNORECASE)] == []
    charts = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert len(charts) == 3 and all(charts)
    assert not any(re.search(CAUSAL, words, re.IGNORECASE) for words in charts)


def test_every_caution_is_on_the_page_with_its_source(app: AppTest) -> None:
    (told,) = re.findall(r'<ul class="rw-list rw-cautions">(.*?)</ul>', page_of(app), re.DOTALL)
    words = plain(told)
    for each in (
        "Geen opgave over 2022: onbekend, niet nul",
        "Uitschieter",
        "vergelijk het verloop, niet de hoogte",
        "geen stijging van de uitvoeringskosten",
        "overhead, buiten 6.4 en 6.5",
        "lopende prijzen",
        "€\xa031.182.000",
    ):
        assert each in words
    assert told.count("CBS</a>") >= 7


def test_the_contradiction_is_shown_and_not_averaged(app: AppTest) -> None:
    page = page_of(app)
    rows = rows_of(page, "Jaarrekening tegenover begroting bij andere gemeenten")
    assert rows["2019"][:5] == ["−23 %", "−3 %", "2 %", "7 %", "23 %"]
    assert "Tegenspraak over 2019" in page and "−13,9 procent" in page
    assert "er is niet gemiddeld" in page
    assert "Aanvullende gemeentelijke bijdrage begroting; Almelo, 2017" in page


def test_the_band_is_an_option(app: AppTest) -> None:
    assert "Band:" not in page_of(app)
    app.toggle(key="terugblik_band").set_value(True)
    assert "Band: de begroting" in page_of(app)
    assert "De band is alleen bekend voor taakveld 6.4" in page_of(app, terugblik_taakveld="6.5")


@pytest.mark.parametrize("gemeente", ["Alle gemeenten", "Twenterand"])
def test_every_scenario_stands_beside_the_books(app: AppTest, gemeente: str) -> None:
    for title in app.selectbox(key="b").options:
        page = page_of(app, b=title, gemeente=gemeente, jaren="2021–2030")
        rows = rows_of(page, "Index van de lasten in 2024, 2020 = 100")
        assert len(rows) == 7 and rows["Wierden"][0] == "102,4"
    assert len(app.get("plotly_chart")) == 3


def test_an_empty_table_is_told_in_words(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("budget_error", "cautions", "comparators"):
        file = home / "data" / f"{name}.csv"
        file.write_text(file.read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    database = home / "routewijzer.duckdb"
    ensure(database, home)
    app = opened(database, monkeypatch)
    app.toggle(key="terugblik_band").set_value(True)
    page = plain(page_of(app))
    assert page.count("Deze release heeft deze cijfers niet") == 4
    assert "geen opgave" in page


def test_a_release_without_accounts_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = home / "data" / "municipal_accounts.csv"
    file.write_text(file.read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    database = home / "routewijzer.duckdb"
    ensure(database, home)
    page = page_of(opened(database, monkeypatch))
    assert "heeft geen jaarrekeningen om op terug te kijken" in page
    assert "Deze release heeft deze cijfers niet" in page
