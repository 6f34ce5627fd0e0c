"""Writers of a shared database: one at a time, each number once, and nobody waits for who is gone."""

import subprocess
import sys
from contextlib import nullcontext
from dataclasses import replace

import duckdb
import pytest

from lib.store.faults import DatabaseBusy
from lib.store.lake import database
from lib.store.lake import writing as store
from lib.store.lake.connection import LakeConnection, line_to
from lib.store.lake.place import Lake
from lib.store.publishing import history
from lib.store.releases import load, releases
from lib.store.saved_views import keep, verkenningen
from lib.tables.content import SHIPPED
from tests.people import beheerder
from tests.postgres import Postgres
from tests.store.meddling import name_of
from tests.store.test_verkenningen import ONE

pytestmark = pytest.mark.heavy
BEGIN = (
    "import sys, time; from contextlib import nullcontext; from dataclasses import replace\n"
    "from lib.store.lake import writing as store; from lib.store.lake.connection import line_to\n"
    "from lib.store.locations import database_named; from lib.store.releases import ensure\n"
    "from lib.store.saved_views import keep; from tests.people import beheerder\n"
    "from tests.store.test_verkenningen import ONE\n"
    "lake = database_named(sys.argv[1], *sys.argv[2:])\n"
)


def python(code: str, lake: Lake, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", BEGIN + code, name_of(lake), *more]
    return subprocess.Popen(command, cwd=SHIPPED, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def said(process: "subprocess.Popen[str]") -> str:
    printed, wrong = process.communicate(timeout=120)
    assert (process.returncode, wrong) == (0, ""), wrong
    return printed


def names(lake: Lake) -> list[str]:
    """Of the verkenningen, in the order of their numbers, which have no gaps."""
    kept = verkenningen(lake)
    assert [each.number for each in kept] == list(range(1, len(kept) + 1))
    return [each.name for each in kept]


def test_without_the_lock_too_no_number_is_given_twice(shared: Lake) -> None:
    """As when PostgreSQL dropped the line that held it."""
    code = (
        "store.turn = lambda line: nullcontext()\n"
        "store.TIMES = 100\n"
        "for i in range(4): keep(lake, replace(ONE, name=f'naam {time.time_ns()}-{i}'), by=beheerder('A'))"
    )
    for process in [python(code, shared) for _ in range(3)]:
        said(process)
    assert len(set(names(shared))) == 12
    assert len(history(shared)) == 13


def test_who_was_overtaken_begins_again_with_what_is_there_now(shared: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "turn", lambda line: nullcontext())
    seen = []

    def action(connection: duckdb.DuckDBPyConnection) -> None:
        (count,) = connection.execute("SELECT count(*) FROM verkenningen").fetchone() or (0,)
        seen.append(count)
        if len(seen) == 1:
            other = python("keep(lake, ONE, by=beheerder('A'))", shared)
            said(other)
        connection.execute("INSERT INTO scenario_files VALUES ('x', 'y', 'z')")

    database.write(shared, action)
    assert seen == [0, 1]
    assert names(shared) == [ONE.name]


def test_who_is_overtaken_each_time_is_told(shared: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "turn", lambda line: nullcontext())
    monkeypatch.setattr(store, "TIMES", 2)
    other = LakeConnection(shared)

    def action(connection: duckdb.DuckDBPyConnection) -> None:
        with other.connection() as faster:
            faster.execute("INSERT INTO scenario_files VALUES (uuid()::VARCHAR, 'y', 'z')")
        connection.execute("INSERT INTO scenario_files VALUES ('x', 'y', 'z')")

    with pytest.raises(DatabaseBusy, match="Er is niets veranderd"):
        database.write(shared, action)
    other.close()
    found = database.read(
        shared, lambda c: c.execute("SELECT count(*) FROM scenario_files WHERE body = 'z'").fetchall()
    )
    assert found == [(2,)]


def test_who_waits_too_long_is_told(shared: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PATIENCE", "200ms")
    other = LakeConnection(shared)
    with store.turn(other), pytest.raises(DatabaseBusy, match="is bezet"):
        keep(shared, ONE, by=beheerder("A"))
    assert keep(shared, ONE, by=beheerder("A")) == 1
    other.close()


def test_readers_do_not_wait_for_a_writer(shared: Lake) -> None:
    with store.turn(line_to(shared)):
        assert [info.number for info in releases(shared)] == [1]


def test_a_writer_that_was_killed_lets_go(shared: Lake) -> None:
    code = "with store.turn(line_to(lake)):\n    print('mijn beurt', flush=True)\n    sys.stdin.read()"
    process = python(code, shared)
    assert process.stdout is not None
    assert process.stdout.readline() == "mijn beurt\n"
    process.kill()
    process.communicate()
    assert keep(shared, replace(ONE, name="Daarna"), by=beheerder("A")) == 1


def test_three_first_starts_at_once_make_one_database(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = tmp_path_factory.mktemp("nieuw") / "bestanden"
    lake = postgres.lake(files)
    for process in [python("ensure(lake)", lake, str(files)) for _ in range(3)]:
        said(process)
    (info,) = releases(lake)
    assert load(lake, 1).hash == info.hash
    assert len(history(lake)) == 1
    postgres.drop(lake)
