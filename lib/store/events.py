"""What happened: to a release, a verkenning, a frozen state or the database itself, in the order in which it was written."""

from datetime import UTC, datetime
from typing import Any

import duckdb

from lib.store.queries import query

#: What an event can have happened to, by its column; `role` is that of who acted on the database itself.
SUBJECTS = ("release", "verkenning", "state", "role")


def add_event(
    connection: duckdb.DuckDBPyConnection,
    act: str,
    actor: str,
    note: str,
    happened_at: datetime | None = None,
    **subject: int | str,
) -> None:
    """Add an event inside the caller's transaction; `subject` is one of SUBJECTS with its value, the moment (UTC) now when
    none is given."""
    moment = happened_at or datetime.now(UTC).replace(tzinfo=None)
    event = {"act": act, "actor": actor, "note": note, "happened_at": moment}
    connection.execute(query("insert_event"), {**dict.fromkeys(SUBJECTS), **subject, **event})


def database_events(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """What happened to the database itself, the oldest first: when (UTC), who, role, act, note."""
    return connection.execute(query("database_events")).fetchall()
