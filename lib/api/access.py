"""Who asks (by a token, or in lokale modus whoever sits at this machine), and the release that they may read; what was
read is remembered, since a release never changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request

from lib.analysis.release import Release, make_release
from lib.api.operations import CURRENT, NO_SUCH_RELEASE, Refused
from lib.api.queue import SingleFlightCache
from lib.store import locations
from lib.store.access import READ, SEE_CONCEPT, Person, local, require
from lib.store.access_settings import Access, access
from lib.store.database import stamp
from lib.store.locations import Database, from_this_machine
from lib.store.problems import Unsound
from lib.store.protection import releases
from lib.store.releases import CONCEPT, ReleaseInfo, in_use, load, visible
from lib.store.seal import OtherSecret, check_secret

NAME = "API op deze computer"
REALM = 'Bearer realm="Routewijzer"'
#: Longer than any token of ours.
LONGEST_TOKEN = 512
NO_TOKEN = (
    "Hiervoor is een token nodig: stuur de kop Authorization mee met Bearer en uw token. Een beheerder maakt tokens."
)
UNKNOWN_TOKEN = "Dit token is niet bekend. Controleer het, of vraag een beheerder om een nieuw token."
OTHER_SECRET = "De database is beschermd met een ander geheim dan deze Routewijzer heeft. Er is niets gelezen; vraag het een beheerder."
SETTINGS = "De instellingen van het aanmelden zijn niet in orde. Vraag het een beheerder."
#: Releases, and lists of them, that stay in memory.
MOST = 4
_lists: SingleFlightCache[tuple[Any, ...], tuple[ReleaseInfo, ...]] = SingleFlightCache(MOST)
_releases: SingleFlightCache[tuple[Database, ReleaseInfo], Release] = SingleFlightCache(MOST)


def caller(request: Request, path: Database) -> Person:
    """Raises Refused: 401 for who is not known, 503 for anybody when the settings are not those of the database; StoreError."""
    try:
        settings = access(locations.secrets())
        check_secret(path, settings)
    except Unsound:
        raise Refused(503, SETTINGS) from None
    except OtherSecret:
        raise Refused(503, OTHER_SECRET) from None
    headers = request.headers.getlist("authorization")
    person = _bearer(settings, headers) if headers else _here(settings, request, path)
    require(path, person, READ)
    return person


def _bearer(settings: Access, headers: Sequence[str]) -> Person:
    scheme, _, secret = headers[0].partition(" ")
    secret = secret.strip()
    sound = len(headers) == 1 and scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_TOKEN
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


def _all(path: Database) -> tuple[ReleaseInfo, ...]:
    """All releases, read anew when the database is another than before."""
    return _lists.get((path, stamp(path)), lambda: tuple(releases(path)))


def listed(path: Database, by: Person) -> list[ReleaseInfo]:
    """The releases that someone may see, the newest first: concepts only for who may read them. Raises StoreError."""
    return visible(reversed(_all(path)), by)


def info_of(path: Database, by: Person, number: str) -> ReleaseInfo:
    """The release of that number, or the one in use. Raises Refused (404), Forbidden, StoreError."""
    infos = _all(path)
    if number == CURRENT:
        return in_use(list(infos))
    info = next((info for info in infos if str(info.number) == number), None)
    if info is None:
        raise Refused(404, NO_SUCH_RELEASE)
    if info.state == CONCEPT:
        require(path, by, SEE_CONCEPT)
    return info


def opened(path: Database, info: ReleaseInfo) -> Release:
    """The release itself. Raises StoreError."""
    return _releases.get((path, info), lambda: make_release(info, load(path, info.number)))


def named(info: ReleaseInfo) -> Mapping[str, Any]:
    """A release as it stands beside every number."""
    return {"nummer": info.number, "naam": info.name, "hash": info.hash, "toestand": info.state_words}


def marks(info: ReleaseInfo) -> dict[str, str]:
    """The same in headers, for the forms that hold only a table."""
    return {"Routewijzer-Release": str(info.number), "Routewijzer-Kenmerk": info.hash}
