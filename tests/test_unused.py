"""What only tests ask for goes: every name and every method of lib/ is used by what the program does."""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lib.cli.actions import COMMANDS

ROOT = Path(__file__).parents[1]
FILES = [*sorted(ROOT.glob("lib/**/*.py")), *sorted(ROOT.glob("pages/*.py")), ROOT / "app.py"]
Name = tuple[str, str]
#: Where the program begins, besides the pages and what a module does when it is imported: commands are loaded by name.
BEGIN = {("lib.__main__", "main")} | {
    (f"lib.cli.{module}", name) for module, name in (command.act.split(".") for command in COMMANDS.values())
}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


TREES = {module_of(file): ast.parse(file.read_text("utf-8")) for file in FILES}


def of_python(name: str) -> bool:
    """Whether the name is one that Python asks for, or none at all."""
    return name.startswith("__") or not name.strip("_") or name == "find_spec"


def defined(statement: ast.stmt) -> set[str]:
    """The names that a statement at the top of a module gives a meaning."""
    if isinstance(statement, Function | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
        return {name for name in names if not of_python(name)}
    return set()


NAMES = {(module, name) for module, tree in TREES.items() for statement in tree.body for name in defined(statement)}


@cache
def imported(module: str) -> dict[str, Name]:
    """What each imported name stands for: a name of a module, or a module as a whole (with an empty name)."""
    known: dict[str, Name] = {}
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                known[alias.asname or alias.name] = (whole, "") if whole in TREES else (node.module, alias.name)
    return known


def meant(module: str, name: str) -> Name:
    """Where a name of a module was given its meaning, through any module that passes it on."""
    while (module, name) not in NAMES and module in TREES and name in imported(module):
        module, name = imported(module)[name]
    return module, name


def asked(module: str, node: ast.AST) -> Iterator[Name]:
    """The names that a piece of code uses, and (with an empty module) the attributes that it reads."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Store):
            yield meant(module, each.id)
        elif isinstance(each, ast.Attribute):
            yield "", each.attr
            if isinstance(each.value, ast.Name):
                yield meant(meant(module, each.value.id)[0], each.attr)


def methods(node: ast.stmt) -> list[Function]:
    return [each for each in node.body if isinstance(each, Function)] if isinstance(node, ast.ClassDef) else []


def expected(module: str, owner: ast.ClassDef, method: str) -> bool:
    """Whether Python or a class of another package asks for a method by its name."""
    if of_python(method):
        return True
    others = getattr(importlib.import_module(module), owner.name).__mro__[1:]
    return any(hasattr(base, method) for base in others if not base.__module__.startswith("lib."))


def uses() -> tuple[dict[Name, set[Name]], set[Name]]:
    """Per name and per method (module, class.method) what it uses; and what is used whenever a module is imported."""
    inside: dict[Name, set[Name]] = {}
    always = set(BEGIN)
    for module, tree in TREES.items():
        for statement in tree.body:
            names = defined(statement) if module.startswith("lib") else set()
            own = methods(statement)
            for method in own:
                assert isinstance(statement, ast.ClassDef)
                inside[module, f"{statement.name}.{method.name}"] = set(asked(module, method))
            found = {use for part in ast.iter_child_nodes(statement) if part not in own for use in asked(module, part)}
            for name in names:
                inside[module, name] = found - {(module, name)}
            always |= set() if names else found
    return inside, always


def unused() -> list[str]:
    inside, live = uses()
    owners = {
        (module, f"{node.name}.{method.name}"): (node, method.name)
        for module, tree in TREES.items()
        for node in tree.body
        for method in methods(node)
        if isinstance(node, ast.ClassDef)
    }
    reached: set[Name] = set()
    while True:
        new = {name for name in inside if name in live} | {
            name
            for name, (owner, method) in owners.items()
            if (name[0], owner.name) in live and (("", method) in live or expected(name[0], owner, method))
        }
        if new <= reached:
            return sorted(f"{module}.{name}" for module, name in inside.keys() - reached)
        for name in new - reached:
            live |= inside[name]
        reached |= new


def test_nothing_in_lib_is_there_for_tests_alone() -> None:
    assert unused() == []
