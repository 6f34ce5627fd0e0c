"""A second reading of handed-in files, strict and slow, that shares nothing with lib.store.intake.

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

from lib.store.content import Content

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
        for known in (word(code), code[2:], code[2:].lstrip("0"), name, f"gemeente {name}"):
            gemeenten[known] = code
    tables = content.tables
    werkvormen = {word(row[name]): row["werkvorm"] for row in tables["werkvormen"] for name in ("werkvorm", "label")}
    kinds = {word(row[name]): row["kostensoort"] for row in tables["cost_types"] for name in ("kostensoort", "label")}
    return Words(gemeenten, werkvormen, kinds, {row["werkvorm"]: row["groep"] for row in tables["werkvormen"]})


def rows_of(name: str, raw: bytes) -> list[list[Any]]:
    """The cells of the only sheet."""
    if name.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(io.BytesIO(raw), data_only=True).worksheets[0]
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    if name.endswith(".parquet"):
        table = pq.read_table(io.BytesIO(raw))
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
    if cell is None or (
        isinstance(cell, str) and re.fullmatch(r"\s*(?:€|eur|euro)?\s*[-–—−]?\s*", cell, re.IGNORECASE)
    ):
        return None
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
        if kinds[j] is None and re.fullmatch(r"(?:jaar )?(?:19|20|21)\d\d", word(cell)):
            across[j] = ("jaar", int(word(cell)[-4:]))
        elif kinds[j] is None and word(cell) in words.kostensoorten:
            across[j] = ("kostensoort", words.kostensoorten[word(cell)])
    value = next((kind for kind in ("personen", "bedrag") if kind in kinds), None)
    columns = [kinds.index(value)] if value else list(across)
    costs = value == "bedrag" or (
        value is None and ("kostensoort" in kinds or ("kostensoort",) in {a[:1] for a in across.values()})
    )
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
    return not (len(filled) == 1 and len(word(filled[0]).split()) > 2 and any(row[j] == filled[0] for j in naming))


def _grain(codes: set[str | None], members: Mapping[str, Any], costs: bool, words: Words) -> tuple[Any, ...]:
    werkvorm = words.werkvormen.get(word(members.get("werkvorm")))
    year = str(members.get("jaar")).strip()
    if len(codes) != 1 or None in codes or werkvorm is None or not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise Refused(f"no grain: {codes} {dict(members)}")
    if costs:
        kind = words.kostensoorten.get(word(members.get("kostensoort")))
        if kind is None:
            raise Refused("no kostensoort")
        return (*codes, int(year), werkvorm, kind)
    group = word(members.get("groep")).replace(" ", "_") or words.groups[werkvorm]
    return (*codes, int(year), group, werkvorm)


def _exact(number: Decimal | str | None, costs: bool) -> Any:
    if number is None or number == "PM":
        if number == "PM" and not costs:
            raise Refused("PM persons")
        return number
    assert isinstance(number, Decimal)
    if number < 0 or (not costs and number != int(number)):
        raise Refused("out of bounds")
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP) if costs else int(number)
