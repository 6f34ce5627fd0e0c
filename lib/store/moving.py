"""Everything in one database → another, of whichever kind: every row as it is, and proven so."""

from collections.abc import Callable
from functools import partial

import duckdb

from lib.store.access import MOVE, Person, require
from lib.store.content import short
from lib.store.database import create, present, read, renew_once
from lib.store.faults import StoreError
from lib.store.holdings import Holdings, held_in, holdings
from lib.store.locations import Database
from lib.store.migration import table_names
from lib.store.queries import query

#: Each database has its own.
VERSION = "schema_version"
ROWS_AT_ONCE = 50_000


class CannotMove(StoreError):
    """There is something in the place to move to, or what came there is not what was moved."""


def move(source: Database, target: Database, *, by: Person) -> Holdings:
    """Copy all of a database to a place where there is none yet; the source stays as it is. Returns what both hold.

    Raises Forbidden, CannotMove, StoreError.
    """
    require(source, by, MOVE)
    if present(target):
        raise CannotMove(f"Er is al een database in {target}. Kies een andere plek. Er is niets veranderd.")
    return copy_all(source, target)


def copy_all(source: Database, target: Database, make: Callable[..., None] = create) -> Holdings:
    """Copy one state of the source to a database that `make` makes, a new one by itself; returns what both hold.

    Raises CannotMove, StoreError.
    """
    renew_once(source)
    before = read(source, partial(_made_from, make, target))
    after = holdings(target)
    if after != before:
        raise CannotMove(
            f"Wat in {target} staat (kenmerk {short(after.hash)}) is niet wat in {source} stond (kenmerk "
            f"{short(before.hash)}). Gebruik {target} niet en probeer het opnieuw. {source} is niet veranderd."
        )
    return before


def _made_from(make: Callable[..., None], target: Database, source: duckdb.DuckDBPyConnection) -> Holdings:
    make(target, partial(_copy_rows, source))
    return held_in(source)


def _copy_rows(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection) -> None:
    for table in _tables():
        rows = source.execute(query("rows_of_table"), {"name": table}).to_arrow_reader(ROWS_AT_ONCE)
        target.register("staged", rows)
        target.execute(f"INSERT INTO {table} BY NAME SELECT * FROM staged")
        target.unregister("staged")


def _tables() -> list[str]:
    return [table for table in table_names() if table != VERSION]
