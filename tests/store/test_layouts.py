"""A database as each earlier program made it, kept in layouts/, says after renewal what it said before.

`test_migration.py` holds how it is renewed: once, whole, with a copy beside it.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lib.store.access import REFUSED, Forbidden
from lib.store.content import Content
from lib.store.database import read
from lib.store.holdings import changed_since, holdings
from lib.store.migration import SCHEMA
from lib.store.publishing import history, take_in_use
from lib.store.queries import query, rows_of
from lib.store.releases import ensure, insert, load, releases
from tests.store.filled import ANALIST, fill
from tests.store.test_backup import but_these_heavy, everything

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
        insert(connection, content, "Toen", "noot", "tester", "in gebruik")
    told, before, body = (releases(path), history(path)), holdings(path), path.read_bytes()
    ensure(path)
    assert (releases(path), history(path)) == told
    assert load(path, 1).hash == content.hash and changed_since(path) == []
    now = holdings(path)
    assert now.schema == SCHEMA and {*RECORD, "part_blocks"} <= set(now.tables)
    for name, held in before.tables.items():
        if name not in ("schema_version", "costs"):
            assert now.tables[name] == held, name
    assert path.with_name(f"routewijzer.voor-schema-{SCHEMA}.duckdb").read_bytes() == body


@pytest.fixture
def before_the_record(database: Path, tmp_path: Path, shipped: Content) -> Path:
    """A database of layout 2 with something in every part that it had."""
    fill(database, shipped)
    path = tmp_path / "toen" / "routewijzer.duckdb"
    path.parent.mkdir()
    make(path, 2, RECORD)
    order = [line.split()[2] for line in (LAYOUTS / "schema_2.sql").read_text("utf-8").splitlines() if "TABLE " in line]
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"ATTACH '{database}' AS filled (READ_ONLY)")
        connection.execute("DELETE FROM schema_version")
        for table in (word for word in order if word in holdings_of(connection)):
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM filled.{table}")
    return path


def holdings_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute(query("tables")).fetchall()}


@pytest.mark.heavy
def test_what_was_kept_before_there_was_a_record_of_the_database_is_all_there(before_the_record: Path) -> None:
    """Verkenningen, frozen states, files and acts, read before the renewal and after."""
    before = everything(before_the_record)
    assert len(before["history"]) == 8  # type: ignore[arg-type]
    ensure(before_the_record)
    assert everything(before_the_record) == before
    with pytest.raises(Forbidden):
        take_in_use(before_the_record, 1, note="noot", by=ANALIST)
    (noted,) = read(before_the_record, lambda connection: rows_of(connection, "access_events"))
    assert noted[2:5] == ("Kim", "analist", REFUSED)
