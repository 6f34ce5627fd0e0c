"""The record as a file: who did what, and what was refused."""

from lib.report.table_files import csv_file
from lib.store.access import SEE_RECORD, Person, require
from lib.store.locations import Database
from lib.store.publishing import Event, history

COLUMNS = ("wanneer (UTC)", "wie", "wat", "toelichting", "bestanden (sha256)")


def record_csv(path: Database, *, by: Person) -> bytes:
    """Every event, the oldest first, as CSV. Raises Forbidden, StoreError."""
    require(path, by, SEE_RECORD)
    return csv_file(COLUMNS, map(_row, history(path)))


def _row(event: Event) -> tuple[str, ...]:
    files = "; ".join(f"{file.name} ({file.sha256})" for file in event.files)
    return f"{event.happened_at:%Y-%m-%d %H:%M:%S}", event.actor, event.what, event.note, files
