"""Frozen states: what a view showed, kept as results and never computed again; only added, read back whole or not."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from lib.store.access import FREEZE, Person, require
from lib.store.content import short
from lib.store.database import read, write
from lib.store.events import add_event
from lib.store.faults import StoreError
from lib.store.intake.personal import sign_of_person
from lib.store.locations import Database
from lib.store.problems import INVISIBLE
from lib.store.publishing import FROZEN, NotAllowed
from lib.store.queries import query, rows_of
from lib.store.releases import ReleaseInfo
from lib.store.shown import shown_hashes
from lib.text import date_words

#: The most characters of each text.
NAME, NOTE, AUTHOR = 80, 300, 80
NOTHING = "Er is niets bevroren."


class UnknownState(StoreError):
    """No such frozen state."""


class BrokenState(StoreError):
    """What is stored is not what was frozen."""


@dataclass(frozen=True)
class Program:
    """What computed: the version of the program and the hash over its files."""

    version: str
    hash: str


@dataclass(frozen=True)
class StateInfo:
    """What the list of frozen states says of one. `view` is JSON with every choice; times are UTC; `seal` is the hash
    (hex) over everything of the state, its results among it."""

    number: int
    name: str
    note: str
    author: str
    created_at: datetime
    release: int
    release_hash: str
    view: str
    program: Program
    seal: str = ""


@dataclass(frozen=True)
class State:
    """One frozen state: `tables` maps a name to the bytes of a Parquet file, as they were frozen."""

    info: StateInfo
    tables: Mapping[str, bytes]


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
    today = datetime.now(UTC).date()
    told = (
        _told("Naam", name, NAME, today),
        _told("Toelichting", note, NOTE, today, required=False),
        _told("Wie bevriest", by.name, AUTHOR, today),
    )

    def action(connection: duckdb.DuckDBPyConnection) -> int:
        (number,) = connection.execute(query("next_state")).fetchone() or (1,)
        now = datetime.now(UTC).replace(tzinfo=None)
        info = StateInfo(int(number), *told, now, release.number, release.hash, view, program)
        before = _frozen_before(connection, info, tables)
        if before is not None:
            return before
        _insert(connection, State(replace(info, seal=seal(info, tables)), tables))
        return info.number

    return write(path, action)


def _frozen_before(connection: duckdb.DuckDBPyConnection, info: StateInfo, tables: Mapping[str, bytes]) -> int | None:
    """The state that is equal to this one in everything but its number and its moment; None when there is none."""
    asked = {name: value for name, value in _columns(info).items() if name not in ("state", "created_at")}
    for (number,) in connection.execute(query("equal_states"), asked).fetchall():
        if dict(connection.execute(query("frozen_tables"), {"state": number}).fetchall()) == dict(tables):
            return int(number)
    return None


def _insert(connection: duckdb.DuckDBPyConnection, state: State) -> None:
    connection.execute(query("insert_frozen_state"), {**_columns(state.info), "seal": state.info.seal})
    for table, body in state.tables.items():
        row = {"state": state.info.number, "table_name": table, "parquet": body}
        connection.execute(query("insert_frozen_table"), row)
    info = state.info
    add_event(connection, FROZEN, info.author, info.note, info.created_at, state=info.number)


def _columns(info: StateInfo) -> dict[str, Any]:
    return {
        "state": info.number,
        "name": info.name,
        "note": info.note,
        "author": info.author,
        "created_at": info.created_at,
        "release": info.release,
        "release_hash": info.release_hash,
        "view": info.view,
        "program_version": info.program.version,
        "program_hash": info.program.hash,
    }


def seal(info: StateInfo, tables: Mapping[str, bytes]) -> str:
    """sha256 (hex) over everything of a state but the seal itself."""
    told = {**_columns(info), "created_at": info.created_at.isoformat()}
    bodies = {name: hashlib.sha256(body).hexdigest() for name, body in tables.items()}
    text = json.dumps([told, bodies], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def states(path: Database) -> list[StateInfo]:
    """All frozen states, the oldest first. Raises StoreError."""
    found = read(path, lambda connection: [_info(row) for row in rows_of(connection, "frozen_states")])
    hashes = shown_hashes(path, {info.release for info in found})
    return [info if _may_be_seen(info, hashes) else state(path, info.number).info for info in found]


def _may_be_seen(info: StateInfo, hashes: Mapping[str, str]) -> bool:
    return hashes.get(info.release_hash, info.release_hash) == info.release_hash


def _shown(path: Database, found: State) -> State:
    """A state from before small numbers were kept out of the hash of a release: with the hash, and so the seal, of what
    everybody may see."""
    hashes = shown_hashes(path, {found.info.release})
    if _may_be_seen(found.info, hashes):
        return found
    info = replace(found.info, release_hash=hashes[found.info.release_hash], seal="")
    return State(replace(info, seal=seal(info, found.tables)), found.tables)


def state(path: Database, number: int) -> State:
    """One frozen state with its results, byte for byte. Raises UnknownState, BrokenState or StoreError."""

    def action(connection: duckdb.DuckDBPyConnection) -> State:
        infos = {info.number: info for info in map(_info, rows_of(connection, "frozen_states"))}
        if number not in infos:
            raise UnknownState(f"Bevroren stand {number} bestaat niet. Kies een stand uit de lijst.")
        tables = dict(connection.execute(query("frozen_tables"), {"state": number}).fetchall())
        return State(infos[number], tables)

    found = read(path, action)
    if seal(found.info, found.tables) != found.info.seal:
        raise BrokenState(
            f"Bevroren stand {number} is na het bevriezen veranderd: de inhoud past niet bij het kenmerk "
            f"{short(found.info.seal)}. Zij wordt daarom niet getoond. Zet een reservekopie van de database terug."
        )
    return _shown(path, found)


def _info(row: tuple[Any, ...]) -> StateInfo:
    number, name, note, author, created_at, release, release_hash, view, version, hash_, sealed = row
    program = Program(version, hash_)
    return StateInfo(number, name, note, author, created_at, release, release_hash, view, program, sealed)


def _told(what: str, text: str, most: int, today: date, required: bool = True) -> str:
    """The text as it will be kept. Raises NotAllowed."""
    told = text.strip(" ")
    if INVISIBLE.search(told):
        raise NotAllowed(
            f"{what}: er staat een teken of regeleinde in dat niemand ziet; typ de tekst opnieuw. {NOTHING}"
        )
    told = " ".join(told.split())
    if required and not told:
        raise NotAllowed(f"{what}: vul dit in. {NOTHING}")
    if len(told) > most:
        raise NotAllowed(f"{what}: dit zijn {len(told)} tekens, er passen er {most}; maak de tekst korter. {NOTHING}")
    sign = sign_of_person(told, today, expected=True)
    if sign is not None:
        raise NotAllowed(f"{what}: hier staat {sign}; haal dat weg. {NOTHING}")
    return told


def matching(infos: Sequence[StateInfo], wanted: str) -> list[StateInfo]:
    """The states in whose number, name, note, author or date every word of `wanted` occurs, in any case."""
    sought = wanted.casefold().split()
    return [info for info in infos if all(word in _searched(info) for word in sought)]


def _searched(info: StateInfo) -> str:
    day = info.created_at.date()
    told = (f"stand {info.number}", info.name, info.note, info.author, date_words(day), day.isoformat())
    return " ".join((*told, f"{day:%d-%m-%Y}")).casefold()
