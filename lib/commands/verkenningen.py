"""What the command line does with verkenningen: list them; `export --verkenning` reads one."""

from argparse import Namespace

from lib.analysis.assumptions import write_assumptions
from lib.commands import show, table_text
from lib.commands.acting import admitted
from lib.store.locations import Database
from lib.store.verkenningen import Kept, verkenningen

HEADINGS = ("nr", "staat", "gemaakt (UTC)", "naam", "door", "release", "anders dan standaard", "toelichting")
NONE = "Er zijn nog geen verkenningen."


def list_verkenningen(database: Database, _: Namespace) -> None:
    """One line per verkenning, the oldest first."""
    admitted(database)
    entries = verkenningen(database)
    show(table_text([HEADINGS, *map(_cells, entries)]) if entries else NONE)


def _cells(entry: Kept) -> tuple[str, ...]:
    verkenning = entry.verkenning
    day = f"{verkenning.made_at:%Y-%m-%d %H:%M}"
    values = write_assumptions(verkenning.values)
    return (
        str(entry.number),
        entry.acts[-1].act,
        day,
        verkenning.name,
        verkenning.author,
        str(verkenning.release),
        values,
        verkenning.note,
    )
