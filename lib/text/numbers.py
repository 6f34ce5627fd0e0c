"""Dutch text for numbers: amounts, shares, people, years and dates.

Every function takes an int, a float (numpy's too), a Decimal, PM or nothing, rounds its exact value half away
from zero, and writes "1.234,5" with a real minus sign. PM is written "PM"; what is missing or not finite "onbekend".
Spaces inside a figure ("€ 1.234", "5,5 %", "+3.121 V") do not break.
"""

import datetime
import operator
import struct
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum
from math import isnan
from typing import SupportsFloat, SupportsIndex, TypeAlias
from zoneinfo import ZoneInfo

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
UNKNOWN = "onbekend"
# Enough digits to hold any float exactly, so that a value is rounded once.
EXACT = Context(prec=1200, rounding=ROUND_HALF_UP)

_EURO = f"€{NBSP}"
_PERCENT = f"{NBSP}%"
_TO_PERCENT = -2
_PERSON_NOISE_DECIMALS = 6
_CLOCK = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


class Special(Enum):
    """What stands in the place of a number: PM (exists, amount unknown) or nothing at all."""

    PM = "PM"
    MISSING = ""


Figure: TypeAlias = SupportsFloat | Special | None

#: The mark in the last bits of a float that is no number and reads PM.
PM_MARK = b"PM"


def is_pm(value: Figure) -> bool:
    """Whether it is PM: known to exist, and no number."""
    if not isinstance(value, float):
        return value is Special.PM
    return isnan(value) and struct.pack(">d", value)[-2:] == PM_MARK


def amount(value_eur: Figure, decimals: int = 0) -> str:
    """Euros in full: "€ 1.234.567", "−€ 1.234"."""
    return _text(value_eur, decimals, prefix=_EURO)


def thousands(value_eur: Figure, decimals: int = 0, signed: bool = False) -> str:
    """Euros as a number × € 1.000: "−11.408"; signed puts "+" before what is above zero."""
    return _text(value_eur, decimals, shift=3, signed=signed)


def millions(value_eur: Figure, decimals: int = 1, signed: bool = False) -> str:
    """Euros as a number × € 1 miljoen: "7,1"; signed puts "+" before what is above zero."""
    return _text(value_eur, decimals, shift=6, signed=signed)


def million_words(value_eur: Figure, decimals: int = 1) -> str:
    """Euros for a sentence: "€ 7,1 miljoen"."""
    return _text(value_eur, decimals, shift=6, prefix=_EURO, suffix=" miljoen")


def favour(value_eur: Figure, unit: int = 1_000, decimals: int = 0) -> str:
    """V (voordelig, above zero), N (nadelig, below) or "" for a difference in euros as it is shown, rounded.

    Raises ValueError for a unit that is no power of ten.
    """
    number = rounded(value_eur, unit, decimals)
    if not number:
        return ""
    return "V" if number > 0 else "N"


def difference(value_eur: Figure, unit: int = 1_000, decimals: int = 0) -> str:
    """A difference in euros × unit with sign and letter: "+3.121 V", "−3.511 N", "0".

    Raises ValueError for a unit that is no power of ten.
    """
    letter = favour(value_eur, unit, decimals)
    return _text(value_eur, decimals, _exponent(unit), signed=True, suffix=f"{NBSP}{letter}" if letter else "")


def signed(value: Figure, unit: int = 1, decimals: int = 0) -> str:
    """A number × unit with its sign and no letter: "+3.121", "−3.511", "0".

    Raises ValueError for a unit that is no power of ten.
    """
    return _text(value, decimals, _exponent(unit), signed=True)


def percentage(share: Figure, decimals: int = 1) -> str:
    """A share (1 is everything) in per cent: 0.4387 is "43,9 %"."""
    return _text(share, decimals, shift=_TO_PERCENT, suffix=_PERCENT)


def percentage_exact(share: Figure) -> str:
    """A share in per cent with the fewest decimals that give it back unchanged: 0.055 is "5,5 %", 0.06 "6 %"."""
    shortest = _shortest(share)
    return _text(shortest, _decimals_of(shortest, _TO_PERCENT), shift=_TO_PERCENT, suffix=_PERCENT)


def whole(value: Figure) -> str:
    """A count without decimals: "1.100"."""
    return _text(value, 0)


def exact_decimal(value: float) -> str:
    """A finite number for a file: every digit, a decimal point, no exponent, no grouping: "0.065", "12300"."""
    plain = f"{Decimal(repr(float(value))):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def decimal(value: Figure, decimals: int) -> str:
    """A number with fixed decimals: "0,931643"."""
    return _text(value, decimals)


def persons(value: Figure) -> str:
    """People: "463" when whole (but for the noise of floats), "89,3" when computed."""
    near = rounded(value, decimals=_PERSON_NOISE_DECIMALS)
    return _text(value, 0 if near is None or near == near.to_integral_value() else 1)


def value_with_unit(value: Figure, unit: str) -> str:
    """A parameter in full with its unit: "5,5 % per jaar", "29,4 % van opbrengsten", "€ 7.000 per persoon".

    Shares come under "aandeel …" and "per jaar", money under "euro …"; any other unit follows the number.
    """
    shortest = _shortest(value)
    if isinstance(shortest, Special):
        return _text(value, 0)
    kind, _, rest = unit.partition(" ")
    if kind == "aandeel":
        return f"{percentage_exact(shortest)} {rest}".rstrip()
    if unit == "per jaar":
        return f"{percentage_exact(shortest)} {unit}"
    decimals = _decimals_of(shortest)
    if kind == "euro":
        return f"{amount(shortest, max(2, decimals) if decimals else 0)} {rest}".rstrip()
    return f"{decimal(shortest, decimals)} {unit}".rstrip()


def lower_first(label: str) -> str:
    """A label inside a sentence: "Loon Wsw" becomes "loon Wsw"."""
    return label[:1].lower() + label[1:]


def counted(number: int, single: str, more: str) -> str:
    """A number of things: "1 onderwerp", "1.200 onderwerpen"."""
    return f"{whole(number)} {single if number == 1 else more}"


def listed(items: Sequence[str]) -> str:
    """Names or phrases in a sentence: "Oost, Zuid en West"."""
    return " en ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def upper_first(label: str) -> str:
    """A label at the head of a line: "per Wsw-persoon" becomes "Per Wsw-persoon"."""
    return label[:1].upper() + label[1:]


def year_range(first: int, last: int) -> str:
    """Years from first up to and including last: "2021–2024", or "2021". Raises ValueError when last comes first."""
    if last < first:
        raise ValueError(f"De jaren {first} en {last} staan in de verkeerde volgorde.")
    return f"{first}" if first == last else f"{first}\N{EN DASH}{last}"


def date_words(day: datetime.date | None) -> str:
    """A date in words: "26 maart 2020"."""
    return UNKNOWN if day is None else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_words(value: str) -> str:
    """A date in a text column in words; anything else as it is."""
    try:
        return date_words(datetime.date.fromisoformat(value)) if len(value) > len("2020") else value
    except ValueError:
        return value


def local(moment: datetime.datetime) -> datetime.datetime:
    """A moment on the Dutch clock; without a zone it is UTC, as every stored one."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).astimezone(_CLOCK)


def moment_words(moment: datetime.datetime) -> str:
    """A moment in words, on the Dutch clock: "26 maart 2020, 14:05"."""
    there = local(moment)
    return f"{date_words(there)}, {there:%H:%M}"


def rounding_gap(rows_eur: Iterable[Figure], total_eur: Figure, unit: int = 1_000, decimals: int = 0) -> bool:
    """Whether rows, each shown rounded, miss their rounded total: the table then says "verschil door afronding".

    Takes exact euros; PM, missing rows and a total without a number count for nothing, and beside a row that is no
    number (nan) nothing can be said. Raises ValueError when rounding cannot explain the gap (the total is not that of
    these rows), and for a unit that is no power of ten.
    """
    values = list(rows_eur)
    rows = [row for row in (rounded(value, unit, decimals) for value in values) if row is not None]
    total = rounded(total_eur, unit, decimals)
    if total is None or any(isinstance(value, float) and isnan(value) for value in values):
        return False
    gap = abs(sum(rows) - total)
    if 2 * gap > (len(rows) + 1) * Decimal(1).scaleb(-decimals):
        raise ValueError(f"De rijen wijken {gap} af van hun totaal: dat is meer dan afronding kan verklaren.")
    return gap != 0


def rounded(value: Figure, unit: int = 1, decimals: int = 0) -> Decimal | None:
    """The number that is shown: value / unit, rounded half away from zero; None for PM and what is unknown.

    Raises ValueError for a unit that is no power of ten.
    """
    return _rounded(value, decimals, _exponent(unit))


def _text(
    value: Figure, decimals: int, shift: int = 0, signed: bool = False, prefix: str = "", suffix: str = ""
) -> str:
    """Sign, prefix, the digits of value / 10^shift, suffix; or the word for what is no number."""
    number = _rounded(value, decimals, shift)
    if number is None:
        return Special.PM.value if is_pm(value) else UNKNOWN
    sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
    digits = f"{number.copy_abs():,f}".translate(str.maketrans(",.", ".,"))
    return f"{sign}{prefix}{digits}{suffix}"


def _rounded(value: Figure, decimals: int, shift: int) -> Decimal | None:
    """value / 10^shift with that many decimals; a zero carries no sign."""
    exact = _exact(value)
    if exact is None:
        return None
    result = exact.scaleb(-shift, EXACT).quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    return result or result.copy_abs()


def _exact(value: Figure) -> Decimal | None:
    """The number itself, digit for digit; None for PM, what is missing and what is not finite."""
    if value is None or isinstance(value, Special):
        return None
    if isinstance(value, float):
        value = Decimal(value)
    elif not isinstance(value, Decimal):
        value = Decimal(operator.index(value)) if isinstance(value, SupportsIndex) else Decimal(float(value))
    return value if value.is_finite() else None


def _shortest(value: Figure) -> Decimal | Special:
    """The number as it would be typed: the shortest decimal that is the same float."""
    exact = _exact(value)
    if exact is None:
        return Special.PM if value is Special.PM else Special.MISSING
    return Decimal(float.__repr__(value)) if isinstance(value, float) else exact


def _decimals_of(value: Decimal | Special, shift: int = 0) -> int:
    """How many decimals value / 10^shift needs."""
    if isinstance(value, Special):
        return 0
    exponent = value.normalize(EXACT).as_tuple().exponent
    return max(0, shift - exponent) if isinstance(exponent, int) else 0


def _exponent(unit: int) -> int:
    """3 for 1.000. Raises ValueError for a unit that is no power of ten."""
    exponent = len(str(unit)) - 1
    if unit != 10**exponent:
        raise ValueError(f"Eenheid {unit} is geen macht van tien.")
    return exponent


def natural_order(statement_id: str) -> tuple[str, int]:
    """Sorts numbers of statements by their number: 2 before 10."""
    digits = "".join(filter(str.isdigit, statement_id))
    return statement_id.rstrip("0123456789"), int(digits or 0)
