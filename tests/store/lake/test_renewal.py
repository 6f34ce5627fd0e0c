"""A shared database of an earlier layout, of a later one, and one that lost something: renewed, refused, put back."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lib.store import migration
from lib.store.access import PUBLISH, Forbidden, Person, Role, database_events, require
from lib.store.backup.backup import back_up, restore
from lib.store.backup.holdings import CannotMove, Holdings, changed_since, holdings, move
from lib.store.database import read, write
from lib.store.faults import DatabaseCorrupt, DatabaseNewer, StoreError
from lib.store.lake.place import Lake
from lib.store.migration import SCHEMA
from lib.store.publishing import history
from lib.store.releases import current, ensure, load, releases
from lib.store.saved_views import verkenningen
from lib.tables.content import SHIPPED, Content
from tests.people import beheerder
from tests.postgres import Postgres, let_go, name_of
from tests.store.filled import ANALIST, BEHEERDER, fill
from tests.store.meddling import LAYOUT_3, meddling

pytestmark = pytest.mark.heavy


def meddle(lake: Lake, *statements: str) -> None:
    """As another program would; what is known of the database is forgotten, as by a new start."""
    with meddling(lake) as connection:
        for statement in statements:
            connection.execute(statement)
    let_go(lake)


def test_an_earlier_layout_is_renewed_whole(shared: Lake) -> None:
    content = load(shared, 1)
    earlier = replace(content, tables={**content.tables, "salary_shift": ()})
    meddle(
        shared,
        f"UPDATE releases SET hash = '{earlier.hash}'",
        "DELETE FROM release_parts WHERE part = 'salary_shift'",
    )
    before = holdings(shared)
    meddle(
        shared,
        "CREATE TABLE other AS SELECT * REPLACE (bedrag_eur::BIGINT AS bedrag_eur) FROM costs",
        "DROP TABLE costs",
        "ALTER TABLE other RENAME TO costs",
        "DROP TABLE salary_shift",
        *LAYOUT_3,
        "UPDATE schema_version SET version = 1",
    )
    ensure(shared)
    kinds = read(shared, lambda c: c.execute(KIND).fetchall())
    assert kinds == [("DECIMAL(18,2)",)]
    after = holdings(shared)
    assert (after.schema, after.rows("salary_shift")) == (SCHEMA, 0)
    assert {name: held for name, held in after.tables.items() if name != "salary_shift"} == {
        name: held for name, held in before.tables.items() if name != "salary_shift"
    }
    assert load(shared, 1) == earlier and current(shared).hash == earlier.hash


@pytest.fixture
def before_one_table(shared: Lake, shipped: Content) -> Holdings:
    """It has layout 3, with something in every part, and a time in the record that is earlier than the one before; what
    it held as it was made."""
    fill(shared, shipped)
    with pytest.raises(Forbidden):
        require(shared, Person("Kim", Role.LEZER), PUBLISH)
    meddle(shared, "UPDATE events SET happened_at = happened_at - INTERVAL 1 YEAR WHERE event % 3 = 0")
    before = holdings(shared)
    meddle(shared, *LAYOUT_3)
    return before


def record(lake: Lake) -> object:
    return history(lake), releases(lake), verkenningen(lake), read(lake, database_events)


@pytest.mark.parametrize("step", ["put_back_3", "raise_version"])
def test_a_step_that_fails_leaves_the_old_layout_which_reads_the_same(
    shared: Lake, before_one_table: Holdings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    then = record(shared)
    with monkeypatch.context() as broken:
        broken.setitem(migration._statements(), step, "SELECT no FROM such")
        with pytest.raises(StoreError):
            ensure(shared)
        assert record(shared) == then and holdings(shared).schema == 3
    ensure(shared)
    assert record(shared) == then and holdings(shared) == before_one_table
    assert "event_order" not in holdings(shared).tables


@pytest.mark.parametrize("moment", ["check_rules", "_commit"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_it_is_renewed_the_next_time(
    shared: Lake, before_one_table: Holdings, moment: str, after: bool
) -> None:
    code = (
        "import os, signal, sys; from lib.store.lake import writing; from lib.store.lake.place import Lake\n"
        "from lib.store.releases import ensure\n"
        f"whole = writing.{moment}\n"
        "def die(*given):\n"
        f"    {'whole(*given)' if after else 'pass'}\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"writing.{moment} = die\n"
        "ensure(Lake(sys.argv[1], sys.argv[2]))"
    )
    then = record(shared)
    command = [sys.executable, "-c", code, shared.catalogue, str(shared.files)]
    assert subprocess.run(command, cwd=SHIPPED, check=False).returncode == -signal.SIGKILL
    assert holdings(shared).schema == (SCHEMA if (moment, after) == ("_commit", True) else 3)
    assert record(shared) == then
    ensure(shared)
    assert record(shared) == then and holdings(shared) == before_one_table


def test_what_is_put_back_over_an_earlier_layout_leaves_nothing_of_it(
    shared: Lake, before_one_table: Holdings, database_file: Path, tmp_path: Path
) -> None:
    place = back_up(database_file, tmp_path / "kopie.zip", by=BEHEERDER, program="0").place
    restore(place, shared, by=BEHEERDER)
    assert set(holdings(shared).tables) == set(before_one_table.tables) and changed_since(shared) == []


KIND = "SELECT data_type FROM duckdb_columns() WHERE table_name = 'costs' AND column_name = 'bedrag_eur'"


def test_a_later_layout_is_refused_and_kept(shared: Lake) -> None:
    meddle(shared, "UPDATE schema_version SET version = version + 1")
    for act in (lambda: releases(shared), lambda: write(shared, lambda connection: None), lambda: ensure(shared)):
        with pytest.raises(DatabaseNewer):
            act()
    assert "version" not in str(shared)


@dataclass(frozen=True)
class Lost:
    """What can go: the rows, the files, a table, the whole catalogue."""

    destroy: Callable[[Lake, Postgres], None]


def no_catalogue(lake: Lake, postgres: Postgres) -> None:
    postgres.drop(lake)
    postgres.sql(f"CREATE DATABASE {name_of(lake)}")


def no_files(lake: Lake, postgres: Postgres) -> None:
    let_go(lake)
    shutil.rmtree(str(lake.files))


DESTROYED = {
    "rows": Lost(lambda lake, _: meddle(lake, "DELETE FROM costs", "DELETE FROM events")),
    "a table": Lost(lambda lake, _: meddle(lake, "DROP TABLE gemeenten", "DROP TABLE schema_version")),
    "a later layout": Lost(lambda lake, _: meddle(lake, "UPDATE schema_version SET version = 99")),
    "the files": Lost(no_files),
    "the catalogue": Lost(no_catalogue),
}


def broken(lake: Lake) -> bool:
    try:
        return bool(changed_since(lake))
    except StoreError:
        return True


@pytest.mark.parametrize("lost", DESTROYED.values(), ids=DESTROYED)
def test_destroyed_and_put_back_all_is_what_it_was(
    shared: Lake, postgres: Postgres, shipped: object, tmp_path: Path, lost: Lost
) -> None:
    fill(shared, shipped)  # type: ignore[arg-type]
    before = holdings(shared)
    place = back_up(shared, tmp_path / "kopie.zip", by=BEHEERDER, program="0").place
    lost.destroy(shared, postgres)
    assert broken(shared)
    restore(place, shared, by=BEHEERDER)
    assert changed_since(shared) == []
    after = holdings(shared)
    around = ("events",)
    assert {name: held for name, held in after.tables.items() if name not in around} == {
        name: held for name, held in before.tables.items() if name not in around
    }


def test_a_file_that_is_gone_is_told(shared: Lake) -> None:
    let_go(shared)
    shutil.rmtree(str(shared.files))
    with pytest.raises(DatabaseCorrupt) as caught:
        load(shared, 1)
    assert "ontbreekt een bestand" in caught.value.melding


def test_there_and_back_all_is_the_same(
    database_file: Path, postgres: Postgres, shipped: object, tmp_path: Path
) -> None:
    """Releases in each state, verkenningen, frozen states, the record and its order."""
    fill(database_file, shipped)  # type: ignore[arg-type]
    before = holdings(database_file)
    lake, back = postgres.lake(tmp_path / "bestanden"), tmp_path / "terug.duckdb"
    assert move(database_file, lake, by=BEHEERDER) == before
    assert (holdings(lake), changed_since(lake)) == (before, [])
    assert move(lake, back, by=BEHEERDER) == before
    assert (holdings(back), changed_since(back), holdings(back).hash) == (before, [], before.hash)
    for taken in (lake, back, database_file):
        with pytest.raises(CannotMove, match="Er is al een database"):
            move(database_file, taken, by=BEHEERDER)
    with pytest.raises(StoreError, match="beheerder"):
        move(database_file, tmp_path / "elders.duckdb", by=ANALIST)
    assert not (tmp_path / "elders.duckdb").exists()
    postgres.drop(lake)


def test_what_cannot_be_filled_leaves_nothing_that_looks_whole(
    database_file: Path, postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = postgres.lake(tmp_path / "bestanden")

    def half(source: object, target: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("lib.store.backup.holdings._copy_rows", half)
        with pytest.raises(KeyboardInterrupt):
            move(database_file, lake, by=beheerder("a"))
    assert move(database_file, lake, by=beheerder("a")) == holdings(database_file)
    postgres.drop(lake)
