"""One direction: a layer uses those to its right, never to its left (README, Opbouw)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: From the top down; a layer may use those below it and what stands beside it in its row.
ROWS = (
    ("app", "pages"),
    ("web", "api", "cli"),
    ("render",),
    ("subjects",),
    ("comparison",),
    ("upload", "store"),
    ("tables",),
    ("model",),
)
#: What stands beside each other and does not use each other.
APART = {
    "web": {"api", "cli"},
    "api": {"web", "cli"},
    "cli": {"web", "api"},
    "pages": {"app", "api", "cli"},
    "app": {"cli"},
}
ONLY = {
    "streamlit": {"web", "pages", "app"},
    "duckdb": {"store", "upload"},
    "plotly": {"render"},
    "typst": {"render"},
    "pptx": {"render"},
    "xlsxwriter": {"render"},
}
MODEL = {"numpy", "scipy"}
FILES = [*ROOT.glob("lib/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]


def layer_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return {"pages": "pages", "app": "app"}.get(parts[0]) or ("cli" if parts[1] == "__main__" else parts[1])


def below(layer: str) -> set[str]:
    """The layers that a layer may use, its own among them."""
    if layer == "text":
        return {"text"}
    row = next(i for i, names in enumerate(ROWS) if layer in names)
    allowed = {name for names in ROWS[row:] for name in names} - APART.get(layer, set())
    return allowed | (set() if layer == "model" else {"text"})


def imports(file: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [
                f"{node.module}.{alias.name}" if node.module == "lib" else str(node.module) for alias in node.names
            ]
    return names


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
            assert inner in below(layer) or inner == "__version__", name
        for package, layers in ONLY.items():
            assert top != package or layer in layers, name
        if layer == "model" and top != "lib":
            assert top in MODEL or top in __import__("sys").stdlib_module_names, name


@pytest.mark.parametrize("file", sorted(ROOT.glob("lib/subjects/*/*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_folder_of_subjects_uses_another(file: Path) -> None:
    own = f"lib.subjects.{file.parent.name}"
    used = [name for name in imports(file) if name.startswith("lib.subjects")]
    assert [name for name in used if name != own and not name.startswith(f"{own}.")] == []
