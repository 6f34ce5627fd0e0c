"""Which year a cell, a heading, a title or the name of a sheet says; a reporting date is none."""

import re
from datetime import date

from lib.store.intake.sheets import Value, remembered, shown
from lib.store.intake.unit_words import bare_heading
from lib.store.intake.words import plain, words

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
_NAMED = re.compile(r"(?<!\d)(?:19|20|21)\d{2}(?!\d)", re.ASCII)


def year_of(value: Value) -> int | None:
    """The year that a cell is, whatever it is: 2021, "2021*", "'21", 1 January 2021. None when it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, date):
        return value.year if (value.month, value.day) == (1, 1) else None
    text = shown(value).strip()
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
        known = words()["years"]["beside"]
        if len(years) == 1 and all(part in known for part in parts if part not in years):
            year = int(years[0])
    return year if year is not None and 1900 <= year <= 2200 else None


def named_years(text: str) -> frozenset[int]:
    """The years that a title or the name of a sheet is about: none when it says on which day it was made up."""
    bare = _DATES.sub(" ", text)
    if bare != text or set(plain(text).split()) & set(words()["years"]["reporting"]):
        bare = re.sub(
            rf"\b(?:{'|'.join(words()['years']['reporting'])})\b\W*(?:19|20|21)\d\d", " ", bare, flags=re.IGNORECASE
        )
    return frozenset(int(found) for found in _NAMED.findall(bare))
