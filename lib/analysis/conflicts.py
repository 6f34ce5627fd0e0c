"""Names of published figures in words, and the heading of figures that contradict each other, from their rows."""

import re
from collections.abc import Sequence

from lib.analysis.release import Release, Row
from lib.model.figures import ALL


def plain(release: Release, row: Row, column: str) -> str:
    """A name from the data as words, with the proper names of the region and of its explanation in capitals."""
    proper = [release.settings["regio"], "Wsw", *re.findall(r"(?<=[a-z] )[A-Z]\w+", row["toelichting"] or "")]
    words = str(row[column]).replace("_", " ").capitalize()
    words = re.sub(r"(\d{4}) (\d{4})", "\\1\N{EN DASH}\\2", words)
    for name in proper:
        words = re.sub(rf"\b{re.escape(name)}\b", name, words, flags=re.IGNORECASE)
    return words


def subject(release: Release, wie: str) -> str:
    """Whom a published figure is about."""
    return release.all_together if wie == ALL else wie.replace("+", ", ")


def conflict_title(release: Release, rows: Sequence[Row]) -> str:
    """Who, which maatstaven and which years the rows are about, each once and in their order."""
    who = dict.fromkeys(subject(release, row["wie"]) for row in rows)
    measures = list(dict.fromkeys(plain(release, row, "maatstaf") for row in rows))
    years = sorted({str(row["jaar"])[:4] if _is_day(str(row["jaar"])) else str(row["jaar"]) for row in rows})
    titles = [measures[0], *(measure[:1].lower() + measure[1:] for measure in measures[1:])]
    return f"{_listed(titles)}; {_listed(list(who))}, {_listed(years)}"


def _is_day(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} en {items[-1]}"


def conflict_titles(release: Release) -> dict[str, str]:
    """Id of a conflict in published_figures → its heading."""
    groups: dict[str, list[Row]] = {}
    for row in release.tables["published_figures"]:
        if row["conflict"]:
            groups.setdefault(row["conflict"], []).append(row)
    return {conflict: conflict_title(release, rows) for conflict, rows in groups.items()}
