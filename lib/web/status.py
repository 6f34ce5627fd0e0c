"""What `GET /api/v1/status` and `GET /api/v1/ready` tell: version, release in use, state of the database."""

from lib import __version__
from lib.store import locations, releases
from lib.store.access import is_protected
from lib.store.protection import current
from lib.store.secrets import access, bind


def report() -> dict[str, object]:
    """Where people sign in, or did before, it names no release. Raises StoreError or Unsound, of which the route
    tells the melding with status 503."""
    path = locations.database()
    releases.ensure(path)
    info = current(path)
    release = {"nummer": info.number, "naam": info.name, "hash": info.hash, "toestand": info.state}
    state: dict[str, object] = {"versie": __version__, "database": "in orde"}
    closed = access(locations.secrets()).signs_in or is_protected(path)
    return state if closed else {**state, "release": release}


def ready() -> None:
    """Raises StoreError or Unsound when the app cannot serve. Where people sign in the database is bound to their secret
    here, so that who starts the app sees at once whether it fits."""
    releases.ready(locations.database())
    settings = access(locations.secrets())
    if settings.signs_in:
        bind(locations.database(), settings, "Routewijzer")
