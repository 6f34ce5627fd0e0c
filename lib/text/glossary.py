"""The words of the Routewijzer in plain language, read once from glossary.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True)
class Term:
    """A word and what it means, in one sentence."""

    name: str
    explanation: str


@cache
def glossary() -> tuple[Term, ...]:
    """Every term once, in alphabetical order. Raises ValueError when a word stands in the file twice."""
    return in_order(read(FILE))


def read(file: Path) -> list[Term]:
    """The terms as the file holds them."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
    return [Term(entry["naam"], entry["uitleg"]) for entry in entries]


def in_order(terms: list[Term]) -> tuple[Term, ...]:
    """Alphabetical, capitals and small letters alike. Raises ValueError for a word that occurs twice."""
    ordered = sorted(terms, key=lambda term: term.name.casefold())
    for first, second in pairwise(ordered):
        if first.name.casefold() == second.name.casefold():
            raise ValueError(f"glossary.toml: “{second.name}” staat er twee keer; houd één uitleg.")
    return tuple(ordered)
