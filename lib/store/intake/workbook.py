"""XLSX: every sheet as values, merged cells filled; a formula without a value is never taken for an empty cell."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook

from lib.store.intake.limits import Limits, refuse, too_much
from lib.store.intake.sheets import Sheet, Value, letters
from lib.store.problems import Problem, Unsound

CHUNK = 1 << 20
REMEDY = "sla het in Excel opnieuw op als .xlsx, zonder wachtwoord."
#: What a worksheet's XML holds where a cell is a formula or an error.
_COMPUTED = re.compile(rb"<f[ >/]|t=\"e\"")
_OVERLAP = 16


def read_workbook(file: str, raw: bytes, limits: Limits) -> list[Sheet]:
    """All visible and hidden sheets that hold something. Raises Unsound."""
    computed = _unpacked(file, raw, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            names = workbook.sheet_names
            if len(names) > limits.sheets:
                raise too_much(file, "bladen", len(names), limits.sheets, "verwijder de bladen die niet meetellen.")
            sheets = [_sheet(file, name, workbook.get_sheet_by_name(name), limits) for name in names]
    except Unsound:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise refuse(file, "bestand", "geen leesbaar Excel-bestand", "beschadigd of geen werkmap", REMEDY) from error
    if computed:
        _refuse_without_value(file, raw, sheets)
    return [sheet for sheet in sheets if sheet.rows]


def _unpacked(file: str, raw: bytes, limits: Limits) -> bool:
    """Whether there is a formula or an error in the file; unpacks it piece by piece, so that it cannot grow unseen."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse_size(file, sum(member.file_size for member in archive.infolist()), limits)
            return _computed(file, archive, limits)
    except Unsound:
        raise
    except Exception as error:  # a damaged archive can fail in any way that zipfile and zlib can
        raise refuse(file, "bestand", "geen heel Excel-bestand", "beschadigd of afgebroken", REMEDY) from error


def _computed(file: str, archive: zipfile.ZipFile, limits: Limits) -> bool:
    total, computed = 0, False
    for member in archive.infolist():
        sheet, rest = member.filename.startswith("xl/worksheets/"), b""
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                _refuse_size(file, total, limits)
                computed = computed or (sheet and _COMPUTED.search(rest + chunk) is not None)
                rest = chunk[-_OVERLAP:]
    return computed


def _refuse_size(file: str, size: int, limits: Limits) -> None:
    if size > limits.unpacked:
        remedy = "verwijder bladen, opmaak en lege rijen."
        raise too_much(file, "bytes na uitpakken", size, limits.unpacked, remedy)


def _sheet(file: str, name: str, sheet: Any, limits: Limits) -> Sheet:
    if sheet.total_height > limits.rows + 1000:
        raise too_much(file, f"rijen op blad {name}", sheet.total_height, limits.rows, "verwijder lege rijen.")
    if sheet.total_width > limits.columns:
        raise too_much(file, f"kolommen op blad {name}", sheet.total_width, limits.columns, "verwijder lege kolommen.")
    cells: list[list[Value]] = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row]))):
                cells[row][column] = cells[top][left]
    kept = [i for i, row in enumerate(cells) if any(cell is not None for cell in row)]
    if len(kept) > limits.rows:
        raise too_much(file, f"rijen op blad {name}", len(kept), limits.rows, "verdeel de cijfers over meer bestanden.")
    return Sheet(file, name, [cells[i] for i in kept], [i + 1 for i in kept])


def _value(cell: Any) -> Value:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, str | int | float | bool | date):
        return cell
    return str(cell)


def _refuse_without_value(file: str, raw: bytes, sheets: list[Sheet]) -> None:
    """Cells that look empty but hold a formula without a stored value, or an error. Raises Unsound."""
    problems = [
        Problem(file, f"blad {sheet}, rij {row}, kolom {letters(column)}", what, read, remedy)
        for sheet, row, column, what, read, remedy in _computed_cells(file, raw, sheets)
    ]
    if problems:
        raise Unsound(problems)


def _computed_cells(file: str, raw: bytes, sheets: list[Sheet]) -> Iterator[tuple[str, int, int, str, str, str]]:
    try:
        shown = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        typed = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=False)
        for name in shown.sheetnames:
            if not hasattr(shown[name], "iter_rows"):
                continue
            for values, formulas in zip(shown[name].iter_rows(), typed[name].iter_rows(), strict=False):
                for value, formula in zip(values, formulas, strict=False):
                    place = (name, formula.row, formula.column - 1) if formula.value is not None else None
                    if place is None:
                        continue
                    if value.data_type == "e":
                        yield *place, "een foutwaarde", str(value.value), "verbeter de formule of typ het getal."
                    elif value.value is None:
                        remedy = "open het bestand in Excel en sla het op, of typ het getal."
                        yield *place, "een formule zonder berekende waarde", "formule", remedy
    except Exception as error:  # a damaged workbook can fail in any way that its parts can
        raise refuse(file, "bestand", "geen leesbaar Excel-bestand", "beschadigde onderdelen", REMEDY) from error
