"""Numbers, and days, as people type and export them, read strictly: what can be read two ways is refused, never guessed.

Dutch style (nl) is "1.234,56", English style (en) "1,234.56"; spaces may group thousands in both. Every error
carries a Dutch sentence in `melding` that says what was read and what to write instead.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from lib.text.numbers import EXACT, MINUS, MONTHS, Special

Style: TypeAlias = Literal["nl", "en"]

_MAX_CHARACTERS = 60
_MAX_WHOLE_DIGITS = 15
_MAX_QUOTED = 30
_SPACES = dict.fromkeys(map(ord, "\N{NO-BREAK SPACE}\N{FIGURE SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}"), " ")
_MINUSES = "\\-\N{EN DASH}" + MINUS
_DASHES = _MINUSES + "\N{EM DASH}"
_CURRENCY = "€|euro|eur"
_PERCENT = "%|procent|percent|pct"
_PM = re.compile(rf"(?:(?:{_CURRENCY}) *)?(?:pm|p\.m\.?)", re.IGNORECASE)
_DASH = re.compile(rf"[{_DASHES}]")
#: How a spreadsheet prints nought in its accounting notation.
_NOUGHT = re.compile(rf"(?:{_CURRENCY}) *[{_DASHES}]", re.IGNORECASE)
#: "1.250,-": no cents.
_NO_CENTS = re.compile(rf"(?<=[0-9]),(?:[{_DASHES}]{{1,2}}|=)(?= *(?:(?:{_CURRENCY}) *)?\)?$)", re.IGNORECASE)
#: 100000 as R writes it: "1e+05". A spreadsheet's "1E+05" has lost digits.
_POWER = re.compile(r"([1-9])(?:([.,])([0-9]{1,14}))?e\+([0-9]{2})")
#: Spaces and digits that fit once are not tried shorter (*+): between each two of them stands something else, or nothing.
_SHAPE = re.compile(
    rf"""(?P<currency1>{_CURRENCY})? [ ]*+ (?P<open>\()? [ ]*+
    (?P<sign1>[{_MINUSES}+])? [ ]*+ (?P<currency2>{_CURRENCY})? [ ]*+ (?P<sign2>[{_MINUSES}+])? [ ]*+
    (?P<body>[0-9.,]++(?:[ ]++[0-9.,]++)*+) [ ]*+
    (?P<percent>{_PERCENT})? [ ]*+ (?P<currency3>{_CURRENCY})? [ ]*+ (?P<sign3>[{_MINUSES}])? [ ]*+ (?P<close>\))?""",
    re.IGNORECASE | re.VERBOSE,
)


def _grammar(group: str, point: str) -> re.Pattern[str]:
    """Digits, plain or grouped in one way throughout, and decimals; no zeros in front."""
    grouped = "|".join(rf"[1-9][0-9]{{0,2}}(?:{separator}[0-9]{{3}})+" for separator in (group, " "))
    return re.compile(rf"({grouped}|[1-9][0-9]*|0)(?:{point}([0-9]+))?")


_GRAMMAR: dict[Style, re.Pattern[str]] = {"nl": _grammar(r"\.", ","), "en": _grammar(",", r"\.")}
_NOTATION: dict[Style, str] = {"nl": "Nederlandse notatie", "en": "Engelse notatie"}
_OTHER: dict[Style, Style] = {"nl": "en", "en": "nl"}


class NumberError(ValueError):
    """A text that is not taken as a number; `melding` tells the user why, in Dutch."""

    def __init__(self, melding: str) -> None:
        super().__init__(melding)
        self.melding = melding


class NotANumber(NumberError):
    """No number at all, or none in the style asked for."""


class AmbiguousNumber(NumberError):
    """A number in both styles with different values; `readings` holds the Dutch one, then the English one."""

    def __init__(self, melding: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(melding)
        self.readings = readings


class MixedStyles(NumberError):
    """A column with both styles; `examples` holds the first Dutch text, then the first English one."""

    def __init__(self, examples: tuple[str, str]) -> None:
        dutch, english = map(_quoted, examples)
        super().__init__(
            f"In deze kolom staan getallen in Nederlandse notatie ({dutch}) en in Engelse notatie ({english}). "
            "Schrijf alle getallen op dezelfde manier."
        )
        self.examples = examples


@dataclass(frozen=True)
class _Parts:
    """A text taken apart: digits with separators, and what stood around them."""

    text: str
    body: str
    negative: bool
    percent: bool
    currency: bool

    def value(self, magnitude: Decimal) -> Decimal:
        """The number meant, a percentage as a share; zero carries no sign."""
        share = magnitude.scaleb(-2, EXACT) if self.percent else magnitude
        return share.copy_negate() if self.negative and share else share

    def rewritten(self, magnitude: Decimal, style: Style) -> str:
        """The number as the user had better type it: no grouping, and never readable in two ways."""
        digits = f"{magnitude:f}"
        if re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", digits):
            digits = digits.rstrip("0").rstrip(".") if digits.endswith("0") else f"{digits}0"
        digits = digits.replace(".", ",") if style == "nl" else digits
        return f"{MINUS if self.negative and magnitude else ''}{digits}{' %' if self.percent else ''}"


def parse_number(text: str, style: Style | None = None) -> Decimal | Special:
    """The number in text: a Decimal in the unit of the text, PM, or MISSING for an empty text or a dash.

    Raises NotANumber, and without a style AmbiguousNumber ("1.500": 1500 or 1,5?).
    """
    parts = _split(text, style)
    if isinstance(parts, Special):
        return parts
    if parts.percent:
        raise NotANumber(f"{_quoted(text)} is een percentage; hier hoort een getal zonder %-teken.")
    return _value(parts, style)


def parse_share(text: str, style: Style | None = None) -> Decimal | Special:
    """The share in text, 1 being everything: "5,5 %" and "0,055" are both 0.055. PM, MISSING as parse_number.

    Raises NotANumber, and without a style AmbiguousNumber.
    """
    parts = _split(text, style)
    return parts if isinstance(parts, Special) else _value(parts, style)


@dataclass(frozen=True)
class Typed:
    """A number as somebody typed it: its readings as (Dutch, English), equal where both agree or only one style fits; a
    percentage is not yet a share."""

    readings: tuple[Decimal, Decimal]
    percent: bool
    currency: bool


def parse_typed(text: str) -> Typed | Special:
    """What was typed in a field, with what stood around the digits; the field itself decides what was meant.

    PM, MISSING as parse_number. Raises NotANumber.
    """
    parts = _split(text, None)
    if isinstance(parts, Special):
        return parts
    readings = _readings(parts, None)
    first = next(iter(readings.values()))
    plain = replace(parts, percent=False)
    dutch, english = (plain.value(readings.get(style, first)) for style in ("nl", "en"))
    return Typed((dutch, english), parts.percent, parts.currency)


def numbers_style_of(texts: Iterable[str]) -> Style | None:
    """The style of a column, by the texts that are a number in one style only; None when none tells.

    What is no number is passed over. Raises MixedStyles when both styles occur.
    """
    examples: dict[Style, str] = {}
    for text in texts:
        style = _only_style(text)
        if style is not None:
            examples.setdefault(style, text)
    if len(examples) == 2:
        raise MixedStyles((examples["nl"], examples["en"]))
    return next(iter(examples), None)


def _only_style(text: str) -> Style | None:
    """The one style in which text is a number, if there is just one."""
    try:
        parts = _split(text, None)
        readings = {} if isinstance(parts, Special) else _readings(parts, None)
    except NotANumber:
        return None
    return next(iter(readings)) if len(readings) == 1 else None


def _split(text: str, style: Style | None) -> _Parts | Special:
    """The parts of a number, PM or MISSING. Raises NotANumber when signs, currency or characters are no number's."""
    stripped = text.translate(_SPACES).strip()
    if not stripped or _DASH.fullmatch(stripped):
        return Special.MISSING
    if _PM.fullmatch(stripped):
        return Special.PM
    if _NOUGHT.fullmatch(stripped):
        return _Parts(stripped, "0", negative=False, percent=False, currency=True)
    if len(stripped) > _MAX_CHARACTERS:
        raise NotANumber(_why_no_number(stripped, style))
    match = _SHAPE.fullmatch(_NO_CENTS.sub(",00", _POWER.sub(_in_full, stripped)))
    if match is None:
        raise NotANumber(_why_no_number(stripped, style))
    groups = {name: part for name, part in match.groupdict().items() if part}
    signs = [groups[name] for name in ("open", "sign1", "sign2", "sign3") if name in groups]
    units = groups.keys() & {"currency1", "currency2", "currency3", "percent"}
    if len(signs) > 1 or len(units) > 1 or ("open" in groups) != ("close" in groups):
        raise NotANumber(_why_no_number(stripped, style))
    return _Parts(
        stripped,
        groups["body"],
        negative=bool(signs) and signs != ["+"],
        percent="percent" in groups,
        currency=bool(units - {"percent"}),
    )


def _in_full(power: re.Match[str]) -> str:
    """The number that R wrote with a power of ten, when it is whole."""
    first, _, rest, noughts = power.groups(default="")
    return f"{first}{rest:0<{int(noughts)}}" if len(rest) <= int(noughts) <= _MAX_WHOLE_DIGITS else power[0]


def _value(parts: _Parts, style: Style | None) -> Decimal:
    """The number in the style asked for, or in the only one that fits. Raises NotANumber, AmbiguousNumber."""
    readings = _readings(parts, style)
    if style is not None:
        if style not in readings:
            raise NotANumber(_why_other_style(parts, style, readings[_OTHER[style]]))
        return parts.value(readings[style])
    if len(set(readings.values())) == 2:
        raise _ambiguous(parts, readings["nl"], readings["en"])
    return parts.value(next(iter(readings.values())))


def _readings(parts: _Parts, style: Style | None) -> dict[Style, Decimal]:
    """The magnitude in each style that fits, at least one. Raises NotANumber; `style` only words its message."""
    matches = {name: grammar.fullmatch(parts.body) for name, grammar in _GRAMMAR.items()}
    magnitudes = {name: (re.sub("[., ]", "", match[1]), match[2]) for name, match in matches.items() if match}
    if not magnitudes:
        raise NotANumber(_why_no_number(parts.text, style))
    if any(len(units) > _MAX_WHOLE_DIGITS for units, _ in magnitudes.values()):
        limit = f"meer dan {_MAX_WHOLE_DIGITS} cijfers voor de decimalen"
        raise NotANumber(f"{_quoted(parts.text)} is te groot: {limit}. Controleer het getal.")
    return {name: Decimal(f"{units}.{rest}" if rest else units) for name, (units, rest) in magnitudes.items()}


def _ambiguous(parts: _Parts, dutch: Decimal, english: Decimal) -> AmbiguousNumber:
    """The error for two readings, with two ways to write what was meant."""
    choice = " of ".join(parts.rewritten(magnitude, "nl") for magnitude in (dutch, english))
    melding = f"{_quoted(parts.text)} is op twee manieren te lezen. Schrijf wat u bedoelt: {choice}."
    return AmbiguousNumber(melding, (parts.value(dutch), parts.value(english)))


def _why_other_style(parts: _Parts, style: Style, magnitude: Decimal) -> str:
    """The message for a number that only fits the style that was not asked for."""
    return (
        f"{_quoted(parts.text)} is {_NOTATION[_OTHER[style]]}, maar hier geldt {_NOTATION[style]}. "
        f"Schrijf {parts.rewritten(magnitude, style)}."
    )


def _why_no_number(text: str, style: Style | None) -> str:
    """The message for a text that is no number in either style."""
    example = "1234.56" if style == "en" else "1234,56"
    if len(text) > _MAX_CHARACTERS:
        return f"{_quoted(text)} is te lang voor een getal. Schrijf bijvoorbeeld {example}."
    if any(character.isnumeric() and character not in "0123456789" for character in text):
        return f"{_quoted(text)} bevat andere cijfers dan 0 tot en met 9. Schrijf bijvoorbeeld {example}."
    if re.fullmatch(r"[^a-z]*[0-9]e[-+]?[0-9]+", text, re.IGNORECASE):
        return f"{_quoted(text)} is een getal met een macht van tien. Schrijf het voluit, bijvoorbeeld {example}."
    if re.fullmatch(rf"[{_MINUSES}+]?0[0-9]+", text):
        return f"{_quoted(text)} begint met een nul, als een code. Schrijf het getal zonder die nul."
    if re.fullmatch(r"[., ]*+[0-9][0-9., ]*+", text):
        return (
            f"{_quoted(text)} heeft punten, komma's of spaties op een vreemde plaats. Schrijf bijvoorbeeld {example}."
        )
    return f"{_quoted(text)} is geen getal. Schrijf bijvoorbeeld {example}."


def _quoted(text: str) -> str:
    """Text in quotation marks, shortened and without control characters."""
    clean = "".join(character if character.isprintable() else " " for character in text.strip())
    return f"“{clean if len(clean) <= _MAX_QUOTED else clean[:_MAX_QUOTED] + '…'}”"


# -- days ------------------------------------------------------------------------------------------------------------

_DAY = re.compile(r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2}|[a-z]+)[-/. ](?P<year>[0-9]{4})")
_DAY_BACKWARDS = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


class NotADay(ValueError):
    """A text that is not taken as a day; `melding` tells the user why, in Dutch."""

    def __init__(self, text: str) -> None:
        self.melding = f"gelezen is {_quoted(text)}; schrijf een dag als 26-3-2020 of 26 maart 2020."
        super().__init__(self.melding)


def parse_day(text: str) -> date:
    """A day as the Dutch write it (26-3-2020, 26 maart 2020) or as a file does (2020-03-26). Raises NotADay."""
    words = " ".join(text.split()).lower()
    match = _DAY.fullmatch(words) or _DAY_BACKWARDS.fullmatch(words)
    month = match["month"] if match else ""
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1 if month in MONTHS else 0
    if match is None:
        raise NotADay(text)
    try:
        return date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        raise NotADay(text) from None
