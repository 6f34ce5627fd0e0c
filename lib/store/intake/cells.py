"""Cells that are not what they seem, where a sheet holds figures: errors, uncalculated formulas, merged amounts."""

from collections.abc import Iterator
from dataclasses import replace

from lib.store.intake.layout import Layout
from lib.store.intake.sheets import Fault, Merged, Sheet, letters, shown
from lib.store.problems import Problem


def check_cells(sheet: Sheet, layout: Layout) -> Iterator[Problem]:
    """Every cell that is used and has no value, and every amount that stands for several cells at once.

    What stands above the header or in a column that is not used does not count.
    """
    used = {*layout.columns.values(), *layout.across, *layout.totals, *layout.values}
    header = sheet.lines[layout.header]
    for fault in sheet.faults:
        if fault.line == header or (fault.line > header and fault.column in used):
            yield faulty(sheet, fault)
    figures = layout.values | set(layout.totals)
    for merged in sheet.merged:
        if _shared(merged, layout, figures) and sheet.rows[merged.top][merged.left] is not None:
            yield _shared_amount(sheet, merged)


def faulty(sheet: Sheet, fault: Fault) -> Problem:
    """A cell without a usable value, as a problem."""
    place = f"rij {fault.line}, kolom {letters(fault.column)}"
    where = place if sheet.name is None else f"blad {sheet.name}, {place}"
    return Problem(sheet.file, where, fault.what, fault.read, fault.remedy)


def unspread(sheet: Sheet, layout: Layout) -> Sheet:
    """The sheet in which a text that was merged across several columns below the header, such as the title of a group
    or a note, stands in its first column alone."""
    wide = [one for one in sheet.merged if one.top > layout.header and one.left < one.right]
    if not wide:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for one in wide:
        for row in rows[one.top : one.bottom + 1]:
            row[one.left + 1 : one.right + 1] = [None] * (one.right - one.left)
    return replace(sheet, rows=rows)


def _shared(merged: Merged, layout: Layout, figures: set[int]) -> bool:
    """Whether merged cells hold the place of more than one figure."""
    across = sum(merged.left <= column <= merged.right for column in figures)
    rows = merged.bottom - max(merged.top, layout.header + 1) + 1
    return merged.left in figures and across >= 1 and rows >= 1 and across * rows > 1


def _shared_amount(sheet: Sheet, merged: Merged) -> Problem:
    first, last = sheet.lines[merged.top], sheet.lines[merged.bottom]
    cells = f"{letters(merged.left)}{first}:{letters(merged.right)}{last}"
    place = f"blad {sheet.name}, rij {first}, kolom {letters(merged.left)}"
    what = f"één getal in samengevoegde cellen ({cells}), voor meer dan één cijfer"
    remedy = "hef de samenvoeging op en geef elk cijfer zijn eigen getal."
    return Problem(sheet.file, place, what, shown(sheet.rows[merged.top][merged.left]), remedy)
