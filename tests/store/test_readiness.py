"""When the app may say that it can serve."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from lib.store import releases
from lib.store.locations import Database
from lib.store.releases import ROOM, Unready, ready
from tests.store.meddling import meddling

Usage = namedtuple("Usage", "total used free")


def test_a_whole_database_with_room_is_ready(database: Database) -> None:
    ready(database)


def test_a_first_start_makes_the_database(tmp_path: Path) -> None:
    ready(tmp_path / "new.duckdb")
    assert (tmp_path / "new.duckdb").exists()


def test_a_disk_that_is_nearly_full_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, ROOM - 1))
    with pytest.raises(
        Unready, match=r"^De schijf met (routewijzer\.duckdb|de gedeelde database) is bijna vol\. Maak ruimte vrij\.$"
    ):
        ready(database)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, ROOM))
    ready(database)


@pytest.mark.parametrize("change", ["DELETE FROM events", "UPDATE population SET inwoners = inwoners + 1"])
def test_a_release_that_is_not_whole_is_not_served(database: Database, change: str) -> None:
    with meddling(database) as connection:
        connection.execute(change)
    with pytest.raises(Unready):
        ready(database)


@pytest.mark.one_file
def test_it_looks_again_when_the_file_changes(database: Database) -> None:
    ready(database)
    database.write_bytes(b"geen database")
    with pytest.raises(Unready) as told:
        ready(database)
    assert str(database.parent) not in told.value.melding and "Zet een reservekopie terug" in told.value.melding


def test_the_release_is_read_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(database)
    monkeypatch.setattr(releases, "load", lambda *_: pytest.fail("read again"))
    ready(database)
