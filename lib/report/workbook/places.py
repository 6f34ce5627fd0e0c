"""Where everything stands: a key → the cell that formulas refer to."""

from collections.abc import Hashable

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

Key = tuple[Hashable, ...]


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
