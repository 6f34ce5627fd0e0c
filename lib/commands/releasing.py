"""What the command line does with releases: list them, and take an earlier one in use."""

from argparse import Namespace

from lib.analysis.effect import size_words
from lib.commands.acting import admitted
from lib.commands.printing import one_line, say, table_text
from lib.store.content import short
from lib.store.differences import Size
from lib.store.locations import Database
from lib.store.protection import current, public_sizes, releases
from lib.store.publishing import take_in_use
from lib.store.releases import ReleaseInfo, visible

HEADINGS = ("nr", "staat", "datum (UTC)", "naam", "door", "hash", "verschil met vorige", "toelichting")


def list_releases(database: Database, _: Namespace) -> None:
    """One line per release, the oldest first."""
    by = admitted(database)
    changed = public_sizes(database)
    listed = visible(releases(database), by)
    say(table_text([HEADINGS, *(_cells(info, changed.get(info.number)) for info in listed)]))


def _cells(info: ReleaseInfo, changed: Size | None) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    words = size_words(changed)
    return str(info.number), info.state_words, day, info.name, info.publisher, short(info.hash), words, info.note


def rollback(database: Database, arguments: Namespace) -> None:
    """Take an earlier release in use."""
    take_in_use(database, arguments.number, note=arguments.note, by=admitted(database, arguments.by))
    used = current(database)
    say(one_line(f"Release {used.number} is nu in gebruik: “{used.name}”."))
