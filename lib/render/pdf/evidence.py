"""The sections that come before an outcome: what each side published, how far each route can go, four readings, gemeenten and
people; then the rekenvoorbeeld within its range, what the difference rests on, and what is known without an amount."""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.cells import PM, runs
from lib.comparison.chart import ChartSpec
from lib.comparison.grid import Grid
from lib.comparison.message import SAME, nothing_to_compare, reads_as
from lib.comparison.pm import EVERYWHERE, items_of, register
from lib.model.parameters import PmItem
from lib.model.scenario import Scenario
from lib.render.pdf.blocks import (
    Incomplete,
    PdfContext,
    grid_table,
    own_choices,
    sourced_table,
    text_row,
    text_table,
    words_table,
)
from lib.render.pdf.charts import bands, spans
from lib.render.pdf.pieces import Bullets, Cell, Heading, Item, Paragraph, Piece, Row, Table
from lib.subjects import evidence, overview, risk
from lib.subjects.example import example
from lib.subjects.people.carriers import carriers
from lib.subjects.people.people import reconciliation
from lib.subjects.readings import four_readings
from lib.subjects.realised import CAUTIONS, beside_projection, realised_costs
from lib.text import lower_first, upper_first

#: What the first page says of itself.
OPENING = "Vergelijking (bijlage). De keuze is aan het bestuur; dit document kiest niet."


def opening(context: PdfContext) -> Iterator[Piece]:
    """What each side published and what it left open; what the routes and the nulalternatief are."""
    answers = context.answers
    yield Paragraph(OPENING, "small")
    yield from own_choices(context)
    yield Heading(evidence.heading(answers), 1)
    grid = evidence.published(answers)
    sources = {row.id: row.cells[0].reference for row in grid.rows}
    table = grid_table(context.numbers, grid, (0.8, 2.4, 1.2))
    rows = (
        replace(
            row, cells=(row.cells[0], _sourced(context, row.cells[1], source.source if source else ""), *row.cells[2:])
        )
        for row, source in zip(table.rows, sources.values(), strict=True)
    )
    yield replace(table, rows=tuple(rows))
    scenarios = [run.scenario for run in runs(answers.comparison)]
    items = (Item(own.title, own.explanation, f"Bron: {context.cite(own.source)}.") for own in scenarios)
    yield Bullets(tuple(items))


def _sourced(context: PdfContext, cell: Cell, bron_id: str) -> Cell:
    return replace(cell, below=f"Bron: {context.cite(bron_id)}") if bron_id else cell


def ranges(context: PdfContext) -> Iterator[Piece]:
    """How far each route can go against the nulalternatief, with the assumptions that move it most."""
    grid = evidence.ranges(context.answers)
    yield Heading(f"Wat elke route kan betekenen tegenover {_zero(context)}")
    yield grid_table(context.numbers, grid, (0.9, 1, 1, 1, 2))


def _zero(context: PdfContext) -> str:
    return lower_first(context.answers.comparison.zero.scenario.short_title)


def tekort(context: PdfContext) -> Iterator[Piece]:
    """The structural tekort of every year as a chart and as its numbers."""
    spec = evidence.tekort_chart(context.answers)
    yield Heading(spec.title)
    yield Paragraph(f"{upper_first(spec.quiet)}.", "small")
    yield bands(spec)
    grid, widths = _twin(spec), (0.5, 1, *[1, 1.2] * len(context.routes))
    more = len(grid.compact.columns) + 1 - len(widths)
    yield grid_table(context.numbers, grid, (*widths, *[1.3] * more))


def handed_in(context: PdfContext) -> Iterator[Piece]:
    """What gemeenten handed in of later years, beside each route, and what that is and is not; nothing when there is nothing."""
    grid = realised_costs(context.answers)
    if grid.rows:
        yield Heading("Aangeleverd na het basisjaar, naast elke route", 2)
        yield Paragraph(beside_projection(context.answers))
        yield Bullets(tuple(Item("", words) for words in CAUTIONS))
        yield replace(
            words_table(grid, (1.3, 0.6, *[1.0] * (len(grid.columns) - 1)), caption=grid.caption), together=False
        )


def _twin(spec: ChartSpec) -> Grid:
    """The table of a chart. Raises Incomplete where it has none."""
    if spec.twin is None:
        raise Incomplete(spec.title)
    return spec.twin


def readings(context: PdfContext) -> Iterator[Piece]:
    """B − A with each route at each of its ends, over the meerjarenraming and over all years, and whether these agree."""
    answers = context.answers
    yield Heading("Vier uitersten van het verschil tussen de routes")
    if unknown := nothing_to_compare(answers.comparison):
        yield Paragraph(unknown)
        return
    if answers.comparison.same:
        yield Paragraph(SAME)
    for last in answers.release.horizons:
        if not answers.comparison.same:
            yield Paragraph(answers.evidence.verdict(last))
        yield grid_table(context.numbers, four_readings(answers, last), (1.1, 1.4, 0.8, 1.4, 0.8))


def gemeenten(context: PdfContext) -> Iterator[Piece]:
    """Every gemeente's ranges on one scale, and the numbers of it."""
    spec = evidence.gemeenten_chart(context.answers)
    yield Heading(spec.title)
    yield Paragraph(f"{upper_first(spec.quiet)}.", "small")
    yield spans(spec)
    yield Paragraph(f"{evidence.WIDEST}: {evidence.widest_sentence(context.answers)}")
    grid = _twin(spec)
    columns = len(grid.compact.columns)
    yield grid_table(context.numbers, grid, (1.2, *[1.0] * columns), gemeente=context.gemeente)


def people(context: PdfContext) -> Iterator[Piece]:
    """Per kind of work and for the staff: uitvoerder, werkgever and werkplek in each route."""
    answers = context.answers
    grid, check = carriers(answers), reconciliation(answers, answers.view.gemeente)
    yield Heading("De mensen: wie het werk doet, bij wie in dienst en waar")
    yield Paragraph(f"{upper_first(check.words)}.")
    widths = (1.1, 0.7, *[1.2, 1.1, 0.9] * len(context.routes))
    yield replace(grid_table(context.numbers, grid, widths, size=8), wordy=True, together=False)


def worked(context: PdfContext) -> Iterator[Piece]:
    """The rekenvoorbeeld within its range; nobody forecast it."""
    answers = context.answers
    grid = example(answers)
    yield Heading(grid.title)
    yield Paragraph(reads_as(answers.release, answers.comparison, answers.view.gemeente), "small")
    yield grid_table(context.numbers, grid, (1.5, 1, 1.1, 1.2, 1.1))
    per_gemeente = overview.example_per_gemeente(answers)
    widths = (1.2, *[0.9, 1.7, 0.9] * len(context.routes))
    yield grid_table(context.numbers, per_gemeente, widths, gemeente=context.gemeente, size=8)


def ladder(context: PdfContext) -> Iterator[Piece]:
    """What the difference rests on."""
    grid = evidence.ladder(context.answers)
    yield Heading("Waarop het verschil rust")
    if unknown := nothing_to_compare(context.answers.comparison):
        yield Paragraph(unknown)
        return
    if context.answers.comparison.same:
        yield Paragraph(SAME)
        return
    yield grid_table(context.numbers, grid, (1.2, 1, 1))


def risks(context: PdfContext) -> Iterator[Piece]:
    """The paragraph on risks: every PM-post, what was decided about them, and the risks that were published."""
    answers = context.answers
    yield Heading(f"Risico’s ({lower_first(risk.PARAGRAPH)})", fresh=True)
    yield Paragraph(
        f"{risk.headline(answers)} PM staat in geen enkel totaal. Waar een bereik staat, staat erbij waarop de grenzen rusten."
    )
    yield _register(context)
    decided, figures = risk.decisions(answers), risk.risk_figures(context.release, answers.view.gemeente)
    if decided.rows:
        yield sourced_table(context, decided.only(risk.DECIDED), (1.2, 2.4, 1.2, 0.9, 1.2))
    if figures.rows:
        yield sourced_table(context, figures, (1.3, 0.9, 0.5, 0.8, 0.9, 2, 0.6, 0.9, 0.8))


def _register(context: PdfContext) -> Table:
    """Every PM-post, costs and returns apart: in which route and why, who finds the amount and when, and what follows."""
    answers, grid = context.answers, register(context.answers)
    block = context.numbers.complete(grid)
    items, rows = {item.id: item for item in items_of(answers)}, []
    for row in grid.rows:
        if row.kind == "section":
            rows.append(text_row(row.label, kind="kop"))
        elif row.id in items:
            rows.append(_post(context, items[row.id]))
        else:
            counts = (block.number(row.id, side).shown for side, _ in context.routes)
            rows.append(text_row(row.label, *counts, "", "", kind="totaal" if row.total else ""))
    names = [
        "Post",
        *(run.scenario.short_title for _, run in context.routes),
        "Wie zoekt het uit, en wanneer",
        "Gevolg",
    ]
    widths = (1.4, *[1.5] * len(context.routes), 1.2, 1.4)
    return text_table(grid.title, names, rows, widths, sides=context.sides, size=8)


def _post(context: PdfContext, item: PmItem) -> Row:
    """A PM-post with what says that it occurs; what stands in the nulalternatief stands in every route and is said once."""
    block, zero = context.numbers.complete(register(context.answers)), context.answers.comparison.zero.scenario
    soort, where, low, high = (block.number(item.id, name).shown for name in ("soort", "in", "laag", "hoog"))
    everywhere = block.number(item.id, "zero").shown == PM
    because = _because(context, zero, item) if everywhere else ""
    about = [soort, f"{EVERYWHERE}{': ' if because else ''}{because}" if everywhere else where]
    if item.low is not None:
        about.append(f"mogelijk {low} tot {high} ({item.bounds})")
    cells = []
    for side, run in context.routes:
        own = item.id in run.scenario.pm and not everywhere
        cells.append(
            Cell(block.number(item.id, side).shown, below=_because(context, run.scenario, item) if own else "")
        )
    name, owner = Cell(block.names[item.id], below="; ".join(about)), item.owner or evidence.UNSAID
    return text_row(name, *cells, Cell(owner, below=item.when), item.consequence)


def _because(context: PdfContext, scenario: Scenario, item: PmItem) -> str:
    """Why an item occurs in a scenario, with the source."""
    proof = scenario.pm[item.id]
    source = f"Bron: {context.cite(proof.source)}" if proof.source else ""
    return " ".join(filter(None, (proof.explanation, source)))
