"""What one release says otherwise than another about scenarios, parameters and PM items, in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from lib.analysis.release import Release
from lib.model.parameters import Parameter, PmItem
from lib.model.scenario import Measure, Scenario
from lib.store.differences import ADDED, CHANGED, REMOVED, Kind
from lib.text import date_words, lower_first, value_with_unit

SCENARIO, PARAMETER, PM_ITEM = "scenario", "aanname", "PM-post"
#: What the fields of a parameter are called in the register, those with a value in its unit first.
VALUES = {"default": "standaard", "low": "laag", "high": "hoog", "minimum": "min", "maximum": "max", "full": "volledig"}
TEXTS = {
    "label": "opschrift",
    "unit": "eenheid",
    "kind": "soort",
    "status": "status",
    "source": "bron",
    "kennisdatum": "kennisdatum",
    "bounds": "bereik",
    "explanation": "toelichting",
}
#: Texts too long to set beside each other: that they differ is told.
LONG = ("explanation", "bounds")
DIRECTIONS = {1: "+", -1: "-"}
#: What the fields of a scenario are called in its file.
SCENARIO_FIELDS = {
    "title": "titel",
    "short_title": "korte titel",
    "in_sentence": "tekst in een zin",
    "explanation": "toelichting",
    "base": "basis",
    "own_allocation": "verdeling",
    "key": "sleutel",
    "placements": "plaatsing",
    "uitvoerders": "uitvoerders",
    "statements": "uitspraken",
    "source": "bron",
}
Item = TypeVar("Item", Scenario, Parameter, PmItem)


@dataclass(frozen=True)
class ModelChange:
    """One scenario, parameter or PM item (`sort`) that differs; `words` say in what, empty for an added or removed."""

    sort: str
    id: str
    title: str
    kind: Kind
    words: tuple[str, ...] = ()


def model_changes(old: Release, new: Release) -> tuple[ModelChange, ...]:
    """Everything that differs: scenarios, then parameters, then PM items, each in the order of the new release. A
    scenario counts with what it takes from its base."""
    return (
        *_beside(SCENARIO, old.scenarios, new.scenarios, lambda item: item.title, _of_scenario),
        *_beside(PARAMETER, old.parameters, new.parameters, lambda item: item.label, _of_parameter),
        *_beside(PM_ITEM, old.pm, new.pm, lambda item: item.label, _of_pm),
    )


def _beside(
    sort: str,
    old: Mapping[str, Item],
    new: Mapping[str, Item],
    title: Callable[[Item], str],
    words: Callable[[Item, Item], Iterator[str]],
) -> Iterator[ModelChange]:
    for name, item in new.items():
        if name not in old:
            yield ModelChange(sort, name, title(item), ADDED)
        elif item != old[name]:
            yield ModelChange(sort, name, title(item), CHANGED, tuple(words(old[name], item)))
    for name, item in old.items():
        if name not in new:
            yield ModelChange(sort, name, title(item), REMOVED)


def _of_parameter(old: Parameter, new: Parameter) -> Iterator[str]:
    for field, word in VALUES.items():
        was, now = getattr(old, field), getattr(new, field)
        if was != now or (was is not None and old.unit != new.unit):
            yield f"{word} {_valued(was, old.unit)} wordt {_valued(now, new.unit)}"
    yield from _texts(old, new)


def _of_pm(old: PmItem, new: PmItem) -> Iterator[str]:
    unit = "euro"
    for field, word in (("low", "laag"), ("high", "hoog")):
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield f"{word} {_valued(was, unit)} wordt {_valued(now, unit)}"
    if old.sign != new.sign:
        yield f"richting {DIRECTIONS[old.sign]} wordt {DIRECTIONS[new.sign]}"
    yield from _texts(old, new)


def _texts(old: Parameter | PmItem, new: Parameter | PmItem) -> Iterator[str]:
    for field, word in TEXTS.items():
        was, now = getattr(old, field, None), getattr(new, field, None)
        if was != now:
            yield f"andere {word}" if field in LONG else f"{word} “{_plain(was)}” wordt “{_plain(now)}”"


def _valued(value: float | None, unit: str) -> str:
    return "geen" if value is None else value_with_unit(value, unit)


def _plain(value: Any) -> str:
    return date_words(value) if isinstance(value, date) else str(value)


def _of_scenario(old: Scenario, new: Scenario) -> Iterator[str]:
    for field, word in SCENARIO_FIELDS.items():
        if getattr(old, field) != getattr(new, field):
            yield f"{word} gewijzigd"
    yield from _measures(
        {measure.id: measure for measure in old.measures}, {measure.id: measure for measure in new.measures}
    )
    gone, added = (sorted(first.keys() - second.keys()) for first, second in ((old.pm, new.pm), (new.pm, old.pm)))
    yield from (f"PM-post erbij: {name}" for name in added)
    yield from (f"PM-post weg: {name}" for name in gone)
    if any(old.pm[name] != new.pm[name] for name in old.pm.keys() & new.pm.keys()):
        yield "uitspraken bij PM-posten gewijzigd"


def _measures(old: Mapping[str, Measure], new: Mapping[str, Measure]) -> Iterator[str]:
    for name, measure in new.items():
        if old.get(name) != measure:
            yield f"maatregel {'gewijzigd' if name in old else 'erbij'}: {lower_first(measure.title)}"
    for name, measure in old.items():
        if name not in new:
            yield f"maatregel weg: {lower_first(measure.title)}"
    if list(old) != list(new) and set(old) == set(new):
        yield "volgorde van de maatregelen gewijzigd"
