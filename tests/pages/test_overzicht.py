"""The first page without a browser: every choice draws, with the numbers of the Comparison."""

import itertools
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.text import million_words, thousands
from tests.pages.apps import html

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


def test_the_message_holds_the_numbers_of_the_comparison(app: AppTest, release: Release) -> None:
    page = html(choose(app.run()))
    found = compare_view(release, default_view(release))
    (heading,) = re.findall("<h1>(.*?)</h1>", page)
    for difference in (found.against_zero(found.a), found.against_zero(found.b)):
        assert million_words(abs(float(found.cumulative(difference).sum()))) in heading
    for code in range(len(release.figures.gemeenten)):
        assert thousands(float(found.cumulative(found.zero.saldo)[code])) in page
    assert "PM-posten niet meegeteld" in page and "sluit op €\xa00 ✓" in page


@pytest.mark.parametrize("horizon", ["2021–2024", "2021–2030"])
def test_every_pair_of_scenarios_draws(app: AppTest, release: Release, horizon: str) -> None:
    app.run()
    titles = [scenario.title for scenario in release.scenarios.values()]
    for a, b in itertools.product(titles, titles):
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
