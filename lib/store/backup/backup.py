"""Make a backup of the database while it is in use, look whether one is sound, and put one back.

A backup is one file, so that nothing can be parted from it; a zip with the database and what it says of itself, because a
database compresses to a small part and any computer can take it out again without this program.
"""

import errno
import hashlib
import json
import logging
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO

from lib.store.access import BACK_UP, PROTECTED, RESTORE, Person, is_protected, note_event, require
from lib.store.backup.holdings import Holdings, TableFingerprint, changed_since, copy_all, holdings
from lib.store.database import read, write
from lib.store.faults import Connection, DatabaseCorrupt, DatabaseMissing, DatabaseNewer, StoreError, explained
from lib.store.file.database import copy_out, put_in_place
from lib.store.file.workroom import put_new, workroom
from lib.store.lake.database import replace
from lib.store.lake.place import Lake
from lib.store.locations import Database, name_of
from lib.store.migration import SCHEMA, outdated
from lib.store.secrets import STAYED, mark_in, note_mark, protected_with
from lib.tables.content import short

BACKED_UP, RESTORED = "reservekopie gemaakt", "teruggezet"
DATABASE, MANIFEST, PACKED = "routewijzer.duckdb", "reservekopie.json", "reservekopie.zip"
#: The layout of the zip and its description; raise it when a reader of before would misread it.
FORM = 1
LONGEST_MANIFEST = 1_000_000
#: Bytes that are unpacked at once.
AT_ONCE = 1024 * 1024
QUICK = 1
#: Bytes of the disk that taking a database out leaves free.
SPARE = 10_000_000
OTHER_DATABASE = "de database erin is niet die waarvan de kopie is gemaakt"
#: What a file that is no whole zip, or one with something else in it, raises.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class BackupRefused(StoreError):
    """A backup cannot be made, or what is given is none that can be put back; nothing changed."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself: when it was made (UTC), by which version of the program, the size in bytes and
    sha256 (hex) of the database, and what is in it."""

    made_at: datetime
    program: str
    size: int
    sha256: str
    holdings: Holdings


@dataclass(frozen=True)
class BackupCopy:
    """A backup that was made: where, what is in it, and whether the record of the database says so."""

    place: Path
    backup: Backup
    on_record: bool


@dataclass(frozen=True)
class Restoration:
    """A backup that was put back, and where the file of before is now; None when there was none."""

    backup: Backup
    aside: Path | None


def back_up(path: Database, to: Path, *, by: Person, program: str) -> BackupCopy:
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
        backup = describe(database, holdings(database), now, program)
        changes = changed_since(database)
        if changes:
            raise BackupRefused(
                f"De database {path} is niet heel: {'; '.join(changes)}. Er is geen reservekopie gemaakt."
            )
        pack(backup, database, room / PACKED)
        # It holds all there is, also what readers get to see merged only.
        (room / PACKED).chmod(0o600)
        _place(room / PACKED, place)
    return BackupCopy(place, backup, _noted(path, by, f"{place.name}, kenmerk {short(backup.holdings.hash)}"))


def verify(file: Path) -> Backup:
    """What a backup holds, after everything in it was read: each release and frozen state still is what was put in.

    Raises BackupRefused, StoreError.
    """
    with workroom() as room:
        return _unpacked(file, room)


def restore(file: Path, path: Database, *, by: Person) -> Restoration:
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
        database = room / DATABASE
        backup = _unpacked(file, room)
        already = is_protected(database)

        def note(connection: Connection) -> None:
            if protected and not already:
                note_event(connection, by, PROTECTED, "aanmelden blijft verplicht")
            if mark and mark != mark_in(connection):
                note_mark(connection, by, STAYED, mark)
            origin = f"reservekopie van {backup.made_at:%Y-%m-%d %H:%M} (UTC), kenmerk {short(backup.holdings.hash)}"
            note_event(connection, by, RESTORED, origin)

        write(database, note)
        if isinstance(path, Lake):
            copy_all(database, path, replace)
            return Restoration(backup, None)
        return Restoration(backup, put_in_place(database, path))


@contextmanager
def _room_for(path: Database) -> Iterator[Path]:
    """An empty folder to make ready in what goes to the place of the database: on the same disk, where that has one."""
    if isinstance(path, Lake):
        with workroom() as room:
            yield room
    else:
        with explained(path), workroom(path.parent) as room:
            yield room


def _is_protected(path: Database) -> bool:
    """Whether what is there now takes only people who are known; what cannot be read takes nobody."""
    with suppress(DatabaseMissing, DatabaseCorrupt, DatabaseNewer):
        return is_protected(path)
    return False


def _unpacked(file: Path, folder: Path) -> Backup:
    """What is in the backup, with its database in the folder. Raises BackupRefused, StoreError."""
    backup, database = unpack(file, folder), folder / DATABASE
    schema = backup.holdings.schema
    if schema > SCHEMA:
        raise _refused(
            file, f"zij heeft schema {schema} en dit programma kent er geen na {SCHEMA}; werk dit programma bij"
        )
    try:
        same = holdings(database) == backup.holdings
    except (DatabaseCorrupt, DatabaseNewer) as error:
        raise _refused(file, "de database erin is beschadigd, of geen van de Routewijzer") from error
    if not same:
        raise _refused(file, "wat erin zit, past niet bij de beschrijving")
    changes = changed_since(database)
    if changes:
        raise _refused(file, "; ".join(changes))
    return backup


def _keep(place: Path, database: Path, source: BinaryIO) -> None:
    with placing(place), database.open("wb") as copy:
        shutil.copyfileobj(source, copy)


def _place(file: Path, place: Path) -> None:
    try:
        put_new(file, place)
    except FileExistsError:
        raise BackupRefused(
            f"{place} bestaat al. Kies een andere naam, of een map. Er is geen reservekopie gemaakt."
        ) from None


def _noted(path: Database, by: Person, note: str) -> bool:
    """Whether the record has it: a disk that takes no more writing is when a backup is needed most, and an earlier
    layout is not renewed for a line."""
    try:
        if read(path, outdated):
            return False
        write(path, lambda connection: note_event(connection, by, BACKED_UP, note))
    except StoreError as error:
        logging.getLogger(__name__).warning("backup not on record: %s", type(error).__name__)
        return False
    return True


@contextmanager
def placing(place: Path) -> Iterator[None]:
    """Tell why a backup cannot be written there. Raises BackupRefused."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
        what = "de schijf is vol; maak ruimte vrij" if full else f"daar mag niet geschreven worden (fout {error.errno})"
        raise BackupRefused(
            f"{place} kan niet gemaakt worden: {what}, of kies een andere plek. Er is geen reservekopie gemaakt."
        ) from error


def _refused(file: Path, what: str) -> BackupRefused:
    return BackupRefused(f"{file} is niet te gebruiken: {what}. Kies een andere reservekopie. Er is niets veranderd.")


def describe(database: Path, contents: Holdings, made_at: datetime, program: str) -> Backup:
    """Raises OSError."""
    return Backup(made_at, program, database.stat().st_size, sha256_of(database), contents)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(backup: Backup, database: Path, to: Path) -> None:
    """Write the zip. Raises OSError."""
    contents = backup.holdings
    manifest = {
        "soort": "reservekopie van de Routewijzer",
        "vorm": FORM,
        "gemaakt_op": backup.made_at.isoformat(),
        "programma": backup.program,
        "schema": contents.schema,
        "bytes": backup.size,
        "sha256": backup.sha256,
        "inhoud": contents.hash,
        "tabellen": {name: {"rijen": table.rows, "sha256": table.sha256} for name, table in contents.tables.items()},
    }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        archive.write(database, DATABASE)


def unpack(file: Path, folder: Path) -> Backup:
    """Take the database out, into a folder, as it was put in. Raises BackupRefused, DatabaseUnwritable."""
    database = folder / DATABASE
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise _refused(file, "de beschrijving erin is te groot")
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["vorm"] > FORM:
                raise _refused(
                    file, "zij is gemaakt met een nieuwere versie van de Routewijzer; werk dit programma bij"
                )
            backup = _read(manifest)
            _refuse_claim(file, archive.getinfo(DATABASE).file_size, backup.size, folder)
            with explained(database), database.open("wb") as copy, archive.open(DATABASE) as source:
                _copy(source, copy, backup.size)
    except FileNotFoundError:
        raise _refused(file, "dit bestand is er niet") from None
    except OSError as error:
        what = "dit is een map" if file.is_dir() else f"niet te lezen (fout {error.errno})"
        raise _refused(file, what) from error
    except UNREADABLE as error:
        raise _refused(file, "dit is geen reservekopie van de Routewijzer, of zij is onvolledig") from error
    if sha256_of(database) != backup.sha256:
        raise _refused(file, OTHER_DATABASE)
    return backup


def _read(manifest: dict[str, Any]) -> Backup:
    """What the description says. Raises what UNREADABLE names."""
    tables = {
        name: TableFingerprint(int(table["rijen"]), str(table["sha256"]))
        for name, table in manifest["tabellen"].items()
    }
    contents = Holdings(int(manifest["schema"]), tables)
    if contents.hash != manifest["inhoud"]:
        raise ValueError("inhoud")
    made_at = datetime.fromisoformat(manifest["gemaakt_op"])
    return Backup(made_at, str(manifest["programma"]), int(manifest["bytes"]), str(manifest["sha256"]), contents)


def _refuse_claim(file: Path, size: int, claim: int, folder: Path) -> None:
    """Look at the size that the zip claims before anything is taken out."""
    if size != claim:
        raise _refused(file, OTHER_DATABASE)
    if size > shutil.disk_usage(folder).free - SPARE:
        raise _refused(file, f"de database erin is {size:,} bytes, en daar is geen plaats voor".replace(",", "."))


def _copy(source: IO[bytes], copy: IO[bytes], size: int) -> None:
    """No more than it said, whatever comes. Raises ValueError."""
    while some := source.read(min(AT_ONCE, size + 1)):
        size -= len(some)
        if size < 0:
            raise ValueError("longer than it says")
        copy.write(some)
