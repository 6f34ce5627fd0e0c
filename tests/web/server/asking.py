"""ASGI without a server: one request with any address, and what was sent back."""

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Result = TypeVar("Result")
HERE = ("127.0.0.1", 50000)


def ended(asked: Coroutine[Any, Any, Result]) -> Result:
    """What it comes to, in a thread of its own: a browser test leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, asked).result()


@dataclass
class Told:
    """What came back: the status (of a websocket the handshake's), headers and body."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    messages: list[Message] = field(default_factory=list)

    @property
    def melding(self) -> str:
        return str(json.loads(self.body)["melding"])


async def well(scope: Scope, receive: Receive, send: Send) -> None:
    """An app that answers everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"goed"})


def scope_of(path: str = "/", **changed: Any) -> dict[str, Any]:
    """A request from this machine to itself, but for what is changed; `headers` as a dict of texts."""
    headers = {"host": "localhost:8501"} | changed.pop("headers", {})
    kind = changed.pop("type", "http")
    scope = {
        "type": kind,
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "server": ("127.0.0.1", 8501),
        "client": HERE,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value is not None],
    }
    if kind == "websocket":
        del scope["method"]
    return scope | changed


async def ask_async(app: ASGIApp, scope: dict[str, Any]) -> Told:
    told = Told()

    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            # The client stays, and has nothing more to say.
            await asyncio.Event().wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.messages.append(message)
        if message["type"] == "http.response.start":
            told.status = message["status"]
            told.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        elif message["type"] == "websocket.accept":
            told.status = 101
        elif message["type"] == "websocket.close" and not told.status:
            told.status = 403
        told.body += message.get("body", b"")

    await app(scope, receive, send)
    return told


def ask(app: ASGIApp, path: str = "/", **changed: Any) -> Told:
    return ended(ask_async(app, scope_of(path, **changed)))
