"""The API as a program meets it: the routes as in the app, on a database of one's own, with a token per role."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.api.routes import api_routes
from lib.store import database as store
from lib.store.locations import DATABASE, SECRETS
from lib.store.releases import CONCEPT, IN_USE, insert
from lib.store.secrets import hash_of
from lib.tables.content import Content, make_content
from lib.web.server import web_middleware
from lib.web.server.lifecycle import status_route, unknown_api_route
from lib.web.server.limits import RateLimits
from lib.web.status import report

TOKENS = {role: f"geheim-van-een-{role}-0123456789" for role in ("lezer", "analist", "beheerder")}
APP = Starlette(
    routes=[status_route(report), *api_routes(), unknown_api_route()],
    # Tests ask faster than anyone may.
    middleware=[each for each in web_middleware() if each.cls is not RateLimits],
)


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A secrets.toml with a token per role, and nobody who signs in."""
    return write_tokens(tmp_path_factory.mktemp("secrets") / "secrets.toml")


def write_tokens(path: Path) -> Path:
    entries = [f'[tokens."de {role}"]\nrol = "{role}"\nsha256 = "{hash_of(token)}"\n' for role, token in TOKENS.items()]
    path.write_text("".join(entries), "utf-8")
    return path


@pytest.fixture
def shipped_place(first_database: Path, tokens: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The API reads the shipped release, which nobody changes."""
    monkeypatch.setenv(DATABASE, str(first_database))
    monkeypatch.setenv(SECRETS, str(tokens))
    return first_database


@pytest.fixture
def reader(shipped_place: Path) -> Iterator[TestClient]:
    """A lezer on the shipped release, for many requests."""
    with client("lezer") as one:
        yield one


@pytest.fixture
def here(shipped_place: Path) -> TestClient:
    """Somebody at this machine, in lokale modus."""
    return client()


@pytest.fixture
def place(shipped_place: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The API reads a database of one's own."""
    monkeypatch.setenv(DATABASE, str(database))
    return database


@pytest.fixture
def secrets(tokens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same settings, to change."""
    path = tmp_path / "secrets.toml"
    path.write_text(tokens.read_text("utf-8"), "utf-8")
    monkeypatch.setenv(SECRETS, str(path))
    return path


def client(role: str | None = None) -> TestClient:
    """Somebody at this machine, or with the token of a role."""
    headers = {} if role is None else {"authorization": f"Bearer {TOKENS[role]}"}
    return TestClient(APP, base_url="http://localhost", client=("127.0.0.1", 50_000), headers=headers)


def publish(path: Path, content: Content, name: str = "Tweede", state: str = IN_USE) -> int:
    return store.write(
        path,
        lambda connection: insert(
            connection, make_content(content.tables, content.files), name, "een noot", "Sam", state
        ),
    )


def concept(path: Path, content: Content) -> int:
    return publish(path, content, "Geheim plan", CONCEPT)


def with_rows(content: Content, table: str, change: Callable[[dict[str, Any]], None]) -> Content:
    """The content with every row of a table changed as `change` does."""
    rows = [dict(row) for row in content.tables[table]]
    for row in rows:
        change(row)
    return replace(content, tables={**content.tables, table: tuple(rows)})
