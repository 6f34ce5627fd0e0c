"""A frozen state as Parquet files, in and out: what is stored, what is read back, and what can be downloaded."""

import io
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.comparison.answers import Answers
from lib.comparison.grid import Grid
from lib.comparison.release import Release
from lib.comparison.results import BELOW, FORMS, HEAD, Number, Results, Since, Text, beside, same_value
from lib.comparison.view import NotInView, View, compare_view
from lib.render.export import STORED, CannotExport, export_tables, filled_table
from lib.render.packing import text_file, zipped
from lib.render.table_files import table_csv, table_parquet
from lib.store.saved_views import BrokenState, State, StateInfo
from lib.subjects.saved_views import check_view, read_view, results_of
from lib.tables.content import short
from lib.text import date_words, local, moment_words

README = "leesmij.txt"
NUMBERS, TEXTS, GRIDS = "numbers", "texts", "grids"
OF_GRIDS = "grids: de tabellen waarin de getallen stonden, zoals een document ze tekent (JSON)."
_NOT_MADE = "Van bevroren stand {number} is geen document te maken."
_INSTEAD = "Haal de stand op als CSV of Parquet: die geven de getallen zoals zij zijn opgeslagen."


def frozen_tables(release: Release, view: View) -> dict[str, bytes]:
    """Everything that is stored of a view: its numbers and sentences, and the tables of the export, as Parquet.

    Equal release, view and program give equal bytes. Raises NotInView.
    """
    check_view(release, view)
    answers = Answers(release, view, compare_view(release, view))
    results = results_of(answers)
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        NUMBERS: map(astuple, results.numbers),
        TEXTS: map(astuple, results.texts),
        GRIDS: [(FORMS.dump_json(results.forms, exclude_defaults=True).decode(),)],
    }
    tables = {name: filled_table(STORED[name], own) for name, own in rows.items()}
    tables |= export_tables(release, answers.comparison)
    return {name: table_parquet(table) for name, table in tables.items()}


def stored_results(state: State) -> Results:
    """The numbers and sentences of a state as they were frozen. Raises BrokenState when this version cannot read them."""
    try:
        numbers, texts = (_rows(state.tables[name], STORED[name]) for name in (NUMBERS, TEXTS))
    except (KeyError, pa.ArrowException) as error:
        raise BrokenState(
            f"Bevroren stand {state.info.number} is geschreven door een andere versie van dit programma "
            f"({state.info.program.version}) en hier niet te tonen. Haal de bestanden op en bewaar ze."
        ) from error
    return Results(tuple(Number(**row) for row in numbers), tuple(Text(**row) for row in texts), _forms(state))


def _forms(state: State) -> tuple[Grid, ...]:
    """The tables of a state; nothing of one from before they were stored, or by a program that wrote them otherwise: what
    its numbers say of them is enough."""
    try:
        return FORMS.validate_json(_rows(state.tables[GRIDS], STORED[GRIDS])[0]["json"])
    except (KeyError, ValueError, pa.ArrowException):
        return ()


def _rows(body: bytes, schema: pa.Schema) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(body)).select(schema.names).to_pylist()
    return rows


def stored_tables(state: State) -> dict[str, pa.Table]:
    """The tables of a state that a spreadsheet opens."""
    return {name: pq.read_table(io.BytesIO(body)) for name, body in state.tables.items() if name != GRIDS}


def parquet_files(state: State) -> dict[str, bytes]:
    """File name → the stored bytes, unchanged."""
    return {f"{name}.parquet": body for name, body in state.tables.items()}


class Outdated(CannotExport):
    """A document of a frozen state would hold a number that the state does not: `why` says so in a sentence, `since` is
    what differs, None when that cannot be known."""

    def __init__(self, number: int, why: str, since: Since | None = None) -> None:
        super().__init__(f"{_NOT_MADE.format(number=number)} {why} {_INSTEAD}")
        self.why, self.since = why, since


def state_answers(state: State, release: Release) -> Answers:
    """The comparison of a state for a document; `release` is the one that it was frozen on.

    Every number, sentence and table that is stored must come out as it was stored. Raises Outdated or BrokenState.
    """
    info, stored = state.info, stored_results(state)
    try:
        view = read_view(info.view, info.release)
        answers = Answers(release, view, compare_view(release, view))
        since = beside(stored, results_of(answers))
    except NotInView as error:
        raise Outdated(info.number, error.melding) from error
    changed = len(since.numbers) + len(since.texts)
    then, now = stored_tables(state), export_tables(release, answers.comparison)
    same = all(_same(then.get(name), table) for name, table in now.items())
    if changed or not same or release.info.hash != info.release_hash:
        what = f"{changed} getallen en zinnen" if changed else "tabellen van de export"
        raise Outdated(info.number, f"Deze versie van het programma geeft {what} anders dan toen.", since)
    return answers


def _same(stored: pa.Table | None, table: pa.Table) -> bool:
    """Whether a table holds what is stored, as exact as machines agree."""
    if stored is None or stored.schema.names != table.schema.names or stored.num_rows != table.num_rows:
        return False
    return all(
        _close(first, second, name.endswith("_eur"))
        for name in table.schema.names
        for first, second in zip(stored[name].to_pylist(), table[name].to_pylist(), strict=True)
    )


def _close(first: Any, second: Any, in_euros: bool) -> bool:
    if isinstance(first, float) and isinstance(second, float):
        return same_value(first, second, in_euros)
    return bool(first == second)


def state_words(info: StateInfo) -> str:
    """What a state is called on a document made from it."""
    return (
        f"stand {info.number}, {info.name}, bevroren {date_words(local(info.created_at))}, kenmerk {short(info.seal)}"
    )


def download_name(info: StateInfo, kind: str) -> str:
    """What the file is called: "routewijzer-stand-3-csv.zip"."""
    return f"routewijzer-stand-{info.number}-{kind}.zip"


def state_parquet(state: State) -> bytes:
    """A zip with the stored Parquet files and leesmij.txt. The same state gives the same bytes."""
    about = explanation(state) + (f"{OF_GRIDS}\r\n" if GRIDS in state.tables else "")
    return zipped({**parquet_files(state), README: text_file(about)})


def state_csv(state: State) -> bytes:
    """A zip with the same tables as CSV for a Dutch spreadsheet, and leesmij.txt."""
    files = {f"{name}.csv": table_csv(table) for name, table in stored_tables(state).items()}
    return zipped({**files, README: text_file(explanation(state))})


def banner(info: StateInfo) -> str:
    """What a state is, on one line."""
    return (
        f"Bevroren stand nr {info.number}, {info.name}, release {info.release}, "
        f"{date_words(local(info.created_at))}, kenmerk {short(info.seal)}"
    )


def explanation(state: State) -> str:
    """What the files are and where they come from."""
    info, results = state.info, stored_results(state)
    lines = [
        banner(info),
        *filter(None, [results.earlier_model, results.own_words]),
        "",
        f"Bevroren door {info.author} op {moment_words(info.created_at)}.",
        *filter(None, [info.note]),
        f"Kenmerk: {info.seal}",
        f"Release {info.release}, kenmerk {info.release_hash}",
        f"Programma {info.program.version}, kenmerk {info.program.hash}",
        "",
        "Keuzes",
        *(f"- {label}: {text}" for label, text in results.choices.items()),
        "",
        "Zinnen",
        *(f"- {text.label}: {text.text}" for text in results.sentences(HEAD, BELOW)),
        "",
        "numbers: elk getal zoals het op de pagina’s stond (shown), met de precieze waarde (value).",
        "De andere bestanden zijn de tabellen van de export, met alle cijfers achter de komma.",
    ]
    return "\r\n".join(lines) + "\r\n"
