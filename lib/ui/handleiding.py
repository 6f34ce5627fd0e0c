"""The guide: per role what a person wants to do, on which page, and how."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.analysis.release import Release
from lib.analysis.view import View
from lib.ui.html import Cell, Html, Row, block, name, table, text, words
from lib.ui.state import full_link

FILE = Path(__file__).with_name("handleiding.toml")


@dataclass(frozen=True)
class Task:
    """What somebody wants, on which page (its name in the navigation), and how."""

    wants: str
    page: str
    how: str


@dataclass(frozen=True)
class Role:
    """Who it is for, and the tasks in the order of the guide."""

    name: str
    who: str
    tasks: tuple[Task, ...]


@cache
def roles() -> tuple[Role, ...]:
    """The guide as the file holds it."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["rol"]
    return tuple(
        Role(
            each["naam"],
            each["wie"],
            tuple(Task(task["wil"], task["pagina"], task["zo"]) for task in each["taak"]),
        )
        for each in found
    )


def guide(release: Release, view: View, titles: dict[str, str], first: str) -> str:
    """A table per role; `titles` are the pages by name, `first` is the one without a path of its own."""
    told = ", ".join(each.name.lower() for each in roles())
    parts = "".join(_role(release, view, titles, first, each) for each in roles())
    return (
        f"<h1>Handleiding in {len(roles())} rollen: {text(told)}</h1>"
        '<p class="rw-text">Zoek uw rol en wat u wilt. De link opent de pagina met uw keuzes van nu.</p>' + parts
    )


def _role(release: Release, view: View, titles: dict[str, str], first: str, role: Role) -> str:
    rows = []
    for task in role.tasks:
        address = full_link(release, view, page="" if task.page == first else task.page)
        link = f'<a href="{text(address)}" target="_self">{text(titles[task.page])}</a>'
        rows.append(Row((name(task.wants), Cell(Html(link), number=False), words(task.how))))
    inner = table(
        f"{role.name}: wat u wilt en waar dat kan",
        ["Ik wil …", "Ga naar", "Zo doet u dat"],
        rows,
        style="rw-wrap rw-rows rw-close rw-guide",
    )
    return block(role.name, role.who, inner)
