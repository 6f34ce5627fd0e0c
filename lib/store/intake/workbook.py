"""Workbooks (.xlsx, .xlsm, .ods, .xls): every sheet as values, merged cells filled; macros are never run.

Before its values are read a workbook is looked at, in a way of our own per kind: that finds the cells which look empty
and are not, and what takes more room than may be.
"""

import io
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from lib.store.intake import ods, xls, xlsx
from lib.store.intake.limits import LONGEST_TEXT, Limits, refuse, too_much
from lib.store.intake.seen import Seen, overlap
from lib.store.intake.sheets import Merged, Sheet, Value, letters
from lib.store.problems import Unsound

REMEDY = "sla het in Excel opnieuw op als .xlsx, zonder wachtwoord."
LOOKS: Mapping[str, Callable[[str, bytes, Limits], list[Seen]]] = {"xlsx": xlsx.look, "ods": ods.look, "xls": xls.look}


def read_workbook(file: str, kind: str, raw: bytes, limits: Limits) -> list[Sheet]:
    """All visible and hidden sheets that hold something; `kind` is one of LOOKS. Raises Unsound."""
    seen = LOOKS[kind](file, raw, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            found = workbook.sheets_metadata
            if len(found) != len(seen) or any(
                one.name and one.name != two.name for one, two in zip(seen, found, strict=True)
            ):
                raise CalamineError("names")
            sheets = [
                _sheet(file, one.name, workbook.get_sheet_by_name(one.name), look, limits)
                for one, look in zip(found, seen, strict=True)
                if one.typ == SheetTypeEnum.WorkSheet
            ]
    except Unsound:
        raise
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise refuse(file, "bestand", "geen leesbaar Excel-bestand", "beschadigd of geen werkmap", REMEDY) from error
    return [sheet for sheet in sheets if sheet.rows or sheet.faults]


def _sheet(file: str, name: str, read: CalamineSheet, seen: Seen, limits: Limits) -> Sheet:
    cells: list[list[Value]] = [[_value(cell) for cell in row] for row in read.to_python(skip_empty_area=False)]
    _refuse_long(file, name, cells)
    width = len(cells[0]) if cells else 0
    refusal = overlap(file, name, seen.merged, len(cells), width)
    if refusal is not None:
        raise refusal
    for top, left, bottom, right in seen.merged:
        for row in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, width)):
                cells[row][column] = cells[top][left]
    kept = [i for i, row in enumerate(cells) if any(cell is not None for cell in row)]
    if len(kept) > limits.rows:
        raise too_much(file, f"rijen op blad {name}", len(kept), limits.rows, "verdeel de cijfers over meer bestanden.")
    place = {row: i for i, row in enumerate(kept)}
    return Sheet(
        file,
        name,
        [cells[i] for i in kept],
        [i + 1 for i in kept],
        hidden=seen.hidden,
        hidden_rows=frozenset(place[row] for row in seen.hidden_rows if row in place),
        hidden_columns=frozenset(column for column in seen.hidden_columns if column < width),
        merged=[
            Merged(place[top], left, place[min(bottom, len(cells) - 1)], min(right, width - 1))
            for top, left, bottom, right in seen.merged
            if top in place and left < width and min(bottom, len(cells) - 1) in place
        ],
        faults=seen.faults,
    )


def _refuse_long(file: str, name: str, cells: list[list[Value]]) -> None:
    """No program puts more text in a cell."""
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if cell.__class__ is str and len(cell) > LONGEST_TEXT:
                place = f"blad {name}, rij {i + 1}, kolom {letters(j)}"
                remedy = f"een cel mag hooguit {LONGEST_TEXT} tekens hebben; maak de tekst korter."
                raise refuse(file, place, "een te lange tekst", str(cell)[:20], remedy)


def _value(cell: Any) -> Value:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, int | float | date):
        return cell
    return f"{_clock(cell)} uur" if isinstance(cell, timedelta) else str(cell)


def _clock(span: timedelta) -> str:
    """A duration as a workbook shows it: hours, minutes and seconds."""
    seconds = round(abs(span.total_seconds()))
    minus = "-" if span < timedelta() else ""
    return f"{minus}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
