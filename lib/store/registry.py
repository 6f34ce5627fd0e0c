"""scenarios/parameters.toml → parameters and PM items (model.md §2)."""

from lib.model.parameters import ROLES, Parameter, PmItem
from lib.store.problems import Problem
from lib.store.tables import STATUSES
from lib.store.toml_section import Section

FILE = "parameters.toml"
SHARE, RATE, EURO = "aandeel", "per jaar", "euro"
UNITS = f"begin met “{SHARE}” (een deel van 1), “{RATE}” of “{EURO} per”."
#: What a parameter of a family can be at all: no share above the whole, no price that turns negative.
LIMITS = {SHARE: (0.0, 1.0), RATE: (-0.5, 1.0), EURO: (0.0, None)}


def unit_family(unit: str) -> str | None:
    """The family that a unit belongs to: share, rate, euro; None when it is none of them."""
    for family in (SHARE, RATE, EURO):
        if unit == family or unit.startswith(family + " "):
            return family
    return None


def in_percent(unit: str) -> bool:
    """Whether values of a unit are shown in percent: a share or a rate; they are stored as a part of 1."""
    return unit_family(unit) in (SHARE, RATE)


def read_registry(
    content: dict[str, object], file: str, sources: set[str], problems: list[Problem]
) -> tuple[dict[str, Parameter], dict[str, PmItem]]:
    """Parameters and PM items by id, in the order of the file; what is wrong goes into `problems`."""
    top = Section(file, "", content, problems)
    parameters: dict[str, Parameter] = {}
    for section in top.sections("parameter"):
        parameter = _parameter(section, sources)
        if parameter.id in parameters:
            section.report("id", "staat er twee keer", parameter.id, "geef elke parameter een eigen id.")
        parameters[parameter.id] = parameter
    items: dict[str, PmItem] = {}
    for section in top.sections("pm"):
        item = _pm_item(section, sources)
        if item.id in items:
            section.report("id", "staat er twee keer", item.id, "geef elke PM-post een eigen id.")
        items[item.id] = item
    top.finish()
    for role in ROLES:
        if role not in parameters:
            top.report("parameter", "parameter ontbreekt", role, f"voeg [[parameter]] met id = “{role}” toe.")
    return parameters, items


def _parameter(section: Section, sources: set[str]) -> Parameter:
    band = {key: section.number(key) for key in ("laag", "standaard", "hoog")}
    low, default, high = (value or 0.0 for value in band.values())
    maximum = section.number("max", required=False)
    full = section.number("volledig", required=False)
    parameter = Parameter(
        id=section.id(),
        label=section.text("label"),
        unit=section.text("eenheid"),
        low=low,
        default=default,
        high=high,
        minimum=section.number("min") or 0.0,
        maximum=maximum,
        full=high if full is None else full,
        status=section.text("status", choices=STATUSES, default="aanname"),
        source=section.text("bron_id", choices=sources),
        kennisdatum=section.day("kennisdatum"),
        explanation=section.text("toelichting"),
    )
    family = unit_family(parameter.unit)
    if parameter.unit and family is None:
        section.report("eenheid", "onbekende eenheid", parameter.unit, UNITS)
    if family is not None:
        _check_range(section, parameter, family)
    if None not in band.values() and not low <= default <= high:
        read = f"{low:g} / {default:g} / {high:g}"
        section.report("standaard", "laag ≤ standaard ≤ hoog klopt niet", read, "zet ze op volgorde.")
    for key, value in (band | {"volledig": full}).items():
        if value is not None and not parameter.admits(value):
            top = " of hoger" if maximum is None else f" tot en met {maximum:g}"
            section.report(
                key, "buiten het toelaatbare bereik", value, f"kies een waarde van {parameter.minimum:g}{top}."
            )
    section.finish()
    return parameter


def _check_range(section: Section, parameter: Parameter, family: str) -> None:
    """The admissible range is one, and lies within what the unit can be."""
    least, most = LIMITS[family]
    if parameter.minimum < least:
        section.report(
            "min", f"te laag voor een parameter in “{family}”", parameter.minimum, f"kies {least:g} of hoger."
        )
    if parameter.maximum is None:
        if most is not None and "max" not in section.content:
            remedy = "voeg max = … toe; alleen een bedrag in euro mag open blijven."
            section.report("max", "sleutel ontbreekt", "", remedy)
    elif parameter.maximum < parameter.minimum:
        section.report("max", "lager dan min", parameter.maximum, "zet min en max op volgorde.")
    elif most is not None and parameter.maximum > most:
        section.report(
            "max", f"te hoog voor een parameter in “{family}”", parameter.maximum, f"kies ten hoogste {most:g}."
        )


def _pm_item(section: Section, sources: set[str]) -> PmItem:
    bounded = "laag" in section.content or "hoog" in section.content
    item = PmItem(
        id=section.id(),
        label=section.text("label"),
        kind=section.text("soort", choices=("eenmalig", "jaarlijks"), default="eenmalig"),
        sign=-1 if section.text("richting", choices=("+", "-"), default="-") == "-" else 1,
        low=section.number("laag", required=False),
        high=section.number("hoog", required=False),
        bounds=section.text("bereik", required=bounded),
        source=section.text("bron_id", choices=sources),
        kennisdatum=section.day("kennisdatum"),
        explanation=section.text("toelichting"),
    )
    if (item.low is None) != (item.high is None) or (item.low or 0) > (item.high or 0):
        section.report(
            "hoog", "laag en hoog horen samen, laag niet boven hoog", f"{item.low} / {item.high}", "geef beide of geen."
        )
    if item.bounds and not bounded:
        remedy = "geef ook laag en hoog, of verwijder bereik."
        section.report("bereik", "er zijn geen grenzen om uit te leggen", item.bounds, remedy)
    section.finish()
    return item
