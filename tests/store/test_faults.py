"""What the machine can do to the database, what the reader is told in Dutch, and that nothing stays half done."""

import errno
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from lib.store.database import read, write
from lib.store.faults import (
    DatabaseBusy,
    DatabaseCorrupt,
    DatabaseMissing,
    DatabaseNewer,
    DatabaseUnwritable,
    OutOfMemory,
    StoreError,
)
from lib.store.file import database as store
from lib.store.file.workroom import MADE_BEFORE, WORKROOM
from lib.store.releases import ensure, load, releases
from lib.tables.content import SHIPPED, Content
from lib.tables.rows import Unsound

#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

NOBODY = 65534
REMEDY = re.compile(r"\b(Sluit|Zet|Maak|Geef|Start|Werk|hernoem)\b")
ENGLISH = re.compile(r"\b(error|could|cannot|file|lock|not|failed|the|is not|permission|denied|exist|invalid)\b", re.I)
START = "from pathlib import Path; import sys; from lib.store import database, faults, releases"
ENSURE = f"{START}; releases.ensure(Path(sys.argv[1]), Path({str(SHIPPED)!r}))"


def check_told(error: StoreError, path: Path) -> None:
    """A Dutch sentence that names the place and says what to do."""
    told = error.melding.replace(str(path), "").replace(str(path.parent), "")
    assert told != error.melding
    assert error.melding.endswith(".")
    assert REMEDY.search(told)
    assert not ENGLISH.search(told)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def check_whole(path: Path, shipped_hash: str) -> None:
    """A database with release 1 and nothing beside it."""
    assert [info.number for info in releases(path)] == [1]
    assert load(path, 1).hash == shipped_hash
    assert names(path.parent) == [path.name]


def python(code: str, path: Path) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.Popen(command, cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe, stderr=pipe)


def told_by(code: str, path: Path) -> str:
    """What the code prints in a process of its own."""
    process = python(f"{START}\n{code}", path)
    printed, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return printed


@pytest.fixture
def shipped_hash(shipped: Content) -> str:
    return shipped.hash


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a database is to come, in a folder with nothing else."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "routewijzer.duckdb"


def test_a_missing_database_is_made_again(database: Path, shipped_hash: str) -> None:
    database.unlink()
    with pytest.raises(DatabaseMissing) as caught:
        releases(database)
    check_told(caught.value, database)
    with pytest.raises(DatabaseMissing):
        write(database, lambda connection: None)
    assert not database.exists()
    ensure(database, SHIPPED)
    check_whole(database, shipped_hash)


def strange(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE something (else_ INTEGER)")


def other_version_table(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_version (other INTEGER)")


def without_rows(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_version (version INTEGER)")


def only_a_version(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE schema_version AS SELECT 1 AS version")


Damage = Callable[[Path, bytes], object]
CORRUPT: dict[str, Damage] = {
    "random bytes": lambda path, whole: path.write_bytes(random.Random(1).randbytes(100_000)),
    "nothing": lambda path, whole: path.write_bytes(b""),
    "a text": lambda path, whole: path.write_text("gemeente;bedrag\n"),
    "the heading only": lambda path, whole: path.write_bytes(whole[:4096]),
    "half": lambda path, whole: path.write_bytes(whole[: len(whole) // 2]),
    "three quarters": lambda path, whole: path.write_bytes(whole[: len(whole) * 3 // 4]),
    "a hole": lambda path, whole: path.write_bytes(whole[:12288] + bytes(len(whole) - 12288)),
    "another database": lambda path, whole: strange(path),
    "another table of versions": lambda path, whole: other_version_table(path),
    "no version": lambda path, whole: without_rows(path),
    "no tables": lambda path, whole: only_a_version(path),
    "a folder": lambda path, whole: path.mkdir(),
}


@pytest.mark.parametrize("damage", CORRUPT.values(), ids=CORRUPT)
def test_a_damaged_database_is_told_and_left_as_it_is(place: Path, first_database: Path, damage: Damage) -> None:
    damage(place, first_database.read_bytes())
    before = place.read_bytes() if place.is_file() else None
    with pytest.raises(DatabaseCorrupt) as caught:
        ensure(place, SHIPPED)
        for info in releases(place):
            load(place, info.number)
    check_told(caught.value, place)
    assert (place.read_bytes() if place.is_file() else None) == before
    assert names(place.parent) == [place.name]


def test_a_renamed_database_makes_room_for_a_new_one(database: Path, shipped_hash: str) -> None:
    """As the sentence advises; the journal of the old database is not played into the new one."""
    leave_journal = (
        "import duckdb, os, signal, sys; connection = duckdb.connect(sys.argv[1]); "
        "connection.execute(\"INSERT INTO events BY NAME SELECT 2 AS event, 1 AS release, 'ingetrokken' AS act, TIMESTAMP '2020-01-01' AS happened_at, 'x' AS actor, 'y' AS note\"); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    python(leave_journal, database).wait()
    journal = Path(f"{database}.wal")
    written = journal.read_bytes()
    assert written
    database.rename(database.with_name("oud.duckdb"))
    ensure(database, SHIPPED)
    assert [(info.number, info.state) for info in releases(database)] == [(1, "in gebruik")]
    assert load(database, 1).hash == shipped_hash
    (kept,) = database.parent.glob("*.wal.apart-*")
    assert kept.read_bytes() == written
    assert not journal.exists()


def test_unsound_files_make_no_database(place: Path, home: Path) -> None:
    (home / "data/costs.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(Unsound):
        ensure(place, home)
    assert names(place.parent) == []


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline(); c.close()"


@pytest.fixture
def held(database: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that has the database open for writing."""
    other = python(HOLD, database)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    yield other
    other.kill()
    other.communicate()


def test_a_busy_database_is_told(
    database: Path, held: "subprocess.Popen[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 0.2)
    for act in (lambda: releases(database), lambda: write(database, lambda connection: None)):
        with pytest.raises(DatabaseBusy) as caught:
            act()
        check_told(caught.value, database)
        assert "bezet" in caught.value.melding


def test_a_database_that_is_let_go_in_time_is_read(database: Path, held: "subprocess.Popen[str]") -> None:
    def let_go() -> None:
        assert held.stdin is not None
        held.stdin.write("\n")
        held.stdin.flush()

    timer = threading.Timer(0.5, let_go)
    timer.start()
    assert [info.number for info in releases(database)] == [1]
    timer.join()
    assert held.wait(10) == 0


def test_a_path_with_the_word_lock_is_not_a_busy_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE_SECONDS", 60.0)
    path = tmp_path / "could-lock.duckdb"
    path.write_bytes(b"x" * 10_000)
    with pytest.raises(DatabaseCorrupt):
        releases(path)


def test_readers_and_writers_in_threads_do_not_disturb_each_other(database: Path, shipped_hash: str) -> None:
    """DuckDB itself refuses to read and write in one process at once."""
    seen: list[str] = []

    def read_some() -> None:
        seen.extend(load(database, 1).hash for _ in range(5))

    def write_some() -> None:
        for _ in range(5):
            write(
                database, lambda connection: connection.execute("UPDATE schema_version SET version = version") and None
            )
            seen.append("written")

    threads = [threading.Thread(target=act) for act in (read_some, write_some) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == sorted([shipped_hash] * 15 + ["written"] * 15)


def as_nobody(act: str) -> str:
    """Code that gives up its rights and then acts; prints what the store says."""
    return (
        # What is loaded later may stand where nobody looks.
        f"import os\nimport lib.tables.check\nif os.getuid() == 0:\n    os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})\n"
        f"try:\n    {act}\nexcept faults.StoreError as error:\n    print(type(error).__name__); print(error.melding)"
    )


def test_a_folder_that_takes_no_writing_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    path = open_folder / "routewijzer.duckdb"
    act = f"releases.ensure(Path(sys.argv[1]), Path({str(SHIPPED)!r}))"
    kind, melding = told_by(as_nobody(act), path).splitlines()
    assert kind == "DatabaseUnwritable"
    check_told(DatabaseUnwritable(melding), path)
    assert "ROUTEWIJZER_DATABASE" in melding
    assert names(open_folder) == []


def test_a_folder_that_may_not_be_seen_is_told(open_folder: Path) -> None:
    hidden = open_folder / "hidden"
    hidden.mkdir(mode=0o700)
    if os.getuid() != 0:
        hidden.chmod(0)
    path = hidden / "routewijzer.duckdb"
    act = f"releases.ensure(Path(sys.argv[1]), Path({str(SHIPPED)!r}))"
    kind, melding = told_by(as_nobody(act), path).splitlines()
    hidden.chmod(0o700)
    assert kind == "DatabaseUnwritable"
    check_told(DatabaseUnwritable(melding), path)


def test_a_database_that_takes_no_writing_is_read_and_not_written(open_folder: Path, first_database: Path) -> None:
    path = open_folder / "routewijzer.duckdb"
    path.write_bytes(first_database.read_bytes())
    path.chmod(0o444)
    open_folder.chmod(0o555)
    act = (
        "print(len(releases.releases(Path(sys.argv[1]))))\n"
        "    database.write(Path(sys.argv[1]), lambda connection: connection.execute('DELETE FROM events'))"
    )
    number, kind, melding = told_by(as_nobody(act), path).splitlines()
    assert (number, kind) == ("1", "DatabaseUnwritable")
    check_told(DatabaseUnwritable(melding), path)
    assert path.read_bytes() == first_database.read_bytes()


def with_room(size: int, act: str) -> str:
    """Code for a process in which no file can grow beyond `size` bytes."""
    return (
        f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        f"try:\n    {act}\nexcept faults.StoreError as error:\n    print(type(error).__name__); print(error.melding)"
    )


@pytest.mark.parametrize("size", [0, 400_000, 10_000_000])
def test_a_full_disk_is_told_and_leaves_nothing(place: Path, size: int) -> None:
    act = f"releases.ensure(Path(sys.argv[1]), Path({str(SHIPPED)!r}))"
    kind, melding = told_by(with_room(size, act), place).splitlines()
    assert kind == "DatabaseUnwritable"
    check_told(DatabaseUnwritable(melding), place)
    assert "vol" in melding
    assert names(place.parent) == []


def test_a_disk_that_fills_up_while_publishing_keeps_the_database(database: Path, shipped_hash: str) -> None:
    act = (
        "database.write(Path(sys.argv[1]), lambda connection: connection.execute("
        "\"INSERT INTO scenario_files SELECT 'x', 'y' || range, repeat(uuid()::VARCHAR, 1000) FROM range(2000)\"))"
    )
    kind, melding = told_by(with_room(database.stat().st_size + 1_000_000, act), database).splitlines()
    assert kind == "DatabaseUnwritable"
    check_told(DatabaseUnwritable(melding), database)
    assert load(database, 1).hash == shipped_hash
    found = read(database, lambda c: c.execute("SELECT count(*) FROM scenario_files WHERE content = 'x'").fetchone())
    assert found == (0,)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EPERM, errno.ENOMEM])
def test_what_the_machine_refuses_is_told(database: Path, number: int) -> None:
    def refused(connection: duckdb.DuckDBPyConnection) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutOfMemory if number == errno.ENOMEM else DatabaseUnwritable) as caught:
        read(database, refused)
    assert REMEDY.search(caught.value.melding)
    assert not ENGLISH.search(caught.value.melding.replace(str(database.parent), ""))


def test_a_mistake_in_the_program_is_not_blamed_on_the_database(database: Path) -> None:
    def mistake(connection: duckdb.DuckDBPyConnection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read(database, mistake)


def test_a_newer_database_is_refused_and_kept(database: Path) -> None:
    write(database, lambda connection: connection.execute("UPDATE schema_version SET version = version + 1") and None)
    before = database.read_bytes()
    for act in (lambda: releases(database), lambda: write(database, lambda connection: None)):
        with pytest.raises(DatabaseNewer) as caught:
            act()
        check_told(caught.value, database)
    assert "nieuwere versie" in caught.value.melding
    assert database.read_bytes() == before


def test_two_first_starts_at_once_make_one_database(place: Path, shipped_hash: str) -> None:
    both = [python(ENSURE, place) for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "")
    check_whole(place, shipped_hash)


def test_a_slower_first_start_keeps_what_is_there(place: Path, first_database: Path) -> None:
    """Another process is done between our look and our link: its database stays, ours goes."""
    whole = first_database.read_bytes()
    store.create(place, lambda connection: place.write_bytes(whole) and None)
    assert place.read_bytes() == whole
    assert names(place.parent) == [place.name]


def kill_while_making(place: Path, after: float) -> bool:
    """Kill a first start some seconds after it began to make a database; whether it was still busy."""
    process = python(ENSURE, place)
    while not list(place.parent.glob(f"{WORKROOM}*/*/{store.NEW}")) and process.poll() is None:
        time.sleep(0.001)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("after", [0.0, 0.15, 0.3])
def test_a_start_that_was_killed_leaves_nothing_in_the_way(place: Path, shipped_hash: str, after: float) -> None:
    killed = kill_while_making(place, after)
    assert killed or after
    ensure(place, SHIPPED)
    check_whole(place, shipped_hash)


@pytest.mark.parametrize("done", ["die()", "(link(*places), die())"], ids=["before", "after"])
def test_a_start_that_was_killed_at_the_very_end_leaves_nothing(place: Path, shipped_hash: str, done: str) -> None:
    """Just before the new database gets its name, and just after."""
    die = "import os, signal; link = os.link; die = lambda: os.kill(os.getpid(), signal.SIGKILL)"
    process = python(f"{die}; os.link = lambda *places: {done}; {ENSURE}", place)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert names(place.parent) != [place.name]
    assert place.exists() == ("link" in done)
    ensure(place, SHIPPED)
    check_whole(place, shipped_hash)


@pytest.mark.heavy
def test_fifty_starts_that_were_killed_leave_nothing_in_the_way(place: Path, shipped_hash: str) -> None:
    """Fifty that were still busy; a start that ended first narrows the time in which the next ones are killed."""
    moments, within, killed, tries = random.Random(2020), 1.0, 0, 0
    while killed < 50:
        tries += 1
        assert tries < 300, "hardly any start was still busy when it was killed"
        busy = kill_while_making(place, moments.uniform(0, within))
        killed, within = killed + busy, within if busy else 0.9 * within
        ensure(place, SHIPPED)
        check_whole(place, shipped_hash)
        place.unlink()


def test_a_database_that_a_version_before_makes_is_not_cleared_away(place: Path, shipped_hash: str) -> None:
    """Nor by a start that finds it, and that makes one of its own: it is open, though nobody claims its folder."""
    workshop = place.parent / ".routewijzer-abcd1234"
    workshop.mkdir()
    other = python(HOLD, workshop / MADE_BEFORE)
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    ensure(place, SHIPPED)
    assert (workshop / MADE_BEFORE).exists()
    other.communicate("\n")
    ensure(place, SHIPPED)
    check_whole(place, shipped_hash)


def test_a_database_in_the_making_is_not_cleared_away(place: Path, shipped_hash: str) -> None:
    other = python(
        "from lib.store.file import database; from pathlib import Path; import sys\n"
        "database.create(Path(sys.argv[1]), lambda _: (print('open', flush=True), sys.stdin.readline()))",
        place,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    rooms = list(place.parent.glob(f"{WORKROOM}*"))
    ensure(place, SHIPPED)
    assert rooms and list(place.parent.glob(f"{WORKROOM}*")) == rooms
    other.communicate("\n")
    check_whole(place, shipped_hash)
