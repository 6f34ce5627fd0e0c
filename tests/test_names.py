"""Names say what a thing is: no participle or pronoun stands for a function, variable, attribute or class."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("lib", "pages")
#: What the template of the PDF, and the columns of a frozen state, read by these very names.
READ_BY_NAME = {
    "lib/render/pdf/pieces.py": frozenset(("shown",)),
    "lib/comparison/results.py": frozenset(("shown",)),
}
NAMES = frozenset(
    [
        "asked",
        "both",
        "chosen",
        "drawn",
        "each",
        "found",
        "given",
        "held",
        "kept",
        "known",
        "made",
        "moved",
        "one",
        "seen",
        "shown",
        "taken",
        "told",
        "wanted",
    ]
)
CLASSES = frozenset(("Draft", "Kept", "Line", "Part", "Told"))
FILES = [file for layer in LAYERS for file in sorted((ROOT / layer).rglob("*.py"))]


def bound(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that a module binds, with its line; what it calls by the name of others is no choice of its own."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.alias(asname=str(name)):
                yield name, node.lineno
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield name, node.lineno


def plain(name: str) -> bool:
    return name.lstrip("_") not in NAMES | CLASSES


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_name_says_how_something_came_about(file: Path) -> None:
    others = READ_BY_NAME.get(str(file.relative_to(ROOT)), frozenset())
    names = [(name, line) for name, line in bound(ast.parse(file.read_text("utf-8"))) if name not in others]
    assert [f"{line}: {name}" for name, line in names if not plain(name)] == []


@pytest.mark.parametrize(
    "code",
    [
        "def told(): ...",
        "async def _told(): ...",
        "class Line: ...",
        "def add(one): ...",
        "add = lambda each: each",
        "found: int = 1",
        "for first, _kept in {}: ...",
        "if seen := 1: ...",
        "self.known = 1",
        "import numpy as given",
        "match 1:\n    case [moved, *held]: ...",
        "try: ...\nexcept OSError as drawn: ...",
    ],
)
def test_such_a_name_is_seen_wherever_it_is_bound(code: str) -> None:
    assert not all(plain(name) for name, _ in bound(ast.parse(code)))
