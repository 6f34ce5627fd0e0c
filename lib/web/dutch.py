"""The page and scripts that Streamlit serves, in Dutch."""

from __future__ import annotations

import hashlib
import logging
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.web.notes import NOTES_PATH

STRINGS = Path(__file__).with_name("dutch_strings.toml")
#: The scripts of ours, by their address.
OWN_SCRIPTS = {
    f"/{address}.js": Path(__file__).with_name(f"{name}.js")
    for address, name in (("uitleg", "notes"), ("stand", "changes"), ("link", "links"))
}
PRODUCT = "Routewijzer"
#: How the link begins with which Streamlit advertises itself to programs.
ADVERTISEMENT = '<link rel="service-desc"'
NOSCRIPT = f"<noscript><p>Zet JavaScript aan in uw browser om de {PRODUCT} te gebruiken.</p></noscript>"

WAIT = "De Routewijzer wordt geladen…"
LOOK = "font-family: sans-serif; padding: 2rem"
# Before there is a theme the paper is white.
QUIET = f"{LOOK}; color: #55616d"
# What stands on the page until the scripts have loaded; they put the app in its place. The app begins empty, beside its
# navigation too: the same words stand there until the page itself shows something.
LOADING = (
    f'<div id="root"><p data-testid="stSkeleton" role="status" style="{QUIET}">{WAIT}</p></div>'
    f'<p id="wacht" aria-hidden="true" style="{QUIET}">{WAIT}</p>'
    "<style>#wacht { display: none; position: fixed; inset: 0 auto auto 0; margin: 0; pointer-events: none }"
    'body:not(:has(#root > p, [data-testid="stMain"])) #wacht { display: block }'
    f'[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]:empty::before {{ content: "{WAIT}"; {LOOK} }}</style>'
)

# Paths below these are no pages, also not below the address of a page: they keep their compression and their caching.
NO_PAGES = ("/_stcore/", "/static/", "/media/", "/component/", "/api/", NOTES_PATH)
# A page that was changed on its way out cannot be compared with the file it came from.
DROPPED_FROM_PAGE_REQUEST = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


@dataclass(frozen=True)
class FixedString:
    """One English text of Streamlit, and the Dutch that takes its place."""

    file: str
    english: str
    dutch: str
    where: str
    times: int = 1


@dataclass(frozen=True)
class Script:
    """A translated script, with a tag that changes when its content does."""

    body: bytes
    etag: str


def read_strings(path: Path = STRINGS) -> tuple[FixedString, ...]:
    """The table of texts, in the order of the file."""
    return tuple(FixedString(**row) for row in tomllib.loads(path.read_text("utf-8"))["string"])


def scripts_named(static: Path, file: str) -> list[Path]:
    """The scripts whose name starts with `file` and a dot, whatever hash follows."""
    return sorted((static / "static" / "js").glob(f"{file}.*.js"))


def translate_script(source: str, strings: Iterable[FixedString]) -> str:
    """`source` with every English fragment replaced; what does not occur is left alone."""
    for string in strings:
        source = source.replace(string.english, string.dutch)
    return source


def translate_scripts(static: Path, strings: Iterable[FixedString]) -> dict[str, Script]:
    """Every script that the table changes, by its file name."""
    by_file: dict[str, list[FixedString]] = {}
    for string in strings:
        by_file.setdefault(string.file, []).append(string)
    scripts = {}
    for file, own in by_file.items():
        paths = scripts_named(static, file)
        sources = {path: path.read_text("utf-8") for path in paths}
        _warn_of_missing(own, sources.values())
        for path, source in sources.items():
            translated = translate_script(source, own)
            if translated != source:
                scripts[path.name] = _script(translated.encode("utf-8"))
    return scripts


def _script(body: bytes) -> Script:
    return Script(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def translate_page(html: str) -> str:
    """Streamlit's page with our language, title and notice, without its own advertisement."""
    html = html.replace('<html lang="en">', '<html lang="nl">', 1)
    html = html.replace("<title>Streamlit</title>", f"<title>{PRODUCT}</title>", 1)
    html = html.replace('<div id="root"></div>', LOADING, 1)
    own = "".join(f'<script src="{path}" defer></script>' for path in OWN_SCRIPTS)
    html = html.replace("</head>", f"{own}</head>", 1)
    before, present, after = html.partition(ADVERTISEMENT)
    if present:
        html = _without_comment(before) + after.partition(">")[2]
    before, present, after = html.partition("<noscript>")
    return before + NOSCRIPT + after.partition("</noscript>")[2] if present else html


def _without_comment(html: str) -> str:
    """Without the comment that it ends with, and the space around that."""
    bare = html.rstrip()
    return bare[: bare.rindex("<!--")].rstrip() + "\n    " if bare.endswith("-->") else html


class DutchMiddleware:
    """Serves the translated scripts from memory and translates every page on its way out.

    A translated script has the name, with a hash, of Streamlit's own; it is
    therefore never cached without asking, so that a changed table is seen at once.
    """

    def __init__(self, app: ASGIApp, *, static: Path, strings: Iterable[FixedString]) -> None:
        self.app = app
        self.scripts: Mapping[str, Script] = translate_scripts(static, strings)
        self.own = {path: _script(file.read_bytes()) for path, file in OWN_SCRIPTS.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        path = PurePosixPath(scope["path"])
        script = self.scripts.get(path.name) if path.parts[-3:-1] == ("static", "js") else None
        script = self.own.get(scope["path"], script)
        if script is not None:
            await _script_response(script, Request(scope))(scope, receive, send)
        elif any(part in scope["path"] for part in NO_PAGES):
            await self.app(scope, receive, send)
        else:
            headers = [pair for pair in scope["headers"] if pair[0] not in DROPPED_FROM_PAGE_REQUEST]
            await self.app({**scope, "headers": headers}, receive, _PageSender(send, scope["method"]))


class _PageSender:
    """Holds back an HTML response until it is whole, then sends it translated."""

    def __init__(self, send: Send, method: str) -> None:
        self.send = send
        self.method = method
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                self.start = message
                return
        elif self.start is not None and message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self.start)
            return
        await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = translate_page(self.body.decode("utf-8")).encode("utf-8")
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("etag", "last-modified", "accept-ranges", "content-length"):
            del headers[name]
        headers["content-language"] = "nl"
        if self.method == "GET":
            headers["content-length"] = str(len(body))
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body if self.method == "GET" else b""})


def _script_response(script: Script, request: Request) -> Response:
    headers = {"etag": script.etag, "cache-control": "no-cache"}
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if script.etag in tags:
        return Response(status_code=304, headers=headers)
    response = Response(script.body, media_type="text/javascript", headers=headers)
    if request.method == "HEAD":
        response.body = b""
    return response


def _warn_of_missing(strings: Iterable[FixedString], sources: Iterable[str]) -> None:
    sources = list(sources)
    for string in strings:
        if not any(string.english in source for source in sources):
            logging.getLogger(__name__).warning("Text not in Streamlit's %s scripts: %s", string.file, string.english)
