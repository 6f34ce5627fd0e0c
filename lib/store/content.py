"""The content of a release: typed tables and TOML texts, with one hash that says what it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from lib.store.content_hash import hash_of as hash_of
from lib.store.content_hash import hash_of_rows, last_layout, named
from lib.store.content_hash import short as short
from lib.store.rows import Rows
from lib.store.tables import BY_NAME, Table

FILES = "scenario_files"


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
        return self._hashes_in(last_layout())

    @property
    def hash(self) -> str:
        return self.hash_in(last_layout())

    def hash_in(self, layout: str) -> str:
        """The hash as it is made in that layout, which must be one that is known; what a release of before is verified by."""
        parts = self.hashes if layout == last_layout() else self._hashes_in(layout)
        return named(layout, hash_of(sorted(parts.items())))

    def _hashes_in(self, layout: str) -> dict[str, str]:
        parts = {name: hash_of_rows(name, rows, layout) for name, rows in self.tables.items() if rows}
        return parts | {FILES: hash_of(sorted(self.files.items()))}


def make_content(tables: Mapping[str, Rows], files: Mapping[str, str]) -> Content:
    return Content({name: in_grain_order(BY_NAME[name], list(rows)) for name, rows in tables.items()}, dict(files))


def in_grain_order(table: Table, rows: list[dict[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Rows sorted by their grain, so that the order in a file means nothing."""
    return tuple(sorted(rows, key=itemgetter(*table.grain)))
