"""Figures that were changed outside the app: a page shows none of them, and the way to another release."""

from pathlib import Path

import duckdb

from lib.store.releases import load
from lib.tables.content import Content
from tests.pages.apps import At, drawn, html
from tests.store.test_publishing import put


def test_a_page_shows_no_changed_figure_and_offers_the_other_release(at: At, database: Path) -> None:
    content = load(database, 1)
    rows = tuple({**row, "toelichting": "anders"} for row in content.tables["costs"])
    put(database, Content({**content.tables, "costs": rows}, content.files), 1)
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE costs SET bedrag_eur = bedrag_eur + 1 WHERE toelichting = 'anders'")
    for page in ("overzicht", "kosten", "verantwoording"):
        app = at(page)
        assert not app.exception
        (error,) = app.error
        assert "release 2" in error.value and "niet meer wat is gepubliceerd" in error.value
        assert "€" not in html(app)
        (other,) = (button for button in app.button if "bekijken" in button.label)
        assert other.label.startswith("Release 1 bekijken")
        other.click()
        assert not drawn(app).error and "€" in html(app)


def test_without_a_release_in_use_a_page_says_so(at: At, database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("DELETE FROM events")
    app = at("overzicht")
    assert not app.exception
    (error,) = app.error
    assert "geen release" in error.value and "reservekopie" in error.value and "€" not in html(app)
