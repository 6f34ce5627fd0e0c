"""Tables and bytes → files in their place: whole or not at all, and never over somebody else's."""

import contextlib
import errno
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lib.report import FORMATS, own_table
from lib.report.table_files import PLAIN, csv_file, table_csv, table_parquet
from lib.report.tables import SCHEMAS, STORED
from lib.store.workroom import put_folder, put_new, workroom

#: The tables that a folder of ours may hold.
KNOWN = SCHEMAS | STORED | {own_table.NAME: own_table.SCHEMA}
#: What is made is called in its workroom.
MADE = "nieuw"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


class CannotExport(Exception):
    """The files cannot be written there; `melding` says why and what to do, in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


#: A table as the bytes of a file of each format.
ENCODED: dict[str, Callable[[pa.Table], bytes]] = dict(
    zip(FORMATS, (partial(table_csv, notation=PLAIN), table_parquet), strict=True)
)


def write_folder(tables: Mapping[str, pa.Table], format_: str, target: Path) -> None:
    """Write each table as <name>.<format> into the folder `target`, all of them or none.

    An earlier export or an empty folder is replaced. Raises CannotExport.
    """
    write_bytes({f"{name}.{format_}": ENCODED[format_](table) for name, table in tables.items()}, target)


def write_bytes(files: Mapping[str, bytes], target: Path) -> None:
    """The same with files that are made already: name → bytes. Raises CannotExport."""
    with explained(target):
        place = target.resolve()
        refuse_other(place, target)
        with workroom(place.parent) as room:
            put_folder(_folder(files, room), place, room / "oud")


def place_folder(files: Mapping[str, bytes], target: Path) -> None:
    """Write the files into a new or empty folder. Raises CannotExport when it holds anything or cannot be written."""
    with explained(target):
        place = target.resolve()
        if place.exists() and not (place.is_dir() and not any(place.iterdir())):
            raise CannotExport(f"{target} bestaat al en is geen lege map. Kies een nieuwe of lege map.")
        with workroom(place.parent) as room:
            put_folder(_folder(files, room), place)


def place_file(body: bytes, target: Path) -> None:
    """Write a new file. Raises CannotExport when the place is taken or cannot be written."""
    with explained(target):
        place = target.resolve()
        with workroom(place.parent) as room:
            file = room / MADE
            file.write_bytes(body)
            try:
                put_new(file, place)
            except FileExistsError:
                raise CannotExport(f"{target} bestaat al. Kies een andere naam of verwijder het eerst.") from None


def _folder(files: Mapping[str, bytes], room: Path) -> Path:
    folder = room / MADE
    folder.mkdir()
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return folder


def refuse_other(place: Path, target: Path) -> None:
    """Raises CannotExport when `place` holds anything but an earlier export; `target` is its name for the reader."""
    if not place.exists():
        return
    if not place.is_dir():
        raise CannotExport(f"{target} bestaat al en is geen map. Kies een andere plek.")
    for path in sorted(place.iterdir()):
        if not _is_ours(path):
            raise CannotExport(
                f"De map {target} bestaat al en bevat iets anders dan een eerdere export, namelijk {path.name}. "
                "Kies een nieuwe of lege map."
            )


def _is_ours(path: Path) -> bool:
    """Whether a file has the name and the columns of one that we write."""
    if path.stem not in KNOWN or not path.is_file() or path.is_symlink():
        return False
    names = KNOWN[path.stem].names
    if path.suffix == ".csv":
        with path.open("rb") as file:
            return file.readline() == csv_file(names, (), PLAIN)
    with contextlib.suppress(pa.ArrowException):
        return path.suffix == ".parquet" and pq.read_schema(path).names == names
    return False


@contextlib.contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turn what the machine says into a CannotExport in Dutch."""
    try:
        yield
    except OSError as error:
        raise CannotExport(_in_words(target, error)) from error


def _in_words(target: Path, error: Any) -> str:
    if error.errno in FULL:
        return f"De schijf met {target} is vol. Maak ruimte vrij of kies een andere plek. Er is niets half geschreven."
    if error.errno in FORBIDDEN:
        return f"Er mag niet geschreven worden op de plek {target}. Kies een andere plek of geef schrijfrechten."
    return f"De export kan niet op de plek {target} komen ({error.__class__.__name__}). Kies een andere plek."
