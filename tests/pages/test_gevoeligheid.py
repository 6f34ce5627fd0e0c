"""Gevoeligheid without a browser: controls, the field behind them, undo, and opinions."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.text import million_words
from tests.pages.apps import ROOT, At, drawn, html


@pytest.fixture
def app(at: At) -> AppTest:
    return drawn(at("gevoeligheid"))


def heading(app: AppTest) -> str:
    (found,) = re.findall("<h1>(.*?)</h1>", html(app))
    return found


def slide(app: AppTest, name: str, value: float) -> AppTest:
    app.select_slider(key=f"schuif_{name}").set_value(value)
    return drawn(app)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return drawn(app)


def test_a_slider_moves_every_number_and_undo_gives_all_of_them_back(app: AppTest, release: Release) -> None:
    before = html(app)
    after = html(slide(app, "schaalverlies", 0.08))
    found = compare_view(release, replace(default_view(release), overrides=(("schaalverlies", 0.08),)))
    assert million_words(abs(float(found.cumulative(found.difference).sum()))) in heading(app)
    assert after.count("sluit op €\xa00 ✓") >= 3 and "sluit niet" not in after
    assert app.text_input(key="aannames").value == "schaalverlies=0,08"
    assert "1 aanname staat anders dan standaard" in after
    slide(app, "efficiency_eindwaarde", 0.1)
    assert html(press(app, "ongedaan")) == after
    assert html(press(app, "ongedaan")) == before
    assert app.text_input(key="aannames").value == ""
    assert html(press(app, "opnieuw")) == after


def test_every_parameter_has_its_slider(app: AppTest, release: Release) -> None:
    seen = {box.key for box in app.select_slider}
    for i in range(1, 4):
        app.session_state[f"groep_{i}"] = True
        seen |= {box.key for box in drawn(app).select_slider}
    assert seen == {f"schuif_{name}" for name in release.parameters}


def test_repeat_and_reset(app: AppTest) -> None:
    slide(app, "schaalverlies", 0.04)
    press(app, "herhaal")
    press(app, "herhaal")
    assert app.text_input(key="aannames").value == "schaalverlies=0,06"
    assert app.select_slider(key="schuif_schaalverlies").value == 0.06
    slide(app, "frictie_per_persoon", 12300.0)
    press(app, "standaard")
    assert app.text_input(key="aannames").value == ""
    press(app, "ongedaan")
    assert app.text_input(key="aannames").value == "frictie_per_persoon=12300;schaalverlies=0,06"


@pytest.mark.parametrize(
    ("typed", "held", "words"),
    [
        ("6,5 %", "schaalverlies=0,065", "Gelezen als 6,5\xa0% van de uitvoeringskosten."),
        ("8", "schaalverlies=0,08", "Gelezen als 8\xa0% van de uitvoeringskosten."),
        ("1", "schaalverlies=0,01", "Gelezen als 1\xa0% van de uitvoeringskosten."),
        ("0,5", "schaalverlies=0,005", "Gelezen als 0,5\xa0% van de uitvoeringskosten."),
        ("1.500", "", "op twee manieren te lezen"),
        ("140", "", "buiten het toelaatbare bereik"),
        ("veel", "", "geen getal"),
    ],
)
def test_the_field_behind_a_name_reads_dutch_and_echoes(app: AppTest, typed: str, held: str, words: str) -> None:
    app.session_state["achter_schaalverlies"] = True
    drawn(app)
    for part in ("Toelaatbaar: 0", "Bandbreedte: 0", "Standaard: 3", "Status:", "Bron:"):
        assert part in html(app)
    app.text_input(key="invoer_schaalverlies").input(typed)
    drawn(app)
    assert app.text_input(key="aannames").value == held
    said = [box.value for box in (*app.success, *app.error)]
    assert len(said) == 1 and words in said[0]
    if held:
        press(app, "terug_schaalverlies")
        assert app.text_input(key="aannames").value == ""


def test_assumptions_count_on_every_page(app: AppTest) -> None:
    drawn(app.switch_page(str(ROOT / "pages" / "overzicht.py")))
    plain = heading(app)
    app.text_input(key="aannames").input("schaalverlies=0,15")
    assert heading(drawn(app)) != plain
    for page in ("overzicht", "kosten", "mensen", "verantwoording"):
        shown = html(drawn(app.switch_page(str(ROOT / "pages" / f"{page}.py"))))
        assert "1 aanname staat anders dan standaard" in shown


def test_what_a_link_cannot_mean_is_told(app: AppTest) -> None:
    app.text_input(key="aannames").input("schaalverlies=0,06;loonindeks=0,02;vast_overhead=300")
    drawn(app)
    (warning,) = [box.value for box in app.warning]
    assert "bedoelde u “loonindex”?" in warning and "buiten het toelaatbare bereik" in warning
    assert "1 aanname staat anders dan standaard" in html(app)


@pytest.mark.parametrize("key", ["aannames", "db", "rvc"])
def test_a_percentage_in_a_field_with_all_assumptions(app: AppTest, key: str) -> None:
    app.text_input(key=key).input("schaalverlies=8")
    assert drawn(app).text_input(key=key).value == "schaalverlies=0,08"
    app.text_input(key=key).input("schaalverlies=1")
    assert drawn(app).text_input(key=key).value == "schaalverlies=0,08"
    (said,) = [box.value for box in app.error]
    assert "1\xa0% of 100\xa0%" in said
    assert not drawn(app).error


def test_two_opinions(app: AppTest) -> None:
    assert "nog niet vastgelegd: DB en RvC" in html(app)
    press(app, "vast_db")
    slide(app, "schaalverlies", 0.1)
    slide(app, "frictie_per_persoon", 12300.0)
    shown = html(press(app, "vast_rvc"))
    assert app.text_input(key="db").value == "standaard"
    assert app.text_input(key="rvc").value == "frictie_per_persoon=12300;schaalverlies=0,1"
    assert "Meningsverschil" in shown and shown.count('<th scope="row">Kleinere schaal') >= 1
    press(app, "toon_db")
    assert app.text_input(key="aannames").value == ""
    assert "Meningsverschil" in html(app)
    press(app, "wis_rvc")
    assert "nog niet vastgelegd: RvC" in html(app)


def test_every_route_and_choice_draws(app: AppTest, release: Release) -> None:
    for changes in (
        {"b": "Akkoord 2020", "a": "Akkoord 2020"},
        {"a": "Ongewijzigd"},
        {"b": "Uitvoering vanaf 2021"},
        {"jaren": "2021–2030", "gemeente": "Wierden", "bedragen": "Per inwoner"},
    ):
        for key, label in changes.items():
            options = app.selectbox(key=key).options
            app.selectbox(key=key).select(next(option for option in options if option.startswith(label)))
        shown = html(drawn(app))
        assert ("Twee keer dezelfde route" in shown) == ("b" in changes and "a" in changes)
        assert "nan" not in shown.lower().replace("financ", "") and "None" not in shown
    app.checkbox(key="pm").check()
    assert "PM-posten met een bereik doen mee" in html(drawn(app))
