"""What the command line does with backups: make one, look whether one is sound, put one back."""

from argparse import Namespace
from contextlib import suppress

from lib import __version__
from lib.commands.acting import acting, name_of
from lib.commands.printing import one_line, say
from lib.store import locations
from lib.store.access import Person, Role
from lib.store.access_settings import access
from lib.store.backup import Backup, back_up, restore, verify
from lib.store.content import short
from lib.store.faults import DatabaseCorrupt, DatabaseNewer
from lib.store.holdings import Holdings
from lib.store.locations import Database
from lib.store.problems import Unsound
from lib.store.seal import OtherSecret, check_secret
from lib.text import whole

OTHER_SECRET = (
    " Let op: zij is beschermd met een ander geheim dan in secrets.toml staat, dus nu komt er niemand in. Zie docs/beheer.md, "
    "“Een ander geheim”."
)
OFF_RECORD = " Dit staat niet in het logboek: de database neemt er nu geen regel bij."
COUNTED = {
    "releases": ("release", "releases"),
    "verkenningen": ("verkenning", "verkenningen"),
    "frozen_states": ("bevroren stand", "bevroren standen"),
}


def back_up_database(database: Database, arguments: Namespace) -> None:
    """A copy of the database in one new file."""
    copy = back_up(database, arguments.to, by=acting(database, arguments.by), program=__version__)
    say(
        one_line(
            f"Reservekopie {copy.place} gemaakt, met {_contents(copy.backup)}.{'' if copy.on_record else OFF_RECORD}"
        )
    )


def verify_backup(_: Database, arguments: Namespace) -> None:
    """What is in a backup, when all of it is sound."""
    backup = verify(arguments.file)
    origin = (
        f"gemaakt op {backup.made_at:%d-%m-%Y %H:%M} (UTC) met versie {backup.program}, schema {backup.holdings.schema}"
    )
    say(one_line(f"Reservekopie {arguments.file} is in orde: {origin}, met {_contents(backup)}."))


def restore_backup(database: Database, arguments: Namespace) -> None:
    """A backup in the place of the database."""
    done = restore(arguments.file, database, by=_restorer(database, arguments.by))
    aside = "" if done.aside is None else f" De database van daarvoor staat nu in {done.aside}."
    sentence = f"Reservekopie {arguments.file} staat terug in {database}, met {_contents(done.backup)}."
    say(one_line(f"{sentence}{aside}{_secret_words(database)}"))


def _secret_words(database: Database) -> str:
    """That nobody gets into what was put back, when it belongs to another secret than that of this machine."""
    # That the settings themselves are not in order is for check to say.
    with suppress(Unsound):
        try:
            check_secret(database, access(locations.secrets()))
        except OtherSecret:
            return OTHER_SECRET
    return ""


def _restorer(database: Database, name: str | None) -> Person:
    """What cannot be read knows nobody, and is what a backup is for."""
    try:
        return acting(database, name)
    except (DatabaseCorrupt, DatabaseNewer):
        return Person(name_of(name), Role.BEHEERDER)


def _contents(backup: Backup) -> str:
    return f"{counted(backup.holdings)} (kenmerk {short(backup.holdings.hash)})"


def counted(holdings: Holdings) -> str:
    """How much there is of what people make."""
    counts = [(holdings.rows(table), words) for table, words in COUNTED.items()]
    phrases = [f"{whole(number)} {single if number == 1 else more}" for number, (single, more) in counts]
    return f"{', '.join(phrases[:-1])} en {phrases[-1]}"
