"""Who asks: by a token, or in lokale modus whoever sits at this machine."""

from collections.abc import Sequence

from starlette.requests import Request

from lib.api.refusals import OTHER_SECRET, SETTINGS, Refused
from lib.store import locations
from lib.store.access import READ, Person, local, require
from lib.store.access_settings import Access, access
from lib.store.locations import Database
from lib.store.problems import Unsound
from lib.store.seal import OtherSecret, check_secret
from lib.store.this_machine import from_this_machine

NAME = "API op deze computer"
REALM = 'Bearer realm="Routewijzer"'
#: Longer than any token of ours.
LONGEST_TOKEN = 512
NO_TOKEN = (
    "Hiervoor is een token nodig: stuur de kop Authorization mee met Bearer en uw token. Een beheerder maakt tokens."
)
UNKNOWN_TOKEN = "Dit token is niet bekend. Controleer het, of vraag een beheerder om een nieuw token."


def caller(request: Request, path: Database) -> Person:
    """Raises Refused: 401 for who is not known, 503 for anybody when the settings are not those of the database; StoreError."""
    try:
        settings = access(locations.secrets())
        check_secret(path, settings)
    except Unsound:
        raise Refused(503, SETTINGS) from None
    except OtherSecret:
        raise Refused(503, OTHER_SECRET) from None
    given = request.headers.getlist("authorization")
    person = _known(settings, given) if given else _here(settings, request, path)
    require(path, person, READ)
    return person


def _known(settings: Access, given: Sequence[str]) -> Person:
    scheme, _, secret = given[0].partition(" ")
    secret = secret.strip()
    sound = len(given) == 1 and scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_TOKEN
    person = settings.bearer(secret) if sound else None
    if person is None:
        raise Refused(401, UNKNOWN_TOKEN, {"WWW-Authenticate": f'{REALM}, error="invalid_token"'})
    return person


def _here(settings: Access, request: Request, path: Database) -> Person:
    if not settings.signs_in and from_this_machine((request.scope.get("server"), request.client), request.headers):
        person = local(path, NAME)
        if READ.open_to(person):
            return person
    raise Refused(401, NO_TOKEN, {"WWW-Authenticate": REALM})
