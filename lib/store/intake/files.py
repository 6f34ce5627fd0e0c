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

KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}
#: How a file begins that is something else than text.
MARKS = (
    (b"PK\x03\x04", "xlsx", "een Excel-bestand of zip", ".xlsx"),
    (b"PAR1", "parquet", "Parquet", ".parquet"),
    (b"\xd0\xcf\x11\xe0", "xls", "oud Excel (.xls), of Excel met een wachtwoord", ".xlsx"),
    (b"%PDF", "pdf", "een PDF", ".csv of .xlsx"),
)
ACCEPTED = "lever een CSV (.csv), een Excel-bestand (.xlsx) of Parquet (.parquet) aan."
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
    elif kind == "xlsx":
        sheets, how = read_workbook(file, offered.raw, limits), "Excel"
    else:
        sheets, how = [read_parquet(file, offered.raw, limits)], "Parquet"
    return [sheet for sheet in sheets if sheet.rows], how


def clean_name(name: str) -> str:
    """The name of a file without folders and without characters that nobody sees."""
    bare = INVISIBLE.sub(" ", name.replace("\\", "/").rpartition("/")[2]).strip()
    return bare[:LONGEST_NAME] or "bestand"


def _refuse_other(file: str, kind: str, raw: bytes) -> None:
    for mark, found, words, suffix in MARKS:
        if raw.startswith(mark) and found != kind:
            remedy = f"geef het een naam op {suffix}, of sla het zo op." if found != "pdf" else ACCEPTED
            raise refuse(file, "bestand", "de inhoud past niet bij de naam", words, remedy)
    if kind in ("xlsx", "parquet") and not raw.startswith(b"PK" if kind == "xlsx" else b"PAR1"):
        raise refuse(file, "bestand", "de inhoud past niet bij de naam", "iets anders", ACCEPTED)
