"""A route while it is made: what the file of one scenario says (scenarios/README.md), change by change, and back to a file.

A draft holds the keys and values of the file as they are, so that a key that nobody edits survives; whether they are sound is
asked where every scenario file is read (`scenario_files.py`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.tables.scenario_files import keys_of
from lib.tables.toml_files import as_read, parse

#: What the route is called, where it comes from and what it says of itself: no change by itself.
SAID = ("noemt", "laat_open", "gepubliceerd", "gepubliceerd_bron")
NAMING = ("id", "basis", "titel", "korte_titel", "in_zin", "toelichting", "bron_id", *SAID)
OPENING = (
    "# Een route van de Routewijzer: een verschil met een ander scenario. scenarios/README.md zegt wat elke sleutel betekent.\n"
    "# Nieuw in de map scenarios/ telt zij mee zodra de map is gepubliceerd."
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
#: TOML takes no such character as it is, and JSON does.
_DELETE = "\x7f"


@dataclass(frozen=True)
class Change:
    """One thing that the route does otherwise than its base. `block` is the key in the file; `at` the number of the row in
    it (from 0), or its name, or "" where the key itself has the value `content`."""

    block: str
    at: int | str
    content: Any

    @property
    def key(self) -> str:
        """What tells it from every other change of the draft."""
        return f"{self.block}_{self.at}"


@dataclass(frozen=True)
class RouteDraft:
    """`content`: the keys of the file with the values that the reader of TOML gives (numbers with decimals as Decimal)."""

    content: Mapping[str, Any]

    def text(self, key: str) -> str:
        """The text of a key of the route itself; empty where it says nothing."""
        return as_read(self.content.get(key, ""))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything but what the route is called, in the order in which a file declares it."""
        return tuple(change for key in _in_order(self.content) if key not in NAMING for change in self._changes(key))

    def _changes(self, key: str) -> Iterator[Change]:
        value = self.content[key]
        if isinstance(value, Mapping):
            yield from (Change(key, name, row) for name, row in value.items())
        elif isinstance(value, list):
            yield from (Change(key, at, row) for at, row in enumerate(value))
        else:
            yield Change(key, "", value)

    def rows(self, block: str) -> tuple[Any, ...]:
        """What stands in a block of rows."""
        return tuple(change.content for change in self.changes if change.block == block)

    def with_text(self, **texts: str) -> "RouteDraft":
        """The same with other texts of the route itself; an empty one goes."""
        content = {**self.content, **texts}
        return RouteDraft({key: value for key, value in content.items() if value != ""})

    def put(self, block: str, at: int | str | None, row: Any) -> "RouteDraft":
        """The same with this row at its place, or after all others where `at` is None; a value of a key has no place."""
        before = self.content.get(block)
        if at == "":
            return RouteDraft({**self.content, block: row})
        if isinstance(at, str):
            return RouteDraft({**self.content, block: {**(before or {}), at: row}})
        rows = list(before or ())
        rows[len(rows) if at is None else at : None if at is None else at + 1] = [row]
        return RouteDraft({**self.content, block: rows})

    def without(self, change: Change) -> "RouteDraft":
        """The same without that change; a block with nothing in it goes."""
        before = self.content[change.block]
        rest: Any = None
        if isinstance(before, Mapping):
            rest = {name: row for name, row in before.items() if name != change.at}
        elif isinstance(before, list):
            rest = [row for at, row in enumerate(before) if at != change.at]
        others = {key: value for key, value in self.content.items() if key != change.block}
        return RouteDraft({**others, change.block: rest} if rest else others)


def read_draft(text: str) -> RouteDraft:
    """What a file says. Raises NotToml."""
    return RouteDraft(parse(text))


def write_draft(draft: RouteDraft) -> str:
    """The file of a draft, as text: equal drafts give equal files, and read_draft gives the same draft back."""
    content = draft.content
    blocks = [key for key in _in_order(content) if _is_block(content[key])]
    head = [f"{_name(key)} = {_value(content[key])}" for key in _in_order(content) if key not in blocks]
    parts = ["\n".join((OPENING, *head)), *(part for key in blocks for part in _block(key, content[key]))]
    return "\n\n".join(parts) + "\n"


def _is_block(value: Any) -> bool:
    """Whether it is a table, or rows that each are one: what stands below the keys of the file itself."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(row, Mapping) for row in value)
    return isinstance(value, Mapping)


def _block(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (_table(f"[[{_name(key)}]]", key, row) for row in value)
    elif value and all(isinstance(row, Mapping) for row in value.values()):
        yield from (_table(f"[{_name(key)}.{_name(name)}]", key, row) for name, row in value.items())
    else:
        yield _table(f"[{_name(key)}]", key, value)


def _table(heading: str, block: str, row: Mapping[str, Any]) -> str:
    lines = (f"{_name(key)} = {_value(row[key])}" for key in _in_order(row, block))
    return "\n".join((heading, *lines))


def _in_order(row: Mapping[str, Any], block: str = "") -> list[str]:
    """The keys of a row, those that are declared first and in that order."""
    declared = keys_of(block, as_read(row.get("soort", "")))
    return [*(key for key in declared if key in row), *sorted(key for key in row if key not in declared)]


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007F")


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_name(key)} = {_value(value[key])}' for key in sorted(value))} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return as_read(value)
