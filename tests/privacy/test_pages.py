"""A region with few people in one gemeente: every page and document is there, and what has no number has no zero."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.comparison.answers import Answers
from lib.comparison.release import Release, make_release, open_release
from lib.comparison.view import NotInView, check_choice, compare_view, default_view
from lib.render.documents import DOCUMENTS, make
from lib.render.export import export_tables
from lib.render.packing import Imprint
from lib.store.locations import DATABASE, SECRETS
from lib.subjects.gemeente_questions import decisions_here, is_own
from lib.tables.content import Content
from lib.web import cache
from tests.api.conftest import client, tokens
from tests.pages.apps import MAIN, ROOT, html
from tests.privacy.test_ways_round import CODE, YEAR, alone
from tests.store.test_releases import publish

__all__ = ["tokens"]
PAGES = (
    "overzicht",
    "gevoeligheid",
    *(
        pytest.param(name, marks=pytest.mark.heavy)
        for name in ("kosten", "mensen", "gemeente", "terugblik", "vergadering", "verantwoording")
    ),
)
THEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def few(first_database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which three people are all that one gemeente has, and the staff is counted."""
    content = alone(shipped, 3)
    rows = tuple(
        {**row, "status": "realisatie"} if row["groep"] == "staf" else row for row in content.tables["headcounts"]
    )
    path = tmp_path_factory.mktemp("few") / "routewijzer.duckdb"
    path.write_bytes(first_database.read_bytes())
    publish(path, replace(content, tables={**content.tables, "headcounts": rows}))
    return path


@pytest.fixture
def in_use(few: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(DATABASE, str(few))
    st.cache_resource.clear()
    st.cache_data.clear()
    cache.clear()
    yield few
    st.cache_resource.clear()
    st.cache_data.clear()
    cache.clear()


def numbers(app: AppTest) -> Iterator[list[float | None]]:
    """What each trace of each chart draws on its vertical axis."""
    for chart in app.get("plotly_chart"):
        yield from (trace["y"] for trace in json.loads(chart.proto.spec)["data"] if trace.get("y"))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_for_every_gemeente_that_can_be_chosen(in_use: Path, page: str) -> None:
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    choices = app.selectbox(key="gemeente").options
    assert len(choices) == 6 and not any(name.startswith("Wierden") for name in choices)
    for name in choices:
        app.selectbox(key="gemeente").set_value(name).run()
        assert not app.exception and not app.error, (name, [one.value for one in (*app.exception, *app.error)])
        assert "nan" not in html(app).lower().split(), name
        assert [drawn for drawn in numbers(app) if set(drawn) == {0}] == [], name


def test_who_chooses_a_gemeente_is_led_to_those_with_numbers(in_use: Path) -> None:
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    shown = html(app.switch_page(str(ROOT / "pages" / "gemeente.py")).run())
    places = shown[shown.index('<nav class="rw-choices"') :].split("</nav>")[0]
    assert places.count("<a ") == 5 and places.count("<li>") == 6
    assert "<li>Wierden (minder dan 10 mensen, geteld bij Tubbergen)</li>" in places


def test_decisions_are_those_of_all_who_are_counted_together(release: Release, shipped: Content) -> None:
    wie = ("Gemeenteraad van Wierden", "Gemeenteraad van Tubbergen", "Gemeenteraad van Almelo")
    rows = tuple({**row, "wie": name} for row, name in zip(shipped.tables["decisions"], wie, strict=False))
    content = replace(alone(shipped, 3), tables={**alone(shipped, 3).tables, "decisions": rows})
    together = make_release(release.info, content)
    view = replace(default_view(together), gemeente=together.away[CODE])
    answers = Answers(together, view, compare_view(together, view))
    here, elsewhere = decisions_here(answers)
    assert [row["wie"] for row in here] == list(wie[:2]) and elsewhere == 1
    assert all(is_own(answers, row) for row in here)


@pytest.mark.parametrize("asked", ["Wierden", "Wierden (minder dan 10 mensen, geteld bij Tubbergen)"])
def test_a_link_to_that_gemeente_says_where_it_is_counted(in_use: Path, asked: str) -> None:
    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.query_params["gemeente"] = asked
    app.run()
    (warning,) = (one.value for one in app.warning)
    assert "Tubbergen met Wierden" in warning and "Nu staat er: Alle gemeenten" in warning and not app.exception


def test_a_request_for_that_gemeente_says_where_it_is_counted(few: Path) -> None:
    with pytest.raises(NotInView, match="kies “Tubbergen met Wierden”"):
        check_choice(open_release(few), "gemeente", CODE)


def test_an_export_has_no_zero_where_there_is_no_number(few: Path) -> None:
    release = open_release(few)
    tables = export_tables(release, compare_view(release, default_view(release)))
    for name, column in (
        ("costs", "bedrag_eur"),
        ("headcounts", "personen"),
        ("bridge", "bijdrage_eur"),
        ("switching", "omslagwaarde"),
        ("uncertainty", "cumulatief_verschil_eur"),
    ):
        rows = [row[column] for row in tables[name].to_pylist() if row["gemeente_code"] == CODE]
        assert rows and set(rows) == {None}, name
    staff = [row for row in tables["headcounts"].to_pylist() if row["groep"] == "staf"]
    assert {row["personen"] is None for row in staff} == {True, False}
    codes = [gemeente.code for gemeente in release.figures.gemeenten]
    here = {
        code: [row["personen"] for row in staff if (row["gemeente_code"], row["jaar"]) == (code, YEAR)]
        for code in codes
    }
    assert all(None in counts or sum(counts) >= 10 for counts in here.values())
    scenarios = len({row["scenario"] for row in staff})
    assert sum(sum(filter(None, counts)) for counts in here.values()) == pytest.approx(
        scenarios * release.figures.staff.sum()
    )


def test_the_api_has_a_word_for_what_is_counted_elsewhere(
    in_use: Path, tokens: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRETS, str(tokens))
    lezer = client("lezer")
    costs = lezer.get("/api/v1/comparison/costs").json()["rijen"]
    assert {row["bedrag_eur_woord"] for row in costs if row["gemeente_code"] == CODE} == {"elders geteld"}
    assert {row["bedrag_eur_woord"] for row in costs if row["bedrag_eur"] is not None} == {None}
    people = lezer.get("/api/v1/comparison/headcounts").json()["rijen"]
    assert {row["personen"] for row in people if row["gemeente_code"] == CODE} == {None}
    refused = lezer.get("/api/v1/comparison/costs", params={"gemeente": CODE})
    assert refused.status_code == 400 and "Tubbergen met Wierden" in refused.text


def test_every_document_of_the_gemeente_that_it_is_counted_with_is_made(few: Path) -> None:
    release = open_release(few)
    view = replace(default_view(release), gemeente=release.away[CODE])
    answers = Answers(release, view, compare_view(release, view))
    for kind in DOCUMENTS:
        assert make(kind, answers, Imprint("", THEN)).body
