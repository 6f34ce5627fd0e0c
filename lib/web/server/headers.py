"""The headers that every response gets: where content may come from, what a browser may do, and how cookies travel."""

import base64
import hashlib
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.web.server.answers import with_headers

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
#: A year. Not for the subdomains: those are not ours to decide about.
STRICT_TRANSPORT = "max-age=31536000"
#: The page reads this cookie to send it along; every other one is for the server alone.
READ_BY_THE_PAGE = "_streamlit_xsrf"


def inline_script_hashes(page: str) -> list[str]:
    """A content security policy source for every script inside `page` itself."""
    scripts = [rest.partition("</script>")[0] for rest in page.split("<script>")[1:]]
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


def safer_cookie(cookie: str, encrypted: bool) -> str:
    """A Set-Cookie value with what it lacks: not for scripts, not from other sites, and over TLS not without it."""
    present = {part.split("=")[0].strip().lower() for part in cookie.split(";")[1:]}
    lacking = []
    if encrypted and "secure" not in present:
        lacking.append("Secure")
    if "httponly" not in present and not cookie.startswith(f"{READ_BY_THE_PAGE}="):
        lacking.append("HttpOnly")
    if "samesite" not in present:
        lacking.append("SameSite=Lax")
    return "; ".join([cookie, *lacking])


class SecurityHeaders:
    """Adds the security headers to every response, and what cookies lack.

    Whether a request came by TLS the ASGI server says: itself, or by X-Forwarded-Proto of a proxy that it trusts.
    """

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = content_security_policy(self.page, Headers(scope=scope).get("host", ""))
        encrypted = scope.get("scheme") == "https"
        fixed = {"Content-Security-Policy": policy, **FIXED_HEADERS}

        def add(headers: MutableHeaders) -> None:
            headers.update(fixed | ({"Strict-Transport-Security": STRICT_TRANSPORT} if encrypted else {}))
            cookies = headers.getlist("set-cookie")
            del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", safer_cookie(cookie, encrypted))

        await self.app(scope, receive, with_headers(send, add))
