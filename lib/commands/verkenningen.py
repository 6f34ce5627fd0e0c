"""What the command line does with verkenningen: list them; `export --verkenning` reads one."""

from argparse import Namespace

from lib.analysis.assumptions import write_assumptions
from lib.commands.acting import admitted
from lib.commands.printing import say, table_text
from lib.store.locations import Database
from lib.store.verkenningen import Kept, verkenningen

HEADINGS = ("nr", "staat", "gemaakt (UTC)", "naam", "door", "release", "anders dan standaard", "toelichting")
NONE = "Er zijn nog geen verkenningen."


def list_verkenningen(database: Database, _: Namespace) -> None:
    """One line per verkenning, the oldest first."""
    admitted(database)
    kept = verkenningen(database)
    say(table_text([HEADINGS, *map(_cells, kept)]) if kept else NONE)


def _cells(kept: Kept) -> tuple[str, ...]:
    one = kept.verkenning
    day = f"{one.made_at:%Y-%m-%d %H:%M}"
    values = write_assumptions(one.values)
    return str(kept.number), kept.acts[-1].act, day, one.name, one.author, str(one.release), values, one.note
