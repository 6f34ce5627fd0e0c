"""Totals that a file holds are recognised and held against their rows; they are never figures themselves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.vocabulary import is_total
from lib.store.intake.words import plain
from lib.store.problems import Problem
from lib.store.tables import PM

#: More totals than this are not a table with totals.
MOST = 2000
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figure:
    """One figure of a sheet: its row, column and members, with its number (None for PM and missing)."""

    row: int
    column: int
    members: Mapping[str, Any]
    number: Decimal | None


@dataclass(frozen=True)
class Total:
    """A total that a file states: at `place`, over the figures with these members; `since` is the total before it."""

    row: int
    column: int
    members: Mapping[str, Any]
    number: Decimal
    columns: frozenset[int]
    since: int


def scope(cells: Mapping[str, Value], known: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The members that a total row is about: its filled cells, and what follows the word ("Totaal Oost")."""
    found: dict[str, Any] = {}
    for name, cell in cells.items():
        text = plain(shown(cell))
        if is_total(cell):
            text = text.partition(" ")[2]
            for other, members in known.items():
                if text in members:
                    found[other] = members[text]
        elif text in known.get(name, {}):
            found[name] = known[name][text]
        elif name == "jaar" and text.isdigit():
            found[name] = int(text)
    return found


def check_totals(
    sheet: Sheet, figures: Sequence[Figure], totals: Sequence[Total], soorten: Mapping[str, tuple[str, int]]
) -> Iterator[Problem]:
    """Totals that are not the sum of their figures; `soorten` gives soort and sign per kostensoort."""
    over_rows = sum(total.since != ROW for total in totals)
    if over_rows > MOST:
        what = f"{over_rows} totalen"
        yield Problem(sheet.file, "bestand", what, "", f"hooguit {MOST}; lever een tabel zonder tussentotalen aan.")
        return
    per_row: dict[int, list[Figure]] = defaultdict(list)
    for one in figures:
        per_row[one.row].append(one)
    for total in totals:
        among = per_row[total.row] if total.since == ROW else figures
        whole = [one for one in among if one.column in total.columns and _within(one.members, total.members)]
        sums = {_sum(whole)}
        if total.since >= 0:
            sums.add(_sum([one for one in whole if total.since < one.row < total.row]))
        sums |= _by_soort(whole, soorten)
        if not any(abs(found - total.number) <= CENT for found in sums):
            what = f"een totaal dat niet klopt: de rijen tellen op tot {_plain(_sum(whole))}"
            remedy = "verbeter het totaal of de rijen, of laat het totaal weg."
            yield Problem(sheet.file, sheet.place(total.row, total.column), what, _plain(total.number), remedy)


#: `since` of a total at the end of its row.
ROW = -2


def _within(members: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(members.get(name) == value for name, value in wanted.items())


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((one.number for one in figures if one.number is not None), Decimal())


def _by_soort(figures: Sequence[Figure], soorten: Mapping[str, tuple[str, int]]) -> set[Decimal]:
    """Other sums that a total over kostensoorten may be: the saldo, or one soort of costs."""
    kinds = {one.members.get("kostensoort") for one in figures} - {None}
    if len(kinds) < 2:
        return set()
    signed = sum((soorten[one.members["kostensoort"]][1] * one.number for one in figures if one.number), Decimal())
    per_soort = {soort for soort, _ in soorten.values()}
    sums = {_sum([one for one in figures if soorten[one.members["kostensoort"]][0] == soort]) for soort in per_soort}
    return {signed, -signed, *sums}


def _plain(number: Decimal) -> str:
    """A number as it may stand in a Dutch file."""
    return f"{number.normalize():f}".replace(".", ",")


def as_decimal(value: Any, sign: int = 1) -> Decimal | None:
    return None if value is None or value == PM else sign * Decimal(str(value))
