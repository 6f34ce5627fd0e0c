"""The rows below a heading, and what each says about its figures: dimensions, status, source, date and note."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lib.upload.meaning import values
from lib.upload.meaning.context import ReadingContext
from lib.upload.meaning.layout import NAMING, Layout
from lib.upload.meaning.layout_checks import contradiction
from lib.upload.meaning.vocabulary import is_blank, is_total, plain, words
from lib.upload.reading.sheets import Sheet, Value, quote

TOTAL, HEADING, OTHER = "total", "heading", "other"
#: What a figure says besides what it is about, and how it is read.
PROVENANCE: Mapping[str, Callable[[Value], Any]] = {
    "status": values.status,
    "bron": values.free_text,
    "kennisdatum": values.day,
    "toelichting": values.free_text,
}


def sort_rows(context: ReadingContext) -> tuple[list[int], list[int], list[str]]:
    """Rows with figures, rows with totals, and what was passed over, in words."""
    sheet, layout = context.sheet, context.layout
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
            context.add_problem("de kop staat er nog een keer", "", remedy, i)
        elif len(filled) == 1 and filled[0] in naming and layout.table != "gemeenten" and _is_note(row[filled[0]]):
            what, remedy = "een regel met alleen tekst", "hij wordt overgeslagen; klopt dat niet, vul hem dan aan."
            context.findings.warnings.add(sheet.problem(what, row[filled[0]], remedy, i))
            skipped.append(f"{sheet.place(i)}: {what}")
        elif filled:
            body.append(i)
    return body, totals, skipped


def _marked(sheet: Sheet, layout: Layout, naming: Sequence[int]) -> dict[int, str]:
    """Rows that say that they are a total, an example, or the heading again. A column that nobody asked for makes a
    row a total only where a dimension is left open."""
    first, head = layout.header + 1, layout.headings
    marks: dict[int, str] = {}
    for column in (*naming, *layout.ignored, *layout.columns.values()):
        cells = [row[column] for row in sheet.rows[first:]]
        texts = {cell for cell in set(cells) if isinstance(cell, str)}
        totals = {cell for cell in texts if is_total(cell)} if column in naming or column in layout.ignored else set()
        telling = totals | ({head[column], words()["rows"]["example"]} & texts)
        for i, cell in enumerate(cells, first) if telling else ():
            row = sheet.rows[i]
            if cell in totals and (column in naming or not all(row[at] not in (None, "") for at in naming)):
                marks[i] = TOTAL
            elif cell in telling and marks.get(i) != TOTAL:
                marks[i] = HEADING if list(row) == list(head) else OTHER
    return marks


def _is_note(cell: Value) -> bool:
    """A line of words below a table, such as the source of the whole."""
    if not isinstance(cell, str):
        return False
    text = plain(cell)
    return len(text.split()) > 2 or any(f"{text} ".startswith(f"{word} ") for word in words()["rows"]["note"])


def dimensions(context: ReadingContext, body: Sequence[int]) -> dict[str, list[Any]]:
    """The dimensions that have a column of their own; in its empty cells what was given beside the file."""
    layout, vocabulary = context.layout, context.vocabulary
    kinds, groepen = vocabulary.kostensoorten, vocabulary.groepen
    readers: dict[str, Callable[[Value], Any]] = {
        "jaar": values.year if context.options.jaar is None else values.optional(values.year),
        "werkvorm": values.member_of(vocabulary.werkvormen, "werkvorm", vocabulary.group_of),
        "kostensoort": values.member_of(kinds, "kostensoort", set(kinds.values())),
        "groep": values.optional(values.member_of(groepen, "groep", set(groepen.values()))),
        "sleutel": values.key,
    }
    result = {
        name: context.read_column(body, layout.columns[name], name, readers[name])
        for name in layout.dimensions
        if name in layout.columns and name in readers
    }
    if "gemeente_code" not in layout.fixed:
        result["gemeente_code"] = _gemeenten(context, body)
    if "jaar" in layout.dimensions:
        _fill(context, body, result.get("gemeente_code"), "gemeente", context.options.gemeente)
        _fill(context, body, result.get("jaar"), "jaar", context.options.jaar)
    return result


def _gemeenten(context: ReadingContext, body: Sequence[int]) -> list[Any]:
    """Codes, from the code, the name or both; that they contradict each other is a problem."""
    layout, vocabulary = context.layout, context.vocabulary
    if layout.table == "gemeenten":
        return context.read_column(body, layout.columns["gemeente_code"], "gemeente_code", values.new_code)
    columns = {name: layout.columns[name] for name in ("gemeente_code", "gemeente") if name in layout.columns}
    open_to_options = context.options.gemeente is not None and "jaar" in layout.dimensions
    read = values.member_of(vocabulary.gemeenten, "gemeente", vocabulary.names)
    if open_to_options or len(columns) > 1:
        read = values.optional(read)
    codes, *named = (context.read_column(body, at, name, read) for name, at in columns.items())
    if not named:
        return codes
    for row, code, name in zip(body, codes, named[0], strict=True):
        cells = [quote(context.sheet.rows[row][at]) for at in columns.values()]
        if code and name and code != name:
            remedy = "laat code en naam van één gemeente staan."
            what = "code en naam zijn van twee gemeenten"
            context.add_problem(what, ", ".join(cells), remedy, row, columns["gemeente"], "gemeente")
        elif not code and not name and not any(cells) and not open_to_options:
            at = columns["gemeente_code"]
            context.add_problem("gemeente ontbreekt", "", "vul deze cel in.", row, at, "gemeente_code")
    return [code or name for code, name in zip(codes, named[0], strict=True)]


def _fill(context: ReadingContext, body: Sequence[int], cells: list[Any] | None, name: str, own: Any) -> None:
    """Give empty cells what was given beside the file; a cell that says otherwise is a problem."""
    if own is None or cells is None:
        return
    sheet, columns = context.sheet, context.layout.columns
    at = columns.get("gemeente_code" if name == "gemeente" else name, columns.get(name))
    for i, (row, value) in enumerate(zip(body, cells, strict=True)):
        if value is None:
            cells[i] = own
        elif value != own:
            read = quote(sheet.rows[row][at]) if at is not None else str(value)
            context.findings.problems.add(contradiction(sheet, sheet.place(row, at, name), name, read))


def provenance(context: ReadingContext, body: Sequence[int]) -> dict[str, list[Any]]:
    """Status, source, date and note, None where they are not given."""
    columns = context.layout.columns
    return {
        name: context.read_column(body, columns[name], name, read) if name in columns else [None] * len(body)
        for name, read in PROVENANCE.items()
    }
