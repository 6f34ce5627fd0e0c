"""What the command line does with releases: list them, and take an earlier one in use."""

import getpass
from argparse import Namespace
from pathlib import Path

from lib.analysis.effect import size_words
from lib.commands.printing import one_line, say, table_text
from lib.store.content import short
from lib.store.differences import Size, sizes
from lib.store.publishing import take_in_use
from lib.store.releases import ReleaseInfo, current, ensure, releases

HEADINGS = ("nr", "staat", "datum (UTC)", "naam", "door", "hash", "verschil met vorige", "toelichting")
#: Who acts when the machine does not know.
SOMEBODY = "opdrachtregel"


def list_releases(database: Path, _: Namespace) -> None:
    """One line per release, the oldest first."""
    ensure(database)
    changed = sizes(database)
    say(table_text([HEADINGS, *(_cells(info, changed.get(info.number)) for info in releases(database))]))


def _cells(info: ReleaseInfo, changed: Size | None) -> tuple[str, ...]:
    day = f"{info.created_at:%Y-%m-%d %H:%M}"
    words = size_words(changed)
    return str(info.number), info.state_words, day, info.name, info.publisher, short(info.hash), words, info.note


def rollback(database: Path, arguments: Namespace) -> None:
    """Take an earlier release in use."""
    ensure(database)
    take_in_use(database, arguments.number, note=arguments.note, actor=actor(arguments.by))
    used = current(database)
    say(one_line(f"Release {used.number} is nu in gebruik: “{used.name}”."))


def actor(given: str | None) -> str:
    """Who acts: as given, or the name of the user on this machine."""
    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return SOMEBODY
