"""Compacting lets go of files and of old states, and of nothing that anybody can still ask for."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from lib.store.backup.holdings import changed_since, holdings
from lib.store.lake import database
from lib.store.lake.database import compact
from lib.store.lake.place import Lake
from lib.store.publishing import history
from lib.store.releases import current, load, releases
from lib.store.saved_views import states
from lib.tables.content import SHIPPED, Content
from tests.postgres import let_go
from tests.store.filled import fill
from tests.store.meddling import name_of
from tests.store.test_publishing import FILE, put
from tests.store.test_releases import changed

pytestmark = pytest.mark.heavy
TIMES = 3
READER = """
import sys
from lib.store.locations import database_named
from lib.store.releases import current, load
lake = database_named(sys.argv[1])
print("klaar", flush=True)
for line in sys.stdin:
    print(load(lake, int(line)).hash, current(lake).number, flush=True)
"""


@pytest.fixture
def busy(shared: Lake, shipped: Content) -> Lake:
    """A shared database with something in every part, and some releases that each have their own populations."""
    fill(shared, shipped)
    for number in range(TIMES):
        put(shared, changed(shipped, "population", inwoners=70_000 + number), current(shared).number, FILE)
    return shared


def parquet(lake: Lake) -> set[str]:
    return {str(file) for file in Path(str(lake.files)).rglob("*.parquet")}


def test_all_that_anybody_can_ask_for_stays(busy: Lake) -> None:
    before, kept = holdings(busy), [(one.number, one.hash, one.state) for one in releases(busy)]
    recorded, files = [str(event) for event in history(busy)], parquet(busy)
    size, smaller = compact(busy, kept_days=0)
    assert smaller.files < size.files and smaller.states < size.states
    # What is let go is cleared away one call later: a reader may still be busy with it.
    compact(busy, kept_days=0)
    assert len(parquet(busy)) < len(files)
    let_go(busy)
    assert holdings(busy) == before
    assert [(one.number, one.hash, one.state) for one in releases(busy)] == kept
    assert [str(event) for event in history(busy)] == recorded
    assert [load(busy, number).hash for number, _, _ in kept] == [hash_ for _, hash_, _ in kept]
    assert changed_since(busy) == [] and len(states(busy)) == 1


def test_by_itself_nothing_young_is_let_go(busy: Lake) -> None:
    files = parquet(busy)
    before, after = compact(busy)
    assert after.states >= before.states
    assert files <= parquet(busy)


def test_who_reads_in_another_process_goes_on_reading(busy: Lake) -> None:
    command = [sys.executable, "-c", READER, name_of(busy)]
    with subprocess.Popen(command, cwd=SHIPPED, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin and reader.stdout and reader.stdout.readline() == "klaar\n"
        wanted, used = {one.number: one.hash for one in releases(busy)}, current(busy).number
        for number in wanted:
            reader.stdin.write(f"{number}\n")
            reader.stdin.flush()
            compact(busy)
            assert reader.stdout.readline() == f"{wanted[number]} {used}\n"
        reader.stdin.close()


def test_files_of_nobody_go_when_they_are_old(shared: Lake) -> None:
    """A young one may be that of a transaction that is still going on."""
    folder = Path(str(shared.files)) / "main" / "costs"
    (known,) = folder.glob("*.parquet")
    old, young = (known.with_name(f"ducklake-{name}.parquet") for name in ("oud", "jong"))
    for file in (old, young):
        file.write_bytes(known.read_bytes())
    for file, days in ((old, database.LOOSE_DAYS + 1), (young, 0), (known, database.LOOSE_DAYS + 1)):
        then = time.time() - timedelta(days=days).total_seconds()
        os.utime(file, (then, then))
    compact(shared)
    assert sorted(folder.iterdir()) == sorted([known, young])
