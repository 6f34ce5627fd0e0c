"""The head of the page of one gemeente: choosing it, the message, and where things stand on the page."""

from dataclasses import replace

from lib.analysis.answers import Answers
from lib.analysis.gemeente import headline
from lib.analysis.people import shown_years
from lib.analysis.release import Release
from lib.analysis.view import View
from lib.text import whole
from lib.ui.html import disclosure, text
from lib.ui.overview_blocks import below_message
from lib.ui.state import full_link

#: The parts of the page in their order: anchor → title.
PARTS = {
    "mensen": "Wat verandert er voor mensen",
    "begroting": "Wat het kost",
    "buren": "Is dat veel?",
    "waar": "Wat moet waar zijn",
    "vragen": "Wat niet bekend is, en wat u kunt vragen",
    "besluiten": "Wie beslist wat en wanneer",
}


def choose_first(release: Release, view: View) -> str:
    """What stands here as long as no gemeente is chosen."""
    return (
        "<h1>Kies uw gemeente</h1>"
        '<p class="rw-text">Daarna staat hier voor die gemeente: wat er voor mensen verandert, wat het kost, '
        f"en wat nog niet bekend is. Uw andere keuzes blijven staan.</p>{gemeente_links(release, view)}"
    )


def gemeente_links(release: Release, view: View) -> str:
    """Every gemeente as a link to this page that keeps every other choice; one that is counted with another in words."""
    items = "".join(
        f'<li><a href="{text(full_link(release, replace(view, gemeente=code)))}" target="_self"'
        f"{' aria-current=page' if code == view.gemeente else ''}>{text(release.name(code))}</a></li>"
        for code in release.choosable
    )
    items += "".join(f"<li>{text(release.name(code))}</li>" for code in release.away)
    return f'<nav class="rw-choices" aria-label="Kies een gemeente"><ul>{items}</ul></nav>'


def message(answers: Answers) -> str:
    """The heading that is the message, what its numbers are, and the way to each part and to the other gemeenten."""
    release, view = answers.release, answers.view
    people = answers.wsw(answers.comparison.zero, view.gemeente, None, shown_years(answers)[0])
    parts = "".join(f'<li><a href="#{anchor}">{text(title)}</a></li>' for anchor, title in PARTS.items())
    return (
        f"<h1>{text(headline(answers))}</h1>"
        + below_message(answers, (people, whole(people.value)))
        + disclosure("Een andere gemeente kiezen", gemeente_links(release, view))
        + f'<nav class="rw-toc" aria-label="Op deze pagina"><ul>{parts}</ul></nav>'
    )


def part(anchor: str, quiet: str, inner: str) -> str:
    """A part of the page that a link above leads to."""
    return (
        f'<section class="rw-block rw-part" id="{anchor}"><h2>{text(PARTS[anchor])} <small>{text(quiet)}</small></h2>'
        f"{inner}</section>"
    )


def say(html: str) -> str:
    """A paragraph of safe HTML in which a number or a word may open its explanation."""
    return f'<div class="rw-text">{html}</div>'
