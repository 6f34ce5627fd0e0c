"""A running server and a real Chromium; without Chromium these tests skip, in CI they fail."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
#: A small machine with other work on it is slow, not wrong.
expect.set_options(timeout=30_000)
Serve = Callable[[Path, dict[str, str]], str]
#: A new page on a screen of this width and height, with more settings of the browser.
Window = Callable[..., Page]
#: An English browser, so that Dutch comes from the app alone.
PROFILE = {"locale": "en-US"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With every change a browser takes a first look at what breaks most easily; all else runs with the heavy tier."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("first_look"):
            item.add_marker("heavy")


@contextmanager
def serving(folder: Path, settings: dict[str, str]) -> Iterator[str]:
    """Run `streamlit run app.py` in a folder; the address of it."""
    with server_of(folder, settings) as (address, _):
        yield address


@contextmanager
def server_of(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The same, with the number of the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    server = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        try:
            server.wait(START_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def wait_until_up(health: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(health)
            return
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Start servers that stop after the module."""
    with ExitStack() as running:
        yield lambda folder, settings: running.enter_context(serving(folder, settings))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = shutil.which("chromium")
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium ontbreekt; .ci/run hoort het te installeren.")
        pytest.skip("Chromium staat niet in het pad")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
        chromium = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def profiles(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One profile for each kind of browser: a second page finds the program in its cache, as a reader's does."""
    held: dict[str, BrowserContext] = {}

    def profile(**settings: object) -> BrowserContext:
        kind = repr(sorted(settings.items()))
        if kind not in held:
            held[kind] = browser.new_context(**settings)  # type: ignore[arg-type]
        return held[kind]

    yield profile
    for context in held.values():
        context.close()


@pytest.fixture
def window(profiles: Callable[..., BrowserContext]) -> Iterator[Window]:
    """Opens pages that close after the test."""
    pages: list[Page] = []

    def opened(width: int = 1280, height: int = 720, **settings: object) -> Page:
        pages.append(profiles(**PROFILE | {"viewport": {"width": width, "height": height}} | settings).new_page())
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def page(window: Window) -> Page:
    """A page on a projector."""
    return window()


@pytest.fixture(scope="module")
def database(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the module's own, with the shipped release."""
    return Path(shutil.copy(first_database, tmp_path_factory.mktemp("app") / "routewijzer.duckdb"))


@pytest.fixture(scope="module")
def app_address(database: Path, serve: Serve) -> str:
    """The address of the app on that database."""
    return serve(ROOT, {"ROUTEWIJZER_DATABASE": str(database)})
