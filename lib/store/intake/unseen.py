"""Figures that count although nobody sees them in the workbook: on a hidden sheet, in a hidden row or column."""

from collections.abc import Iterator, Sequence

from lib.store.intake.parts import Part
from lib.store.intake.sheets import letters
from lib.store.problems import Problem
from lib.text import whole

#: As many rows are named.
NAMED = 8
REMEDY = "zij tellen mee; aanvaard het als dat klopt, of verwijder ze en lever opnieuw aan."


def unseen(parts: Sequence[Part]) -> Iterator[Problem]:
    """One warning for each sheet, and for the rows and the columns of each sheet, whose hidden figures count."""
    for part in parts:
        sheet = part.sheet
        counted = [
            place
            for place, value in zip(part.places, part.columns[part.layout.value], strict=True)
            if value is not None
        ]
        if sheet.hidden and counted:
            read = f"blad {sheet.name}: {_figures(len(counted))}"
            yield Problem(sheet.file, f"blad {sheet.name}", "cijfers op een verborgen blad tellen mee", read, REMEDY)
        rows = [row for row, _ in counted if row in sheet.hidden_rows]
        if rows:
            lines = [whole(sheet.lines[row]) for row in dict.fromkeys(rows)]
            what = "cijfers in verborgen of weggefilterde rijen tellen mee"
            yield Problem(sheet.file, _place(part), what, f"rij {_listed(lines)}: {_figures(len(rows))}", REMEDY)
        columns = [column for _, column in counted if column in sheet.hidden_columns]
        if columns:
            read = f"kolom {_listed([letters(column) for column in dict.fromkeys(columns)])}: {_figures(len(columns))}"
            yield Problem(sheet.file, _place(part), "cijfers in verborgen kolommen tellen mee", read, REMEDY)


def _place(part: Part) -> str:
    return f"blad {part.sheet.name}"


def _figures(count: int) -> str:
    return "1 cijfer" if count == 1 else f"{whole(count)} cijfers"


def _listed(names: Sequence[str]) -> str:
    more = f" en nog {whole(len(names) - NAMED)}" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
