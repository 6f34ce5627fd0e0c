"""What others published about the numbers of people, contradictions side by side, and what stands beside the projection."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.analysis.answers import Answer
from lib.analysis.certainty import Input, weakest
from lib.analysis.conflicts import conflict_titles, plain
from lib.analysis.release import Release
from lib.text import persons, value_with_unit

#: Conflicts about numbers of people start with this in published_figures.
ABOUT_PEOPLE = "personen_"
PROJECTED = ("wsw", "staf")


@dataclass(frozen=True)
class Report:
    """A published number, as its source gives it."""

    what: str
    year: str
    value: str
    unit: str
    status: str
    source: str
    kennisdatum: date
    note: str


def conflicting_reports(release: Release) -> dict[str, list[Report]]:
    """Published numbers of people that contradict each other, per conflict; never averaged."""
    titles = conflict_titles(release)
    result: dict[str, list[Report]] = {}
    for row in release.tables["published_figures"]:
        if (row["conflict"] or "").startswith(ABOUT_PEOPLE):
            result.setdefault(titles[row["conflict"]], []).append(
                Report(
                    plain(release, row, "maatstaf"),
                    row["jaar"],
                    row["waarde"],
                    row["eenheid"],
                    row["status"],
                    row["bron_id"],
                    row["kennisdatum"],
                    row["toelichting"] or "",
                )
            )
    return result


def anchor(release: Release, name: str) -> Answer | None:
    """A number of the derivation of the base year, with its source; None when the release has none of that name."""
    for row in release.tables["anchors"]:
        if row["naam"] == name:
            title = plain(release, row, "naam")
            certainty = weakest([Input(title, row["status"], row["bron_id"], row["kennisdatum"])])
            value = float(row["waarde"])
            return Answer(value, title, row["toelichting"] or "", value_with_unit(value, row["eenheid"]), certainty)
    return None


@dataclass(frozen=True)
class Counted:
    """Persons of a groep that is shown beside the projection; None hides a number below the threshold."""

    code: str
    year: int
    group: str
    persons: Answer | None


def counted_beside(release: Release) -> list[Counted]:
    """Headcounts outside the projection: other groepen than Wsw and staf, and years after the base year."""
    rows: dict[tuple[str, int, str], list[Mapping[str, Any]]] = {}
    for row in (*release.tables["headcounts"], *release.worded["headcounts"]):
        if row["groep"] not in PROJECTED or row["jaar"] != release.figures.base_year:
            rows.setdefault((row["gemeente_code"], row["jaar"], row["groep"]), []).append(row)
    result = []
    for (code, year, _), reports in rows.items():
        label = plain(release, reports[0], "groep")
        if any(row["personen"] == release.protection.words for row in reports):
            result.append(Counted(code, year, label, None))
            continue
        inputs = [Input(label, r["status"], r["bron_id"], r["kennisdatum"]) for r in reports]
        value = float(sum(row["personen"] for row in reports))
        title = f"{label}, {release.name(code)}, {year}"
        answer = Answer(value, title, "Geteld, niet geraamd.", persons(value), weakest(inputs))
        result.append(Counted(code, year, label, answer))
    return result
