"""Make a backup of the database while it is in use, look whether one is sound, and put one back."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

import duckdb

from lib.store.access import BACK_UP, PROTECTED, RESTORE, Person, is_protected, note_event, require
from lib.store.backup_file import DATABASE, Backup, describe, pack, placing, refused, unpack
from lib.store.backup_file import BackupRefused as BackupRefused
from lib.store.content import short
from lib.store.database import read, write
from lib.store.faults import DatabaseCorrupt, DatabaseMissing, DatabaseNewer, StoreError, explained
from lib.store.file.snapshot import copy_out, put_in_place
from lib.store.holdings import changed_since, holdings
from lib.store.lake.database import replace
from lib.store.lake.place import Lake
from lib.store.locations import Database, name_of
from lib.store.migration import SCHEMA, outdated
from lib.store.moving import copy_all
from lib.store.seal import STAYED, mark_in, note_mark, protected_with
from lib.store.workroom import put_new, workroom

BACKED_UP, RESTORED = "reservekopie gemaakt", "teruggezet"
MADE = "reservekopie.zip"


@dataclass(frozen=True)
class Made:
    """A backup that was made: where, what is in it, and whether the record of the database says so."""

    place: Path
    backup: Backup
    on_record: bool


@dataclass(frozen=True)
class Restored:
    """A backup that was put back, and where the file of before is now; None when there was none."""

    backup: Backup
    aside: Path | None


def back_up(path: Database, to: Path, *, by: Person, program: str) -> Made:
    """Copy the database into one new file; `to` is that file, or a folder, in which it gets the moment as its name.

    `program` is the version of the program. The file appears whole, after every release and frozen state in it was looked at. Raises
    Forbidden, BackupRefused when the place is taken or the database is not sound, StoreError.
    """
    require(path, by, BACK_UP)
    now = datetime.now(UTC).replace(tzinfo=None)
    place = to / f"{name_of(path)}-{now:%Y%m%dT%H%M%S}.zip" if to.is_dir() else to
    with placing(place), workroom(place.parent) as room:
        database = room / DATABASE
        if isinstance(path, Lake):
            copy_all(path, database)
        else:
            copy_out(path, partial(_keep, place, database))
        made = describe(database, holdings(database), now, program)
        changed = changed_since(database)
        if changed:
            raise BackupRefused(
                f"De database {path} is niet heel: {'; '.join(changed)}. Er is geen reservekopie gemaakt."
            )
        pack(made, database, room / MADE)
        # It holds all there is, also what readers get to see merged only.
        (room / MADE).chmod(0o600)
        _place(room / MADE, place)
    return Made(place, made, _noted(path, by, f"{place.name}, kenmerk {short(made.holdings.hash)}"))


def verify(file: Path) -> Backup:
    """What a backup holds, after everything in it was read: each release and frozen state still is what was put in.

    Raises BackupRefused, StoreError.
    """
    with workroom() as room:
        return _unpacked(file, room)


def restore(file: Path, path: Database, *, by: Person) -> Restored:
    """Verify a backup and put it in the place of the database, which keeps its file under another name; what a shared
    one held stays in its earlier states.

    Works when that is missing or damaged. One of an earlier layout is renewed at once; what took only people who are
    known still does, with the same secret. Raises Forbidden, BackupRefused, StoreError.
    """
    require(path, by, RESTORE)
    if isinstance(path, Path):
        # What a link points at is the database; the link stays.
        path = path.resolve()
    protected, mark = _is_protected(path), protected_with(path)
    with _room_for(path) as room:
        found = _unpacked(file, room)

        def note(connection: duckdb.DuckDBPyConnection) -> None:
            if protected and not already:
                note_event(connection, by, PROTECTED, "aanmelden blijft verplicht")
            if mark and mark != mark_in(connection):
                note_mark(connection, by, STAYED, mark)
            made_at = f"{found.made_at:%Y-%m-%d %H:%M}"
            told = f"reservekopie van {made_at} (UTC), kenmerk {short(found.holdings.hash)}"
            note_event(connection, by, RESTORED, told)

        already = is_protected(room / DATABASE)
        write(room / DATABASE, note)
        if isinstance(path, Lake):
            copy_all(room / DATABASE, path, replace)
            return Restored(found, None)
        return Restored(found, put_in_place(room / DATABASE, path))


@contextmanager
def _room_for(path: Database) -> Iterator[Path]:
    """An empty folder to make ready in what goes to the place of the database: on the same disk, where that has one."""
    if isinstance(path, Lake):
        with workroom() as room:
            yield room
    else:
        with explained(path), workroom(path.parent) as room:
            yield room


def _unpacked(file: Path, folder: Path) -> Backup:
    """What is in the backup, with its database in the folder. Raises BackupRefused, StoreError."""
    found, database = unpack(file, folder), folder / DATABASE
    if found.holdings.schema > SCHEMA:
        raise refused(
            file,
            f"zij heeft schema {found.holdings.schema} en dit programma kent er geen na {SCHEMA}; werk dit programma bij",
        )
    try:
        same = holdings(database) == found.holdings
    except (DatabaseCorrupt, DatabaseNewer) as error:
        raise refused(file, "de database erin is beschadigd, of geen van de Routewijzer") from error
    if not same:
        raise refused(file, "wat erin zit, past niet bij de beschrijving")
    changed = changed_since(database)
    if changed:
        raise refused(file, "; ".join(changed))
    return found


def _keep(place: Path, database: Path, source: BinaryIO) -> None:
    with placing(place), database.open("wb") as copy:
        shutil.copyfileobj(source, copy)


def _place(made: Path, place: Path) -> None:
    try:
        put_new(made, place)
    except FileExistsError:
        raise BackupRefused(
            f"{place} bestaat al. Kies een andere naam, of een map. Er is geen reservekopie gemaakt."
        ) from None


def _noted(path: Database, by: Person, told: str) -> bool:
    """Whether the record has it: a disk that takes no more writing is when a backup is needed most, and an earlier
    layout is not renewed for a line."""
    try:
        if read(path, outdated):
            return False
        write(path, lambda connection: note_event(connection, by, BACKED_UP, told))
    except StoreError as error:
        logging.getLogger(__name__).warning("backup not on record: %s", type(error).__name__)
        return False
    return True


def _is_protected(path: Database) -> bool:
    """Whether what is there now takes only people who are known; what cannot be read takes nobody."""
    with suppress(DatabaseMissing, DatabaseCorrupt, DatabaseNewer):
        return is_protected(path)
    return False
