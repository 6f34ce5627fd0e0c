"""Per gemeente in plain Dutch, in the order of its page with everything unfolded: people and what it can cost per inhabitant,
the tekort, the budget, the neighbours, what must be true, what to ask, who decides, and the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lib.comparison.answers import Answers
from lib.comparison.assumptions import NO_TURN, NO_TURN_WORDS
from lib.comparison.grid import Grid
from lib.comparison.message import SAME, nothing_to_compare
from lib.comparison.pm import posts, register
from lib.comparison.results import Results, numbers
from lib.render.packing import Imprint
from lib.render.pdf.blocks import PdfContext, ShownNumbers, head, own_choices, sourced_table, words_table
from lib.render.pdf.comparison import document
from lib.render.pdf.evidence import handed_in
from lib.render.pdf.pieces import Bullets, Cell, Heading, Item, Paragraph, Piece, Row, Table, typeset
from lib.subjects import evidence, gemeente, gemeente_questions, own_policy, risk
from lib.subjects.accountability import tables
from lib.subjects.costs.costs import LEGEND, in_short
from lib.subjects.people.placement import work_here
from lib.text import lower_first, upper_first, whole

TITLE = "Per gemeente (bijlage)"


def make_gemeenten(answers: Answers, imprint: Imprint) -> bytes:
    """The pages of the gemeente in view, or of each. Raises CannotExport."""
    context = PdfContext(answers, imprint)
    return typeset(document(context, TITLE, _pages(context)), imprint.made_at)


def _pages(context: PdfContext) -> Iterator[Piece]:
    """Each gemeente is its own view on the same comparison."""
    answers = context.answers
    for code in (context.gemeente,) if context.gemeente else answers.codes:
        own = PdfContext(answers.of_gemeente(code), context.imprint)
        yield from _of_gemeente(own, fresh=code != answers.codes[0])


def _of_gemeente(context: PdfContext, fresh: bool) -> Iterator[Piece]:
    """What its page shows."""
    yield Heading(context.place, 1, fresh=fresh)
    yield from own_choices(context)
    yield Paragraph(gemeente.headline(context.answers), "lead")
    for section in (_inhabitant, _people, _tekort, _budget, _neighbours, _true, _own, _unknown, _decisions, _sources):
        yield from section(context)


def _inhabitant(context: PdfContext) -> Iterator[Piece]:
    """How far each route can go per inhabitant, and what is one-off."""
    answers, grid = context.answers, gemeente.inhabitant(context.answers)
    yield Heading(f"Per inwoner per jaar, vergeleken met {answers.comparison.zero.scenario.in_sentence}")
    yield _words(replace(grid, title=grid.caption), (1, *[1.5] * len(grid.compact.columns)))
    yield Paragraph(f"{gemeente.one_off_sentences(answers)} {gemeente.basis_sentence(answers)}")


def _people(context: PdfContext) -> Iterator[Piece]:
    """Employer, uitvoerder and workplace; how many people, and who carries out their work now and under each route."""
    answers, routes = context.answers, len(context.routes)
    yield Heading("Wat verandert er voor mensen")
    yield words_table(gemeente.work_changes(answers), (0.9, 1, *[1.7] * routes))
    yield Paragraph(gemeente.people_sentence(answers, lambda number: whole(number.value)))
    yield _words(work_here(answers), (1.3, 0.5, 0.9, *[1.3] * routes))


def _tekort(context: PdfContext) -> Iterator[Piece]:
    """The range of the tekort per year."""
    chart = gemeente.tekort_here(context.answers)
    assert chart.twin is not None
    yield Heading("Tekort per jaar")
    yield Paragraph(gemeente.later_sentence(context.answers))
    yield _words(replace(chart.twin, title=chart.twin.caption), (0.5, *[1] * len(chart.twin.compact.columns)))
    yield from handed_in(context)


def _budget(context: PdfContext) -> Iterator[Piece]:
    """Lasten, baten and saldo of every route in the rekenvoorbeeld."""
    grid = _routes_alone(in_short(context.answers)[1])
    block = ShownNumbers(Results(tuple(numbers(grid)), ())).block(grid.id)
    yield Heading("Als begroting")
    yield Paragraph(f"{LEGEND} {gemeente.ONE_OFF_WORDS}")
    rows = []
    for row in grid.rows:
        if row.kind in ("section", "remark"):
            rows.append(Row((Cell(row.label if row.kind == "remark" else row.name.text),), "kop"))
        else:
            cells = (block.cell(row.id, column.id) for column in grid.columns)
            rows.append(Row((Cell(row.label), *cells), "totaal" if row.kind == "sum" else ""))
    heads = head([cell.text for cell in grid.head], (False, *[True] * len(grid.columns)))
    widths = 1.5, *[1.0] * len(grid.columns)
    yield Table(grid.caption, heads, tuple(rows), widths, (block.status_words,), together=False, size=8.5)


def _routes_alone(grid: Grid) -> Grid:
    """Of the budgets those of each route, without the differences."""
    rows = list(grid.rows)
    pairs = [at for at, row in enumerate(rows) if row.kind == "section" and "-" in row.id]
    return replace(grid, rows=tuple(rows[: pairs[0] if pairs else None]))


def _neighbours(context: PdfContext) -> Iterator[Piece]:
    """The range of every gemeente."""
    grid = gemeente.neighbours_chart(context.answers).twin
    assert grid is not None
    yield Heading("Is dat veel?")
    yield Paragraph(gemeente.widest(context.answers))
    yield _words(replace(grid, title=grid.caption), (1, *[1.2] * len(grid.compact.columns)))


def _true(context: PdfContext) -> Iterator[Piece]:
    """On what each route rests, and the values at which both cost this gemeente the same."""
    answers = context.answers
    yield Heading("Wat moet waar zijn")
    if unknown := nothing_to_compare(answers.comparison):
        yield Paragraph(unknown)
        return
    if answers.comparison.same:
        yield Paragraph(f"{SAME} Er is dus ook geen waarde waarbij beide evenveel kosten.")
        return
    grid, _ = gemeente_questions.conditions(answers)
    none = "" if grid.rows else " Geen enkele aanname maakt op zichzelf beide routes hier even duur."
    yield Paragraph(f"{gemeente_questions.rests_mostly(answers)}{none}")
    if grid.rows:
        horizons = [column.id for column in grid.columns[1:-1]]
        yield _words(grid.only(("nu", *horizons)), (1.4, 1.4, *[1.2] * len(horizons)))
        if any(cell.text == NO_TURN for row in grid.rows for cell in row.cells):
            yield Paragraph(f"{upper_first(NO_TURN_WORDS)}.", "small")


def _own(context: PdfContext) -> Iterator[Piece]:
    """What own choices of this gemeente change; nothing where it has the values of the routes."""
    answers = context.answers
    if not own_policy.own_values(answers):
        return
    yield Heading(f"Wat {context.place} zelf anders kiest")
    yield Paragraph(f"{own_policy.choices_sentence(answers)} {own_policy.others_sentence(answers)}")
    grid = own_policy.effect(answers)
    yield _words(replace(grid, title=grid.caption), (1.6, 1.2, 1.2))


def _unknown(context: PdfContext) -> Iterator[Piece]:
    """What is unknown, in which routes, and who finds it out; and what of the measures nobody published."""
    answers = context.answers
    yield Heading("Wat niet bekend is, en wat u kunt vragen")
    yield Paragraph(
        f"PM: de post bestaat, het bedrag is onbekend, niet nul; hij telt nergens mee. Vraag bij elke post: "
        f"{gemeente_questions.asked_of_pm(answers)}"
    )
    table = posts(register(answers)).only(("soort", "in", "eigenaar", "wanneer", "gevolg"))
    table = replace(table, rows=tuple(row for row in table.rows if row.kind != "section"))
    yield replace(words_table(table, (1.6, 0.8, 1, 1.2, 1.4, 2.4)), together=False, size=7.5)
    decided, figures = risk.decisions(answers), risk.risk_figures(context.release, answers.view.gemeente)
    if decided.rows:
        yield sourced_table(context, decided.only(risk.DECIDED), (1.2, 2.4, 1.2, 0.9, 1.2))
    if figures.rows:
        yield sourced_table(context, figures.only(risk.FIGURES), (1.4, 0.5, 0.8, 0.9, 2.8, 0.7))
    measures = [
        Item(f"{run.scenario.short_title}: {lower_first(question.about)}", question.facts)
        for _, run in context.routes
        for question in gemeente_questions.measure_questions(answers, run)
    ]
    if measures:
        yield Paragraph(f"Vraag bij elke maatregel: {gemeente_questions.asked_of_measures(answers)}")
        yield Bullets(tuple(measures))


def _decisions(context: PdfContext) -> Iterator[Piece]:
    """The decisions of all gemeenten together and of this one."""
    answers = context.answers
    here, _ = gemeente_questions.decisions_here(answers)
    grid = tables.decisions(context.release, here, lambda row: gemeente_questions.is_own(answers, row))
    yield Heading("Wie beslist wat en wanneer")
    yield replace(words_table(grid.only(tuple(column.id for column in grid.columns[:2])), (1, 1.4, 3)), together=False)


def _sources(context: PdfContext) -> Iterator[Piece]:
    """What each side published and left open, and where it comes from."""
    answers, release = context.answers, context.release
    yield Heading("Wat elke kant publiceerde, en de bronnen")
    yield Paragraph(evidence.heading(answers))
    yield words_table(evidence.published(answers), (0.9, 3, 1.2))
    names = (release.source_title(name) for name in gemeente_questions.sources_here(answers))
    yield Paragraph(f"Bronnen: {'; '.join(names)}.", "small")


def _words(grid: Grid, widths: Sequence[float]) -> Table:
    """A table with ranges as words, and the status of its numbers."""
    statuses = dict.fromkeys(cell.certainty for row in grid.rows for cell in row.cells if cell.certainty)
    notes = (f"Status van elk getal: {', '.join(statuses)}.",) if statuses else ()
    ends = {first.id for first, second in pairwise(grid.columns) if second.ends}
    columns = (replace(column, numeric=False) if column.id in ends else column for column in grid.columns)
    return words_table(replace(grid, columns=tuple(columns)).compact, widths, notes=notes)
