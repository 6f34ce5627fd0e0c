"""The sheets in which figures leave and come back: their columns, and the cells of a release."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lib.report.table_files import Cell
from lib.store.content import Content
from lib.store.tables import GROEPEN, STATUSES

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
    cell: Cell = value.isoformat() if isinstance(value, date) else value
    return cell


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
