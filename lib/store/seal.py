"""Which secret a database was protected with: it takes sign-ins and tokens only from settings that have that secret."""

import logging
import re
from contextlib import suppress
from functools import lru_cache

from lib.store.access import REFUSED, Person, Role, database_events, has_protection, note_event, note_protection
from lib.store.access_settings import PREVIOUS, Access
from lib.store.database import read, stamp, write
from lib.store.faults import DatabaseCorrupt, DatabaseMissing, DatabaseNewer, DatabaseUnwritable, StoreError
from lib.store.locations import Database
from lib.store.queries import Connection

FIRST, RENEWED, REPLACED, STAYED = (
    f"geheim van het aanmelden {happened}" for happened in ("vastgelegd", "vernieuwd", "vervangen", "gebleven")
)
#: What happened to the secret, by its kind in the record → what is said besides its mark.
KINDS = {
    FIRST: "",
    RENEWED: ", met het vorige geheim erbij",
    REPLACED: ", zonder het vorige geheim",
    STAYED: ", ook na terugzetten",
}
MARK = re.compile("kenmerk ([0-9a-f]+)")
WRONG_SECRET = "werken met instellingen van een ander geheim"
REMEDY = (
    "Is het geheim kwijt, dan legt wie de server beheert het nieuwe vast met python -m lib reseal (docs/beheer.md, “Een "
    "ander geheim”). Er is niets veranderd."
)
OTHER = (
    "Deze database is beschermd met een ander cookie_secret dan in secrets.toml staat. Zet dat van de database terug, of "
    f"zet het als {PREVIOUS} onder [toegang] en start de Routewijzer opnieuw. {REMEDY}"
)
NONE = (
    "Deze database is beschermd, en in secrets.toml ontbreekt [auth] met het cookie_secret waarmee dat gebeurde. Zet de "
    f"instellingen van het aanmelden terug. {REMEDY}"
)


class OtherSecret(StoreError):
    """The settings are not those that this database was protected with."""


class NothingToReplace(StoreError):
    """The secret of this database needs no replacing, or there is none to replace it with."""


def bind(path: Database, settings: Access, by: str) -> None:
    """People sign in with these settings: from now on the database takes nobody unknown, and only with this secret. One
    that takes no writing stays as it is. Raises OtherSecret, StoreError."""
    mark = check_secret(path, settings)
    if mark == settings.mark:
        return

    def action(connection: Connection) -> None:
        person = Person(by, Role.BEHEERDER)
        note_protection(connection, person)
        before = mark_in(connection)
        if before != settings.mark:
            _refuse_other(before, settings)
            note_mark(connection, person, RENEWED if before else FIRST, settings.mark)

    with suppress(DatabaseUnwritable):
        write(path, action)


def check_secret(path: Database, settings: Access) -> str:
    """The mark of the secret that the database was protected with; empty when none is noted, as in a database that
    cannot be read or that an earlier version protected. Raises OtherSecret, StoreError."""
    mark = protected_with(path)
    _refuse_other(mark, settings)
    return mark


def admit(path: Database, settings: Access, name: str) -> None:
    """The same for someone who gave a token; a refusal is in the record, by this name. Raises OtherSecret, StoreError."""
    try:
        check_secret(path, settings)
    except OtherSecret:
        # A record that cannot be written is no reason to allow.
        with suppress(StoreError):
            nobody = Person(name, Role.ONBEKEND)
            write(path, lambda connection: note_event(connection, nobody, REFUSED, WRONG_SECRET))
        raise


def replace_secret(path: Database, settings: Access, by: Person) -> None:
    """The database takes the secret of these settings without the one of before; the record says so. Who may write the
    database may do this. Raises NothingToReplace, StoreError."""

    def action(connection: Connection) -> None:
        before = mark_in(connection)
        if not before:
            raise NothingToReplace(
                "Deze database is nog niet met een geheim beschermd; dat gebeurt bij de eerste start met aanmelden. Er is niets "
                "veranderd."
            )
        if before == settings.mark:
            raise NothingToReplace("Deze database hoort al bij dit cookie_secret. Er is niets veranderd.")
        note_mark(connection, by, REPLACED, settings.mark)

    if not settings.signs_in:
        raise NothingToReplace(
            "In secrets.toml ontbreekt [auth] met het nieuwe cookie_secret. Vul dat eerst in (docs/beheer.md, “Aanmelden "
            "instellen”). Er is niets veranderd."
        )
    write(path, action)


def protected_with(path: Database) -> str:
    """The newest mark in the record; empty when there is none, or no database that can be read. Raises StoreError."""
    with suppress(DatabaseMissing, DatabaseCorrupt, DatabaseNewer):
        return _protected_with(path, stamp(path))
    return ""


@lru_cache(maxsize=4)
def _protected_with(path: Database, stamp: int) -> str:
    """Read once for as long as the database stays as it is."""
    return read(path, mark_in)


def mark_in(connection: Connection) -> str:
    """The newest mark in a database that is open; empty when there is none."""
    if not has_protection(connection):
        return ""
    marks = [MARK.match(note) for *_, act, note in database_events(connection) if act in KINDS]
    return next((match[1] for match in reversed(marks) if match), "")


def note_mark(connection: Connection, by: Person, kind: str, mark: str) -> None:
    """Add to the record which secret the database belongs to, inside the caller's transaction; `kind` is one of KINDS."""
    note_event(connection, by, kind, f"kenmerk {mark}{KINDS[kind]}")


def _refuse_other(mark: str, settings: Access) -> None:
    """Raises OtherSecret unless these settings have the secret, or had it before."""
    if not mark or (settings.signs_in and mark in (settings.mark, settings.previous)):
        return
    logging.getLogger(__name__).error("the database was protected with another secret than the settings have")
    raise OtherSecret(OTHER if settings.signs_in else NONE)
