"""Which notation of numbers a file shows: 1.234,56 or 1,234.56."""

import re
from collections.abc import Iterable, Sequence

from lib.store.intake.findings import Findings
from lib.store.intake.sheets import Sheet
from lib.store.problems import Problem
from lib.text.parsing import MixedStyles, Style, numbers_style_of

#: Most numbers with decimals look like this; what does is read without the whole grammar.
PLAIN: dict[Style, re.Pattern[str]] = {
    "nl": re.compile(r"-?(?:0|[1-9][0-9]{0,14}),[0-9]{1,2}"),
    "en": re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,2}"),
}


def style_of(sheets: Iterable[tuple[Sheet, Sequence[int], int]], findings: Findings) -> Style | None:
    """The notation that the texts in number columns show: (sheet, columns, first row) of one file. None when none
    shows; both is a problem."""
    places: dict[str, tuple[Sheet, int, int]] = {}
    styles: dict[Style, str] = {}
    unclear = []
    for sheet, columns, first in sheets:
        for column in columns:
            for row in range(first, len(sheet.rows)):
                text = sheet.rows[row][column]
                if not isinstance(text, str) or text in places or ("," not in text and "." not in text):
                    continue
                places[text] = (sheet, row, column)
                for style, pattern in PLAIN.items():
                    if pattern.fullmatch(text):
                        styles.setdefault(style, text)
                        break
                else:
                    unclear.append(text)
    try:
        found = numbers_style_of([*styles.values(), *unclear])
    except MixedStyles as error:
        sheet, row, column = places[error.examples[1]]
        other, at, beside = places[error.examples[0]]
        what = f"een andere notatie dan “{error.examples[0]}” ({other.place(at, beside)})"
        remedy = "schrijf alle getallen in één bestand op dezelfde manier."
        findings.problems.add(Problem(sheet.file, sheet.place(row, column), what, error.examples[1], remedy))
        return None
    return found
