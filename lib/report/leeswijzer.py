"""The explanation that goes with figures that leave and come back; its words are in leeswijzer.toml."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lib.report.sheets import Sheet, Words, words_of
from lib.store.content import Content
from lib.store.figures import settings_of
from lib.store.releases import ReleaseInfo
from lib.text import date_words


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
