"""A database as each earlier program made it, kept in layouts/, says after renewal what it said before.

`test_migration.py` holds how it is renewed: once, whole, with a copy beside it.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lib.store.access import REFUSED, Forbidden, database_events, is_protected
from lib.store.backup.holdings import changed_since, holdings
from lib.store.database import read
from lib.store.faults import query
from lib.store.migration import SCHEMA
from lib.store.publishing import clock_set_back, history, take_in_use
from lib.store.releases import current, ensure, load, releases
from lib.store.saved_views import verkenningen
from lib.tables.content import Content
from tests.people import protect
from tests.store.filled import ANALIST, BEHEERDER, fill
from tests.store.meddling import EARLIER
from tests.store.test_backup import but_these_heavy, everything
from tests.store.test_migration import insert_then

#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

LAYOUTS = Path(__file__).parent / "layouts"
RECORD = ("access_events", "event_order")
LATER = ("verkenning_events", "verkenning_values", "verkenningen", "frozen_tables", "frozen_states")
#: What a program of that layout did not have yet: the layout, and the tables that came to it later.
STAGES: dict[str, tuple[int, tuple[str, ...]]] = {
    "1, first": (1, ("keys",)),
    "1": (1, ()),
    "2, first": (2, (*RECORD, *LATER, "budget_error", "cautions")),
    "2, with Terugblik": (2, (*RECORD, *LATER)),
    "2, before the record": (2, RECORD),
    "2": (2, ()),
    "3": (3, ()),
}


def make(path: Path, layout: int, without: Iterable[str]) -> None:
    """An empty database of that time."""
    with duckdb.connect(str(path)) as connection:
        connection.execute((LAYOUTS / f"schema_{layout}.sql").read_text("utf-8"))
        for table in without:
            connection.execute(f"DROP TABLE {table}")
        connection.execute(query("insert_version"), {"version": layout})


def known(path: Path, content: Content) -> Content:
    """As much of the content as a database has tables for."""
    tables = holdings(path).tables
    return replace(content, tables={name: rows for name, rows in content.tables.items() if name in tables})


def test_every_layout_but_the_last_is_kept() -> None:
    assert {layout for layout, _ in STAGES.values()} == set(range(1, SCHEMA))
    assert {int(file.stem.removeprefix("schema_")) for file in LAYOUTS.iterdir()} == set(range(1, SCHEMA))


@pytest.mark.parametrize(("layout", "without"), but_these_heavy(STAGES, {"1"}))
def test_a_database_of_then_says_after_renewal_what_it_said(
    tmp_path: Path, shipped: Content, layout: int, without: tuple[str, ...]
) -> None:
    path = tmp_path / "routewijzer.duckdb"
    make(path, layout, without)
    content = known(path, shipped)
    with duckdb.connect(str(path)) as connection:
        insert_then(connection, content, "Toen")
    told, before, body = (releases(path), history(path)), holdings(path), path.read_bytes()
    ensure(path)
    assert (releases(path), history(path)) == told
    assert load(path, 1).hash == content.hash and changed_since(path) == []
    now = holdings(path)
    assert now.schema == SCHEMA and {"events", "part_blocks"} <= set(now.tables)
    for name, held in before.tables.items():
        if name not in ("schema_version", "costs", *EARLIER):
            assert now.tables[name] == held, name
    assert path.with_name(f"routewijzer.voor-schema-{SCHEMA}.duckdb").read_bytes() == body


def as_then(database: Path, path: Path, layout: int, without: Iterable[str] = ()) -> Path:
    """What is in a database of now, as far as that layout has it, in a database of then."""
    path.parent.mkdir()
    make(path, layout, without)
    text = (LAYOUTS / f"schema_{layout}.sql").read_text("utf-8")
    order = [line.split()[2] for line in text.splitlines() if "TABLE " in line]
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"ATTACH '{database}' AS filled (READ_ONLY)")
        for table in order:
            if table in EARLIER and table not in without:
                connection.execute(f"INSERT INTO {table} BY NAME {EARLIER[table].format(events='filled.events')}")
            elif table not in {"schema_version", *without}:
                connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM filled.{table}")
    return path


@pytest.fixture
def before_the_record(database: Path, tmp_path: Path, shipped: Content) -> Path:
    """A database of layout 2 with something in every part that it had."""
    fill(database, shipped)
    return as_then(database, tmp_path / "toen" / "routewijzer.duckdb", 2, RECORD)


@pytest.mark.heavy
def test_what_was_kept_before_there_was_a_record_of_the_database_is_all_there(before_the_record: Path) -> None:
    """Verkenningen, frozen states, files and acts, read before the renewal and after."""
    before = everything(before_the_record)
    assert len(before["history"]) == 8  # type: ignore[arg-type]
    ensure(before_the_record)
    assert everything(before_the_record) == before
    with pytest.raises(Forbidden):
        take_in_use(before_the_record, 1, note="noot", by=ANALIST)
    (noted,) = read(before_the_record, database_events)
    assert noted[1:4] == ("Kim", "analist", REFUSED)


@pytest.fixture
def before_one_table(database: Path, tmp_path: Path, shipped: Content) -> Path:
    """A database of layout 3 with something in every part: acts refused, and a clock that was set back in between."""
    protect(database, "Routewijzer")
    fill(database, shipped)
    with pytest.raises(Forbidden):
        take_in_use(database, 1, note="noot", by=ANALIST)
    take_in_use(database, 1, note="terug", by=BEHEERDER)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "UPDATE events SET happened_at = happened_at - INTERVAL 1 YEAR WHERE event % 3 = 0 AND state IS NULL"
        )
    return as_then(database, tmp_path / "toen" / "routewijzer.duckdb", 3)


def test_what_happened_of_every_kind_is_one_record_as_before(before_one_table: Path, database: Path) -> None:
    """Read before the renewal, as who may not write does, and after: what the record says, in its order, and all that
    follows from it."""

    def record(path: Path) -> object:
        return history(path), read(path, database_events), releases(path), verkenningen(path)

    now, before = record(database), before_one_table.read_bytes()
    events = history(database)
    assert {event.kind for event in events} == {"release", "verkenning", "stand", "database"}
    assert clock_set_back(events)
    assert record(before_one_table) == now
    assert before_one_table.read_bytes() == before
    ensure(before_one_table)
    assert record(before_one_table) == now and everything(before_one_table) == everything(database)
    assert holdings(before_one_table) == holdings(database) and is_protected(before_one_table)


@pytest.mark.parametrize("statement", ["DELETE FROM event_order", "UPDATE event_order SET place = 100 - place"])
def test_what_is_in_use_does_not_hang_on_the_clock_nor_on_the_order_of_the_record(
    before_one_table: Path, statement: str
) -> None:
    before = releases(before_one_table)
    with duckdb.connect(str(before_one_table)) as connection:
        connection.execute(statement)
    record = history(before_one_table)
    assert releases(before_one_table) == before
    ensure(before_one_table)
    assert releases(before_one_table) == before and current(before_one_table).number == 1
    assert history(before_one_table) == record and len(record) == 11
