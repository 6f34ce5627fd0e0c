"""Bevroren standen without a browser: what is stored is what the pages show, and the page shows what is stored."""

import html as markup
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from lib.comparison.answers import Answers
from lib.comparison.release import Release, open_release
from lib.comparison.results import beside
from lib.comparison.view import View, compare_view, default_view, scale_of
from lib.render.frozen import GRIDS, NUMBERS, frozen_tables
from lib.render.table_files import table_parquet
from lib.store.publishing import publish, withdraw
from lib.store.saved_views import Program, freeze
from lib.subjects.costs.costs import tekort_chart
from lib.subjects.saved_views import results, write_view
from lib.subjects.what_if.sensitivity import NAMES, Sensitivity, opinions
from lib.tables.content import Content
from lib.text import whole
from lib.web.blocks import costs, overview, people
from lib.web.blocks import sensitivity as sensitivity
from lib.web.drawing import chart_block
from tests.people import beheerder

ROOT = Path(__file__).parents[2]
EARLIER = "Gemaakt met het eerdere model"
MAIN = ROOT / "lib" / "web" / "main.py"
#: What opens an explanation but is a statement, or the band that stands stored apart.
NO_NUMBER = r"S\d+$|standaard "
VIEWS: dict[str, Callable[[View], View]] = {
    "standaard": lambda view: view,
    "een gemeente": lambda view: replace(
        view, horizon=2030, gemeente="GM0189", expression="per_inwoner", overrides=(("schaalverlies", 0.06),)
    ),
    "meningen": lambda view: replace(view, b="uitvoering_2021", opinions=((), (("schaalverlies", 0.1),)), pm=True),
}


def shown(drawn: str) -> list[str]:
    """Every number that can be asked where it comes from, as a reader sees it."""
    return [markup.unescape(each) for each in re.findall(r"<details class=.rw-why.*?><summary>(.*?)</summary>", drawn)]


def pages(found: Answers) -> dict[str, str]:
    """The blocks of the pages for one view."""
    release, view = found.release, found.view
    scale, swings = scale_of(release, view.expression), Sensitivity(found)
    every = [Answers(release, other, compare_view(release, other)) for other in _each_scenario(release, view)]
    with_key = {key: replace(view, key=key) for key in release.deficit_keys}
    keys = {key: Answers(release, other, compare_view(release, other)) for key, other in with_key.items()}
    return {
        "kop": overview.worked_example(found) + overview.ladder(found) + overview.years(found),
        "uitkomsten": overview.outcomes(found),
        "bruggen": overview.bridges(found),
        "mensen": overview.people(found) + people.reconciliation_block(found),
        "omslag": overview.what_must_be_true(found) + sensitivity.switching(swings),
        "scenarios": overview.scenarios_table(every),
        "jaren": overview.ranges(found) + overview.readings(found) + overview.gemeenten(found),
        "kosten": costs.side_by_side(found, scale) + chart_block(tekort_chart(found), release).twin,
        "begrotingen": "".join(make() for make in costs.budget_tabs(found).values()),
        "sleutels": costs.keys(found, keys),
        "gevoeligheid": sensitivity.message(swings) + sensitivity.swings(swings) + sensitivity.spread(swings),
        "meningen": sensitivity.disagreement(opinions(swings, NAMES)),
    }


def _each_scenario(release: Release, view: View) -> list[View]:
    return [replace(view, b=name) for name in release.scenarios]


@pytest.mark.parametrize("name", VIEWS)
def test_every_number_on_the_pages_is_stored_as_it_is_written(release: Release, name: str) -> None:
    view = VIEWS[name](default_view(release))
    stored = {number.shown for number in results(release, view).numbers}
    # A switching value is stored with its verdict; a card tells the band of a parameter beside it.
    stored |= {re.sub(", (binnen|buiten) de band.*", "", each) for each in stored}
    for block, drawn in pages(Answers(release, view, compare_view(release, view))).items():
        missing = [
            each for each in shown(drawn) if each.split("; er")[0] not in stored and not re.match(NO_NUMBER, each)
        ]
        assert missing == [], block
        assert shown(drawn) or (block == "meningen" and name != "meningen")


def put_away(database: Path, name: str) -> None:
    release = open_release(database)
    view = default_view(release)
    told: dict[str, Any] = {"name": name, "note": "", "by": beheerder("<i>De griffier</i>")}
    program = Program("0.1.0", "ab" * 32)
    freeze(database, frozen_tables(release, view), release=release.info, view=write_view(view), program=program, **told)


def page(database: Path, monkeypatch: pytest.MonkeyPatch, number: str) -> AppTest:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.switch_page(str(ROOT / "pages" / "bevroren.py")).run()
    app.selectbox(key="stand").set_value(number).run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_state_is_shown_after_its_release_was_withdrawn(
    database: Path, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_away(database, "<b>Vergadering</b>")
    moved = [{**row, "inwoners": row["inwoners"] + 1_000} for row in shipped.tables["population"]]
    content = replace(shipped, tables={**shipped.tables, "population": tuple(moved)})
    publish(database, content, name="N", note="n", by=beheerder("p"), files=(), expected=1)
    withdraw(database, 1, note="n", by=beheerder("a"))
    told = html(page(database, monkeypatch, "1"))
    assert "Bevroren stand nr 1, &lt;b&gt;Vergadering&lt;/b&gt;, release 1" in told
    assert "<i>De griffier" not in told and "<b>Vergadering" not in told
    release = open_release(database, 1)
    headline = results(release, default_view(release)).texts[0].text
    assert re.findall("<h1>(.*?)</h1>", told) == [headline]
    assert "Vergeleken met dezelfde weergave op release 2" in told
    assert "Saldo per inwoner, 2021–2024 opgeteld, € per inwoner op 1 januari 2020: toen en nu" in told
    then, now = (results(open_release(database, n), default_view(open_release(database, n))) for n in (1, 2))
    other = len(beside(then, now).numbers)
    assert other >= 21 and f"Van de {whole(len(then.numbers))} getallen zijn er {other} anders." in told


def test_nothing_changed_is_told(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_away(database, "Vergadering")
    release = open_release(database)
    count = whole(len(results(release, default_view(release)).numbers))
    told = html(page(database, monkeypatch, "1"))
    assert f"Niets: alle {count} getallen zijn nog hetzelfde." in told and EARLIER not in told


def test_a_state_of_the_earlier_model_says_so(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its head and beside what has changed since; with the numbers that it holds and no others."""
    release = open_release(database)
    view = default_view(release)
    tables = {name: body for name, body in frozen_tables(release, view).items() if name != GRIDS}
    numbers = pq.read_table(io.BytesIO(tables[NUMBERS]))
    old = [not key.startswith(("bereik/", "lezingen ")) for key in numbers["key"].to_pylist()]
    tables[NUMBERS] = table_parquet(numbers.filter(pa.array(old)))
    words: dict[str, Any] = {"name": "Toen", "note": "", "by": beheerder("a")}
    freeze(database, tables, release=release.info, view=write_view(view), program=Program("0", "0"), **words)
    told = html(page(database, monkeypatch, "1"))
    assert told.count(EARLIER) == 2
    assert f"Van de {whole(sum(old))} getallen zijn er 0 anders, {len(old) - sum(old)} erbij." in told


def test_a_view_that_is_gone_is_told_and_the_state_stays(
    database: Path, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = open_release(database)
    view = replace(default_view(release), b="uitvoering_2021")
    told: dict[str, Any] = {"name": "V", "note": "", "by": beheerder("a")}
    tables = frozen_tables(release, view)
    freeze(database, tables, release=release.info, view=write_view(view), program=Program("0", "0"), **told)
    files = {name: text for name, text in shipped.files.items() if name != "uitvoering_2021.toml"}
    publish(database, replace(shipped, files=files), name="N", note="n", by=beheerder("p"), files=(), expected=1)
    shown_ = html(page(database, monkeypatch, "1"))
    assert "is nu niet meer te berekenen: Onbekende keuze voor route B" in shown_
    assert "Bevroren stand nr 1, V, release 1" in shown_


def test_a_state_that_was_changed_is_not_shown(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_away(database, "Vergadering")
    with duckdb.connect(str(database)) as connection:
        connection.execute("DELETE FROM frozen_tables WHERE table_name = 'costs'")
    app = page(database, monkeypatch, "1")
    assert "<h1>Stand 1 is niet te tonen</h1>" in html(app)
    assert "past niet bij het kenmerk" in app.error[0].value


def test_freezing_from_the_sidebar(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUTEWIJZER_DATABASE", str(database))
    app = AppTest.from_file(str(MAIN), default_timeout=60).run()
    app.text_input(key="bevries_naam").set_value("a@b.nl")
    app.button(key="bevries_knop").click().run()
    assert "e-mailadres" in app.error[0].value
    app.text_input(key="bevries_naam").set_value("Raad")
    app.text_input(key="bevries_wie").set_value("De griffier")
    app.button(key="bevries_knop").click().run()
    assert not app.error and "Bevroren als stand 1, “Raad”" in html(app)
