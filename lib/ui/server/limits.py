"""How much one client may ask: a bucket of requests that fills again, for what is heavy. Bounded memory.

That is so that one client leaves something for the others; how many of them are at work at once is `lib/api/queue.py`.
"""

import ipaddress
import logging
import os
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from lib.store.locations import is_loopback
from lib.ui.server.answers import refuse, retry_after

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


def setting(name: str) -> int:
    """The setting of that name; what holds without it when it is no whole number above 0."""
    given = os.environ.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and int(given) else USUAL[name]


class Buckets:
    """A bucket of `size` tokens for each client, which fills in a minute."""

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic, most: int = REMEMBERED) -> None:
        self.size, self.clock, self.most = size, clock, most
        self._held: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def take(self, client: str) -> float:
        """Take a token: 0.0 when there was one, otherwise the seconds until there is."""
        with self._lock:
            now = self.clock()
            left, seen = self._held.pop(client, (float(self.size), now))
            left = min(float(self.size), left + (now - seen) * self.size / 60)
            wait = 0.0 if left >= 1 else (1 - left) * 60 / self.size
            self._held[client] = (left if wait else left - 1, now)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
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


class RateLimits:
    """429 with a Dutch sentence for a client that asks the API, or sends files, faster than the limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.buckets = {API: Buckets(setting(API)), UPLOADS: Buckets(setting(UPLOADS))}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = _limit(scope)
        wait = self.buckets[limit].take(client_of(scope)) if limit else 0.0
        if wait:
            headers = retry_after(wait)
            told = TOO_MANY_WHY.format(seconds=headers["retry-after"])
            await refuse(scope, receive, send, 429, TOO_MANY, told, headers)
        else:
            await self.app(scope, receive, send)


def nobody(_: Scope) -> bool:
    return False


class SessionLimit:
    """No more pages open at once than the memory of the server is meant for, nor by one client than it may, nor by who has
    not signed in than leaves room for who has; a browser that is refused tries again."""

    def __init__(self, app: ASGIApp, *, is_guest: Callable[[Scope], bool] = nobody) -> None:
        self.app, self.is_guest = app, is_guest
        self.most, self.of_client, self.of_guest = setting(SESSIONS), setting(OF_CLIENT), setting(GUESTS)
        #: How many are open, per kind of who has them: everybody, a client, the guests together, a client's guests.
        self.open: Counter[tuple[str, str]] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        limits = self._limits(scope)
        if any(self.open[kind] >= most for kind, most in limits.items()):
            logging.getLogger(__name__).warning("A session was refused: there are as many as there may be")
            await refuse(scope, receive, send, 503, TOO_MANY, TOO_MANY)
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


def _limit(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    if scope["path"].startswith(UPLOAD_PATH) and scope["method"] in ("PUT", "POST"):
        return UPLOADS
    return API if scope["path"].startswith(API_PATH) and scope["path"] not in FREE else None
