"""Assumptions as text and back: in a link, `--set`, files and the API, where a share is a part of 1 (0,08); in a field, where
a number is a percentage when the unit is, as in a cell in percent; in a table; and what was done to them before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from lib.comparison.release import Release
from lib.comparison.view import (
    QUOTED,
    NotInView,
    Overrides,
    assumed_value,
    assumption_label,
    check_override,
    overrides,
    parameter_of,
)
from lib.model.parameters import Parameter, Replacement, split_name
from lib.tables.toml_files import EURO, in_percent, unit_family
from lib.text import (
    NumberError,
    Special,
    Style,
    Typed,
    amount,
    exact_decimal,
    lower_first,
    parse_share,
    parse_typed,
    percentage,
    percentage_exact,
    value_with_unit,
)

#: What stands where no value makes both routes cost the same, and what that means.
NO_TURN = "geen omslag"
NO_TURN_WORDS = "geen omslag: binnen wat kan worden ingevuld is er geen waarde waarbij beide gelijk zijn"
#: What an opinion is called that leaves everything at standaard; an empty text is no opinion.
STANDARD = "standaard"
#: A slider has between this many steps and about twice as many.
STEPS = 15
#: No text in a link is longer than this: more than every parameter takes with a value for each of six gemeenten.
LONGEST = 4_000
_TO_SHARE = -2
Number = TypeVar("Number", Decimal, Typed)


def read_value(release: Release, name: str, text: str, style: Style | None = None) -> float:
    """The value of an assumption as a link, `--set` or the API gives it: a share is a part of 1 (0,08) or says "%"; also of
    a parameter that was replaced, as it was (see `translated`). Raises NotInView in Dutch for what is ambiguous, no number,
    of the wrong unit or outside the admissible range."""
    if _is_replaced(release, name):
        return float(_read_share(release.replacements[name].label, text, style))
    parameter, label = parameter_of(release, name), assumption_label(release, name)
    value = float(_read_share(label, text, style))
    if "%" in text and unit_family(parameter.unit) == EURO:
        raise _other_unit(label, text, "percentage", "bedrag in euro")
    try:
        check_override(release, name, value)
    except NotInView as error:
        raise NotInView(f"{error.melding}{share_hint(parameter, value)}") from error
    return value


def _read_share(label: str, text: str, style: Style | None) -> Decimal:
    try:
        return _number(label, parse_share(text, style), text)
    except NumberError as error:
        raise NotInView(f"{label}: {lower_first(error.melding)}") from error


def _is_replaced(release: Release, name: str) -> bool:
    return name in release.replacements and name not in release.parameters


def translated(release: Release, values: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """Values under the names that this release knows: that of a parameter that was replaced is divided into one of the
    parameter that took its place. With a Dutch sentence for each of those."""
    result = {name: value for name, value in values.items() if not _is_replaced(release, name)}
    sentences = []
    for name in values.keys() - result.keys():
        replacement = release.replacements[name]
        gone = f"De aanname “{replacement.label}” bestaat niet meer"
        try:
            result[replacement.by] = value = _replaced_value(release, result, replacement, values[name])
        except NotInView as error:
            sentences.append(f"{gone} en telt niet mee. {error.melding}")
        else:
            parameter = release.parameters[replacement.by]
            sentences.append(f"{gone}; omgerekend: {parameter.label} = {value_with_unit(value, parameter.unit)}.")
    return result, sentences


def _replaced_value(release: Release, own: Mapping[str, float], replacement: Replacement, value: float) -> float:
    """The value of the parameter in its place. Raises NotInView where that has none."""
    if replacement.by in own:
        raise NotInView(f"Er staat al een waarde voor {assumption_label(release, replacement.by)}.")
    divisor = assumed_value(release, own, replacement.divided_by)
    if not divisor:
        raise NotInView(f"Omrekenen kan niet: {assumption_label(release, replacement.divided_by)} staat op 0.")
    check_override(release, replacement.by, value / divisor)
    return value / divisor


def share_hint(parameter: Parameter, value: float) -> str:
    """What to write when a share was refused that makes sense as a percentage; "" for any other value."""
    share = _value(Decimal(repr(value)), percent=True)
    if not in_percent(parameter.unit) or parameter.admits(value) or not parameter.admits(share):
        return ""
    return f" Een aandeel staat hier als deel van 1: {percentage_exact(share)} is {written(share)}."


def read_typed(release: Release, name: str, text: str) -> float:
    """The value of a parameter as typed, in its own unit: "8", "8 %" and "8 procent" are 0.08 where a share is asked;
    whatever the pages print is read back. Raises NotInView in Dutch for what is ambiguous (with both readings), no
    number, of another unit or outside the admissible range."""
    parameter, label = parameter_of(release, name), assumption_label(release, name)
    plain = _without_unit(parameter, text)
    try:
        typed = _number(label, parse_typed(plain), text)
    except NumberError as error:
        raise NotInView(f"{label}: {lower_first(error.melding)}") from error
    if typed.percent and unit_family(parameter.unit) == EURO:
        raise _other_unit(label, text, "percentage", "bedrag in euro")
    if typed.currency and in_percent(parameter.unit):
        raise _other_unit(label, text, "bedrag in euro", "percentage")
    value = _meant(parameter, label, typed, plain)
    check_override(release, name, value)
    return value


def _number(label: str, read: Number | Special, text: str) -> Number:
    """What was read, unless it is no number. Raises NotInView."""
    if isinstance(read, Special):
        raise NotInView(f"{label}: hier hoort een getal, gelezen is “{text[:QUOTED]}”.")
    return read


def _other_unit(label: str, text: str, read: str, expected: str) -> NotInView:
    return NotInView(f"{label}: “{text[:QUOTED]}” is een {read}, maar hier hoort een {expected}.")


def _two_ways(label: str, text: str, first: str, second: str) -> NotInView:
    return NotInView(
        f"{label}: “{text[:QUOTED]}” is op twee manieren te lezen. Schrijf wat u bedoelt: {first} of {second}."
    )


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


def _meant(parameter: Parameter, label: str, typed: Typed, plain: str) -> float:
    """The only reading. Of two, the Dutch one counts when the pages write it just so. Raises NotInView with both."""
    percent = typed.percent or in_percent(parameter.unit)
    dutch, english = (_value(reading, percent) for reading in typed.readings)
    if dutch == english or (parameter.admits(dutch) and _digits(_bare(parameter, dutch)) == _digits(plain)):
        return dutch
    raise _two_ways(label, plain, _bare(parameter, dutch), _bare(parameter, english))


def _value(reading: Decimal, percent: bool) -> float:
    return float(reading.scaleb(_TO_SHARE) if percent else reading)


def _bare(parameter: Parameter, value: float) -> str:
    """A value as a field prints it, without the words of its unit."""
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
    parameter = release.parameters.get(split_name(name)[0])
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
        raise _two_ways(assumption_label(release, name), text, percentage_exact(hundredth), percentage_exact(whole))
    return f"{name}={written(hundredth)}"


def read_assumptions(release: Release, text: str) -> tuple[Overrides, list[str]]:
    """“discontovoet=0,03;prijsindex=0,025” → overrides, and a Dutch sentence for each part that was dropped."""
    if len(text) > LONGEST:
        return (), ["De aannames in deze link zijn te lang om te lezen; alles staat op standaard."]
    values: dict[str, float] = {}
    wrong = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, sign, value = (word.strip() for word in part.partition("="))
        try:
            if not (name and sign):
                raise NotInView(f"Aannames: “{part[:QUOTED]}” is geen parameter=waarde.")
            if name in values:
                raise NotInView(f"Aannames: {name} staat er twee keer; de eerste waarde telt.")
            values[name] = read_value(release, name, value, "nl")
        except NotInView as error:
            wrong.append(error.melding)
    values, sentences = translated(release, values)
    return changed(release, values), wrong + sentences


def changed(release: Release, values: Mapping[str, float]) -> Overrides:
    """What of these values differs from standaard, and every value that a gemeente has of its own."""

    def counts(name: str, value: float) -> bool:
        parameter, code = split_name(name)
        return code is not None or value != release.parameters[parameter].default

    return overrides({name: value for name, value in values.items() if counts(name, value)})


def write_assumptions(own: Overrides) -> str:
    """Overrides as text that reads back exactly."""
    return ";".join(f"{name}={written(value)}" for name, value in own)


def written(value: float) -> str:
    """A number in Dutch notation with every digit, without grouping."""
    return exact_decimal(value).replace(".", ",")


def read_opinion(release: Release, text: str) -> tuple[Overrides | None, list[str]]:
    """A pinned opinion; None when nothing is pinned."""
    if not text.strip():
        return None, []
    return ((), []) if text.strip() == STANDARD else read_assumptions(release, text)


def write_opinion(opinion: Overrides | None) -> str:
    return "" if opinion is None else write_assumptions(opinion) or STANDARD


def slider_steps(parameter: Parameter, value: float) -> tuple[float, ...]:
    """Round values over the band in ascending order, with its ends, standaard and the value itself among them."""
    own = {parameter.low, parameter.default, parameter.high, value}
    if parameter.low == parameter.high:
        own |= {parameter.minimum} | ({parameter.maximum} if parameter.maximum is not None else set())
    low, high = (Decimal(repr(float(end))) for end in (parameter.low, parameter.high))
    step = _round_step(high - low)
    if step:
        first = (low / step).to_integral_value(rounding="ROUND_CEILING")
        count = int((high - first * step) / step)
        own |= {float((first + i) * step) for i in range(count + 1)}
    return tuple(sorted(own))


def _round_step(width: Decimal) -> Decimal:
    """The largest 1, 2 or 5 times a power of ten that fits at least STEPS times in the width."""
    if width <= 0:
        return Decimal(0)
    power = Decimal(1).scaleb((width / STEPS).adjusted())
    return max(step for step in (power, 2 * power, 5 * power) if step * STEPS <= width)


@dataclass(frozen=True)
class History:
    """What the assumptions were, step by step; `at` is where we are now. Undo gives back exactly what was."""

    steps: tuple[Overrides, ...] = ((),)
    at: int = 0

    @property
    def now(self) -> Overrides:
        return self.steps[self.at]

    @property
    def can_undo(self) -> bool:
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        return self.at < len(self.steps) - 1

    def then(self, own: Overrides) -> "History":
        """Another set of assumptions; what was undone before is gone."""
        if own == self.now:
            return self
        return History((*self.steps[: self.at + 1], own), self.at + 1)

    def undone(self) -> "History":
        return replace(self, at=self.at - 1) if self.can_undo else self

    def redone(self) -> "History":
        return replace(self, at=self.at + 1) if self.can_redo else self


@dataclass(frozen=True)
class Change:
    """The last change of one assumption: its value was moved by `step`, exactly."""

    name: str
    step: Decimal

    def again(self, release: Release, own: Overrides) -> float:
        """The value when the change is made once more. Raises NotInView outside the admissible range."""
        current = assumed_value(release, dict(own), self.name)
        value = float(Decimal(repr(current)) + self.step)
        check_override(release, self.name, value)
        return value


def change_between(release: Release, before: Overrides, after: Overrides) -> Change | None:
    """The change when exactly one assumption differs."""
    first, second = dict(before), dict(after)
    names = [name for name in {**first, **second} if first.get(name) != second.get(name)]
    if len(names) != 1:
        return None
    (name,) = names
    was, now = (Decimal(repr(assumed_value(release, own, name))) for own in (first, second))
    return Change(name, now - was)


def short_unit(unit: str) -> str:
    """A unit without what it is a share or an amount of, for a place where the label says that."""
    family = unit_family(unit)
    return unit if family is None else family


def bare(parameter: Parameter, value: float) -> str:
    """A value without the words of its unit."""
    return amount(value) if parameter.unit.startswith("euro") else percentage_exact(value)


def switching_words(parameter: Parameter, value: float | None) -> tuple[str, str]:
    """A switching value as shown, and whether it lies in the band."""
    if value is None:
        return NO_TURN, ""
    verdict = ", binnen de band" if parameter.in_band(value) else ", buiten de band"
    if parameter.unit.startswith("euro"):
        return amount(value), verdict
    return percentage(value, 1), verdict
