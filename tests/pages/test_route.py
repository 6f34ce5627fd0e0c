"""Eigen route without a browser: a link that does not fit says so and loses nothing; a refused name stays in its field; markup
of a reader is text."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import Release
from lib.subjects.own_route.start import start_draft
from lib.tables.route_draft import RouteDraft
from lib.web.own_route.draft import KEY, pack, unpack
from tests.pages.apps import At, drawn, html

BASE = "akkoord_2020"


@pytest.fixture
def app(at: At) -> AppTest:
    return drawn(at("route"))


def with_draft(app: AppTest, text: str) -> AppTest:
    app.text_input(key=KEY).set_value(text)
    return drawn(app)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_what_the_address_has_is_the_draft_again(release: Release) -> None:
    draft = start_draft(release, BASE)
    assert unpack(pack(draft)) == draft
    assert unpack("geen route") is None
    assert unpack(pack(draft)[:-9]) is None


def test_nothing_changed_is_the_base(app: AppTest) -> None:
    assert "Akkoord 2020, nog zonder veranderingen." in html(app)
    assert "zonder veranderingen is dit het akkoord van 2020" in html(app)
    (button,) = [button for button in app.button if button.label == "Bewaar als concept"]
    assert button.disabled


@pytest.mark.parametrize(
    "row",
    [
        {"werkvorm": "groen", "uitvoerder": "niemand", "vanaf": 2021, "werkgever": "x", "werkplek": "blijft"},
        {"werkvorm": 3, "vanaf": "straks", "gemeenten": 7},
    ],
)
def test_a_link_that_does_not_fit_says_why_and_can_be_left(
    app: AppTest, release: Release, row: dict[str, object]
) -> None:
    with_draft(app, pack(start_draft(release, BASE).put("plaatsing", None, row)))
    assert "Deze route klopt op deze release nog niet." in app.error[0].value
    assert "Wat er mis is met deze route" in html(app)
    assert "Zet in de route" not in labels(app)
    (button,) = [button for button in app.button if button.label == "Begin een nieuwe route"]
    button.click()
    drawn(app)
    assert not app.error


def test_a_text_that_is_no_route_is_told(app: AppTest) -> None:
    with_draft(app, "dit is geen route")
    assert "niet te lezen" in app.warning[0].value


def test_a_refused_name_stays_in_its_field_and_markup_is_text(app: AppTest) -> None:
    app.text_input(key="eigen_route_kop_id").set_value("GeenId")
    drawn(app)
    assert app.text_input(key="eigen_route_kop_id").value == "GeenId"
    assert any("Geen id. Gelezen: “GeenId”" in error.value for error in app.error)
    app.text_input(key="eigen_route_kop_titel").set_value("<b>Groen</b>")
    drawn(app)
    assert "&lt;b&gt;Groen&lt;/b&gt;" in html(app)
    assert isinstance(unpack(app.text_input(key=KEY).value or ""), RouteDraft)


def test_beside_a_route_of_pm_alone_it_begins_from_one_that_has_an_outcome(at: At, release: Release) -> None:
    app = at("route")
    app.selectbox(key="b").set_value("Alternatief van de Raad van Commissarissen")
    drawn(app)
    assert not app.error
    assert f"{release.zero.title}, nog zonder veranderingen." in html(app)
