"""The control that makes a document: only when asked, of what the reader sees, and told when it cannot be made."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.answers import Answers
from lib.comparison.release import open_release
from lib.comparison.view import default_view
from lib.render import documents
from lib.render.export import CannotExport
from lib.render.frozen import frozen_tables
from lib.render.packing import Imprint
from lib.store.saved_views import Program, freeze
from lib.subjects.saved_views import write_view
from lib.web.documents import CHANGED
from tests.pages.apps import At, drawn
from tests.people import beheerder

Calls = list[tuple[Answers, Imprint]]


@pytest.fixture(autouse=True)
def _afresh(afresh: None) -> None:
    """What another test had made, counts as a document that is there."""


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Which documents were made; making one takes no time."""
    made: Calls = []

    def maker(answers: Answers, imprint: Imprint) -> bytes:
        made.append((answers, imprint))
        return b"x" * 211_600

    kind = replace(documents.DOCUMENTS["pdf"], make=maker)
    monkeypatch.setitem(documents.DOCUMENTS, "pdf", kind)
    return made


def offered(app: AppTest) -> list[str]:
    """The labels of what can be taken along in the side bar; what is of another view stands there out of sight."""
    if any(CHANGED in each.proto.body for each in app.sidebar.get("html")):
        return []
    return [each.proto.label for each in app.sidebar.get("download_button")]


def ask(app: AppTest, name: str = "document") -> AppTest:
    app.button(key=f"{name}_maak").click()
    return drawn(app)


def choose(app: AppTest, label: str, value: str) -> AppTest:
    next(box for box in app.selectbox if box.label == label).select(value)
    return drawn(app)


def test_nothing_is_made_until_asked_and_then_once(at: At, calls: Calls) -> None:
    app = at("overzicht")
    assert (offered(app), calls) == ([], [])
    assert offered(ask(app)) == ["Vergelijking (bijlage), PDF, 212 kB"]
    (made,) = calls
    assert made[0].view == default_view(made[0].release)
    assert made[1].state == "" and "release=Release+1" in made[1].link and "gemeente=Alle+gemeenten" in made[1].link
    assert abs((datetime.now() - made[1].made_at.replace(tzinfo=None)).total_seconds()) < 24 * 3600
    assert offered(drawn(app)) and offered(ask(app)) and len(calls) == 1


def test_another_view_or_kind_takes_the_document_away(at: At, calls: Calls) -> None:
    app = ask(at("overzicht"))
    assert offered(choose(app, "Route B", "Uitvoering vanaf 2021")) == []
    assert len(offered(choose(app, "Route B", "Akkoord 2020"))) == 1
    app.radio(key="document_soort").set_value("gemeente")
    assert offered(drawn(app)) == []
    assert len(calls) == 1
    assert offered(ask(app))[0].startswith("Per gemeente, PDF, ")


def test_what_is_chosen_is_what_the_document_is_of(at: At, calls: Calls) -> None:
    app = choose(choose(at("kosten"), "Gemeente", "Wierden"), "Jaren", "2021–2030")
    ask(app)
    (made,) = calls
    assert (made[0].view.gemeente, made[0].view.horizon) == ("GM0189", 2030)
    assert "gemeente=Wierden" in made[1].link


def test_why_it_cannot_be_made_is_told(at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(answers: Answers, imprint: Imprint) -> bytes:
        raise CannotExport("Het document is niet gemaakt: een getal ontbreekt (zomaar).")

    monkeypatch.setitem(documents.DOCUMENTS, "pdf", replace(documents.DOCUMENTS["pdf"], make=refuses))
    app = ask(at("overzicht"))
    assert [each.value for each in app.sidebar.error] == ["Het document is niet gemaakt: een getal ontbreekt (zomaar)."]
    assert offered(app) == []
    assert not drawn(app).sidebar.error


def frozen(path: Path) -> None:
    release = open_release(path)
    view = replace(default_view(release), gemeente="GM0163")
    told: dict[str, Any] = {"name": "Vergadering", "note": "", "by": beheerder("Sam"), "program": Program("1", "p")}
    freeze(path, frozen_tables(release, view), release=release.info, view=write_view(view), **told)


def test_a_frozen_state_gives_a_document_of_its_own_view(at: At, database: Path, calls: Calls) -> None:
    frozen(database)
    app = at("bevroren")
    app.selectbox(key="stand").select("1")
    app = ask(drawn(app), "document_stand")
    (made,) = calls
    assert made[0].view.gemeente == "GM0163"
    assert made[1].state.startswith("stand 1, Vergadering, bevroren ") and made[1].link.endswith("/bevroren?stand=1")
    assert "Vergelijking (bijlage), PDF, 212 kB" in [each.proto.label for each in app.main.get("download_button")]


def test_a_frozen_state_that_reads_otherwise_now_gives_what_it_stored(
    at: At, database: Path, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen(database)
    app = at("bevroren")
    app.selectbox(key="stand").select("1")
    drawn(app)
    monkeypatch.setattr("lib.subjects.evidence.heading", lambda *_: "Een andere zin.")
    app = ask(app, "document_stand")
    assert not app.main.error
    labels = [each.proto.label for each in app.main.get("download_button")]
    assert any(label.startswith("Vergelijking (bijlage), PDF, ") for label in labels)
    # The document of the live view would print the new sentence.
    assert calls == []
