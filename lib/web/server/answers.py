"""What the server itself answers instead of a page: a Dutch sentence, as JSON for a program and as HTML for a reader."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.web.dutch import NO_PAGES

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Routewijzer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font-family: sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem; line-height: 1.5 }}</style>
</head><body><main><h1>{heading}</h1><p>{melding}</p></main></body></html>
"""
#: Paths that a program asks for, not a reader.
FOR_PROGRAMS = "/_stcore/"
API = "/api"
#: What an address of the API can be; anything else is not repeated in an answer, nor what is longer.
API_ADDRESS, LONGEST = re.compile(r"/api(/[a-z0-9_.]+)*"), 80
NOT_STORED = {"cache-control": "no-store"}
#: "Policy violation", what a browser is told about a websocket that is not taken.
REFUSED_SOCKET = 1008
#: What Streamlit refuses in English, by status: what it is called, and what to do.
NOT_THERE = "Dit adres bestaat niet"
GONE = "Wat u vraagt, is er niet of niet meer. Open de Routewijzer opnieuw, en maak een document daar nog eens."
REFUSED = {
    400: ("Dit verzoek is niet te lezen", "Er ontbreekt iets aan het verzoek, of er staat iets in wat er niet hoort."),
    403: (
        "Dit mag niet",
        "Het verzoek hoort niet bij een open bladzijde van de Routewijzer. Laad de bladzijde opnieuw.",
    ),
    405: ("Dit kan hier niet", "Dit adres neemt zo’n verzoek niet aan. Open de Routewijzer opnieuw."),
    413: ("Dit is te groot", "Wat u stuurt, is te groot. Stuur een kleiner bestand."),
}
USUAL = ("Dit lukt niet", "De Routewijzer kan dit verzoek niet beantwoorden. Open haar opnieuw.")


def api_address(path: str) -> str | None:
    """The address of the API that a path means, whatever its case and slashes; None for any other path.

    No address of the API has a capital or ends with a slash.
    """
    plain = re.sub("/{2,}", "/", path).casefold().rstrip("/")
    return plain if plain == API or plain.startswith(f"{API}/") else None


def json_answer(
    content: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """`content` as JSON that nobody keeps."""
    return JSONResponse(dict(content), status, headers={**NOT_STORED, **(headers or {})})


@dataclass(frozen=True)
class Refusal:
    """An answer with a sentence instead of what was asked; a websocket is closed before it opens."""

    status: int
    heading: str
    melding: str
    headers: Mapping[str, str] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": REFUSED_SOCKET, "reason": ""})
        elif api_address(scope["path"]) is not None or scope["path"].startswith(FOR_PROGRAMS):
            await json_answer({"melding": self.melding}, self.status, self.headers)(scope, receive, send)
        else:
            page = PAGE.format(heading=escape(self.heading), melding=escape(self.melding))
            await HTMLResponse(page, self.status, headers={**NOT_STORED, **self.headers})(scope, receive, send)


class Gate(ABC):
    """Answers some requests and websockets itself, and passes on all others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    @abstractmethod
    def refusal(self, scope: Scope) -> ASGIApp | None:
        """What answers in place of the app; None when the app does."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self.refusal(scope) if scope["type"] in ("http", "websocket") else None
        await (refusal or self.app)(scope, receive, send)


def retry_after(seconds: float) -> dict[str, str]:
    """When to come back, in whole seconds and never at once."""
    return {"retry-after": str(max(1, round(seconds)))}


def with_headers(send: Send, change: Callable[[MutableHeaders], None]) -> Send:
    """`send` that lets `change` at the headers of the response first."""

    async def changed(message: Message) -> None:
        if message["type"] == "http.response.start":
            change(MutableHeaders(scope=message))
        await send(message)

    return changed


def instead(send: Send, answer: Callable[[int, Headers], ASGIApp | None], scope: Scope, receive: Receive) -> Send:
    """`send` that gives another answer where `answer` has one to this status and these headers."""
    other: ASGIApp | None = None

    async def changed(message: Message) -> None:
        nonlocal other
        if message["type"] == "http.response.start":
            other = answer(message["status"], Headers(raw=message["headers"]))
            if other is not None:
                await other(scope, receive, send)
        if other is None:
            await send(message)

    return changed


class ApiPaths(Gate):
    """404 as JSON for an address that is nearly one of the API, a slash too many or in other case, which Streamlit would
    answer: with a Dutch sentence that names the address that was meant."""

    def refusal(self, scope: Scope) -> ASGIApp | None:
        address = api_address(scope["path"]) if scope["type"] == "http" else None
        if address is None or (address == scope["path"] and address != API):
            return None
        return json_answer({"melding": not_there(address)}, 404)


def not_there(address: str) -> str:
    """What is said of an address; `address` is the one that was meant."""
    if address == API or len(address) > LONGEST or not API_ADDRESS.fullmatch(address):
        return f"{NOT_THERE}."
    return f"{NOT_THERE}; bedoelde u {address}? Let op hoofdletters en schuine strepen."


class Missing:
    """Answers with a Dutch sentence where Streamlit refuses a request in words of its own, or serves the page of the app
    for what is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        def dutch(status: int, headers: Headers) -> Refusal | None:
            kind = headers.get("content-type", "").partition(";")[0]
            page = kind == "text/html" and any(part in scope["path"] for part in NO_PAGES)
            if page or (status == 404 and kind == "text/plain"):
                return Refusal(404, NOT_THERE, GONE)
            # A refusal as text that somebody would read: ours are pages or JSON.
            if status < 400 or kind not in ("text/plain", ""):
                return None
            allow = {"allow": headers["allow"]} if "allow" in headers else {}
            return Refusal(status, *REFUSED.get(status, USUAL), allow)

        http = scope["type"] == "http"
        await self.app(scope, receive, instead(send, dutch, scope, receive) if http else send)
