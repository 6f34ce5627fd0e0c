"""The figures of a release: small headcounts merged for everybody, apart for who may see them; PM and geen opgave in words."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from starlette.testclient import TestClient

from lib.comparison.release import Release, make_release
from lib.store.releases import releases
from lib.subjects.accountability.data_tables import TITLES, data_table
from lib.tables.columns import BY_NAME
from lib.tables.content import Content
from tests.api.conftest import client, publish, with_rows
from tests.render.reading import csv_rows

FIGURES = "/api/v1/releases/current/figures"
SMALL = 4


@pytest.fixture
def counted(place: Path, shipped: Content) -> Content:
    """A release in use with a counted group of few people, in the base year and before it, and with PM and cents."""

    def few(row: dict[str, Any]) -> None:
        if row["werkvorm"] == "groen" and row["gemeente_code"] == shipped.tables["gemeenten"][0]["gemeente_code"]:
            row.update(personen=SMALL, status="realisatie")

    def amounts(row: dict[str, Any]) -> None:
        if row["kostensoort"] == "materieel":
            row["bedrag_eur"] = "PM"

    content = with_rows(with_rows(shipped, "headcounts", few), "costs", amounts)
    early = [{**row, "jaar": row["jaar"] - 1} for row in content.tables["headcounts"] if row["personen"] == SMALL]
    tables = {**content.tables, "headcounts": (*content.tables["headcounts"], *early)}
    content = Content(tables, content.files)
    publish(place, content)
    return content


def rows(one: TestClient, name: str, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = one.get(f"{FIGURES}/{name}{query}").json()["rijen"]
    return found


def shown(row: dict[str, Any], column: str) -> object:
    """What a row says of a number: the number, or the word in its place."""
    number, word = row[column], row[f"{column}_woord"]
    assert (number is None) != (word is None)
    return word if number is None else number


@pytest.mark.parametrize("name", [*TITLES])
def test_every_table_says_what_the_screen_says(reader: TestClient, release: Release, name: str) -> None:
    found, expected = rows(reader, name), data_table(release, name).rows
    assert len(found) == len(expected)
    for row, on_screen in zip(found, expected, strict=True):
        for column, value in on_screen.items():
            if f"{column}_woord" in row:
                assert shown(row, column) == ("geen opgave" if value is None else value)
            else:
                assert row[column] == (value.isoformat() if hasattr(value, "isoformat") else value)


def test_small_headcounts_are_never_told_apart_to_a_lezer(counted: Content, place: Path) -> None:
    release = make_release(releases(place)[-1], counted)
    for role in ("lezer", "beheerder"):
        found = rows(client(role), "headcounts")
        assert [shown(row, "personen") for row in found] == [
            row["personen"] for row in data_table(release, "headcounts").rows
        ]
        numbers = [row["personen"] for row in found if row["status"] == "realisatie" and row["personen"] is not None]
        assert SMALL not in numbers
        assert "minder dan 10" in [row["personen_woord"] for row in found]
        euros = rows(client(role), "costs")
        assert len(euros) < len(counted.tables["costs"])


def test_an_analist_gets_every_headcount_who_asks_for_it(counted: Content) -> None:
    analist = client("analist")
    found = rows(analist, "headcounts", "?aantallen=afzonderlijk")
    grain = BY_NAME["headcounts"].grain

    def apart(rows_: Iterable[Mapping[str, Any]]) -> dict[tuple[Any, ...], int]:
        return {tuple(row[column] for column in grain): row["personen"] for row in rows_}

    assert apart(found) == apart(counted.tables["headcounts"])
    assert SMALL in [row["personen"] for row in found]
    tags = {
        analist.get(f"{FIGURES}/headcounts{query}").headers["etag"]
        for query in ("", "?aantallen=beschermd", "?aantallen=afzonderlijk")
    }
    assert len(tags) == 2


def test_pm_is_never_nothing_or_zero(counted: Content) -> None:
    lezer = client("lezer")
    where = [row["kostensoort"] == "materieel" for row in rows(lezer, "costs")]
    assert any(where)
    told = [shown(row, "bedrag_eur") for row in rows(lezer, "costs")]
    assert [value == "PM" for value in told] == where
    comma = csv_rows(lezer.get(f"{FIGURES}/costs?format=csv").content)
    assert [row["bedrag_eur"] == "PM" for row in comma] == where and "bedrag_eur_woord" not in comma[0]
    columns = pq.read_table(io.BytesIO(lezer.get(f"{FIGURES}/costs?format=parquet").content))
    assert [value is None for value in columns["bedrag_eur"].to_pylist()] == where
    assert [value == "PM" for value in columns["bedrag_eur_woord"].to_pylist()] == where


def test_no_return_is_no_zero(reader: TestClient) -> None:
    found = rows(reader, "municipal_accounts")
    missing = [row for row in found if row["lasten_eur_woord"] == "geen opgave"]
    assert missing and all(row["lasten_eur"] is None for row in missing)
    comma = csv_rows(reader.get(f"{FIGURES}/municipal_accounts?format=csv").content)
    assert [row["lasten_eur"] for row in comma].count("geen opgave") == len(missing)


def test_sources_are_there_for_every_bron_id(reader: TestClient) -> None:
    known = {row["bron_id"] for row in rows(reader, "sources")}
    assert {row["bron_id"] for name in ("costs", "headcounts", "population") for row in rows(reader, name)} <= known


def test_the_kind_of_headcounts_is_asked_only_where_it_matters(reader: TestClient) -> None:
    assert reader.get(f"{FIGURES}/population?aantallen=beschermd").status_code == 400
