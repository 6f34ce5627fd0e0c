"""Signs of one person in a file: such a file is refused whole, and the refusal never repeats what was read."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from lib.store.intake.findings import Told
from lib.store.intake.layout import Layout
from lib.store.intake.sheets import REMEMBERED, Sheet, Value, letters
from lib.store.intake.vocabulary import HEAD
from lib.store.intake.words import column_words, plain, words
from lib.store.intake.years import named_years
from lib.store.problems import Problem, Unsound

ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)
#: Nobody younger works here; a full date before it, in a column that nobody asked for, may be a birthday.
YOUNGEST = 16
REMEDY = (
    "het hele bestand is geweigerd en niets ervan is bewaard: verwijder wat over één mens gaat en lever opnieuw aan."
)
HIDDEN = "niet herhaald"
NAMED = "een naam die naar één mens kan wijzen"
_NINE = re.compile(r"(?<![\d.,])(?:\d{8,9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?![\d]|[.,]\d)")
#: One character before the @ is enough: with more of them a long word would be looked at from each of its letters.
_MAIL = re.compile(r"[^\s@;,<>()]@[^\s@;,<>()]+\.[a-z]{2,}", re.IGNORECASE)
_BIRTH = re.compile(
    r"\bgeb(?:\.|oren|oortedatum)?\b[^0-9]{0,20}\d{1,2}[-/. ](?:\d{1,2}|[a-z]+)[-/. ]\d{2,4}", re.IGNORECASE
)
_MONTH = "jan|feb|mrt|maart|apr|mei|jun|jul|aug|sep|okt|nov|dec"
_DATE = re.compile(
    rf"\d{{1,2}}(?:[-/. ]\d{{1,2}}[-/. ]|[- ](?:{_MONTH})[a-z]*\.?[- ])(\d{{4}}|\d{{2}})|(\d{{4}})[-/]\d{{1,2}}[-/]\d{{1,2}}(?:[ T].*)?",
    re.IGNORECASE,
)
#: Nine digits among amounts are an amount, in other columns they are not.
_LARGE = ("costs", "population", "allocation_keys")
_LETTER = re.compile(r"[a-z@]", re.IGNORECASE)
#: What fits once is not tried shorter (*+): no unit begins with what stands before it.
_NUMBER = re.compile(r"[^a-z@]*+(?:euro?+|pm|p\.m\.?+)?+[^a-z@]*+", re.IGNORECASE)


class Personal(Unsound):
    """A file that may be about one person."""


def refuse_personal(sheets: Iterable[tuple[Sheet, Layout | None]], today: date) -> None:
    """Look through every cell that is not a figure. Raises Personal."""
    told = Told()
    for sheet, layout in sheets:
        told.extend(_in_sheet(sheet, layout, today))
    if told:
        raise Personal(told())


def refuse_personal_names(file: str, names: Iterable[str], today: date, number: int) -> None:
    """Look at the name of a file (the release remembers it) and those of its sheets. Raises Personal."""
    if _sign(file, today, False):
        raise Personal([Problem(f"bestand {number}", "naam van het bestand", NAMED, HIDDEN, REMEDY)])
    for i, name in enumerate(names, 1):
        if _sign(name, today, False):
            raise Personal([Problem(file, f"blad {i}, naam van het blad", NAMED, HIDDEN, REMEDY)])


def sign_of_person(value: Value, today: date, known: bool = False) -> str | None:
    """How a value points at one person, in words; None when it does not. A date is expected where `known`."""
    return _sign(value, today, known)


def _in_sheet(sheet: Sheet, layout: Layout | None, today: date) -> Iterator[Problem]:
    header = layout.header if layout else None
    typed = layout.values | set(layout.totals) if layout and layout.table in _LARGE else set()
    dated = layout.columns.get("kennisdatum") if layout else None
    known = set(layout.columns.values()) | layout.values | set(layout.totals) if layout else set()
    width = len(sheet.rows[0]) if sheet.rows else 0
    for column in range(width):
        cells = [row[column] for row in sheet.rows]
        heading = _refused_heading(sheet, cells, header, column in known)
        if heading is not None:
            yield _problem(sheet, heading, column, "een kolom die over één mens gaat")
            continue
        start = 0 if header is None else header + 1
        amounts = column in typed or (column not in known and _headed_amounts(cells, header))
        for first, last, figures in ((0, start, header is None and amounts), (start, len(cells), amounts)):
            looked = [None if figures and _is_figure(cell) else cell for cell in cells[first:last]]
            sign = _signs(looked, today, column in known or column == dated)
            if sign is not None:
                place, what = sign
                yield _problem(sheet, first + place, column, what)
                break


def _headed_amounts(cells: list[Value], header: int | None) -> bool:
    """Whether a column that nobody asked for is headed as one of amounts: an amount is no number of a person."""
    for cell in [cells[header]] if header is not None else cells[:HEAD]:
        if isinstance(cell, str) and (
            set(plain(cell).split()) & set(words()["amounts"]["headings"]) or named_years(cell[:REMEMBERED])
        ):
            return True
    return False


def _is_figure(cell: Value) -> bool:
    return not isinstance(cell, str) or _LETTER.search(cell) is None or _NUMBER.fullmatch(cell) is not None


def _problem(sheet: Sheet, row: int, column: int, what: str) -> Problem:
    name = "" if sheet.name is None else f"blad {sheet.name}, "
    line = f"{'regel' if sheet.name is None else 'rij'} {sheet.lines[row]}"
    return Problem(sheet.file, f"{name}{line}, kolom {letters(column)}", what, HIDDEN, REMEDY)


def _refused_heading(sheet: Sheet, cells: list[Value], header: int | None, known: bool) -> int | None:
    """The row in which a column is headed as about a person."""
    if known:
        return None
    refused = words()["refused"]
    whole = {plain(word) for word in refused["whole"]}
    part = {plain(word) for word in refused["part"]}
    rows = [header] if header is not None else range(min(len(cells), 60))
    for row in rows:
        cell = cells[row]
        if not isinstance(cell, str) or plain(cell) in column_words():
            continue
        told = plain(cell).split()
        together = any(all(any(word in each for each in told) for word in pair) for pair in refused["together"])
        if " ".join(told) in whole or (len(told) <= 4 and (together or part & set(told))):
            return row
    return None


def _signs(cells: list[Value], today: date, known: bool) -> tuple[int, str] | None:
    """The first cell that points at one person, and how."""
    for kind, value in dict.fromkeys((cell.__class__, cell) for cell in cells):
        what = None if value is None or value == "" else _sign(value, today, known)
        if what:
            place = next(i for i, cell in enumerate(cells) if cell.__class__ is kind and cell == value)
            return place, what
    return None


def _sign(value: Value, today: date, known: bool) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        return None if known or value.year > today.year - YOUNGEST else "een datum die een geboortedatum kan zijn"
    if isinstance(value, int):
        return "een getal dat een burgerservicenummer kan zijn" if _is_bsn(str(value)) else None
    text = str(value)
    if "@" in text and _MAIL.search(text):
        return "een e-mailadres"
    if _BIRTH.search(text):
        return "een geboortedatum"
    if not known and _birthday(text, today):
        return "een datum die een geboortedatum kan zijn"
    if any(_is_bsn(re.sub("[ .-]", "", found)) for found in _NINE.findall(text)):
        return "een getal dat een burgerservicenummer kan zijn"
    return None


def _birthday(text: str, today: date) -> bool:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return False
    year = int(match[1] or match[2])
    return (year if year > 99 else today.year - (today.year - year) % 100) <= today.year - YOUNGEST


def _is_bsn(digits: str) -> bool:
    """The eleven-test, for eight digits with a nought in front as well; a day written as 20200326 is none."""
    if not digits.isdigit() or len(digits) not in (8, 9):
        return False
    if len(digits) == 8 and re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", digits):
        return False
    padded = digits.zfill(9)
    return int(padded) > 0 and sum(int(d) * weight for d, weight in zip(padded, ELEVEN, strict=True)) % 11 == 0
