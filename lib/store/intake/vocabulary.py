"""The words of a release: how its gemeenten, werkvormen and kostensoorten may be written, and what a heading is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.store.content import Content
from lib.store.intake.sheets import Value, shown
from lib.store.intake.words import column_of, plain, words

#: Rows in which a header is looked for.
HEAD = 60


@dataclass(frozen=True)
class Vocabulary:
    """Plain words → ids of the release; `names` are those of the gemeenten as they are written. `gemeente_given`: the
    gemeente was given beside the files, so that no heading needs to name one."""

    names: tuple[str, ...]
    gemeenten: Mapping[str, str]
    werkvormen: Mapping[str, str]
    kostensoorten: Mapping[str, str]
    group_of: Mapping[str, str]
    gemeente_given: bool = False

    def member(self, value: Value) -> tuple[str, str | int] | None:
        """(dimension, member) of a heading in cross form."""
        year = year_of(value)
        if year is not None:
            return "jaar", year
        word = plain(shown(value))
        if word in self.kostensoorten:
            return "kostensoort", self.kostensoorten[word]
        if word in self.werkvormen:
            return "werkvorm", self.werkvormen[word]
        return None


def vocabulary_of(content: Content, named: Mapping[str, str]) -> Vocabulary:
    """The words of the release, with the gemeenten (code → name) that are handed in."""
    known = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]} | dict(named)
    gemeenten: dict[str, str] = {}
    for code, name in known.items():
        gemeenten |= _spellings(code, name)
    kinds, werkvormen = content.tables["cost_types"], content.tables["werkvormen"]
    return Vocabulary(
        tuple(known.values()),
        gemeenten,
        {plain(word): row["werkvorm"] for row in werkvormen for word in (row["werkvorm"], row["label"])},
        {plain(word): row["kostensoort"] for row in kinds for word in (row["kostensoort"], row["label"])},
        {row["werkvorm"]: row["groep"] for row in werkvormen},
    )


def _spellings(code: str, name: str) -> dict[str, str]:
    """How a gemeente may be written: its code, the digits of it with and without noughts, its name."""
    digits = code.lstrip("GMgm")
    short = {digits: code, digits.lstrip("0"): code} if digits.isdigit() else {}
    return {plain(code): code, **short, plain(name): code, plain(f"gemeente {name}"): code}


def year_of(value: Value) -> int | None:
    """The year that a heading is: 2021, "2021" or "jaar 2021"."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 1900 <= value <= 2200 else None
    match = re.fullmatch(r"(?:jaar )?((?:19|20|21)\d{2})", plain(shown(value))) if isinstance(value, str) else None
    return int(match[1]) if match else None


def known_headings(cells: Sequence[Value], vocabulary: Vocabulary) -> int:
    """How many cells of a row are headings, if one of them names a gemeente or a key (where the gemeente was given: any
    column); else 0."""
    names = [column_of(shown(cell), loosely=True) for cell in cells]
    if not {"gemeente_code", "gemeente", "sleutel"} & set(names) and not (vocabulary.gemeente_given and any(names)):
        return 0
    members = sum(name is None and vocabulary.member(cell) is not None for name, cell in zip(names, cells, strict=True))
    # A heading over several columns, one merged cell in the file, counts as it is written: once.
    return len(set(names) - {None}) + members


def best_header(rows: Sequence[Sequence[Value]], vocabulary: Vocabulary) -> int:
    """Of the first rows the most headings in one row."""
    return max((known_headings(row, vocabulary) for row in rows[:HEAD]), default=0)


def is_total(value: Value) -> bool:
    """Whether a heading or a cell says "totaal"."""
    return isinstance(value, str) and plain(value).split(" ")[0] in words()["rows"]["total"]
