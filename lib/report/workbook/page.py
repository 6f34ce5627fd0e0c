"""One sheet in the making: title, source, header that repeats in print, and rows of cells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from lib.report.export import CannotExport
from lib.report.packing import Exact
from lib.report.workbook.cells import HIDDEN, Key, Kind, Places, Styles
from lib.text.formulas import neutral

#: Rows above the first row of a table: title, explanation, source, header.
HEAD_ROW = 4
LONGEST_FORMULA, LONGEST_FOOTER, LONGEST_MESSAGE = 8_192, 255, 255
#: Points per line and around it, and how many characters go into a unit of width, plain and bold.
LINE, MARGIN, CHARACTERS, BOLD = 14.5, 2, 1.08, 0.85
#: Digits beyond this share of a number say nothing.
NEAR = 1e-12
#: No column is wider than this, in characters.
MOST = 60
PAPER = {"A4": 9, "A3": 8}
TOO_LONG = "Dit past niet in een werkblad: {what} is te lang voor één cel. Kies een ander soort bestand."
NO_NUMBER = (
    "De werkmap kan niet worden gemaakt: op blad {sheet} ontbreekt een getal. Controleer de cijfers van deze release."
)


@dataclass(frozen=True)
class Column:
    """A column of a sheet: what stands above it, how wide it is, and whether it holds numbers."""

    head: str | int
    width: float
    number: bool = False


def widest(titles: Iterable[str]) -> float:
    """How wide a column must be for these words."""
    return min(MOST, max(map(len, titles)) + 3)


@dataclass(frozen=True)
class Sheet:
    """What a sheet is called, what stands above it, and its columns; the first `frozen` stay in sight. All but narrow ones
    are printed on large paper."""

    name: str
    title: str
    explanation: str
    columns: tuple[Column, ...]
    frozen: int = 1
    paper: str = "A3"


class Page:
    """A sheet in a workbook. Text is always text; a number is finite; a formula carries the value that the app has."""

    def __init__(self, target: Worksheet, styles: Styles, places: Places, sheet: Sheet, source: str) -> None:
        """Title, explanation, source and header."""
        self.sheet, self.styles, self.places, self.name, self.paper = target, styles, places, sheet.name, sheet.paper
        self.row = self.first_row = HEAD_ROW + 1
        self.widths = [column.width for column in sheet.columns]
        self.lines: dict[int, int] = {}
        self.columns_of: dict[tuple[int, Kind], list[int]] = {}
        for row, words in enumerate((sheet.title, sheet.explanation, source)):
            self.text(row, 0, words, self.styles.note if row else self.styles.title)
        for at, column in enumerate(sheet.columns):
            target.set_column(at, at, column.width)
            self._reckon(HEAD_ROW, at, str(column.head), BOLD)
            style = self.styles.head_number if column.number else self.styles.head
            if isinstance(column.head, int):
                target.write_number(HEAD_ROW, at, column.head, style)
            else:
                self.text(HEAD_ROW, at, column.head, style)
        target.freeze_panes(HEAD_ROW + 1, sheet.frozen)
        target.repeat_rows(HEAD_ROW)

    def finish(self, footer: str) -> None:
        """Heights and print setup, once all rows are there."""
        for row, lines in self.lines.items():
            self.sheet.set_row(row, LINE * lines + MARGIN)
        for kind, area in self._areas():
            near = {"type": "cell", "criteria": "between", "minimum": -HIDDEN[kind], "maximum": HIDDEN[kind]}
            self.sheet.conditional_format(*area, {**near, "format": self.styles.nothing})
        self.sheet.ignore_errors({"formula_differs": f"A1:{self.address(self.row, len(self.widths))}"})
        self.sheet.set_landscape()
        self.sheet.set_paper(PAPER[self.paper])
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        self.sheet.set_footer(footer)
        self.sheet.hide_gridlines(2)

    def filter(self) -> None:
        self.sheet.autofilter(HEAD_ROW, 0, self.row - 1, len(self.widths) - 1)

    def text(self, row: int, column: int, words: str, style: Format | None = None) -> None:
        """Words that no spreadsheet takes for a formula or a link."""
        if style is self.styles.of("wrapped"):
            self._reckon(row, column, words)
        if words and self.sheet.write_string(row, column, neutral(words), style or self.styles.of("text")):
            raise CannotExport(TOO_LONG.format(what="een tekst"))
        if not words:
            self.sheet.write_blank(row, column, None, style)

    def _reckon(self, row: int, column: int, words: str, share: float = CHARACTERS) -> None:
        """How many lines a text takes: not every program makes room for them by itself."""
        width = max(4, int(self.widths[column] * share))
        lines = sum(max(1, len(wrap(part, width))) for part in words.split("\n"))
        if lines > self.lines.get(row, 1):
            self.lines[row] = lines

    def labels(self, words: Sequence[str], style: Format | None = None, at: int = 0) -> None:
        """Texts next to each other in the row that is being written, from its start or from a column."""
        for column, text in enumerate(words, start=at):
            self.text(self.row, column, text, style)

    def number(self, column: int, value: float, kind: Kind, key: Key = (), entered: bool = False) -> None:
        """A figure or assumption that the model takes as it is."""
        if value != value or value in (float("inf"), float("-inf")):
            raise CannotExport(NO_NUMBER.format(sheet=self.name))
        self.sheet.write_number(self.row, column, Exact(value), self.styles.of(kind, entered=entered))
        self._placed(key, column)

    def choice(self, column: int, words: str, kind: Kind = "text", key: Key = (), entered: bool = True) -> None:
        """Words that formulas look at, and that may be changed when `entered`."""
        self.text(self.row, column, words, self.styles.of(kind, entered=entered))
        self._placed(key, column)

    def formula(
        self,
        column: int,
        formula: str,
        value: float | str,
        kind: Kind,
        key: Key = (),
        total: bool = False,
        entered: bool = False,
    ) -> None:
        """A live cell with the value that it has now; an input is written as a sum: a fraction, or the cell before it."""
        if len(formula) > LONGEST_FORMULA:
            raise CannotExport(TOO_LONG.format(what="een formule"))
        if not isinstance(value, str):
            if value != value:
                raise CannotExport(NO_NUMBER.format(sheet=self.name))
            value = float(value) + 0.0
        self.sheet.write_formula(self.row, column, formula, self.styles.of(kind, entered=entered, total=total), value)
        if kind in HIDDEN:
            self.columns_of.setdefault((self.row, kind), []).append(column)
        self._placed(key, column)

    def _areas(self) -> Iterator[tuple[Kind, tuple[int, int, int, int]]]:
        """Rows below each other with the same notation, as (first row, first column, last row, last column)."""
        rows = sorted((kind, min(columns), max(columns), row) for (row, kind), columns in self.columns_of.items())
        for (kind, *ends, _), group in groupby(enumerate(rows), lambda row: (*row[1][:3], row[1][3] - row[0])):
            numbers = [row for _, (*_, row) in group]
            yield kind, (numbers[0], ends[0], numbers[-1], ends[1])

    def _placed(self, key: Key, column: int) -> None:
        if key:
            self.places.put(key, self.name, self.row, column)

    def validate(self, column: int, rule: Mapping[str, Any], title: str, message: str) -> None:
        """What may be entered in a cell of this row; anything else is refused with these words."""
        short = message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"
        words = {"error_title": title, "error_message": short, "input_title": title}
        self.sheet.data_validation(self.row, column, self.row, column, {**rule, **words})

    def here(self, column: int) -> str:
        """The address of a cell of this row."""
        return self.address(self.row, column)

    @staticmethod
    def address(row: int, column: int) -> str:
        return xl_rowcol_to_cell(row, column)

    def changed(self, column: int, value: float | str) -> str:
        """A formula that says whether an input of this row is still what it was; a program may keep fewer digits."""
        cell = self.here(column)
        if isinstance(value, str):
            quoted = value.replace('"', '""')
            return f'=IF(EXACT({cell},"{quoted}"),"nee","ja")'
        near = f"ABS(N({cell})-{value!r})<={max(abs(value), 1.0) * NEAR:.0E}"
        return f'=IF(AND(ISNUMBER({cell}),{near}),"nee","ja")'

    def next(self) -> None:
        self.row += 1

    def remember_column(self, key: str, column: int) -> None:
        """The rows so far of a column, as the keys (key, "first") and (key, "last")."""
        self.places.put((key, "first"), self.name, self.first_row, column)
        self.places.put((key, "last"), self.name, self.row - 1, column)
