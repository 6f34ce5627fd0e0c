"""The accessibility statement claims nothing that no test holds."""

import ast
from pathlib import Path

from lib.ui.guides import LIMITS, STATEMENT, TESTED, content

ROOT = Path(__file__).parents[2]


def test_every_claim_names_a_test_that_exists() -> None:
    for entry in content(STATEMENT)[TESTED]:
        file, _, name = entry["test"].partition("::")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}, entry["wat"]


def test_it_claims_part_of_the_norm_and_names_what_is_lacking() -> None:
    assert content(STATEMENT)["status"] == "voldoet gedeeltelijk"
    assert all(entry["wat"] and entry["anders"] for entry in content(STATEMENT)[LIMITS])
