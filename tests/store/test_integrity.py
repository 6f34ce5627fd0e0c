"""Figures that were changed outside the app are never read as if they were the release."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from lib.__main__ import main
from lib.store import parts
from lib.store.backup.holdings import changed_since
from lib.store.database import read, write
from lib.store.locations import Database
from lib.store.parts import ReleaseChanged, differences
from lib.store.protection import same_content
from lib.store.publishing import publish, take_in_use
from lib.store.releases import Unready, current, ensure, load, ready, releases
from lib.subjects.folder_preview import prepare_folder
from lib.tables.columns import TABLES
from lib.tables.content import SHIPPED, Content, hash_of, hash_of_rows, last_layout, layouts
from tests.people import beheerder
from tests.tiers import first

BY = beheerder("Kim")
#: What somebody can do with a database outside the app, as SQL.
CHANGES = {
    "an amount": "UPDATE costs SET bedrag_eur = bedrag_eur + 1 WHERE gemeente_code = 'GM0141'",
    "an amount to PM": "UPDATE costs SET bedrag_eur = NULL WHERE gemeente_code = 'GM0141'",
    "a headcount": "UPDATE headcounts SET personen = personen + 1",
    "a status": "UPDATE costs SET status = 'aanname'",
    "a source": "UPDATE sources SET titel = 'Iets anders'",
    "a remark": "UPDATE costs SET toelichting = 'x'",
    "an assumption": "UPDATE scenario_files SET body = replace(body, '0.5', '0.6') WHERE file_name = 'parameters.toml'",
    "a scenario gone": "DELETE FROM scenario_files WHERE file_name <> 'parameters.toml'",
    "rows gone": "DELETE FROM costs WHERE gemeente_code = 'GM0141'",
    "all rows of a table gone": "DELETE FROM population",
    "a table gone": "DROP TABLE costs",
    "a small table gone": "DROP TABLE timeline",
    "a part gone": "DELETE FROM release_parts WHERE part = 'costs'",
    "the scenarios gone": "DELETE FROM release_parts WHERE part = 'scenario_files'",
    "all parts gone": "DELETE FROM release_parts",
    "the hash": "UPDATE releases SET hash = repeat('0', 64)",
    "an empty hash": "UPDATE releases SET hash = ''",
}


def change(path: Database, statement: str) -> None:
    """As somebody does it who has the file or the catalogue."""
    if isinstance(path, Path):
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
    else:
        write(path, lambda connection: connection.execute(statement) and None)


@pytest.mark.parametrize("statement", first(CHANGES.values(), 6), ids=CHANGES)
def test_what_was_changed_outside_the_app_is_refused_in_words(database: Database, statement: str) -> None:
    assert load(database, 1).hash == current(database).hash
    change(database, statement)
    ensure(database, SHIPPED)
    refusals: tuple[Callable[[], object], ...] = (
        lambda: load(database, 1),
        lambda: prepare_folder(database, SHIPPED),
    )
    for reading in refusals:
        with pytest.raises(ReleaseChanged, match=r"release 1 .* niet meer wat is gepubliceerd.*reservekopie"):
            reading()
    with pytest.raises(Unready, match="niet meer wat is gepubliceerd"):
        ready(database)
    assert changed_since(database) == ["release 1 is na het publiceren veranderd"]


@pytest.mark.one_file
def test_a_change_that_keeps_the_time_of_the_file_is_seen_by_a_process_that_knew_it(database: Path) -> None:
    load(database, 1)
    before = database.stat()
    change(database, CHANGES["an amount"])
    os.utime(database, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ReleaseChanged):
        load(database, 1)


@pytest.mark.one_file
def test_a_release_is_verified_once_for_as_long_as_the_file_stays(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    says = parts.says
    monkeypatch.setattr(parts, "says", lambda content, hash_: looked.append(hash_) or says(content, hash_))
    for _ in range(3):
        load(database, 1)
    assert len(looked) == 1
    database.touch()
    load(database, 1)
    assert len(looked) == 2


def test_another_release_is_still_there_and_can_be_taken_in_use(database: Database, shipped: Content) -> None:
    rows = tuple({**row, "toelichting": "anders"} for row in shipped.tables["costs"])
    changed = replace(shipped, tables={**shipped.tables, "costs": rows})
    publish(database, changed, name="Twee", note="noot", by=BY, files=[], expected=1)
    change(database, "UPDATE costs SET bedrag_eur = bedrag_eur + 1 WHERE toelichting = 'anders'")
    with pytest.raises(ReleaseChanged):
        load(database, 2)
    take_in_use(database, 1, note="terug", by=BY)
    assert current(database).number == 1 and same_content(database, current(database), shipped)
    with pytest.raises(ReleaseChanged):
        take_in_use(database, 2, note="weer", by=BY)
    assert current(database).number == 1


@pytest.mark.one_file
def test_the_command_line_shows_nothing_of_it(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(database, CHANGES["an amount"])
    place = ["--database", str(database)]
    routes = ["--a", "mo_lijn_2017", "--b", "akkoord_2020"]
    for asked in (
        ["check"],
        ["export", *routes, "--format", "csv", "--out", str(tmp_path / "uit")],
        ["export", *routes, "--format", "pdf", "--out", str(tmp_path / "uit.pdf")],
    ):
        assert main([*asked, *place]) != 0
        said = capsys.readouterr()
        assert "niet meer wat is gepubliceerd" in said.err and "dezelfde inhoud" not in said.out
    assert not (tmp_path / "uit").exists() and not (tmp_path / "uit.pdf").exists()


def test_the_layout_of_hashes_is_that_of_the_tables() -> None:
    """Whoever changes a column adds a layout to hash_layouts.toml and leaves the ones before as they are."""
    assert layouts()[last_layout()] == {table.name: table.names for table in TABLES}


def test_a_hash_is_that_of_the_rows_as_json(shipped: Content) -> None:
    """What databases of before hold: sha256 of the rows as json.dumps writes them."""
    for name, rows in shipped.tables.items():
        if rows:
            assert hash_of_rows(name, rows, "1") == hash_of([list(row.values()) for row in rows]), name


def test_a_release_is_verified_in_the_layout_that_its_hash_names(
    database: Database, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a table has a column more in a later version: what was published before stays sound, what comes is of the
    next layout, and what is put in the new column of a release of before is a change."""
    before = layouts()["1"]
    later = {**before, "anchors": (*before["anchors"], "zekerheid")}
    monkeypatch.setattr("lib.tables.content.layouts", lambda: {"1": before, "2": later})
    monkeypatch.setattr(parts, "layouts", lambda: {"1": before, "2": later})
    wider = tuple({**row, "zekerheid": None} for row in shipped.tables["anchors"])
    content = replace(shipped, tables={**shipped.tables, "anchors": wider})
    (info,) = releases(database)
    assert content.hash.startswith("2:") and content.hash != info.hash
    assert parts.says(content, info.hash) and parts.says(content, content.hash)
    filled = tuple({**row, "zekerheid": "laag"} for row in wider)
    assert not parts.says(replace(content, tables={**content.tables, "anchors": filled}), info.hash)


def test_a_hash_of_a_layout_that_is_not_known_is_no_traceback(database: Database) -> None:
    change(database, "UPDATE releases SET hash = '7:' || hash")
    with pytest.raises(parts.StoreError, match="andere versie"):
        load(database, 1)


@pytest.mark.one_file
def test_a_tampered_database_gives_no_list_of_differences(database: Path, shipped: Content) -> None:
    publish(database, shipped, name="Twee", note="noot", by=BY, files=[], expected=1)
    change(database, CHANGES["rows gone"])
    with pytest.raises(ReleaseChanged):
        differences(load(database, 1), load(database, 2))
    assert read(database, lambda connection: connection.execute("SELECT 1").fetchone()) == (1,)
