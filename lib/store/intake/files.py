"""The bytes of one handed-in file → its sheets, by what its name says it is."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from lib.store.intake.delimited import read_delimited
from lib.store.intake.limits import Limits, refuse, too_much
from lib.store.intake.parquet import read_parquet
from lib.store.intake.sheets import Sheet, Value
from lib.store.intake.workbook import read_workbook
from lib.store.problems import INVISIBLE

KINDS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".parquet": "parquet",
}
#: How a file begins that is something else than text, what that is, and how to put it right under another name.
MARKS = (
    (b"PK\x03\x04", "xlsx", "een Excel-bestand of zip", "geef het een naam op .xlsx, of sla het zo op."),
    (b"PAR1", "parquet", "Parquet", "geef het een naam op .parquet, of sla het zo op."),
    (
        b"\xd0\xcf\x11\xe0",
        "xls",
        "oud Excel (.xls), of Excel met een wachtwoord",
        "geef het een naam op .xls, of sla het op als .xlsx, zonder wachtwoord.",
    ),
)
#: Kinds of workbooks, as people call them.
BOOKS = {"xlsx": "Excel", "xls": "oud Excel", "ods": "OpenDocument"}
#: How an OpenDocument begins: a zip whose first member says so.
OPEN = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
ACCEPTED = "lever een CSV (.csv, .txt), een werkmap (.xlsx, .xlsm, .xls, .ods) of Parquet (.parquet) aan."
LONGEST_NAME = 120


@dataclass(frozen=True)
class Offered:
    """A file as somebody hands it in."""

    name: str
    raw: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def read_file(
    offered: Offered,
    limits: Limits,
    recognised: Callable[[Sequence[Sequence[Value]]], int],
    read: Callable[[float], None],
) -> tuple[list[Sheet], str]:
    """The sheets that hold something, and how the file was written, in words. Raises Unsound."""
    file = clean_name(offered.name)
    kind = KINDS.get(PurePath(offered.name).suffix.casefold())
    if kind is None:
        raise refuse(file, "bestand", "een soort bestand dat hier niet gelezen wordt", PurePath(file).suffix, ACCEPTED)
    if not offered.raw.strip():
        raise refuse(file, "bestand", "een leeg bestand", "", ACCEPTED)
    if len(offered.raw) > limits.size:
        raise too_much(file, "bytes", len(offered.raw), limits.size, "lever de cijfers in delen aan.")
    _refuse_other(file, kind, offered.raw)
    if kind == "csv":
        sheet, how = read_delimited(file, offered.raw, limits, recognised, read)
        sheets = [sheet]
    elif kind in BOOKS:
        sheets, how = read_workbook(file, kind, offered.raw, limits), BOOKS[kind]
    else:
        sheets, how = [read_parquet(file, offered.raw, limits)], "Parquet"
    return [sheet for sheet in sheets if sheet.rows or sheet.faults], how


def clean_name(name: str) -> str:
    """The name of a file without folders and without characters that nobody sees."""
    bare = INVISIBLE.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip()
    return bare[:LONGEST_NAME] or "bestand"


def _refuse_other(file: str, kind: str, raw: bytes) -> None:
    found, words, remedy = _kind_of(raw)
    if found != (None if kind == "csv" else kind):
        raise refuse(file, "bestand", "de inhoud past niet bij de naam", words, remedy)


def _kind_of(raw: bytes) -> tuple[str | None, str, str]:
    """What a file is by how it begins, in words, and what to do when its name says otherwise; None is text."""
    if raw.startswith(b"PK") and raw[30 : 30 + len(OPEN)] == OPEN:
        return "ods", "OpenDocument (.ods)", "geef het een naam op .ods, of sla het op als .xlsx."
    for mark, kind, words, remedy in MARKS:
        if raw.startswith(mark):
            return kind, words, remedy
    return ("pdf", "een PDF", ACCEPTED) if raw.startswith(b"%PDF") else (None, "iets anders", ACCEPTED)
