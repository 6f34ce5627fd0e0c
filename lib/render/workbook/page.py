"""What cells of a workbook have in common: how they look, what they are named, and where formulas find them.

One sheet in the making: title, source, header that repeats in print, and rows of cells.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from textwrap import wrap
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from lib.render.export import CannotExport
from lib.render.packing import Exact
from lib.tables.toml_files import EURO, unit_family
from lib.text import Special, is_pm
from lib.text.formulas import neutral

Key = tuple[Hashable, ...]
Kind = Literal["text", "wrapped", "euros", "cents", "difference", "each", "persons", "whole", "share", "factor", "year"]

#: A difference carries V or N beside its sign. Conditions stand in HIDDEN: programs differ on the sign of a number
#: whose format has one.
NUMBERS: dict[str, str] = {
    "euros": '#,##0;"−"#,##0;"0"',
    "cents": '#,##0.00;"−"#,##0.00;"0"',
    "difference": '+#,##0" V";"−"#,##0" N";"0"',
    "each": '+#,##0.00" V";"−"#,##0.00" N";"0"',
    "persons": "#,##0.0",
    "whole": "#,##0",
    "share": '0.0## %;"−"0.0## %',
    "factor": "0.0000",
    "year": "0",
}
#: What is less than this, either way, is rounded to nothing and shown as "0" without a sign or letter.
HIDDEN: dict[str, float] = {"euros": 0.5, "difference": 0.5, "cents": 0.005, "each": 0.005}
HEAD, INPUT, TOTAL, RULE = "#E4E9EE", "#FFF6CC", "#F3F5F7", "#B9C2CB"
INPUT_INK = "#10408A"
#: What a spreadsheet takes for the address of a cell, a row or a column.
ADDRESS = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*|true|false", re.IGNORECASE)
PREFIX = "aanname_"


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, file: Workbook) -> None:
        self._file = file
        left, head = (
            {"align": "left", "indent": 1},
            {"bg_color": HEAD, "bottom": 1, "text_wrap": True, "valign": "vcenter"},
        )
        self.title = self._add(bold=True, font_size=14)
        self.note = self._add(font_color="#444444")
        self.head = self._add(bold=True, **head, **left)
        self.head_number = self._add(bold=True, **head, align="right")
        self.section = self._add(bold=True, top=1, top_color=RULE, **left)
        self.nothing = self._add(num_format='"0"')
        self.aside = self._add(align="right", valign="top")
        self.of = cache(self._of)

    def _add(self, **look: Any) -> Format:
        return self._file.add_format(look)

    def _of(self, kind: Kind, entered: bool = False, total: bool = False) -> Format:
        look: dict[str, Any] = {"valign": "top"}
        if kind in NUMBERS:
            look |= {"num_format": NUMBERS[kind], "align": "right"}
        else:
            look |= {"text_wrap": kind == "wrapped", "align": "left", "indent": 1}
        if entered:
            look |= {"bg_color": INPUT, "font_color": INPUT_INK, "border": 1, "border_color": RULE}
            look |= {"align": "right", "indent": 0}
        if total:
            look |= {"bold": True, "bg_color": TOTAL, "top": 1, "top_color": RULE}
        return self._add(**look)


def kind_of_unit(unit: str) -> Kind:
    """The notation of a parameter."""
    return "cents" if unit_family(unit) == EURO else "share"


class Names:
    """The named cells of one workbook; `define` writes one into the file."""

    def __init__(self, define: Callable[[str, str], object]) -> None:
        self._define = define
        self.addresses: dict[str, str] = {}

    def add(self, name: str, address: str) -> str:
        """Give a cell a name, and return how formulas call it: the name itself where a spreadsheet allows it."""
        plain = re.sub(r"[^\w.]", "_", name)
        allowed = plain if re.match(r"[a-z_]", plain) and not ADDRESS.fullmatch(plain) else PREFIX + plain
        while allowed in self.addresses:
            allowed += "_"
        self.addresses[allowed] = address
        self._define(allowed, f"={address}")
        return allowed


class Places:
    """Addresses of cells by key. A reference from another sheet names its sheet, one from the same sheet does not."""

    def __init__(self) -> None:
        self._cells: dict[Key, tuple[str, int, int]] = {}

    def put(self, key: Key, sheet: str, row: int, column: int) -> None:
        if key in self._cells:
            raise ValueError(f"{key} stands in two cells")
        self._cells[key] = (sheet, row, column)

    def fixed(self, key: Key, here: str = "") -> str:
        """ "Cijfers!$F$12": stays when a formula is copied."""
        sheet, row, column = self._cells[key]
        return self._prefix(sheet, here) + xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)

    def moving(self, key: Key, here: str = "") -> str:
        """ "Verloop!I12": moves along with the year when a formula is copied to the next column."""
        sheet, row, column = self._cells[key]
        return self._prefix(sheet, here) + xl_rowcol_to_cell(row, column)

    def along(self, key: Key, here: str = "") -> str:
        """ "I$12": the year moves along, the row stays."""
        sheet, row, column = self._cells[key]
        return self._prefix(sheet, here) + xl_rowcol_to_cell(row, column, row_abs=True)

    def span(self, first: Key, last: Key, here: str = "", rows: bool = True, columns: bool = False) -> str:
        """ "I$12:I$17", from one cell to another on its sheet; `rows` and `columns` say what stays when it is copied."""
        sheet, *start = self._cells[first]
        other, *end = self._cells[last]
        if sheet != other:
            raise ValueError(f"{first} and {last} stand on two sheets")
        ends = (xl_rowcol_to_cell(row, column, rows, columns) for row, column in (start, end))
        return self._prefix(sheet, here) + ":".join(ends)

    @staticmethod
    def _prefix(sheet: str, here: str) -> str:
        return "" if sheet == here else f"{quote_sheetname(sheet)}!"


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
        """A live cell with the value that it has now; an input is written as a sum: a fraction, or the cell before it. PM,
        and no formula, where nothing of a route is published."""
        if not isinstance(value, str) and is_pm(float(value)):
            self.choice(column, Special.PM.value, kind, key, entered=False)
            return
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
