"""The risk register on a page: what was decided about a post is noted there, stands beside it, and changes no number."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.access import Person, Role
from lib.store.pm_decisions import PmDecision, decide, pm_decisions
from lib.store.publishing import history
from tests.pages.apps import At, drawn, html

WORDS = "Navragen en <b>reserveren</b>"
TYPED = {
    "besluit_tekst": WORDS,
    "besluit_orgaan": "Dagelijks Bestuur",
    "besluit_dag": "12 maart 2021",
    "besluit_wie": "Kim",
}


@pytest.fixture
def app(at: At) -> AppTest:
    return drawn(at("verantwoording"))


def noted(app: AppTest, **fields: str) -> AppTest:
    for key, value in (TYPED | fields).items():
        app.text_input(key=key).input(value)
    app.button(key="besluit_knop").click()
    return drawn(app)


def test_a_decision_is_noted_and_stands_beside_its_post(app: AppTest, database: Path, at: At) -> None:
    before = html(app)
    assert "over geen ervan is al een besluit vastgelegd" in before and "Besloten" not in before
    app.selectbox(key="besluit_post").select("Belastingen")
    noted(app)
    assert [box.value for box in app.success] == ["Besluit 1 over “Belastingen” is vastgelegd."]
    (stored,) = pm_decisions(database)
    assert (stored.item, stored.words, stored.body, stored.author) == ("belastingen", WORDS, "Dagelijks Bestuur", "Kim")
    assert stored.decided_on == date(2021, 3, 12) and history(database)[-1].act == "besluit"
    now = html(app)
    assert "Navragen en &lt;b&gt;reserveren&lt;/b&gt; (Dagelijks Bestuur, 12 maart 2021)" in now
    assert "<b>reserveren" not in now and "Wat over PM-posten is besloten (1)" in now
    assert app.text_input(key="besluit_tekst").value == ""
    overview = html(drawn(at("overzicht")))
    assert "Risicoregister" in overview and "(Dagelijks Bestuur, 12 maart 2021)" in overview


def test_a_decision_is_corrected_and_both_are_told(app: AppTest, database: Path) -> None:
    app.selectbox(key="besluit_post").select("Belastingen")
    noted(app)
    (first,) = [option for option in app.selectbox(key="besluit_verbetert").options if option.startswith("1. ")]
    app.selectbox(key="besluit_verbetert").select(first)
    noted(app, besluit_tekst="Toch niet")
    assert [decision.corrects for decision in pm_decisions(database)] == [None, 1]
    now = html(app)
    assert "verbeterd door besluit 2" in now and "geldt; verbetert besluit 1" in now


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        (
            {"besluit_dag": "gisteren"},
            "Wanneer: gelezen is “gisteren”; schrijf een dag als 26-3-2020 of 26 maart 2020.",
        ),
        ({"besluit_dag": "1-1-2999"}, "Wanneer besloten: 1 januari 2999 is nog niet geweest."),
        ({"besluit_tekst": ""}, "Besluit: vul dit in."),
        ({"besluit_orgaan": ""}, "Wie besloot: vul dit in."),
        ({"besluit_wie": ""}, "Wie legt dit vast: vul dit in."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_noted(
    app: AppTest, database: Path, fields: dict[str, str], refusal: str
) -> None:
    noted(app, **fields)
    assert [box.value for box in app.error] == [f"{refusal} Er is niets vastgelegd."]
    assert pm_decisions(database) == () and len(history(database)) == 1


def test_mijn_gemeente_tells_it_too(database: Path, at: At) -> None:
    post = PmDecision("belastingen", "Navragen", "raad van Almelo", date(2021, 3, 12))
    decide(database, post, by=Person("Kim", Role.ANALIST))
    app = at("gemeente")
    app.selectbox(key="gemeente").select("Almelo")
    app.session_state["deel_vragen"] = True
    page = html(drawn(app))
    assert "raad van Almelo" in page and "Exploitatietekort Soweco" in page
    assert "Deelfonds participatiewet" not in page
