"""The sections that explain the rekenvoorbeeld: per gemeente, bridges, people, years, scenarios, and the budget of each
route."""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.cells import pair_ids, pair_title, route_ids, routes_of, title_of
from lib.comparison.grid import Grid, Side, folded_words, is_nothing, reach_of
from lib.comparison.message import (
    SAME,
    nothing_to_compare,
    period,
    unknown_after,
)
from lib.comparison.pm import left_out
from lib.comparison.release import NUMBERS
from lib.render.pdf.blocks import Block, PdfContext, bar, head, pivot, text_row
from lib.render.pdf.pieces import (
    Cell,
    Heading,
    Paragraph,
    Piece,
    Table,
    Turned,
)
from lib.subjects import overview
from lib.subjects.evidence import example_name
from lib.subjects.people.people import checked
from lib.text import lower_first

#: The sums of a budget that stand out.
TOTALS = ("saldo", "uitvoeringskosten", "operationeel", "subsidieresultaat", "totaal_lasten", "totaal_baten")
#: The most columns that fit beside each other on a page that stands upright.
UPRIGHT = 8
LEGEND = (
    "Lasten en baten zijn positief, een saldo is baten min lasten. De lonen van de Wsw en de rijksbijdrage staan apart van "
    "de uitvoering."
)


def per_year(context: PdfContext) -> Iterator[Piece]:
    """The saldo of each route in every year up to the last, and what of it is one-off."""
    block, sides = context.numbers.block("jaren"), context.routes
    if context.answers.comparison.same:
        block = block.without("b", "b eenmalig")
    yield Heading("Van jaar tot jaar")
    until, last = context.release.budget_until, context.release.figures.last_year
    unknown = unknown_after(context.release, context.answers.comparison, last)
    yield Paragraph(
        f"Saldo per jaar in miljoenen euro, {context.place}: baten min lasten, met ernaast wat daarvan eenmalig is. Tot en "
        f"met {until} is het een meerjarenraming, daarna een doorkijk{unknown}."
    )
    table = pivot(block, "Jaar", notes=("Een tekort is een negatief saldo.",))
    names = {
        f"{run.scenario.short_title}: {word}": side for side, run in sides for word in ("saldo", "waarvan eenmalig")
    }
    yield replace(table, head=tuple(replace(cell, side=names.get(cell.text, "")) for cell in table.head))


def budgets(context: PdfContext) -> Iterator[Piece]:
    """Lasten and baten of every route per kostensoort, and the differences; many years on pages on their side."""
    turned = len(context.answers.horizon_years) + 1 > UPRIGHT
    comparison = context.answers.comparison
    names = (*route_ids(comparison), *pair_ids(comparison))
    heading: Piece = Heading("Begroting per route, per kostensoort", fresh=not turned)
    pieces = (heading, Paragraph(LEGEND, "small"), *(_budget(context, name) for name in names))
    yield from (Turned(pieces),) if turned else pieces


def _budget(context: PdfContext, name: str) -> Table:
    block, runs = context.numbers.block(f"begroting {name}"), routes_of(context.answers.comparison, name)
    block, zeros = _folded(block)
    table = pivot(block, "Post", caption=f"{block.title}, {context.place}, {period(context.answers.comparison)}")
    rows = [
        replace(row, kind="totaal" if line in TOTALS else "") for line, row in zip(block.rows, table.rows, strict=True)
    ]
    count = left_out(context.answers, *runs)
    if count:
        rows.append(text_row(f"PM-posten, bedrag onbekend en niet meegeteld: {count}", kind="kop"))
    wide = len(block.columns) > UPRIGHT
    widths = (2.6 if wide else 1.9, *[1.0] * len(block.columns))
    notes = (*filter(None, [folded_words(zeros)]), *table.notes)
    return replace(table, rows=tuple(rows), widths=widths, notes=notes, size=8 if wide else 8.5)


def _folded(block: Block) -> tuple[Block, list[str]]:
    """Without the rows that hold only zeros, but for sums and the total, and what those are called."""
    zeros = [
        row
        for row, numbers in block.rows.items()
        if row not in TOTALS and all(is_nothing(number.shown, number.value) for number in numbers.values())
    ]
    return block.only(row for row in block.rows if row not in zeros), [block.names[row] for row in zeros]


def per_gemeente(context: PdfContext) -> Iterator[Piece]:
    """Every gemeente's outcome on one scale; and the same per inhabitant."""
    comparison = context.answers.comparison
    block = context.numbers.block("uitkomsten").without("a", "b")
    if comparison.same:
        block = block.without("b-zero", "b-a")
    note = overview.outcomes(context.answers).only(block.columns).note
    sides: dict[str, Side] = {"a-zero": "a", "b-zero": "b"}
    differences = {column: side for column, side in sides.items() if column in block.columns}
    gemeenten = [row for row in block.rows if row in context.answers.codes]
    count = NUMBERS.get(len(gemeenten), str(len(gemeenten)))
    yield Heading(f"{count.capitalize()} uitkomsten ({example_name(context.answers)}), niet één gemiddelde")
    bars = block.bars(differences, gemeenten, room=5.4)
    notes = ("Balken tekenen de getallen ernaast, op één schaal.", *filter(None, [note]))
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
    if unknown := nothing_to_compare(comparison):
        yield Paragraph(unknown)
        return
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
    notes = (*filter(None, [grid.note]), block.status_words)
    return Table(caption, head((title, "Verschil"), (False, True)), tuple(rows), (1, 1.1), notes)


def people(context: PdfContext) -> Iterator[Piece]:
    """That the same people count in every route."""
    answers = context.answers
    if answers.comparison.same:
        return
    yield Heading("Niemand valt weg: dezelfde mensen in elke route")
    for name, staff in (("controle wsw", False), ("controle staf", True)):
        counted, closes = context.numbers.block(name), all(line.closes for line in checked(answers, staff))
        counts = "Beide routes tellen in elk jaar" if closes else "De routes tellen niet"
        note = nothing_to_compare(answers.comparison) or f"{counts} dezelfde mensen."
        widths = (1.5, *[1.0] * (len(counted.columns) - 1), 1.4)
        yield pivot(counted, "Gemeente", notes=(note,), widths=widths, size=8.5)


def scenarios(context: PdfContext) -> Iterator[Piece]:
    """Every scenario against the nulalternatief."""
    block = context.numbers.block("scenarios")
    yield Heading("Alle scenario’s naast elkaar")
    caption = f"{block.first.block}, {context.place}, × € 1 miljoen (PM-posten: aantal)"
    yield pivot(block, "Scenario", caption=caption, widths=(2, 1, 1.4, 1.2, 1.2, 1))
