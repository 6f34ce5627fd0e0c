"""Signing in leads back to the address that someone asked for, every choice in it, and says in Dutch when it fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "routewijzer_terug"
#: How long signing in may take, in seconds, and the longest address that is kept.
PATIENCE, LONGEST = 900, 3_000
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
#: What of a page's address says that signing in failed.
FAILED = "aanmelden=mislukt"
#: An address of a page of this app: one folder deep, never another server.
PAGE = re.compile(r"/[a-z]*(\?[^\s\\]*)?")
#: The cookie that Streamlit makes for who signed in.
SIGNED_IN = "_streamlit_user="
NO_PROVIDER = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Aanmelden lukt niet</title>'
    "<h1>Aanmelden lukt nu niet</h1><p>De dienst waarmee u zich aanmeldt, geeft geen antwoord. Probeer het over een paar "
    'minuten opnieuw, of meld het de beheerder.</p><p><a href="/">Terug naar de Routewijzer</a></p></html>'
)


class ReturnAddress:
    """Keeps the address of a page that was asked for; `signs_in` says whether people sign in at all."""

    def __init__(self, app: ASGIApp, *, signs_in: Callable[[], bool]) -> None:
        self.app = app
        self.signs_in = signs_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self.signs_in():
            await self.app(scope, receive, send)
        elif scope["path"] == LOGIN:
            await self._login(scope, receive, send)
        else:
            await self.app(scope, receive, _changing(scope, send))

    async def _login(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What Streamlit says when the provider cannot be reached is English."""
        failed = False

        async def send_unless_failed(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start":
                failed = message["status"] >= 400
            if not failed:
                await send(message)

        await self.app(scope, receive, send_unless_failed)
        if failed:
            await HTMLResponse(NO_PROVIDER, 503)(scope, receive, send)


def _changing(scope: Scope, send: Send) -> Send:
    asked = _asked(scope)

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if scope["path"] == CALLBACK:
                _lead_back(scope, headers)
            elif asked is not None:
                headers.append("set-cookie", _cookie(asked, PATIENCE))
        await send(message)

    return changed


def _asked(scope: Scope) -> str | None:
    """The address of the page that this request is for, or None when it is for something else."""
    wants = Headers(scope=scope).get("accept", "")
    query = scope.get("query_string", b"").decode("latin-1")
    address = scope["path"] + (f"?{query}" if query else "")
    page = scope["method"] == "GET" and "text/html" in wants and FAILED not in query
    return address if page and _own(address) else None


def _own(address: str) -> bool:
    return len(address) <= LONGEST and PAGE.fullmatch(address) is not None


def _lead_back(scope: Scope, headers: MutableHeaders) -> None:
    """From the provider to the page that was asked for, or to the first page when it failed; after signing out nothing."""
    made = any(
        value.startswith(SIGNED_IN) and not value.startswith(f'{SIGNED_IN}""')
        for value in headers.getlist("set-cookie")
    )
    answered = b"code=" in scope.get("query_string", b"") or b"error=" in scope.get("query_string", b"")
    if made:
        kept = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
        address = unquote(kept.value) if kept is not None else "/"
        headers["location"] = address if _own(address) else "/"
        headers.append("set-cookie", _cookie("", 0))
    elif answered:
        headers["location"] = f"/?{FAILED}"


def _cookie(address: str, seconds: int) -> str:
    return f"{COOKIE}={quote(address, safe='')}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
