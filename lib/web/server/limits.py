"""How much one client may ask, and what it may cost: a bucket of requests that fills again, for what is heavy; open pages;
files that are sent, so many at once and so long; and connections that say nothing. All in bounded memory.

That is so that one client leaves something for the others; how many of them are at work at once is `lib/api/access.py`.
"""

import asyncio
import ipaddress
import logging
import os
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any
from weakref import WeakKeyDictionary

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime
from uvicorn.protocols.http.h11_impl import H11Protocol

from lib.store.locations import is_loopback
from lib.web.server.answers import Gate, Refusal, retry_after

#: Settings of the environment, and what holds without them; for one client in a minute:
API, UPLOADS = "ROUTEWIJZER_API_PER_MINUTE", "ROUTEWIJZER_UPLOADS_PER_MINUTE"
#: Open pages in the whole app, each with a session in memory.
SESSIONS = "ROUTEWIJZER_SESSIONS"
#: The same for one client: a town hall can have one address. And of one client where nobody has signed in yet.
OF_CLIENT, GUESTS = "ROUTEWIJZER_SESSIONS_PER_CLIENT", "ROUTEWIJZER_GUESTS_PER_CLIENT"
USUAL = {API: 300, UPLOADS: 30, SESSIONS: 300, OF_CLIENT: 150, GUESTS: 20}
#: Who has not signed in takes at most this share of all sessions together, so that who has is never shut out by them.
SHARE_OF_GUESTS = 1 / 3
#: Clients that are remembered; the one not seen for longest is forgotten first.
REMEMBERED = 10_000
TOO_MANY = "Te veel verzoeken"
TOO_MANY_WHY = "U vraagt meer dan de Routewijzer per minuut beantwoordt. Wacht {seconds} s en probeer het opnieuw."
UPLOAD_PATH, API_PATH = "/_stcore/upload_file/", "/api/"
#: What watches the server asks often, and is cheap.
FREE = ("/api/v1/health", "/api/v1/ready")
MEGABYTE = 1024 * 1024
#: Files on their way at once, in the whole app; who comes later waits.
AT_ONCE, PATIENCE_SECONDS = 4, 30.0
#: A file that is still not here takes a place from others.
LONGEST_SECONDS = 120.0
#: What files of one session, and of all sessions, may hold of the memory, in bytes; and how many files one may hold.
OF_A_SESSION, OF_ALL, FILES = 60 * MEGABYTE, 400 * MEGABYTE, 100
HEADING = "Het bestand is niet aangenomen"
TOO_LONG = "Het versturen duurde te lang. Probeer het opnieuw; lukt het niet, stuur dan een kleiner bestand."
TOO_MUCH = "U hebt al veel bestanden klaarstaan. Haal er weg die u niet meer nodig hebt, of laad de pagina opnieuw."
CROWDED = "Er worden nu veel bestanden aangeleverd. Probeer het over een minuut opnieuw."
#: Session → the sizes of its files.
Sizes = Callable[[], Mapping[str, list[int]]]
#: Seconds for the head of a request, from the connection or from its first bytes.
HEAD_SECONDS = 20.0


def whole_setting(name: str, usual: int) -> int:
    """The setting of that name; `usual` when it is no whole number above 0."""
    value = os.environ.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and int(value) else usual


class Buckets:
    """A bucket of `size` tokens for each client, which fills in a minute."""

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic, most: int = REMEMBERED) -> None:
        self.size, self.clock, self.most = size, clock, most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._levels)

    def take(self, client: str) -> float:
        """Take a token: 0.0 when there was one, otherwise the seconds until there is."""
        with self._lock:
            now = self.clock()
            left, before = self._levels.pop(client, (float(self.size), now))
            left = min(float(self.size), left + (now - before) * self.size / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / self.size
            self._levels[client] = (left if wait else left - 1, now)
            while len(self._levels) > self.most:
                self._levels.popitem(last=False)
            return wait


def client_of(scope: Scope) -> str:
    """Who asks: the address, of which a proxy that the ASGI server trusts says it. A home has many IPv6 addresses, so
    of those the network counts."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if address.version == 6 and address.ipv4_mapped is None and not address.is_loopback:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


class RateLimits(Gate):
    """429 with a Dutch sentence for a client that asks the API, or sends files, faster than the limit."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self.buckets = {name: Buckets(whole_setting(name, USUAL[name])) for name in (API, UPLOADS)}

    def refusal(self, scope: Scope) -> Refusal | None:
        limit = _limit(scope) if scope["type"] == "http" else None
        wait = self.buckets[limit].take(client_of(scope)) if limit else 0.0
        if not wait:
            return None
        headers = retry_after(wait)
        return Refusal(429, TOO_MANY, TOO_MANY_WHY.format(seconds=headers["retry-after"]), headers)


def _limit(scope: Scope) -> str | None:
    if scope["path"].startswith(UPLOAD_PATH) and scope["method"] in ("PUT", "POST"):
        return UPLOADS
    return API if scope["path"].startswith(API_PATH) and scope["path"] not in FREE else None


def nobody(_: Scope) -> bool:
    return False


class SessionLimit:
    """No more pages open at once than the memory of the server is meant for, nor by one client than it may, nor by who has
    not signed in than leaves room for who has; a browser that is refused tries again."""

    def __init__(self, app: ASGIApp, *, is_guest: Callable[[Scope], bool] = nobody) -> None:
        self.app, self.is_guest = app, is_guest
        self.most, self.of_client, self.of_guest = (
            whole_setting(name, USUAL[name]) for name in (SESSIONS, OF_CLIENT, GUESTS)
        )
        #: How many are open, per kind of who has them: everybody, a client, the guests together, a client's guests.
        self.open: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        limits = self._limits(scope)
        if any(self.open[kind] >= most for kind, most in limits.items()):
            logging.getLogger(__name__).warning("A session was refused: there are as many as there may be")
            await Refusal(503, TOO_MANY, TOO_MANY)(scope, receive, send)
            return
        self.open.update(list(limits))
        try:
            await self.app(scope, receive, send)
        finally:
            self.open.subtract(list(limits))
            self.open += Counter()

    def _limits(self, scope: Scope) -> dict[tuple[str, str], int]:
        client = client_of(scope)
        limits = {("", ""): self.most}
        # In lokale modus everybody, and a proxy that does not say for whom it asks.
        if not is_loopback(client):
            limits["client", client] = self.of_client
        if self.is_guest(scope):
            limits["guests", ""] = max(1, int(self.most * SHARE_OF_GUESTS))
            limits["guest", client] = self.of_guest
        return limits


def files_in_memory() -> dict[str, list[int]]:
    """What Streamlit holds of files that were sent, by session, in bytes."""
    if not runtime.exists():
        return {}
    sessions = dict(getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {}))
    return {session: [len(file.data) for file in list(files.values())] for session, files in sessions.items()}


class UploadLimits:
    """Refuses in Dutch a file for which there is no room, and cuts off one that takes too long."""

    def __init__(self, app: ASGIApp, *, sizes: Sizes = files_in_memory, at_once: int = AT_ONCE) -> None:
        self.app, self.sizes = app, sizes
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "PUT" or not scope["path"].startswith(UPLOAD_PATH):
            await self.app(scope, receive, send)
            return
        try:
            await asyncio.wait_for(self._places.acquire(), PATIENCE_SECONDS)
        except TimeoutError:
            await Refusal(503, HEADING, CROWDED, retry_after(60))(scope, receive, send)
            return
        try:
            await (self._no_room(scope) or self._timed)(scope, receive, send)
        finally:
            self._places.release()

    def _no_room(self, scope: Scope) -> Refusal | None:
        sizes, size = self.sizes(), _size(scope)
        own = sizes.get(PurePosixPath(scope["path"]).parts[3], [])
        if sum(own) + size > OF_A_SESSION or len(own) >= FILES:
            return Refusal(413, HEADING, TOO_MUCH)
        if sum(map(sum, sizes.values())) + size > OF_ALL:
            return Refusal(503, HEADING, CROWDED, retry_after(60))
        return None

    async def _timed(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await self.app(scope, receive, noting)
        except TimeoutError:
            if not started:
                await Refusal(408, HEADING, TOO_LONG, {"connection": "close"})(scope, receive, send)


def _size(scope: Scope) -> int:
    """What a request says that it brings; the most that is taken when it does not say."""
    length = Headers(scope=scope).get("content-length", "")
    most = int(config.get_option("server.maxUploadSize")) * MEGABYTE
    return min(int(length), most) if length.isascii() and length.isdigit() else most


_timers: WeakKeyDictionary[H11Protocol, asyncio.TimerHandle] = WeakKeyDictionary()
_connection_made, _data_received = H11Protocol.connection_made, H11Protocol.data_received


def limit_heads(seconds: float = HEAD_SECONDS) -> None:
    """Who connects and does not send a whole request head in time is let go, for every connection of this process from now
    on: one that says nothing holds a place. The server has no such limit of its own: it is added to the class that its
    connections are made of, which a test holds."""

    def connection_made(self: H11Protocol, transport: Any) -> None:
        _connection_made(self, transport)
        _wait(self, seconds)

    def data_received(self: H11Protocol, data: bytes) -> None:
        _data_received(self, data)
        if _answering(self):
            timer = _timers.pop(self, None)
            if timer is not None:
                timer.cancel()
        else:
            _wait(self, seconds)

    H11Protocol.connection_made = connection_made  # type: ignore[method-assign]
    H11Protocol.data_received = data_received  # type: ignore[method-assign]


def _answering(connection: H11Protocol) -> bool:
    """Whether a request is being answered, or the connection went over to a WebSocket."""
    transport: asyncio.BaseTransport = connection.transport
    answering = connection.cycle is not None and not connection.cycle.response_complete
    return answering or transport.is_closing() or transport.get_protocol() is not connection


def _wait(connection: H11Protocol, seconds: float) -> None:
    if connection not in _timers:
        _timers[connection] = connection.loop.call_later(seconds, _let_go, connection)


def _let_go(connection: H11Protocol) -> None:
    _timers.pop(connection, None)
    # One that waits for a next request is the server's own to close.
    if not _answering(connection) and connection.timeout_keep_alive_task is None:
        logging.getLogger(__name__).warning("a connection was closed: no whole request came in time")
        connection.transport.close()
