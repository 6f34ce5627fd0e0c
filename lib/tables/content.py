"""The content of a release: typed tables and TOML texts; and the hash that says what it is, in the layout it was made in."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from json.encoder import encode_basestring
from operator import itemgetter
from pathlib import Path
from typing import Any

from lib.tables.columns import BY_NAME, Table
from lib.tables.rows import Problem, Rows

FILES = "scenario_files"
SHORT = 12
#: The layout of every hash that names none.
FIRST = "1"
NAMED = ":"
ROWS_AT_ONCE = 2_048
#: Kinds of values of which equal ones are written equal.
TEXTS = {str, date, type(None)}
Row = Mapping[str, Any]
_HERE = Path(__file__).parent
#: The folder that comes with the program: its data/ and scenarios/.
SHIPPED = _HERE.parents[1]


@dataclass(frozen=True)
class Content:
    """tables: name → rows as dicts, in the order of their grain; files: TOML file name → text. `notes` are what was done
    to it as it was read and has to be said; they are no part of it."""

    tables: Mapping[str, tuple[Row, ...]]
    files: Mapping[str, str]
    notes: tuple[Problem, ...] = field(default=(), compare=False)

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


def in_grain_order(table: Table, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows sorted by their grain, so that the order in a file means nothing."""
    return tuple(sorted(rows, key=itemgetter(*table.grain)))


@cache
def layouts() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Per layout, the oldest first, the columns of each table that it goes over."""
    text = (_HERE / "hash_layouts.toml").read_text("utf-8")
    return {
        layout: {name: tuple(row) for name, row in tables.items()} for layout, tables in tomllib.loads(text).items()
    }


def last_layout() -> str:
    """The layout in which a hash is made now."""
    return list(layouts())[-1]


def layout_of(hash_: str) -> str:
    """The layout that a hash names; it need not be one that this program knows."""
    named, colon, _ = hash_.partition(NAMED)
    return named if colon else FIRST


def named(layout: str, hash_: str) -> str:
    """The hash with the name of its layout in front."""
    return hash_ if layout == FIRST else f"{layout}{NAMED}{hash_}"


def short(hash_: str) -> str:
    """As much of a hash as people compare by eye."""
    return hash_.rpartition(NAMED)[2][:SHORT]


def hash_of(value: Any) -> str:
    """sha256 (hex) of a value of lists, texts, numbers and dates as JSON."""
    return hashlib.sha256(_json(value).encode()).hexdigest()


def hash_of_rows(table: str, rows: Sequence[Row], layout: str) -> str:
    """The same of the rows of a table, in their order, as that layout knows it. A column that it does not know counts when
    there is something in it: what was not there then must be empty."""
    names = layouts()[layout].get(table, ())
    more = [name for name in rows[0] if name not in names and any(row[name] is not None for row in rows)]
    columns = [(name, _Texts()) for name in (*names, *more)]
    digest, before = hashlib.sha256(b"[["), b""
    # Column by column, since most texts occur often, and some rows at a time: a third of the time of json.dumps, for the
    # same bytes.
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = rows[start : start + ROWS_AT_ONCE]
        written = [_written([row[name] for row in some], texts) for name, texts in columns]
        digest.update(before + "], [".join(map(", ".join, zip(*written, strict=True))).encode())
        before = b"], ["
    digest.update(b"]]")
    return digest.hexdigest()


class _Texts(dict[Any, str]):
    """Values that occurred before → as JSON. Not for numbers: 1, 1.0 and Decimal(1) are equal and written differently."""

    def __missing__(self, value: Any) -> str:
        self[value] = text = _text(value)
        return text


def _written(values: list[Any], texts: _Texts) -> Iterable[str]:
    """Each value as JSON."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(int.__repr__, values)
    return map(texts.__getitem__ if kinds <= TEXTS else _text, values)


def _text(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value)
    return int.__repr__(value) if type(value) is int else _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(item: Any) -> str:
    if isinstance(item, date):
        return item.isoformat()
    if isinstance(item, Decimal):
        return str(item)
    raise TypeError(type(item))
