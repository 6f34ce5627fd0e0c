"""How the parts of a release lie in the database: what a release takes is what it changes."""

import random
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from lib.store import parts
from lib.store.backup.holdings import changed_since, holdings
from lib.store.database import read
from lib.store.lake.place import Lake
from lib.store.locations import Database
from lib.store.parts import BLOCKS, WHOLE, Size, differences, size_of, sizes, stored_parts
from lib.store.releases import load, releases
from lib.tables.columns import BY_NAME
from lib.tables.content import Content, in_grain_order
from tests.store.meddling import meddling
from tests.store.test_releases import changed, publish

#: So many gemeenten that their costs are a large table.
GEMEENTEN = 60


def made_of(content: Content, count: int) -> Content:
    """The content with costs of so many gemeenten."""
    one = content.tables["costs"][0]["gemeente_code"]
    rows = [row for row in content.tables["costs"] if row["gemeente_code"] == one]
    return with_costs(content, [{**row, "gemeente_code": f"GX{i:04d}"} for i in range(count) for row in rows])


def with_costs(content: Content, rows: list[dict[str, Any]]) -> Content:
    return replace(content, tables={**content.tables, "costs": in_grain_order(BY_NAME["costs"], rows)})


@pytest.fixture(scope="module")
def large(shipped: Content) -> Content:
    found = made_of(shipped, GEMEENTEN)
    assert len(found.tables["costs"]) > WHOLE
    return found


def rows(database: Database, table: str = "costs") -> int:
    return holdings(database).rows(table)


def largest_block(content: Content) -> int:
    return max(len(block) for block in parts._blocks("costs", content.tables["costs"]))


def test_a_change_of_one_cell_stores_one_block(database: Database, large: Content) -> None:
    publish(database, large)
    before = rows(database)
    other = changed(large, "costs", bedrag_eur=77)
    publish(database, other)
    assert 0 < rows(database) - before <= largest_block(large) <= len(large.tables["costs"]) / 10
    assert (load(database, 2).hash, load(database, 3).hash) == (large.hash, other.hash)
    assert load(database, 3).tables == other.tables


def test_what_was_there_before_is_stored_once(database: Database, large: Content) -> None:
    publish(database, large)
    publish(database, changed(large, "costs", bedrag_eur=77))
    before = holdings(database).tables["costs"]
    publish(database, large)
    publish(database, changed(large, "gemeenten", gemeente="B"))
    assert holdings(database).tables["costs"] == before
    assert load(database, 4).hash == large.hash


def test_a_gemeente_that_comes_or_goes_leaves_the_other_blocks(database: Database, shipped: Content) -> None:
    contents = [made_of(shipped, count) for count in (GEMEENTEN, GEMEENTEN + 1, GEMEENTEN - 1)]
    grown = []
    for content in contents:
        before = rows(database)
        publish(database, content)
        grown.append(rows(database) - before)
    assert grown[0] == len(contents[0].tables["costs"])
    assert all(0 < more <= 2 * largest_block(contents[0]) for more in grown[1:])
    assert [load(database, number).hash for number in (2, 3, 4)] == [content.hash for content in contents]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["whole first", "block first"])
def test_a_whole_table_with_the_rows_of_a_block_lies_apart(
    database: Database, shipped: Content, large: Content, order: tuple[int, int]
) -> None:
    """A release of one gemeente, whose rows are exactly one block of a release of many."""
    alone = min(parts._blocks("costs", large.tables["costs"]), key=len)
    assert len({row["gemeente_code"] for row in alone}) == 1
    contents = [with_costs(shipped, [dict(row) for row in alone]), large]
    for turn in order:
        publish(database, contents[turn])
    assert [load(database, number).hash for number in (2, 3)] == [contents[turn].hash for turn in order]
    assert sizes(database)[3] == size_of(differences(contents[order[0]], contents[order[1]]))


def test_a_table_from_before_there_were_blocks_is_read_and_compared(
    database: Database, large: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "WHOLE", 10 * len(large.tables["costs"]))
    publish(database, large)
    monkeypatch.undo()
    other = changed(large, "costs", bedrag_eur=77)
    publish(database, other)
    stored = read(database, stored_parts)
    assert len(stored[2]["costs"]) == 1 < len(stored[3]["costs"]) <= BLOCKS
    assert [load(database, number).hash for number in (2, 3)] == [large.hash, other.hash]
    assert sizes(database)[3] == Size(0, 1, 0)


def test_sizes_of_large_tables_are_the_differences(database: Database, shipped: Content, large: Content) -> None:
    costs = [dict(row) for row in large.tables["costs"]]
    contents = [
        shipped,
        large,
        changed(large, "costs", bedrag_eur="PM", toelichting="x"),
        with_costs(large, costs[3:]),
        with_costs(large, [{**row, "toelichting": None} for row in costs]),
        made_of(shipped, 1),
    ]
    for content in contents[1:]:
        publish(database, content)
    assert sizes(database) == {
        number: size_of(differences(before, after))
        for number, (before, after) in enumerate(pairwise(contents), start=2)
    }


def test_a_block_that_somebody_changed_is_noticed(database: Database, large: Content) -> None:
    publish(database, large)
    publish(database, changed(large, "costs", bedrag_eur=77))
    assert changed_since(database) == []
    with meddling(database) as connection:
        connection.execute("UPDATE costs SET bedrag_eur = 78 WHERE bedrag_eur = 77")
    assert changed_since(database) == ["release 3 is na het publiceren veranderd"]


def test_a_lost_list_of_blocks_is_noticed(database: Database, large: Content) -> None:
    publish(database, large)
    with meddling(database) as connection:
        connection.execute("DELETE FROM part_blocks")
    assert changed_since(database) == [f"release {releases(database)[-1].number} is na het publiceren veranderd"]


def test_a_small_table_takes_no_blocks(database: Database, shipped: Content) -> None:
    publish(database, changed(shipped, "costs", bedrag_eur=77))
    assert rows(database, "part_blocks") == 0
    assert rows(database) == 2 * len(shipped.tables["costs"])


@pytest.mark.heavy
def test_room_grows_with_the_change_and_not_with_the_release(database: Database, shipped: Content) -> None:
    """Bytes: four releases with one other cell take together less than the first did."""
    chance = random.Random(2020)
    many = with_costs(
        shipped, [{**row, "bedrag_eur": chance.randrange(10**6)} for row in made_of(shipped, 900).tables["costs"]]
    )
    start = room(database)
    publish(database, many)
    first = room(database) - start
    for turn in range(4):
        publish(database, changed(many, "costs", bedrag_eur=turn))
    assert 0 <= room(database) - start - first < first


def room(database: Database) -> int:
    """Of what is in use in the file, or of the files beside the catalogue."""
    if isinstance(database, Lake):
        with meddling(database) as connection:
            found = connection.execute("SELECT sum(file_size_bytes) FROM ducklake_table_info('meer')").fetchone()
        return int((found or (0,))[0] or 0)
    return read(
        database,
        lambda c: int(c.execute("SELECT used_blocks * block_size FROM pragma_database_size()").fetchall()[0][0]),
    )
