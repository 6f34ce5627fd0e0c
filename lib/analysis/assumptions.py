"""Assumptions that differ from standaard as text and back: in the address, in a field, and in what was done before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from lib.analysis.release import Release
from lib.analysis.view import NotInView, Overrides, check_override, overrides
from lib.model.parameters import Parameter
from lib.store.problems import meant
from lib.store.registry import EURO, in_percent, unit_family
from lib.text import (
    NumberError,
    Special,
    Style,
    exact_decimal,
    lower_first,
    parse_share,
    percentage_exact,
)

#: What an opinion is called that leaves everything at standaard; an empty text is no opinion.
STANDARD = "standaard"
#: A slider has between this many steps and about twice as many.
STEPS = 15
#: No text in a link is longer than this: far more than every parameter takes.
LONGEST = 2_000


def parameter_of(release: Release, name: str) -> Parameter:
    """The parameter by that name. Raises NotInView with what may have been meant."""
    if name not in release.parameters:
        raise NotInView(f"Onbekende parameter “{name[:60]}”; {meant(name, release.parameters)}")
    return release.parameters[name]


def read_value(release: Release, name: str, text: str, style: Style | None = None) -> float:
    """The value of a parameter as a link, `--set` or the API gives it: a share is a part of 1 (0,08) or says "%".
    Raises NotInView in Dutch for what is ambiguous, no number, of the wrong unit or outside the admissible range."""
    parameter = parameter_of(release, name)
    try:
        share = parse_share(text, style)
    except NumberError as error:
        raise NotInView(f"{parameter.label}: {lower_first(error.melding)}") from error
    if isinstance(share, Special):
        raise NotInView(f"{parameter.label}: hier hoort een getal, gelezen is “{text[:60]}”.")
    if "%" in text and unit_family(parameter.unit) == EURO:
        raise NotInView(f"{parameter.label}: “{text[:60]}” is een percentage, maar hier hoort een bedrag in euro.")
    try:
        check_override(release, name, float(share))
    except NotInView as error:
        raise NotInView(f"{error.melding}{share_hint(parameter, float(share))}") from error
    return float(share)


def share_hint(parameter: Parameter, value: float) -> str:
    """What to write when a share was refused that makes sense as a percentage; "" for any other value."""
    share = float(Decimal(repr(value)).scaleb(-2))
    if not in_percent(parameter.unit) or parameter.admits(value) or not parameter.admits(share):
        return ""
    return f" Een aandeel staat hier als deel van 1: {percentage_exact(share)} is {written(share)}."


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
                raise NotInView(f"Aannames: “{part[:60]}” is geen parameter=waarde.")
            if name in values:
                raise NotInView(f"Aannames: {name} staat er twee keer; de eerste waarde telt.")
            values[name] = read_value(release, name, value, "nl")
        except NotInView as error:
            wrong.append(error.melding)
    return changed(release, values), wrong


def changed(release: Release, values: Mapping[str, float]) -> Overrides:
    """What of these values differs from standaard."""
    return overrides({name: value for name, value in values.items() if value != release.parameters[name].default})


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
    """The last change of one parameter: its value was moved by `step`, exactly."""

    name: str
    step: Decimal

    def again(self, release: Release, own: Overrides) -> float:
        """The value when the change is made once more. Raises NotInView outside the admissible range."""
        current = dict(own).get(self.name, release.parameters[self.name].default)
        value = float(Decimal(repr(current)) + self.step)
        check_override(release, self.name, value)
        return value


def change_between(release: Release, before: Overrides, after: Overrides) -> Change | None:
    """The change when exactly one parameter differs."""
    standard = release.default_values
    first, second = standard | dict(before), standard | dict(after)
    names = [name for name in standard if first[name] != second[name]]
    if len(names) != 1:
        return None
    return Change(names[0], Decimal(repr(second[names[0]])) - Decimal(repr(first[names[0]])))


def short_unit(unit: str) -> str:
    """A unit without what it is a share or an amount of, for a place where the label says that."""
    family = unit_family(unit)
    return unit if family is None else family
