"""The course of the lasten on taakveld 6.4 in other regions, as index; a year without a figure stays empty."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.analysis.answers import Answer
from lib.analysis.certainty import Input, weakest
from lib.analysis.hindsight import NO_RETURN, Booked
from lib.analysis.release import Release, Row
from lib.text import decimal


@dataclass(frozen=True)
class Group:
    """One group of gemeenten; `own` is the group of this region."""

    label: str
    own: bool
    index: Mapping[int, Booked]


def groups(release: Release) -> tuple[Group, ...]:
    """The group of the own region first, the others by name; empty when the release has none."""
    rows: dict[str, list[Row]] = {}
    for row in release.tables["comparators"]:
        rows.setdefault(row["groep"], []).append(row)
    all_groups = [
        Group(label, label.startswith(release.settings["regio"]), {row["jaar"]: _booked(row) for row in group_rows})
        for label, group_rows in rows.items()
    ]
    return tuple(sorted(all_groups, key=lambda group: (not group.own, group.label)))


def group_years(release: Release) -> tuple[int, ...]:
    years = {row["jaar"] for row in release.tables["comparators"]}
    return tuple(range(min(years), max(years) + 1)) if years else ()


def _booked(row: Row) -> Booked:
    remark = row["toelichting"] or ""
    if row["index_lasten"] is None:
        return Booked(None, NO_RETURN, (remark,) if remark else ())
    value = float(row["index_lasten"])
    named = f"index {row['groep']}, {row['jaar']}"
    certainty = weakest([Input(named, row["status"], row["bron_id"], row["kennisdatum"])])
    return Booked(Answer(value, f"I{named[1:]}", remark, decimal(value, 1), certainty))
