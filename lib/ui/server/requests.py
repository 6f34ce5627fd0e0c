"""A line in the log for each request, and an answer in Dutch when one fails."""

import logging
import secrets
import time
from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.ui.server.answers import refuse
from lib.ui.server.logs import log_fields

FAILED = "Hier ging iets mis"
#: Paths of which the rest may be a secret (an upload names its session), a file name, or anything somebody typed.
KEPT = ("/api", "/_stcore/upload_file", "/_stcore", "/static", "/media", "/component")
WHOLE = ("/_stcore/health", "/_stcore/stream", "/_stcore/host-config", "/auth/login", "/auth/logout", "/oauth2callback")
REST = "…"
#: How long a request may take before it is worth a warning. In seconds.
SLOW = 10.0


class RequestLog:
    """Logs method, path, status, milliseconds and bytes of every request, and turns an unforeseen failure into a Dutch
    answer with a code that the log has too. `pages` are the paths that may stand in the log as they are."""

    def __init__(self, app: ASGIApp, *, pages: Collection[str]) -> None:
        self.app = app
        self.pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        seen = _Seen(send)
        try:
            await self.app(scope, receive, seen)
        except Exception as error:
            await self._failed(scope, receive, seen, error)
        finally:
            self._log(scope, seen, time.monotonic() - began)

    async def _failed(self, scope: Scope, receive: Receive, seen: "_Seen", error: Exception) -> None:
        code = secrets.token_hex(3)
        logging.getLogger(__name__).error("A request failed", exc_info=error, extra=log_fields(code=code))
        if not seen.status:
            told = f"Probeer het opnieuw. Blijft het misgaan, geef dan code {code} door aan de beheerder."
            await refuse(scope, receive, seen, 500, FAILED, told)

    def _log(self, scope: Scope, seen: "_Seen", seconds: float) -> None:
        fields = log_fields(
            method=scope.get("method", "WEBSOCKET"),
            path=logged_path(scope, self.pages),
            status=seen.status,
            milliseconds=round(seconds * 1000, 1),
            bytes=seen.bytes,
        )
        level = logging.WARNING if scope["type"] == "http" and seconds > SLOW else logging.INFO
        logging.getLogger(__name__).log(level, "request", extra=fields)


class _Seen:
    """Passes on what is sent, and counts it. The status of a websocket is that of its handshake."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.status = 0
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
        elif kind == "websocket.accept":
            self.status = 101
        elif kind == "websocket.close" and not self.status:
            self.status = 403
        self.bytes += len(message.get("body") or message.get("bytes") or b"")
        await self.send(message)


def logged_path(scope: Scope, pages: Collection[str]) -> str:
    """A path without what a person may have put in it: of a route of our own, its parameters by name."""
    path: str = scope["path"]
    if path in WHOLE or path.strip("/") in pages:
        return path
    if path.startswith("/api/") and "endpoint" in scope:
        given = scope.get("path_params", {})
        if all(isinstance(value, str) and f"/{value}" in path for value in given.values()):
            for name, value in given.items():
                path = path.replace(f"/{value}", f"/{{{name}}}", 1)
            return path
    kept = next((start for start in KEPT if path.startswith(f"{start}/")), "")
    return f"{kept}/{REST}"
