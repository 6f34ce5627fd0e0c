"""A screen of Vergadermodus as HTML: large type, little of it, every number with its explanation."""

from collections.abc import Sequence

from lib.analysis.grid import Grid
from lib.analysis.meeting import Figure, Page, Screen, Text
from lib.analysis.release import Release
from lib.ui.grids import draw, number_html
from lib.ui.html import source_link, text


def head(screen: Screen) -> str:
    """The title and the sentence that holds the number."""
    return f'<h1>{text(screen.title)}</h1><p class="rw-message">{text(screen.sentence)}</p>'


def body(screen: Screen, release: Release) -> str:
    """What stands below the sentence, but for what the reader chooses there."""
    drawn = "".join(figure(each, release) for each in screen.figures)
    return (
        (f'<div class="rw-figures">{drawn}</div>' if drawn else "")
        + _texts(screen.texts, release)
        + (_grid(screen.grid, release) if screen.grid else "")
    )


def page(chosen: Page, release: Release) -> str:
    """The chosen part of a screen."""
    return _texts(chosen.texts, release) + (_grid(chosen.grid, release) if chosen.grid else "")


def link(address: str) -> str:
    """The full link, on one line that scrolls within itself."""
    return f'<p class="rw-link">Volledige link: <a href="{text(address)}">{text(address)}</a></p>'


def figure(each: Figure, release: Release) -> str:
    label = f'<span class="rw-{each.side}">{text(each.label)}</span>' if each.side else text(each.label)
    words = f"<small>{text(each.words)}</small>" if each.words else ""
    return f'<div class="rw-big"><span>{label}</span> <b>{number_html(each.cell, release)}</b> {words}</div>'


def _texts(texts: Sequence[Text], release: Release) -> str:
    if not texts:
        return ""
    parts = "".join(
        f"<section><h2>{number_html(each.title, release)}</h2><p>{text(each.words)}</p>{_source(each, release)}</section>"
        for each in texts
    )
    return f'<div class="rw-beside">{parts}</div>'


def _source(each: Text, release: Release) -> str:
    return f"<p><small>Bron: {source_link(release, each.source, short=True)}</small></p>" if each.source else ""


def _grid(grid: Grid, release: Release) -> str:
    return draw(grid, release, hidden_caption=True, style="rw-grid")
