"""What the blocks about people share: their cells, who carries the work, and the statements behind it."""

from collections.abc import Iterable, Mapping

from lib.analysis.answers import Answer, Answers
from lib.analysis.people import shown_years
from lib.analysis.placement import Carrier
from lib.analysis.release import Release
from lib.model.parameters import ATTRITION
from lib.text import persons, value_with_unit, whole
from lib.ui.html import Cell, explained, text, why


def attrition(answers: Answers) -> str:
    answer = answers.parameter(ATTRITION)
    return why(value_with_unit(answer.value, answers.release.parameters[ATTRITION].unit), answer, answers.release)


def count(answer: Answer, release: Release) -> Cell:
    return Cell(why(whole(answer.value), answer, release))


def statements(release: Release, ids: Iterable[str]) -> str:
    """Numbers of statements of the agreement, each with its text on request."""
    rows = {row["uitspraak_id"]: row for row in release.tables["statements"]}
    found = [(each, rows[each]) for each in ids if each in rows]
    return " ".join(explained(each, _told(release, row), "rw-said") for each, row in found)


def _told(release: Release, row: Mapping[str, object]) -> list[str]:
    source = release.source_title(str(row["bron_id"]))
    return [
        f"Uitspraak {row['uitspraak_id']}",
        str(row["uitspraak"]),
        f"Bron: {source}.",
        f"Release {release.info.number}.",
    ]


def exact(answer: Answer, release: Release) -> Cell:
    return Cell(why(persons(answer.value), answer, release))


def carriers(answers: Answers, found: Iterable[Carrier]) -> Cell:
    """Who carries a kind of work, from when, and what statements say so."""
    first = shown_years(answers)[1]
    told = [
        (f"vanaf {each.since}: " if each.since > first else "")
        + f"{text(each.name)} {statements(answers.release, each.statements)}"
        for each in found
    ]
    return Cell("; ".join(told), number=False)
