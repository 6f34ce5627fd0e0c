"""One page per gemeente in plain Dutch: people, money, what must be true, and what is not known."""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.answers import Answers
from lib.comparison.message import SAME, rests_on
from lib.comparison.results import Results, numbers
from lib.render.packing import Imprint
from lib.render.pdf.blocks import PdfContext, ShownNumbers, head, own_choices, words_table
from lib.render.pdf.comparison import document
from lib.render.pdf.pieces import Bullets, Cell, Heading, Item, Paragraph, Piece, Row, Table, typeset
from lib.subjects.gemeente import asked_of_pm, conditions, headline, in_all, people_sentence, tekort_here
from lib.subjects.people.people import shown_years
from lib.subjects.people.placement import work_here
from lib.text import lower_first, whole

TITLE = "Per gemeente (bijlage)"
#: The most rows about what must be true that fit on one page with the rest.
CONDITIONS = 4


def make_gemeenten(answers: Answers, imprint: Imprint) -> bytes:
    """One page for the gemeente in view, or one for each. Raises CannotExport."""
    context = PdfContext(answers, imprint)
    return typeset(replace(document(context, TITLE, _pages(context)), sheets=True), imprint.made_at)


def _pages(context: PdfContext) -> Iterator[Piece]:
    """Each page is the view of its own gemeente on the same comparison."""
    answers = context.answers
    for code in (context.gemeente,) if context.gemeente else answers.codes:
        own = replace(answers, view=replace(answers.view, gemeente=code))
        yield from _page(PdfContext(own, context.imprint), fresh=code != answers.codes[0])


def _page(context: PdfContext, fresh: bool) -> Iterator[Piece]:
    answers = context.answers
    yield Heading(context.place, 1, fresh=fresh)
    yield from own_choices(context)
    yield Paragraph(headline(answers), "lead")
    yield from _people(context)
    yield from _money(context)
    yield from _true(context)
    yield from _unknown(context)


def _people(context: PdfContext) -> Iterator[Piece]:
    """How many people, who carries out their work now and under each route."""
    answers, zero = context.answers, context.answers.comparison.zero
    base, *_, last = shown_years(answers)
    now, later = (answers.wsw(zero, context.gemeente, None, year) for year in (base, last))
    staff = answers.staff(zero, context.gemeente, None, base)
    yield Heading("Wat verandert er voor mensen")
    yield Paragraph(people_sentence(answers, lambda number: whole(number.value)))
    statuses = ", ".join(dict.fromkeys((now.status, later.status, staff.status)))
    notes = (f"Status van elk getal: {statuses}.",)
    yield words_table(work_here(answers), (1.3, 0.5, 0.9, *[1.3] * len(context.routes)), notes=notes)


def _money(context: PdfContext) -> Iterator[Piece]:
    """The tekort per year of every route, and what it comes to in all and per inhabitant."""
    answers = context.answers
    yield Heading("Wat het kost")
    yield Paragraph(
        f"Het tekort is lasten min baten, met wat eenmalig is. Een verschil met "
        f"{answers.comparison.zero.scenario.in_sentence} draagt V (voordelig) of N (nadelig)."
    )
    for grid in (tekort_here(answers), in_all(answers)):
        block = ShownNumbers(Results(tuple(numbers(grid)), ())).block(grid.id)
        rows = (
            (
                Cell(row.label, side=context.sides.get(row.label, "")),
                *(block.cell(row.id, name) for name in block.columns),
            )
            for row in grid.rows
        )
        widths = 1.5, *[1.0] * len(grid.columns)
        heads = head([cell.text for cell in grid.head], (False, *[True] * len(grid.columns)))
        yield Table(grid.caption, heads, tuple(map(Row, rows)), widths, (block.status_words,), size=8.5)


def _true(context: PdfContext) -> Iterator[Piece]:
    """On what each route rests, and the values at which both cost this gemeente the same."""
    answers = context.answers
    yield Heading("Wat moet waar zijn")
    if answers.comparison.same:
        yield Paragraph(f"{SAME} Er is dus geen omslagwaarde.")
        return
    rests = "; ".join(f"{run.scenario.in_sentence} op {rests_on(answers.comparison, run)}" for _, run in context.routes)
    grid, _ = conditions(answers)
    none = "" if grid.rows else " Geen enkele aanname maakt op zichzelf beide routes hier even duur."
    yield Paragraph(f"Buiten wat gepubliceerd is, rust de uitkomst vooral: {rests}.{none}")
    if grid.rows:
        horizons = [column.id for column in grid.columns[1:-1]]
        cells = (grid.cell(row.id, name) for row in grid.rows for name in horizons)
        more = len(grid.rows) - CONDITIONS
        statuses = ", ".join(dict.fromkeys(cell.certainty for cell in cells))
        rest = (f"Nog {more} meer: zie Mijn gemeente.",) if more > 0 else ()
        notes = (f"Status: {statuses}.", *rest)
        widths = 1.4, 1.4, *[1.2] * len(horizons)
        yield words_table(grid.only(("nu", *horizons)), widths, rows=CONDITIONS, notes=notes)


def _unknown(context: PdfContext) -> Iterator[Piece]:
    """The PM-posten of each route by name, and what to ask."""
    yield Heading("Wat niet bekend is")
    yield Paragraph(
        f"PM: de post bestaat, het bedrag is niet bekend; hij telt nergens mee. Vraag bij elke post: {asked_of_pm(context.answers)}"
    )
    items = []
    for _, run in context.routes:
        named = "; ".join(lower_first(context.release.pm[item].label) for item in run.scenario.pm)
        items.append(Item(run.scenario.short_title, named or "geen PM-post"))
    yield Bullets(tuple(items))
