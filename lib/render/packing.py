"""What every document says of itself: where it comes from and when it was made.

The sheets in which figures leave and come back: their columns, and the cells of a release.

Files → the bytes of a zip, cells → those of a workbook: equal cells, equal bytes; and the Leeswijzer, the explanation that
goes with figures that leave and come back, with its words in leeswijzer.toml.
"""

import io
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.render.export import CannotExport
from lib.render.table_files import BOM, Cell
from lib.store.releases import ReleaseInfo
from lib.tables.columns import GROEPEN, STATUSES
from lib.tables.content import Content
from lib.tables.figures import settings_of
from lib.text import moment_words
from lib.text.formulas import neutral

#: What a document of a comparison is called: the decision is the board's.
TITLE = "Vergelijking (bijlage)"


@dataclass(frozen=True)
class Imprint:
    """`link` is the full address of the view, or "" where there is none (command line); `made_at` is UTC; `state` names
    the frozen state that the document was made from, or is "" for the live view."""

    link: str
    made_at: datetime
    state: str = ""


#: The column that has another name in a release.
NAMES = {"bron": "bron_id"}
PROVENANCE = ("status", "bron", "kennisdatum", "toelichting")


@dataclass(frozen=True)
class Sheet:
    """A table of a release as a sheet, or as a CSV file of the same name in small letters."""

    title: str
    table: str
    columns: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.title.lower()}.csv"

    def rows(self, content: Content) -> Iterator[tuple[Cell, ...]]:
        """The cells of every row of the release, in the order of `columns`."""
        names = [NAMES.get(column, column) for column in self.columns]
        for row in content.tables[self.table]:
            yield tuple(_cell(row[name]) for name in names)


GEMEENTEN = Sheet("Gemeenten", "gemeenten", ("gemeente_code", "gemeente", "bron"))
AANTALLEN = Sheet("Aantallen", "headcounts", ("gemeente_code", "jaar", "groep", "werkvorm", "personen", *PROVENANCE))
KOSTEN = Sheet("Kosten", "costs", ("gemeente_code", "jaar", "werkvorm", "kostensoort", "bedrag_eur", *PROVENANCE))
SLEUTELS = Sheet("Sleutels", "allocation_keys", ("sleutel", "gemeente_code", "aandeel", *PROVENANCE))
INWONERS = Sheet("Inwoners", "population", ("gemeente_code", "jaar", "inwoners", *PROVENANCE))
#: Those of a release, and those that an upload needs at least.
RELEASE = (GEMEENTEN, AANTALLEN, KOSTEN, SLEUTELS, INWONERS)
UPLOAD = (AANTALLEN, KOSTEN)


def _cell(value: Any) -> Cell:
    cell: Cell = value.isoformat() if isinstance(value, date) else value
    return cell


Words = Mapping[str, tuple[str, ...]]


def words_of(content: Content) -> Words:
    """Per column the words that a row may have, in the order of the release."""
    tables = content.tables
    werkvormen = sorted(tables["werkvormen"], key=lambda row: row["volgorde"])
    return {
        "gemeente_code": tuple(row["gemeente_code"] for row in tables["gemeenten"]),
        "gemeente": tuple(row["gemeente"] for row in tables["gemeenten"]),
        "groep": GROEPEN,
        "werkvorm": tuple(row["werkvorm"] for row in werkvormen),
        "kostensoort": tuple(
            row["kostensoort"] for row in sorted(tables["cost_types"], key=lambda row: row["volgorde"])
        ),
        "status": STATUSES,
        "sleutel": tuple(row["sleutel"] for row in tables["keys"]),
    }


#: The oldest moment that a zip can hold: the time of making says nothing.
MOMENT = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o644 << 16
WIDTHS = {"toelichting": 60, "bron": 28, "kostensoort": 18, "werkvorm": 24, "gemeente": 24}
WIDTH = 14
TERM_WIDTH, TEXT_WIDTH = 18, 90
#: Where the lists of allowed words begin on the Leeswijzer, counted from zero.
FIRST_LIST = 3
LEESWIJZER = "Leeswijzer"
TOO_MUCH = "Dit past niet in een werkblad: het zijn te veel rijen, of een tekst is te lang voor één cel. Kies de CSV-bestanden."


@dataclass(frozen=True)
class Leeswijzer:
    """A title, paragraphs, per sheet its columns with what they mean, and the words that are allowed per column."""

    title: str
    paragraphs: tuple[str, ...]
    sheets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: Words


@cache
def texts() -> dict[str, Any]:
    with Path(__file__).with_name("leeswijzer.toml").open("rb") as file:
        return tomllib.load(file)


def leeswijzer(kind: str, info: ReleaseInfo, content: Content, sheets: Sequence[Sheet]) -> Leeswijzer:
    """What goes with these sheets of a release; `kind` is "release" or "sjabloon"."""
    words = words_of(content)
    filled = {
        "number": info.number,
        "name": info.name,
        "moment": moment_words(info.created_at),
        "publisher": info.publisher,
        "note": info.note,
        "hash": info.hash,
        "regio": settings_of(content)["regio"],
        "staf": ", ".join(row["werkvorm"] for row in content.tables["werkvormen"] if row["groep"] == "staf"),
    }
    own = texts()[kind]
    columns = texts()["kolommen"]
    used = {column for sheet in sheets for column in sheet.columns}
    return Leeswijzer(
        own["titel"].format(**filled),
        (*(text.format(**filled) for text in own["alineas"]), *texts()["aanleveren"]["alineas"]),
        tuple(
            (sheet.title, tuple((column, columns[column].format(**filled)) for column in sheet.columns))
            for sheet in sheets
        ),
        {column: allowed for column, allowed in words.items() if column in used or column == "gemeente"},
    )


def as_text(leeswijzer: Leeswijzer) -> str:
    """For a text file beside CSV files."""
    lines = [leeswijzer.title, "", *leeswijzer.paragraphs]
    for title, columns in leeswijzer.sheets:
        lines += ["", title, *(f"- {column}: {words}" for column, words in columns)]
    lines += ["", "Toegestane woorden"]
    names = dict(zip(leeswijzer.words["gemeente_code"], leeswijzer.words["gemeente"], strict=True))
    lines += [f"- gemeente_code: {', '.join(f'{code} ({name})' for code, name in names.items())}"]
    lines += [
        f"- {column}: {', '.join(allowed)}"
        for column, allowed in leeswijzer.words.items()
        if column not in ("gemeente_code", "gemeente")
    ]
    return "\r\n".join(lines) + "\r\n"


class Exact(float):
    """A number that a workbook keeps with every digit; the library itself writes sixteen, one too few for a float."""

    def __format__(self, _: str) -> str:
        return float.__repr__(self).removesuffix(".0")


def text_file(text: str) -> bytes:
    return (BOM + text).encode("utf-8")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files in one zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, UNIX, READABLE
            archive.writestr(entry, body)
    return buffer.getvalue()


class Book:
    """A workbook in the making."""

    def __init__(self, buffer: io.BytesIO, moment: datetime) -> None:
        self.file = xlsxwriter.Workbook(buffer, {"in_memory": True})
        self.file.set_properties({"created": moment})
        self.head: Format = self.file.add_format({"bold": True, "bottom": 1})
        self.wrapped: Format = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.top: Format = self.file.add_format({"valign": "top"})
        self.euros: Format = self.file.add_format({"num_format": "#,##0.00"})

    def explain(self, leeswijzer: Leeswijzer) -> None:
        """The sheet Leeswijzer: the explanation at the left, at the right a list of allowed words per column."""
        sheet = self.file.add_worksheet(LEESWIJZER)
        sheet.set_column(0, 0, TERM_WIDTH)
        sheet.set_column(1, 1, TEXT_WIDTH)
        sheet.set_column(FIRST_LIST, FIRST_LIST + len(leeswijzer.words) - 1, WIDTHS["werkvorm"])
        sheet.write_string(0, 0, leeswijzer.title, self.head)
        rows = [("", text) for text in leeswijzer.paragraphs]
        for title, columns in leeswijzer.sheets:
            rows += [("", ""), (title, ""), *columns]
        for at, (term, text) in enumerate(rows, start=1):
            sheet.write_string(at, 0, term, self.head if term and not text else self.top)
            sheet.write_string(at, 1, text, self.wrapped)
        for column, (name, words) in enumerate(leeswijzer.words.items(), start=FIRST_LIST):
            sheet.write_string(0, column, name, self.head)
            for at, word in enumerate(words, start=1):
                sheet.write_string(at, column, word)

    def add(self, sheet: Sheet, rows: Iterable[Sequence[Cell]]) -> Worksheet:
        """A sheet with its header frozen. Raises CannotExport when a sheet cannot hold it all."""
        target = self.file.add_worksheet(sheet.title)
        target.freeze_panes(1, 0)
        for column, name in enumerate(sheet.columns):
            target.set_column(column, column, WIDTHS.get(name, WIDTH))
            target.write_string(0, column, name, self.head)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                self._write(target, at, column, cell, sheet.columns[column])
        return target

    def _write(self, sheet: Worksheet, at: int, column: int, cell: Cell, name: str) -> None:
        """Text is always text: never a formula or a link."""
        if cell is None:
            return
        if isinstance(cell, str):
            refused = sheet.write_string(at, column, neutral(cell))
        else:
            refused = sheet.write_number(at, column, Exact(cell), self.euros if name == "bedrag_eur" else None)
        if refused:
            raise CannotExport(TOO_MUCH)


@contextmanager
def workbook(buffer: io.BytesIO, moment: datetime) -> Iterator[Book]:
    """A workbook that is written into `buffer` at the end; `moment` is when it says that it was made."""
    book = Book(buffer, moment)
    yield book
    book.file.close()
