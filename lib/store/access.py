"""Who may do what, and the record of what happened. Every act asks here, in the act itself; a refusal is in the record."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from lib.store.database import read, write
from lib.store.faults import Connection, DatabaseMissing, StoreError, query
from lib.store.locations import Database
from lib.tables.rows import INVISIBLE

#: What an event can have happened to, by its column; `role` is that of who acted on the database itself.
SUBJECTS = ("release", "verkenning", "state", "role")
#: The most characters of a name in the record.
LONGEST_NAME = 80
REFUSED, PROTECTED = "geweigerd", "beschermd"
UNKNOWN = (
    "Deze database is beschermd: wie ermee werkt, meldt zich aan of geeft een token op in ROUTEWIJZER_TOKEN. "
    "Er is niets veranderd."
)


class Role(IntEnum):
    """What someone is: each role may do what the ones before it may. ONBEKEND may nothing, and nobody is given it."""

    ONBEKEND = 0
    LEZER = 1
    ANALIST = 2
    BEHEERDER = 3

    @property
    def word(self) -> str:
        return self.name.lower()


#: What a role is called in a setting → the role.
ROLES = {role.word: role for role in Role if role}


@dataclass(frozen=True)
class Person:
    """Who acts: the name that the record keeps, and the role. Made where someone is known: by the sign-in, by a token,
    or by `local`."""

    name: str
    role: Role


@dataclass(frozen=True)
class Act:
    """Something that not everyone may do: in words, and the least role for it."""

    words: str
    needs: Role

    def open_to(self, by: Person) -> bool:
        """Whether someone may, to show what there is to do; the act itself asks `require`."""
        return by.role >= self.needs

    def lacking(self, by: Person) -> str:
        """Which role someone has, and which one this asks."""
        return f"U bent {by.role.word}. Voor “{self.words}” is de rol {self.needs.word} nodig"


READ = Act("cijfers lezen", Role.LEZER)
SEE_CONCEPT = Act("een concept lezen", Role.ANALIST)
PUBLISH = Act("een release publiceren", Role.ANALIST)
KEEP = Act("een verkenning bewaren", Role.ANALIST)
KEEP_ROUTE = Act("een eigen route als concept bewaren", Role.ANALIST)
WITHDRAW_OWN = Act("een eigen verkenning intrekken", Role.ANALIST)
WITHDRAW_OTHERS = Act("een verkenning van een ander intrekken", Role.BEHEERDER)
FREEZE = Act("een stand bevriezen", Role.ANALIST)
DECIDE = Act("een besluit over een PM-post vastleggen", Role.ANALIST)
DOWNLOAD = Act("een release met alle afzonderlijke aantallen ophalen", Role.ANALIST)
TAKE_IN_USE = Act("een release in gebruik nemen", Role.BEHEERDER)
WITHDRAW = Act("een release intrekken", Role.BEHEERDER)
BACK_UP = Act("een reservekopie maken", Role.BEHEERDER)
RESTORE = Act("een reservekopie terugzetten", Role.BEHEERDER)
MOVE = Act("de database verhuizen", Role.BEHEERDER)
COMPACT = Act("de gedeelde database inkorten", Role.BEHEERDER)
SEE_RECORD = Act("het hele logboek ophalen", Role.BEHEERDER)


class Forbidden(StoreError):
    """This person may not do this; nothing changed but the record, which has the refusal."""


def require(path: Database, by: Person, act: Act) -> None:
    """Raises Forbidden when the role of `by` is not enough, after noting that in the record."""
    if act.open_to(by):
        return
    logging.getLogger(__name__).warning("refused: %s for role %s", act.words, by.role.word)
    # A record that cannot be written is no reason to allow.
    with suppress(StoreError):
        write(path, lambda connection: note_event(connection, by, REFUSED, act.words))
    raise Forbidden(
        UNKNOWN if by.role is Role.ONBEKEND else f"{act.lacking(by)}; vraag het een beheerder. Er is niets veranderd."
    )


def local(path: Database, name: str) -> Person:
    """Whoever sits at this machine: may do everything with a database that is not protected, and nothing with one that
    is. Raises StoreError."""
    try:
        protected = is_protected(path)
    except DatabaseMissing:
        protected = False
    return Person(name, Role.ONBEKEND if protected else Role.BEHEERDER)


def is_protected(path: Database) -> bool:
    """Whether the database takes only people who are known. Raises StoreError."""
    return read(path, has_protection)


def has_protection(connection: Connection) -> bool:
    """The same of a database that is open."""
    return any(act == PROTECTED for *_, act, _ in database_events(connection))


def note_protection(connection: Connection, by: Person) -> None:
    """From now on nobody acts on this database unknown; noted once, inside the caller's transaction."""
    if not has_protection(connection):
        note_event(connection, by, PROTECTED, "aanmelden is verplicht")


def note_event(connection: Connection, by: Person, act: str, note: str) -> None:
    """Add a line about the database itself to the record, inside the caller's transaction."""
    add_event(connection, act, clean_name(by.name) or "onbekend", note, role=by.role.word)


def clean_name(name: str) -> str:
    """A name as the record keeps it: on one line, nothing that nobody sees, not too long."""
    return " ".join(INVISIBLE.sub(" ", name).split())[:LONGEST_NAME]


def add_event(
    connection: Connection,
    act: str,
    actor: str,
    note: str,
    happened_at: datetime | None = None,
    **subject: int | str,
) -> None:
    """Add an event inside the caller's transaction; `subject` is one of SUBJECTS with its value, the moment (UTC) now when
    none is given."""
    moment = happened_at or datetime.now(UTC).replace(tzinfo=None)
    event = {"act": act, "actor": actor, "note": note, "happened_at": moment}
    connection.execute(query("insert_event"), {**dict.fromkeys(SUBJECTS), **subject, **event})


def database_events(connection: Connection) -> list[tuple[Any, ...]]:
    """What happened to the database itself, the oldest first: when (UTC), who, role, act, note."""
    return connection.execute(query("database_events")).fetchall()
