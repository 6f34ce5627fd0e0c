"""The page on costs without a browser: every choice draws one message, with the numbers of the Comparison."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view, scale_of
from lib.model.figures import ALL
from lib.web.blocks.costs import budget_tabs
from tests.pages.apps import At, html

NBSP = "\N{NO-BREAK SPACE}"
CHOICES: dict[str, dict[str, str]] = {
    "default": {},
    "one route twice": {"b": "Maatschappelijke onderneming 2017"},
    "the nulalternatief as a route": {"a": "Ongewijzigd"},
    "everything the nulalternatief": {"a": "Ongewijzigd", "b": "Ongewijzigd"},
    "one gemeente": {"gemeente": "Twenterand"},
    "per inhabitant": {"bedragen": "Per inwoner"},
    "per Wsw person": {"bedragen": "Per Wsw-persoon", "gemeente": "Wierden"},
    "another key": {"sleutel": "Inwoners"},
    "to the last year": {"jaren": "2021–2030"},
    "as carried out": {"b": "Uitvoering vanaf 2021", "jaren": "2021–2030", "gemeente": "Hellendoorn"},
}


@pytest.fixture
def app(at: At) -> AppTest:
    return at("kosten")


def choose(app: AppTest, labels: dict[str, str]) -> AppTest:
    for key, label in labels.items():
        app.selectbox(key=key).select(label)
    app.run()
    assert not app.exception and not app.error, [each.value for each in (*app.exception, *app.error)]
    return app


def view_of(release: Release, labels: dict[str, str]) -> View:
    """The view that these labels stand for."""
    base = default_view(release)
    by_title = {scenario.title: scenario.id for scenario in release.scenarios.values()}
    codes = {gemeente.naam: gemeente.code for gemeente in release.figures.gemeenten}
    return View(
        by_title[labels["a"]] if "a" in labels else base.a,
        by_title[labels["b"]] if "b" in labels else base.b,
        base.release,
        int(labels.get("jaren", f"{base.horizon}")[-4:]),
        codes[labels["gemeente"]] if "gemeente" in labels else ALL,
        labels.get("bedragen", "Totaal").lower().replace(" ", "_").replace("-", "_"),
        {"Inwoners": "inwoners", None: None}[labels.get("sleutel")],
    )


@pytest.mark.parametrize("labels", CHOICES.values(), ids=CHOICES.keys())
def test_every_choice_draws_the_numbers_of_the_comparison(
    app: AppTest, release: Release, labels: dict[str, str]
) -> None:
    page = html(choose(app, labels))
    assert len(re.findall("<h1>", page)) == 1
    view = view_of(release, labels)
    answers = Answers(release, view, compare_view(release, view))
    scale = scale_of(release, view.expression)
    comparison = answers.comparison
    rows = _rows(page, "Saldo per jaar en verschil")
    for run in (comparison.zero, comparison.a, comparison.b):
        euros = run.saldo.sum(axis=0) if view.gemeente == ALL else run.saldo[answers.codes.index(view.gemeente)]
        expected = [scale.text(euros[year - 2020], view.gemeente) for year in (2020, *answers.horizon_years)]
        expected.append(scale.text(comparison.cumulative(euros), view.gemeente))
        assert rows[f"Saldo {run.scenario.short_title}"] == expected
    title = f"{comparison.b.scenario.short_title} − {comparison.a.scenario.short_title}"
    assert (title in rows) == (not comparison.same)
    assert ("geen verschil" in page) == (comparison.same or comparison.a is comparison.zero)
    assert "nan" not in page.lower().replace("financ", "") and "None" not in page


def _rows(page: str, caption: str) -> dict[str, list[str]]:
    """Row heading → the shown numbers of the table whose caption starts so."""
    body = next(
        part for part in re.findall("<table.*?</table>", page, re.S) if re.search(f"<caption[^>]*>{caption}", part)
    )
    found = {}
    for row in re.findall("<tr.*?</tr>", body.split("<tbody>")[1], re.S):
        heading = re.sub("<.*?>", "", re.findall("<th.*?</th>", row, re.S)[0])
        found[heading] = re.findall("<summary>(.*?)</summary>", row)
    return found


def test_differences_carry_v_or_n_and_turn_around(app: AppTest) -> None:
    there = _rows(html(choose(app, {})), "Saldo per jaar en verschil")["Akkoord 2020 − Route 2017"]
    turned = {"a": "Akkoord 2020", "b": "Maatschappelijke onderneming 2017"}
    back = _rows(html(choose(app, turned)), "Saldo per jaar en verschil")["Route 2017 − Akkoord 2020"]
    assert there[-1] == f"−14.033{NBSP}N"
    assert [_opposite(shown) for shown in there] == back


def _opposite(shown: str) -> str:
    return shown.translate(str.maketrans("−+NV", "+−VN"))


def test_every_tab_holds_its_table(app: AppTest) -> None:
    """Only the open tab is made; each can be opened."""
    labels = ["Ongewijzigd", "Route 2017", "Akkoord 2020"]
    labels += ["Route 2017 − Ongewijzigd", "Akkoord 2020 − Ongewijzigd", "Akkoord 2020 − Route 2017"]
    assert [tab.label for tab in app.tabs] == labels
    for label in labels:
        app.session_state["begroting"] = label
        app.run()
        opened = [tab.label for tab in app.tabs if tab.get("html")]
        assert opened == [label]
        assert "Uitvoeringskosten" in html(app) and "Apart: rijksbijdrage en lonen van de Wsw" in html(app)


def test_published_pm_and_the_key_stand_on_the_page(app: AppTest) -> None:
    page = html(choose(app, {}))
    for shown in ("<b>5,1</b>", "<b>4,4</b>", "<b>2,2</b>", "<b>1,9</b>"):
        assert shown in page
    assert "Berichten spreken elkaar tegen." in page
    assert "Het totaal blijft gelijk: samen € 0 verschil ✓" in page
    counts = re.search("Aantal, niet meegeteld</th>(.*?)</tr>", page, re.S)
    assert counts is not None and re.findall(r"<td>(.+?)</td>", counts[1]) == [
        "1 last en 1 bate",
        "5 lasten, 2 baten en 1 bate of last",
        "7 lasten, 2 baten en 1 bate of last",
    ]
    assert "Vervallen winst van de commerciële tak" in page


def test_pm_in_the_figures_is_printed_and_never_nothing(release: Release) -> None:

    pm, costs = release.figures.pm.copy(), release.figures.costs.copy()
    pm[:, :, 2], costs[:, :, 2] = True, 0.0
    pm[0, 0, 0] = True
    changed = replace(release, figures=replace(release.figures, pm=pm, costs=costs))
    view = default_view(changed)
    tabs = budget_tabs(Answers(changed, view, compare_view(changed, view)))
    for label in ("Ongewijzigd", "Akkoord 2020 − Route 2017"):
        rows = _rows(tabs[label](), "")
        assert set(rows["Huisvesting"]) == {"PM"}
        assert all(shown.endswith(" + PM") or shown == "PM" for shown in rows["Begeleiding en leiding"])
        assert all("PM" in shown for shown in rows["Saldo (baten − lasten)"])
        assert not any("PM" in shown for shown in rows["Overhead"])


def test_the_page_stays_light(app: AppTest) -> None:
    """The largest page, all years of the doorkijk, in bytes."""
    page = html(choose(app, {"jaren": "2021–2030"}))
    assert len(page.encode()) < 620_000
