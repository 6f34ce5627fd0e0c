"""How much may be handed in at once: settings of the release."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.store.problems import Problem, Unsound

MEGA = 1_000_000
#: No program puts more characters in a cell.
LONGEST_TEXT = 32_767


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
