"""What the command line does with frozen states: list them, and write one out as it was stored."""

from argparse import Namespace
from pathlib import Path

from lib.commands.printing import one_line, say, table_text
from lib.report.export import write_bytes, write_folder
from lib.report.frozen import banner, parquet_files, stored_tables
from lib.store.content import short
from lib.store.frozen import StateInfo, state, states
from lib.store.releases import ensure

HEADINGS = ("nr", "datum (UTC)", "naam", "door", "release", "kenmerk", "toelichting")


def list_states(database: Path, _: Namespace) -> None:
    """One line per frozen state, the oldest first."""
    ensure(database)
    say(table_text([HEADINGS, *map(_cells, states(database))]))


def _cells(info: StateInfo) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    return str(info.number), day, info.name, info.author, str(info.release), short(info.seal), info.note


def export_state(database: Path, arguments: Namespace) -> None:
    """Write the stored results of a state: Parquet byte for byte, or the same tables as CSV."""
    ensure(database)
    found = state(database, arguments.state)
    if arguments.format == "parquet":
        write_bytes(parquet_files(found), arguments.out)
    else:
        write_folder(stored_tables(found), arguments.format, arguments.out)
    told = ", ".join(f"{name}.{arguments.format}" for name in found.tables)
    say(one_line(f"Geschreven in {arguments.out}: {banner(found.info)}. Bestanden: {told}."))
