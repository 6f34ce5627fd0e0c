"""The guide: roles with tasks, and no task leads to a page that is not there."""

from lib.ui.guides import GUIDE, TASKS, content
from lib.ui.shell import NAVIGATION


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
