"""Equal findings as one, with all their places: nobody reads the same sentence 22 times."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lib.store.problems import Problem
from lib.text import whole

#: More places, and more of what was read there, than this are counted.
PLACES, READ = 10, 3
_ROW = re.compile(r"(?P<before>.*?)\b(?P<kind>regel|rij) (?P<row>\d+)(?P<after>.*)")


def grouped(problems: Iterable[Problem], reads: bool) -> tuple[Problem, ...]:
    """Problems of one file that say the same and ask the same become one, in the order of the first. With `reads` also
    where different things were read."""
    groups: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        key = (
            (problem.file, problem.what, problem.remedy)
            if reads
            else (problem.file, problem.what, problem.remedy, problem.read)
        )
        groups.setdefault(key, []).append(problem)
    return tuple(several[0] if len(several) == 1 else _one(several) for several in groups.values())


def _one(several: Sequence[Problem]) -> Problem:
    texts = list(dict.fromkeys(problem.read for problem in several))
    read = ", ".join(texts[:READ]) + (" …" if len(texts) > READ else "")
    return replace(several[0], place="; ".join(_places([problem.place for problem in several])), read=read)


def _places(places: Sequence[str]) -> Iterator[str]:
    """Places, rows of one column together: "blad Kosten, rij 2, 5 en 7, kolom E (bedrag)"."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for place in dict.fromkeys(places):
        match = _ROW.fullmatch(place)
        key = (match["before"], match["kind"], match["after"]) if match else (place, "", "")
        rows.setdefault(key, []).extend([int(match["row"])] if match else [])
    shown = list(rows.items())[:PLACES]
    for (before, kind, after), numbers in shown:
        yield f"{before}{kind} {_listed(numbers)}{after}" if numbers else before
    if len(rows) > PLACES:
        yield f"en op {whole(len(rows) - PLACES)} andere plaatsen"


def _listed(numbers: Sequence[int]) -> str:
    if len(numbers) > PLACES:
        return f"{', '.join(map(str, numbers[:PLACES]))} en {whole(len(numbers) - PLACES)} andere"
    *first, last = map(str, numbers)
    return f"{', '.join(first)} en {last}" if first else last
