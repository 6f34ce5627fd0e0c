"""A backup is whole or not there; what is put back is what was kept, to the last row; and nothing is ever lost."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lib.store.access import PROTECTED, Forbidden, add_event, database_events, is_protected, local
from lib.store.backup import backup as module
from lib.store.backup.backup import (
    BACKED_UP,
    DATABASE,
    FORM,
    MANIFEST,
    RESTORED,
    BackupRefused,
    back_up,
    describe,
    pack,
    restore,
    sha256_of,
    unpack,
    verify,
)
from lib.store.backup.holdings import copy_all, holdings
from lib.store.database import read
from lib.store.faults import DatabaseMissing, query
from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.migration import SCHEMA, table_names
from lib.store.publishing import history, take_in_use
from lib.store.releases import load, releases
from lib.store.saved_views import state, states, verkenningen
from lib.tables.content import SHIPPED, Content
from tests.people import protect
from tests.postgres import Postgres, let_go
from tests.store.filled import ANALIST, BEHEERDER, fill
from tests.store.meddling import aside, beside, image, meddling, name_of
from tests.store.test_faults import CORRUPT, ENGLISH, Damage, names
from tests.store.test_migration import LAYOUT_1, insert_then, of_layout_1
from tests.store.test_releases import changed, publish

VERSION = "0.1.0"
#: What an act on the database itself adds to, and where an earlier layout has that; `history` tells what is in it.
EARLIER = ("release_events", "verkenning_events", "access_events", "event_order")
AROUND = ("events", "schema_version", *EARLIER)


@pytest.fixture(scope="module")
def filled(first_database: Path, shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something in every part; only to read."""
    path = Path(shutil.copy(first_database, tmp_path_factory.mktemp("filled") / "routewijzer.duckdb"))
    fill(path, shipped)
    return path


@pytest.fixture(scope="module")
def kept(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; only to read."""
    own = Path(shutil.copy(filled, tmp_path_factory.mktemp("own") / "routewijzer.duckdb"))
    return back_up(own, tmp_path_factory.mktemp("kept") / "kopie.zip", by=BEHEERDER, program=VERSION).place


@pytest.fixture(scope="module")
def before(filled: Path) -> dict[str, object]:
    """What the database says before anything is done to it."""
    return everything(filled)


@pytest.fixture
def database_file(filled: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(filled, tmp_path / "data" / "routewijzer.duckdb"))


@pytest.fixture(scope="module")
def first_lake(filled: Path, postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Lake:
    lake = postgres.lake(tmp_path_factory.mktemp("meer") / "bestanden")
    copy_all(filled, lake)
    return lake


def record(path: Database) -> list[tuple[object, ...]]:
    """What happened to the database itself: who, role, kind, words."""
    return [row[1:] for row in read(path, database_events)]


def everything(path: Database) -> dict[str, object]:
    """All that a reader can get, but the record of the database itself and the number of its layout."""
    found = holdings(path)
    return {
        "tables": {name: held for name, held in found.tables.items() if held.rows and name not in AROUND},
        "releases": releases(path),
        "verkenningen": verkenningen(path),
        "states": [state(path, info.number) for info in states(path)],
        "history": [event for event in history(path) if event.release is not None],
    }


def check_refused(error: BackupRefused) -> None:
    """In Dutch, and what to do next."""
    assert error.melding.endswith(("Er is niets veranderd.", "Er is geen reservekopie gemaakt."))
    assert not ENGLISH.search(" ".join(word for word in error.melding.split() if "/" not in word))


def but_these_heavy(cases: Mapping[str, Any], light: set[str]) -> list[Any]:
    """Every case by its name; all but a few in the heavy tier."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)), id=name, marks=() if name in light else pytest.mark.heavy
        )
        for name, case in cases.items()
    ]


# --- making one ---------------------------------------------------------------------------------------------------


def test_a_backup_holds_all_there_is_and_leaves_the_database_alone(
    database: Database, before: dict[str, object], tmp_path: Path
) -> None:
    found = holdings(database)
    made = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION)
    assert made.backup == verify(made.place)
    assert (made.backup.holdings, made.backup.program, made.on_record) == (found, VERSION, True)
    assert [made.backup.holdings.rows(table) for table in ("releases", "verkenningen", "frozen_states")] == [3, 2, 1]
    assert everything(database) == before
    assert record(database) == [("Sam Beheer", "beheerder", BACKED_UP, f"kopie.zip, kenmerk {found.hash[:12]}")]
    assert names(tmp_path) == ["data", "kopie.zip"] and beside(database) == []
    assert made.place.stat().st_mode & 0o777 == 0o600


@pytest.mark.one_file
@pytest.mark.heavy
def test_what_is_inside_is_the_file_itself(database: Database, tmp_path: Path) -> None:
    whole = database.read_bytes()
    place = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION).place
    with zipfile.ZipFile(place) as packed:
        assert packed.namelist() == [MANIFEST, DATABASE]
        assert packed.read(DATABASE) == whole


@pytest.mark.heavy
def test_a_folder_gets_a_file_with_the_moment_as_its_name(database: Database, tmp_path: Path) -> None:
    made = back_up(database, tmp_path, by=BEHEERDER, program=VERSION)
    assert made.place == tmp_path / f"routewijzer-{made.backup.made_at:%Y%m%dT%H%M%S}.zip"


@pytest.mark.heavy
def test_nothing_is_written_over(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor when somebody else takes the name while the backup is made."""
    place = tmp_path / "brief.zip"
    whole = module.pack

    def pack_late(*given: object) -> None:
        whole(*given)  # type: ignore[arg-type]
        place.write_text("van mij")

    monkeypatch.setattr(module, "pack", pack_late)
    with pytest.raises(BackupRefused) as caught:
        back_up(database, place, by=BEHEERDER, program=VERSION)
    check_refused(caught.value)
    assert "bestaat al" in caught.value.melding
    assert place.read_text() == "van mij" and names(tmp_path) == ["brief.zip", "data"]
    assert record(database) == []


@pytest.mark.one_file
@pytest.mark.heavy
def test_a_journal_that_a_killed_writer_left_is_in_it(database: Database, tmp_path: Path) -> None:
    leave_journal(database)
    made = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION)
    assert made.backup.holdings == replace(holdings(database), tables=made.backup.holdings.tables)
    assert not Path(f"{database}.wal").exists()
    unpack(made.place, tmp_path)
    assert next(info.state for info in releases(tmp_path / DATABASE)) == "concept"


def leave_journal(path: Database) -> None:
    """An event that is only in the journal: release 1 is a concept again."""
    with meddling(path) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        add_event(connection, "concept", "x", "y", release=1)
    assert Path(f"{path}.wal").exists()


@pytest.mark.heavy
def test_a_database_that_was_meddled_with_is_not_backed_up(database: Database, tmp_path: Path) -> None:
    """Better told now than on the day that it is needed."""
    with meddling(database) as connection:
        connection.execute("UPDATE costs SET bedrag_eur = 1 WHERE bedrag_eur = (SELECT max(bedrag_eur) FROM costs)")
        connection.execute("UPDATE frozen_states SET name = 'Anders'")
    with pytest.raises(BackupRefused) as caught:
        back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION)
    check_refused(caught.value)
    assert "release 1 is na het publiceren veranderd" in caught.value.melding
    assert "bevroren stand 1 is na het bevriezen veranderd" in caught.value.melding
    assert not (tmp_path / "kopie.zip").exists()


def test_there_must_be_a_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        back_up(tmp_path / "geen.duckdb", tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION)
    assert names(tmp_path) == []


# --- who may ------------------------------------------------------------------------------------------------------


def test_only_a_beheerder_makes_one_or_puts_one_back(
    database: Database, before: dict[str, object], kept: Path, tmp_path: Path
) -> None:
    with pytest.raises(Forbidden):
        back_up(database, tmp_path / "kopie.zip", by=ANALIST, program=VERSION)
    with pytest.raises(Forbidden):
        restore(kept, database, by=ANALIST)
    assert everything(database) == before and names(tmp_path) == ["data"]
    assert [row[2:] for row in record(database)] == [
        ("geweigerd", "een reservekopie maken"),
        ("geweigerd", "een reservekopie terugzetten"),
    ]


def gone(path: Database) -> None:
    """Lost, as on another machine."""
    if isinstance(path, Lake):
        with meddling(path) as connection:
            connection.execute("; ".join(f"DROP TABLE {table}" for table in table_names()))
        let_go(path)
    else:
        path.unlink()


@pytest.mark.heavy
def test_a_protected_backup_is_protected_when_it_is_back(database: Database, tmp_path: Path) -> None:
    protect(database, "Routewijzer")
    place = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION).place
    gone(database)
    restore(place, database, by=BEHEERDER)
    with pytest.raises(Forbidden):
        take_in_use(database, 1, note="noot", by=local(database, "iemand"))


@pytest.mark.heavy
def test_a_backup_from_before_protection_does_not_take_it_away(database: Database, kept: Path) -> None:
    protect(database, "Routewijzer")
    restore(kept, database, by=BEHEERDER)
    assert is_protected(database)
    assert [row[2] for row in record(database)] == [PROTECTED, RESTORED]


# --- looking at one -----------------------------------------------------------------------------------------------


def repacked(kept: Path, folder: Path, change: Callable[[duckdb.DuckDBPyConnection], object]) -> Path:
    """The backup of a database that was changed outside the program, with a description that fits it."""
    found = unpack(kept, folder)
    with duckdb.connect(str(folder / DATABASE)) as connection:
        change(connection)
    place = folder / "veranderd.zip"
    pack(describe(folder / DATABASE, holdings(folder / DATABASE), found.made_at, "x"), folder / DATABASE, place)
    return place


def described(kept: Path, folder: Path, **told: object) -> Path:
    """The backup with another description."""
    place = folder / "anders.zip"
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(place, "w") as new:
        new.writestr(MANIFEST, json.dumps(json.loads(old.read(MANIFEST)) | told))
        new.writestr(DATABASE, old.read(DATABASE))
    return place


def of_later_schema(kept: Path, folder: Path) -> Path:
    """Told by the description alone, as the database itself cannot be opened."""
    found = unpack(kept, folder)
    later = replace(found, holdings=replace(found.holdings, schema=SCHEMA + 1))
    pack(later, folder / DATABASE, folder / "later.zip")
    return folder / "later.zip"


def zipped(folder: Path, **bodies: bytes) -> Path:
    with zipfile.ZipFile(folder / "z.zip", "w") as packed:
        for name, body in bodies.items():
            packed.writestr(name, body)
    return folder / "z.zip"


def flipped(kept: Path, folder: Path, share: float) -> Path:
    body = bytearray(kept.read_bytes())
    body[int(len(body) * share)] ^= 0xFF
    (folder / "f.zip").write_bytes(body)
    return folder / "f.zip"


def cut(kept: Path, folder: Path, share: float) -> Path:
    body = kept.read_bytes()
    (folder / "c.zip").write_bytes(body[: int(len(body) * share)])
    return folder / "c.zip"


def with_other_database(kept: Path, folder: Path, first: Path) -> Path:
    """A database that is sound, but not the one that is described."""
    found = unpack(kept, folder)
    own = describe(first, holdings(first), found.made_at, "x")
    pack(replace(own, holdings=found.holdings), first, folder / "o.zip")
    return folder / "o.zip"


Made = Callable[[Path, Path], Path]
UNUSABLE: dict[str, tuple[Made, str]] = {
    "not there": (lambda kept, folder: folder / "geen.zip", "dit bestand is er niet"),
    "a folder": (lambda kept, folder: folder, "dit is een map"),
    "empty": (lambda kept, folder: cut(kept, folder, 0), "geen reservekopie van de Routewijzer, of zij is onvolledig"),
    "cut halfway": (lambda kept, folder: cut(kept, folder, 0.5), "onvolledig"),
    "the last byte gone": (lambda kept, folder: cut(kept, folder, 0.99999), "onvolledig"),
    "a byte changed": (lambda kept, folder: flipped(kept, folder, 0.5), "onvolledig"),
    "another zip": (lambda kept, folder: zipped(folder, brief=b"x"), "geen reservekopie"),
    "no description": (lambda kept, folder: zipped(folder, **{DATABASE: b"x"}), "geen reservekopie"),
    "no database": (lambda kept, folder: zipped(folder, **{MANIFEST: b'{"vorm": 1}'}), "geen reservekopie"),
    "a list": (lambda kept, folder: zipped(folder, **{MANIFEST: b"[]"}), "geen reservekopie"),
    "no JSON": (lambda kept, folder: zipped(folder, **{MANIFEST: b"\xff{"}), "geen reservekopie"),
    "deep JSON": (lambda kept, folder: zipped(folder, **{MANIFEST: b"[" * 100_000}), "geen reservekopie"),
    "long description": (lambda kept, folder: zipped(folder, **{MANIFEST: b" " * 2_000_000}), "te groot"),
    "tables as a list": (lambda kept, folder: described(kept, folder, tabellen=[1]), "geen reservekopie"),
    "another hash": (lambda kept, folder: described(kept, folder, sha256="0" * 64), "niet die waarvan"),
    "another size": (lambda kept, folder: described(kept, folder, bytes=10**15), "niet die waarvan"),
    "another schema": (lambda kept, folder: described(kept, folder, schema=1), "geen reservekopie"),
    "no moment": (lambda kept, folder: described(kept, folder, gemaakt_op="gisteren"), "geen reservekopie"),
    "another form": (lambda kept, folder: described(kept, folder, vorm=FORM + 1), "nieuwere versie"),
    "a later schema": (
        lambda kept, folder: of_later_schema(kept, folder),
        f"schema {SCHEMA + 1}",
    ),
    "a release changed": (
        lambda kept, folder: repacked(
            kept, folder, lambda c: c.execute("UPDATE costs SET bedrag_eur = 1 WHERE bedrag_eur IS NULL")
        ),
        "release 3 is na het publiceren veranderd",
    ),
    "a part gone": (
        lambda kept, folder: repacked(kept, folder, lambda c: c.execute("DELETE FROM release_parts WHERE release = 2")),
        "release 2 is na het publiceren veranderd",
    ),
    "a state changed": (
        lambda kept, folder: repacked(
            kept, folder, lambda c: c.execute("UPDATE frozen_tables SET parquet = 'x'::BLOB WHERE table_name = 'costs'")
        ),
        "bevroren stand 1 is na het bevriezen veranderd",
    ),
}


@pytest.mark.parametrize(
    ("made", "told"), but_these_heavy(UNUSABLE, {"cut halfway", "another hash", "a release changed"})
)
def test_what_is_no_whole_backup_is_told_and_changes_nothing(
    database: Database, kept: Path, tmp_path: Path, made: Made, told: str
) -> None:
    (tmp_path / "maken").mkdir()
    file, now = made(kept, tmp_path / "maken"), image(database)
    for act in (lambda: verify(file), lambda: restore(file, database, by=BEHEERDER)):
        with pytest.raises(BackupRefused) as caught:
            act()
        check_refused(caught.value)
        assert told in caught.value.melding and str(file) in caught.value.melding
    assert image(database) == now
    assert beside(database) == []


@pytest.mark.heavy
def test_a_sound_database_with_the_description_of_another(kept: Path, first_database: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="past niet bij de beschrijving"):
        verify(with_other_database(kept, tmp_path, first_database))


@pytest.mark.heavy
def test_a_database_that_is_none_of_ours_in_a_zip(kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "brief"
    other.write_bytes(b"x" * 5000)
    pack(replace(verify(kept), sha256=sha256_of(other), size=5000), other, tmp_path / "o.zip")
    with pytest.raises(BackupRefused, match="beschadigd, of geen van de Routewijzer"):
        verify(tmp_path / "o.zip")


# --- putting one back ---------------------------------------------------------------------------------------------

DESTROYED: dict[str, Damage] = {
    "deleted": lambda path, whole: path.unlink(),
    **{name: damage for name, damage in CORRUPT.items() if name != "a folder"},
    "newer": lambda path, whole: newer(path, whole),
}


def newer(path: Database, whole: bytes) -> None:
    path.write_bytes(whole)
    with meddling(path) as connection:
        connection.execute("UPDATE schema_version SET version = version + 1")


@pytest.mark.one_file
@pytest.mark.parametrize("destroy", but_these_heavy(DESTROYED, {"half"}))
def test_destroyed_and_put_back_all_is_what_it_was(
    database: Database, before: dict[str, object], kept: Path, destroy: Damage
) -> None:
    whole = database.read_bytes()
    database.unlink()
    if destroy is not DESTROYED["deleted"]:
        destroy(database, whole)
    damaged = database.read_bytes() if database.exists() else None
    done = restore(kept, database, by=BEHEERDER)
    assert everything(database) == before
    made_at, hash_ = f"{done.backup.made_at:%Y-%m-%d %H:%M}", done.backup.holdings.hash[:12]
    assert record(database) == [
        ("Sam Beheer", "beheerder", RESTORED, f"reservekopie van {made_at} (UTC), kenmerk {hash_}")
    ]
    assert (done.aside.read_bytes() if done.aside else None) == damaged
    aside = [] if damaged is None else ["routewijzer.voor-terugzetten.duckdb"]
    assert names(database.parent) == ["routewijzer.duckdb", *aside]


@pytest.mark.one_file
@pytest.mark.heavy
def test_what_came_after_the_backup_is_kept_beside_it(database: Database, kept: Path, shipped: Content) -> None:
    """Twice, and neither writes over the other."""
    found = []
    for word in ("een", "twee"):
        publish(database, changed(shipped, "gemeenten", gemeente=word))
        now = everything(database)
        aside = restore(kept, database, by=BEHEERDER).aside
        assert aside is not None and everything(aside) == now
        found.append(aside.name)
    assert found == ["routewijzer.voor-terugzetten.duckdb", "routewijzer.voor-terugzetten-2.duckdb"]


@pytest.mark.heavy
def test_the_record_of_the_backup_goes_on(database: Database, tmp_path: Path) -> None:
    """What was refused before the backup stays in it; its own making is what came after."""
    with pytest.raises(Forbidden):
        back_up(database, tmp_path / "kopie.zip", by=ANALIST, program=VERSION)
    place = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program=VERSION).place
    restore(place, database, by=BEHEERDER)
    assert [row[2] for row in record(database)] == ["geweigerd", RESTORED]


@pytest.mark.one_file
@pytest.mark.heavy
def test_a_journal_goes_into_the_database_that_is_set_aside(
    database: Database, before: dict[str, object], kept: Path
) -> None:
    leave_journal(database)
    aside = restore(kept, database, by=BEHEERDER).aside
    assert everything(database) == before
    assert aside is not None and next(info.state for info in releases(aside)) == "concept"
    assert names(database.parent) == ["routewijzer.duckdb", "routewijzer.voor-terugzetten.duckdb"]


@pytest.mark.one_file
@pytest.mark.heavy
@pytest.mark.parametrize("destroy", ["rubbish", "deleted"])
def test_a_journal_without_its_database_is_not_played_into_the_next(
    database: Database, before: dict[str, object], kept: Path, destroy: str
) -> None:
    journal = Path(f"{database}.wal")
    leave_journal(database)
    written = journal.read_bytes()
    database.unlink()
    if destroy == "rubbish":
        database.write_text("rubbish")
    restore(kept, database, by=BEHEERDER)
    assert everything(database) == before
    (left,) = database.parent.glob("*.wal*")
    assert left != journal and left.read_bytes() == written


@pytest.mark.one_file
def test_the_time_of_the_file_never_comes_back(database: Database, kept: Path) -> None:
    """What the app read is known by that time, also when the clock was set back since."""
    tomorrow = (database.stat().st_mtime + 86_400) * 10**9
    os.utime(database, ns=(int(tomorrow), int(tomorrow)))
    now = database.stat().st_mtime_ns
    restore(kept, database, by=BEHEERDER)
    assert database.stat().st_mtime_ns > now


@pytest.mark.heavy
def test_a_reader_who_is_reading_finishes(database: Database, before: dict[str, object], kept: Path) -> None:

    def meanwhile(connection: duckdb.DuckDBPyConnection) -> int:
        subprocess.run(
            [sys.executable, "-m", "lib", "restore", str(kept), "--database", name_of(database)],
            cwd=SHIPPED,
            check=True,
        )
        (count,) = connection.execute("SELECT count(*) FROM costs").fetchone() or (0,)
        return int(count)

    rows = before["tables"]["costs"].rows  # type: ignore[index]
    assert read(database, meanwhile) == rows
    assert everything(database) == before
    assert [row[2] for row in record(database)] == [RESTORED]


@pytest.fixture(scope="module")
def kept_of_layout_1(shipped: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    with duckdb.connect(str(folder / "oud.duckdb")) as connection:
        connection.execute(LAYOUT_1.read_text("utf-8"))
        connection.execute(query("insert_version"), {"version": 1})
        insert_then(connection, of_layout_1(shipped), "Proef")
    return back_up(folder / "oud.duckdb", folder, by=BEHEERDER, program="0.0.1").place


@pytest.mark.heavy
def test_a_backup_of_an_earlier_layout_is_renewed(database: Database, kept_of_layout_1: Path, shipped: Content) -> None:
    found = verify(kept_of_layout_1)
    assert found.holdings.schema == 1
    restore(kept_of_layout_1, database, by=BEHEERDER)
    assert holdings(database).schema == SCHEMA
    assert [load(database, info.number).hash for info in releases(database)] == [of_layout_1(shipped).hash]
    assert [row[2] for row in record(database)] == [RESTORED]
    assert beside(database) == aside(database)


@pytest.mark.heavy
def test_backing_up_an_earlier_layout_does_not_renew_it(kept_of_layout_1: Path) -> None:
    old = kept_of_layout_1.with_name("oud.duckdb")
    assert holdings(old).schema == 1
    assert not list(old.parent.glob("*voor-schema*"))


def test_an_older_program_refuses_the_backup_of_a_newer_one(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SCHEMA", SCHEMA - 1)
    with pytest.raises(BackupRefused) as caught:
        verify(kept)
    check_refused(caught.value)
    assert "werk dit programma bij" in caught.value.melding


def test_a_database_for_which_there_is_no_room_is_not_taken_out(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr("lib.store.backup.backup.shutil.disk_usage", lambda _: full)
    with pytest.raises(BackupRefused, match="daar is geen plaats voor"):
        unpack(kept, tmp_path)
    assert not (tmp_path / DATABASE).exists()
