"""Values of a parameter as a table writes them: without the words of the unit, which stand in the heading."""

from lib.analysis.release import Release
from lib.model.parameters import Parameter
from lib.text import amount, percentage, percentage_exact


def bare(parameter: Parameter, value: float) -> str:
    """A value without the words of its unit."""
    return amount(value) if parameter.unit.startswith("euro") else percentage_exact(value)


def level_words(release: Release, parameter_id: str, value: float) -> str:
    """A value and where it lies in the band: "29,4 % (standaard)"."""
    parameter = release.parameters[parameter_id]
    text = bare(parameter, value)
    if value == 0:
        return text
    place = {parameter.default: "standaard", parameter.high: "hoog", parameter.low: "laag"}.get(value)
    return f"{text} ({place})" if place else text


def switching_words(parameter: Parameter, value: float | None) -> tuple[str, str]:
    """A switching value as shown, and whether it lies in the band."""
    if value is None:
        return "bestaat niet", ""
    verdict = ", binnen de band" if parameter.in_band(value) else ", buiten de band"
    if parameter.unit.startswith("euro"):
        return amount(value), verdict
    return percentage(value, 1), verdict
