"""Files → the bytes of a zip, cells → those of a workbook: equal cells, equal bytes."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lib.report.export import CannotExport
from lib.report.leeswijzer import Leeswijzer
from lib.report.sheets import Sheet
from lib.report.table_files import BOM, Cell
from lib.text.formulas import neutral

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
