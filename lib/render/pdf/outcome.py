"""The sections about years: the tekort per year as a chart with its table, and the budget of each route.

The sections about the outcome: question, routes, message, per gemeente, bridges, people, years and scenarios.
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.cells import pair_ids, pair_title, route_ids, routes_of, runs, title_of
from lib.comparison.grid import Grid, Side, reach_of
from lib.comparison.message import SAME, decimals, headline, period, reads_as, unpublished, what_is_published
from lib.comparison.pm import left_out
from lib.comparison.release import NUMBERS
from lib.comparison.results import Number
from lib.render.pdf.blocks import Block, Incomplete, PdfContext, bar, head, own_choices, pivot, text_row
from lib.render.pdf.pieces import (
    Bullets,
    Card,
    Cards,
    Cell,
    Chart,
    ChartBar,
    Group,
    Heading,
    Item,
    Paragraph,
    Piece,
    RowKind,
    SideName,
    Table,
    Turned,
)
from lib.subjects import overview
from lib.subjects.meeting import question
from lib.subjects.people.flow import headline as people_headline
from lib.subjects.people.people import checked
from lib.text import lower_first, millions

#: The sums of a budget that stand out.
TOTALS = ("saldo", "uitvoeringskosten", "operationeel", "subsidieresultaat", "totaal_lasten", "totaal_baten")
#: The most columns that fit beside each other on a page that stands upright.
UPRIGHT = 8
LEGEND = (
    "Lasten en baten zijn positief, een saldo is baten min lasten. De lonen van de Wsw en de rijksbijdrage staan apart van "
    "de uitvoering. In een verschil is V voordelig en N nadelig voor de route die eerst genoemd is."
)


def per_year(context: PdfContext) -> Iterator[Piece]:
    """The tekort of each route in every year up to the last, and its saldo in a table."""
    block, sides = context.numbers.block("jaren"), context.routes
    if context.answers.comparison.same:
        block = block.without("b", "b eenmalig")
    yield Heading("Van jaar tot jaar")
    until = context.release.budget_until
    yield Paragraph(
        f"Tekort per jaar in miljoenen euro, {context.place}: lasten min baten. Tot en met {until} is het een "
        "meerjarenraming, daarna een doorkijk. Het open deel van een staaf is eenmalig."
    )
    yield _chart(context, block)
    table = pivot(block, "Jaar", notes=("Saldo is baten min lasten; een tekort is een negatief saldo.",))
    names = {
        f"{run.scenario.short_title}: {word}": side for side, run in sides for word in ("saldo", "waarvan eenmalig")
    }
    yield replace(table, head=tuple(replace(cell, side=names.get(cell.text, "")) for cell in table.head))


def _chart(context: PdfContext, block: Block) -> Chart:
    places, sides = decimals(context.answers.view.gemeente), [side for side, _ in context.routes]
    years = {block.names[year]: [(side, *_parts(block, year, side)) for side in sides] for year in block.rows}
    highest = max((solid + single for bars in years.values() for _, _, solid, single in bars), default=0.0) or 1.0
    groups = []
    for name, bars in years.items():
        own = (
            ChartBar(side, millions(-whole, places), solid / highest, single / highest)
            for side, whole, solid, single in bars
        )
        groups.append(Group(name, tuple(own)))
    names = tuple(SideName(side, run.scenario.short_title) for side, run in context.routes)
    return Chart(_alternative(context, block), tuple(groups), names, "waarvan eenmalig")


def _parts(block: Block, year: str, side: Side) -> tuple[float, float, float]:
    """Saldo in euros, and the structural and the one-off part of the tekort as heights, never below zero."""
    whole, single = _euros(block.number(year, side)), _euros(block.number(year, f"{side} eenmalig"))
    return whole, max(0.0, single - whole), max(0.0, -single)


def _euros(number: Number) -> float:
    """Raises Incomplete."""
    if number.value is None:
        raise Incomplete(f"{number.block}, {number.row}, {number.column}")
    return number.value


def _alternative(context: PdfContext, block: Block) -> str:
    """The first and last year of each route in words."""
    years, places = list(block.rows), decimals(context.answers.view.gemeente)
    words = "; ".join(
        f"{run.scenario.short_title} van {_tekort(block, years[0], side, places)} in {years[0]} naar "
        f"{_tekort(block, years[-1], side, places)} in {years[-1]}"
        for side, run in context.routes
    )
    return f"Staafgrafiek van het tekort per jaar in miljoenen euro, {context.place}. {words}. De tabel eronder geeft elk jaar."


def _tekort(block: Block, year: str, side: Side, places: int) -> str:
    return millions(-_euros(block.number(year, side)), places)


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
    table = pivot(block, "Post", caption=f"{block.title}, {context.place}, {period(context.answers.comparison)}")
    rows = [
        replace(row, kind="totaal" if line in TOTALS else "") for line, row in zip(block.rows, table.rows, strict=True)
    ]
    count = left_out(context.answers, *runs)
    if count:
        rows.append(text_row(f"PM-posten, bedrag onbekend en niet meegeteld: {count}", kind="kop"))
    wide = len(block.columns) > UPRIGHT
    widths = (2.6 if wide else 1.9, *[1.0] * len(block.columns))
    return replace(table, rows=tuple(rows), widths=widths, size=8 if wide else 8.5)


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
