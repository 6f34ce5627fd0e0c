"""The gemeente and the year that who hands in gives beside a file: they hold where it names none, and a file that names
another is refused."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from lib.store.intake.findings import Findings
from lib.store.intake.given import Given
from lib.store.intake.layout import DIMENSIONS, Layout
from lib.store.intake.sheets import Sheet, shown
from lib.store.intake.vocabulary import Vocabulary
from lib.store.intake.words import plain
from lib.store.intake.years import named_years
from lib.store.problems import Problem

NAMES = {"gemeente_code": "gemeente", "jaar": "jaar"}


def with_given(sheet: Sheet, layout: Layout, given: Given, vocabulary: Vocabulary, problems: list[Problem]) -> Layout:
    """The layout with what was given for a dimension that the sheet does not name; what its heading, its name or the
    text above it says otherwise goes into `problems`."""
    if "jaar" not in DIMENSIONS[layout.table]:
        return layout
    fixed = dict(layout.fixed)
    if given.gemeente is not None and not {"gemeente", "gemeente_code"} & set(layout.columns):
        fixed["gemeente_code"] = given.gemeente
        problems += _other_gemeenten(sheet, layout, given.gemeente, vocabulary)
    if given.jaar is not None and "jaar" not in layout.columns:
        problems += _other_years(sheet, layout, given.jaar)
        if not any("jaar" in members for members in layout.across.values()):
            fixed["jaar"] = given.jaar
    return replace(layout, fixed=fixed)


def _other_gemeenten(sheet: Sheet, layout: Layout, code: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names of other gemeenten in the names of file and sheet or above the table, where the own one is not named."""
    names = {plain(name): vocabulary.gemeenten[plain(name)] for name in vocabulary.names}
    for place, text in _texts(sheet, layout):
        said = {known for name, known in names.items() if f" {name} " in f" {plain(text)} "}
        if said and code not in said:
            yield _contradiction(sheet, place, "gemeente", text)


def _other_years(sheet: Sheet, layout: Layout, year: int) -> Iterator[Problem]:
    """Years in a heading, in the names of file and sheet or above the table, where the given one is not named."""
    for at, members in layout.across.items():
        if members.get("jaar", year) != year:
            heading = shown(layout.headings[at])
            yield _contradiction(sheet, sheet.place(layout.header, at), "jaar", heading)
    for place, text in _texts(sheet, layout):
        said = named_years(text)
        if said and year not in said:
            yield _contradiction(sheet, place, "jaar", text)


def _texts(sheet: Sheet, layout: Layout) -> Iterator[tuple[str, str]]:
    """What stands in the names of the file and the sheet and above its heading, with its place."""
    yield "naam van het bestand", PurePath(sheet.file).stem.replace("_", " ")
    if sheet.name is not None:
        yield f"blad {sheet.name}", sheet.name
    for row in range(layout.header):
        for at, cell in enumerate(sheet.rows[row]):
            if isinstance(cell, str):
                yield sheet.place(row, at), cell


def _contradiction(sheet: Sheet, place: str, name: str, read: str) -> Problem:
    remedy = (
        f"wat u naast het bestand opgeeft, geldt alleen als het bestand geen {name} noemt: haal één van de twee weg."
    )
    return Problem(sheet.file, place, f"het bestand noemt {_article(name)} dan u opgaf", read, remedy)


def _article(name: str) -> str:
    return "een andere gemeente" if name == "gemeente" else "een ander jaar"


def fill_given(
    sheet: Sheet,
    layout: Layout,
    body: Sequence[int],
    columns: Mapping[str, list[Any]],
    given: Given,
    findings: Findings,
) -> None:
    """Give the empty cells of the columns gemeente and jaar what was given; a cell that says otherwise is a problem."""
    if "jaar" not in DIMENSIONS[layout.table]:
        return
    for name, own in (("gemeente_code", given.gemeente), ("jaar", given.jaar)):
        values = columns.get(name)
        if own is None or values is None:
            continue
        at = layout.columns.get(name, layout.columns.get(NAMES[name]))
        for i, (row, value) in enumerate(zip(body, values, strict=True)):
            if value is None:
                values[i] = own
            elif value != own:
                read = shown(sheet.rows[row][at]) if at is not None else str(value)
                findings.problems.add(_contradiction(sheet, sheet.place(row, at, NAMES[name]), NAMES[name], read))
