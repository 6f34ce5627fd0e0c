"""The sections about years: the tekort per year as a chart with its table, and the budget of each route."""

from collections.abc import Iterator
from dataclasses import replace

from lib.analysis.grid import Side
from lib.analysis.message import decimals, period
from lib.analysis.pm import left_out
from lib.analysis.results import Number
from lib.analysis.routes import pair_ids, route_ids, routes_of
from lib.report.pdf.blocks import Block, Incomplete, PdfContext, pivot, text_row
from lib.report.pdf.pieces import (
    Chart,
    ChartBar,
    Group,
    Heading,
    Paragraph,
    Piece,
    SideName,
    Table,
    Turned,
)
from lib.text import millions

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
