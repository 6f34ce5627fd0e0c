"""The guide leads to pages that are there, and the accessibility statement claims nothing that no test holds."""

import ast
from pathlib import Path

from lib.web.blocks.guides import GUIDE, LIMITS, STATEMENT, TASKS, TESTED, content
from lib.web.shell import NAVIGATION

ROOT = Path(__file__).parents[2]


def test_every_task_leads_to_a_page_of_the_navigation() -> None:
    pages = {name for pages in NAVIGATION.values() for name, _ in pages}
    roles = content(GUIDE)["rol"]
    assert [role["naam"] for role in roles] == ["Bestuurder", "Raadslid", "Analist", "Beheerder"]
    for role in roles:
        assert role[TASKS]
        assert {task["pagina"] for task in role[TASKS]} <= pages


def test_every_page_that_is_about_the_question_is_in_the_guide() -> None:
    about = {name for section in ("Vergelijken", "Cijfers") for name, _ in NAVIGATION[section]}
    assert about == {task["pagina"] for role in content(GUIDE)["rol"] for task in role[TASKS]}


def test_every_claim_names_a_test_that_exists() -> None:
    for entry in content(STATEMENT)[TESTED]:
        file, _, name = entry["test"].partition("::")
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        assert name in {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}, entry["wat"]


def test_it_claims_part_of_the_norm_and_names_what_is_lacking() -> None:
    assert content(STATEMENT)["status"] == "voldoet gedeeltelijk"
    assert all(entry["wat"] and entry["anders"] for entry in content(STATEMENT)[LIMITS])
