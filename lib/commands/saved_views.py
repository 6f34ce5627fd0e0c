"""What the command line does with saved views: list frozen states and verkenningen, and write a state out as it was stored."""

from argparse import Namespace
from datetime import UTC, datetime

from lib.analysis.assumptions import write_assumptions
from lib.analysis.release import open_release
from lib.commands import say, show, table_text
from lib.commands.acting import admitted
from lib.report.documents import DOCUMENTS, make_of_state
from lib.report.export import place_file, write_bytes, write_folder
from lib.report.frozen import banner, parquet_files, state_words, stored_results, stored_tables
from lib.report.imprint import Imprint
from lib.store.content import short
from lib.store.locations import Database
from lib.store.saved_views import StateInfo, StoredVerkenning, state, states, verkenningen

STATES = ("nr", "datum (UTC)", "naam", "door", "release", "kenmerk", "toelichting")
VERKENNINGEN = ("nr", "staat", "gemaakt (UTC)", "naam", "door", "release", "anders dan standaard", "toelichting")
MOMENT = "%Y-%m-%d %H:%M"


def list_saved(database: Database, arguments: Namespace) -> None:
    """A line per saved view, the oldest first: the frozen states, the verkenningen, or (`saved`) those after these."""
    admitted(database)
    if arguments.command != "verkenningen":
        show(table_text([STATES, *map(_state_cells, states(database))]))
    if arguments.command != "states":
        entries = verkenningen(database)
        rows = map(_verkenning_cells, entries)
        show(table_text([VERKENNINGEN, *rows]) if entries else "Er zijn nog geen verkenningen.")


def _state_cells(info: StateInfo) -> tuple[str, ...]:
    day = f"{info.created_at:{MOMENT}}"
    return str(info.number), day, info.name, info.author, str(info.release), short(info.seal), info.note


def _verkenning_cells(entry: StoredVerkenning) -> tuple[str, ...]:
    head = (str(entry.number), entry.acts[-1].act, f"{entry.created_at:{MOMENT}}", entry.name, entry.author)
    return *head, str(entry.release), write_assumptions(entry.values), entry.note


def export_state(database: Database, arguments: Namespace) -> None:
    """Write the stored results of a state: Parquet byte for byte, the same tables as CSV, or a document of them."""
    admitted(database)
    frozen, format_, target = state(database, arguments.state), arguments.format, arguments.out
    files, tables = parquet_files(frozen), stored_tables(frozen)
    names = files if format_ == "parquet" else [f"{name}.{format_}" for name in tables]
    outcome = f"Bestanden: {', '.join(names)}"
    if format_ in DOCUMENTS:
        imprint = Imprint("", datetime.now(UTC), state_words(frozen.info))
        document = make_of_state(format_, frozen, open_release(database, frozen.info.release), imprint)
        place_file(document.body, target)
        outcome = document.label
    elif format_ == "parquet":
        write_bytes(files, target)
    else:
        write_folder(tables, format_, target)
    differs = stored_results(frozen).own_words
    if differs:
        say(differs)
    say(f"Geschreven in {target}: {banner(frozen.info)}. {outcome}.")
