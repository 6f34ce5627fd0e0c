"""scenarios/parameters.toml → parameters and PM items (model.md §2)."""

from lib.model.parameters import ROLES, Parameter, PmItem
from lib.store.problems import Problem
from lib.store.tables import STATUSES
from lib.store.toml_section import Section

FILE = "parameters.toml"
SHARE, RATE, EURO = "aandeel", "per jaar", "euro"
UNITS = f"begin met “{SHARE}” (een deel van 1), “{RATE}” of “{EURO} per”."


def unit_family(unit: str) -> str | None:
    """The family that a unit belongs to: share, rate, euro; None when it is none of them."""
    for family in (SHARE, RATE, EURO):
        if unit == family or unit.startswith(family + " "):
            return family
    return None


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
    low, default, high = (section.number(key) or 0.0 for key in ("laag", "standaard", "hoog"))
    maximum = section.number("max", required=False)
    full = section.number("volledig", required=False)
    parameter = Parameter(
        id=section.text("id"),
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
        known=section.day("kennisdatum"),
        explanation=section.text("toelichting"),
    )
    family = unit_family(parameter.unit)
    if parameter.unit and family is None:
        section.report("eenheid", "onbekende eenheid", parameter.unit, UNITS)
    if maximum is None and family in (SHARE, RATE):
        section.report("max", "sleutel ontbreekt", "", "voeg max = … toe; alleen een bedrag in euro mag open blijven.")
    if not low <= default <= high:
        section.report(
            "standaard", "laag ≤ standaard ≤ hoog klopt niet", f"{low} / {default} / {high}", "zet ze op volgorde."
        )
    for key, value in (("laag", low), ("standaard", default), ("hoog", high), ("volledig", parameter.full)):
        if not parameter.admits(value):
            top = "" if maximum is None else f" tot en met {maximum:g}"
            section.report(
                key, "buiten het toelaatbare bereik", value, f"kies een waarde van {parameter.minimum:g}{top}."
            )
    section.finish()
    return parameter


def _pm_item(section: Section, sources: set[str]) -> PmItem:
    item = PmItem(
        id=section.text("id"),
        label=section.text("label"),
        kind=section.text("soort", choices=("eenmalig", "jaarlijks"), default="eenmalig"),
        sign=-1 if section.text("richting", choices=("+", "-"), default="-") == "-" else 1,
        low=section.number("laag", required=False),
        high=section.number("hoog", required=False),
        source=section.text("bron_id", choices=sources),
        known=section.day("kennisdatum"),
        explanation=section.text("toelichting"),
    )
    if (item.low is None) != (item.high is None) or (item.low or 0) > (item.high or 0):
        section.report(
            "hoog", "laag en hoog horen samen, laag niet boven hoog", f"{item.low} / {item.high}", "geef beide of geen."
        )
    section.finish()
    return item
