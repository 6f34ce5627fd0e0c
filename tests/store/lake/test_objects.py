"""A shared database with its files in object storage: made, written, read elsewhere, moved there and back, kept small."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lib.store.backup.holdings import holdings, move
from lib.store.database import free
from lib.store.faults import DatabaseUnreachable, DatabaseUnwritable
from lib.store.lake.connection import OWN_STORAGE
from lib.store.lake.database import compact
from lib.store.lake.place import Lake
from lib.store.releases import current, ensure, load
from lib.tables.content import SHIPPED, Content
from tests.objects import BUCKET, SECRET, Objects
from tests.people import beheerder
from tests.postgres import Postgres, let_go
from tests.store.meddling import name_of
from tests.store.test_publishing import FILE, put
from tests.store.test_releases import changed

pytestmark = pytest.mark.heavy


@pytest.fixture
def place(postgres: Postgres, objects: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    """Where a shared database can come, with its files in storage."""
    for name, value in objects.settings.items():
        monkeypatch.setenv(name, value)
    lake = Lake(postgres.lake(tmp_path / "niets").catalogue, f"s3://{BUCKET}/{tmp_path.name}")
    yield lake
    postgres.drop(lake)


def under(objects: Objects, lake: Lake) -> list[str]:
    return [name for name in objects.files() if str(lake.files).endswith(name.split("/")[0])]


def test_made_written_and_read_in_another_process(place: Lake, objects: Objects, shipped: Content) -> None:
    ensure(place, SHIPPED)
    first = under(objects, place)
    assert first and all(name.endswith(".parquet") for name in first)
    put(place, changed(shipped, "population", inwoners=70_000), 1, FILE)
    assert len(under(objects, place)) > len(first)
    assert free(place) is None
    told = (
        "from lib.store import locations; from lib.store.releases import *; print(current(locations.database()).hash)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        env={**os.environ, "ROUTEWIJZER_DATABASE": name_of(place)},
        cwd=SHIPPED,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == current(place).hash == load(place, 2).hash
    assert SECRET not in done.stdout + done.stderr


def test_there_and_back(place: Lake, database_file: Path, tmp_path: Path) -> None:
    before = holdings(database_file)
    assert move(database_file, place, by=beheerder("Sam")) == before == holdings(place)
    assert move(place, tmp_path / "terug.duckdb", by=beheerder("Sam")) == before == holdings(tmp_path / "terug.duckdb")


def test_kept_small(place: Lake, objects: Objects, shipped: Content) -> None:
    ensure(place, SHIPPED)
    for number in range(3):
        put(place, changed(shipped, "population", inwoners=70_000 + number), number + 1, FILE)
    before, files = holdings(place), under(objects, place)
    for _ in range(2):
        compact(place, kept_days=0)
    assert len(under(objects, place)) < len(files)
    let_go(place)
    assert holdings(place) == before


def test_two_do_not_share_a_place(place: Lake, postgres: Postgres, tmp_path: Path) -> None:
    ensure(place, SHIPPED)
    other = Lake(postgres.lake(tmp_path / "niets").catalogue, place.files)
    with pytest.raises(DatabaseUnwritable, match="staan al bestanden"):
        ensure(other, SHIPPED)
    postgres.drop(other)


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [(403, DatabaseUnwritable, "AWS_ACCESS_KEY_ID"), (503, DatabaseUnreachable, "antwoordt niet")],
)
def test_storage_that_refuses_or_is_ill(
    place: Lake, monkeypatch: pytest.MonkeyPatch, status: int, kind: type[Exception], says: str
) -> None:
    ensure(place, SHIPPED)
    let_go(place)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv(OWN_STORAGE, f"127.0.0.1:{server.server_port}")
        with pytest.raises(kind, match=says):
            load(place, 1)
        server.shutdown()
    monkeypatch.setenv(OWN_STORAGE, "127.0.0.1:1")
    let_go(place)
    with pytest.raises(DatabaseUnreachable, match="antwoordt niet"):
        load(place, 1)
