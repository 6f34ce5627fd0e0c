"""Verkenningen in the database: kept, handed in, withdrawn; never changed and never removed."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unicodedata import normalize

import duckdb

from lib.store.access import KEEP, WITHDRAW_OTHERS, WITHDRAW_OWN, Person, add_event, require
from lib.store.database import read, write
from lib.store.locations import Database
from lib.store.problems import Unsound
from lib.store.publishing import NotAllowed
from lib.store.queries import query, rows_of
from lib.store.releases import CONCEPT, UnknownRelease
from lib.store.verkenning import AUTHOR, HEAD, NOTE, Verkenning, text_problem, text_problems, value_problems

KEPT, HANDED_IN, WITHDRAWN = "bewaard", "aangeleverd", "ingetrokken"


@dataclass(frozen=True)
class Act:
    """What happened to a verkenning: when (UTC), who, why."""

    act: str
    happened_at: datetime
    actor: str
    note: str


@dataclass(frozen=True)
class Kept:
    """A verkenning with its number and everything that happened to it, the oldest first."""

    number: int
    verkenning: Verkenning
    acts: tuple[Act, ...]

    @property
    def in_force(self) -> bool:
        return self.acts[-1].act != WITHDRAWN


def keep(path: Database, one: Verkenning, *, by: Person, handed_in: bool = False) -> int:
    """Keep a verkenning in one transaction; returns its number. The same person keeping the same twice keeps one. Whether its release knows what it names is asked in
    lib.analysis.verkenningen.

    Raises Unsound for its texts and values, NotAllowed when the name is taken, UnknownRelease, Forbidden, StoreError.
    """
    require(path, by, KEEP)
    problems = text_problems(HEAD, one) + text_problem(HEAD, AUTHOR, by.name)
    problems += value_problems(HEAD, one)
    if problems:
        raise Unsound(dict.fromkeys(problems))

    def action(connection: duckdb.DuckDBPyConnection) -> int:
        state = connection.execute(query("state_of"), {"release": one.release}).fetchone()
        if state is None or state[0] == CONCEPT:
            raise UnknownRelease(f"Release {one.release} is er niet voor lezers. Er is niets bewaard.")
        before = None if handed_in else _kept_before(connection, one, by)
        if before is not None:
            return before
        _refuse_taken(connection, one.name)
        (number,) = connection.execute(query("next_verkenning")).fetchone() or (1,)
        connection.execute(query("insert_verkenning"), {"verkenning": number, **_row(one)})
        for parameter, value in one.values:
            values = {"verkenning": number, "parameter": parameter, "waarde": value}
            connection.execute(query("insert_verkenning_value"), values)
        add_event(connection, HANDED_IN if handed_in else KEPT, by.name, one.note, verkenning=number)
        return int(number)

    return write(path, action)


def withdraw_verkenning(path: Database, number: int, *, note: str, by: Person) -> None:
    """Withdraw a verkenning: it stays in the record, and its name is free again. Who kept it may, and a beheerder.

    Raises Unsound for the texts, NotAllowed when there is none in force by that number, Forbidden, StoreError.
    """
    kept = next((each for each in verkenningen(path) if each.number == number), None)
    own = kept is not None and kept.acts[0].actor == by.name
    require(path, by, WITHDRAW_OWN if own else WITHDRAW_OTHERS)
    problems = text_problem(HEAD, NOTE, note) + text_problem(HEAD, AUTHOR, by.name)
    if problems:
        raise Unsound(problems)

    def action(connection: duckdb.DuckDBPyConnection) -> None:
        found = next((kept for kept in _all(connection) if kept.number == number), None)
        if found is None:
            raise NotAllowed(f"Verkenning {number} bestaat niet. Er is niets veranderd.")
        if not found.in_force:
            raise NotAllowed(f"Verkenning {number} is al ingetrokken. Er is niets veranderd.")
        add_event(connection, WITHDRAWN, by.name, note, verkenning=number)

    write(path, action)


def verkenningen(path: Database) -> list[Kept]:
    """Every verkenning, the oldest first. Raises StoreError."""
    return read(path, _all)


def _all(connection: duckdb.DuckDBPyConnection) -> list[Kept]:
    """None in a database of an earlier layout that takes no writing."""
    values: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for number, parameter, value in rows_of(connection, "verkenning_values"):
        values[number].append((parameter, value))
    acts: dict[int, list[Act]] = defaultdict(list)
    for number, *told in connection.execute(query("verkenning_events")).fetchall():
        acts[number].append(Act(*told))
    return [_kept(row, tuple(values[row[0]]), tuple(acts[row[0]])) for row in rows_of(connection, "verkenningen")]


def _kept(row: tuple[Any, ...], values: tuple[tuple[str, float], ...], acts: tuple[Act, ...]) -> Kept:
    number, name, note, author, made_at, release, route_a, route_b, key = row
    return Kept(number, Verkenning(name, note, author, made_at, release, route_a, route_b, key, values), acts)


def _row(one: Verkenning) -> dict[str, object]:
    return {
        "naam": one.name,
        "toelichting": one.note,
        "door": one.author,
        "gemaakt_op": one.made_at,
        "release": one.release,
        "route_a": one.route_a,
        "route_b": one.route_b,
        "sleutel": one.key,
    }


def _kept_before(connection: duckdb.DuckDBPyConnection, one: Verkenning, by: Person) -> int | None:
    """The verkenning in force that this person kept and that is equal to this one in all but its moment."""
    for kept in _all(connection):
        same = replace(kept.verkenning, made_at=one.made_at, values=one.values) == one
        equal = same and sorted(kept.verkenning.values) == sorted(one.values)
        if equal and kept.in_force and kept.acts[0].actor == by.name:
            return kept.number
    return None


def _refuse_taken(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    for kept in _all(connection):
        if kept.in_force and plain(kept.verkenning.name) == plain(name):
            raise NotAllowed(
                f"Verkenning {kept.number} heeft deze naam al. Kies een andere naam, of trek die verkenning eerst in. "
                "Er is niets veranderd."
            )


def plain(name: str) -> str:
    """Names that read the same are the same."""
    return normalize("NFKC", name).casefold()
