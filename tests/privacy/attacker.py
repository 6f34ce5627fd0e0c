"""A reader who wants to know the small numbers: releases full of them, all that is printed as relations, and what follows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.optimize import LinearConstraint, milp

from lib.comparison.release import Release
from lib.comparison.view import compare_view, default_view
from lib.render.export import export_table
from lib.store.protection import Protection, in_words, protected, protection_of
from lib.subjects.accountability.data_tables import data_table
from lib.tables.content import Content

THRESHOLD = 10
YEAR, LATER = 2020, 2022
#: groep, year, gemeente and werkvorm of a headcount.
Place = tuple[str, int, str, str]


def place_of(row: Mapping[str, Any]) -> Place:
    return row["groep"], row["jaar"], row["gemeente_code"], row["werkvorm"]


def generated(shipped: Content, seed: int) -> Content:
    """The shipped release with small cells, empty ones, small gemeenten and a later year, most of them counted."""
    random = np.random.default_rng(seed)
    few = {row["gemeente_code"]: random.random() < 0.2 for row in shipped.tables["gemeenten"]}
    rows = []
    for row in shipped.tables["headcounts"]:
        for year in (YEAR, LATER):
            status = "realisatie" if random.random() < 0.85 or year == LATER else row["status"]
            rows.append({**row, "jaar": year, "status": status, "personen": _persons(random, row, few)})
    costs = [{**row, "jaar": year} for row in shipped.tables["costs"] for year in (YEAR, LATER)]
    return replace(shipped, tables={**shipped.tables, "headcounts": tuple(rows), "costs": tuple(costs)})


def _persons(random: np.random.Generator, row: Mapping[str, Any], few: Mapping[str, bool]) -> int:
    chance = random.random()
    if few[row["gemeente_code"]]:
        return int(random.integers(1, 4)) if chance < 0.5 else 0
    if chance < 0.45:
        return int(random.integers(1, THRESHOLD))
    return 0 if chance < 0.55 else int(random.integers(THRESHOLD, 30))


def hidden_places(content: Content) -> dict[Place, int]:
    """Every count that the protection is there for."""
    return {
        place_of(row): row["personen"]
        for row in content.tables["headcounts"]
        if row["status"] not in ("raming", "aanname") and 0 < row["personen"] < THRESHOLD
    }


def reading(content: Content) -> tuple[Protection, Any, Any]:
    """Everything that a reader's release is made from."""
    protection = protection_of(content)
    return protection, protected(content, protection).tables, in_words(content, protection)


def another(content: Content, place: Place) -> Content | None:
    """The release with another number at this place that a reader cannot tell from it; None when there is none."""
    seen = reading(content)
    for other in _candidates(content, seen[0], place):
        if reading(other) == seen:
            return other
    return None


def _candidates(content: Content, protection: Protection, place: Place) -> Iterator[Content]:
    """Other numbers with the same sum in the cell that this one is counted with."""
    counts = {place_of(row): row["personen"] for row in content.tables["headcounts"]}
    rows = {place_of(row): row for row in content.tables["headcounts"]}
    target = protection.place(rows[place])
    if target is None:
        yield from (with_counts(content, {place: n}) for n in range(1, THRESHOLD) if n != counts[place])
        return
    partners = [
        other
        for other, row in rows.items()
        if other != place and other[:2] == place[:2] and protection.place(row) == target
    ]
    # Where everything has joined, whoever knows the rule knows that the smallest two that need no hiding are close.
    together = [other for other in partners if counts[other] >= THRESHOLD] if len(partners) > 1 else []
    for n in (9, 8, 7) if len(together) > 1 else ():
        yield from (with_counts(content, counts | each) for each in _close_together(counts, together, place, n))
    moves = [{place: 1, other: -1} for other in partners]
    # Between two gemeenten in two werkvormen at once, so that no gemeente and no werkvorm has more or fewer.
    moves += [
        {place: 1, other: -1, (*place[:3], name): -1, (*other[:3], name): 1}
        for other in partners
        if other[3] == place[3]
        for name in protection.groups
        if {(*place[:3], name), (*other[:3], name)} <= counts.keys() and name != place[3]
    ]
    for more in (1, -1, 2, -2, 3, -3, 4, -4, 5, -5):
        for move in moves:
            changed = {each: counts[each] + more * step for each, step in move.items()}
            # Nobody is a number, too, where words stand for it.
            if all(n > 0 or (n == 0 and protection.joins(rows[each])) for each, n in changed.items()):
                yield with_counts(content, changed)


def _close_together(
    counts: Mapping[Place, int], partners: list[Place], place: Place, n: int
) -> Iterator[dict[Place, int]]:
    """n people at this place, and as many at the two smallest partners as leaves no doubt of n; the rest is the largest's."""
    first, second, *_ = ordered = sorted(partners, key=lambda each: counts[each])
    largest = ordered[-1]
    for each in range(THRESHOLD, THRESHOLD + 6):
        changed = {place: n, first: each, second: each}
        spare = sum(counts[name] for name in changed) - sum(changed.values())
        changed[largest] = changed.get(largest, counts[largest]) + spare
        if min(changed.values()) > 0:
            yield changed


def with_counts(content: Content, counts: Mapping[Place, int]) -> Content:
    rows = tuple(
        {**row, "personen": counts.get(place_of(row), row["personen"])} for row in content.tables["headcounts"]
    )
    return replace(content, tables={**content.tables, "headcounts": rows})


class Attacker:
    """Collects what the tables of one release print of the base year, and solves for the counts below it.

    He knows the rule, and even which cells are small: a cell that is counted elsewhere because it is small has 1 … 9
    people, and no cell that joined a group has more than one that stayed outside.
    """

    def __init__(self, release: Release, content: Content) -> None:
        codes = [gemeente.code for gemeente in release.figures.gemeenten]
        names = [werkvorm.id for werkvorm in release.figures.werkvormen]
        self.places = [("wsw", YEAR, code, name) for code in codes for name in names]
        self.known, self.sums = [], list[float]()
        self.low, self.high = np.zeros(len(self.places)), np.full(len(self.places), np.inf)
        hidden, merged = hidden_places(content), release.merged
        shown = self._printed(release)
        for at, place in enumerate(self.places):
            cell = place[2:]
            if cell in merged and place in hidden:
                self.low[at], self.high[at] = 1, THRESHOLD - 1
            elif cell not in merged:
                self._sum([cell, *(small for small, into in merged.items() if into == cell)], shown[cell])
        for code in codes:
            inside = [cell for cell, into in merged.items() if into[0] == code]
            self._sum(
                [*((code, name) for name in names if code not in release.away), *inside],
                sum(value for cell, value in shown.items() if cell[0] == code),
            )
        self._sum([place[2:] for place in self.places], sum(shown.values()))

    @staticmethod
    def _printed(release: Release) -> dict[tuple[str, str], float]:
        """Persons per gemeente and werkvorm, as the export and the tables of the release print them; what has no number
        there is counted elsewhere."""
        table = export_table("headcounts", release, compare_view(release, default_view(release))).to_pylist()
        zero = release.zero.id
        found = {
            (row["gemeente_code"], row["werkvorm"]): row["personen"] or 0
            for row in table
            if (row["scenario"], row["jaar"], row["groep"]) == (zero, YEAR, "wsw")
        }
        for row in data_table(release, "headcounts").rows:
            if row["jaar"] == YEAR and row["groep"] == "wsw" and isinstance(row["personen"], int):
                assert found[row["gemeente_code"], row["werkvorm"]] == row["personen"]
        return found

    def _sum(self, cells: list[tuple[str, str]], value: float) -> None:
        line = np.zeros(len(self.places))
        for cell in set(cells):
            line[self.places.index(("wsw", YEAR, *cell))] = 1
        self.known.append(line)
        self.sums.append(value)

    def range_of(self, place: Place) -> tuple[float, float]:
        """The least and the most people that there can be."""
        found = []
        for sign in (1, -1):
            aim = np.zeros(len(self.places))
            aim[self.places.index(place)] = sign
            solved = milp(
                aim,
                constraints=LinearConstraint(np.array(self.known), self.sums, self.sums),
                integrality=np.ones(len(self.places)),
                bounds=(self.low, self.high),
            )
            assert solved.success, solved.message
            found.append(sign * float(solved.fun))
        return found[0], found[1]
