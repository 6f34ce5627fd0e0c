"""A backup that is made or put back while the machine or others get in the way: whole or not there, nothing lost."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lib.store.backup.backup import BACKED_UP, DATABASE, RESTORED, BackupRefused, back_up, restore, unpack, verify
from lib.store.backup.holdings import changed_since, holdings
from lib.store.file.workroom import WORKROOM
from lib.store.releases import current, load, releases
from lib.tables.content import SHIPPED, Content
from tests.store.filled import BEHEERDER
from tests.store.test_backup import check_refused, everything, record
from tests.store.test_faults import as_nobody, names, told_by, with_room
from tests.store.test_publishing_at_once import start
from tests.store.test_releases import changed, publish

#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

BEGIN = (
    "import sys; from pathlib import Path; from lib.store.backup import backup; from lib.store.file import database as snapshot\n"
    "from lib.store.access import Person, Role\nby, path = Person('Sam', Role.BEHEERDER), Path(sys.argv[1])\n"
    "kept = path.with_name('kopie.zip')\n"
)
BACK_UP = "backup.back_up(path, kept, by=by, program='0')"
RESTORE = "backup.restore(kept, path, by=by)"


@pytest.fixture(scope="module")
def kept(first_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with the shipped release; only to read."""
    folder = tmp_path_factory.mktemp("kept")
    own = Path(shutil.copy(first_database, folder / "routewijzer.duckdb"))
    return back_up(own, folder / "kopie.zip", by=BEHEERDER, program="0").place


@pytest.fixture
def moved_on(database: Path, kept: Path, shipped: Content) -> Path:
    """A database that has a release more than the backup beside it."""
    shutil.copy(kept, database.with_name("kopie.zip"))
    publish(database, changed(shipped, "gemeenten", gemeente="later"))
    return database


def killed(act: str, where: str, after: bool, path: Path) -> None:
    """Do the act in a process that dies just before or after a step."""
    code = (
        f"{BEGIN}import os, signal\nwhole = {where}\n"
        "def die(*given, **named):\n"
        f"    {'whole(*given, **named)' if after else 'pass'}\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"{where} = die\n{act}"
    )
    process = subprocess.run([sys.executable, "-c", code, str(path)], cwd=SHIPPED, check=False)
    assert process.returncode == -signal.SIGKILL


STEPS_OUT = ("backup.copy_out", "backup.pack", "backup._place", "backup._noted")


@pytest.mark.heavy
@pytest.mark.parametrize("step", STEPS_OUT)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_while_backing_up(database: Path, step: str, after: bool) -> None:
    """There is a whole backup or none, the database is as it was, and the next backup clears away what was left."""
    found, place = everything(database), database.with_name("kopie.zip")
    killed(BACK_UP, step, after, database)
    assert everything(database) == found
    assert place.exists() == ((step, after) == ("backup._place", True) or step == "backup._noted")
    if place.exists():
        assert verify(place).holdings.tables["costs"] == holdings(database).tables["costs"]
        place.unlink()
    back_up(database, place, by=BEHEERDER, program="0")
    assert names(database.parent) == ["kopie.zip", "routewijzer.duckdb"]


STEPS_IN = (
    "backup._unpacked",
    "backup.write",
    "backup.put_in_place",
    "snapshot._set_aside",
    "snapshot._later",
    "Path.replace",
)


@pytest.mark.heavy
@pytest.mark.parametrize("step", STEPS_IN)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_while_putting_back(moved_on: Path, step: str, after: bool) -> None:
    """The database is the one of before or the one of the backup, never none; the next time it is put back."""
    old = everything(moved_on)
    killed(RESTORE, step, after, moved_on)
    done = (step, after) in (("Path.replace", True), ("backup.put_in_place", True))
    if done:
        assert [info.number for info in releases(moved_on)] == [1]
        assert [row[2] for row in record(moved_on)] == [RESTORED]
    else:
        assert everything(moved_on) == old
    assert changed_since(moved_on) == []
    restore(moved_on.with_name("kopie.zip"), moved_on, by=BEHEERDER)
    assert [info.number for info in releases(moved_on)] == [1]
    assert not list(moved_on.parent.glob(f"{WORKROOM}*"))
    kept_beside = [everything(path) for path in moved_on.parent.glob("*.voor-terugzetten*.duckdb")]
    assert old in kept_beside


@pytest.mark.heavy
def test_a_killed_restore_leaves_the_database_and_the_next_one_clears_away(moved_on: Path) -> None:
    killed(RESTORE, "snapshot._later", False, moved_on)
    assert current(moved_on).number == 2
    assert list(moved_on.parent.glob(f"{WORKROOM}*"))
    restore(moved_on.with_name("kopie.zip"), moved_on, by=BEHEERDER)
    assert current(moved_on).number == 1
    assert not list(moved_on.parent.glob(f"{WORKROOM}*"))


@pytest.mark.heavy
def test_a_workroom_in_use_is_not_cleared_away(database: Path) -> None:
    """Another process is making a backup in the same folder."""
    code = f"{BEGIN}backup.pack = lambda *given: (print('bezig', flush=True), sys.stdin.readline())\n{BACK_UP}"
    command = [sys.executable, "-c", code, str(database)]
    pipe = subprocess.PIPE
    other = subprocess.Popen(command, cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    try:
        assert other.stdout is not None and other.stdout.readline() == "bezig\n"
        rooms = set(database.parent.glob(f"{WORKROOM}*"))
        back_up(database, database.with_name("ander.zip"), by=BEHEERDER, program="0")
        assert rooms and set(database.parent.glob(f"{WORKROOM}*")) == rooms
    finally:
        other.kill()
        other.communicate()


# --- a disk that is full, or takes no writing ---------------------------------------------------------------------


IMPORTS = "from lib.store import access as a; from lib.store.backup import backup as b; me = a.Person('Sam', a.Role.BEHEERDER)\n"
OUT = "b.back_up(Path(sys.argv[1]), Path(sys.argv[1]).parent / '{}', by=me, program='0')"
IN = "b.restore(Path(sys.argv[1]).with_name('kopie.zip'), Path(sys.argv[1]), by=me)"


def test_a_full_disk_while_backing_up(database: Path) -> None:
    found = everything(database)
    kind, melding = told_by(f"{IMPORTS}{with_room(1_000_000, OUT.format('kopie.zip'))}", database).splitlines()
    assert kind == "BackupRefused" and "de schijf is vol; maak ruimte vrij" in melding
    check_refused(BackupRefused(melding))
    assert everything(database) == found and record(database) == []
    assert names(database.parent) == ["routewijzer.duckdb"]


def test_a_full_disk_while_putting_back(moved_on: Path) -> None:
    found = everything(moved_on)
    kind, melding = told_by(f"{IMPORTS}{with_room(1_000_000, IN)}", moved_on).splitlines()
    assert kind == "DatabaseUnwritable" and "is vol. Maak ruimte vrij" in melding
    assert everything(moved_on) == found
    assert names(moved_on.parent) == ["kopie.zip", "routewijzer.duckdb"]


@pytest.mark.heavy
def test_a_read_only_disk_is_backed_up_elsewhere(open_folder: Path, first_database: Path) -> None:
    """When it is needed most; the record cannot have it, which is told."""
    path = Path(shutil.copy(first_database, open_folder / "routewijzer.duckdb"))
    (open_folder / "uit").mkdir()
    (open_folder / "uit").chmod(0o777)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    act = f"print({OUT.format('uit/kopie.zip')}.on_record)"
    assert told_by(f"{IMPORTS}{as_nobody(act)}", path) == "False\n"
    assert verify(open_folder / "uit" / "kopie.zip").holdings == holdings(path)


@pytest.mark.parametrize(("act", "wrong"), [(OUT.format("n.zip"), "BackupRefused"), (IN, "DatabaseUnwritable")])
def test_a_folder_that_takes_no_writing(
    open_folder: Path, kept: Path, first_database: Path, act: str, wrong: str
) -> None:
    path = Path(shutil.copy(first_database, open_folder / "routewijzer.duckdb"))
    shutil.copy(kept, open_folder / "kopie.zip")
    (open_folder / "kopie.zip").chmod(0o444)
    open_folder.chmod(0o555)
    before = path.read_bytes()
    kind, melding = told_by(f"{IMPORTS}{as_nobody(act)}", path).splitlines()
    assert kind == wrong
    assert "mag niet" in melding
    assert path.read_bytes() == before and names(open_folder) == ["kopie.zip", "routewijzer.duckdb"]


# --- while others work --------------------------------------------------------------------------------------------


@pytest.mark.heavy
def test_backups_while_others_publish_and_read(database: Path, tmp_path: Path) -> None:
    """Each holds whole releases, no fewer than the one before; nobody fails for it."""
    publishers = [start("publish", database, f"bron{number}", 4) for number in range(2)]
    until = tmp_path / "klaar"
    readers = [start("read", database, str(until)) for _ in range(2)]
    counts = []
    while any(process.poll() is None for process in publishers):
        made = back_up(database, tmp_path / f"kopie{len(counts)}.zip", by=BEHEERDER, program="0")
        assert made.on_record and verify(made.place) == made.backup
        counts.append(made.backup.holdings.rows("releases"))
    until.touch()
    for process in [*publishers, *readers]:
        _, wrong = process.communicate(timeout=60)
        assert (process.returncode, wrong) == (0, "")
    assert counts == sorted(counts) and len(set(counts)) > 1
    assert len(releases(database)) == 9
    assert [row[2] for row in record(database)] == [BACKED_UP] * len(counts)


PUBLISH = """
import sys
from pathlib import Path
from lib.store.releases import UnknownRelease
from tests.store.publisher import publish_one
for turn in range(5):
    while True:
        try:
            publish_one(Path(sys.argv[1]), f"{sys.argv[2]}-{turn}")
            break
        except UnknownRelease:
            continue  # the release it looked at is not in the backup
"""


@pytest.mark.heavy
def test_putting_back_while_others_publish(database: Path, tmp_path: Path) -> None:
    """Every release that was published is in the database or in one that was set aside, and is whole there."""
    place = back_up(database, tmp_path / "kopie.zip", by=BEHEERDER, program="0").place
    publishers = [
        subprocess.Popen([sys.executable, "-c", PUBLISH, str(database), f"bron{number}"], cwd=SHIPPED, text=True)
        for number in range(2)
    ]
    asides = []
    while any(process.poll() is None for process in publishers):
        asides.append(restore(place, database, by=BEHEERDER).aside)
    assert [process.wait() for process in publishers] == [0, 0]
    found: set[str] = set()
    for path in [database, *filter(None, asides)]:
        assert changed_since(path) == []
        found |= {info.name for info in releases(path)}
    assert found - {"Eerste cijfers"} == {f"bron{number}-{turn}" for number in range(2) for turn in range(5)}


@pytest.mark.heavy
def test_what_is_unpacked_is_the_same_release(kept: Path, tmp_path: Path, shipped: Content) -> None:
    unpack(kept, tmp_path)
    assert load(tmp_path / DATABASE, 1).hash == shipped.hash
