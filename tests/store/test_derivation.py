"""The base year in data/ is what its anchors give, cell by cell, computed anew in exact fractions."""

import csv
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.tables.content import SHIPPED
from tests.derivation import anchors, costs, headcounts, key, largest_remainder

DATA = SHIPPED / "data"
ANCHORS = anchors(DATA)
SIGNS = {
    row["kostensoort"]: int(row["teken"]) for row in csv.DictReader((DATA / "cost_types.csv").open(encoding="utf-8"))
}


def rows(table: str) -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("jaar", "2020") == "2020"]


def shares(sleutel: str) -> dict[str, Fraction]:
    """A key as it stands in the file, read exactly."""
    return {
        row["gemeente_code"]: Fraction(Decimal(row["aandeel"]))
        for row in rows("allocation_keys")
        if row["sleutel"] == sleutel
    }


def test_eleven_hundred_people_and_eighty_staff() -> None:
    persons, staff = headcounts(ANCHORS)
    assert sum(persons.values()) == 1100
    assert sum(staff.values()) == 80
    assert len(persons) == 30
    assert len(staff) == 6


def test_every_headcount_is_derived() -> None:
    persons, staff = headcounts(ANCHORS)
    expected = {("wsw", *cell): number for cell, number in persons.items()}
    expected |= {("staf", code, "kader"): number for code, number in staff.items()}
    found = {(r["groep"], r["gemeente_code"], r["werkvorm"]): int(r["personen"]) for r in rows("headcounts")}
    assert found == expected


def test_every_cost_is_derived() -> None:
    expected = {(kind, *cell): euros for kind, cells in costs(ANCHORS).items() for cell, euros in cells.items()}
    found = {(r["kostensoort"], r["gemeente_code"], r["werkvorm"]): int(r["bedrag_eur"]) for r in rows("costs")}
    assert len(found) == 7 * 30
    assert found == expected


def test_the_saldo_is_the_published_deficit_to_the_euro() -> None:
    assert sum(SIGNS[row["kostensoort"]] * int(row["bedrag_eur"]) for row in rows("costs")) == -6_100_000


@pytest.mark.parametrize(
    ("kind", "total"),
    [
        ("begeleiding", 55 * 75_000),
        ("overhead", 25 * 75_000 + 35 * 80 * 750),
        ("materieel", 1100 * 500),
        ("rijksbijdrage", 1100 * 23_850),
    ],
)
def test_the_totals_are_those_of_the_contract(kind: str, total: int) -> None:
    assert sum(int(row["bedrag_eur"]) for row in rows("costs") if row["kostensoort"] == kind) == total


def test_the_returns_close_the_saldo() -> None:
    persons, _ = headcounts(ANCHORS)
    supported = sum(n for (_, werkvorm), n in persons.items() if werkvorm == "begeleid_werken")
    own_space = sum(n for (_, werkvorm), n in persons.items() if werkvorm in ("beschut", "groen"))
    wages = 27_900 * (1100 - supported) + 13_950 * supported
    expected = -6_100_000 + 4_125_000 + 3_975_000 + 2_500 * own_space + 550_000 + wages - 1100 * 23_850
    assert sum(costs(ANCHORS)["opbrengsten"].values()) == expected


def test_the_key_of_the_gr_is_derived() -> None:
    found, expected = shares("gr_2019"), key(ANCHORS)
    assert found.keys() == expected.keys()
    assert all(abs(found[code] - expected[code]) < Fraction(1, 10**12) for code in expected)
    assert abs(sum(found.values()) - 1) < Fraction(1, 10**12)
    assert found["GM0141"] == Fraction("0.4387")


@pytest.mark.parametrize(
    ("sleutel", "table", "column"), [("inwoners", "population", "inwoners"), ("wsw_personen", "headcounts", "personen")]
)
def test_the_other_keys_follow_the_tables(sleutel: str, table: str, column: str) -> None:
    counts: dict[str, int] = {}
    for row in rows(table):
        if row.get("groep", "wsw") == "wsw":
            counts[row["gemeente_code"]] = counts.get(row["gemeente_code"], 0) + int(row[column])
    found = shares(sleutel)
    assert found.keys() == counts.keys()
    for code, number in counts.items():
        assert abs(found[code] - Fraction(number, sum(counts.values()))) < Fraction(1, 10**12)
    assert abs(sum(found.values()) - 1) < Fraction(1, 10**12)


def test_what_is_derived_says_that_it_is() -> None:
    for table in ("headcounts", "costs"):
        assert {(row["status"], row["bron_id"]) for row in rows(table)} == {("raming", "routewijzer_afleiding")}


def test_remainders_go_to_the_largest_and_ties_to_the_earlier() -> None:
    assert largest_remainder({"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)}, Fraction(4)) == {
        "a": 2,
        "b": 1,
        "c": 1,
    }
    assert largest_remainder({"a": Fraction(14, 10), "b": Fraction(16, 10)}, Fraction(3)) == {"a": 1, "b": 2}


def test_the_second_estimate_differs_by_at_most_the_stated_points() -> None:
    with (DATA / "salary_shift.csv").open(encoding="utf-8", newline="") as file:
        shift = {row["gemeente_code"]: int(row["toename_eur"]) for row in csv.DictReader(file)}
    estimate = {code: Fraction(euros, sum(shift.values())) for code, euros in shift.items()}
    largest = max(abs(estimate[code] - share) for code, share in key(ANCHORS).items())
    assert round(float(largest) * 100, 1) == 1.6
