"""Who is what: the parts `toegang` and `tokens` of secrets.toml, and whether people sign in (`auth`).

Which secret a database was protected with: it takes sign-ins and tokens only from settings that have that secret.
"""

import hashlib
import hmac
import logging
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from lib.store.access import (
    LONGEST_NAME,
    REFUSED,
    ROLES,
    Person,
    Role,
    clean_name,
    database_events,
    has_protection,
    note_event,
    note_protection,
)
from lib.store.database import read, stamp, write
from lib.store.faults import Connection, DatabaseCorrupt, DatabaseMissing, DatabaseNewer, DatabaseUnwritable, StoreError
from lib.store.locations import Database
from lib.tables.rows import Problem, Unsound
from lib.tables.toml_files import Text, TomlFile, TomlTable, must, one_of

#: What of a sign-in is shown as a name, the first that is there.
NAMES = ("name", "preferred_username", "email", "sub")
#: A claim that counts only when the provider does not call it unverified.
EMAIL = "email"
SHA256 = re.compile("[0-9a-f]{64}")
#: What the example has where something of one's own must come.
PLACEHOLDER = re.compile("vervang|change.?me|your[-_ ]secret", re.IGNORECASE)
#: Characters of the secret that cookies are signed with, and how many of them at least are different.
LEAST_SECRET, LEAST_DIFFERENT = 32, 5
#: What a mark of the secret is made for, so that it is of use for nothing else; and its length, of which nobody finds a
#: second secret: 128 bits.
MARK_PURPOSE, MARK_LENGTH = b"Routewijzer: waarmee een database is beschermd", 32
PREVIOUS = "vorig_geheim"
MAKE_SECRET = 'python3 -c "import secrets; print(secrets.token_hex(32))"'


@dataclass(frozen=True)
class Token:
    """Something that reads the API or works on the command line: its name, role, and the sha256 (hex) of its secret."""

    name: str
    role: Role
    sha256: str


@dataclass(frozen=True)
class Access:
    """`claim` is what of a sign-in decides the role; `roles` maps a value of it to the role; `everyone` is what someone
    is whose claim says nothing, None for nobody. Without `signs_in` the app is in lokale modus. `mark` is that of the
    secret that cookies are signed with, `previous` that of the one before it; empty when there is none."""

    signs_in: bool
    claim: str
    roles: Mapping[str, Role]
    everyone: Role | None
    tokens: tuple[Token, ...]
    mark: str = ""
    previous: str = ""

    def person(self, claims: Mapping[str, Any]) -> Person | None:
        """Who signed in, with the highest role that the claims give; None when they give none."""
        roles = [self.roles[value] for value in _values(claims, self.claim) if value in self.roles]
        role = max(roles, default=self.everyone)
        name = next((clean_name(str(claims[key])) for key in NAMES if claims.get(key)), "")
        return None if role is None or not name else Person(name, role)

    def bearer(self, secret: str) -> Person | None:
        """Who a token stands for; None for an unknown one. Every token is compared, in equal time."""
        sha256 = hash_of(secret)
        equal = [token for token in self.tokens if hmac.compare_digest(token.sha256, sha256)]
        return Person(f"token {equal[0].name}", equal[0].role) if equal else None


LOCAL = Access(False, "", {}, None, ())
NO_LIST = must(
    lambda read: isinstance(read, list) and all(isinstance(value, str) and value for value in read),
    "geen lijst van teksten",
    'schrijf bijvoorbeeld KEY = ["…", "…"].',
)
Values = Annotated[list[str], BeforeValidator(NO_LIST)]
Word = Annotated[Text, one_of(tuple(ROLES))]


class _Roles(TomlTable):
    """[toegang]; what stands under a key that was mistyped may be a secret, so that is told elsewhere."""

    model_config = ConfigDict(extra="ignore")
    claim: Text = ""
    iedereen: Word | None = None
    lezer: Values = Field([])
    analist: Values = Field([])
    beheerder: Values = Field([])


class _Token(TomlTable):
    model_config = ConfigDict(extra="ignore")
    rol: Word
    sha256: Text


def hash_of(secret: str) -> str:
    """sha256 (hex): what secrets.toml keeps of a token. A token is long and random, so it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def mark_of(secret: str) -> str:
    """What says of a secret that it is the same, in hexadecimals. It is long and random, so nobody guesses it from this."""
    return hmac.new(secret.encode(), MARK_PURPOSE, "sha256").hexdigest()[:MARK_LENGTH] if secret else ""


def access(path: Path) -> Access:
    """What secrets.toml says; without that file: lokale modus. Raises Unsound."""
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return LOCAL
    return _read(path, changed)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Access:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        remedy = "herstel het bestand, of haal het weg voor lokale modus."
        raise Unsound([Problem(path.name, "bestand", "niet te lezen als TOML", type(error).__name__, remedy)]) from None
    toml = TomlFile(path.name, [])
    settings = _access(toml, content)
    if toml.problems:
        raise Unsound(toml.problems)
    return settings


def _access(toml: TomlFile, content: Mapping[str, Any]) -> Access:
    signs_in, table = "auth" in content, content.get("toegang", {})
    row = toml.table(_Roles, "toegang", table)
    previous = _previous(toml, table) if isinstance(table, dict) else ""
    secret = _secret(toml, content["auth"]) if signs_in else ""
    entries = toml.table(dict[str, Any], "tokens", content.get("tokens", {})) or {}
    tokens = tuple(_token(toml, name, entry) for name, entry in entries.items())
    if row is None:
        return LOCAL
    if signs_in and not row.claim:
        toml.report("toegang", "claim", "sleutel ontbreekt", "", "voeg claim = … toe.")
    roles: dict[str, Role] = {}
    for word, role in ROLES.items():
        for value in getattr(row, word):
            roles[value] = max(role, roles.get(value, role))
    if signs_in and not roles and not row.iedereen:
        remedy = "geef bij lezer, analist of beheerder op wie dat is."
        toml.report("toegang", "", "niemand heeft een rol", "", remedy)
    everyone = ROLES.get(row.iedereen or "")
    return Access(signs_in, row.claim, roles, everyone, tokens, mark_of(secret), mark_of(previous))


def _secret(toml: TomlFile, table: Any) -> str:
    """What cookies are signed with; empty when it is not in order. Whoever knows or guesses it makes a sign-in of
    anybody."""
    entries = toml.table(dict[str, Any], "auth", table) or {}
    for key, value in entries.items():
        if isinstance(value, str) and PLACEHOLDER.search(value):
            toml.report("auth", key, "de waarde van het voorbeeld staat er nog", "…", "vul in wat hier hoort.")
    secret = entries.get("cookie_secret", "")
    if not isinstance(secret, str) or len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_DIFFERENT:
        remedy = f"zet er ten minste {LEAST_SECRET} toevallige tekens: {MAKE_SECRET}"
        toml.report("auth", "cookie_secret", "te kort of te voorspelbaar", "…", remedy)
        return ""
    return secret


def _previous(toml: TomlFile, table: Mapping[str, Any]) -> str:
    """The secret of before, given to take another. What stands there is not repeated, nor what stands under a key that
    may be this one mistyped."""
    keys = (*_Roles.model_fields, PREVIOUS)
    for key in sorted(set(table) - set(keys)):
        toml.report("toegang", key, "onbekende sleutel", "…", f"kies uit: {', '.join(keys)}.")
    secret = table.get(PREVIOUS, "")
    if isinstance(secret, str):
        return secret
    toml.report("toegang", PREVIOUS, "geen tekst", "…", "zet het vorige cookie_secret tussen aanhalingstekens.")
    return ""


def _token(toml: TomlFile, name: str, entry: Any) -> Token:
    place = f"tokens “{name[:LONGEST_NAME]}”"
    row = toml.table(_Token, place, entry)
    if row is not None and not SHA256.fullmatch(row.sha256):
        # What stands there may be the secret itself, so it is not repeated.
        toml.report(place, "sha256", "geen kenmerk van een token", "…", "maak een token met python -m lib token.")
    if not clean_name(name):
        toml.report(place, "", "een token heeft een naam nodig", name, 'schrijf [tokens."Naam van het systeem"].')
    return Token(clean_name(name), ROLES[row.rol] if row else Role.LEZER, row.sha256 if row else "")


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """What a claim holds: one text or several. An e-mail address that the provider calls unverified is none."""
    if claim == EMAIL and claims.get("email_verified") is False:
        return []
    value = claims.get(claim)
    several = value if isinstance(value, list | tuple) else (value,)
    return [text for text in several if isinstance(text, str)]


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
