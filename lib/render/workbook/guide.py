"""Sheet Leeswijzer: what the workbook is, what it rests on, whether it closes, and how to use it; its words are in guide.toml.

Its checks say whether nothing was changed and everything adds up.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from lib.comparison.cells import PM
from lib.comparison.message import PEOPLE_NAME, own_or_standard, people_words
from lib.comparison.pm import UNKNOWN_AMOUNT
from lib.model.comparison import Side
from lib.model.figures import ALL
from lib.model.readings import ENDS
from lib.render.workbook.assumptions import within_bounds
from lib.render.workbook.context import ALL_YEARS, CHANGED, CHOSEN, HORIZON, WorkbookContext
from lib.render.workbook.page import Column, Key, Page, Sheet
from lib.render.workbook.subject import Pair
from lib.subjects import evidence
from lib.subjects.evidence import example_name
from lib.subjects.people.evidence import threshold
from lib.text import amount, date_words, local, moment_words, upper_first

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
    # Above the first check stand two headings, what was published, and the outcome in brief.
    above = 3 + len(_horizons(context)) + 2 * len(context.subject.pairs)
    context.places.put((CHANGED,), NAME, page.first_row + above, VALUE)
    context.call(CHANGED, (CHANGED,))
    return page


def _horizons(context: WorkbookContext) -> tuple[int, ...]:
    """The years up to which readings are told apart: one where there is nothing to tell."""
    horizons = context.subject.release.horizons
    return horizons[:1] if context.subject.comparison.same else horizons


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
            words = [f"{scenario.explanation} Bron: {scenario.source}."]
            if scenario.published:
                words.append(f"Zegt zelf: {scenario.published} Bron: {scenario.published_source}.")
            if scenario.names:
                words.append(f"Noemt {scenario.names}; laat {scenario.leaves_open} open.")
            self._row(self.subject.role_title(role), scenario.title, " ".join(words))
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
        """What was published, and the three differences of all gemeenten together up to the chosen year: structural with its
        range, and one-off apart."""
        answers = self.subject.answers
        self._row("Gepubliceerd", explanation=evidence.heading(answers))
        for last in _horizons(self.context):
            self._row(f"Vier uitersten, tot en met {last}", explanation=answers.evidence.verdict(last))
        for pair in self.subject.pairs:
            self._structural(pair)
            self._one_off(pair)

    def _structural(self, pair: Pair) -> None:
        answer = self.subject.answers.structural(pair.route.run, pair.other.run, ALL)
        cell, name = self.context.places.fixed(("structural", pair.id, ALL, CHOSEN)), f"structureel_{pair.name}"
        self.page.formula(VALUE, f"={cell}", answer.value, "difference")
        words = f"{self._span}; status {answer.status}. {self._range(pair)} Naam: {self.context.name_of[name]}"
        self._row(f"{pair.title}, structureel", explanation=words)

    def _one_off(self, pair: Pair) -> None:
        """What of a difference is one-off; in words where the routes have none but PM."""
        subject, label = self.subject, f"{pair.title}, eenmalig"
        unknown = [route.run for route in pair.routes if subject.release.one_off_is_pm(route.run.scenario)]
        rest = [route.run for route in pair.routes if route.run not in unknown]
        if unknown and not any(measure.kind == "eenmalig" for run in rest for measure in run.scenario.measures):
            self._row(label, PM, f"Het bedrag is {UNKNOWN_AMOUNT}.")
            return
        value = float(subject.comparison.cumulative(subject.comparison.one_off(pair.route.run)).sum())
        value -= float(subject.comparison.cumulative(subject.comparison.one_off(pair.other.run)).sum())
        self.page.formula(
            VALUE, f"={self.context.places.fixed(('one-off', pair.id, ALL, CHOSEN))}", value, "difference"
        )
        names = ", ".join(run.scenario.short_title for run in unknown)
        words = f" Van {names} is het bedrag PM: {UNKNOWN_AMOUNT}." if unknown else ""
        self._row(label, explanation=f"{self._span}.{words}")

    @property
    def _span(self) -> str:
        years = f"{self.subject.years[1]} tot en met {self.subject.comparison.horizon}"
        name = upper_first(example_name(self.subject.answers))
        return f"{name} in euro’s, {self.subject.release.all_together}, {years} bij het maken"

    def _range(self, pair: Pair) -> str:
        """Between what a difference lies at the ends of the routes."""
        own, first, last = self.subject.answers.evidence, self.subject.years[1], self.subject.comparison.horizon
        if pair.id == "b-a":
            values = [own.difference(a, b, ALL, last).value for a, b in product(ENDS, ENDS)]
        else:
            side: Side = "a" if pair.id == "a-zero" else "b"
            values = [own.structural(side, end, ALL, (first, last)).value for end in ENDS]
        return f"Bereik: van {amount(min(values))} tot {amount(max(values))}."

    def _origin(self) -> None:
        info, imprint = self.subject.release.info, self.subject.imprint
        published = (
            f"“{info.name}”, gepubliceerd op {date_words(local(info.created_at))} door {info.publisher}. {info.note}"
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
        self._row(PEOPLE_NAME, "eigen keuze" if view.people else "standaard", f"{people_words(release, view.people)}.")
        self._row("Aannames", "", own_or_standard(release, view))


def _checks(context: WorkbookContext) -> Iterator[tuple[str, str, str | int, str]]:
    """Label, formula, the value that it has when all is well, and explanation. The count of changed inputs comes first: its
    cell is the one that every status looks at."""
    words = "Hoeveel gele vakken anders zijn dan bij het maken. Staat hier geen 0, dan is dit een eigen berekening."
    yield "Aangepaste vakken", _changed(context), 0, words
    words = "De onderdelen van de brug zijn samen het verschil, per gemeente en per jaar."
    for pair in (pair for pair in context.subject.pairs if pair.shares):
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
    keys, last = context.subject.release.deficit_keys, len(context.subject.figures.gemeenten) - 1
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
