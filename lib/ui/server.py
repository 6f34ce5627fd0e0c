"""What the app adds to Streamlit's server: language, security headers, own routes."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.store.database import StoreError
from lib.ui.dutch import DutchMiddleware, read_strings, translate_page

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
STATUS_PATH = "/api/v1/status"
STATUS_FAILED = "De status is nu niet op te vragen. Probeer het over een minuut opnieuw."
UNKNOWN_ADDRESS = "Dit adres bestaat niet."


def web_middleware() -> list[Middleware]:
    """What `st.App(middleware=…)` gets: headers on every response, Dutch in every page."""
    static = streamlit_static()
    page = translate_page((static / "index.html").read_text("utf-8"))
    return [
        Middleware(SecurityHeaders, page=page),
        Middleware(DutchMiddleware, static=static, strings=read_strings()),
    ]


def streamlit_static() -> Path:
    """The folder with the page and scripts of the installed Streamlit."""
    return Path(streamlit.__file__).parent / "static"


def status_route(report: Callable[[], Mapping[str, object]]) -> Route:
    """`GET /api/v1/status`: what `report` says, as JSON; 503 with a Dutch sentence when it fails."""

    async def status(_: Request) -> JSONResponse:
        try:
            found = await run_in_threadpool(report)
        except StoreError as error:
            return _json({"melding": error.melding}, 503)
        except Exception:
            logging.getLogger(__name__).exception("The status report failed")
            return _json({"melding": STATUS_FAILED}, 503)
        return _json(found, 200)

    return Route(STATUS_PATH, status, methods=["GET"])


def unknown_api_route() -> Route:
    """404 as JSON below `/api/`, where Streamlit would serve its page; comes last in the list."""

    async def unknown(_: Request) -> JSONResponse:
        return _json({"melding": UNKNOWN_ADDRESS}, 404)

    return Route("/api/{path:path}", unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])


def inline_script_hashes(page: str) -> list[str]:
    """A content security policy source for every script inside `page` itself."""
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode("utf-8")).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]


def content_security_policy(page: str, host: str) -> str:
    """The policy for `page`: everything from this server, its websocket included, nothing else."""
    sockets = [f"ws://{host}", f"wss://{host}"] if re.fullmatch(r"[\w.:\[\]-]+", host) else []
    policy = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *inline_script_hashes(page)],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'", *sockets],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in policy.items())


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = content_security_policy(self.page, Headers(scope=scope).get("host", ""))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy
                for name, value in FIXED_HEADERS.items():
                    headers[name] = value
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _json(content: Mapping[str, object], status: int) -> JSONResponse:
    return JSONResponse(dict(content), status, headers={"cache-control": "no-store"})
