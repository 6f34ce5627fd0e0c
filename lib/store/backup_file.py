"""A backup as one file: a zip with the database and what it says of itself.

One file, so that nothing can be parted from it; a zip, because a database compresses to a small part and any computer
can take it out again without this program.
"""

import errno
import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from lib.store.faults import StoreError, explained
from lib.store.holdings import Held, Holdings

DATABASE, MANIFEST = "routewijzer.duckdb", "reservekopie.json"
#: The layout of the zip and its description; raise it when a reader of before would misread it.
FORM = 1
LONGEST_MANIFEST = 1_000_000
#: Bytes that are unpacked at once.
AT_ONCE = 1024 * 1024
QUICK = 1
#: Bytes of the disk that taking a database out leaves free.
SPARE = 10_000_000
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


def refused(file: Path, what: str) -> BackupRefused:
    return BackupRefused(f"{file} is niet te gebruiken: {what}. Kies een andere reservekopie. Er is niets veranderd.")


def describe(database: Path, found: Holdings, made_at: datetime, program: str) -> Backup:
    """Raises OSError."""
    return Backup(made_at, program, database.stat().st_size, sha256_of(database), found)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(backup: Backup, database: Path, to: Path) -> None:
    """Write the zip. Raises OSError."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as packed:
        packed.writestr(MANIFEST, json.dumps(_written(backup), indent=1))
        packed.write(database, DATABASE)


def unpack(file: Path, folder: Path) -> Backup:
    """Take the database out, into a folder, as it was put in. Raises BackupRefused, DatabaseUnwritable."""
    try:
        with zipfile.ZipFile(file) as packed:
            if packed.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
                raise refused(file, "de beschrijving erin is te groot")
            told = json.loads(packed.read(MANIFEST))
            if told["vorm"] > FORM:
                raise refused(file, "zij is gemaakt met een nieuwere versie van de Routewijzer; werk dit programma bij")
            backup = _read(told)
            _refuse_claim(file, packed.getinfo(DATABASE).file_size, backup.size, folder)
            with explained(folder / DATABASE), (folder / DATABASE).open("wb") as made, packed.open(DATABASE) as source:
                _copy(source, made, backup.size)
    except FileNotFoundError:
        raise refused(file, "dit bestand is er niet") from None
    except OSError as error:
        what = "dit is een map" if file.is_dir() else f"niet te lezen (fout {error.errno})"
        raise refused(file, what) from error
    except UNREADABLE as error:
        raise refused(file, "dit is geen reservekopie van de Routewijzer, of zij is onvolledig") from error
    if sha256_of(folder / DATABASE) != backup.sha256:
        raise refused(file, "de database erin is niet die waarvan de kopie is gemaakt")
    return backup


def _refuse_claim(file: Path, size: int, told: int, folder: Path) -> None:
    """Look at the size that the zip claims before anything is taken out."""
    if size != told:
        raise refused(file, "de database erin is niet die waarvan de kopie is gemaakt")
    free = shutil.disk_usage(folder).free
    if size > free - SPARE:
        raise refused(file, f"de database erin is {size:,} bytes, en daar is geen plaats voor".replace(",", "."))


def _copy(source: IO[bytes], made: IO[bytes], size: int) -> None:
    """No more than it said, whatever comes. Raises ValueError."""
    while some := source.read(min(AT_ONCE, size + 1)):
        size -= len(some)
        if size < 0:
            raise ValueError("longer than it says")
        made.write(some)


def _written(backup: Backup) -> dict[str, Any]:
    held = backup.holdings
    return {
        "soort": "reservekopie van de Routewijzer",
        "vorm": FORM,
        "gemaakt_op": backup.made_at.isoformat(),
        "programma": backup.program,
        "schema": held.schema,
        "bytes": backup.size,
        "sha256": backup.sha256,
        "inhoud": held.hash,
        "tabellen": {name: {"rijen": table.rows, "sha256": table.sha256} for name, table in held.tables.items()},
    }


def _read(told: dict[str, Any]) -> Backup:
    tables = {name: Held(int(table["rijen"]), str(table["sha256"])) for name, table in told["tabellen"].items()}
    found = Holdings(int(told["schema"]), tables)
    if found.hash != told["inhoud"]:
        raise ValueError("inhoud")
    made_at = datetime.fromisoformat(told["gemaakt_op"])
    return Backup(made_at, str(told["programma"]), int(told["bytes"]), str(told["sha256"]), found)
