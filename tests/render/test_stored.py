"""A document of a frozen state after the program changed: what was stored, nothing else, and what is lacking by name."""

import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pyarrow as pa
import pytest
from pptx import Presentation

from lib.comparison.answers import Answers
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.release import Release
from lib.comparison.results import numbers
from lib.comparison.view import View, default_view
from lib.render.documents import DOCUMENTS, make, make_of_state
from lib.render.frozen import (
    GRIDS,
    NUMBERS,
    explanation,
    frozen_tables,
    parquet_files,
    state_answers,
    state_words,
    stored_results,
    stored_tables,
)
from lib.render.packing import Imprint
from lib.render.table_files import table_parquet
from lib.store.saved_views import Program, State, StateInfo
from lib.subjects import saved_views as frozen_results
from lib.subjects.saved_views import write_view
from tests.render.pdf_reading import page_texts
from tests.tiers import first

REWORDED = "Een kop die er toen nog niet was"
ADDED = "Een nieuw getal"


@pytest.fixture(scope="module")
def state(release: Release) -> State:
    view: View = replace(default_view(release), overrides=(("schaalverlies", 0.05),))
    head = (3, "Vergadering", "", "Sam", datetime(2026, 5, 1), 1, release.info.hash, write_view(view))
    info = StateInfo(*head, Program("1", "p"), "ab" * 32)
    return State(info, frozen_tables(release, view))


@pytest.fixture
def imprint(state: State) -> Imprint:
    return Imprint("http://localhost/bevroren?stand=3", datetime(2026, 5, 4, 9, 8), state_words(state.info))


def texts_of(kind: str, body: bytes) -> str:
    """Every text of a document, without what its typesetting adds."""
    if DOCUMENTS[kind].extension == "pdf":
        found = " ".join(page_texts(body))
    elif kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body))
        found = " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    else:
        slides = Presentation(io.BytesIO(body)).slides
        shapes = [shape for slide in slides for shape in slide.shapes]
        cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
        found = " ".join([*(shape.text_frame.text for shape in shapes if shape.has_text_frame), *cells])
    return " ".join(found.replace("\xad", "").split())


def reword(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(frozen_results.evidence, "heading", lambda *_: REWORDED)
    return "Anders verwoord dan nu: één zin (Overzicht)"


def add(monkeypatch: pytest.MonkeyPatch) -> str:
    before = frozen_results.grids_of
    row = Row("rij", ADDED, (Cell("424.242", exact=424242.0),))
    new = Grid("nieuw", "Nieuwe tabel", "aantal", Words("Wat"), (Column("kolom", "Nu"),), (row,))
    monkeypatch.setattr(frozen_results, "grids_of", lambda answers: (*before(answers), new))
    return f"niet in dit document (1): Nieuwe tabel: {ADDED}, Nu."


def compute_otherwise(monkeypatch: pytest.MonkeyPatch) -> str:
    """Every number of the first block comes out as another."""
    before = frozen_results.overview.routes

    def otherwise(answers: Answers) -> Grid:
        grid = before(answers)
        cells = [tuple(replace(cell, text="onwaar", exact=999999.0) for cell in row.cells) for row in grid.rows]
        return replace(grid, rows=tuple(replace(row, cells=c) for row, c in zip(grid.rows, cells, strict=True)))

    monkeypatch.setattr(frozen_results.overview, "routes", otherwise)
    return "getallen anders; hier staan ze zoals zij zijn opgeslagen."


@pytest.mark.parametrize("change", first([reword, add, compute_otherwise]))
@pytest.mark.parametrize("kind", first(DOCUMENTS))
def test_every_kind_prints_what_was_stored_and_names_what_it_lacks(
    release: Release, state: State, imprint: Imprint, kind: str, change: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = stored_results(state)
    lacking = change(monkeypatch)  # type: ignore[operator]
    made = make_of_state(kind, state, release, imprint)
    assert made.name.endswith(f"-stand-3-{DOCUMENTS[kind].name}.{DOCUMENTS[kind].extension}")
    told = texts_of(kind, made.body)
    assert stored.texts[0].text.replace("\xa0", " ") in told and REWORDED not in told
    assert lacking in told and "424.242" not in told and "onwaar" not in told
    assert "schaalverlies=0,05" in told
    shown = {
        n.shown.replace("\xa0", " ") for n in stored.numbers if n.ids[0] == "uitkomsten" and n.ids[1].startswith("GM")
    }
    assert len(shown) > 10 and {each for each in shown if each not in told} == set()
    assert kind != "xlsx" or "Deze werkmap heeft geen levende formules" in told
    assert make_of_state(kind, state, release, imprint).body == made.body


def test_a_workbook_of_stored_numbers_has_no_formula(
    release: Release, state: State, imprint: Imprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute_otherwise(monkeypatch)
    book = openpyxl.load_workbook(io.BytesIO(make_of_state("xlsx", state, release, imprint).body))
    assert all(cell.data_type != "f" for each in book for row in each.iter_rows() for cell in row)
    held = [(row[3], row[4]) for row in book["Getallen"].iter_rows(min_row=2, values_only=True)]
    numbers = stored_results(state).numbers
    assert [value for _, value in held] == [number.value for number in numbers]


def test_tables_come_out_as_they_were_drawn(
    release: Release, state: State, imprint: Imprint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With sections and remarks; of a state without them, or with those of another program, its numbers alone."""
    stored = stored_results(state)
    assert tuple(number for grid in stored.tables for number in numbers(grid)) == stored.numbers
    compute_otherwise(monkeypatch)
    said = ("Lasten van de uitvoering", "PM-posten, niet meegeteld: 10", "Verschil door afronding.")
    without = {name: body for name, body in state.tables.items() if name != GRIDS}
    other = table_parquet(pa.table({"json": ['[{"naam": "routes"}]']}))
    for tables, there in ((state.tables, True), (without, False), ({**without, GRIDS: other}, False)):
        text = texts_of("pdf", make_of_state("pdf", State(state.info, tables), release, imprint).body)
        assert [words in text for words in said] == [there] * 3
        assert bool(stored_results(State(state.info, tables)).forms) is there


def earlier(state: State) -> State:
    """As a program from before ranges and readings froze it."""
    table = stored_tables(state)[NUMBERS]
    old = [not key.startswith(("bereik/", "lezingen ", "gemeenten/", "bewijs/")) for key in table["key"].to_pylist()]
    tables = {name: body for name, body in state.tables.items() if name != GRIDS}
    return State(state.info, {**tables, NUMBERS: table_parquet(table.filter(pa.array(old)))})


@pytest.mark.parametrize("kind", first(DOCUMENTS, 2))
def test_a_state_of_the_earlier_model_says_so_and_keeps_its_numbers(
    release: Release, state: State, imprint: Imprint, kind: str
) -> None:
    before = earlier(state)
    numbers_then, words = stored_results(before).numbers, "Gemaakt met het eerdere model"
    body = make_of_state(kind, before, release, imprint).body
    text = texts_of(kind, body)
    assert words in text and words not in texts_of(kind, make_of_state(kind, state, release, imprint).body)
    shown = {
        n.shown.replace("\xa0", " ") for n in numbers_then if n.ids[0] == "uitkomsten" and n.ids[1].startswith("GM")
    }
    assert {each for each in shown if each not in text} == set()
    assert "vier uitersten" not in text.lower()
    assert words in explanation(before) and words not in explanation(state)
    assert parquet_files(before)[f"{NUMBERS}.parquet"] == before.tables[NUMBERS]


@pytest.mark.parametrize("kind", ["pdf", "gemeente", "pptx"])
def test_no_document_of_a_state_tells_a_share_of_draws(
    release: Release, state: State, imprint: Imprint, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute_otherwise(monkeypatch)
    shares = [n for n in stored_results(state).numbers if n.ids[0] == "spreiding" and n.ids[2].endswith("voordeliger")]
    text = texts_of(kind, make_of_state(kind, state, release, imprint).body)
    assert len(shares) == 14 and not any(share.column in text for share in shares)


@pytest.mark.parametrize("kind", first(DOCUMENTS, 2))
def test_with_the_same_program_it_is_the_document_of_the_view(
    release: Release, state: State, imprint: Imprint, kind: str
) -> None:
    live = make(kind, state_answers(state, release), imprint)
    assert make_of_state(kind, state, release, imprint) == live
