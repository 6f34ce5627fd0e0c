"""What a meeting looks at, one idea per screen: a title, one sentence with its number, and big figures.

Routes A and B always get the same room and the same form of words, so that swapping them swaps sides only.
"""

from dataclasses import dataclass

from lib.analysis.grid import Cell, Grid, Side

#: The screens in their order: id → what the screen is called, in the address too.
SCREENS = {
    "vraag": "Vraag",
    "mensen": "Mensen",
    "kosten": "Kosten",
    "gemeenten": "Per gemeente",
    "voorwaarden": "Voorwaarden",
    "spreiding": "Spreiding",
    "niet_in_euros": "Niet in euro’s",
    "besluit": "Besluit",
}
#: Screens where "what if" is asked.
ASKING = ("kosten", "voorwaarden")


@dataclass(frozen=True)
class Figure:
    """One big figure under its label, and a line of words below; `side` is the route whose colour it has."""

    label: str
    cell: Cell
    words: str = ""
    side: Side = ""


@dataclass(frozen=True)
class Text:
    """A paragraph about one route, in the words of the release, with its source."""

    title: Cell
    words: str
    source: str


@dataclass(frozen=True)
class Page:
    """Part of a screen that has more to tell than fits: the reader chooses it by `label`."""

    label: str
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True)
class Screen:
    """One screen. Every number in `sentence` stands below it too, where it explains itself; `pages` are chosen
    among under the heading `pages_label`."""

    id: str
    title: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None
    pages: tuple[Page, ...] = ()
    pages_label: str = ""
