"""The first page without a browser: every choice draws, with the numbers of the Comparison."""

import html as markup
import itertools
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.model.scenario import Scenario
from lib.text import lower_first
from tests.pages.apps import html
from tests.tiers import first

#: The pairs of scenarios in so many parts.
TURNS = 4
MAIN = Path(__file__).parents[2] / "lib" / "web" / "main.py"


@pytest.fixture
def app(database: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    return AppTest.from_file(str(MAIN), default_timeout=60)


def choose(app: AppTest, **labels: str) -> AppTest:
    for key, label in labels.items():
        app.selectbox(key=key).select(label)
    app.run()
    assert not app.exception and not app.error, [e.value for e in (*app.exception, *app.error)]
    return app


def words(page: str) -> str:
    """What a page says, without marks and explanations that open."""
    plain = re.sub(r'<span class="rw-note">.*?</span>|<[^>]+>', " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", markup.unescape(plain))


def test_the_heading_says_what_each_side_published_and_left_open(app: AppTest, release: Release) -> None:
    page = html(choose(app.run()))
    (heading,) = re.findall("<h1>(.*?)</h1>", page)
    view = default_view(release)
    for name in (view.a, view.b):
        scenario = release.scenarios[name]
        assert f"{scenario.in_sentence} noemt {scenario.names} en laat {scenario.leaves_open} open" in lower_first(
            heading
        )
        assert scenario.published.rstrip(".") in words(page)
    assert release.zero.explanation.rstrip(".") in words(page)


def test_evidence_comes_before_the_outcome(app: AppTest) -> None:
    page = html(choose(app.run()))
    order = (
        "<h1>",
        "Tekort per jaar",
        "Tegenover ongewijzigd",
        "Vier uitersten, geen kansen",
        "Zes gemeenten tegenover ongewijzigd",
        "<h2>Mensen",
        "<h2>Rekenvoorbeeld",
        "<h2>Waarop het verschil rust",
        "<h2>Risicoregister",
        "<h2>Niet in euro",
        "<h2>Waar komt het vandaan?",
        "Saldo per jaar",
        "<h2>Alle scenario",
        "Wat moet waar zijn voor",
    )
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_no_sentence_names_a_cheaper_route_where_the_readings_differ(app: AppTest) -> None:
    """Acceptance 2: the readings of the shipped routes differ in sign, those of the agreement and its later form do not."""
    said = words(html(choose(app.run())))
    for claim in ("voordeliger", "nadeliger", "goedkoper", "duurder dan", "in alle vier de uitersten", "kans dat"):
        assert claim not in said, claim
    assert said.count("hangt af van wat niemand publiceerde") == 3
    said = words(html(choose(app, a="Akkoord 2020", b="Uitvoering vanaf 2021")))
    assert "structurele tekort bij het akkoord van 2020 in alle vier de uitersten lager dan bij" in said
    assert "hangt af van" not in said


def test_a_route_of_which_no_one_off_is_known_reads_pm(app: AppTest) -> None:
    page = html(choose(app.run()))
    assert "PM: onbekend, niet nul" in words(page)
    (table,) = re.findall(r"<caption[^>]*>Rekenvoorbeeld per gemeente.*?</table>", page, flags=re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)[1:]
    assert len(rows) == 7 and all(">PM</td>" in row for row in rows)


@pytest.mark.parametrize("gemeente", ["Alle gemeenten", "Twenterand"])
def test_swapping_the_routes_keeps_the_form_of_every_sentence(app: AppTest, release: Release, gemeente: str) -> None:
    """The words of the page, without the names of the routes and their numbers, are the same in either order."""
    view = default_view(release)
    a, b = (release.scenarios[name] for name in (view.a, view.b))
    app.run()
    before = html(choose(app, gemeente=gemeente))
    after = html(choose(app, a=b.title, b=a.title))
    for pattern in (r"<h1>.*?</h1>", r'<p class="rw-verdict">.*?</p>', r"<h2>.*?</h2>"):
        first, second = (
            [_form(part, a, b) for part in re.findall(pattern, page, flags=re.DOTALL)] for page in (before, after)
        )
        assert first and first == second


def _form(part: str, *scenarios: Scenario) -> str:
    """Words in which every route, and what is said of it, is one and the same."""
    said = lower_first(words(part).strip())
    for scenario in scenarios:
        for name in (scenario.in_sentence, scenario.short_title, scenario.names, scenario.leaves_open):
            said = said.replace(name, "#")
    return re.sub(r"[+−]?\d+,\d+", "0", said)


@pytest.mark.parametrize("horizon", first(["2021–2024", "2021–2030"]))
@pytest.mark.parametrize("turn", first(range(TURNS)))
def test_every_pair_of_scenarios_draws(app: AppTest, release: Release, horizon: str, turn: int) -> None:
    app.run()
    titles = [scenario.title for scenario in release.scenarios.values()]
    for a, b in list(itertools.product(titles, titles))[turn::TURNS]:
        page = html(choose(app, a=a, b=b, jaren=horizon))
        assert len(re.findall("<h1>", page)) == 1
        assert ("geen verschil" in page) == (a == b)
        assert "nan" not in page.lower().replace("financ", "") and "None" not in page


def test_expression_key_and_gemeente_draw(app: AppTest) -> None:
    app.run()
    whole = html(choose(app, bedragen="Totaal"))
    assert "€ per inwoner" in html(choose(app, bedragen="Per inwoner"))
    assert "€ per Wsw-persoon" in html(choose(app, bedragen="Per Wsw-persoon"))
    chosen = html(choose(app, bedragen="Totaal", gemeente="Wierden"))
    assert '<tr class="rw-chosen"><th scope="row">Wierden' in chosen and 'tr class="rw-chosen"' not in whole
    assert html(choose(app, gemeente="Alle gemeenten", sleutel="Inwoners")) != whole


def test_a_broken_release_is_told_not_shown(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database.write_bytes(b"geen database")
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not app.exception
    assert "beschadigd" in app.error[0].value and not re.findall("<table", html(app))
