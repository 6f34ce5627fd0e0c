"""Verkenningen on Gevoeligheid without a browser: keep, open, withdraw; never among the routes."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.comparison.view import default_view
from lib.store.publishing import history
from lib.store.saved_views import keep, verkenningen
from lib.subjects.saved_views import verkenning_of
from tests.pages.apps import MAIN, ROOT, At, drawn, html
from tests.people import beheerder

NAME = "Somber <b>over</b> schaal"


@pytest.fixture
def app(at: At) -> AppTest:
    return drawn(at("gevoeligheid"))


def numbers(app: AppTest) -> str:
    """The page above the section of verkenningen."""
    return html(app).partition("<h2>Verkenningen")[0]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    assert not button.disabled
    button.click()
    return drawn(app)


def write(app: AppTest, **fields: str) -> AppTest:
    for key, value in fields.items():
        app.text_input(key=f"verkenning_{key}").input(value)
    return drawn(app)


def disabled(app: AppTest, label: str) -> bool:
    return [button.disabled for button in app.button if button.label == label] == [True]


def saved(app: AppTest, name: str = NAME) -> AppTest:
    app.select_slider(key="schuif_schaalverlies").set_value(0.08)
    write(app, wie="Controller", naam=name, toelichting="Wat als?")
    return press(app, "Bewaar als verkenning")


def test_nothing_to_keep_as_long_as_everything_is_standaard(app: AppTest, database: Path) -> None:
    write(app, wie="Controller", naam="Somber", toelichting="Wat als?")
    assert disabled(app, "Bewaar als verkenning")
    assert verkenningen(database) == []


def test_kept_and_opened_again_every_number_is_back(app: AppTest, database: Path) -> None:
    standard = numbers(app)
    app.selectbox(key="sleutel").select("Inwoners")
    saved(app)
    assert [box.value for box in app.success] == ["Verkenning 1 is bewaard."]
    (kept,) = verkenningen(database)
    assert (kept.name, kept.values) == (NAME, (("schaalverlies", 0.08),))
    assert (kept.author, kept.key) == ("Controller", "inwoners")
    before = numbers(app)
    assert "Verkenning: “Somber &lt;b&gt;over&lt;/b&gt; schaal”" in before and "<b>over" not in html(app)
    assert app.text_input(key="verkenning_naam").value == ""
    press(app, "Alles op standaard")
    app.selectbox(key="sleutel").select("Van de route zelf")
    app.selectbox(key="b").select("Ongewijzigd")
    assert "Verkenning: " not in numbers(drawn(app))
    press(app, "Open")
    assert app.text_input(key="aannames").value == "schaalverlies=0,08"
    assert app.selectbox(key="sleutel").value == "Inwoners"
    assert numbers(app) == before
    app.selectbox(key="b").select("Ongewijzigd")
    assert (
        "schaal” (bewaard bij andere routes, een andere verdeelsleutel of een andere keuze voor waar de mensen zijn)"
        in numbers(drawn(app))
    )
    assert standard != before


def test_a_verkenning_is_no_route(app: AppTest, release: Release) -> None:
    titles = app.selectbox(key="a").options
    saved(app)
    for key in ("a", "b"):
        assert app.selectbox(key=key).options == titles
    assumptions = app.text_input(key="aannames").value
    # A browser keeps them in the address when it goes to another page (tests/browser/test_gevoeligheid.py).
    other = AppTest.from_file(str(MAIN), default_timeout=60)
    other.query_params["aannames"] = assumptions
    drawn(other)
    for page in ("kosten", "mensen", "verantwoording", "overzicht"):
        shown = html(drawn(other.switch_page(str(ROOT / "pages" / f"{page}.py"))))
        assert shown.count("Somber") == 1 and "Verkenning: “Somber" in shown


def test_withdrawn_it_stays_on_record(app: AppTest, database: Path) -> None:
    saved(app)
    assert disabled(app, "Trek deze verkenning in")
    write(app, waarom="Vergist")
    press(app, "Trek deze verkenning in")
    assert [box.value for box in app.success] == ["Verkenning 1 is ingetrokken; zij blijft in het logboek."]
    assert disabled(app, "Open") and "Verkenning: " not in numbers(app)
    assert re.search("ingetrokken door Controller, .*: Vergist", html(app))
    assert [event.act for event in history(database)] == ["gepubliceerd", "bewaard", "ingetrokken"]
    record = html(drawn(app.switch_page(str(ROOT / "pages" / "cijfers.py"))))
    assert "verkenning 1 “Somber &lt;b&gt;over&lt;/b&gt; schaal” (bij release 1) ingetrokken" in record
    assert "release 1 gepubliceerd" in record


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Akkoord 2020", "zo heet een route al"),
        ("Mail a@b.nl", "een e-mailadres"),
        ("x 123456782", "burgerservicenummer"),
        ("Som\u200bber", "onzichtbaar teken"),
        ("2020", "geen letter in de naam"),
    ],
)
def test_a_name_that_is_refused_is_told(app: AppTest, database: Path, name: str, said: str) -> None:
    shown = html(saved(app, name))
    assert [box.value for box in app.error] == ["De verkenning is niet bewaard."]
    assert said in shown and "123456782" not in shown and "a@b.nl" not in shown
    assert verkenningen(database) == []
    assert app.text_input(key="verkenning_naam").value == name


def test_a_name_that_is_taken_is_told(app: AppTest, database: Path) -> None:
    saved(app)
    write(app, naam=NAME.upper(), toelichting="Nog eens")
    press(app, "Bewaar als verkenning")
    assert "Verkenning 1 heeft deze naam al." in app.error[0].value
    assert len(verkenningen(database)) == 1


def test_a_link_with_the_same_assumptions_names_the_verkenning(app: AppTest, database: Path, release: Release) -> None:
    view = replace(default_view(release), overrides=(("schaalverlies", 0.08),))
    one = verkenning_of(view, name="Somber", note="n", author="A", made_at=datetime(2020, 3, 26))
    keep(database, one, by=beheerder("A"))
    app.text_input(key="aannames").input("schaalverlies=0,08")
    assert "Verkenning: “Somber”" in numbers(drawn(app))
