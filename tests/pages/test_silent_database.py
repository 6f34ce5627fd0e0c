"""A shared database that does not answer: pages stay, marked with the moment that they are of."""

from pathlib import Path

import pytest

from lib.store import database as store
from lib.store.faults import DatabaseUnreachable
from lib.store.releases import current, load
from lib.web import state
from tests.pages.apps import At, drawn, html
from tests.store.test_publishing import put

SENTENCE = "De gedeelde database antwoordt niet."


@pytest.fixture(autouse=True)
def _afresh(afresh: None) -> None:
    """What another test had read, need not be read."""


def away(*_: object) -> None:
    raise DatabaseUnreachable(SENTENCE)


def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that asks the database gets an answer."""
    monkeypatch.setattr(store, "stamp", away)
    monkeypatch.setattr(state, "ensure", away)
    for name in ("read", "write"):
        monkeypatch.setattr(store.file, name, away)


def test_a_page_shows_what_was_read_before_and_the_choices_go_on(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at("overzicht")
    assert not app.warning
    with monkeypatch.context() as broken:
        cut(broken)
        box = next(box for box in app.selectbox if box.label == "Route B")
        box.select("Uitvoering vanaf 2021")
        drawn(app)
        (warning,) = app.warning
        assert warning.value.startswith("De gedeelde database antwoordt nu niet. U ziet de cijfers zoals zij waren op ")
        assert "de uitvoering vanaf 2021" in html(app) and not app.error
    assert not drawn(app).warning


def test_a_state_of_which_only_the_number_was_seen_is_not_the_last_one(
    at: At, monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    """As for a machine that asks whether the database is there: a reader has not read that state."""
    app = at("overzicht")
    used = current(database).number
    put(database, load(database, used), used)
    store.latest_state(database)
    told = f"U ziet release {used}"
    with monkeypatch.context() as broken:
        cut(broken)
        assert drawn(app).warning and not app.error
        assert next(box for box in app.selectbox if box.label == "Release").value == "In gebruik"
        assert told not in html(app) and f"Release {used}" in html(app)
    assert not drawn(app).warning


def test_what_is_not_there_to_read_is_told_under_a_heading(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    app = at("kosten")
    cut(monkeypatch)
    for page, heading in (("bevroren", "De bevroren standen zijn nu niet te tonen"), ("gevoeligheid", "Welke route")):
        app.switch_page(str(state.__file__).replace("lib/web/state.py", f"pages/{page}.py"))
        drawn(app)
        assert heading in html(app) and [error.value for error in app.error] == [SENTENCE]
