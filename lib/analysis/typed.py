"""Values as somebody types them in a field: where the unit is percent, a number is a percentage, as in a cell in percent.

Links, `--set`, files and the API hold shares (0,08); those are read by lib.analysis.assumptions.
"""

import re
from decimal import Decimal

from lib.analysis.assumptions import parameter_of, written
from lib.analysis.release import Release
from lib.analysis.view import NotInView, check_override
from lib.model.parameters import Parameter
from lib.store.registry import EURO, in_percent, unit_family
from lib.text import NumberError, Special, Typed, lower_first, parse_typed, percentage_exact, value_with_unit

_TO_SHARE = -2
#: No typed text is quoted longer than this.
_QUOTED = 60


def read_typed(release: Release, name: str, text: str) -> float:
    """The value of a parameter as typed, in its own unit: "8", "8 %" and "8 procent" are 0.08 where a share is asked;
    whatever the pages print is read back. Raises NotInView in Dutch for what is ambiguous (with both readings), no
    number, of another unit or outside the admissible range."""
    parameter = parameter_of(release, name)
    plain = _without_unit(parameter, text)
    try:
        typed = parse_typed(plain)
    except NumberError as error:
        raise NotInView(f"{parameter.label}: {lower_first(error.melding)}") from error
    if isinstance(typed, Special):
        raise NotInView(f"{parameter.label}: hier hoort een getal, gelezen is “{text[:_QUOTED]}”.")
    _check_unit(parameter, typed, text)
    value = _meant(parameter, typed, plain)
    check_override(release, name, value)
    return value


def read_words(parameter: Parameter, value: float) -> str:
    """What was read, to be said beside the field: "Gelezen als 8 % per jaar."."""
    return f"Gelezen als {value_with_unit(value, parameter.unit)}."


def _without_unit(parameter: Parameter, text: str) -> str:
    """The text without the words of the unit behind the number, as the pages print them there."""
    plain = " ".join(text.split())
    family = unit_family(parameter.unit)
    words = parameter.unit if family is None else parameter.unit.removeprefix(family).strip()
    for tail in filter(None, (words, parameter.unit)):
        shorter = re.sub(rf" {re.escape(' '.join(tail.split()))}$", "", plain, flags=re.IGNORECASE)
        if shorter != plain:
            return shorter
    return plain


def _check_unit(parameter: Parameter, typed: Typed, text: str) -> None:
    """Raises NotInView for a percentage where money belongs, and money where a percentage belongs."""
    if typed.percent and unit_family(parameter.unit) == EURO:
        raise NotInView(f"{parameter.label}: “{text[:_QUOTED]}” is een percentage, maar hier hoort een bedrag in euro.")
    if typed.currency and in_percent(parameter.unit):
        raise NotInView(f"{parameter.label}: “{text[:_QUOTED]}” is een bedrag in euro, maar hier hoort een percentage.")


def _meant(parameter: Parameter, typed: Typed, plain: str) -> float:
    """The one reading. Of two, the Dutch one counts when the pages write it just so. Raises NotInView with both."""
    percent = typed.percent or in_percent(parameter.unit)
    dutch, english = (_value(reading, percent) for reading in typed.readings)
    if dutch == english or (parameter.admits(dutch) and _digits(_bare(parameter, dutch)) == _digits(plain)):
        return dutch
    raise NotInView(
        f"{parameter.label}: “{plain[:_QUOTED]}” is op twee manieren te lezen. "
        f"Schrijf wat u bedoelt: {_bare(parameter, dutch)} of {_bare(parameter, english)}."
    )


def _value(reading: Decimal, percent: bool) -> float:
    return float(reading.scaleb(_TO_SHARE) if percent else reading)


def _bare(parameter: Parameter, value: float) -> str:
    """A value as the pages print it, without the words of its unit."""
    if in_percent(parameter.unit):
        return percentage_exact(value)
    return value_with_unit(value, EURO if unit_family(parameter.unit) == EURO else "")


def _digits(text: str) -> str:
    return re.sub(r"[^0-9.,]", "", text)


def rewrite_typed(release: Release, text: str, before: str) -> str:
    """The text of several assumptions as a link has it, after somebody typed in it; `before` is what stood there.

    The text holds shares, as the link does. A number from 1 up that only makes sense as a percentage ("8") is taken so
    and written as a share; raises NotInView with both readings when it makes sense in two ways ("1").
    """
    stood = {part.strip() for part in before.split(";")}
    parts = [part.strip() for part in text.split(";")]
    return ";".join(part if part in stood else _rewritten(release, part) for part in parts)


def _rewritten(release: Release, part: str) -> str:
    name, sign, text = (word.strip() for word in part.partition("="))
    parameter = release.parameters.get(name)
    if not sign or parameter is None or not in_percent(parameter.unit):
        return part
    try:
        typed = parse_typed(text)
    except NumberError:
        return part
    if isinstance(typed, Special) or typed.percent or typed.readings[0] != typed.readings[1]:
        return part
    whole, hundredth = _value(typed.readings[0], percent=False), _value(typed.readings[0], percent=True)
    if abs(whole) < 1 or not parameter.admits(hundredth):
        return part
    if parameter.admits(whole):
        raise NotInView(
            f"{parameter.label}: “{text[:_QUOTED]}” is op twee manieren te lezen. "
            f"Schrijf wat u bedoelt: {percentage_exact(hundredth)} of {percentage_exact(whole)}."
        )
    return f"{name}={written(hundredth)}"
