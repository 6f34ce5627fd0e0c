"""What the command line does with releases that are there: list them."""

from argparse import Namespace

from lib.cli import show, table_text
from lib.cli.acting import admitted
from lib.store.locations import Database
from lib.store.parts import Size, size_words
from lib.store.protection import public_sizes, releases
from lib.store.releases import ReleaseInfo, visible
from lib.tables.content import short

HEADINGS = ("nr", "staat", "datum (UTC)", "naam", "door", "hash", "verschil met vorige", "toelichting")


def list_releases(database: Database, _: Namespace) -> None:
    """One line per release, the oldest first."""
    by = admitted(database)
    changed = public_sizes(database)
    listed = visible(releases(database), by)
    show(table_text([HEADINGS, *(_cells(info, changed.get(info.number)) for info in listed)]))


def _cells(info: ReleaseInfo, changed: Size | None) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    words = size_words(changed)
    return str(info.number), info.state_words, day, info.name, info.publisher, short(info.hash), words, info.note
