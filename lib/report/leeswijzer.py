"""The sheets in which figures leave and come back: their columns, the cells of a release, the words that a row may have, and
the explanation that goes with them (leeswijzer.toml)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lib.report.table_files import Cell
from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.releases import ReleaseInfo
from lib.store.tables import GROEPEN, STATUSES
from lib.text import date_words

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


@dataclass(frozen=True)
class Leeswijzer:
    """A title, paragraphs, per sheet its columns with what they mean, and the words that are allowed per column."""

    title: str
    paragraphs: tuple[str, ...]
    sheets: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    words: Words


@cache
def texts() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def leeswijzer(kind: str, info: ReleaseInfo, content: Content, sheets: Sequence[Sheet]) -> Leeswijzer:
    """What goes with these sheets of a release; `kind` is "release" or "sjabloon"."""
    words = words_of(content)
    filled = {
        "number": info.number,
        "name": info.name,
        "day": date_words(info.created_at.date()),
        "time": f"{info.created_at:%H:%M}",
        "publisher": info.publisher,
        "note": info.note,
        "hash": info.hash,
        "regio": settings_of(content)["regio"],
        "staf": ", ".join(row["werkvorm"] for row in content.tables["werkvormen"] if row["groep"] == "staf"),
    }
    own = texts()[kind]
    columns = texts()["kolommen"]
    used = {column for sheet in sheets for column in sheet.columns}
    return Leeswijzer(
        own["titel"].format(**filled),
        (*(text.format(**filled) for text in own["alineas"]), *texts()["aanleveren"]["alineas"]),
        tuple(
            (sheet.title, tuple((column, columns[column].format(**filled)) for column in sheet.columns))
            for sheet in sheets
        ),
        {column: allowed for column, allowed in words.items() if column in used or column == "gemeente"},
    )


def as_text(leeswijzer: Leeswijzer) -> str:
    """For a text file beside CSV files."""
    lines = [leeswijzer.title, "", *leeswijzer.paragraphs]
    for title, columns in leeswijzer.sheets:
        lines += ["", title, *(f"- {column}: {words}" for column, words in columns)]
    lines += ["", "Toegestane woorden"]
    names = dict(zip(leeswijzer.words["gemeente_code"], leeswijzer.words["gemeente"], strict=True))
    lines += [f"- gemeente_code: {', '.join(f'{code} ({name})' for code, name in names.items())}"]
    lines += [
        f"- {column}: {', '.join(allowed)}"
        for column, allowed in leeswijzer.words.items()
        if column not in ("gemeente_code", "gemeente")
    ]
    return "\r\n".join(lines) + "\r\n"
