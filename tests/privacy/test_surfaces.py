"""What a reader gets is the same for every number that the protection hides: on every surface, byte for byte."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from lib.__main__ import main
from lib.api.catalogue import CATALOGUE
from lib.api.comparison import COMPARISON
from lib.comparison.answers import Answers
from lib.comparison.effect import between
from lib.comparison.release import open_release
from lib.comparison.view import compare_view, default_view
from lib.render.documents import DOCUMENTS, make
from lib.render.export import export_tables
from lib.render.frozen import frozen_tables, state_csv, state_parquet
from lib.render.packing import Imprint
from lib.render.table_files import table_parquet
from lib.store.access import Person, Role
from lib.store.locations import DATABASE
from lib.store.protection import releases
from lib.store.releases import load
from lib.store.saved_views import Program, freeze, state
from lib.subjects.saved_views import write_view
from lib.tables.content import Content
from lib.web import cache, sign_in
from tests.api.conftest import client, shipped_place, tokens
from tests.pages.apps import html, started_at
from tests.people import beheerder
from tests.privacy.attacker import another, generated, hidden_places, reading
from tests.store.test_releases import publish

__all__ = ["shipped_place", "tokens"]
ROOT = Path(__file__).parents[2]
PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
THEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
#: As many numbers are other ones in the second release.
CHANGED = 8
SEEDS = (3, 60, 91)


class Clock(datetime):
    """Two databases are made at one moment."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return THEN


def elsewhere(content: Content) -> Content:
    """Another release that a reader cannot tell from this one, with as many other numbers as that takes."""
    found, changed = content, 0
    for place in hidden_places(content):
        other = another(found, place) if changed < CHANGED and place in hidden_places(found) else None
        found, changed = (found, changed) if other is None else (other, changed + 1)
    assert changed > 1 and found.hash != content.hash and reading(found) == reading(content)
    return found


def filled(path: Path, shipped: Path, content: Content) -> Path:
    """A database with the shipped release, this one in use, and a frozen state of it."""
    path.write_bytes(shipped.read_bytes())
    publish(path, content)
    release = open_release(path)
    view = default_view(release)
    told = {"name": "Proef", "note": "", "by": beheerder("Sam"), "program": Program("1", "0" * 64)}
    freeze(path, frozen_tables(release, view), release=release.info, view=write_view(view), **told)  # type: ignore[arg-type]
    return path


def files(path: Path) -> Iterator[tuple[str, object]]:
    """Documents, exports and the frozen state, and two releases beside each other."""
    release = open_release(path)
    view = default_view(release)
    answers = Answers(release, view, compare_view(release, view))
    for kind in DOCUMENTS:
        yield kind, make(kind, answers, Imprint("", THEN)).body
    for name, table in export_tables(release, answers.comparison).items():
        yield name, table_parquet(table)
    kept = state(path, 1)
    yield "stand", (kept.info, state_csv(kept), state_parquet(kept))
    old, new = ((info, load(path, info.number)) for info in releases(path))
    both = between(old, new)
    yield "vergeleken", (both.changes, both.size, both.effect)


def requests(path: Path) -> Iterator[tuple[str, object]]:
    """Every answer of the API, in each form, with what its headers say of it."""
    lezer = client("lezer")
    for operation in (*CATALOGUE, *COMPARISON):
        address = operation.path.replace("{n}", "current")
        for format_ in operation.formats:
            answer = lezer.get(address, params={"format": format_} if operation.table else {})
            assert answer.status_code == 200, (address, answer.text)
            headers = {
                name: value for name, value in answer.headers.items() if name.startswith(("etag", "routewijzer"))
            }
            yield f"{address} {format_}", (answer.content, headers)


def drawn(page: str) -> object:
    st.cache_resource.clear()
    st.cache_data.clear()
    cache.clear()
    app = started_at(page)
    assert not app.exception and not app.error, [one.value for one in (*app.exception, *app.error)]
    charts = [element.proto.spec for element in app.get("plotly_chart")]
    return html(app), charts, _labels(app)


def _labels(app: AppTest) -> list[str]:
    return [str(one.proto) for kind in ("selectbox", "caption", "markdown") for one in app.get(kind)]


def said(path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, object]]:
    for words in (["releases"], ["states"], ["check"]):
        assert main([*words, "--database", str(path)]) == 0
        yield words[0], capsys.readouterr().out.replace(str(path), "")


@pytest.fixture
def pair(
    request: pytest.FixtureRequest,
    first_database: Path,
    shipped: Content,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Path, Path]:
    """Two databases of which the second has other hidden numbers."""
    monkeypatch.setattr("lib.store.releases.datetime", Clock)
    monkeypatch.setattr("lib.store.saved_views.datetime", Clock)
    content = generated(shipped, request.param)
    first = filled(tmp_path / "a.duckdb", first_database, content)
    return first, filled(tmp_path / "b.duckdb", first_database, elsewhere(content))


@pytest.mark.heavy
@pytest.mark.parametrize("pair", SEEDS, indirect=True)
def test_files_api_and_command_line_say_the_same(
    pair: tuple[Path, Path],
    shipped_place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = []
    for path in pair:
        monkeypatch.setenv(DATABASE, str(path))
        found.append(dict([*files(path), *requests(path), *said(path, capsys)]))
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []


@pytest.mark.heavy
@pytest.mark.parametrize("pair", SEEDS, indirect=True)
def test_every_page_draws_the_same(pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "present", lambda: Person("Lies", Role.LEZER))
    for page in PAGES:
        seen = []
        for path in pair:
            monkeypatch.setenv(DATABASE, str(path))
            seen.append(drawn(page))
        assert seen[0] == seen[1], page
