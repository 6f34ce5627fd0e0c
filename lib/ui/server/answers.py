"""What the server itself answers instead of a page: a Dutch sentence, as JSON for a program and as HTML for a reader."""

import re
from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>Routewijzer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body {{ font-family: sans-serif; margin: 3rem auto; max-width: 40rem; padding: 0 1rem; line-height: 1.5 }}</style>
</head><body><main><h1>{heading}</h1><p>{told}</p></main></body></html>
"""
#: Paths that a program asks for, not a reader.
FOR_PROGRAMS = "/_stcore/"
API = "/api"
NOT_STORED = {"cache-control": "no-store"}
#: "Policy violation", what a browser is told about a websocket that is not taken.
REFUSED_SOCKET = 1008


def api_address(path: str) -> str | None:
    """The address of the API that a path means, whatever its case and slashes; None for any other path.

    No address of the API has a capital or ends with a slash.
    """
    plain = re.sub("/{2,}", "/", path).casefold().rstrip("/")
    return plain if plain == API or plain.startswith(f"{API}/") else None


def told_json(content: Mapping[str, object], status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """`content` as JSON that nobody keeps."""
    return JSONResponse(dict(content), status, headers={**NOT_STORED, **(headers or {})})


async def refuse(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    heading: str,
    melding: str,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer a request with a sentence instead of what was asked; a websocket is closed before it opens."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": REFUSED_SOCKET, "reason": ""})
        return
    response: Response
    if api_address(scope["path"]) is not None or scope["path"].startswith(FOR_PROGRAMS):
        response = told_json({"melding": melding}, status, headers)
    else:
        page = PAGE.format(heading=escape(heading), told=escape(melding))
        response = HTMLResponse(page, status, headers={**NOT_STORED, **(headers or {})})
    await response(scope, receive, send)


def retry_after(seconds: float) -> dict[str, str]:
    """When to come back, in whole seconds and never at once."""
    return {"retry-after": str(max(1, round(seconds)))}
