"""Every table of a release can be opened, and none shows a small number of real people."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lib.comparison.release import Release, make_release
from lib.store.protection import MERGED
from lib.subjects.accountability.data_tables import TITLES, data_table, heading
from lib.tables.columns import TABLES
from lib.tables.content import Content

ELSEWHERE = {"sources", "timeline", "statements", "considerations", "decisions"}


def test_every_table_of_a_release_has_a_place(release: Release) -> None:
    assert set(TITLES) | ELSEWHERE == {table.name for table in TABLES}


@pytest.mark.parametrize("name", TITLES)
def test_a_table_shows_every_row_with_what_it_rests_on(release: Release, name: str) -> None:
    found = data_table(release, name)
    assert sorted(map(str, found.rows)) == sorted(map(str, release.tables[name]))
    assert found.hidden == 0
    assert found.grain
    if any(column.name == "status" for column in found.columns):
        assert sum(found.statuses.values()) == len(found.rows)
        assert found.late == sum(row["kennisdatum"] > release.reference_day for row in found.rows)


def test_headings_are_dutch_words() -> None:
    assert heading("lasten_eur") == "Lasten (€)"
    assert heading("gemeente_code") == "Gemeente"
    assert heading("maatstaf") == "Maatstaf"


def test_gemeenten_and_werkvormen_stand_in_the_order_of_the_pages(release: Release) -> None:
    rows = data_table(release, "costs").rows
    assert rows[0]["gemeente_code"] == release.figures.gemeenten[0].code
    assert [row["kostensoort"] for row in rows[:7]] == [cost_type.id for cost_type in release.figures.cost_types]
    assert list(dict.fromkeys(row["werkvorm"] for row in rows)) == [each.id for each in release.figures.werkvormen]


def handed_in(release: Release, shipped: Content, persons: int, year: int) -> Release:
    """The release with one handed-in headcount of real people."""
    rows = [dict(row) for row in shipped.tables["headcounts"]]
    chosen = next(row for row in rows if (row["gemeente_code"], row["werkvorm"]) == ("GM0163", "groen"))
    if year != chosen["jaar"]:
        chosen = {**chosen}
        rows.append(chosen)
    chosen.update(personen=persons, status="realisatie", jaar=year)
    return make_release(release.info, Content({**shipped.tables, "headcounts": tuple(rows)}, shipped.files))


def cells(release: Release, table: str, year: int, werkvorm: str) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in data_table(release, table).rows
        if (row["gemeente_code"], row["jaar"], row["werkvorm"]) == ("GM0163", year, werkvorm)
    ]


def test_a_small_cell_of_the_base_year_is_merged_in_persons_and_in_euros(release: Release, shipped: Content) -> None:
    year = release.figures.base_year
    changed = handed_in(release, shipped, 4, year)
    assert cells(changed, "headcounts", year, "groen") == []
    assert cells(changed, "costs", year, "groen") == []
    (merged,) = cells(changed, "headcounts", year, "begeleid_werken")
    before = cells(release, "headcounts", year, "begeleid_werken")[0]["personen"]
    assert merged["personen"] == before + 4
    assert MERGED in merged["toelichting"]
    assert data_table(changed, "headcounts").hidden == 1
    for kind in ("overhead", "opbrengsten"):
        (euros,) = (
            row["bedrag_eur"] for row in cells(changed, "costs", year, "begeleid_werken") if row["kostensoort"] == kind
        )
        both = [row for w in ("groen", "begeleid_werken") for row in cells(release, "costs", year, w)]
        assert euros == sum(row["bedrag_eur"] for row in both if row["kostensoort"] == kind)


def test_merged_euros_keep_their_cents(release: Release, shipped: Content) -> None:
    year = release.figures.base_year
    rows = tuple(
        {**row, "bedrag_eur": row["bedrag_eur"] + Decimal("0.10")}
        if (row["gemeente_code"], row["werkvorm"], row["jaar"]) == ("GM0163", "groen", year)
        else row
        for row in shipped.tables["costs"]
    )
    content = replace(shipped, tables={**shipped.tables, "costs": rows})
    changed = handed_in(release, content, 4, year)
    merged = [row["bedrag_eur"] for row in cells(changed, "costs", year, "begeleid_werken")]
    assert all(isinstance(euros, Decimal) and euros % 1 == Decimal("0.10") for euros in merged)


def test_a_small_cell_of_another_year_is_told_in_words(release: Release, shipped: Content) -> None:
    year = release.figures.base_year + 2
    changed = handed_in(release, shipped, 4, year)
    (row,) = cells(changed, "headcounts", year, "groen")
    assert row["personen"] == "minder dan 10"
    (large,) = cells(handed_in(release, shipped, 12, year), "headcounts", year, "groen")
    assert large["personen"] == 12
