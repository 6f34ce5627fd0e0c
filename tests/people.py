"""People who act in tests, and a database that takes only people who are known."""

from pathlib import Path

from lib.store.access import ROLES, Person, Role, note_protection
from lib.store.database import write
from lib.store.locations import Database
from lib.store.secrets import hash_of


def beheerder(name: str) -> Person:
    return Person(name, Role.BEHEERDER)


def protect(path: Database, by: str) -> None:
    """As an earlier version did: whatever the secret is that people sign in with."""
    write(path, lambda connection: note_protection(connection, beheerder(by)))


def settings_with(folder: Path, secret: str, previous: str = "") -> Path:
    """A secrets.toml with this cookie_secret, none when it is empty, and for each role a token that is its name."""
    auth = f'[auth]\nclient_id = "x"\ncookie_secret = "{secret}"\n' if secret else ""
    before = f'vorig_geheim = "{previous}"\n' if previous else ""
    tokens = [f'[tokens.{role}]\nrol = "{role}"\nsha256 = "{hash_of(role)}"\n' for role in ROLES]
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "secrets.toml"
    place.write_text(f'{auth}[toegang]\nclaim = "groep"\nanalist = ["a"]\n{before}{"".join(tokens)}', "utf-8")
    return place
