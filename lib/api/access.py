"""Who asks (by a token, or in lokale modus whoever sits at this machine), and the release that they may read; what was
read is remembered, since a release never changes.

The one bound on requests to the API: so many at work at once, so many that wait and how long, and what is said; and
work that is done once for everybody who asks for it.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Generic, TypeVar

from starlette.requests import Request

from lib.api.operations import CURRENT, NO_SUCH_RELEASE, Refused
from lib.comparison.release import Release, make_release
from lib.store import locations
from lib.store.access import READ, SEE_CONCEPT, Person, local, require
from lib.store.database import stamp
from lib.store.locations import Database, from_this_machine
from lib.store.protection import releases
from lib.store.releases import CONCEPT, ReleaseInfo, in_use, load, visible
from lib.store.secrets import Access, OtherSecret, access, check_secret
from lib.tables.rows import Unsound

Key = TypeVar("Key")
Value = TypeVar("Value")
#: At work at once: each takes a processor, and the pages need one too.
AT_ONCE = 2
#: In line for that at most, so that the line has an end; a report may ask all its tables at once.
WAITING = 100
#: How long somebody stands in line, and how long a request takes from its arrival, before it is told. In seconds.
PATIENCE_SECONDS, LONGEST_SECONDS = 15.0, 30.0
#: When to come back after that much time, in seconds: what runs is still running.
RETRY = {"Retry-After": "60"}
FULL = "Er wordt op dit moment te veel tegelijk gevraagd. Probeer het over {seconds} seconden opnieuw."
LATE = "Dit duurt te lang. Het is nu druk, of er wordt veel gevraagd. Probeer het over een minuut opnieuw."


class RequestQueue:
    """At most `at_once` at work, in threads of their own so that pages keep theirs, and `waiting` in line, in order."""

    def __init__(
        self,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        patience: float = PATIENCE_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self._workers = ThreadPoolExecutor(at_once, "api")
        self._lock = threading.Lock()
        self._present, self._most = 0, at_once + waiting
        self._patience, self._longest = patience, longest

    async def result(self, make: Callable[[], Value]) -> Value:
        """What `make` gives, or raises, in its turn.

        Raises Refused (503) when the line is full, when it waits too long (then it never begins), and when it takes
        too long: a thread cannot be stopped, so it keeps its place until it ends, and what it gives is dropped.
        """
        future = self._enter(make)
        arrival = asyncio.wrap_future(future)
        try:
            await asyncio.wait({arrival}, timeout=self._patience)
            if future.cancel():
                raise self._full()
            await asyncio.wait({arrival}, timeout=self._longest - self._patience)
        except asyncio.CancelledError:
            future.cancel()
            raise
        if not future.done():
            arrival.add_done_callback(_log_failure)
            raise Refused(503, LATE, RETRY)
        return future.result()

    def _enter(self, make: Callable[[], Value]) -> Future[Value]:
        with self._lock:
            if self._present >= self._most:
                raise self._full()
            self._present += 1
        future = self._workers.submit(copy_context().run, make)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: object) -> None:
        with self._lock:
            self._present -= 1

    def _full(self) -> Refused:
        seconds = str(max(1, round(self._patience)))
        return Refused(503, FULL.format(seconds=seconds), {"Retry-After": seconds})


def _log_failure(late: "asyncio.Future[Value]") -> None:
    if not late.cancelled() and (error := late.exception()) is not None:
        logging.getLogger(__name__).error("A late request failed", exc_info=error)


class SingleFlightCache(Generic[Key, Value]):
    """The last `most` values by key; who asks for one in the making waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._futures: dict[Key, Future[Value]] = {}

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value; what `make` raises is raised to all who wait for it, and not kept."""
        with self._lock:
            waiting = self._futures.pop(key, None)
            future: Future[Value] = waiting or Future()
            self._futures[key] = future
            while len(self._futures) > self._most:
                del self._futures[next(iter(self._futures))]
        if waiting is None:
            try:
                future.set_result(make())
            except BaseException as error:
                with self._lock:
                    if self._futures.get(key) is future:
                        del self._futures[key]
                future.set_exception(error)
        return future.result()


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
