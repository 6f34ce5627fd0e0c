"""Cells → typed values, strictly: what is wrong raises Unreadable, what can be read two ways AmbiguousNumber; and which
notation of numbers a file shows, 1.234,56 or 1,234.56."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from lib.tables.columns import PM, STATUSES
from lib.tables.rows import CONVERTERS, INVISIBLE, Unreadable, euros
from lib.text import AmbiguousNumber, NumberError, Special, parse_number, parse_share
from lib.text.formulas import original
from lib.text.nearest import meant
from lib.text.parsing import MixedStyles, Style, numbers_style_of
from lib.upload.meaning.context import Findings
from lib.upload.meaning.layout import Layout
from lib.upload.meaning.vocabulary import FIRST_YEAR, LAST_YEAR, plain, year_of
from lib.upload.reading.sheets import Sheet, Value, quote

Amount: TypeAlias = int | Decimal | str
#: A text longer than this is no name of a source and no note.
LONGEST = 500
NEGATIVE = (
    "lasten en baten staan hier beide positief, de kostensoort zegt wat het is; zijn alle kosten negatief, kies dan bij "
    "het aanleveren “kosten zijn negatief” (op de opdrachtregel --negative-costs)."
)
#: A number of a program is this far from a cent by its arithmetic alone.
NOISE = Decimal("0.000001")
#: Most numbers look like this; what does is read without the whole grammar.
SIMPLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:([.,])[0-9]{1,2})?")
POINT: dict[Style, str] = {"nl": ",", "en": "."}
_STYLES: dict[str, Style] = {",": "nl", ".": "en"}
#: Most amounts look like this: no sign, no grouping, cents, and not too large.
_COMMON: dict[Style, re.Pattern[str]] = {
    style: re.compile(rf"(0|[1-9][0-9]{{0,8}}){re.escape(point)}([0-9]{{1,2}})") for style, point in POINT.items()
}
#: A cell that a spreadsheet would compute: "=…", or a sign before a cell, a function or a command. "+/- 10 %" is text.
_FORMULA = re.compile(r"=|[+\-@]\s*(?:[a-z_.]+[\d.]*\(|\$?[a-z]{1,3}\$?\d+(?![\w.,])|[a-z]+\|)", re.IGNORECASE)
#: What breaks a text over lines, also as a workbook writes it.
_BREAKS = re.compile(r"(?:_x000D_)?[\t\n\v\f\r\x85\u2028\u2029]+")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\+00:00)?$")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WORDED = re.compile(
    r"(\d{1,2})[ -](jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?[ -](\d{4})",
    re.IGNORECASE,
)


def style_of(tables: Sequence[tuple[Sheet, Layout]], findings: Findings) -> Style | None:
    """The notation that the texts among the figures of one file show. None when none shows; both is a problem."""
    telling: list[str] = []
    styles: set[Style] = set()
    columns = [(sheet, column, layout.header + 1) for sheet, layout in tables for column in sorted(layout.values)]
    for sheet, column, first in columns:
        for text in dict.fromkeys(row[column] for row in sheet.rows[first:]):
            if isinstance(text, str) and ("," in text or "." in text):
                simple = SIMPLE.fullmatch(text)
                if simple is None or _STYLES[simple[1]] not in styles:
                    telling.append(text)
                    styles |= {_STYLES[simple[1]]} if simple else set()
    try:
        return numbers_style_of(telling)
    except MixedStyles as error:
        first_place, place = (
            next(
                (sheet, row, column)
                for sheet, column, first in columns
                for row in range(first, len(sheet.rows))
                if sheet.rows[row][column] == text
            )
            for text in error.examples
        )
        what = f"een andere notatie dan “{error.examples[0]}” ({first_place[0].place(*first_place[1:])})"
        remedy = "schrijf alle getallen in één bestand op dezelfde manier."
        findings.problems.add(place[0].problem(what, error.examples[1], remedy, *place[1:]))
        return None


def free_text(value: Value) -> str | None:
    """A source or a note, without the apostrophe that kept it from being a formula; None when empty. Raises
    Unreadable."""
    raw = _BREAKS.sub(" ", quote(value).strip())
    if not raw:
        return None
    if _FORMULA.match(raw):
        raise Unreadable("een formule in plaats van tekst", "schrijf gewone tekst, zonder = + - of @ vooraan.")
    if INVISIBLE.search(raw):
        raise Unreadable("onzichtbaar teken", "verwijder het teken en typ de cel opnieuw.")
    if len(raw) > LONGEST:
        raise Unreadable(f"langer dan {LONGEST} tekens", "maak de tekst korter.")
    return original(raw.strip()) or None


def required_text(value: Value, what: str) -> str:
    """Text that may not lack. Raises Unreadable."""
    text = free_text(value)
    if text is None:
        raise Unreadable(f"{what} ontbreekt", "vul deze cel in.")
    return text


def key(value: Value) -> str:
    """The name of an allocation key. Raises Unreadable."""
    return plain(required_text(value, "de sleutel")).replace(" ", "_")


def new_code(value: Value) -> str:
    """The code of a gemeente that is handed in. Raises Unreadable."""
    text = quote(value).strip()
    if not text:
        raise Unreadable("gemeente_code ontbreekt", "vul deze cel in.")
    if not text.replace("_", "").isalnum() or not text.isascii() or len(text) > 20:
        raise Unreadable("geen code van een gemeente", "gebruik letters en cijfers, zoals GM0001.")
    return text


def optional(read: Callable[[Value], Any]) -> Callable[[Value], Any]:
    """Reads an empty cell as None."""
    return lambda value: None if value is None or value == "" else read(value)


def year(value: Value) -> int:
    """A year: four digits, or how a program writes them. Raises Unreadable."""
    number = year_of(value)
    if number is None:
        what = "geen jaar" if quote(value).strip() else "het jaar ontbreekt"
        raise Unreadable(what, "schrijf een jaar in vier cijfers, zoals 2020.")
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Unreadable("geen jaar dat hier past", f"geef een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}.")
    return number


def day(value: Value) -> date | None:
    """A date: of a program, 2020-03-26, 26-03-2020 or 26 maart 2020, whatever the time of day; None when empty. Raises
    Unreadable."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    text = _TIME.sub("", quote(value).strip())
    turned = _DAY.fullmatch(text)
    worded = _WORDED.fullmatch(text)
    if turned:
        text = f"{turned[3]}-{turned[2]:0>2}-{turned[1]:0>2}"
    elif worded:
        month = _MONTHS.index(worded[2].casefold()[:3].replace("maa", "mrt")) + 1
        text = f"{worded[3]}-{month:02}-{worded[1]:0>2}"
    return CONVERTERS["date"](text)


def status(value: Value) -> str | None:
    """One of the statuses; None when empty. Raises Unreadable."""
    word = quote(value).strip().casefold()
    if word and word not in STATUSES:
        raise Unreadable("onbekende status", meant(word, STATUSES))
    return word or None


def member_of(ids: Mapping[str, str], what: str, names: Iterable[str]) -> Callable[[Value], str]:
    """Reads a name or code into its id; `ids` has them by plain words, `names` are what can be meant."""

    def read(value: Value) -> str:
        word = plain(quote(value))
        if word in ids:
            return ids[word]
        if not word:
            raise Unreadable(f"{what} ontbreekt", "vul deze cel in.")
        raise Unreadable(f"{what} onbekend", meant(quote(value), names))

    return read


def number(value: Value, style: Style | None, percent: bool = False) -> Decimal | Special:
    """The number in a cell, exactly. Raises Unreadable, or AmbiguousNumber without a style."""
    if value is None:
        return Special.MISSING
    if isinstance(value, bool | date):
        raise Unreadable("geen getal", "schrijf een getal.")
    if not isinstance(value, str):
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            raise Unreadable("geen getal", "schrijf een getal, PM of laat de cel leeg.")
        return exact
    simple = SIMPLE.fullmatch(value)
    if simple is not None and (simple[1] is None or (style is not None and simple[1] == POINT[style])):
        return Decimal(value.replace(",", "."))
    try:
        return parse_share(value, style) if percent else parse_number(value, style)
    except AmbiguousNumber:
        raise
    except NumberError as error:
        what = "geen getal in de notatie van dit bestand" if style else "geen getal"
        raise Unreadable(what, error.melding) from error


def amount(value: Value, style: Style | None, factor: int = 1, signed: bool = False) -> tuple[Amount | None, bool]:
    """Euros with cents (int when whole), PM, or None when missing; and whether more decimals were rounded away. The cell
    holds them divided by `factor`; below zero only when `signed`.

    Raises Unreadable, AmbiguousNumber."""
    if style is not None and isinstance(value, str) and factor == 1:
        common = _COMMON[style].fullmatch(value)
        if common is not None:
            units, cents_of = common.groups()
            return (Decimal(f"{units}.{cents_of:0<2}") if cents_of.strip("0") else int(units)), False
    exact = number(value, style)
    if isinstance(exact, Special):
        return (PM if exact is Special.PM else None), False
    # What a program's arithmetic leaves of nought is nought.
    exact = Decimal() if abs(exact) <= NOISE else exact * factor
    if exact < 0 and not signed:
        raise Unreadable("negatief bedrag", NEGATIVE)
    if abs(exact) > 10_000_000_000:
        raise Unreadable("groter dan 10.000.000.000", "geef het bedrag in euro’s.")
    rounded = euros(exact)
    return rounded, abs(rounded - exact) > NOISE


def count(value: Value, style: Style | None, least: int, most: int) -> int | None:
    """Whole persons or inhabitants; None when missing. Raises Unreadable, AmbiguousNumber."""
    exact = number(value, style)
    if exact is Special.PM:
        raise Unreadable("PM bij een aantal", "een aantal kan geen PM zijn: geef het aantal of laat de cel leeg.")
    if isinstance(exact, Special):
        return None
    whole = exact.to_integral_value()
    if abs(exact - whole) > NOISE:
        raise Unreadable("geen heel aantal", "tel hele mensen, geen fte of arbeidsjaren.")
    if whole < least:
        raise Unreadable("negatief aantal" if least == 0 else f"kleiner dan {least}", f"geef {least} of meer.")
    if whole > most:
        raise Unreadable(f"groter dan {most}", f"geef ten hoogste {most}.")
    return int(whole)


def share(value: Value, style: Style | None) -> float | None:
    """A share from 0 to 1, as a number or a percentage; None when missing. Raises Unreadable, AmbiguousNumber."""
    if isinstance(value, float) and 0 <= value <= 1:
        return value
    exact = number(value, style, percent=True)
    if exact is Special.PM:
        raise Unreadable("PM bij een aandeel", "een aandeel kan geen PM zijn: geef het aandeel.")
    if isinstance(exact, Special):
        return None
    if not 0 <= exact <= 1:
        raise Unreadable("geen aandeel van 0 tot en met 1", "geef een aandeel, bijvoorbeeld 0,4387 of 43,87 %.")
    return float(exact)
