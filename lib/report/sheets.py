"""The sheets in which figures leave and come back: their columns, and each value as a cell that reads back the same."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lib.store.content import Content
from lib.store.tables import GROEPEN, STATUSES

#: A cell: text, a number, or nothing.
Cell = str | int | float | Decimal | None
#: Digits that give any float back.
FLOAT_DIGITS = 17
#: What a spreadsheet takes for a formula; an apostrophe before it is one of ours, and comes off when it is read.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: The column that has another name in a release.
NAMES = {"bron": "bron_id"}
PROVENANCE = ("status", "bron", "kennisdatum", "toelichting")


@dataclass(frozen=True)
class Sheet:
    """A table of a release as a sheet, or as a CSV file of the same name in small letters."""

    title: str
    table: str
    columns: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.title.lower()}.csv"

    def rows(self, content: Content) -> Iterator[tuple[Cell, ...]]:
        """The cells of every row of the release, in the order of `columns`."""
        names = [NAMES.get(column, column) for column in self.columns]
        for row in content.tables[self.table]:
            yield tuple(_cell(row[name]) for name in names)


GEMEENTEN = Sheet("Gemeenten", "gemeenten", ("gemeente_code", "gemeente", "bron"))
AANTALLEN = Sheet("Aantallen", "headcounts", ("gemeente_code", "jaar", "groep", "werkvorm", "personen", *PROVENANCE))
KOSTEN = Sheet("Kosten", "costs", ("gemeente_code", "jaar", "werkvorm", "kostensoort", "bedrag_eur", *PROVENANCE))
SLEUTELS = Sheet("Sleutels", "allocation_keys", ("sleutel", "gemeente_code", "aandeel", *PROVENANCE))
INWONERS = Sheet("Inwoners", "population", ("gemeente_code", "jaar", "inwoners", *PROVENANCE))
#: Those of a release, and those that an upload needs at least.
RELEASE = (GEMEENTEN, AANTALLEN, KOSTEN, SLEUTELS, INWONERS)
UPLOAD = (AANTALLEN, KOSTEN)


def _cell(value: Any) -> Cell:
    if isinstance(value, date):
        return value.isoformat()
    return neutral(value) if isinstance(value, str) else value


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_text(cell: Cell) -> str:
    """A cell in Dutch notation: decimal comma, no thousands separator, a share with all its digits."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return _every_digit(cell).replace(".", ",")
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _every_digit(value: float) -> str:
    """The shortest decimal that is this float, with zeros up to FLOAT_DIGITS significant digits."""
    exact = Decimal(repr(value))
    missing = FLOAT_DIGITS - len(exact.normalize().as_tuple().digits)
    _, _, exponent = exact.normalize().as_tuple()
    assert isinstance(exponent, int)
    return f"{exact.quantize(Decimal(1).scaleb(min(0, exponent - missing))):f}"


Words = Mapping[str, tuple[str, ...]]


def words_of(content: Content) -> Words:
    """Per column the words that a row may have, in the order of the release."""
    tables = content.tables
    werkvormen = sorted(tables["werkvormen"], key=lambda row: row["volgorde"])
    return {
        "gemeente_code": tuple(row["gemeente_code"] for row in tables["gemeenten"]),
        "gemeente": tuple(row["gemeente"] for row in tables["gemeenten"]),
        "groep": GROEPEN,
        "werkvorm": tuple(row["werkvorm"] for row in werkvormen),
        "kostensoort": tuple(
            row["kostensoort"] for row in sorted(tables["cost_types"], key=lambda row: row["volgorde"])
        ),
        "status": STATUSES,
        "sleutel": tuple(row["sleutel"] for row in tables["keys"]),
    }
