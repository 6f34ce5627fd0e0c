"""A connection on which no whole request comes is closed; one that asks, or waits for a next question, is not."""

import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.http.h11_impl import H11Protocol
from websockets.sync.client import connect

from lib.web.server import limits
from tests.web.server.test_running import free_port

SECONDS = 0.5
#: A request without the empty line that ends its head.
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Lang: "


async def slow(request: Request) -> PlainTextResponse:
    """Answers when all of the body is there."""
    return PlainTextResponse(str(len(await request.body())))


async def echo(session: WebSocket) -> None:
    await session.accept()
    await session.send_text(await session.receive_text())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server with a short limit."""
    for name in ("connection_made", "data_received"):
        monkeypatch.setattr(H11Protocol, name, getattr(H11Protocol, name))
    limits.limit_heads(SECONDS)
    app = Starlette(routes=[Route("/", slow, methods=["GET", "POST"]), WebSocketRoute("/echo", echo)])
    settings = uvicorn.Config(app, host="127.0.0.1", port=free_port(), log_level="error", timeout_keep_alive=30)
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield settings.port
    server.should_exit = server.force_exit = True
    thread.join()


def closed_after(connection: socket.socket, sent: bytes) -> float:
    """Seconds from sending until the server closes the connection."""
    began = time.monotonic()
    connection.sendall(sent)
    connection.settimeout(30)
    while connection.recv(1000):
        pass
    return time.monotonic() - began


def test_the_connections_of_the_server_are_those_that_are_limited() -> None:
    assert AutoHTTPProtocol is H11Protocol


@pytest.mark.parametrize("sent", [b"", HALF], ids=["nothing", "half a head"])
def test_who_does_not_ask_is_let_go(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        assert closed_after(connection, sent) >= SECONDS / 2


def test_a_head_that_comes_byte_by_byte_has_no_more_time(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        began = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - began < 30:
                connection.sendall(HALF if time.monotonic() - began < SECONDS / 10 else b"x")
                time.sleep(SECONDS / 10)


def test_half_a_head_after_a_whole_request_too(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 200")
        assert closed_after(connection, HALF) >= SECONDS / 2


def test_a_body_may_take_its_time_and_a_connection_may_wait(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", "2")
    connection.endheaders()
    for piece in (b"a", b"b"):
        time.sleep(2 * SECONDS)
        connection.send(piece)
    assert connection.getresponse().read() == b"2"
    time.sleep(2 * SECONDS)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"0"


def test_a_session_stays(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/echo") as session:
        time.sleep(2 * SECONDS)
        session.send("daar")
        assert session.recv() == "daar"
