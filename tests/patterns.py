"""Every regular expression of the product, texts that make one work hard, and how its time grows with them."""

import ast
import importlib
import inspect
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]
SOURCES = tuple(sorted((ROOT / "lib").rglob("*.py")))
#: What looks for a pattern anywhere in a text, and what at its start only.
METHODS = ("search", "match", "fullmatch", "sub", "findall", "finditer", "split")
#: Characters of the texts among which the hardest is sought, of that one when it is measured, and how many times as many then.
TRIED, SHORT, TIMES = 400, 2_000, 4
#: Nothing linear takes so long with so few characters, in seconds: it is not measured any further.
ENDLESS = 0.25
#: What a text ends with, so that what began to fit does not fit after all.
ENDS = ("", "\n!", "é~", "z@")
#: Most building blocks of a text, so that all pairs of them can be tried.
BLOCKS = 14


@dataclass(frozen=True)
class Place:
    """A pattern in the product: where it stands, itself, and by which method it is used."""

    where: str
    pattern: re.Pattern[Any]
    method: str

    def use(self, text: str) -> object:
        subject = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        if self.method == "sub":
            return self.pattern.sub(b"" if isinstance(subject, bytes) else "", subject)
        found = getattr(self.pattern, self.method)(subject)
        return list(found) if self.method == "finditer" else found


@cache
def places() -> tuple[Place, ...]:
    """Every use of a pattern below lib/: a compiled one that a module keeps, and one that stands in the call."""
    found: dict[tuple[str, str, str], Place] = {}
    for source in SOURCES:
        for place in _in_module(source):
            found.setdefault((place.where, str(place.pattern.pattern), place.method), place)
    return tuple(found.values())


def _in_module(source: Path) -> Iterator[Place]:
    text = source.read_text("utf-8")
    if "re." not in text and "re " not in text:
        return
    name = ".".join(source.relative_to(ROOT).with_suffix("").parts)
    module = importlib.import_module(name.removesuffix(".__init__"))
    for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
        if _is_of_re(call) and call.func.attr in METHODS:  # type: ignore[attr-defined]
            pattern = _worked_out(module, call)
            yield Place(f"{name}:{call.lineno}", pattern, call.func.attr)  # type: ignore[attr-defined]
    for kept, value in vars(module).items():
        for pattern in _patterns(_made(value)):
            for method in _methods(kept, text):
                yield Place(f"{name}.{kept}", pattern, method)


def _is_of_re(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "re"


def _worked_out(module: ModuleType, call: ast.Call) -> re.Pattern[Any]:
    """The pattern of a call, worked out in its module; names that only its function has stand for a word."""
    names = {node.id: node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
    space = {**dict.fromkeys(names, "woord"), "_word": str, "_either": str, "self": None, **vars(module)}
    flags = next((keyword.value for keyword in call.keywords if keyword.arg == "flags"), None)
    return re.compile(_value(call.args[0], space), _value(flags, space) if flags is not None else 0)


def _value(expression: ast.expr, space: dict[str, Any]) -> Any:
    try:
        return eval(compile(ast.Expression(expression), "pattern", "eval"), space)
    except (AttributeError, TypeError):
        return "woord"


def _made(value: object) -> object:
    """What a function without arguments that remembers a pattern gives; anything else as it is."""
    told = inspect.signature(value) if hasattr(value, "cache_info") else None  # type: ignore[arg-type]
    wanted = told is not None and not told.parameters and "Pattern" in str(told.return_annotation)
    return value() if wanted else value  # type: ignore[operator]


def _patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (each for each in value.values() if isinstance(each, re.Pattern))


def _methods(kept: str, text: str) -> tuple[str, ...]:
    """By which methods a module uses the patterns that it keeps under a name; all of one that others use."""
    used = set(re.findall(rf"\b{kept}(?:\[[^\]]*\])?\.({'|'.join(METHODS)})\b", text))
    return tuple(sorted(used)) or ("search", "fullmatch")


def blocks(pattern: re.Pattern[Any]) -> list[str]:
    """Characters and words that the pattern can repeat or begin with, to build texts of."""
    raw = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else str(pattern.pattern)
    tree = re._parser.parse(raw, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)  # type: ignore[attr-defined]
    return list(dict.fromkeys([*_samples(tree), "a", " ", "1", "-"]))[:BLOCKS]


def _samples(tree: Any) -> Iterator[str]:
    letters = ["".join(chr(told) for _, told in run) for literal, run in groupby(tree, _is_literal) if literal]
    yield from (word for word in letters if len(word) > 1)
    for operation, told in tree:
        kind = str(operation)
        if kind == "LITERAL":
            yield chr(told)
        elif kind == "IN":
            yield from _members(told)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            inner = list(_samples(told[2]))
            yield "".join(inner[:6])
            yield from inner
        elif kind == "SUBPATTERN":
            yield from _samples(told[3])
        elif kind == "ATOMIC_GROUP":
            yield from _samples(told)
        elif kind == "BRANCH":
            for branch in told[1]:
                yield "".join(_samples(branch))[:12]
        elif kind in ("ASSERT", "ASSERT_NOT"):
            yield from _samples(told[1])


def _is_literal(part: Any) -> bool:
    return str(part[0]) == "LITERAL"


CATEGORIES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


def _members(told: Any) -> Iterator[str]:
    """One or two of a set of characters; of a set by what is not in it, one that nobody names."""
    kinds = [str(kind) for kind, _ in told]
    if "NEGATE" in kinds:
        yield from ("x", "1", " ")
        return
    for kind, value in told:
        if str(kind) == "LITERAL":
            yield chr(value)
        elif str(kind) == "RANGE":
            yield chr(value[0])
        elif str(kind) == "CATEGORY":
            yield CATEGORIES.get(str(value), "~")


def texts(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], str]]:
    """Ways to make a text of so many characters: one block over and over, one after another, with each end."""
    known = [block for block in blocks(pattern) if block]
    for block, end in product(known, ENDS):
        yield lambda length, block=block, end=end: block * (length // len(block)) + end  # type: ignore[misc]
    for first, second in product(known, known):
        if first != second:
            yield lambda length, a=first, b=second: a + b * (length // len(b)) + "!"  # type: ignore[misc]
            yield lambda length, a=first, b=second: (a + b) * (length // len(a + b)) + "!"  # type: ignore[misc]


def seconds(place: Place, text: str, runs: int = 1) -> float:
    """The least processor time of so many runs."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        place.use(text)
        taken.append(time.process_time() - start)
    return min(taken)


def hardest(place: Place) -> Callable[[int], str]:
    """The way to make a text on which the pattern takes longest."""
    longest, found = -1.0, next(texts(place.pattern))
    for made in texts(place.pattern):
        taken = seconds(place, made(TRIED))
        if taken > longest:
            longest, found = taken, made
        if longest > ENDLESS:
            break
    return found


def growth(place: Place) -> tuple[float, float]:
    """Processor time of the hardest text, in seconds: as it is, and with so many times the characters; that is not waited
    for where the first already takes longer than anything linear."""
    made = hardest(place)
    for length in (TRIED, SHORT):
        first = seconds(place, made(length))
        if first > ENDLESS:
            return first, float("inf")
    return seconds(place, made(SHORT), 3), seconds(place, made(SHORT * TIMES), 3)
