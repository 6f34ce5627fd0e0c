"""The words of handed-in files: how headings and names are compared with known ones, which year a text says, and how a
release calls its gemeenten, werkvormen and kostensoorten."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lib.tables.columns import YEAR
from lib.tables.content import Content
from lib.upload.meaning.unit_words import bare_heading
from lib.upload.reading.sheets import HEAD, Value, quote, remembered

#: With so many names of columns, and more headings than that, a row without a gemeente is a heading all the same.
PLAINLY = 2
FIGURES = {"personen", "bedrag_eur", "inwoners", "aandeel"}
#: The years that a table can hold.
FIRST_YEAR, LAST_YEAR = int(YEAR.minimum or 0), int(YEAR.maximum or 0)
#: "Som van bedrag", as a pivot table heads a column.
_PIVOT = re.compile(r"^(?:som|sum|totaal) (?:van|of) ")
_NO_WORD = re.compile(r"[^0-9a-z]+")
#: "2021", "2021.0", "2021*" (CBS: provisional), "2021JJ00" (CBS: the whole year), and "jaar 2021".
_YEAR = re.compile(r"(?:jaar\s+)?(\d{4})(?:[.,]0+)?\s*(?:\*{1,2}|\(\*\)|JJ00)?", re.IGNORECASE | re.ASCII)
_SHORT = re.compile(r"['’‘](\d{2})", re.ASCII)
#: 1 January, as a program writes the date of a year.
_FIRST_DAY = re.compile(
    r"(?:(\d{4})-0?1-0?1|0?1[-/.]0?1[-/.](\d{4})|1 jan(?:uari)? (\d{4}))(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_MONTH = "jan|feb|maa?rt|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec"
#: Days, months, quarters and ranges of years are no year of figures.
_DATES = re.compile(
    rf"\d{{1,2}}[-/.](?:\d{{1,2}}[-/.])?(?:19|20|21)\d\d|(?:19|20|21)\d\d[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?!\d)|"
    rf"(?:\d{{1,2}}\s+)?\b(?:{_MONTH})[a-z]*\.?[\s-]+(?:19|20|21)\d\d|\b[kq]\d[\s-]*(?:19|20|21)\d\d|(?:19|20|21)\d\d[\s-]*[kq]\d|"
    rf"(?:19|20|21)\d\d\s*(?:[-–/]|t/m|tot en met)\s*(?:(?:19|20|21)\d\d|\d\d)(?!\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", re.ASCII)


@cache
def words() -> Mapping[str, Any]:
    """words.toml."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@remembered
def plain(text: object) -> str:
    """Text without capitals, accents and punctuation: "Individuele_Détachering" becomes "individuele detachering"."""
    decomposed = unicodedata.normalize("NFKD", str(text).casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NO_WORD.sub(" ", bare).strip()


@cache
def _meanings(section: str) -> Mapping[str, str]:
    """Plain word → what it means, in a section of words.toml that lists words per meaning."""
    return {plain(word): name for name, texts in words()[section].items() for word in texts}


@cache
def column_words() -> Mapping[str, str]:
    """Plain heading → technical name of the column."""
    return {**_meanings("columns"), **{plain(name): name for name in words()["columns"]}, "bron id": "bron"}


def table_of(name: str) -> str | None:
    """The table that a sheet or file is called after."""
    return _meanings("tables").get(plain(name))


def column_of(heading: object, loosely: bool = False) -> str | None:
    """The technical name of the column under a heading, if it is one. `loosely`: without the unit in it, without what
    a pivot table puts before it, and by words that mean it when no other heading does."""
    word = plain(heading)
    if word in column_words() or not loosely:
        return column_words().get(word)
    bare = _PIVOT.sub("", plain(bare_heading(str(heading))))
    return column_words().get(bare) or _meanings("other_columns").get(bare)


def is_total(value: Value) -> bool:
    """Whether a heading or a cell says "totaal"."""
    return isinstance(value, str) and plain(value).split(" ")[0] in words()["rows"]["total"]


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing that a reader sees."""
    return value is None or value == "" or (isinstance(value, str) and value.isspace())


def year_of(value: Value) -> int | None:
    """The year that a cell is, whatever it is: 2021, "2021*", "'21", 1 January 2021. None when it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        return value.year if (value.month, value.day) == (1, 1) else None
    text = quote(value).strip()
    whole, short, first = _YEAR.fullmatch(text), _SHORT.fullmatch(text), _FIRST_DAY.fullmatch(text)
    if short:
        return 2000 + int(short[1])
    return int(whole[1]) if whole else int(first[1] or first[2] or first[3]) if first else None


@remembered
def headed_year(value: Value) -> int | None:
    """The year that a heading means: also "Begroting 2022" and "Rekening 2020 (x € 1.000)"."""
    year = year_of(value)
    if year is None and isinstance(value, str):
        parts = plain(bare_heading(value)).split()
        years = [part for part in parts if _NAMED.fullmatch(part)]
        if len(years) == 1 and {*parts} - {*years} <= {*words()["years"]["beside"]}:
            year = int(years[0])
    return year if year is not None and 1900 <= year <= 2200 else None


def named_years(text: str) -> frozenset[int]:
    """The years that a title or the name of a sheet is about: none when it says on which day it was made up."""
    bare, reporting = _DATES.sub(" ", text), words()["years"]["reporting"]
    if bare != text or set(plain(text).split()) & set(reporting):
        bare = re.sub(rf"\b(?:{'|'.join(reporting)})\b\W*(?:19|20|21)\d\d", " ", bare, flags=re.IGNORECASE)
    return frozenset(map(int, _NAMED.findall(bare)))


@dataclass(frozen=True)
class Vocabulary:
    """Plain words → ids of the release; `names` are those of the gemeenten as they are written. `gemeente_beside`: the
    gemeente was given beside the files, so that no heading needs to name one."""

    names: tuple[str, ...]
    gemeenten: Mapping[str, str]
    werkvormen: Mapping[str, str]
    kostensoorten: Mapping[str, str]
    group_of: Mapping[str, str]
    gemeente_beside: bool = False

    @property
    def groepen(self) -> dict[str, str]:
        return {plain(groep): groep for groep in {*self.group_of.values(), "nieuw_beschut"}}

    def members(self, value: Value) -> dict[str, str | int]:
        """Dimension → member of a heading in cross form: a year, a kostensoort, a werkvorm, or a year and one of those
        ("Overhead 2021"). Empty when it is none."""
        year = headed_year(value)
        if year is not None:
            return {"jaar": year}
        bare = plain(bare_heading(quote(value)))
        member = self._member(bare)
        if member or not isinstance(value, str):
            return member
        years = _NAMED.findall(bare)
        rest = self._member(" ".join(_NAMED.sub(" ", bare).split())) if len(years) == 1 else {}
        return {"jaar": int(years[0]), **rest} if rest else {}

    def _member(self, word: str) -> dict[str, str | int]:
        if word in self.kostensoorten:
            return {"kostensoort": self.kostensoorten[word]}
        return {"werkvorm": self.werkvormen[word]} if word in self.werkvormen else {}


def vocabulary_of(content: Content, named: Mapping[str, str]) -> Vocabulary:
    """The words of the release, with the gemeenten (code → name) that are handed in."""
    names = {row["gemeente_code"]: row["gemeente"] for row in content.tables["gemeenten"]} | dict(named)
    kinds, werkvormen = content.tables["cost_types"], content.tables["werkvormen"]
    return Vocabulary(
        tuple(names.values()),
        {word: code for code, name in names.items() for word in _spellings(code, name)},
        _alone(werkvormen)
        | {plain(word): row["werkvorm"] for row in werkvormen for word in (row["werkvorm"], row["label"])},
        {plain(word): row["kostensoort"] for row in kinds for word in (row["kostensoort"], row["label"])},
        {row["werkvorm"]: row["groep"] for row in werkvormen},
    )


def _alone(werkvormen: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Group beside the Wsw → its one werkvorm: who writes "Staf" means no other; that of the Wsw may head a total."""
    groups = [row["groep"] for row in werkvormen]
    return {
        plain(row["groep"]): row["werkvorm"]
        for row in werkvormen
        if groups.count(row["groep"]) == 1 and row["groep"] != "wsw"
    }


def _spellings(code: str, name: str) -> set[str]:
    """How a gemeente may be written: its code, the digits of it with and without noughts, its name."""
    digits = code.lstrip("GMgm")
    codes = [code]
    if digits.isdigit():
        bare = digits.lstrip("0")
        codes += [digits, bare, f"GM {digits}", f"GM{bare}", f"{bare}.0"]
    names = [name, *(shape.format(name) for shape in words()["gemeenten"]["names"])]
    pairs = [pair for spelling in codes for pair in (f"{spelling} {name}", f"{name} {spelling}")]
    return {plain(word) for word in (*codes, *names, *pairs)}


def known_headings(cells: Sequence[Value], vocabulary: Vocabulary) -> int:
    """How many cells of a row are headings, if one of them names a gemeente or a key (where the gemeente was given:
    any column), or if they are plainly those of figures; else 0. A column that several cells name, one merged cell in
    the file, counts once."""
    columns = [column_of(quote(cell), loosely=True) for cell in cells]
    names = set(columns) - {None}
    members = [name is None and bool(vocabulary.members(cell)) for name, cell in zip(columns, cells, strict=True)]
    count = len(names) + sum(members)
    plainly = count > PLAINLY and len(names) >= PLAINLY and bool(names & FIGURES or count > len(names))
    named = names if vocabulary.gemeente_beside else names & {"gemeente_code", "gemeente", "sleutel"}
    return count if plainly or named else 0


def best_header(rows: Sequence[Sequence[Value]], vocabulary: Vocabulary) -> int:
    """Of the first rows the most headings in one row."""
    return max((known_headings(row, vocabulary) for row in rows[:HEAD]), default=0)
