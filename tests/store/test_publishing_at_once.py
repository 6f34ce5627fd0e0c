"""Publishers that are killed, and many publishers and readers at once: every release is there whole, or not at all."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.store.content import Content
from lib.store.differences import Size, sizes
from lib.store.lake.place import Lake
from lib.store.locations import SHIPPED, Database
from lib.store.publishing import history, publish
from lib.store.releases import current, load, releases
from tests.people import beheerder
from tests.store.meddling import name_of
from tests.store.publisher import file_of, marked, publish_one, words

#: How many are killed, and how many publish and read at once. On a shared database each takes longer.
KILLS = {"database_file": 200, "shared": 25}
AT_ONCE = {"database_file": 8, "shared": 4}


def start(act: str, path: Database, name: str, times: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.publisher", act, name_of(path), name, str(times)]
    return subprocess.Popen(command, cwd=SHIPPED, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def check_whole(path: Database, checked: int) -> int:
    """Numbers without gaps, the newest in use, and every release after `checked` whole; returns the newest."""
    infos = releases(path)
    assert [info.number for info in infos] == list(range(1, len(infos) + 1))
    assert current(path).number == len(infos)
    events = history(path)
    assert [event.release for event in events] == [info.number for info in infos]
    for info, event in list(zip(infos, events, strict=True))[checked:]:
        content = load(path, info.number)
        assert content.hash == info.hash
        if info.number > 1:
            assert words(content) == {info.name}
            assert event.files == (file_of(info.name),)
    return len(infos)


def test_a_publisher_in_a_process_of_its_own(database: Database) -> None:
    process = start("publish", database, "ander", 2)
    printed, said = process.communicate(timeout=60)
    assert (process.returncode, said, printed.split()[-2:]) == (0, "", ["2", "3"])
    assert check_whole(database, 0) == 3
    assert sizes(database) == {2: Size(0, 3, 0), 3: Size(0, 3, 0)}


def test_a_publisher_that_was_overtaken_looks_again(database: Database, shipped: Content) -> None:
    """As the processes below do: the one that was first stays, the other builds on it."""
    publish(
        database,
        marked(shipped, "eerder"),
        name="eerder",
        note="n",
        by=beheerder("p"),
        files=[file_of("eerder")],
        expected=1,
    )
    assert publish_one(database, "later") == 3
    assert check_whole(database, 0) == 3


@pytest.mark.heavy
def test_many_publishers_that_were_killed(database: Database, database_kind: str) -> None:
    """Each publishes on and on until it is killed at a random moment of its first or its second release."""
    moments, midway, kills = random.Random(2020), 0, KILLS[database_kind]
    began = newest = check_whole(database, 0)
    takes = 0.0
    for turn in range(kills):
        process = start("publish", database, f"poging{turn}")
        assert process.stdout is not None
        assert process.stdout.readline() == "klaar om te beginnen\n"
        first = ""
        # Every other one gets its first release done, and tells how long one takes on this machine now.
        if turn % 2 == 0:
            since = time.monotonic()
            first = process.stdout.readline()
            takes = time.monotonic() - since
        time.sleep(moments.uniform(0, takes))
        process.send_signal(signal.SIGKILL)
        printed, _ = process.communicate()
        assert process.returncode == -signal.SIGKILL
        midway += not isinstance(database, Lake) and Path(f"{database}.wal").exists()
        told = [int(line) for line in (first + printed).splitlines() if line.strip().isdigit()]
        before, newest = newest, check_whole(database, newest)
        assert told == list(range(before + 1, before + 1 + len(told)))
        assert newest - before - len(told) in (0, 1)
    assert newest - began >= kills / 2, "hardly any publisher came to publishing"
    assert midway or isinstance(database, Lake), "no publisher was killed while it wrote"


@pytest.mark.heavy
def test_many_publishers_and_readers_at_once(database: Database, database_kind: str, tmp_path: Path) -> None:
    each, many = 4, AT_ONCE[database_kind]
    publishers = [start("publish", database, f"bron{i}", each) for i in range(many)]
    until = tmp_path / "klaar"
    readers = [start("read", database, str(until)) for _ in range(many)]
    numbers: list[int] = []
    for process in publishers:
        printed, said = process.communicate(timeout=300)
        assert (process.returncode, said) == (0, "")
        numbers += [int(line) for line in printed.splitlines()[1:]]
    until.touch()
    for process in readers:
        printed, said = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "")
        assert int(printed) > 1
    assert sorted(numbers) == list(range(2, 2 + many * each))
    assert check_whole(database, 0) == 1 + many * each
