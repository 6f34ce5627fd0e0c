"""Publishers that are killed, and many publishers and readers at once: every release is there whole, or not at all."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.parts import Size, sizes
from lib.store.publishing import history, publish
from lib.store.releases import current, load, releases
from lib.tables.content import SHIPPED, Content
from tests.people import beheerder
from tests.store.meddling import name_of
from tests.store.publisher import ENDED, READY, file_of, marked, publish_one, words

#: How many are killed, and how many publish and read at once. On a shared database each takes longer.
KILLS = {"database_file": 80, "shared": 25}
AT_ONCE = {"database_file": 8, "shared": 4}


def start(act: str, path: Database, name: str, times: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.publisher", act, name_of(path), name, str(times)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe, stderr=pipe)


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
    publishers = start("fork", database, "-")
    assert publishers.stdin is not None and publishers.stdout is not None
    for turn in range(kills):
        print(f"poging{turn}", file=publishers.stdin, flush=True)
        word, number = publishers.stdout.readline().split()
        assert word == READY
        lines = []
        # Every other one gets its first release done, and tells how long one takes on this machine now.
        if turn % 2 == 0:
            since = time.monotonic()
            lines.append(publishers.stdout.readline())
            takes = time.monotonic() - since
        time.sleep(moments.uniform(0, takes))
        os.kill(int(number), signal.SIGKILL)
        while not (line := publishers.stdout.readline()).startswith(ENDED):
            lines.append(line)
        assert int(line.split()[1]) == -signal.SIGKILL
        midway += not isinstance(database, Lake) and Path(f"{database}.wal").exists()
        printed = [int(line) for line in lines if line.strip().isdigit()]
        before, newest = newest, check_whole(database, newest)
        assert printed == list(range(before + 1, before + 1 + len(printed)))
        assert newest - before - len(printed) in (0, 1)
    publishers.communicate(timeout=60)
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
