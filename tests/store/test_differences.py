"""Two releases beside each other: what was added, changed and removed, and how much."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.store.locations import Database
from lib.store.parts import Size, differences, size_of, sizes
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from tests.store.test_releases import changed, publish


def without(content: Content, table: str, *indices: int) -> Content:
    rows = tuple(row for i, row in enumerate(content.tables[table]) if i not in indices)
    return replace(content, tables={**content.tables, table: rows})


def test_equal_content_has_no_differences(shipped: Content) -> None:
    same = Content(
        {name: tuple(dict(row) for row in rows) for name, rows in shipped.tables.items()}, dict(shipped.files)
    )
    assert differences(shipped, same) == ()


def test_a_changed_row_tells_old_and_new_of_each_column(shipped: Content) -> None:
    was = shipped.tables["costs"][0]
    (change,) = differences(shipped, changed(shipped, "costs", bedrag_eur=Decimal("5.50"), status="aanname"))
    assert (change.part, change.kind) == ("costs", "gewijzigd")
    assert change.grain == tuple(was[name] for name in BY_NAME["costs"].grain)
    assert change.values == {"bedrag_eur": (was["bedrag_eur"], Decimal("5.50")), "status": ("raming", "aanname")}
    assert (change.before, change.after) == (was, {**was, "bedrag_eur": Decimal("5.50"), "status": "aanname"})


def test_a_number_that_becomes_pm_and_a_word_that_goes(shipped: Content) -> None:
    noted = changed(shipped, "costs", toelichting="oud")
    (change,) = differences(noted, changed(noted, "costs", bedrag_eur="PM", toelichting=None))
    assert change.values["bedrag_eur"][1] == "PM"
    assert change.values["toelichting"] == ("oud", None)


def test_added_and_removed_mirror_each_other(shipped: Content) -> None:
    less = without(shipped, "headcounts", 3)
    row = shipped.tables["headcounts"][3]
    (removed,) = differences(shipped, less)
    (added,) = differences(less, shipped)
    assert (removed.kind, removed.before, removed.after) == ("verwijderd", row, None)
    assert (added.kind, added.before, added.after) == ("toegevoegd", None, row)
    assert set(added.columns) == set(BY_NAME["headcounts"].names) - set(BY_NAME["headcounts"].grain)
    assert added.values["personen"] == (None, row["personen"])
    assert removed.values["personen"] == (row["personen"], None)


def test_another_grain_is_a_row_gone_and_a_row_new_in_the_order_of_the_grain(shipped: Content) -> None:
    found = differences(shipped, changed(shipped, "population", jaar=2099))
    assert [(change.kind, change.grain[1]) for change in found] == [("verwijderd", 2017), ("toegevoegd", 2099)]


def test_scenario_files_count_too(shipped: Content) -> None:
    (first, *_) = shipped.files
    files = {**shipped.files, first: "anders", "nieuw.toml": "x"}
    found = differences(shipped, replace(shipped, files=files))
    assert [(change.part, change.kind, change.grain) for change in found] == sorted(
        [("scenario_files", "gewijzigd", (first,)), ("scenario_files", "toegevoegd", ("nieuw.toml",))],
        key=lambda each: each[2],
    )
    assert all("body" in change.values for change in found)


def test_a_table_that_one_side_does_not_know_is_empty_there(shipped: Content) -> None:
    tables = {name: rows for name, rows in shipped.tables.items() if name != "decisions"}
    assert size_of(differences(Content(tables, shipped.files), shipped)) == Size(len(shipped.tables["decisions"]), 0, 0)


def test_the_list_knows_the_size_of_each_change(database: Database, shipped: Content) -> None:
    contents = [
        shipped,
        changed(shipped, "costs", bedrag_eur=Decimal("1.10"), toelichting="x"),
        without(shipped, "costs", 0, 1),
        changed(without(shipped, "population", 5), "gemeenten", gemeente="B"),
        replace(shipped, files={**shipped.files, "nieuw.toml": "x"}),
        without(shipped, "decisions", *range(len(shipped.tables["decisions"]))),
    ]
    for content in contents[1:]:
        publish(database, content)
    found = sizes(database)
    assert found == {
        number: size_of(differences(before, after))
        for number, (before, after) in enumerate(pairwise(contents), start=2)
    }
    assert found[2] == Size(0, 1, 0)
    assert found[3] == Size(0, 0, 2) + Size()
    assert found[3].total == 2


NAMES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["een", "twee"]))


@given(before=NAMES, after=NAMES)
def test_applying_the_differences_gives_the_other(before: dict[str, str], after: dict[str, str]) -> None:
    def content(labels: Mapping[str, str]) -> Content:
        rows: tuple[dict[str, Any], ...] = tuple({"sleutel": key, "label": labels[key]} for key in sorted(labels))
        return Content({"keys": rows}, {})

    result: dict[str, str] = dict(before)
    for change in differences(content(before), content(after)):
        (key,) = change.grain
        assert result.get(key) == (change.before or {}).get("label")
        if change.after is None:
            del result[key]
        else:
            result[key] = change.after["label"]
    assert result == after


@pytest.mark.parametrize("size", [130_000])
def test_a_region_of_342_gemeenten_is_compared_row_by_row(shipped: Content, size: int) -> None:
    row = shipped.tables["costs"][0]
    rows = tuple({**row, "gemeente_code": f"GM{i // 35:04}", "werkvorm": str(i % 35)} for i in range(size))
    other = tuple({**each, "bedrag_eur": 7} if i % 1000 == 0 else dict(each) for i, each in enumerate(rows))
    found = differences(Content({"costs": rows}, {}), Content({"costs": other}, {}))
    assert size_of(found) == Size(0, size // 1000, 0)
