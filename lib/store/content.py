"""The content of a release: typed tables and TOML texts, with one hash that says what it is."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

from lib.store.rows import Rows
from lib.store.tables import BY_NAME, Table

FILES = "scenario_files"
SHORT = 12


@dataclass(frozen=True)
class Content:
    """tables: name → rows as dicts, in the order of their grain; files: TOML file name → text."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    files: Mapping[str, str]

    @cached_property
    def hashes(self) -> dict[str, str]:
        """One hash per table with rows and one for the files together: equal content, equal hash.

        A table without rows says as much as one that a release of an earlier layout does not know.
        """
        parts = {name: hash_of([list(row.values()) for row in rows]) for name, rows in self.tables.items() if rows}
        return parts | {FILES: hash_of(sorted(self.files.items()))}

    @property
    def hash(self) -> str:
        return hash_of(sorted(self.hashes.items()))


def short(hash_: str) -> str:
    """As much of a hash as people compare by eye."""
    return hash_[:SHORT]


def hash_of(value: Any) -> str:
    def plain(item: Any) -> str:
        if isinstance(item, date):
            return item.isoformat()
        if isinstance(item, Decimal):
            return str(item)
        raise TypeError(type(item))

    return hashlib.sha256(json.dumps(value, default=plain, ensure_ascii=False).encode()).hexdigest()


def make_content(tables: Mapping[str, Rows], files: Mapping[str, str]) -> Content:
    return Content({name: in_grain_order(BY_NAME[name], list(rows)) for name, rows in tables.items()}, dict(files))


def in_grain_order(table: Table, rows: list[dict[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Rows sorted by their grain, so that the order in a file means nothing."""
    return tuple(sorted(rows, key=itemgetter(*table.grain)))
