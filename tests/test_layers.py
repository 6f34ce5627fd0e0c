"""One direction: a layer uses those to its right, never to its left (README, Opbouw)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BELOW = {
    "model": {"model"},
    "text": {"text"},
    "store": {"store", "model", "text"},
    "analysis": {"analysis", "store", "model", "text"},
    "charts": {"charts", "analysis", "store", "model", "text"},
    "report": {"report", "analysis", "store", "model", "text"},
    "ui": {"ui", "charts", "report", "analysis", "store", "model", "text", ""},
    "commands": {"commands", "report", "analysis", "store", "model", "text", ""},
    "api": {"api", "report", "analysis", "store", "model", "text", ""},
    "pages": {"ui", "charts", "report", "analysis", "store", "model", "text"},
    "app": {"ui", "api"},
}
ONLY = {"streamlit": {"ui", "pages", "app"}, "duckdb": {"store"}, "plotly": {"charts"}}
MODEL = {"numpy", "scipy"}
FILES = [*ROOT.glob("lib/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]


def layer_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return {"pages": "pages", "app": "app"}.get(parts[0]) or ("commands" if parts[1] == "__main__" else parts[1])


def imports(file: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [
                f"{node.module}.{alias.name}" if node.module == "lib" else str(node.module) for alias in node.names
            ]
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_what_its_layer_may(file: Path) -> None:
    layer = layer_of(file)
    if layer == "__init__":
        assert imports(file) == []
        return
    for name in imports(file):
        top, _, rest = name.partition(".")
        if top == "lib":
            inner = rest.split(".")[0]
            assert inner in BELOW[layer] or (inner == "__version__" and "" in BELOW[layer]), name
        for package, layers in ONLY.items():
            assert top != package or layer in layers or file.name == "app.py", name
        if layer == "model" and top != "lib":
            assert top in MODEL or top in __import__("sys").stdlib_module_names, name
