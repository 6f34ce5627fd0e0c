"""Two versions of the program on one database: what either wrote is kept, and the older one is told in words."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from lib.store.backup.holdings import changed_since, holdings
from lib.store.faults import DatabaseNewer, query
from lib.store.migration import SCHEMA, schema
from lib.store.releases import ensure, load, releases
from lib.tables.content import SHIPPED, Content
from tests.store.test_faults import check_told
from tests.store.test_migration import LAYOUT_1, insert_then, of_layout_1
from tests.store.test_publishing import put
from tests.store.test_releases import changed

#: The program of an earlier layout: {layout} and the file with its tables. A line on standard input is one turn.
#: A shared database has no file to lock, copy, fill or damage; tests/store/lake holds what it has instead.
pytestmark = pytest.mark.one_file

OLDER = """
import sys
from pathlib import Path
from lib.store import migration, releases
from lib.store.file import database
from lib.store.faults import StoreError
from tests.store.publisher import marked
from tests.store.test_migration import insert_then
insert = insert_then if {layout} < migration.EVENTS else lambda *given: releases.insert(*given, "n", "p", "in gebruik")
migration.SCHEMA = database.SCHEMA = {layout}
tables = Path({file!r}).read_text("utf-8").replace("IF NOT EXISTS ", "").replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")
migration.schema = database.schema = lambda: tables
path = Path(sys.argv[1])
content = releases.load(path, 1)
for turn, line in enumerate(sys.stdin):
    made = marked(content, f"ouder{{turn}}")
    try:
        publish = lambda connection: insert(connection, made, f"ouder{{turn}}")
        print(database.write(path, publish), flush=True)
    except StoreError as error:
        print(type(error).__name__, error.melding, flush=True)
"""


class Older:
    """A program of before in a process of its own."""

    def __init__(self, path: Path, layout: int, tables: Path) -> None:
        code = OLDER.format(layout=layout, file=str(tables))
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], cwd=SHIPPED, text=True, stdin=pipe, stdout=pipe
        )

    def publish(self) -> str:
        """The number of its release, or what it was told."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def of_then(tmp_path: Path, shipped: Content) -> Path:
    path = tmp_path / "routewijzer.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(LAYOUT_1.read_text("utf-8"))
        connection.execute(query("insert_version"), {"version": 1})
        insert_then(connection, of_layout_1(shipped), "Toen")
    return path


def test_a_newer_program_renews_what_an_older_one_still_works_with(of_then: Path, shipped: Content) -> None:
    older = Older(of_then, 1, LAYOUT_1)
    assert older.publish() == "2"
    ensure(of_then)
    assert put(of_then, changed(shipped, "gemeenten", gemeente="B"), 2) == 3
    before = of_then.read_bytes()
    kind, _, melding = older.publish().partition(" ")
    older.end()
    assert kind == "DatabaseNewer" and "nieuwere versie" in melding
    check_told(DatabaseNewer(melding), of_then)
    assert of_then.read_bytes() == before
    assert [info.name for info in releases(of_then)] == ["Toen", "ouder0", "Proef"]
    assert changed_since(of_then) == [] and holdings(of_then).schema == SCHEMA


ENSURE = "from pathlib import Path; import sys; from lib.store.releases import ensure; ensure(Path(sys.argv[1]))"
MOST = 100


@pytest.mark.heavy
def test_the_older_one_publishes_on_and_on_while_the_newer_one_renews(of_then: Path) -> None:
    """Whatever it was told of, is there."""
    older = Older(of_then, 1, LAYOUT_1)
    assert older.publish() == "2"
    newer = subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(of_then)], cwd=SHIPPED, text=True, stderr=subprocess.PIPE
    )
    told = [2]
    while (said := older.publish()).isdigit() and len(told) < MOST:
        told.append(int(said))
    # The newer one starts again when something was written meanwhile, so it may need a pause to get through.
    _, wrong = newer.communicate(timeout=60)
    assert newer.returncode == 0, wrong
    if said.isdigit():
        told.append(int(said))
        said = older.publish()
    older.end()
    assert said.startswith("DatabaseNewer "), said
    assert told == list(range(2, 2 + len(told)))
    assert [info.number for info in releases(of_then)] == [1, *told]
    assert changed_since(of_then) == []


@pytest.mark.heavy
def test_two_that_share_a_layout_both_publish(database: Path, shipped: Content, tmp_path: Path) -> None:
    """The older one does not know every table."""
    known = tmp_path / "known.sql"
    known.write_text(schema()[: schema().index("CREATE TABLE IF NOT EXISTS considerations")], "utf-8")
    older = Older(database, SCHEMA, known)
    assert older.publish() == "2"
    assert put(database, changed(shipped, "gemeenten", gemeente="B"), 2) == 3
    assert older.publish() == "4"
    older.end()
    assert [info.name for info in releases(database)] == ["Eerste cijfers", "ouder0", "Proef", "ouder1"]
    assert changed_since(database) == []
    assert load(database, 1).hash == shipped.hash
