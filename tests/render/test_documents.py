"""The kinds of document: what a file is called, what its label tells, and that a frozen state gives what it stored."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lib.comparison.answers import Answers
from lib.comparison.release import Release
from lib.comparison.view import View, compare_view, default_view
from lib.render.documents import DOCUMENTS, DocumentFile, Kind, file_name, make
from lib.render.frozen import NUMBERS, TEXTS, Outdated, frozen_tables, state_answers, state_words, stored_tables
from lib.render.packing import Imprint
from lib.store.saved_views import Program, State, StateInfo
from lib.subjects.saved_views import write_view
from tests.render.pdf_reading import opened

IMPRINT = Imprint("", datetime(2026, 5, 4, 9, 8))


def answers_of(release: Release, **chosen: object) -> Answers:
    view = replace(default_view(release), **chosen)  # type: ignore[arg-type]
    return Answers(release, view, compare_view(release, view))


def test_a_name_carries_release_kind_routes_and_years(release: Release) -> None:
    told = file_name(DOCUMENTS["pdf"], answers_of(release), IMPRINT)
    assert told == "routewijzer-release-1-vergelijking-maatschappelijke_onderneming_2017-akkoord_2020-2021-2024.pdf"
    other = answers_of(release, horizon=2030, gemeente="GM1742", overrides=(("schaalverlies", 0.1),))
    told = file_name(DOCUMENTS["gemeente"], other, replace(IMPRINT, state="stand 3, Vergadering"))
    assert told == (
        "routewijzer-release-1-stand-3-per-gemeente-maatschappelijke_onderneming_2017-akkoord_2020-2021-2030-"
        "rijssen-holten-eigen-aannames.pdf"
    )
    assert all(re.fullmatch(r"[a-z0-9_.-]+", file_name(kind, other, IMPRINT)) for kind in DOCUMENTS.values())


def test_the_names_of_one_view_differ_by_kind(release: Release) -> None:
    told = [file_name(kind, answers_of(release), IMPRINT) for kind in DOCUMENTS.values()]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize(("size", "told"), [(1, "1 kB"), (211_600, "212 kB"), (1_234_500, "1.234 kB")])
def test_the_label_tells_kind_and_size(size: int, told: str) -> None:
    kind = Kind(
        "Vergelijking (bijlage)", "PDF", "pdf", "application/pdf", lambda answers, imprint: b"", lambda subject: b""
    )
    assert DocumentFile("x", kind, b"x" * size).label == f"Vergelijking (bijlage), PDF, {told}"


# -- from a frozen state -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def view(release: Release) -> View:
    return replace(default_view(release), gemeente="GM0189", overrides=(("schaalverlies", 0.05),))


@pytest.fixture(scope="module")
def state(release: Release, view: View) -> State:
    program = Program("1", "p")
    info = StateInfo(
        3, "Vergadering", "", "Sam", datetime(2026, 5, 1), 1, release.info.hash, write_view(view), program, "ab" * 32
    )
    return State(info, frozen_tables(release, view))


def test_a_document_of_a_state_is_that_of_its_view(release: Release, view: View, state: State) -> None:
    answers = state_answers(state, release)
    assert answers.view == view
    words = state_words(state.info)
    assert words == f"stand 3, Vergadering, bevroren 1 mei 2026, kenmerk {'ab' * 6}"
    made = make("gemeente", answers, replace(IMPRINT, state=words))
    assert f"bevroren stand: {words}" in opened(made.body).pages[0].extract_text()
    live = make("gemeente", Answers(release, view, compare_view(release, view)), replace(IMPRINT, state=words))
    assert live.body == made.body


def changed(state: State, name: str, column: str, value: Callable[[object], object]) -> State:
    """The state with its first value of a column another."""
    table = stored_tables(state)[name]
    i = next(i for i, each in enumerate(table[column].to_pylist()) if each not in (None, 0.0))
    values = table[column].to_pylist()
    values[i] = value(values[i])
    array = pa.array(values, table.schema.field(column).type)
    other = table.set_column(table.schema.get_field_index(column), table.schema.field(column), array)
    return replace(state, tables={**state.tables, name: parquet(other)})


def parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *((NUMBERS, "value"), (NUMBERS, "shown"), (NUMBERS, "status"), (TEXTS, "text")),
        *(("costs", "saldo_eur"), ("headcounts", "personen"), ("switching", "omslagwaarde")),
    ],
)
def test_a_number_that_is_no_longer_what_was_stored_stops_the_document(
    release: Release, state: State, name: str, column: str
) -> None:
    other = changed(state, name, column, lambda old: old * 1.0001 if isinstance(old, float) else f"{old}?")
    with pytest.raises(
        Outdated, match=r"Van bevroren stand 3 is geen document te maken\. Deze versie .* anders dan toen"
    ):
        state_answers(other, release)


def test_another_release_than_it_was_frozen_on_stops_the_document(release: Release, state: State) -> None:
    other = replace(state, info=replace(state.info, release_hash="f" * 64))
    with pytest.raises(Outdated):
        state_answers(other, release)


def test_choices_that_cannot_be_read_stop_the_document(release: Release, state: State) -> None:
    other = replace(state, info=replace(state.info, view="{}"))
    with pytest.raises(Outdated, match="met een andere versie geschreven"):
        state_answers(other, release)


def test_noise_of_another_machine_does_not_stop_it(release: Release, state: State) -> None:
    other = changed(state, "costs", "saldo_eur", lambda old: float(old) * (1 + 1e-14))  # type: ignore[arg-type]
    assert state_answers(other, release)


def test_every_kind_of_the_registry_makes_a_file(release: Release) -> None:
    for name in DOCUMENTS:
        made = make(name, answers_of(release), IMPRINT)
        assert made.body and made.name.endswith(f".{made.kind.extension}")
        assert make(name, answers_of(release), IMPRINT).body == made.body
