"""Who comes first goes first, and who dies lets go."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.store.file.workroom import turn
from lib.store.releases import releases
from lib.tables.content import SHIPPED

#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

HOLD = """
import sys
from pathlib import Path
from lib.store.file.workroom import turn
with turn(Path(sys.argv[1])) as pass_on:
    print("mijn beurt", flush=True)
    sys.stdin.readline()
"""
LIST = "import sys; from pathlib import Path; from lib.store.releases import releases; releases(Path(sys.argv[1]))"


def python(code: str, path: Path) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe)


@pytest.fixture
def holder(database: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process whose turn it is."""
    process = python(HOLD, database)
    assert process.stdout is not None
    assert process.stdout.readline() == "mijn beurt\n"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("killed", [False, True])
def test_the_next_waits_until_the_turn_is_passed_on(
    database: Path, holder: "subprocess.Popen[str]", killed: bool
) -> None:
    waiting = python(LIST, database)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(3)
    if killed:
        holder.kill()
    else:
        holder.communicate("\n")
    assert waiting.wait(30) == 0
    waiting.communicate()


def test_a_turn_that_is_passed_on_is_over(database: Path) -> None:
    with turn(database) as pass_on:
        pass_on()
        assert [info.number for info in releases(database)] == [1]


def test_where_the_folder_cannot_be_locked_nobody_waits(tmp_path: Path) -> None:
    with turn(tmp_path / "geen map" / "x.duckdb") as pass_on:
        pass_on()


def test_nothing_is_left_beside_the_database(database: Path) -> None:
    before = sorted(database.parent.iterdir())
    releases(database)
    assert sorted(database.parent.iterdir()) == before
