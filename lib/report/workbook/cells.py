"""What cells of a workbook have in common: how they look, what they are named, and where formulas find them."""

import re
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from lib.store.registry import EURO, unit_family

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
        allowed = name if re.match(r"[a-z_]", name) and not ADDRESS.fullmatch(name) else PREFIX + name
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
