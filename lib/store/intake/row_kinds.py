"""The rows below a heading: figures, totals, and what is passed over."""

from collections.abc import Sequence

from lib.store.intake.findings import Findings
from lib.store.intake.layout import NAMING, Layout
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.vocabulary import is_blank, is_total
from lib.store.intake.words import plain, words
from lib.store.problems import Problem

TOTAL, HEADING, OTHER = "total", "heading", "other"


def sort_rows(sheet: Sheet, layout: Layout, findings: Findings) -> tuple[list[int], list[int], list[str]]:
    """Rows with figures, rows with totals, and what was passed over, in words."""
    naming = [layout.columns[name] for name in NAMING if name in layout.columns]
    status, own = layout.columns.get("status"), sorted(set(layout.columns.values()) | set(layout.across))
    marked = _marked(sheet, layout, naming)
    body: list[int] = []
    totals: list[int] = []
    skipped: list[str] = []
    for i in range(layout.header + 1, len(sheet.rows)):
        row = sheet.rows[i]
        if i not in marked and all(map(row.__getitem__, own)) and not is_blank(row[own[0]]):
            body.append(i)
            continue
        filled = [column for column in own if not is_blank(row[column])]
        if status is not None and row[status] == words()["rows"]["example"]:
            skipped.append(f"{sheet.place(i)}: de voorbeeldrij")
        elif marked.get(i) == TOTAL:
            totals.append(i)
        elif marked.get(i) == HEADING:
            remedy = "verwijder de tweede kop, of zet elke tabel op een eigen blad."
            findings.problems.add(Problem(sheet.file, sheet.place(i), "de kop staat er nog een keer", "", remedy))
        elif len(filled) == 1 and filled[0] in naming and layout.table != "gemeenten" and _is_note(row[filled[0]]):
            what, remedy = "een regel met alleen tekst", "hij wordt overgeslagen; klopt dat niet, vul hem dan aan."
            findings.warnings.add(Problem(sheet.file, sheet.place(i), what, shown(row[filled[0]]), remedy))
            skipped.append(f"{sheet.place(i)}: een regel met alleen tekst")
        elif filled:
            body.append(i)
    return body, totals, skipped


def _marked(sheet: Sheet, layout: Layout, naming: Sequence[int]) -> dict[int, str]:
    """Rows that say that they are a total, an example, or the heading again. A column that nobody asked for makes a
    row a total only where a dimension is left open."""
    first, head = layout.header + 1, layout.headings
    marked: dict[int, str] = {}
    for column in (*naming, *layout.ignored, *layout.columns.values()):
        cells = [row[column] for row in sheet.rows[first:]]
        known = {cell for cell in set(cells) if isinstance(cell, str)}
        totals = {cell for cell in known if is_total(cell)} if column in naming or column in layout.ignored else set()
        found = totals | ({head[column]} & known) | ({words()["rows"]["example"]} & known)
        for i, cell in enumerate(cells, first) if found else ():
            row = sheet.rows[i]
            if cell in totals and (column in naming or not all(row[at] not in (None, "") for at in naming)):
                marked[i] = TOTAL
            elif cell in found and marked.get(i) != TOTAL:
                marked[i] = HEADING if list(row) == list(head) else OTHER
    return marked


def _is_note(cell: Value) -> bool:
    """A line of words below a table, such as the source of the whole."""
    if not isinstance(cell, str):
        return False
    said = plain(cell)
    return len(said.split()) > 2 or any(f"{said} ".startswith(f"{word} ") for word in words()["rows"]["note"])
