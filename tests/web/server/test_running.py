"""The server as it runs: real sockets, real signals."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from lib.store import locations
from lib.store.access import database_events
from lib.store.database import read
from lib.tables.content import SHIPPED
from lib.web.server.door import Door
from lib.web.server.lifecycle import ENDS_SECONDS, WRITING_SECONDS, health_route
from lib.web.server.limits import HEAD_SECONDS
from tests.web.server.asking import well

START_SECONDS = 60
SIGNED_IN = '[auth]\nclient_id = "x"\ncookie_secret = "0123456789abcdef0123456789abcdef"\n[toegang]\nclaim = "roles"\niedereen = "lezer"\n'
#: An app that writes for some seconds when asked, in a thread as a page does.
WRITER = """
import os, threading, time
from pathlib import Path
import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from lib.store import locations
from lib.store.access import Person, Role, note_event
from lib.store.database import write
from lib.web.server import web_middleware
from lib.web.server.logs import configure
from lib.web.server.lifecycle import running

def act(connection):
    note_event(connection, Person("een", Role.ANALIST), "proef", "begin")
    Path("began").touch()
    time.sleep(float(os.environ["WRITES"]))
    note_event(connection, Person("een", Role.ANALIST), "proef", "eind")

def begin(_):
    threading.Thread(target=write, args=(locations.database(), act), daemon=True).start()
    return PlainTextResponse("")

configure()
app = st.App("page.py", middleware=web_middleware(), routes=[Route("/api/v1/begin", begin)], lifespan=running)
"""


@dataclass
class Server:
    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        with suppress(ConnectionResetError):  # a refused request is not read to its end
            answer.read()
        return answer


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(folder: Path, log: Path, **settings: str) -> Iterator[Server]:
    """`streamlit run app.py` in a folder, until it ends or the block does."""
    port = free_port()
    flags = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    flags += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    environment = {**os.environ, "PYTHONPATH": str(SHIPPED), **settings}
    with log.open("wb") as out:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", *flags]
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
    server = Server(process, port, log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if server.get("/_stcore/health").status == 200:
                    break
            except OSError:
                assert time.monotonic() < deadline and process.poll() is None, log.read_text("utf-8")
                time.sleep(0.2)
        yield server
    finally:
        process.kill()
        process.wait(START_SECONDS)


@pytest.fixture
def everywhere() -> Iterator[int]:
    """The port of a small server in lokale modus that listens on every address of the machine."""
    app = Starlette(
        routes=[health_route(), Route("/", lambda _: None)],
        middleware=[Middleware(Door, open_to_others=lambda: False), Middleware(lambda app: well)],
    )
    server = uvicorn.Server(uvicorn.Config(app, host="0.0.0.0", port=free_port(), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.config.port
    server.should_exit = True
    thread.join()


def own_address() -> str:
    """An address of this machine that is not loopback; where there is none, loopback under another name."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def test_lokale_modus_holds_on_an_open_socket(everywhere: int) -> None:
    """Also when somebody lets it listen to the whole network."""

    def status(address: str, host: str) -> int:
        connection = HTTPConnection(address, everywhere, timeout=30)
        connection.request("GET", "/", headers={"Host": host})
        return connection.getresponse().status

    address = own_address()
    assert status("127.0.0.1", f"localhost:{everywhere}") == 200
    assert status(address, f"routewijzer.example:{everywhere}") == 403
    assert address == "127.0.0.1" or status(address, f"localhost:{everywhere}") == 403
    with connect(f"ws://127.0.0.1:{everywhere}/_stcore/stream"):
        pass
    for uri, origin in (
        (f"ws://127.0.0.1:{everywhere}/", "https://evil.example"),
        (f"ws://{address}:{everywhere}/", None),
    ):
        if origin or address != "127.0.0.1":
            with pytest.raises(InvalidStatus) as refused, connect(uri, origin=origin):  # type: ignore[arg-type]
                pass
            assert refused.value.response.status_code == 403


@pytest.fixture(scope="module")
def app(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """The app itself: without sign-in, or with it."""
    with ExitStack() as running:
        started: dict[str, Server] = {}

        def start(secrets: str) -> Server:
            if secrets not in started:
                folder = tmp_path_factory.mktemp("app")
                (folder / "secrets.toml").write_text(secrets, "utf-8")
                settings = {
                    locations.DATABASE: str(first_database),
                    locations.SECRETS: str(folder / "secrets.toml"),
                    "ROUTEWIJZER_LOG": "info",
                }
                started[secrets] = running.enter_context(serving(SHIPPED, folder / "log", **settings))
            return started[secrets]

        yield start


@pytest.mark.heavy
def test_behind_a_proxy_that_speaks_tls(app: Callable[[str], Server]) -> None:
    server = app(SIGNED_IN)
    name, browser = "routewijzer.example", "10.9.8.7"
    answer = server.get("/_stcore/health", Host=name, X_Forwarded_Proto="https", X_Forwarded_For=browser)
    assert answer.status == 200 and answer.headers["strict-transport-security"]
    (cookie,) = answer.headers.get_all("set-cookie") or []
    assert cookie.startswith("_streamlit_xsrf=") and "Secure" in cookie and "SameSite=Lax" in cookie
    assert "HttpOnly" not in cookie, "the page reads it, to send it along"
    plain = server.get("/_stcore/health", Host=name)
    assert plain.headers["strict-transport-security"] is None and "Secure" not in str(plain.headers["set-cookie"])
    log = server.log.read_text("utf-8")
    assert '"path": "/_stcore/health"' in log and browser not in log and name not in log


@pytest.mark.heavy
def test_half_a_request_is_let_go(app: Callable[[str], Server]) -> None:
    with socket.create_connection(("127.0.0.1", app("").port), timeout=3 * HEAD_SECONDS) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Lang: ")
        began = time.monotonic()
        assert connection.recv(1000) == b"" and time.monotonic() - began > HEAD_SECONDS / 2


@pytest.mark.heavy
def test_a_file_needs_the_token_and_a_page_the_same_origin(app: Callable[[str], Server]) -> None:
    server = app("")
    assert server.get("/_stcore/upload_file/x/y", "PUT").status == 403
    assert server.get("/", Host="routewijzer.example").status == 403
    assert server.get("/_stcore/host-config", Origin="https://evil.example").status == 403
    for origin, good in (("https://evil.example", False), (f"http://127.0.0.1:{server.port}", True)):
        try:
            with connect(f"ws://127.0.0.1:{server.port}/_stcore/stream", origin=origin):  # type: ignore[arg-type]
                assert good
        except InvalidStatus:
            assert not good


@pytest.mark.heavy
def test_a_long_address_or_header_is_refused_and_nothing_else_happens(app: Callable[[str], Server]) -> None:
    server = app("")
    huge = "x" * 1_000_000
    for path, headers in ((f"/?{huge}", {}), ("/", {"Cookie": huge})):
        with suppress(OSError):  # the server may hang up before everything is sent
            assert server.get(path, **headers).status == 400
    assert server.get("/api/v1/health").status == 200


@pytest.mark.heavy
def test_it_lives_and_is_ready(app: Callable[[str], Server]) -> None:
    assert [app("").get(f"/api/v1/{path}").status for path in ("health", "ready", "status", "jan")] == [200] * 3 + [404]
    assert "jan" not in app("").log.read_text("utf-8")


def stopped(folder: Path, database: Path, writes: float) -> tuple[int, float, list[str]]:
    """Stop a server that writes, with a browser and a half-sent file connected: exit code, seconds, what was written."""
    (folder / "app.py").write_text(WRITER, "utf-8")
    (folder / "page.py").write_text("import streamlit as st; st.write('x')", "utf-8")
    settings = {locations.DATABASE: str(database), "WRITES": str(writes)}
    with serving(folder, folder / "log", **settings) as server, ExitStack() as connected:
        connected.enter_context(connect(f"ws://127.0.0.1:{server.port}/_stcore/stream"))
        half = connected.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        half.sendall(b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf")
        assert server.get("/api/v1/begin").status == 200
        while not (folder / "began").exists():
            time.sleep(0.01)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(ENDS_SECONDS + 10)
        seconds = time.monotonic() - began
    rows = read(database, database_events)
    return code, seconds, [row[-1] for row in rows]


@pytest.mark.heavy
def test_stopping_lets_a_writer_finish(tmp_path: Path, database: Path) -> None:
    code, seconds, written = stopped(tmp_path, database, 3.0)
    assert (code, written) == (-signal.SIGTERM, ["begin", "eind"])
    assert 2 < seconds < WRITING_SECONDS


@pytest.mark.heavy
def test_stopping_does_not_wait_for_ever_and_leaves_a_whole_database(tmp_path: Path, database: Path) -> None:
    code, seconds, written = stopped(tmp_path, database, 300.0)
    assert code in (-signal.SIGTERM, 128 + signal.SIGTERM) and written == []
    assert seconds < ENDS_SECONDS + 5
    assert "Stopped" in (tmp_path / "log").read_text("utf-8")
