"""Cells → typed values, strictly: what is wrong raises Unreadable, what can be read two ways AmbiguousNumber."""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from lib.store.intake.sheets import Value, shown
from lib.store.intake.style import POINT, SIMPLE
from lib.store.intake.words import plain
from lib.store.intake.years import year_of
from lib.store.problems import INVISIBLE, meant
from lib.store.rows import Unreadable
from lib.store.tables import PM, STATUSES, YEAR
from lib.text import AmbiguousNumber, NumberError, Special, parse_number, parse_share
from lib.text.formulas import original
from lib.text.parsing import Style

Amount: TypeAlias = int | Decimal | str
#: A text longer than this is no name of a source and no note.
LONGEST = 500
CENTS = Decimal("0.01")
_FIRST, _LAST = int(YEAR.minimum or 0), int(YEAR.maximum or 0)
NEGATIVE = (
    "lasten en baten staan hier beide positief, de kostensoort zegt wat het is; zijn alle kosten negatief, kies dan bij "
    "het aanleveren “kosten zijn negatief”."
)
#: A number of a program is this far from a cent by its arithmetic alone.
NOISE = Decimal("0.000001")
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


def text_of(value: Value) -> str | None:
    """The text of a cell without the apostrophe that kept it from being a formula; None when empty."""
    return original(shown(value).strip()) or None


def free_text(value: Value) -> str | None:
    """A source or a note. Raises Unreadable."""
    raw = _BREAKS.sub(" ", shown(value).strip())
    if not raw:
        return None
    if _FORMULA.match(raw):
        raise Unreadable("een formule in plaats van tekst", "schrijf gewone tekst, zonder = + - of @ vooraan.")
    if INVISIBLE.search(raw):
        raise Unreadable("onzichtbaar teken", "verwijder het teken en typ de cel opnieuw.")
    if len(raw) > LONGEST:
        raise Unreadable(f"langer dan {LONGEST} tekens", "maak de tekst korter.")
    return text_of(raw)


def year(value: Value) -> int:
    """A year: four digits, or how a program writes them. Raises Unreadable."""
    found = year_of(value)
    if found is None:
        what = "geen jaar" if shown(value).strip() else "het jaar ontbreekt"
        raise Unreadable(what, "schrijf een jaar in vier cijfers, zoals 2020.")
    if not _FIRST <= found <= _LAST:
        raise Unreadable("geen jaar dat hier past", f"geef een jaar van {_FIRST} tot en met {_LAST}.")
    return found


def day(value: Value) -> date | None:
    """A date: of a program, 2020-03-26, 26-03-2020 or 26 maart 2020, whatever the time of day; None when empty. Raises
    Unreadable."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    text = _TIME.sub("", shown(value).strip())
    turned = _DAY.fullmatch(text)
    worded = _WORDED.fullmatch(text)
    if turned:
        text = f"{turned[3]}-{turned[2]:0>2}-{turned[1]:0>2}"
    elif worded:
        month = _MONTHS.index(worded[2].casefold()[:3].replace("maa", "mrt")) + 1
        text = f"{worded[3]}-{month:02}-{worded[1]:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("geen datum", "schrijf jaar-maand-dag, bijvoorbeeld 2020-03-26.") from error


def status(value: Value) -> str | None:
    """One of the statuses; None when empty. Raises Unreadable."""
    text = shown(value).strip()
    if not text:
        return None
    word = text.casefold()
    if word not in STATUSES:
        raise Unreadable("onbekende status", meant(word, STATUSES))
    return word


def member_of(known: Mapping[str, str], what: str, names: Iterable[str]) -> Callable[[Value], str]:
    """Reads a name or code into its id; `known` maps plain words to ids, `names` are what can be meant."""

    def read(value: Value) -> str:
        word = plain(shown(value))
        if word in known:
            return known[word]
        if not word:
            raise Unreadable(f"{what} ontbreekt", "vul deze cel in.")
        raise Unreadable(f"{what} onbekend", meant(shown(value), names))

    return read


def number(value: Value, style: Style | None, percent: bool = False) -> Decimal | Special:
    """The number in a cell, exactly. Raises Unreadable, or AmbiguousNumber without a style."""
    if value is None:
        return Special.MISSING
    if isinstance(value, (bool, date)):
        raise Unreadable("geen getal", "schrijf een getal.")
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unreadable("geen getal", "schrijf een getal, PM of laat de cel leeg.")
        return Decimal(repr(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise Unreadable("geen getal", "schrijf een getal, PM of laat de cel leeg.")
        return value
    simple = SIMPLE.fullmatch(value)
    if simple is not None and (simple[1] is None or (style is not None and simple[1] == POINT[style])):
        return Decimal(value.replace(",", "."))
    try:
        return parse_share(value, style) if percent else parse_number(value, style)
    except AmbiguousNumber:
        raise
    except NumberError as error:
        raise Unreadable(
            "geen getal in de notatie van dit bestand" if style else "geen getal", error.melding
        ) from error


def amount(value: Value, style: Style | None, factor: int = 1, signed: bool = False) -> tuple[Amount | None, bool]:
    """Euros with cents (int when whole), PM, or None when missing; and whether more decimals were rounded away. The cell
    holds them divided by `factor`; below zero only when `signed`.

    Raises Unreadable, AmbiguousNumber."""
    if style is not None and isinstance(value, str) and factor == 1:
        common = _COMMON[style].fullmatch(value)
        if common is not None:
            units, cents_of = common.groups()
            return (Decimal(f"{units}.{cents_of:0<2}") if cents_of.strip("0") else int(units)), False
    found = number(value, style)
    if isinstance(found, Special):
        return (PM if found is Special.PM else None), False
    found = _rest(found) * factor
    if found < 0 and not signed:
        raise Unreadable("negatief bedrag", NEGATIVE)
    if abs(found) > 10_000_000_000:
        raise Unreadable("groter dan 10.000.000.000", "geef het bedrag in euro’s.")
    cents = found.quantize(CENTS, ROUND_HALF_UP)
    whole = cents.to_integral_value()
    return (int(whole) if whole == cents else cents), abs(cents - found) > NOISE


def _rest(found: Decimal) -> Decimal:
    """Nought for what a program's arithmetic leaves of it."""
    return Decimal() if abs(found) <= NOISE else found


def count(value: Value, style: Style | None, least: int, most: int) -> int | None:
    """Whole persons or inhabitants; None when missing. Raises Unreadable, AmbiguousNumber."""
    found = number(value, style)
    if found is Special.PM:
        raise Unreadable("PM bij een aantal", "een aantal kan geen PM zijn: geef het aantal of laat de cel leeg.")
    if isinstance(found, Special):
        return None
    if abs(found - found.to_integral_value()) <= NOISE:
        found = found.to_integral_value()
    else:
        raise Unreadable("geen heel aantal", "tel hele mensen, geen fte of arbeidsjaren.")
    if found < least:
        raise Unreadable("negatief aantal" if least == 0 else f"kleiner dan {least}", f"geef {least} of meer.")
    if found > most:
        raise Unreadable(f"groter dan {most}", f"geef ten hoogste {most}.")
    return int(found)


def share(value: Value, style: Style | None) -> float | None:
    """A share from 0 to 1, as a number or a percentage; None when missing. Raises Unreadable, AmbiguousNumber."""
    if isinstance(value, float) and math.isfinite(value) and 0 <= value <= 1:
        return value
    found = number(value, style, percent=True)
    if found is Special.PM:
        raise Unreadable("PM bij een aandeel", "een aandeel kan geen PM zijn: geef het aandeel.")
    if isinstance(found, Special):
        return None
    if not 0 <= found <= 1:
        raise Unreadable("geen aandeel van 0 tot en met 1", "geef een aandeel, bijvoorbeeld 0,4387 of 43,87 %.")
    return float(found)
