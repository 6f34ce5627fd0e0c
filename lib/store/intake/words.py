"""How a handed-in heading or name is compared with a known one."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_NO_WORD = re.compile(r"[^0-9a-z]+")


@cache
def words() -> Mapping[str, Any]:
    """words.toml."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1 << 14)
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
def table_words() -> Mapping[str, str]:
    """Plain name of a sheet or file → table."""
    return {plain(word): table for table, known in words()["tables"].items() for word in known}
