"""What the command line does with frozen states: list them, and write one out as it was stored."""

from argparse import Namespace
from datetime import UTC, datetime

from lib.analysis.frozen.own import stored_own_words
from lib.analysis.release import open_release
from lib.commands import say, show, table_text
from lib.commands.acting import admitted
from lib.report.documents import DOCUMENTS
from lib.report.export import place_file, write_bytes, write_folder
from lib.report.frozen import banner, parquet_files, state_words, stored_results, stored_tables
from lib.report.imprint import Imprint
from lib.report.stored import make_of_state
from lib.store.content import short
from lib.store.frozen import State, StateInfo, state, states
from lib.store.locations import Database

HEADINGS = ("nr", "datum (UTC)", "naam", "door", "release", "kenmerk", "toelichting")


def list_states(database: Database, _: Namespace) -> None:
    """One line per frozen state, the oldest first."""
    admitted(database)
    show(table_text([HEADINGS, *map(_cells, states(database))]))


def _cells(info: StateInfo) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    return str(info.number), day, info.name, info.author, str(info.release), short(info.seal), info.note


def export_state(database: Database, arguments: Namespace) -> None:
    """Write the stored results of a state: Parquet byte for byte, the same tables as CSV, or a document of them."""
    admitted(database)
    frozen_state = state(database, arguments.state)
    if arguments.format in DOCUMENTS:
        release = open_release(database, frozen_state.info.release)
        document = make_of_state(
            arguments.format, frozen_state, release, Imprint("", datetime.now(UTC), state_words(frozen_state.info))
        )
        place_file(document.body, arguments.out)
        outcome = document.label
    elif arguments.format == "parquet":
        write_bytes(parquet_files(frozen_state), arguments.out)
        outcome = _files(frozen_state, arguments.format)
    else:
        write_folder(stored_tables(frozen_state), arguments.format, arguments.out)
        outcome = _files(frozen_state, arguments.format)
    differs = stored_own_words(stored_results(frozen_state))
    if differs:
        say(differs)
    say(f"Geschreven in {arguments.out}: {banner(frozen_state.info)}. {outcome}.")


def _files(frozen_state: State, format_: str) -> str:
    return f"Bestanden: {', '.join(f'{name}.{format_}' for name in frozen_state.tables)}"
