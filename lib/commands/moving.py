"""What the command line does with where the database lies: move it, and keep a shared one small."""

from argparse import Namespace

from lib.commands import Refused
from lib.commands.acting import acting
from lib.commands.backups import counted
from lib.commands.printing import one_line, say
from lib.store.access import COMPACT, require
from lib.store.content import short
from lib.store.holdings import move
from lib.store.lake.database import LakeSize, compact
from lib.store.lake.place import Lake
from lib.store.locations import Database, database_named
from lib.text import whole


def move_database(_: Database, arguments: Namespace) -> None:
    """All of one database to a new place."""
    source = database_named(arguments.source, arguments.files)
    target = database_named(arguments.target, arguments.files)
    holdings = move(source, target, by=acting(source, arguments.by))
    say(
        one_line(
            f"Verhuisd van {source} naar {target}: {counted(holdings)}. Het kenmerk is in beide {short(holdings.hash)}. {source} is "
            "niet veranderd; wijs met ROUTEWIJZER_DATABASE de nieuwe plek aan."
        )
    )


def compact_database(database: Database, arguments: Namespace) -> None:
    """Join the files of a shared database and let go of old states."""
    if not isinstance(database, Lake):
        raise Refused(
            [f"{database} is één bestand; inkorten is alleen voor een gedeelde database (ducklake:postgres:…)."]
        )
    require(database, acting(database, arguments.by), COMPACT)
    before, after = compact(database)
    say(one_line(f"{database} had {_size_words(before)} en heeft nu {_size_words(after)}."))


def _size_words(size: LakeSize) -> str:
    files = f"{whole(size.files)} {'bestand' if size.files == 1 else 'bestanden'}"
    return f"{files} ({whole(size.size // 1024)} kB) en {whole(size.states)} standen"
