"""What a row says about its figures: dimensions, status, source, date and note."""

from collections.abc import Callable, Sequence
from typing import Any

from lib.store.intake import values
from lib.store.intake.beside import fill_given
from lib.store.intake.findings import Findings, read_column
from lib.store.intake.given import Given
from lib.store.intake.layout import DIMENSIONS, Layout
from lib.store.intake.sheets import Sheet, Value, shown
from lib.store.intake.vocabulary import Vocabulary
from lib.store.intake.words import plain
from lib.store.problems import Problem
from lib.store.rows import Unreadable

GIVEN = ("status", "bron", "kennisdatum", "toelichting")


def dimensions(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, given: Given, body: Sequence[int], findings: Findings
) -> dict[str, list[Any]]:
    """The dimensions that have a column of their own; in its empty cells what was given beside the file."""
    found: dict[str, list[Any]] = {}
    kinds, groepen = vocabulary.kostensoorten, groepen_of(vocabulary)
    readers: dict[str, Callable[[Value], Any]] = {
        "jaar": values.year if given.jaar is None else _optional(values.year),
        "werkvorm": values.member_of(vocabulary.werkvormen, "werkvorm", vocabulary.group_of),
        "kostensoort": values.member_of(kinds, "kostensoort", set(kinds.values())),
        "groep": _optional(values.member_of(groepen, "groep", set(groepen.values()))),
        "sleutel": _key,
    }
    for name in DIMENSIONS[layout.table]:
        if name in layout.columns and name in readers:
            at = layout.columns[name]
            found[name] = read_column(sheet, body, at, name, readers[name], findings)
    if "gemeente_code" not in layout.fixed:
        found["gemeente_code"] = _gemeenten(sheet, layout, vocabulary, given, body, findings)
    fill_given(sheet, layout, body, found, given, findings)
    return found


def groepen_of(vocabulary: Vocabulary) -> dict[str, str]:
    groepen = {*vocabulary.group_of.values(), "nieuw_beschut"}
    return {plain(groep): groep for groep in groepen}


def _optional(read: Callable[[Value], Any]) -> Callable[[Value], Any]:
    return lambda value: None if value is None or value == "" else read(value)


def _key(value: Value) -> str:
    text = values.free_text(value)
    if text is None:
        raise Unreadable("de sleutel ontbreekt", "vul deze cel in.")
    return plain(text).replace(" ", "_")


def _gemeenten(
    sheet: Sheet, layout: Layout, vocabulary: Vocabulary, given: Given, body: Sequence[int], findings: Findings
) -> list[Any]:
    """Codes, from the code, the name or both; that they contradict each other is a problem."""
    if layout.table == "gemeenten":
        return read_column(sheet, body, layout.columns["gemeente_code"], "gemeente_code", _new_code, findings)
    known = {name: layout.columns[name] for name in ("gemeente_code", "gemeente") if name in layout.columns}
    read = values.member_of(vocabulary.gemeenten, "gemeente", vocabulary.names)
    open_to_given = given.gemeente is not None and "jaar" in DIMENSIONS[layout.table]
    if open_to_given:
        read = _optional(read)
    if len(known) == 1:
        ((name, at),) = known.items()
        return read_column(sheet, body, at, name, read, findings)
    codes = read_column(sheet, body, known["gemeente_code"], "gemeente_code", _optional(read), findings)
    named = read_column(sheet, body, known["gemeente"], "gemeente", _optional(read), findings)
    result = []
    for row, code, name in zip(body, codes, named, strict=True):
        cells = [shown(sheet.rows[row][at]) for at in known.values()]
        if code and name and code != name:
            place = sheet.place(row, known["gemeente"], "gemeente")
            what, remedy = "code en naam zijn van twee gemeenten", "laat code en naam van één gemeente staan."
            findings.problems.add(Problem(sheet.file, place, what, ", ".join(cells), remedy))
        elif not code and not name and not any(cells) and not open_to_given:
            place = sheet.place(row, known["gemeente_code"], "gemeente_code")
            findings.problems.add(Problem(sheet.file, place, "gemeente ontbreekt", "", "vul deze cel in."))
        result.append(code or name)
    return result


def _new_code(value: Value) -> str:
    text = shown(value).strip()
    if not text:
        raise Unreadable("gemeente_code ontbreekt", "vul deze cel in.")
    if not text.replace("_", "").isalnum() or not text.isascii() or len(text) > 20:
        raise Unreadable("geen code van een gemeente", "gebruik letters en cijfers, zoals GM0001.")
    return text


def provenance(sheet: Sheet, layout: Layout, body: Sequence[int], findings: Findings) -> dict[str, list[Any]]:
    """Status, source, date and note, None where they are not given."""
    readers: dict[str, Callable[[Value], Any]] = {
        "status": values.status,
        "bron": values.free_text,
        "kennisdatum": values.day,
        "toelichting": values.free_text,
    }
    return {
        name: read_column(sheet, body, layout.columns[name], name, readers[name], findings)
        if name in layout.columns
        else [None] * len(body)
        for name in GIVEN
    }
