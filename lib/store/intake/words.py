"""How a handed-in heading or name is compared with a known one."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib.store.intake.sheets import remembered
from lib.store.intake.unit_words import bare_heading

#: "Som van bedrag", as a pivot table heads a column.
_PIVOT = re.compile(r"^(?:som|sum|totaal) (?:van|of) ")
_NO_WORD = re.compile(r"[^0-9a-z]+")


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
def column_words() -> Mapping[str, str]:
    """Plain heading → technical name of the column."""
    found = {plain(word): name for name, known in words()["columns"].items() for word in known}
    return found | {plain(name): name for name in words()["columns"]} | {"bron id": "bron"}


@cache
def other_column_words() -> Mapping[str, str]:
    """Plain headings that name a column when no better one does."""
    return {plain(word): name for name, known in words()["other_columns"].items() for word in known}


def column_of(heading: object, loosely: bool = False) -> str | None:
    """The technical name of the column under a heading, if it is one. `loosely`: without the unit in it, without what
    a pivot table puts before it, and by words that mean it when no other heading does."""
    word = plain(heading)
    if word in column_words() or not loosely:
        return column_words().get(word)
    bare = _PIVOT.sub("", plain(bare_heading(str(heading))))
    return column_words().get(bare) or other_column_words().get(bare)


@cache
def table_words() -> Mapping[str, str]:
    """Plain name of a sheet or file → table."""
    return {plain(word): table for table, known in words()["tables"].items() for word in known}
