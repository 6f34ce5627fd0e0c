"""A database of layout 1 gets that of schema.sql: once, whole, with a copy beside it, whoever is first."""

import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lib.store import migration
from lib.store.database import read, write
from lib.store.faults import DatabaseUnwritable, StoreError, query
from lib.store.file import database as store
from lib.store.file.workroom import WORKROOM, clear_away
from lib.store.parts import ReleaseChanged
from lib.store.releases import ensure, insert, load, releases
from lib.tables.content import SHIPPED, Content
from lib.tables.figures import settings_of
from lib.tables.rules import LATER_SETTINGS
from tests.store.test_releases import changed, publish
from tests.tiers import first

#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

LAYOUT_1 = Path(__file__).parent / "layouts" / "schema_1.sql"
RENEW = "from pathlib import Path; import sys; from lib.store import releases; releases.ensure(Path(sys.argv[1]))"


def of_layout_1(content: Content) -> Content:
    """The content without the tables that layout 1 did not have."""
    declared = LAYOUT_1.read_text("utf-8")
    return replace(content, tables={n: rows for n, rows in content.tables.items() if f"CREATE TABLE {n} (" in declared})


def insert_then(connection: duckdb.DuckDBPyConnection, content: Content, name: str) -> int:
    """As a program did of before layout 4, with a table of its own for what happened to releases."""
    connection.execute(
        "CREATE TEMP TABLE events (event INTEGER, release INTEGER, verkenning INTEGER, state INTEGER, act VARCHAR, "
        "happened_at TIMESTAMP, actor VARCHAR, role VARCHAR, note VARCHAR)"
    )
    number = insert(connection, content, name, "noot", "tester", "in gebruik")
    connection.execute(
        "INSERT INTO release_events SELECT (SELECT coalesce(max(event), 0) + 1 FROM release_events), release, act, "
        "happened_at, actor, note FROM events; DROP TABLE events"
    )
    return number


@pytest.fixture(scope="module")
def first_layout(tmp_path_factory: pytest.TempPathFactory, shipped: Content) -> Path:
    """A database as the program of layout 1 made it, with three releases, one of them with PM."""
    path = tmp_path_factory.mktemp("first") / "routewijzer.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(LAYOUT_1.read_text("utf-8"))
        connection.execute(query("insert_version"), {"version": 1})
        known = of_layout_1(shipped)
        for content in (known, changed(known, "costs", bedrag_eur="PM"), changed(known, "costs", bedrag_eur=12)):
            insert_then(connection, content, "Proef")
    return path


@pytest.fixture
def old(first_layout: Path, tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return Path(shutil.copy(first_layout, tmp_path / "data" / "routewijzer.duckdb"))


def layout(path: Path) -> tuple[int, str, int]:
    """Version, type of an amount, number of tables; opened by DuckDB itself."""
    with duckdb.connect(str(path), read_only=True) as connection:
        (version,) = connection.execute("SELECT version FROM schema_version").fetchall()[0]
        (kind,) = connection.execute(
            "SELECT data_type FROM duckdb_columns() WHERE table_name = 'costs' AND column_name = 'bedrag_eur'"
        ).fetchall()[0]
        return version, kind, len(connection.execute("SHOW TABLES").fetchall())


OLD, NEW = (1, "BIGINT", 25), (4, "DECIMAL(18,2)", 36)


def check_renewed(path: Path) -> None:
    """Every release says what it said, and the copy is the database of before."""
    assert layout(path) == NEW
    hashes = {info.number: info.hash for info in releases(path)}
    assert sorted(hashes) == [1, 2, 3]
    assert {number: load(path, number).hash for number in hashes} == hashes
    assert load(path, 2).tables["costs"][0]["bedrag_eur"] == "PM"
    amount = load(path, 3).tables["costs"][0]["bedrag_eur"]
    assert (amount, type(amount)) == (12, int)
    assert not list(path.parent.glob(f"{WORKROOM}*"))
    for copy in copies(path):
        assert layout(copy) == OLD


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*voor-schema*"))


def test_reading_alone_leaves_an_old_database_as_it_is(old: Path, shipped: Content) -> None:
    before = old.read_bytes()
    assert load(old, 1).hash == of_layout_1(shipped).hash
    assert {name: rows for name, rows in load(old, 1).tables.items() if rows} == of_layout_1(shipped).tables
    assert old.read_bytes() == before


def test_ensure_renews_with_a_copy_beside_it(old: Path) -> None:
    before = old.read_bytes()
    ensure(old)
    check_renewed(old)
    (copy,) = copies(old)
    assert copy.name == "routewijzer.voor-schema-4.duckdb"
    assert copy.read_bytes() == before


def test_writing_renews_first(old: Path, shipped: Content) -> None:
    content = changed(shipped, "gemeenten", gemeente="B")
    assert write(old, lambda connection: insert(connection, content, "N", "n", "t", "in gebruik")) == 4
    assert layout(old) == NEW
    assert len(copies(old)) == 1


def test_renewing_again_changes_nothing(old: Path) -> None:
    ensure(old)
    before = old.read_bytes()
    ensure(old)
    store.renew(old)
    assert old.read_bytes() == before
    assert len(copies(old)) == 1


def test_an_earlier_copy_stays(old: Path) -> None:
    taken = old.with_name("routewijzer.voor-schema-4.duckdb")
    taken.write_text("van een ander")
    ensure(old)
    assert taken.read_text() == "van een ander"
    assert layout(old.with_name("routewijzer.voor-schema-4-2.duckdb")) == OLD
    assert layout(old) == NEW


def test_a_table_that_is_missing_is_made(database: Path, shipped: Content) -> None:
    number = publish(database, without(shipped, "salary_shift", "decisions"))
    write(database, lambda connection: connection.execute("DROP TABLE salary_shift; DROP TABLE decisions") and None)
    ensure(database)
    rows = read(database, lambda c: c.execute("SELECT count(*) FROM salary_shift").fetchall())
    assert rows == [(0,)]
    assert load(database, number).tables["costs"] == shipped.tables["costs"]
    with pytest.raises(ReleaseChanged):
        load(database, 1)


def test_what_a_release_has_no_part_for_is_empty_and_its_hash_stays(database: Path, shipped: Content) -> None:
    """As a table that came later is in a release of before."""
    unknown = without(shipped, "decisions")
    loaded = load(database, publish(database, unknown))
    assert loaded.tables["decisions"] == ()
    assert list(loaded.tables) == list(shipped.tables)
    assert loaded.hash == unknown.hash != shipped.hash


def without(content: Content, *names: str) -> Content:
    return Content({name: rows for name, rows in content.tables.items() if name not in names}, content.files)


@pytest.mark.parametrize("step", ["put_back_1", "events_of_before", "set_apart_3", "put_back_3", "raise_version"])
def test_a_step_that_fails_leaves_the_old_layout(old: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    monkeypatch.setitem(migration._statements(), step, "SELECT no FROM such")
    with pytest.raises(StoreError):
        ensure(old)
    monkeypatch.undo()
    assert layout(old) == OLD
    ensure(old)
    check_renewed(old)


def test_a_database_that_changes_while_it_is_copied_is_copied_again(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of layout 1 that still runs publishes in between; the copy that stays has its release."""
    whole, times = shutil.copyfile, 0

    def copy_and_meddle(path: Path, copy: Path) -> None:
        nonlocal times
        whole(path, copy)
        times += 1
        if times == 1:
            with duckdb.connect(str(path)) as connection:
                connection.execute("UPDATE releases SET name = 'Gewijzigd' WHERE release = 3")

    monkeypatch.setattr(shutil, "copyfile", copy_and_meddle)
    ensure(old)
    assert times == 2
    (copy,) = copies(old)
    for path in (copy, old):
        with duckdb.connect(str(path), read_only=True) as connection:
            assert connection.execute("SELECT name FROM releases WHERE release = 3").fetchall() == [("Gewijzigd",)]


def test_a_copy_in_the_making_is_not_cleared_away_by_who_writes_meanwhile(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where a version did that which did not see whose it was, it is made again."""
    whole, left = shutil.copyfile, []

    def copy_and_meddle(path: Path, copy: Path) -> None:
        whole(path, copy)
        clear_away(path.parent)
        left.append(copy.exists())
        if len(left) == 1:
            shutil.rmtree(copy.parent)

    monkeypatch.setattr(shutil, "copyfile", copy_and_meddle)
    ensure(old)
    assert left == [True, True]
    check_renewed(old)
    assert len(copies(old)) == 1


def test_an_old_database_that_takes_no_writing_is_still_read(
    old: Path, monkeypatch: pytest.MonkeyPatch, shipped: Content
) -> None:
    def refuse(path: Path) -> None:
        raise DatabaseUnwritable("Er mag niet geschreven worden.")

    monkeypatch.setattr(store, "renew", refuse)
    ensure(old)
    assert load(old, 1).hash == of_layout_1(shipped).hash
    assert layout(old) == OLD


def renewing(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", RENEW, str(path)], cwd=SHIPPED, text=True, stderr=subprocess.PIPE)


def test_three_processes_at_once_renew_it_once(old: Path) -> None:
    for process in [renewing(old) for _ in range(3)]:
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "")
    check_renewed(old)
    assert len(copies(old)) == 1


@pytest.mark.parametrize("moment", first(["workroom", "shutil.copyfile", "_keep", "_migrate"]))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_it_is_renewed_the_next_time(old: Path, moment: str, after: bool) -> None:
    code = (
        "import os, signal; from lib.store import migration\n"
        f"whole = migration.{moment}\n"
        "def die(*given):\n"
        f"    {'whole(*given)' if after else 'pass'}\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"migration.{moment} = die\n{RENEW}"
    )
    process = subprocess.run([sys.executable, "-c", code, str(old)], cwd=SHIPPED, check=False)
    assert process.returncode == -signal.SIGKILL
    assert layout(old) in (OLD, NEW)
    ensure(old)
    store.renew(old)
    check_renewed(old)
    assert copies(old)


@pytest.mark.heavy
def test_fifty_renewals_that_were_killed(first_layout: Path, tmp_path: Path) -> None:
    """Fifty that were still busy, at random moments."""
    moments, within, killed, tries = random.Random(2020), 1.0, 0, 0
    while killed < 50:
        tries += 1
        assert tries < 300, "hardly any renewal was still busy when it was killed"
        place = tmp_path / str(tries)
        place.mkdir()
        path = Path(shutil.copy(first_layout, place / "routewijzer.duckdb"))
        process = renewing(path)
        time.sleep(moments.uniform(0, within))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        busy = process.returncode == -signal.SIGKILL
        killed, within = killed + busy, within if busy else 0.9 * within
        ensure(path)
        check_renewed(path)
        assert copies(path)
        shutil.rmtree(place)


def test_a_release_from_before_a_setting_takes_the_shipped_one(shipped: Content) -> None:
    """So that it can still be looked at in every way, and built upon."""
    known = tuple(row for row in shipped.tables["settings"] if row["naam"] not in LATER_SETTINGS)
    assert len(known) < len(shipped.tables["settings"])
    earlier = Content({**shipped.tables, "settings": known}, shipped.files)
    assert settings_of(earlier) == settings_of(shipped)
    assert settings_of(changed(shipped, "settings", waarde="7"))["aanlevering_bestanden"] == "7"
