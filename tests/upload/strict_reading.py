"""A second reading of handed-in files, strict and slow, that shares nothing with lib.upload.

It knows one table per sheet, in long form or with years or kostensoorten across, and gives (members) → figure. What it
does not understand it refuses.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import openpyxl
import pyarrow.parquet as pq

from lib.tables.content import Content

COLUMNS = {
    "gemeente": ("gemeente_code", "gemeente code", "gemeentecode", "gemeente", "gemeentenaam"),
    "jaar": ("jaar", "boekjaar", "begrotingsjaar"),
    "groep": ("groep", "doelgroep"),
    "werkvorm": ("werkvorm", "vorm van werk"),
    "kostensoort": ("kostensoort", "soort kosten"),
    "personen": ("personen", "aantal", "aantal personen"),
    "bedrag": ("bedrag_eur", "bedrag", "bedrag in euro s"),
    "status": ("status",),
    "bron": ("bron", "bron id"),
}
TOTALS = ("totaal", "totalen", "subtotaal", "som", "eindtotaal", "total")
NOTES = ("bron", "einde", "nb")
#: A unit that is named anywhere makes figures something else than they are taken for.
MANY = r"[x×*] ?1[., ]?000(?![.,]?\d)|\bin duizenden\b"
UNITS = {
    True: re.compile(
        rf"(?i)(?:[x×*] ?(?:€|eur(?:o)?) ?|in EUR )1[., ]?000(?![.,]?\d)|{MANY}|\bin (?:T€|mln|dzd\. euro|miljoenen)|\bT€"
    ),
    False: re.compile(rf"(?i){MANY}|\bin (?:fte|arbeidsjaren|SE)\b"),
}
GROUPED = {"nl": r"[1-9]\d{0,2}(?:\.\d{3})+", "en": r"[1-9]\d{0,2}(?:,\d{3})+"}
SPACED = r"[1-9]\d{0,2}(?: \d{3})+"


class Refused(Exception):
    """This reading does not understand the file."""


def word(value: Any) -> str:
    text = unicodedata.normalize("NFKD", str("" if value is None else value).casefold())
    return " ".join(re.findall("[0-9a-z]+", "".join(c for c in text if not unicodedata.combining(c))))


@dataclass(frozen=True)
class Words:
    gemeenten: Mapping[str, str]
    werkvormen: Mapping[str, str]
    kostensoorten: Mapping[str, str]
    groups: Mapping[str, str]


def words_of(content: Content) -> Words:
    gemeenten = {}
    for row in content.tables["gemeenten"]:
        code, name = row["gemeente_code"], word(row["gemeente"])
        digits = code[2:]
        for known in (
            code,
            digits,
            digits.lstrip("0"),
            f"{digits.lstrip('0')}.0",
            name,
            f"gemeente {name}",
            f"gem {name}",
        ):
            gemeenten[word(known)] = code
    tables = content.tables
    werkvormen = {word(row[name]): row["werkvorm"] for row in tables["werkvormen"] for name in ("werkvorm", "label")}
    kinds = {word(row[name]): row["kostensoort"] for row in tables["cost_types"] for name in ("kostensoort", "label")}
    return Words(gemeenten, werkvormen, kinds, {row["werkvorm"]: row["groep"] for row in tables["werkvormen"]})


def rows_of(name: str, raw: bytes) -> list[list[Any]]:
    """The cells of the only sheet."""
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(raw), data_only=True).worksheets[0]
        typed = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0]
        for one in typed.merged_cells.ranges:
            if isinstance(typed.cell(one.min_row, one.min_col).value, int | float):
                raise Refused("one amount for several cells")
        for row in typed.iter_rows():
            for cell in row:
                if cell.data_type == "f" and not sheet[cell.coordinate].value:
                    raise Refused("a formula that nobody calculated")
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    if name.endswith(".parquet"):
        table = pq.ParquetFile(io.BytesIO(raw)).read()
        return [
            list(table.column_names),
            *map(list, zip(*(column.to_pylist() for column in table.columns), strict=True)),
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    best: list[list[Any]] = []
    for separator in ";,\t":
        try:
            rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error:
            continue
        if _score(rows) > _score(best):
            best = rows
    return best


def _kind(cell: Any) -> str | None:
    return next((name for name, known in COLUMNS.items() if word(cell) in map(word, known)), None)


def _score(rows: Sequence[Sequence[Any]]) -> int:
    return max((sum(_kind(cell) is not None for cell in row) for row in rows[:60]), default=0)


def notation(cells: Sequence[Any]) -> str | None:
    """The notation that texts show which are a number in one of the two only."""
    shown = {next(iter(found)) for cell in cells if isinstance(cell, str) and len(found := readings(cell)) == 1}
    if len(shown) > 1:
        raise Refused("two notations")
    return shown.pop() if shown else None


def readings(text: str) -> dict[str, Decimal]:
    """What a text is in each notation."""
    bare = re.sub("[\u00a0\u2007\u2009\u202f]", " ", text).strip()
    units = re.findall(r"(?i)€|euro|eur", bare)
    if len(units) > 1 or "%" in bare:
        return {}
    bare = re.sub(r"(?i)€|euro|eur", "", bare, count=1).strip()
    found = {}
    for style, point in (("nl", ","), ("en", ".")):
        match = re.fullmatch(
            rf"\+? *((?:{GROUPED[style]}|{SPACED}|[1-9]\d*|0)(?:{re.escape(point)}\d+)?)", bare, re.ASCII
        )
        if match:
            digits = match[1].replace(" ", "").replace("." if style == "nl" else ",", "")
            found[style] = Decimal(digits.replace(",", "."))
    return found


def figure(cell: Any, style: str | None) -> Decimal | str | None:
    if cell is None or (isinstance(cell, str) and re.fullmatch(r"\s*[-–—−]?\s*", cell)):
        return None
    if isinstance(cell, str) and re.fullmatch(r"\s*(?:€|eur|euro)\s*[-–—−]\s*", cell, re.IGNORECASE):
        return Decimal()
    if isinstance(cell, str):
        if re.fullmatch(r"\s*(?:(?:€|eur|euro) *)?p\.?m\.?\s*", cell, re.IGNORECASE):
            return "PM"
        found = readings(cell)
        if style:
            found = {style: found[style]} if style in found else {}
        if len(set(found.values())) != 1:
            raise Refused(f"no one number: {cell!r}")
        return next(iter(found.values()))
    if isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise Refused(f"no number: {cell!r}")
    number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    if not number.is_finite():
        raise Refused("not finite")
    return number


def strictly(name: str, raw: bytes, words: Words) -> dict[tuple[Any, ...], Any]:
    """(gemeente, jaar, groep or kostensoort, werkvorm) → figure: cents as Decimal, persons as int, PM, None."""
    rows = rows_of(name, raw)
    scores = [_score([row]) for row in rows[:60]]
    if not scores or max(scores) < 3:
        raise Refused("no heading")
    at = scores.index(max(scores))
    head = rows[at]
    kinds = [_kind(cell) for cell in head]
    if any(kinds.count(kind) > 1 for kind in set(kinds) - {None, "gemeente"}):
        raise Refused("a heading twice")
    across = {}
    for j, cell in enumerate(head):
        if kinds[j] is None and re.fullmatch(r"(?:(?:jaar|begroting|raming|rekening) )?(?:19|20|21)\d\d", word(cell)):
            across[j] = ("jaar", int(word(cell)[-4:]))
        elif kinds[j] is None and word(cell) in words.kostensoorten:
            across[j] = ("kostensoort", words.kostensoorten[word(cell)])
    if "jaar" in kinds and any(dimension == "kostensoort" for dimension, _ in across.values()):
        # A year beside kostensoorten is no figure of a kostensoort: it is named as not used.
        across = {j: member for j, member in across.items() if member[0] == "kostensoort"}
    value = next((kind for kind in ("personen", "bedrag") if kind in kinds), None)
    columns = [kinds.index(value)] if value else list(across)
    costs = value == "bedrag" or (
        value is None and ("kostensoort" in kinds or ("kostensoort",) in {a[:1] for a in across.values()})
    )
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    # What is said of amounts says nothing of people.
    if any(UNITS[costs].search(text) for text in texts if costs or "bedrag" not in text.casefold()):
        raise Refused("another unit")
    body = [row for row in rows[at + 1 :] if _counts(row, kinds, columns)]
    style = notation([row[j] for row in rows[at + 1 :] for j in columns if j < len(row)])
    found: dict[tuple[Any, ...], Any] = {}
    for row in body:
        own = {kind: cell for kind, cell in zip(kinds, row, strict=False) if kind is not None and kind != "gemeente"}
        codes = {
            words.gemeenten.get(word(row[j])) for j, kind in enumerate(kinds) if kind == "gemeente" and word(row[j])
        }
        for j in columns:
            members = {**own, **({} if value else dict([across[j]]))}
            grain = _grain(codes, members, costs, words)
            if grain in found:
                raise Refused(f"twice: {grain}")
            found[grain] = _exact(figure(row[j] if j < len(row) else None, style), costs)
    return found


def _counts(row: Sequence[Any], kinds: Sequence[str | None], columns: Sequence[int]) -> bool:
    """Not empty, no total, no line of words."""
    own = [j for j in range(min(len(row), len(kinds))) if kinds[j] is not None or j in columns]
    filled = [row[j] for j in own if row[j] not in (None, "")]
    if not filled:
        return False
    naming = [j for j in own if kinds[j] in ("gemeente", "jaar", "groep", "werkvorm", "kostensoort")]
    if any(isinstance(row[j], str) and word(row[j]).split(" ")[0] in TOTALS for j in naming):
        return False
    if any(kinds[j] == "status" and row[j] == "voorbeeld" for j in own):
        return False
    filled = [cell for cell in filled if not str(cell).isspace()]
    if not filled:
        return False
    words = word(filled[0]).split()
    note = isinstance(filled[0], str) and (len(words) > 2 or " ".join(words).startswith(NOTES))
    return not (len(filled) == 1 and note and any(row[j] == filled[0] for j in naming))


def _grain(codes: set[str | None], members: Mapping[str, Any], costs: bool, words: Words) -> tuple[Any, ...]:
    werkvorm = words.werkvormen.get(word(members.get("werkvorm")))
    year = year_of(members.get("jaar"))
    if len(codes) != 1 or None in codes or werkvorm is None or year is None:
        raise Refused(f"no grain: {codes} {dict(members)}")
    if costs:
        kind = words.kostensoorten.get(word(members.get("kostensoort")))
        if kind is None:
            raise Refused("no kostensoort")
        return (*codes, year, werkvorm, kind)
    group = word(members.get("groep")).replace(" ", "_") or words.groups[werkvorm]
    return (*codes, year, group, werkvorm)


def year_of(cell: Any) -> int | None:
    """A year in four digits, with what programs and CBS put behind it, or its first day."""
    text = str(cell).strip()
    match = re.fullmatch(
        r"(?i:jaar )?(\d{4})(?:[.,]0+)?(?: ?\*\*?|(?i:jj00))?|(\d{4})-01-01(?: 00:00:00)?|0?1-0?1-(\d{4})",
        text,
        re.ASCII,
    )
    short = re.fullmatch(r"['’](\d\d)", text, re.ASCII)
    return 2000 + int(short[1]) if short else int(match[1] or match[2] or match[3]) if match else None


def _exact(number: Decimal | str | None, costs: bool) -> Any:
    if number is None or number == "PM":
        if number == "PM" and not costs:
            raise Refused("PM persons")
        return number
    assert isinstance(number, Decimal)
    if abs(number) < Decimal("0.000001"):
        number = Decimal()
    if not costs and abs(number - round(number)) < Decimal("0.000001"):
        number = Decimal(round(number))
    if number < 0 or (not costs and number != int(number)):
        raise Refused("out of bounds")
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP) if costs else int(number)
