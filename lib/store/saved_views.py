"""Saved views: with their results, a frozen state; without, a verkenning. Only added, never changed and never removed; a
state is never computed again and comes back whole or not at all."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from unicodedata import normalize

import duckdb

from lib.store.access import FREEZE, KEEP, WITHDRAW_OTHERS, WITHDRAW_OWN, Person, add_event, require
from lib.store.database import read, write
from lib.store.faults import StoreError, query, rows_of
from lib.store.locations import Database
from lib.store.protection import public_hashes
from lib.store.publishing import FROZEN, WITHDRAWN, NotAllowed, clean_text
from lib.store.releases import CONCEPT, ReleaseInfo, UnknownRelease
from lib.store.verkenning import AUTHOR as BY
from lib.store.verkenning import HEAD, LONGEST, Verkenning, text_problem, text_problems, value_problems
from lib.store.verkenning import NOTE as WHY
from lib.tables.content import short
from lib.tables.rows import Unsound
from lib.text import date_words

#: The most characters of each text of a saved view.
NAME, NOTE, AUTHOR = LONGEST.values()
NOTHING = "Er is niets bevroren."
KEPT, HANDED_IN = "bewaard", "aangeleverd"


class UnknownState(StoreError):
    """No such frozen state."""


class BrokenState(StoreError):
    """What is stored is not what was frozen."""


@dataclass(frozen=True)
class SavedView:
    """A view that somebody saved under a name, on a release; `created_at` in UTC."""

    number: int
    name: str
    note: str
    author: str
    created_at: datetime
    release: int


@dataclass(frozen=True)
class Program:
    """What computed: the version of the program and the hash over its files."""

    version: str
    hash: str


@dataclass(frozen=True)
class StateInfo(SavedView):
    """A frozen state but for its results. `view` is JSON with every choice; `seal` is the hash (hex) over everything of the
    state, its results among it."""

    release_hash: str
    view: str
    program: Program
    seal: str = ""


@dataclass(frozen=True)
class State:
    """One frozen state: `tables` maps a name to the bytes of a Parquet file, as they were frozen."""

    info: StateInfo
    tables: Mapping[str, bytes]


@dataclass(frozen=True)
class Act:
    """What happened to a verkenning: when (UTC), who, why."""

    act: str
    happened_at: datetime
    actor: str
    note: str


@dataclass(frozen=True)
class StoredVerkenning(SavedView):
    """A verkenning: its choices, and everything that happened to it, the oldest first."""

    route_a: str
    route_b: str
    key: str | None
    values: tuple[tuple[str, float], ...]
    people: str | None
    acts: tuple[Act, ...]

    @property
    def in_force(self) -> bool:
        return self.acts[-1].act != WITHDRAWN

    @property
    def verkenning(self) -> Verkenning:
        """The same without what the database says of it."""
        head = (self.name, self.note, self.author, self.created_at, self.release)
        return Verkenning(*head, self.route_a, self.route_b, self.key, self.values, self.people)


# -- With results ----------------------------------------------------------------------------------------------


def freeze(
    path: Database,
    tables: Mapping[str, bytes],
    *,
    name: str,
    note: str,
    by: Person,
    release: ReleaseInfo,
    view: str,
    program: Program,
) -> int:
    """Add a state in one transaction; returns its number. The same person freezing the same under the same name and note
    adds one state: the second time it is the number of the first.

    Raises NotAllowed for a text that is missing, too long, with invisible characters or about one person; Forbidden;
    StoreError.
    """
    require(path, by, FREEZE)
    texts = (
        clean_text("Naam", name, NAME, NOTHING),
        clean_text("Toelichting", note, NOTE, NOTHING, required=False),
        clean_text("Wie bevriest", by.name, AUTHOR, NOTHING),
    )

    def action(connection: duckdb.DuckDBPyConnection) -> int:
        now = datetime.now(UTC).replace(tzinfo=None)
        number = _next(connection, "state")
        info = StateInfo(number, *texts, now, release.number, release.hash, view, program)
        before = _equal_state(connection, info, tables)
        if before is not None:
            return before
        parts = [{"table_name": table, "parquet": body} for table, body in tables.items()]
        _insert(connection, "state", number, {**_columns(info), "seal": seal(info, tables)}, parts)
        add_event(connection, FROZEN, info.author, info.note, now, state=number)
        return number

    return write(path, action)


def _equal_state(connection: duckdb.DuckDBPyConnection, info: StateInfo, tables: Mapping[str, bytes]) -> int | None:
    """The state that is equal to this one in everything but its number and its moment; None when there is none."""
    columns = {name: value for name, value in _columns(info).items() if name != "created_at"}
    for (number,) in connection.execute(query("equal_states"), columns).fetchall():
        if _tables(connection, number) == dict(tables):
            return int(number)
    return None


def _tables(connection: duckdb.DuckDBPyConnection, number: int) -> dict[str, bytes]:
    return dict(connection.execute(query("frozen_tables"), {"state": number}).fetchall())


def _columns(info: StateInfo) -> dict[str, Any]:
    """Everything of a state but its number, its seal and its results."""
    names = ("name", "note", "author", "created_at", "release", "release_hash", "view")
    columns = {name: getattr(info, name) for name in names}
    return {**columns, "program_version": info.program.version, "program_hash": info.program.hash}


def seal(info: StateInfo, tables: Mapping[str, bytes]) -> str:
    """sha256 (hex) over everything of a state but the seal itself."""
    columns = {"state": info.number, **_columns(info), "created_at": info.created_at.isoformat()}
    bodies = {name: hashlib.sha256(body).hexdigest() for name, body in tables.items()}
    text = json.dumps([columns, bodies], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def states(path: Database) -> list[StateInfo]:
    """All frozen states, the oldest first. Raises StoreError."""
    infos = read(path, _states)
    hashes = public_hashes(path, {info.release for info in infos})
    return [info if _is_public(info, hashes) else state(path, info.number).info for info in infos]


def _states(connection: duckdb.DuckDBPyConnection) -> list[StateInfo]:
    rows = [(*row[:-3], Program(*row[-3:-1]), row[-1]) for row in rows_of(connection, "frozen_states")]
    return [StateInfo(*row) for row in rows]


def _is_public(info: StateInfo, hashes: Mapping[str, str]) -> bool:
    return hashes.get(info.release_hash, info.release_hash) == info.release_hash


def state(path: Database, number: int) -> State:
    """One frozen state with its results, byte for byte; one from before small numbers were left out of the hash of a
    release with the hash, and so the seal, of what everybody may see. Raises UnknownState, BrokenState or StoreError."""

    def action(connection: duckdb.DuckDBPyConnection) -> State:
        infos = {info.number: info for info in _states(connection)}
        if number not in infos:
            raise UnknownState(f"Bevroren stand {number} bestaat niet. Kies een stand uit de lijst.")
        return State(infos[number], _tables(connection, number))

    stored = read(path, action)
    info = stored.info
    if seal(info, stored.tables) != info.seal:
        raise BrokenState(
            f"Bevroren stand {number} is na het bevriezen veranderd: de inhoud past niet bij het kenmerk "
            f"{short(info.seal)}. Zij wordt daarom niet getoond. Zet een reservekopie van de database terug."
        )
    hashes = public_hashes(path, {info.release})
    if _is_public(info, hashes):
        return stored
    info = replace(info, release_hash=hashes[info.release_hash])
    return State(replace(info, seal=seal(info, stored.tables)), stored.tables)


def matching(infos: Sequence[StateInfo], words: str) -> list[StateInfo]:
    """The states in whose number, name, note, author or date every one of these words occurs, in any case."""
    return [info for info in infos if all(word in _searched(info) for word in words.casefold().split())]


def _searched(info: StateInfo) -> str:
    day = info.created_at.date()
    texts = (f"stand {info.number}", info.name, info.note, info.author, date_words(day), day.isoformat())
    return " ".join((*texts, f"{day:%d-%m-%Y}")).casefold()


# -- Without results -------------------------------------------------------------------------------------------


def keep(path: Database, verkenning: Verkenning, *, by: Person, handed_in: bool = False) -> int:
    """Keep a verkenning in one transaction; returns its number. The same person keeping the same twice keeps one. Whether
    its release knows what it names is asked in lib.subjects.saved_views.

    Raises Unsound for its texts and values, NotAllowed when the name is taken, UnknownRelease, Forbidden, StoreError.
    """
    require(path, by, KEEP)
    problems = text_problems(HEAD, verkenning) + text_problem(HEAD, BY, by.name) + value_problems(HEAD, verkenning)
    if problems:
        raise Unsound(dict.fromkeys(problems))

    def action(connection: duckdb.DuckDBPyConnection) -> int:
        act = connection.execute(query("state_of"), {"release": verkenning.release}).fetchone()
        if act is None or act[0] == CONCEPT:
            raise UnknownRelease(f"Release {verkenning.release} is er niet voor lezers. Er is niets bewaard.")
        in_force = {plain(other.name): other for other in _verkenningen(connection) if other.in_force}
        namesake = in_force.get(plain(verkenning.name))
        if namesake is not None:
            own = not handed_in and namesake.acts[0].actor == by.name
            if own and _without_moment(namesake.verkenning) == _without_moment(verkenning):
                return namesake.number
            raise NotAllowed(
                f"Verkenning {namesake.number} heeft deze naam al. Kies een andere naam, of trek die verkenning eerst in. "
                "Er is niets veranderd."
            )
        number, columns = _next(connection, "verkenning"), asdict(verkenning)
        people = columns.pop("people")
        parts = [{"parameter": parameter, "waarde": value} for parameter, value in columns.pop("values")]
        _insert(connection, "verkenning", number, columns, parts)
        if people is not None:
            connection.execute(query("insert_verkenning_people"), {"verkenning": number, "sleutel": people})
        add_event(connection, HANDED_IN if handed_in else KEPT, by.name, verkenning.note, verkenning=number)
        return number

    return write(path, action)


def _without_moment(verkenning: Verkenning) -> Verkenning:
    return replace(verkenning, made_at=datetime.min, values=tuple(sorted(verkenning.values)))


def withdraw_verkenning(path: Database, number: int, *, note: str, by: Person) -> None:
    """Withdraw a verkenning: it stays in the record, and its name is free again. Who kept it may, and a beheerder.

    Raises Unsound for the texts, NotAllowed when there is none in force by that number, Forbidden, StoreError.
    """
    stored = {verkenning.number: verkenning for verkenning in verkenningen(path)}.get(number)
    own = stored is not None and stored.acts[0].actor == by.name
    require(path, by, WITHDRAW_OWN if own else WITHDRAW_OTHERS)
    problems = text_problem(HEAD, WHY, note) + text_problem(HEAD, BY, by.name)
    if problems:
        raise Unsound(problems)

    def action(connection: duckdb.DuckDBPyConnection) -> None:
        there = {verkenning.number: verkenning for verkenning in _verkenningen(connection)}.get(number)
        if there is None or not there.in_force:
            why = "bestaat niet" if there is None else "is al ingetrokken"
            raise NotAllowed(f"Verkenning {number} {why}. Er is niets veranderd.")
        add_event(connection, WITHDRAWN, by.name, note, verkenning=number)

    write(path, action)


def verkenningen(path: Database) -> list[StoredVerkenning]:
    """Every verkenning, the oldest first. Raises StoreError."""
    return read(path, _verkenningen)


def _verkenningen(connection: duckdb.DuckDBPyConnection) -> list[StoredVerkenning]:
    """None in a database of an earlier layout that takes no writing."""
    values: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for number, parameter, value in rows_of(connection, "verkenning_values"):
        values[number].append((parameter, value))
    acts: dict[int, list[Act]] = defaultdict(list)
    for number, *event in connection.execute(query("verkenning_events")).fetchall():
        acts[number].append(Act(*event))
    people = dict(rows_of(connection, "verkenning_people"))
    rows = [
        (*row, tuple(values[row[0]]), people.get(row[0]), tuple(acts[row[0]]))
        for row in rows_of(connection, "verkenningen")
    ]
    return [StoredVerkenning(*row) for row in rows]


def plain(name: str) -> str:
    """Names that read the same are the same."""
    return normalize("NFKC", name).casefold()


# -- Both ------------------------------------------------------------------------------------------------------


def _next(connection: duckdb.DuckDBPyConnection, kind: Literal["state", "verkenning"]) -> int:
    (number,) = connection.execute(query(f"next_{kind}")).fetchone() or (1,)
    return int(number)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    kind: Literal["state", "verkenning"],
    number: int,
    columns: Mapping[str, Any],
    parts: Iterable[Mapping[str, Any]],
) -> None:
    """Its row, and a row per part: a table of a state, a value of a verkenning."""
    connection.execute(query(f"insert_{kind}"), {kind: number, **columns})
    for part in parts:
        connection.execute(query(f"insert_{kind}_part"), {kind: number, **part})
