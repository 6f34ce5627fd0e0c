"""Who is what: the parts `toegang` and `tokens` of secrets.toml, and whether people sign in (`auth`)."""

import hashlib
import hmac
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lib.store.access import LONGEST_NAME, ROLES, Person, Role, clean_name
from lib.store.problems import Problem, Unsound
from lib.store.toml_section import Section

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
        found = [self.roles[value] for value in _values(claims, self.claim) if value in self.roles]
        role = max(found, default=self.everyone)
        name = next((clean_name(str(claims[key])) for key in NAMES if claims.get(key)), "")
        return None if role is None or not name else Person(name, role)

    def bearer(self, secret: str) -> Person | None:
        """Who a token stands for; None for an unknown one. Every token is compared, in equal time."""
        given = hash_of(secret)
        found = [token for token in self.tokens if hmac.compare_digest(token.sha256, given)]
        return Person(f"token {found[0].name}", found[0].role) if found else None


LOCAL = Access(False, "", {}, None, ())


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
    problems: list[Problem] = []
    found = _access(path.name, content, problems)
    if problems:
        raise Unsound(problems)
    return found


def _access(file: str, content: Mapping[str, Any], problems: list[Problem]) -> Access:
    signs_in = "auth" in content
    told = content.get("toegang", {})
    section = Section(file, "toegang", told, problems)
    claim = section.text("claim", required=signs_in)
    everyone = section.text("iedereen", required=False, choices=ROLES)
    listed = section.content
    roles: dict[str, Role] = {}
    for word, role in ROLES.items():
        for value in _listed(section, word, listed.get(word, [])):
            roles[value] = max(role, roles.get(value, role))
    known = ("claim", "iedereen", *ROLES, PREVIOUS)
    for key in sorted(set(listed) - set(known)):
        # What stands there may be a secret, under a name that was mistyped.
        section.report(key, "onbekende sleutel", "…", f"kies uit: {', '.join(known)}.")
    secret = _secret(file, content["auth"], problems) if signs_in else ""
    before = _previous(section)
    if signs_in and not roles and not everyone:
        section.report("", "niemand heeft een rol", "", "geef bij lezer, analist of beheerder op wie dat is.")
    tokens = content.get("tokens", {})
    if not isinstance(tokens, dict):
        Section(file, "tokens", tokens, problems)
        tokens = {}
    made = tuple(_token(file, name, told, problems) for name, told in tokens.items())
    return Access(signs_in, claim, roles, ROLES.get(everyone), made, mark_of(secret), mark_of(before))


def _secret(file: str, told: Any, problems: list[Problem]) -> str:
    """What cookies are signed with; empty when it is not in order. Whoever knows or guesses it makes a sign-in of
    anybody."""
    section = Section(file, "auth", told, problems)
    for key, value in section.content.items():
        if isinstance(value, str) and PLACEHOLDER.search(value):
            section.report(key, "de waarde van het voorbeeld staat er nog", "…", "vul in wat hier hoort.")
    secret = section.content.get("cookie_secret", "")
    if not isinstance(secret, str) or len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_DIFFERENT:
        remedy = f"zet er ten minste {LEAST_SECRET} toevallige tekens: {MAKE_SECRET}"
        section.report("cookie_secret", "te kort of te voorspelbaar", "…", remedy)
        return ""
    return secret


def _previous(section: Section) -> str:
    """The secret of before, given to take another; what stands there is not repeated."""
    secret = section.content.get(PREVIOUS, "")
    if isinstance(secret, str):
        return secret
    section.report(PREVIOUS, "geen tekst", "…", "zet het vorige cookie_secret tussen aanhalingstekens.")
    return ""


def _listed(section: Section, word: str, given: Any) -> Iterable[str]:
    if not isinstance(given, list) or not all(isinstance(value, str) and value for value in given):
        section.report(word, "geen lijst van teksten", given, f'schrijf bijvoorbeeld {word} = ["…", "…"].')
        return []
    return given


def _token(file: str, name: str, told: Any, problems: list[Problem]) -> Token:
    section = Section(file, f"tokens “{name[:LONGEST_NAME]}”", told, problems)
    role, sha256 = section.text("rol", choices=ROLES), section.text("sha256")
    if sha256 and not SHA256.fullmatch(sha256):
        # What stands there may be the secret itself, so it is not repeated.
        section.report("sha256", "geen kenmerk van een token", "…", "maak een token met python -m lib token.")
    if not clean_name(name):
        section.report("", "een token heeft een naam nodig", name, 'schrijf [tokens."Naam van het systeem"].')
    return Token(clean_name(name), ROLES.get(role, Role.LEZER), sha256)


def _values(claims: Mapping[str, Any], claim: str) -> list[str]:
    """What a claim holds: one text or several. An e-mail address that the provider calls unverified is none."""
    if claim == EMAIL and claims.get("email_verified") is False:
        return []
    value = claims.get(claim)
    several = value if isinstance(value, list | tuple) else (value,)
    return [one for one in several if isinstance(one, str)]
