"""Gevoeligheid without a browser: controls, the field behind them, undo, and opinions."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.model.readings import ENDS, readings
from lib.text import million_words
from tests.pages.apps import ROOT, At, drawn, html, link


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
    own = readings(found)
    outcomes = [own.difference(a, b, 2024)[0][0] for a in ENDS for b in ENDS]
    assert million_words(abs(min(outcomes))) in heading(app) and million_words(abs(max(outcomes))) in heading(app)
    assert after.count("de delen tellen precies op ✓") >= 3 and "tellen niet op" not in after
    assert app.text_input(key="aannames").value == "schaalverlies=0,08"
    assert "1 aanname staat anders dan standaard" in after
    slide(app, "efficiency_eindwaarde", 0.1)
    assert html(press(app, "ongedaan")) == after
    assert html(press(app, "ongedaan")) == before
    assert app.text_input(key="aannames").value == ""
    assert html(press(app, "opnieuw")) == after


def test_two_assumptions_are_chosen_in_two_acts_and_change_nothing_else(app: AppTest) -> None:
    before = html(app)
    assert "bijvoorbeeld bij meeropbrengst door doorontwikkeling −10" in before
    app.selectbox(key="eerste").set_value("Kleinere schaal")
    app.selectbox(key="tweede").set_value("Meeropbrengst door marktgerichte aanpak")
    after = html(drawn(app))
    assert "bijvoorbeeld bij kleinere schaal 0\xa0% met meeropbrengst door marktgerichte aanpak 69,6\xa0%" in after
    assert heading(app) in before and after.count("de delen tellen precies op ✓") == before.count("precies op ✓")
    assert "eerste=Kleinere+schaal" in link(app) and "tweede=Meeropbrengst+door+marktgerichte+aanpak" in link(app)
    app.selectbox(key="eerste").set_value("Die het meest telt")
    app.selectbox(key="tweede").set_value("Die het meest telt")
    assert html(drawn(app)) == before


def test_twice_one_assumption_is_said_and_not_drawn(app: AppTest) -> None:
    app.selectbox(key="eerste").set_value("Kleinere schaal")
    app.selectbox(key="tweede").set_value("Kleinere schaal")
    drawn(app)
    words = "U koos twee keer kleinere schaal. Als tweede staat er nu de aanname die daarnaast het meest telt."
    assert words in html(app)
    assert "Kleinere schaal en frictiekosten per persoon: geen combinatie die kan worden ingevuld" in html(app)


def test_a_pair_that_a_link_does_not_know_is_said_in_words(at: At) -> None:
    app = at("gevoeligheid")
    app.query_params["eerste"] = "Kleinere schal"
    drawn(app)
    assert "Eerste aanname: “Kleinere schal” bestaat hier niet; bedoelde u “Kleinere schaal”?" in html(app)
    assert "bijvoorbeeld bij meeropbrengst door doorontwikkeling" in html(app)


def test_a_pair_goes_along_to_the_meeting_and_back(app: AppTest) -> None:
    app.selectbox(key="eerste").set_value("Kleinere schaal")
    drawn(app)
    app.switch_page(str(ROOT / "pages" / "vergadering.py"))
    drawn(app)
    assert app.selectbox(key="eerste").value == "Kleinere schaal"
    app.switch_page(str(ROOT / "pages" / "kosten.py"))
    drawn(app)
    assert app.selectbox(key="eerste").value == "Kleinere schaal"


def test_every_parameter_has_its_slider(app: AppTest, release: Release) -> None:
    seen = {box.key for box in app.select_slider}
    for i in range(1, 4):
        app.session_state[f"groep_{i}"] = True
        seen |= {box.key for box in drawn(app).select_slider}
    assert seen == {f"schuif_{name}" for name in compare_view(release, default_view(release)).parameters}


def test_repeat_and_reset(app: AppTest) -> None:
    slide(app, "schaalverlies", 0.02)
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
    for part in ("Toelaatbaar: 0", "Bandbreedte: 0", "Standaard: 0", "Status:", "Bron:"):
        assert part in html(app)
    app.text_input(key="invoer_schaalverlies").input(typed)
    drawn(app)
    assert app.text_input(key="aannames").value == held
    said = [box.value for box in (*app.success, *app.error)]
    assert len(said) == 1 and words in said[0]
    if held:
        press(app, "terug_schaalverlies")
        assert app.text_input(key="aannames").value == ""


OWN = "efficiency_eindwaarde@GM0163"


def in_hellendoorn(app: AppTest) -> AppTest:
    app.selectbox(key="gemeente").select("Hellendoorn")
    return drawn(app)


def test_a_gemeente_in_view_has_a_field_for_its_own_value(app: AppTest, release: Release) -> None:
    assert not [box for box in app.expander if "Eigen waarde" in box.label]
    in_hellendoorn(app)
    fields = [box.label for box in app.expander if "Eigen waarde" in box.label]
    every = release.scenarios["akkoord_2020"].measures
    measures = [measure for measure in every if measure.gemeenten is None or "GM0163" in measure.gemeenten]
    assert len(measures) < len(every), "a measure of others alone has no field here"
    assert fields == ["Eigen waarde voor Hellendoorn"] * len({name for m in measures for name in m.parameters})
    app.session_state[f"eigen_{OWN}"] = True
    drawn(app)
    app.text_input(key=f"invoer_{OWN}").input("8")
    drawn(app)
    assert app.text_input(key="aannames").value == f"{OWN}=0,08"
    assert "Gelezen als 8\xa0%" in app.success[0].value
    assert "Efficiency op termijn in Hellendoorn 8\xa0% (standaard 6\xa0%)" in html(app)
    app.text_input(key=f"invoer_{OWN}").input("veel")
    assert "Efficiency op termijn in Hellendoorn" in drawn(app).error[0].value
    press(app, f"terug_{OWN}")
    assert app.text_input(key="aannames").value == "" and app.button(key=f"terug_{OWN}").disabled
    press(app, "ongedaan")
    assert app.text_input(key="aannames").value == f"{OWN}=0,08"


def test_a_route_with_a_key_has_no_field_for_a_gemeente(app: AppTest) -> None:
    # The nulalternatief stands first.
    app.selectbox(key="b").select(app.selectbox(key="b").options[0])
    assert not [box for box in in_hellendoorn(drawn(app)).expander if "Eigen waarde" in box.label]


def test_where_the_people_are_is_a_choice_of_every_page(app: AppTest, release: Release) -> None:
    box = app.selectbox(key="mensen")
    assert box.label == "Waar de mensen zijn" and box.value == "Regeling 2019" and "geen ervan is zeker" in box.help
    assert box.options == [release.key_label(key) for key in release.people_keys]
    box.select("Loonstijging 2021")
    said = html(drawn(app))
    assert "Waar de mensen zijn: loonstijging 2021 (standaard regeling 2019)." in said
    shown = html(drawn(app.switch_page(str(ROOT / "pages" / "mensen.py"))))
    assert "Waar de mensen zijn: loonstijging 2021 (standaard regeling 2019)." in shown


def test_assumptions_count_on_every_page(app: AppTest) -> None:
    drawn(app.switch_page(str(ROOT / "pages" / "overzicht.py")))
    plain, before = heading(app), html(app)
    app.text_input(key="aannames").input("schaalverlies=0,15")
    after = html(drawn(app))
    # What was published does not hang on an assumption; how far a route can go does.
    assert heading(app) == plain
    assert _ranges(after) != _ranges(before)
    assert "<h2>Uw aannames" in after and "<h2>Rekenvoorbeeld" in before
    for page in ("overzicht", "kosten", "mensen", "verantwoording"):
        shown = html(drawn(app.switch_page(str(ROOT / "pages" / f"{page}.py"))))
        assert "1 aanname staat anders dan standaard" in shown


def _ranges(page: str) -> str:
    """The ranges against the nulalternatief, as the page has them."""
    return page[page.index("<h2>Tegenover ongewijzigd") : page.index("<h2>Vier uitersten")]


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
