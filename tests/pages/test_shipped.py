"""Files in data/ and scenarios/ that say something new are offered on Cijfers aanleveren, and never applied silently."""

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.release import open_release
from lib.store.releases import current, releases
from lib.store.saved_views import keep
from lib.web.releases.shipped import WAITING
from tests.folders import (
    CHANGES,
    FIFTH_TITLE,
    NEW_EVENT,
    NEW_SOURCE,
    add_event,
    add_route,
    add_source,
    remove_route,
    remove_row,
)
from tests.pages.apps import MAIN, At, html
from tests.people import beheerder
from tests.store.publisher import publish_one
from tests.store.test_scenarios import FIFTH
from tests.store.test_verkenningen import ONE
from tests.tiers import first

TITLE = "Nieuwe bestanden in data/ en scenarios/"
BUTTON = "Publiceer deze bestanden"
#: By what it is called, what the preview of a change shows.
ON_PAGE = {
    "route": f"Scenario: {FIFTH_TITLE} ({FIFTH})",
    "aanname": "standaard 0 % van de uitvoeringskosten wordt 6 % van de uitvoeringskosten",
    "bron": f"Bron: {NEW_SOURCE} (Hogeschool)",
    "gebeurtenis": NEW_EVENT,
    "rij weg": "Besluiten: 14",
    "route weg": "dit scenario verdwijnt",
}


@pytest.fixture
def ours(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the app."""
    monkeypatch.setenv("ROUTEWIJZER_HOME", str(home))
    return home


def button(app: AppTest) -> object:
    return next((each for each in app.button if each.label == BUTTON), None)


def fill_in(app: AppTest, accept: bool = False) -> AppTest:
    """Fill in the form of the offer."""
    for key, value in (("wie", "Kim"), ("naam", "Vijf routes"), ("waarom", "Het onderzoek is klaar")):
        app.text_input(key=f"bestanden_{key}").set_value(value)
    app.run()
    if accept:
        next(box for box in app.checkbox if box.label.startswith("Ik heb deze waarschuwingen")).check().run()
    return app


def publish(app: AppTest) -> AppTest:
    next(each for each in app.button if each.label == BUTTON).click().run()
    assert not app.exception
    return app


def captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def test_what_is_equal_is_not_offered(ours: Path, at: At) -> None:
    app = at("cijfers")
    assert TITLE not in html(app) and button(app) is None and WAITING not in captions(app)


@pytest.mark.parametrize("name", CHANGES)
def test_what_differs_is_offered_with_its_effect_and_not_applied(ours: Path, at: At, database: Path, name: str) -> None:
    CHANGES[name][0](ours)
    app = at("cijfers")
    assert not app.exception and not app.error
    shown = html(app).replace("\N{NO-BREAK SPACE}", " ")
    assert TITLE in shown and "Wat er per tabel verandert" in shown and "Wat dit doet met de uitkomst" in shown
    assert ON_PAGE[name] in shown
    assert WAITING in captions(app)
    assert len(releases(database)) == 1


def test_publishing_the_offer_makes_the_route_choosable(ours: Path, at: At, database: Path) -> None:
    add_route(ours)
    app = publish(fill_in(at("cijfers")))
    assert "Release 2 is gepubliceerd en in gebruik." in [message.value for message in app.success]
    info = current(database)
    assert (info.number, info.name, info.note, info.publisher) == (2, "Vijf routes", "Het onderzoek is klaar", "Kim")
    assert FIFTH in open_release(database).scenarios
    assert TITLE not in html(app) and WAITING not in captions(app)
    assert FIFTH_TITLE in app.selectbox(key="a").options and FIFTH_TITLE in app.selectbox(key="b").options
    app.selectbox(key="release").set_value("Release 1").run()
    assert FIFTH_TITLE not in app.selectbox(key="b").options


def test_warnings_must_be_accepted_first(ours: Path, at: At, database: Path) -> None:
    remove_row(ours)
    app = at("cijfers")
    assert "Waarschuwingen bij deze bestanden" in html(app)
    fill_in(app)
    assert next(each for each in app.button if each.label == BUTTON).disabled
    publish(fill_in(app, accept=True))
    assert current(database).number == 2


def test_what_is_an_earlier_release_is_no_news(ours: Path, at: At, database: Path) -> None:
    """After handing in figures the files are those of release 1: taking that back is a choice in the list below."""
    publish_one(database, "Later")
    app = at("cijfers")
    assert TITLE not in html(app) and WAITING not in captions(app)
    assert "zijn gelijk aan release 1; nu is release 2 in gebruik." in html(at("verantwoording"))


def test_who_was_later_looks_again(ours: Path, at: At, database: Path) -> None:
    add_route(ours)
    app = fill_in(at("cijfers"))
    publish_one(database, "Eerder")
    publish(app)
    assert [error.value.split(";")[0] for error in app.error] == ["Intussen is release 2 in gebruik gekomen"]
    assert (current(database).number, current(database).name) == (2, "Eerder")
    assert "Zij verschillen van release 2" in html(app)


def test_faults_are_told_to_who_can_mend_them(ours: Path, at: At, database: Path) -> None:
    (ours / "data/settings.csv").write_text("onzin", "utf-8")
    app = at("cijfers")
    assert not app.exception
    assert f"{TITLE}: " in html(app) and "data/settings.csv" in html(app) and button(app) is None


def test_a_source_and_an_event_are_on_the_pages_after_publishing(ours: Path, at: At, database: Path) -> None:
    for change in (add_source, add_event):
        change(ours)
    assert NEW_EVENT not in html(at("verantwoording"))
    publish(fill_in(at("cijfers")))
    shown = html(at("verantwoording"))
    assert NEW_SOURCE in shown and NEW_EVENT in shown


@pytest.mark.parametrize(
    "page", first(["overzicht", "vergadering", "kosten", "mensen", "gemeente", "gevoeligheid", "verantwoording"])
)
def test_every_page_draws_the_fifth_route(ours: Path, at: At, database: Path, page: str) -> None:
    add_route(ours)
    publish(fill_in(at("cijfers")))
    app = at(page)
    app.selectbox(key="gemeente").set_value("Almelo").run()
    app.selectbox(key="b").set_value(FIFTH_TITLE).run()
    assert not app.exception and not app.error
    assert "met gezamenlijke detachering" in html(app) or "Samen detacheren" in html(app)


def test_a_verkenning_and_a_link_on_a_route_that_goes_still_open(ours: Path, at: At, database: Path) -> None:
    """The verkenning stays with its release; the link shows the standard and says so."""
    keep(database, replace(ONE, route_b="uitvoering_2021"), by=beheerder("Kim"))
    remove_route(ours)
    app = at("cijfers")
    assert f"verkenning 1 “{ONE.name}” wijst ernaar en blijft bij de eigen release" in html(app)
    publish(fill_in(app, accept=True))
    assert current(database).number == 2
    shown = html(at("gevoeligheid"))
    assert ONE.name in shown and "Uitvoering vanaf 2021" in shown
    link = AppTest.from_file(str(MAIN), default_timeout=60)
    link.query_params["b"] = "Uitvoering vanaf 2021"
    link.run()
    assert not link.exception
    assert any("“Uitvoering vanaf 2021” bestaat hier niet" in warning.value for warning in link.warning)
    assert link.selectbox(key="b").value == "Akkoord 2020"
