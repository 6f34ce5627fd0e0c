"""Around the store: what somebody does to a database without it, and the name by which a process finds one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from lib.store.database import stamp
from lib.store.lake.connection import line_to
from lib.store.lake.place import SCHEME, Lake
from lib.store.locations import Database

#: What happened to each kind, in a table of its own, from one that has all of it.
EARLIER = {
    "release_events": "SELECT row_number() OVER (ORDER BY event) AS event, release, act AS state, happened_at, actor, note "
    "FROM {events} WHERE release IS NOT NULL",
    "verkenning_events": "SELECT row_number() OVER (ORDER BY event) AS event, verkenning, act, happened_at, actor, note "
    "FROM {events} WHERE verkenning IS NOT NULL",
    "access_events": "SELECT row_number() OVER (ORDER BY event) AS event, happened_at, actor, role, act AS kind, "
    "note AS told FROM {events} WHERE role IS NOT NULL",
    "event_order": "SELECT event AS place, kind, row_number() OVER (PARTITION BY kind ORDER BY event) AS number FROM "
    "(SELECT event, CASE WHEN release IS NOT NULL THEN 'release' WHEN verkenning IS NOT NULL THEN 'verkenning' "
    "WHEN state IS NOT NULL THEN 'stand' ELSE 'database' END AS kind FROM {events})",
}
#: What makes a database of now one of layout 3, without keys and checks.
LAYOUT_3 = (
    *(f"CREATE TABLE {name} AS {made.format(events='events')}" for name, made in EARLIER.items()),
    "DROP TABLE events",
    "UPDATE schema_version SET version = 3",
)


@contextmanager
def meddling(path: Database) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database itself, open for anything."""
    if isinstance(path, Lake):
        with line_to(path).connection() as connection:
            yield connection
    else:
        with duckdb.connect(str(path)) as connection:
            yield connection


def name_of(path: Database) -> str:
    """What `database_named` makes the same database of, in another process."""
    return SCHEME + path.catalogue if isinstance(path, Lake) else str(path)


def image(path: Database) -> object:
    """Something that is the same as long as nothing happens to the database."""
    return stamp(path) if isinstance(path, Lake) else path.read_bytes()


def beside(path: Database) -> list[str]:
    """What else lies where the database lies."""
    own = Path(str(path.files)) if isinstance(path, Lake) else path
    return sorted(one.name for one in own.parent.iterdir() if one != own)


def aside(path: Database) -> list[str]:
    """What lies there after another took the place of the database once; a shared one keeps that in its own states."""
    return [] if isinstance(path, Lake) else [f"{path.stem}.voor-terugzetten{path.suffix}"]
