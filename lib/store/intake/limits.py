"""How much may be handed in at once: settings of the release."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.store.content import Content, in_grain_order
from lib.store.figures import later_settings
from lib.store.problems import Problem, Unsound
from lib.store.tables import BY_NAME

MEGA = 1_000_000


@dataclass(frozen=True)
class Limits:
    """size and unpacked in bytes; change as a share of the figure in use."""

    size: int
    unpacked: int
    rows: int
    columns: int
    sheets: int
    files: int
    change: float


def with_limits(content: Content, base_year: int | None) -> Content:
    """The content with the shipped settings where it has none (a release of before them), and the base year if asked."""
    settings = BY_NAME["settings"]
    rows = {row["naam"]: row for row in content.tables["settings"]}
    rows |= {name: row for name, row in later_settings().items() if name not in rows}
    if base_year is not None:
        rows["basisjaar"] = {**rows["basisjaar"], "waarde": str(base_year)}
    return Content(
        {**content.tables, "settings": in_grain_order(settings, list(map(dict, rows.values())))}, content.files
    )


def limits_of(settings: Mapping[str, str]) -> Limits:
    """The limits that a release sets."""
    return Limits(
        size=MEGA * int(settings["aanlevering_megabytes"]),
        unpacked=MEGA * int(settings["aanlevering_uitgepakt_megabytes"]),
        rows=int(settings["aanlevering_rijen"]),
        columns=int(settings["aanlevering_kolommen"]),
        sheets=int(settings["aanlevering_bladen"]),
        files=int(settings["aanlevering_bestanden"]),
        change=int(settings["aanlevering_verandering_procent"]) / 100,
    )


def refuse(file: str, place: str, what: str, read: str, remedy: str) -> Unsound:
    """The refusal of a file for one reason."""
    return Unsound([Problem(file, place, what, read, remedy)])


def too_much(file: str, what: str, read: int, most: int, remedy: str) -> Unsound:
    """The refusal of a file that passes a limit."""
    dotted = [f"{number:,}".replace(",", ".") for number in (read, most)]
    return refuse(file, "bestand", f"te veel {what}", dotted[0], f"hooguit {dotted[1]}; {remedy}")
