"""A release is stored whole, told apart by its content, and never changed."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lib.comparison.release import Release, open_release
from lib.comparison.view import NotInView, compare_view, default_view, options
from lib.store import parts, protection
from lib.store import releases as store
from lib.store.access import add_event
from lib.store.database import read, stamp, write
from lib.store.faults import DatabaseRefused
from lib.store.locations import Database
from lib.store.releases import (
    CONCEPT,
    IN_USE,
    UnknownRelease,
    current,
    ensure,
    insert,
    load,
    releases,
)
from lib.tables.check import check_folder, model_of
from lib.tables.columns import TABLES
from lib.tables.content import SHIPPED, Content, make_content
from lib.tables.figures import figures_of
from lib.tables.rules import PEOPLE_KEYS

WITHDRAWN = "ingetrokken"


def changed(content: Content, table: str, **values: Any) -> Content:
    """The content with other values in the first row of one table."""
    rows: list[Mapping[str, Any]] = list(content.tables[table])
    rows[0] = {**rows[0], **values}
    return replace(content, tables={**content.tables, table: tuple(rows)})


def publish(path: Database, content: Content, state: str = IN_USE) -> int:
    content = make_content(content.tables, content.files)
    return write(path, lambda connection: insert(connection, content, "Proef", "een toelichting", "tester", state))


def happens(path: Database, release: int, state: str) -> None:
    moment = datetime(2026, 1, 1)
    write(path, lambda connection: add_event(connection, state, "tester", "", moment, release=release))


def counts(path: Database) -> dict[str, int]:
    """The number of rows of every table."""
    names = [*(table.name for table in TABLES), "scenario_files", "releases", "release_parts"]
    return read(
        path,
        lambda connection: {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in names
        },
    )


def test_the_first_start_makes_release_one(tmp_path: Path, shipped: Content) -> None:
    path = tmp_path / "new" / "folder" / "routewijzer.duckdb"
    ensure(path, SHIPPED)
    (only,) = releases(path)
    assert (only.number, only.state, only.current, only.hash) == (1, IN_USE, True, shipped.hash)
    assert (only.name, only.publisher) == ("Eerste cijfers", "Routewijzer")
    assert current(path) == only
    assert [file.name for file in path.parent.iterdir()] == ["routewijzer.duckdb"]


def test_a_later_start_leaves_the_database_alone(database: Database, home: Path) -> None:
    before = stamp(database)
    ensure(database, home)
    assert stamp(database) == before


def test_what_is_loaded_is_what_was_put_in(database: Database, shipped: Content) -> None:
    loaded = load(database, 1)
    assert loaded.hash == shipped.hash
    assert loaded.hashes == shipped.hashes
    assert loaded.tables == shipped.tables
    assert loaded.files == shipped.files
    assert model_of(loaded) == model_of(shipped)


DEFICIT, PEOPLE = ("gr_2019", "inwoners", "wsw_personen"), ("gr_2019", "loonstijging_2021", "participatie_2024")


def test_the_keys_of_a_deficit_are_not_those_of_where_the_people_are(release: Release) -> None:
    assert (release.deficit_keys, release.people_keys) == (DEFICIT, PEOPLE)
    assert options(release)["key"] == DEFICIT
    with pytest.raises(NotInView, match="loonstijging_2021"):
        compare_view(release, replace(default_view(release), key="loonstijging_2021"))
    shared = replace(release.zero, key="participatie_2024")
    by_that = replace(release, scenarios={**release.scenarios, "ongewijzigd": shared})
    assert by_that.deficit_keys == ("gr_2019", "inwoners", "participatie_2024", "wsw_personen")


def test_without_the_setting_the_people_are_where_the_key_of_the_nulalternatief_says(release: Release) -> None:
    settings = {name: value for name, value in release.settings.items() if name != PEOPLE_KEYS}
    without = replace(release, settings=settings)
    assert without.people_keys == ("gr_2019",)
    assert set(without.deficit_keys) == {*DEFICIT, *PEOPLE}


def with_status(content: Content, status: str, code: str, group: str = "wsw") -> Content:
    """The content with the headcounts of a group in one gemeente of another status."""
    rows = [
        {**row, "status": status} if (row["gemeente_code"], row["groep"]) == (code, group) else row
        for row in content.tables["headcounts"]
    ]
    return replace(content, tables={**content.tables, "headcounts": tuple(rows)})


@pytest.mark.parametrize("group", ["wsw", "staf"])
def test_who_was_counted_is_known_by_gemeente(shipped: Content, group: str) -> None:
    assert figures_of(shipped).counted == frozenset()
    figures = figures_of(with_status(shipped, "realisatie", "GM0141", group))
    assert [figures.gemeenten[g].code for g in figures.counted - figures.hidden_staff] == ["GM0141"]
    assert figures_of(with_status(shipped, "aanname", "GM0141", group)).counted == frozenset()


def test_whom_others_are_counted_with_was_counted(shipped: Content) -> None:
    """Their people come to it."""
    rows = [
        {**row, "personen": 1, "status": "realisatie"}
        if (row["gemeente_code"], row["groep"]) == ("GM0183", "wsw")
        else row
        for row in shipped.tables["headcounts"]
    ]
    figures = figures_of(replace(shipped, tables={**shipped.tables, "headcounts": tuple(rows)}))
    assert len(figures.joined) == 1
    assert {g for pair in figures.joined.items() for g in pair} == figures.counted


def test_pm_and_what_is_unknown_come_back_as_they_were(database: Database, shipped: Content) -> None:
    pm = changed(shipped, "costs", bedrag_eur="PM")
    unknown = changed(pm, "municipal_accounts", lasten_eur=None)
    number = publish(database, unknown)
    loaded = load(database, number)
    assert loaded.tables["costs"][0]["bedrag_eur"] == "PM"
    assert loaded.tables["municipal_accounts"][0]["lasten_eur"] is None
    assert loaded.hash == unknown.hash
    assert figures_of(loaded).pm.sum() == 1


def test_cents_come_back_as_they_were(database: Database, shipped: Content) -> None:
    cents = changed(shipped, "costs", bedrag_eur=Decimal("1234.50"))
    loaded = load(database, publish(database, cents))
    first, second = (row["bedrag_eur"] for row in loaded.tables["costs"][:2])
    assert (first, str(first), type(second)) == (Decimal("1234.5"), "1234.50", int)
    assert loaded.hash == cents.hash != shipped.hash
    assert (figures_of(loaded).costs == 1234.5).sum() == 1


def test_equal_content_is_stored_once(database: Database, shipped: Content) -> None:
    before = counts(database)
    assert publish(database, changed(shipped, "gemeenten", gemeente="Almelo-Oost")) == 2
    after = counts(database)
    assert after["gemeenten"] == 2 * before["gemeenten"]
    assert after["release_parts"] == 2 * before["release_parts"]
    assert after["releases"] == 2
    same = after.keys() - {"gemeenten", "release_parts", "releases"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert publish(database, shipped) == 3
    assert counts(database)["gemeenten"] == after["gemeenten"]


def test_every_release_keeps_its_own_content(database: Database, shipped: Content) -> None:
    other = changed(shipped, "gemeenten", gemeente="Almelo-Oost")
    number = publish(database, other)
    assert load(database, 1).hash == shipped.hash
    assert load(database, number).hash == other.hash
    assert other.hash != shipped.hash


@pytest.mark.parametrize(
    ("table", "value"),
    [
        ("costs", {"bedrag_eur": 1}),
        ("costs", {"bedrag_eur": "PM"}),
        ("costs", {"bedrag_eur": Decimal("1024456.01")}),
        ("headcounts", {"status": "aanname"}),
        ("headcounts", {"toelichting": "anders"}),
        ("allocation_keys", {"aandeel": 0.4387000000000001}),
        ("sources", {"titel": "anders"}),
    ],
)
def test_any_change_changes_the_hash(shipped: Content, table: str, value: dict[str, Any]) -> None:
    other = changed(shipped, table, **value)
    assert other.hash != shipped.hash
    assert [part for part in shipped.hashes if other.hashes[part] != shipped.hashes[part]] == [table]


def test_a_changed_scenario_changes_the_hash(shipped: Content) -> None:
    files = {name: text + "\n" for name, text in shipped.files.items()}
    assert replace(shipped, files=files).hash != shipped.hash


def test_the_order_of_rows_in_a_file_means_nothing(home: Path, shipped: Content) -> None:
    shuffle = random.Random(2020)
    for path in (home / "data").glob("*.csv"):
        heading, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        shuffle.shuffle(rows)
        path.write_text(heading + "".join(rows), encoding="utf-8")
    turned = check_folder(home)
    assert turned.hash == shipped.hash
    assert turned.tables == shipped.tables


def test_releases_take_turns(database: Database, shipped: Content) -> None:
    second = publish(database, changed(shipped, "gemeenten", gemeente="B"))
    assert current(database).number == second
    happens(database, 1, IN_USE)
    assert current(database).number == 1
    happens(database, second, IN_USE)
    assert current(database).number == second
    happens(database, second, WITHDRAWN)
    assert current(database).number == 1
    assert {info.number: info.state for info in releases(database)} == {1: IN_USE, 2: WITHDRAWN}
    assert [info.number for info in releases(database) if info.current] == [1]


def test_a_concept_is_never_current(database: Database, shipped: Content) -> None:
    concept = publish(database, changed(shipped, "gemeenten", gemeente="B"), CONCEPT)
    assert current(database).number == 1
    assert releases(database)[1].state == CONCEPT
    happens(database, concept, IN_USE)
    assert current(database).number == concept
    happens(database, concept, CONCEPT)
    assert current(database).number == 1


def test_without_a_release_in_use_there_is_a_remedy(database: Database) -> None:
    happens(database, 1, WITHDRAWN)
    with pytest.raises(UnknownRelease) as caught:
        current(database)
    assert caught.value.melding == "Er is geen release in gebruik. Neem eerst een release in gebruik."
    assert not any(info.current for info in releases(database))


def test_an_unknown_release_is_refused_in_words(database: Database) -> None:
    with pytest.raises(UnknownRelease) as caught:
        load(database, 7)
    assert caught.value.melding == "Release 7 bestaat niet. Kies een release uit de lijst."


def test_publishing_is_all_or_nothing(database: Database, shipped: Content) -> None:
    before = counts(database)

    def half(connection: duckdb.DuckDBPyConnection) -> None:
        insert(connection, changed(shipped, "gemeenten", gemeente="B"), "Proef", "", "tester", IN_USE)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(database, half)
    assert counts(database) == before


REFUSED = {
    "negative amount": "UPDATE costs SET bedrag_eur = -1",
    "negative persons": "UPDATE headcounts SET personen = -1",
    "share above the whole": "UPDATE allocation_keys SET aandeel = 1.5",
    "unknown status": "UPDATE costs SET status = 'zeker'",
    "unknown groep": "UPDATE headcounts SET groep = 'iedereen'",
    "no source": "UPDATE costs SET bron_id = NULL",
    "unknown state": "UPDATE events SET act = 'vastgesteld'",
    "row twice": "INSERT INTO costs SELECT * FROM costs LIMIT 1",
    "gemeente twice": "INSERT INTO gemeenten SELECT * FROM gemeenten LIMIT 1",
    "release twice": "INSERT INTO releases SELECT * FROM releases",
    "part of no release": "INSERT INTO release_parts VALUES (9, 'costs', 'x')",
    "no inhabitants": "UPDATE population SET inwoners = 0",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_itself_refuses(database: Database, statement: str) -> None:
    before = counts(database)
    with pytest.raises(DatabaseRefused) as caught:
        write(database, lambda connection: connection.execute(statement) and None)
    assert isinstance(caught.value.__cause__, duckdb.ConstraintException)
    assert caught.value.melding.startswith("De database weigert deze cijfers")
    assert "python -m lib check" in caught.value.melding
    assert counts(database) == before


def test_the_tables_of_the_database_are_the_declared_ones(database: Database) -> None:
    columns = read(
        database,
        lambda connection: connection.execute(
            "SELECT table_name, column_name, is_nullable = 'NO' FROM information_schema.columns ORDER BY ordinal_position"
        ).fetchall(),
    )
    for table in TABLES:
        found = [(name, required) for owner, name, required in columns if owner == table.name]
        optional = [column.name for column in table.columns if not column.required or column.type == "amount"]
        assert found == [("content", True), *((name, name not in optional) for name in table.names)]


def test_a_release_published_between_two_looks_is_no_error(
    database: Database, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the release in use gets one that was whole when the list was read."""
    real, looks = store.releases, []

    def look(path: Database) -> list[store.ReleaseInfo]:
        looks.append(path)
        found = real(path)
        publish(path, changed(shipped, "gemeenten", gemeente=f"B{len(looks)}"))
        return found

    monkeypatch.setattr("lib.comparison.release.releases", look)
    assert open_release(database).info.number == 1
    assert len(looks) == 1


def test_a_release_that_comes_while_the_list_is_made_breaks_nothing(
    database: Database, shipped: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is put together from several reads; between each two of them another release comes."""
    reading, busy = protection.read, []

    def read_late(path: Database, action: Any) -> Any:
        if not busy:
            busy.append(path)
            publish(path, changed(shipped, "gemeenten", gemeente=f"Almelo {len(releases(path))}"))
            busy.clear()
        return reading(path, action)

    for module in (protection, parts):
        monkeypatch.setattr(module, "read", read_late)
    assert protection.public_sizes(database).keys() <= {info.number for info in releases(database)}
