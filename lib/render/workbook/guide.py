"""Sheet Leeswijzer: what the workbook is, what it rests on, whether it closes, and how to use it; its words are in guide.toml.

Its checks say whether nothing was changed and everything adds up.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lib.comparison.message import own_or_standard
from lib.model.figures import ALL
from lib.render.workbook.assumptions import within_bounds
from lib.render.workbook.context import ALL_YEARS, CHANGED, CHOSEN, HORIZON, WorkbookContext
from lib.render.workbook.page import Column, Key, Page, Sheet
from lib.render.workbook.subject import Pair
from lib.subjects.people.evidence import threshold
from lib.text import date_words, moment_words

NAME = "Leeswijzer"
COLUMNS = (Column("Onderwerp", 54), Column("Waarde", 34), Column("Uitleg", 110))
VALUE, TEXT = 1, 2
RIGHT, WRONG, CLOSES, OPEN = "klopt", "klopt niet", "sluit", "sluit niet"
#: Less than half a cent, or than this share, is rounding of the arithmetic.
HALF_A_CENT, HARDLY = "0.005", "1E-9"


@cache
def texts() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def begin(context: WorkbookContext) -> Page:
    """The first sheet, with the place of the first check, the count of changed inputs: formulas everywhere look at it."""
    page = context.page(Sheet(NAME, texts()["titel"], texts()["uitleg"], COLUMNS, paper="A4"))
    # Above the first check stand two headings and the outcome in brief.
    context.places.put((CHANGED,), NAME, page.first_row + len(context.subject.pairs) + 2, VALUE)
    context.call(CHANGED, (CHANGED,))
    return page


def write(context: WorkbookContext, page: Page) -> None:
    """The rest, once everything that it tells of stands in its place."""
    Guide(context, page).write()


class Guide:
    """The rows of the Leeswijzer, section by section."""

    def __init__(self, context: WorkbookContext, page: Page) -> None:
        self.context, self.page, self.subject = context, page, context.subject

    def write(self) -> None:
        names = ", ".join(sorted(name for what, name in self.context.name_of.items() if what.startswith("verschil_")))
        filled = {"names": names, "threshold": threshold(self.subject.release)}
        self._section("uitkomst")
        self._outcome()
        self._section("controle")
        for label, formula, value, explanation in _checks(self.context):
            self.page.formula(VALUE, formula, value, "whole" if isinstance(value, int) else "text")
            self._row(label, explanation=explanation)
        self._section("dit")
        self._rows(texts()["dit"])
        self._origin()
        self._section("route")
        for role, route in self.subject.route_of.items():
            scenario = route.run.scenario
            words = f"{scenario.explanation} Bron: {scenario.source}."
            self._row(self.subject.role_title(role), scenario.title, words)
        self._section("keuzes")
        self._choices()
        self._section("gebruik")
        self._rows({name: text.format(**filled) for name, text in texts()["gebruik"].items()})
        self._section("bladen")
        self._rows(texts()["bladen"])

    def _section(self, name: str) -> None:
        self.page.labels((texts()["koppen"][name], "", ""), self.context.styles.section)
        self.page.next()

    def _row(self, label: str, value: str = "", explanation: str = "") -> None:
        page, wrapped = self.page, self.context.styles.of("wrapped")
        page.text(page.row, 0, label, wrapped)
        if value:
            page.text(page.row, VALUE, value, wrapped)
        page.text(page.row, TEXT, explanation, wrapped)
        page.next()

    def _rows(self, rows: Mapping[str, str]) -> None:
        for label, text in rows.items():
            self._row(label, explanation=text)

    def _outcome(self) -> None:
        """The three differences of all gemeenten together, up to the chosen year."""
        answers, span = self.subject.answers, f"{self.subject.years[1]} tot en met {self.subject.comparison.horizon}"
        for pair in self.subject.pairs:
            answer = answers.difference(pair.route.run, pair.other.run, ALL)
            cell, name = self.context.places.fixed(("difference", pair.id, ALL, CHOSEN)), f"verschil_{pair.name}"
            self.page.formula(VALUE, f"={cell}", answer.value, "difference")
            words = f"Euro’s, {self.subject.release.all_together}, {span} bij het maken; status {answer.status}. "
            self._row(pair.title, explanation=f"{words}Naam: {self.context.name_of[name]}")

    def _origin(self) -> None:
        info, imprint = self.subject.release.info, self.subject.imprint
        published = (
            f"“{info.name}”, gepubliceerd op {date_words(info.created_at.date())} door {info.publisher}. {info.note}"
        )
        self._row("Release", str(info.number), published)
        self._row("Kenmerk van de inhoud", "", info.hash)
        if imprint.state:
            self._row("Bevroren stand", "", imprint.state)
        self._row("Gemaakt", moment_words(imprint.made_at))
        self._row("Link naar deze weergave", "", imprint.link or "Geen: gemaakt op de opdrachtregel.")

    def _choices(self) -> None:
        release, view, comparison = self.subject.release, self.subject.answers.view, self.subject.comparison
        words = f"Te veranderen op blad Routes; naam: {self.context.name_of[HORIZON]}."
        self._row("Jaren", f"{self.subject.years[1]}–{comparison.horizon}", words)
        own = "Elke route heeft haar eigen sleutel."
        if view.key is not None:
            own = f"Eén sleutel voor alle routes gekozen: {release.key_label(view.key)}."
        self._row("Verdeelsleutel", "eigen keuze" if view.key else "van de route", own)
        self._row("Aannames", "", own_or_standard(release, view))


def _checks(context: WorkbookContext) -> Iterator[tuple[str, str, str | int, str]]:
    """Label, formula, the value that it has when all is well, and explanation. The count of changed inputs comes first: its
    cell is the one that every status looks at."""
    words = "Hoeveel gele vakken anders zijn dan bij het maken. Staat hier geen 0, dan is dit een eigen berekening."
    yield "Aangepaste vakken", _changed(context), 0, words
    words = "De onderdelen van de brug zijn samen het verschil, per gemeente en per jaar."
    for pair in context.subject.pairs:
        yield f"Brug {pair.title}", _closes(context, pair), CLOSES, words
    words = "De aandelen van elke sleutel tellen op tot 100 %."
    yield "Verdeelsleutels", _keys(context), RIGHT, words
    words = "Verdelen verplaatst kosten tussen gemeenten en verandert het geheel niet."
    yield "Verdeling", _division(context), RIGHT, words
    words = "Elke aanname ligt tussen minimum en maximum."
    yield "Grenzen van aannames", within_bounds(context), RIGHT, words


def _changed(context: WorkbookContext) -> str:
    spans = (
        context.places.span((sheet, "first"), (sheet, "last"), columns=True)
        for sheet in ("aannames", "cijfers", "routes")
    )
    return "=" + "+".join(f'COUNTIF({span},"ja")' for span in spans)


def _closes(context: WorkbookContext, pair: Pair) -> str:
    key: Key = ("bridge", pair.id, "gap", "")
    cells = context.places.span((*key, 0, context.subject.years[1]), (*key, ALL, ALL_YEARS), columns=True)
    return f'=IF(AND(MAX({cells})<{HALF_A_CENT},MIN({cells})>-{HALF_A_CENT}),"{CLOSES}","{OPEN}")'


def _keys(context: WorkbookContext) -> str:
    keys, last = context.subject.figures.keys, len(context.subject.figures.gemeenten) - 1
    spans = (context.places.span(("share", key, 0), ("share", key, last), columns=True) for key in keys)
    return f'=IF(AND({",".join(f"ABS(SUM({span})-1)<{HARDLY}" for span in spans)}),"{RIGHT}","{WRONG}")'


def _division(context: WorkbookContext) -> str:
    """Per route all kostensoorten before and after allocation, of all gemeenten and years."""
    figures, years, tests = context.subject.figures, context.subject.years, []
    last = len(figures.cost_types) - 1, len(figures.gemeenten) - 1, years[-1]
    for route in context.subject.routes:
        keys: list[Key] = [(f"type {cell}", route.id) for cell in ("before", "after")]
        spans = [context.places.span((*key, 0, 0, years[0]), (*key, *last), columns=True) for key in keys]
        tests.append(f"ABS(SUM({spans[0]})-SUM({spans[1]}))<{HARDLY}*SUM({spans[0]})+{HALF_A_CENT}")
    return f'=IF(AND({",".join(tests)}),"{RIGHT}","{WRONG}")'
