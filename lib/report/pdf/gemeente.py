"""One page per gemeente in plain Dutch: people, money, what must be true, and what is not known."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lib.analysis import costs, overview
from lib.analysis.answers import Answers
from lib.analysis.assumptions import switching_words
from lib.analysis.gemeente import headline, people_sentence
from lib.analysis.gemeente_questions import asked_of_pm, conditions, horizons
from lib.analysis.message import SAME, period, rests_on
from lib.analysis.people import shown_years
from lib.analysis.placement import Carrier, WorkRow, work_groups
from lib.analysis.results import Number, Results, numbers
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.report.imprint import Imprint
from lib.report.pdf.blocks import Block, PdfContext, ShownNumbers, head, own_choices
from lib.report.pdf.comparison import document
from lib.report.pdf.pieces import Bullets, Cell, Heading, Item, Paragraph, Piece, Row, Table, typeset
from lib.text import lower_first, value_with_unit, whole

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
    base, first, *_ = years = shown_years(answers)
    now, later = (answers.wsw(zero, context.gemeente, None, year) for year in (base, years[-1]))
    staff = answers.staff(zero, context.gemeente, None, base)
    yield Heading("Wat verandert er voor mensen")
    yield Paragraph(people_sentence(answers, lambda number: whole(number.value)))
    (group,) = work_groups(answers)
    names = (
        "Werk",
        "Mensen",
        f"Nu ({base})",
        *(f"{run.scenario.short_title}, vanaf {first}" for _, run in context.routes),
    )
    numbers = (False, True, *[False] * (len(names) - 2))
    sides = {name: side for name, (side, _) in zip(names[3:], context.routes, strict=True)}
    total = Row((Cell("Samen"), Cell(whole(group.now.value), True), *[Cell("")] * (len(names) - 2)), "totaal")
    yield Table(
        f"Wie het werk uitvoert van mensen uit {context.place}",
        head(names, numbers, sides),
        (*(_work(context, row) for row in group.rows), total),
        (1.3, 0.5, 0.9, *[1.3] * len(context.routes)),
        (f"Status van elk getal: {', '.join(dict.fromkeys((now.status, later.status, staff.status)))}.",),
        size=8.5,
        wordy=True,
    )


def _work(context: PdfContext, row: WorkRow) -> Row:
    blank = tuple(Cell("") for _ in context.routes)
    if row.counted_with:
        return Row((Cell(row.label), Cell("–", True), Cell(f"geteld bij {lower_first(row.counted_with)}"), *blank))
    cells = (Cell(_carriers(context, row.a if side == "a" else row.b)) for side, _ in context.routes)
    return Row((Cell(row.label), Cell(whole(row.now.value), True), Cell(row.before), *cells))


def _carriers(context: PdfContext, carriers: tuple[Carrier, ...]) -> str:
    first = shown_years(context.answers)[1]
    return "; ".join(
        (f"vanaf {carrier.since}: " if carrier.since > first else "") + carrier.name for carrier in carriers
    )


def _money(context: PdfContext) -> Iterator[Piece]:
    """The tekort per year of every route, and what it comes to in all and per inhabitant."""
    answers, code = context.answers, context.gemeente
    grids = *costs.tekorten(answers), overview.outcomes(answers), overview.per_inhabitant(answers)
    shown_numbers = ShownNumbers(Results(tuple(number for grid in grids for number in numbers(grid)), ()))
    yield Heading("Wat het kost")
    yield Paragraph(
        f"Het tekort is lasten min baten, met wat eenmalig is. Een verschil met "
        f"{answers.comparison.zero.scenario.in_sentence} draagt V (voordelig) of N (nadelig)."
    )
    runs = _runs(context)
    by_year = Block({role: shown_numbers.block(f"tekort {role}").rows[code] for role in runs})
    yield _table(context, by_year, by_year.columns, f"Tekort per jaar, {context.place}, {by_year.first.unit}")
    totals, single = shown_numbers.block("uitkomsten"), shown_numbers.block("per_inwoner")
    zero, unit = lower_first(runs["zero"].scenario.short_title), totals.first.unit
    columns = {
        "saldo": f"Saldo, {unit}",
        "verschil": f"Verschil met {zero}, {unit}",
        "eigen": "Per inwoner, €",
        "alle": f"Per inwoner, {context.release.all_together}, €",
    }
    summed = Block({role: _sums(totals, single, code, role) for role in runs})
    caption = f"{period(answers.comparison)} opgeteld, {context.place}; saldo is baten min lasten; {single.first.unit}"
    yield _table(context, summed, columns, caption)


def _runs(context: PdfContext) -> dict[str, Projection]:
    """The nulalternatief and the routes by their place in the comparison."""
    return {"zero": context.answers.comparison.zero} | {str(side): run for side, run in context.routes}


def _sums(totals: Block, single: Block, code: str, role: str) -> dict[str, Number]:
    """Over the horizon: saldo, the difference with the nulalternatief, and per inhabitant here and in all gemeenten."""
    moved_ = {} if role == "zero" else {"verschil": totals.number(code, f"{role}-zero")}
    per_head = {"eigen": single.number(code, role), "alle": single.number(ALL, role)}
    return {"saldo": totals.number(code, role), **moved_, **per_head}


def _table(context: PdfContext, block: Block, columns: Mapping[str, str], caption: str) -> Table:
    """A row per route; the nulalternatief is equal to itself."""
    runs, sides = _runs(context), context.sides
    rows = tuple(
        Row(
            (
                Cell(runs[role].scenario.short_title, side=sides.get(runs[role].scenario.short_title, "")),
                *(
                    block.cell(role, column) if column in block.rows[role] else Cell("gelijk", True)
                    for column in columns
                ),
            )
        )
        for role in block.rows
    )
    heads = head(("Route", *columns.values()), (False, *[True] * len(columns)))
    return Table(caption, heads, rows, (1.5, *[1.0] * len(columns)), (block.status_words,), size=8.5)


def _true(context: PdfContext) -> Iterator[Piece]:
    """On what each route rests, and the values at which both cost this gemeente the same."""
    answers = context.answers
    yield Heading("Wat moet waar zijn")
    if answers.comparison.same:
        yield Paragraph(f"{SAME} Er is dus geen omslagwaarde.")
        return
    rests = "; ".join(f"{run.scenario.in_sentence} op {rests_on(answers.comparison, run)}" for _, run in context.routes)
    there, _ = conditions(answers)
    none = " Geen enkele aanname maakt op zichzelf beide routes hier even duur." if not there else ""
    yield Paragraph(f"Buiten wat gepubliceerd is, rust de uitkomst vooral: {rests}.{none}")
    if not there:
        return
    rows = tuple(
        Row(
            (
                Cell(condition.parameter.label),
                Cell(value_with_unit(condition.now.value, condition.parameter.unit)),
                *(
                    Cell("".join(switching_words(condition.parameter, equal.switching.value)))
                    for equal in condition.equal
                ),
            )
        )
        for condition in there[:CONDITIONS]
    )
    names = ("Aanname", "Nu gerekend met", *(f"Evenveel t/m {year}" for year in horizons(answers)))
    more = len(there) - len(rows)
    statuses = ", ".join(dict.fromkeys(equal.answer.status for condition in there for equal in condition.equal))
    notes = (f"Status: {statuses}.", *((f"Nog {more} meer: zie Mijn gemeente.",) if more else ()))
    caption = f"Bij welke waarde beide routes {context.place} evenveel kosten; binnen of buiten de bandbreedte"
    yield Table(
        caption,
        head(names, [False] * len(names)),
        rows,
        (1.4, 1.4, *[1.2] * (len(names) - 2)),
        notes,
        size=8.5,
        wordy=True,
    )


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
