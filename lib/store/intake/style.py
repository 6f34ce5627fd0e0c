"""Which notation of numbers a file shows: 1.234,56 or 1,234.56."""

import re
from collections.abc import Sequence

from lib.store.intake.findings import Findings
from lib.store.intake.sheets import Sheet
from lib.store.problems import Problem
from lib.text.parsing import MixedStyles, Style, numbers_style_of

#: Most numbers look like this; what does is read without the whole grammar.
SIMPLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:([.,])[0-9]{1,2})?")
POINT: dict[Style, str] = {"nl": ",", "en": "."}
_STYLES: dict[str, Style] = {",": "nl", ".": "en"}
#: A sheet, its columns with numbers, its first row below the heading.
Columns = tuple[Sheet, Sequence[int], int]


def style_of(sheets: Sequence[Columns], findings: Findings) -> Style | None:
    """The notation that the texts in the number columns of one file show. None when none shows; both is a problem."""
    telling: list[str] = []
    known: set[Style] = set()
    for sheet, columns, first in sheets:
        for column in columns:
            for text in dict.fromkeys(row[column] for row in sheet.rows[first:]):
                if text.__class__ is not str or ("," not in text and "." not in text):
                    continue
                simple = SIMPLE.fullmatch(text)
                if simple is None or _STYLES[simple[1]] not in known:
                    telling.append(text)
                    known |= {_STYLES[simple[1]]} if simple else set()
    try:
        return numbers_style_of(telling)
    except MixedStyles as error:
        one, other = (_place(text, sheets) for text in error.examples)
        what = f"een andere notatie dan “{error.examples[0]}” ({one[1]})"
        remedy = "schrijf alle getallen in één bestand op dezelfde manier."
        findings.problems.add(Problem(other[0].file, other[1], what, error.examples[1], remedy))
        return None


def _place(text: str, sheets: Sequence[Columns]) -> tuple[Sheet, str]:
    """Where a number stands first."""
    return next(
        (sheet, sheet.place(row, column))
        for sheet, columns, first in sheets
        for column in columns
        for row in range(first, len(sheet.rows))
        if sheet.rows[row][column] == text
    )
