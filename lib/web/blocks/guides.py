"""Two pages that tell about the program: the guide (per role what a person wants to do, on which page, and how) and the
accessibility statement (what was tested and how, what is known not to work, how to report). Each reads its TOML file.

Their tables hold no number and stand nowhere else; those of the guide link to pages. They are drawn here."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib import __version__
from lib.comparison.release import Release
from lib.comparison.view import View
from lib.render.html import Cell, Html, Row, block, name, table, words
from lib.web.state import full_link

GUIDE, STATEMENT = "handleiding", "toegankelijkheid"
#: Keys of the files.
TASKS, TESTED, LIMITS = "taak", "getest", "beperking"
STYLE = "rw-wrap rw-rows rw-close rw-guide"


@cache
def content(page: str) -> Mapping[str, Any]:
    """What the file of a page holds: roles with tasks, each with the name of its page in the navigation; or the statement, of
    which every entry of `getest` names the test that holds it."""
    return tomllib.loads(Path(__file__).with_name(f"{page}.toml").read_text(encoding="utf-8"))


def guide(release: Release, view: View, titles: Mapping[str, str], first: str) -> Html:
    """A table per role; `titles` are the pages by name, `first` is the one without a path of its own."""
    roles = content(GUIDE)["rol"]
    heading = Html(
        "<h1>Handleiding in {} rollen: {}</h1>"
        '<p class="rw-text">Zoek uw rol en wat u wilt. De link opent de pagina met uw keuzes van nu.</p>'
    ).format(len(roles), ", ".join(role["naam"].lower() for role in roles))

    def row(task: Mapping[str, str]) -> Row:
        page = task["pagina"]
        address = full_link(release, view, page="" if page == first else page)
        link = Html('<a href="{}" target="_self">{}</a>').format(address, titles[page])
        return Row((name(task["wil"]), Cell(link, number=False), words(task["zo"])))

    return heading + Html().join(
        block(
            role["naam"],
            role["wie"],
            table(
                f"{role['naam']}: wat u wilt en waar dat kan",
                ["Ik wil …", "Ga naar", "Zo doet u dat"],
                map(row, role[TASKS]),
                style=STYLE,
            ),
        )
        for role in roles
    )


def statement() -> Html:
    """The accessibility statement: its status, what was tested, what is lacking, and whom to tell."""
    page = content(STATEMENT)
    tested, limits = page[TESTED], page[LIMITS]
    heading = Html(
        "<h1>De Routewijzer {} aan {}</h1>"
        '<p class="rw-sub">Programma versie {}. Eigen oordeel; geen onafhankelijk onderzoek.</p>'
    ).format(page["status"], page["norm"], __version__)
    report = Html(
        '<p class="rw-text">Meld het bij de gemeente of organisatie van wie u de link kreeg. Noem de pagina, wat u wilde '
        "doen, en waarmee u werkt (telefoon of computer, browser, hulpmiddel). Stuur de link mee: daarin staan al uw "
        "keuzes. Vertel ook of u de cijfers op een andere manier nodig hebt.</p>"
    )
    return Html().join(
        (
            heading,
            block(
                "Wat is getest",
                f"{len(tested)} onderdelen, bij elke nieuwe versie opnieuw",
                _entries("Wat is getest en hoe", ["Wat", "Hoe"], tested, "hoe"),
            ),
            block(
                "Wat nog niet goed is",
                f"{len(limits)} bekende beperkingen",
                _entries("Bekende beperkingen", ["Beperking", "Wat u kunt doen"], limits, "anders"),
            ),
            block("Werkt er iets niet?", "", report),
        )
    )


def _entries(caption: str, head: list[str], entries: Iterable[Mapping[str, str]], key: str) -> Html:
    rows = (Row((name(entry["wat"]), words(entry[key]))) for entry in entries)
    return table(caption, head, rows, hidden_caption=True, style=STYLE)
