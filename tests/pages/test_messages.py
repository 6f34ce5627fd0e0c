"""What an act came to stays told until the next act or another page, however often the page runs."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.publishing import publish
from lib.tables.content import Content
from lib.web.releases.handing_in import LOOKED
from lib.web.saved.saved_views import STATE_BY, STATE_NAME
from tests.pages.apps import ROOT, At, drawn, html
from tests.people import beheerder


def pressed(app: AppTest, label: str) -> AppTest:
    (button,) = [each for each in app.button if each.label == label]
    button.click()
    return drawn(app)


def told(app: AppTest) -> list[str]:
    return [box.value for box in (*app.error, *app.success)]


@pytest.fixture
def refused(at: At) -> AppTest:
    """Freezing without a name, which is refused."""
    app = at("kosten")
    app.text_input(key=STATE_BY).input("Griffier")
    return pressed(app, "Bevries")


def test_it_stays_when_the_page_runs_again(refused: AppTest) -> None:
    (message,) = told(refused)
    assert message.startswith("Naam: vul dit in.")
    assert told(drawn(refused)) == [message]


def test_the_next_act_takes_its_place(refused: AppTest) -> None:
    refused.text_input(key=STATE_NAME).input("Vergadering 26 maart")
    pressed(refused, "Bevries")
    assert told(refused) == []
    assert "Bevroren als stand 1" in html(drawn(refused))


def test_it_is_gone_on_another_page(refused: AppTest) -> None:
    refused.switch_page(str(ROOT / "pages" / "mensen.py")).run()
    assert told(drawn(refused)) == []


def test_what_happened_to_a_release_stays_too(at: At, database: Path, shipped: Content) -> None:
    moved = [{**row, "inwoners": row["inwoners"] + 1_000} for row in shipped.tables["population"]]
    content = replace(shipped, tables={**shipped.tables, "population": tuple(moved)})
    publish(database, content, name="N", note="n", by=beheerder("p"), files=(), expected=1)
    app = at("cijfers")
    app.text_input(key="releases_wie").input("Controller")
    app.text_input(key="releases_waarom").input("Proef")
    label = next(each for each in app.selectbox(key="releases_gekozen").options if each.startswith("Release 1"))
    app.selectbox(key="releases_gekozen").set_value(label)
    drawn(app)
    pressed(app, "Neem release 1 in gebruik")
    assert told(app) == ["Release 1 is in gebruik."]
    assert told(drawn(app)) == ["Release 1 is in gebruik."]


def test_what_was_read_is_let_go_on_another_page(at: At) -> None:
    app = at("cijfers")
    app.session_state[LOOKED] = "large"
    assert LOOKED in drawn(app).session_state
    app.switch_page(str(ROOT / "pages" / "kosten.py"))
    assert LOOKED not in drawn(app).session_state
