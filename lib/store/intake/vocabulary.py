"""The words of a release: how its gemeenten, werkvormen and kostensoorten may be written, and what a heading is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.store.content import Content
from lib.store.intake.sheets import Value, shown
from lib.store.intake.unit_words import bare_heading
from lib.store.intake.words import column_of, plain, words
from lib.store.intake.years import headed_year

_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", re.ASCII)
#: Rows in which a header is looked for.
HEAD = 60


#: With so many names of columns, and more headings than that, a row without a gemeente is a heading all the same.
PLAINLY = 2
FIGURES = {"personen", "bedrag_eur", "inwoners", "aandeel"}


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

    def members(self, value: Value) -> dict[str, str | int]:
        """Dimension → member of a heading in cross form: a year, a kostensoort, a werkvorm, or a year and one of those
        ("Overhead 2021"). Empty when it is none."""
        year = headed_year(value)
        if year is not None:
            return {"jaar": year}
        bare = plain(bare_heading(shown(value)))
        known = self._member(bare)
        if known or not isinstance(value, str):
            return known
        years = _YEAR.findall(bare)
        rest = self._member(" ".join(_YEAR.sub(" ", bare).split())) if len(years) == 1 else {}
        return {"jaar": int(years[0]), **rest} if rest else {}

    def _member(self, word: str) -> dict[str, str | int]:
        if word in self.kostensoorten:
            return {"kostensoort": self.kostensoorten[word]}
        return {"werkvorm": self.werkvormen[word]} if word in self.werkvormen else {}


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
    codes = [code]
    if digits.isdigit():
        bare = digits.lstrip("0")
        codes += [digits, bare, f"GM {digits}", f"GM{bare}", f"{bare}.0"]
    names = [name, *(shape.format(name) for shape in words()["gemeenten"]["names"])]
    both = [pair for one in codes for pair in (f"{one} {name}", f"{name} {one}")]
    return {plain(word): code for word in (*codes, *names, *both)}


def known_headings(cells: Sequence[Value], vocabulary: Vocabulary) -> int:
    """How many cells of a row are headings, if one of them names a gemeente or a key (where the gemeente was given:
    any column), or if they are plainly those of figures; else 0. A column that several cells name, one merged cell in
    the file, counts once."""
    columns = [column_of(shown(cell), loosely=True) for cell in cells]
    names = set(columns) - {None}
    members = [name is None and bool(vocabulary.members(cell)) for name, cell in zip(columns, cells, strict=True)]
    known = len(names) + sum(members)
    plainly = known > PLAINLY and len(names) >= PLAINLY and bool(names & FIGURES or known > len(names))
    named = names if vocabulary.gemeente_given else names & {"gemeente_code", "gemeente", "sleutel"}
    return known if plainly or named else 0


def best_header(rows: Sequence[Sequence[Value]], vocabulary: Vocabulary) -> int:
    """Of the first rows the most headings in one row."""
    return max((known_headings(row, vocabulary) for row in rows[:HEAD]), default=0)


def is_total(value: Value) -> bool:
    """Whether a heading or a cell says "totaal"."""
    return isinstance(value, str) and plain(value).split(" ")[0] in words()["rows"]["total"]


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing that a reader sees."""
    return value is None or value == "" or (isinstance(value, str) and value.isspace())
