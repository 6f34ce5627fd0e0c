"""Does it live, is it ready: what watches the server asks this, and learns no figures."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from lib.store import locations
from lib.store.faults import StoreError
from lib.tables.rows import Problem, Unsound
from lib.web.server import lifecycle
from lib.web.status import ready


def client(check: Callable[[], None]) -> TestClient:
    return TestClient(Starlette(routes=[lifecycle.health_route(), lifecycle.ready_route(check)]))


def raises(error: Exception) -> Callable[[], None]:
    def check() -> None:
        raise error

    return check


def test_it_lives_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locations.DATABASE, "/nowhere/at/all.duckdb")
    answer = client(ready).get("/api/v1/health")
    assert (answer.status_code, answer.json()) == (200, {"toestand": "in leven"})
    assert answer.headers["cache-control"] == "no-store"


def test_it_is_ready_with_a_sound_database(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locations.DATABASE, str(database))
    answer = client(ready).get("/api/v1/ready")
    assert (answer.status_code, answer.json()) == (200, {"toestand": "klaar"})


def test_it_is_not_ready_with_a_broken_one(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locations.DATABASE, str(database))
    database.write_bytes(database.read_bytes()[:4096])
    answer = client(ready).get("/api/v1/ready")
    assert answer.status_code == 503 and "beschadigd" in answer.json()["melding"]
    assert str(database.parent) not in answer.text


def test_settings_that_cannot_be_read_are_told(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secrets.toml").write_text("[auth]\nclient_secret = geheim", "utf-8")
    monkeypatch.setenv(locations.DATABASE, str(database))
    monkeypatch.setenv(locations.SECRETS, str(tmp_path / "secrets.toml"))
    answer = client(ready).get("/api/v1/ready")
    assert answer.status_code == 503 and answer.json()["melding"] == lifecycle.UNSOUND
    assert "geheim" not in answer.text


@pytest.mark.parametrize(
    ("error", "melding"),
    [
        (StoreError("De schijf is vol."), "De schijf is vol."),
        (Unsound([Problem("a", "b", "c", "d", "e")]), lifecycle.UNSOUND),
        (RuntimeError("Almelo"), lifecycle.STATUS_FAILED),
    ],
    ids=["store", "unsound", "unforeseen"],
)
def test_what_is_wrong_is_told_in_dutch(error: Exception, melding: str) -> None:
    answer = client(raises(error)).get("/api/v1/ready")
    assert (answer.status_code, answer.json()) == (503, {"melding": melding})
