"""Who may come in: without sign-in only this machine, never a page of another site, and no files of who has not signed
in. Signing in leads back to the address that was asked for, every choice in it, and says in Dutch when it fails."""

import json
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from lib.store.locations import from_this_machine
from lib.tables.rows import Unsound
from lib.web.notes import NOTES_PATH
from lib.web.server.answers import NOT_THERE, Gate, Refusal, instead, with_headers
from lib.web.server.limits import UPLOAD_PATH
from lib.web.sign_in import expired, settings

LOCAL_ONLY = "Deze Routewijzer werkt alleen op de computer waarop zij draait"
LOCAL_ONLY_WHY = (
    "Zij staat in lokale modus: er is geen aanmelden ingesteld, dus wie haar opent zou alles mogen. Open haar op die "
    "computer zelf via {address}. Moeten anderen erbij, dan stelt een beheerder aanmelden in: zie "
    "docs/beheer.md, “Aanmelden instellen”."
)
OTHER_SITE = "Dit verzoek komt van een andere site"
OTHER_SITE_WHY = (
    "De Routewijzer neemt alleen verzoeken van haar eigen pagina’s aan. Open haar adres in een nieuw tabblad."
)
#: Numbers about the process: the log and the machine of the administrator have them.
CLOSED, CLOSED_WHY = "/_stcore/metrics", "Wat u vraagt, is er niet. Open de Routewijzer opnieuw."
SIGN_IN = "Meld u eerst aan"
SIGN_IN_WHY = "Een bestand aanleveren kan alleen wie is aangemeld en een rol heeft. Er is niets bewaard."
SIGN_IN_TO_READ = "Wat een getal uitlegt, leest wie is aangemeld en een rol heeft."
COOKIE = "routewijzer_terug"
#: How long signing in may take, in seconds, and the longest address that is kept.
PATIENCE, LONGEST = 900, 3_000
LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
#: What of a page's address says that signing in failed.
FAILED = "aanmelden=mislukt"
#: An address of a page of this app: one folder deep, never another server.
PAGE = re.compile(r"/[a-z]*(\?[^\s\\]*)?")
NO_PROVIDER = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Aanmelden lukt niet</title>'
    "<h1>Aanmelden lukt nu niet</h1><p>De dienst waarmee u zich aanmeldt, geeft geen antwoord. Probeer het over een paar "
    'minuten opnieuw, of meld het de beheerder.</p><p><a href="/">Terug naar de Routewijzer</a></p></html>'
)


def open_to_others() -> bool:
    """Whether people sign in; settings that cannot be read count as lokale modus, which lets in fewest."""
    try:
        return settings().signs_in
    except Unsound:
        return False


class Door(Gate):
    """Refuses what may not come in. `open_to_others` is asked at every request, so that a setting that disappears
    closes the door at once."""

    def __init__(self, app: ASGIApp, *, open_to_others: Callable[[], bool] = open_to_others) -> None:
        super().__init__(app)
        self.open_to_others = open_to_others

    def refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        ends = scope.get("server"), scope.get("client")
        if not self.open_to_others() and not from_this_machine(ends, headers):
            return Refusal(403, LOCAL_ONLY, LOCAL_ONLY_WHY.format(address=local_address(scope)))
        # Streamlit would ask a server on the internet for its own address before it refuses an origin: we do it first.
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower():
            return Refusal(403, OTHER_SITE, OTHER_SITE_WHY)
        return None


def local_address(scope: Scope) -> str:
    """Where this machine itself finds the app: the port is that of the connection on which was asked."""
    _, port = scope.get("server") or ("", None)
    return f"http://localhost:{port}" if port else "http://localhost"


def is_guest(scope: Scope) -> bool:
    """Whether people sign in here, and who asks has not: no cookie of ours, one that is too old, or no role. Settings
    that cannot be read know nobody."""
    try:
        access = settings()
        if not access.signs_in:
            return False
        cookie = _get_signed_cookie_with_chunks(dict(HTTPConnection(scope).cookies), USER_COOKIE_NAME)
        claims = json.loads(cookie) if cookie else {}
    except (Unsound, ValueError, LookupError):
        return True
    return not isinstance(claims, dict) or expired(claims) or access.person(claims) is None


class Guests(Gate):
    """Refuses files of who has not signed in, and numbers about the process to everybody."""

    def __init__(self, app: ASGIApp, *, is_guest: Callable[[Scope], bool] = is_guest) -> None:
        super().__init__(app)
        self.is_guest = is_guest

    def refusal(self, scope: Scope) -> Refusal | None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path.startswith(CLOSED):
            return Refusal(404, NOT_THERE, CLOSED_WHY)
        if path.startswith(UPLOAD_PATH) and self.is_guest(scope):
            return Refusal(403, SIGN_IN, SIGN_IN_WHY)
        if path.startswith(NOTES_PATH) and self.is_guest(scope):
            return Refusal(403, SIGN_IN, SIGN_IN_TO_READ)
        return None


class ReturnAddress:
    """Keeps the address of a page that was asked for; `signs_in` says whether people sign in at all."""

    def __init__(self, app: ASGIApp, *, signs_in: Callable[[], bool]) -> None:
        self.app = app
        self.signs_in = signs_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.signs_in():
            # What Streamlit says when the provider cannot be reached is English.
            login = scope["path"] == LOGIN
            send = instead(send, _no_provider, scope, receive) if login else with_headers(send, _remembering(scope))
        await self.app(scope, receive, send)


def _no_provider(status: int, _: Headers) -> ASGIApp | None:
    return HTMLResponse(NO_PROVIDER, 503) if status >= 400 else None


def _remembering(scope: Scope) -> Callable[[MutableHeaders], None]:
    """Keeps the address of the page that this request is for in a cookie, and leads there from the provider."""
    query = scope.get("query_string", b"").decode("latin-1")
    address = scope["path"] + (f"?{query}" if query else "")
    reads = scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")

    def change(headers: MutableHeaders) -> None:
        if scope["path"] == CALLBACK:
            _lead_back(scope, query, headers)
        elif reads and FAILED not in query and _own(address):
            headers.append("set-cookie", _cookie(address, PATIENCE))

    return change


def _own(address: str) -> bool:
    return len(address) <= LONGEST and PAGE.fullmatch(address) is not None


def _lead_back(scope: Scope, query: str, headers: MutableHeaders) -> None:
    """From the provider to the page that was asked for, or to the first page when it failed; after signing out nothing."""
    ours = f"{USER_COOKIE_NAME}="
    cookies = headers.getlist("set-cookie")
    if any(cookie.startswith(ours) and not cookie.startswith(f'{ours}""') for cookie in cookies):
        before = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
        address = unquote(before.value) if before is not None else "/"
        headers["location"] = address if _own(address) else "/"
        headers.append("set-cookie", _cookie("", 0))
    elif "code=" in query or "error=" in query:
        headers["location"] = f"/?{FAILED}"


def _cookie(address: str, seconds: int) -> str:
    return f"{COOKIE}={quote(address, safe='')}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"
