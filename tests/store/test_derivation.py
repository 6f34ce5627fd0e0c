"""The base year in data/ is what its anchors give, cell by cell, computed anew in exact fractions."""

import csv
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from lib.tables.content import SHIPPED
from tests.derivation import anchors, costs, headcounts, key, largest_remainder

DATA = SHIPPED / "data"
ANCHORS = anchors(DATA)


def rows(table: str, year: str = "2020") -> list[dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("jaar", year) == year]


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
    signs = {row["kostensoort"]: int(row["teken"]) for row in rows("cost_types")}
    assert sum(signs[row["kostensoort"]] * int(row["bedrag_eur"]) for row in rows("costs")) == -6_100_000


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


def rise() -> dict[str, int]:
    """By how much the salaries of each gemeente rose from 2020 to 2021, in euros."""
    return {row["gemeente_code"]: int(row["toename_eur"]) for row in rows("salary_shift", "2021")}


def grant() -> dict[str, int]:
    """The integratie-uitkering Participatie of 2024 of each gemeente as the circular of September 2023 had it, in euros."""
    code = {row["gemeente"]: row["gemeente_code"] for row in rows("gemeenten")}
    return {
        code[row["wie"]]: int(row["waarde"])
        for row in rows("published_figures", "2024")
        if (row["maatstaf"], row["kennisdatum"]) == ("integratie_uitkering_participatie", "2023-09-30")
        and row["wie"] in code
    }


@pytest.mark.parametrize(
    ("sleutel", "amounts", "source", "day"),
    [
        ("loonstijging_2021", rise, "cbs_iv3", "2022-07-15"),
        ("participatie_2024", grant, "gemeentefonds", "2023-09-30"),
    ],
)
def test_the_keys_of_where_the_people_are_follow_what_was_published(
    sleutel: str, amounts: Callable[[], dict[str, int]], source: str, day: str
) -> None:
    published, found = amounts(), shares(sleutel)
    assert found.keys() == published.keys() == key(ANCHORS).keys()
    for code, euros in published.items():
        assert abs(found[code] - Fraction(euros, sum(published.values()))) < Fraction(1, 10**16)
    assert abs(sum(found.values()) - 1) < Fraction(1, 10**12)
    own = [row for row in rows("allocation_keys") if row["sleutel"] == sleutel]
    assert {(row["status"], row["bron_id"], row["kennisdatum"]) for row in own} == {("raming", source, day)}
    assert all(len(row["aandeel"]) == len("0.") + 17 for row in own)


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


def test_three_estimates_of_where_the_people_are_differ_as_the_text_says() -> None:
    circular = [row for row in rows("published_figures", "2024") if row["kennisdatum"] == "2023-09-30"]
    (in_rise,) = (row for row in rows("published_figures", "2021") if row["conflict"] == "aandeel_twenterand")
    (in_grant,) = (row for row in circular if row["conflict"] == "aandeel_twenterand")
    for amounts, printed, points in ((rise(), in_rise, 1.6), (grant(), in_grant, 6.5)):
        share = {each: Fraction(euros, sum(amounts.values())) for each, euros in amounts.items()}
        assert share.keys() == key(ANCHORS).keys()
        assert round(max(float(abs(share[g] - part)) for g, part in key(ANCHORS).items()) * 100, 1) == points
        assert round(float(share["GM1700"]) * 100, 1) == float(printed["waarde"])


def test_the_persons_of_2015_and_their_decline_are_computed_from_published_counts() -> None:
    value = {
        (row["maatstaf"], year): float(row["waarde"])
        for year in ("2015-12-31", "2016", "2016-12-31", "2022-12-31", "2015-2022")
        for row in rows("published_figures", year)
    }
    people = {year: value["wsw_personen", f"{year}-12-31"] for year in (2015, 2016, 2022)}
    assert people[2015] == people[2016] + value["afname_wsw_personen", "2016"]
    decline = (people[2022] / people[2015]) ** (1 / 7) - 1
    assert round(decline * 100, 1) == value["jaarlijkse_afname_personen", "2015-2022"]
