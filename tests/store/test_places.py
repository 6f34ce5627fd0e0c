"""What is no place of a database is refused in words, and restoring keeps a link a link and unpacks no more than it says."""

import os
import zipfile
from pathlib import Path

import pytest

from lib.__main__ import main
from lib.store.access import BACK_UP, Person, Role
from lib.store.backup.backup import DATABASE, MANIFEST, BackupRefused, back_up, restore, verify
from lib.store.database import present
from lib.store.faults import StoreError
from lib.store.locations import database_named
from lib.store.releases import current

BY = Person("Kim", Role.BEHEERDER)
pytestmark = pytest.mark.one_file


@pytest.mark.parametrize(
    "name", [":memory:", ":memory:x", "md:cijfers", "motherduck:x", "http://voorbeeld.nl/x.duckdb", "s3://x/y.duckdb"]
)
def test_what_is_no_file_is_no_database(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for act in (present, current):
        with pytest.raises(StoreError, match="geen bestand"):
            act(database_named(name))  # type: ignore[operator]
    assert main(["releases", "--database", name]) == 1
    assert "geen bestand" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_what_waits_for_ever_is_no_database(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for act in (present, current):
        with pytest.raises(StoreError, match="geen gewoon bestand"):
            act(tmp_path / "pijp")  # type: ignore[operator]


def test_restoring_onto_a_link_keeps_the_link(database: Path, tmp_path: Path) -> None:
    made = back_up(database, tmp_path / "kopie.zip", by=BY, program="1")
    elsewhere, link = tmp_path / "schijf", tmp_path / "hier.duckdb"
    elsewhere.mkdir()
    database.rename(elsewhere / "echt.duckdb")
    link.symlink_to(elsewhere / "echt.duckdb")
    restored = restore(made.place, link, by=BY)
    assert link.is_symlink() and link.resolve() == elsewhere / "echt.duckdb"
    assert restored.aside is not None and restored.aside.parent == elsewhere
    assert current(link).number == 1 and BACK_UP.open_to(BY)


def repacked(made: Path, to: Path, body: bytes) -> Path:
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(MANIFEST, source.read(MANIFEST))
        packed.writestr(DATABASE, body)
    return to


def test_a_backup_that_unpacks_to_more_than_it_says_is_not_unpacked(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = back_up(database, tmp_path / "kopie.zip", by=BY, program="1").place
    bomb = repacked(made, tmp_path / "bom.zip", bytes(300_000_000))
    opened: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", _noting(opened, zipfile.ZipFile.open))
    for act in (lambda: verify(bomb), lambda: restore(bomb, tmp_path / "nieuw.duckdb", by=BY)):
        with pytest.raises(BackupRefused, match="niet die waarvan"):
            act()
    assert DATABASE not in opened and not (tmp_path / "nieuw.duckdb").exists()


def _noting(opened: list[str], usual: object) -> object:
    def noting(self: object, name: object, *more: object, **named: object) -> object:
        opened.append(str(getattr(name, "filename", name)))
        return usual(self, name, *more, **named)  # type: ignore[operator]

    return noting
