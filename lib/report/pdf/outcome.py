"""The sections about the outcome: question, routes, message, per gemeente, bridges, people, years and scenarios."""

from collections.abc import Iterator
from dataclasses import replace

from lib.analysis import overview
from lib.analysis.grid import Grid, reach_of
from lib.analysis.meeting import question
from lib.analysis.message import (
    SAME,
    headline,
    period,
    reads_as,
    unpublished,
    what_is_published,
)
from lib.analysis.people import checked
from lib.analysis.people_flow import headline as people_headline
from lib.analysis.release import NUMBERS
from lib.analysis.routes import pair_title, runs, title_of
from lib.report.pdf.blocks import PdfContext, bar, head, own_choices, pivot, text_row
from lib.report.pdf.pieces import (
    Bullets,
    Card,
    Cards,
    Cell,
    Heading,
    Item,
    Paragraph,
    Piece,
    RowKind,
    Table,
)
from lib.text import lower_first

LETTERS = "V is voordelig, N is nadelig voor de route die eerst genoemd is."
#: What the first page says of itself.
OPENING = "Vergelijking (bijlage). De keuze is aan het bestuur; dit document kiest niet."


def opening(context: PdfContext) -> Iterator[Piece]:
    """The question, what the routes are, and the message as the first page of the app says it."""
    screen = question(context.answers)
    comparison, release, code = context.answers.comparison, context.release, context.answers.view.gemeente
    yield Paragraph(OPENING, "small")
    yield from own_choices(context)
    yield Heading(screen.title, 1)
    yield Paragraph(screen.sentence)
    scenarios = [run.scenario for run in runs(comparison)]
    items = (Item(own.title, own.explanation, f"Bron: {context.cite(own.source)}.") for own in scenarios)
    yield Bullets(tuple(items))
    yield Heading("De boodschap")
    yield Paragraph(headline(release, comparison, code), "lead")
    reading = reads_as(release, comparison, code), what_is_published(release, comparison)
    yield Paragraph(" ".join((*reading, unpublished(release, comparison, code))), "small")
    yield _cards(context)


def _cards(context: PdfContext) -> Cards:
    block = context.numbers.block("routes")
    span, zero = period(context.answers.comparison), lower_first(context.answers.comparison.zero.scenario.short_title)
    pm = context.numbers.block("pm")
    cards = []
    for side, run in context.routes:
        total, structural, single = (block.number(side, name) for name in ("verschil", "structureel", "eenmalig"))
        statuses = ", ".join(dict.fromkeys((total.status, structural.status, single.status)))
        lines = (
            f"structureel {structural.shown} · eenmalig {single.shown}",
            f"{total.unit}, {span}, {context.place} · status: {statuses}",
            f"PM-posten niet meegeteld: {pm.number('aantal', side).shown}",
        )
        cards.append(Card(f"{run.scenario.short_title} tegenover {zero}", total.shown, lines, side))
    return Cards(tuple(cards))


def per_gemeente(context: PdfContext) -> Iterator[Piece]:
    """Every gemeente's outcome on one scale; and the same per inhabitant."""
    comparison = context.answers.comparison
    block = context.numbers.block("uitkomsten").without("a", "b")
    if comparison.same:
        block = block.without("b-zero", "b-a")
    note = overview.outcomes(context.answers).only(block.columns).note
    differences = [column for column in ("a-zero", "b-zero") if column in block.columns]
    gemeenten = [row for row in block.rows if row in context.answers.codes]
    count = NUMBERS.get(len(gemeenten), str(len(gemeenten)))
    yield Heading(f"{count.capitalize()} uitkomsten, niet één gemiddelde")
    bars = block.bars(differences, gemeenten, room=5.4)
    notes = (LETTERS, "Balken tekenen de getallen ernaast, op één schaal.", *filter(None, [note]))
    widths = (1.5, 1, *[1.9] * len(differences), *[1.3] * (len(block.columns) - 1 - len(differences)))
    zero = comparison.zero.scenario.short_title
    own = {f"{run.scenario.short_title}, verschil met {lower_first(zero)}": side for side, run in context.routes}
    names = ["Gemeente", zero, *own, *([] if comparison.same else [pair_title(comparison.b, comparison.a)])]
    table = pivot(block, "Gemeente", bars, gemeente=context.gemeente, notes=notes, widths=widths)
    yield replace(table, head=head(names, (False, *[True] * (len(names) - 1)), own))
    single = context.numbers.block("per_inwoner")
    if context.answers.view.expression != "per_inwoner":
        yield pivot(single.without("b") if comparison.same else single, "Gemeente", sides=context.sides)


def bridges(context: PdfContext) -> Iterator[Piece]:
    """Each route against the nulalternatief, then from A to B: steps that stand on each other and close."""
    comparison, answers = context.answers.comparison, context.answers
    yield Heading("Waar komt het verschil vandaan?")
    if comparison.same:
        yield Paragraph(SAME)
        return
    grids = overview.bridges(answers)
    reach = reach_of(grids)
    for grid in grids:
        yield _bridge(context, grid, reach)


def _bridge(context: PdfContext, grid: Grid, reach: tuple[float, float]) -> Table:
    comparison, block, rows = context.answers.comparison, context.numbers.block(grid.id), []
    for row in grid.rows:
        (cell,) = row.cells
        size = f"omvang van de maatregel: {row.tag}" if row.tag else ""
        label = f"{row.label} ({row.remark})" if row.remark else row.label
        own = bar(cell.value or 0.0, *reach, cell.start or 0.0)
        number = block.cell(row.id, "verschil", own)
        rows.append(text_row(Cell(label, below=size), number, kind="totaal" if row.total else ""))
    title = title_of(comparison, grid.id.removeprefix("brug "))
    caption = f"{title}, {context.place}, {period(comparison)}, {grid.unit}"
    notes = (LETTERS, *filter(None, [grid.note]), block.status_words)
    return Table(caption, head((title, "Verschil"), (False, True)), tuple(rows), (1, 1.1), notes)


def people(context: PdfContext) -> Iterator[Piece]:
    """Who carries the work out, and that the same people count in every route."""
    answers, block = context.answers, context.numbers.block("mensen")
    yield Heading("Wie werkt waar?")
    yield Paragraph(people_headline(answers))
    sides = [side for side, _ in context.routes]
    rows = []
    for row in block.rows:
        carriers = (block.number(row, side).shown for side in sides)
        total: RowKind = "totaal" if row == "totaal" else ""
        rows.append(text_row(block.names[row], block.cell(row, "mensen"), *carriers, kind=total))
    names = ("Werk", "Mensen", *(run.scenario.short_title for _, run in context.routes))
    heads = head(names, [name == "Mensen" for name in names], context.sides)
    widths, notes = (1.2, 0.6, *[1.5] * len(sides)), (block.status_words,)
    yield Table(block.title, heads, tuple(rows), widths, notes, wordy=True)
    for name, staff in () if answers.comparison.same else (("controle wsw", False), ("controle staf", True)):
        counted, closes = context.numbers.block(name), all(line.closes for line in checked(answers, staff))
        note = f"{'Beide routes tellen in elk jaar' if closes else 'De routes tellen niet'} dezelfde mensen."
        widths = (1.5, *[1.0] * (len(counted.columns) - 1), 1.4)
        yield pivot(counted, "Gemeente", notes=(note,), widths=widths, size=8.5)


def scenarios(context: PdfContext) -> Iterator[Piece]:
    """Every scenario against the nulalternatief."""
    block = context.numbers.block("scenarios")
    yield Heading("Alle scenario’s naast elkaar")
    caption = f"{block.first.block}, {context.place}, × € 1 miljoen (PM-posten: aantal)"
    yield pivot(block, "Scenario", caption=caption, notes=(LETTERS,), widths=(2, 1, 1.4, 1.2, 1.2, 1))
