"""Who works on the command line: a token, or the user of this machine on a database that is not protected."""

import getpass
import os
import secrets
from argparse import Namespace

from lib.cli import Refused, say, show
from lib.store import locations
from lib.store.access import READ, Person, Role, local, require
from lib.store.locations import Database
from lib.store.releases import ensure
from lib.store.secrets import access, admit, hash_of, replace_secret

#: The token of who works on the command line.
TOKEN = "ROUTEWIJZER_TOKEN"
#: Who acts when the machine does not know.
SOMEBODY = "opdrachtregel"
TOKEN_BYTES = 32


def admitted(database: Database, name: str | None = None) -> Person:
    """Who works, on a database that is there, or made now; allowed to read it. `name` is what someone goes by.

    Raises Refused for an unknown token, OtherSecret, Forbidden, Unsound, StoreError.
    """
    ensure(database)
    by = acting(database, name)
    require(database, by, READ)
    return by


def acting(database: Database, name: str | None = None) -> Person:
    """Who works, known or not. Raises Refused for an unknown token, OtherSecret for one from settings that are not those
    of the database, Unsound, StoreError."""
    secret = os.environ.get(TOKEN)
    if secret is None:
        return local(database, name_of(name))
    settings = access(locations.secrets())
    person = settings.bearer(secret)
    if person is None:
        raise Refused([f"Het token in {TOKEN} is niet bekend. Controleer het, of vraag de beheerder een nieuw."])
    admit(database, settings, name_of(name))
    return person


def name_of(name: str | None) -> str:
    """As given, or the name of the user on this machine."""
    if name is not None:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return SOMEBODY


def write_record(database: Database, arguments: Namespace) -> None:
    """The whole record as CSV."""
    from lib.render.export import place_file
    from lib.render.release_files import record_csv

    place_file(record_csv(database, by=admitted(database)), arguments.out)
    say(f"Geschreven in {arguments.out}: het logboek.")


def make_token(_: Database, arguments: Namespace) -> None:
    """A new token, shown once, and the lines for secrets.toml, which keep its hash alone."""
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    show(f"Token, wordt maar één keer getoond: {secret}")
    show(f'Zet dit in {locations.secrets().name}:\n\n[tokens."{arguments.name}"]\nrol = "{arguments.role}"')
    show(f'sha256 = "{hash_of(secret)}"')


def reseal(database: Database, arguments: Namespace) -> None:
    """A protected database takes the secret of these settings without the one of before."""
    # A token of the new settings proves nothing here: the name is that of the user of this machine.
    replace_secret(database, access(locations.secrets()), Person(name_of(arguments.by), Role.ONBEKEND))
    say(
        f"De database {database} hoort nu bij het cookie_secret in {locations.secrets().name}. In het logboek staat dat "
        "het vorige niet is opgegeven."
    )
