"""The sections about what the numbers rest on: not in euros, decisions, assumptions, statements, sources.

The sections about what the outcome rests on: switching values, one assumption at a time, and the range.
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.assumptions import NO_TURN, NO_TURN_WORDS
from lib.comparison.grid import MILLIONS
from lib.comparison.message import SAME, differing, nothing_to_compare, period
from lib.model.parameters import Parameter
from lib.render.pdf.blocks import Block, Incomplete, PdfContext, grid_table, head, pivot, text_row, text_table
from lib.render.pdf.charts import plane
from lib.render.pdf.pieces import Bar, Cell, Heading, Paragraph, Piece, Table
from lib.subjects.accountability.accountability import NO_CONSIDERATION, Carrier, carriers, considerations_of, hindsight
from lib.subjects.what_if.pair import QUESTION, AssumptionPair
from lib.subjects.what_if.sensitivity import HOW, Sensitivity
from lib.subjects.what_if.what_if import marks, reach, swings
from lib.text import UNKNOWN, day_words, lower_first, upper_first, value_with_unit
from lib.text.numbers import natural_order

#: Which columns of the draws hold a share of them: those stand on Gevoeligheid only.
SHARES = " voordeliger"
#: Where draws are told, on what they rest.
WITHIN = "binnen deze bandbreedtes, die zelf aannames zijn"


def not_in_euros(context: PdfContext) -> Iterator[Piece]:
    """The considerations of both routes, and of the nulalternatief where there are any, topic by topic, with equal room."""
    release, zero = context.release, context.answers.comparison.zero
    yield Heading("Wat niet in euro’s staat")
    of_zero = () if zero.scenario in (run.scenario for _, run in context.routes) else (("zero", zero),)
    pairs = [(side, run, considerations_of(release, run.scenario)[1]) for side, run in (*of_zero, *context.routes)]
    columns = [(run, own) for side, run, own in pairs if own or side != "zero"]
    considerations = [own for _, own in columns]
    ordered = sorted(release.tables["considerations"], key=lambda row: row["volgorde"])
    topics = list(dict.fromkeys(row["onderwerp"] for row in ordered))
    if not topics:
        yield Paragraph("In deze release staan geen overwegingen.")
        return
    rows = []
    for topic in topics:
        cells = []
        for by_topic in considerations:
            row = by_topic.get(topic)
            source = "" if row is None else f"Bron: {context.cite(row['bron_id'])}"
            carried = "" if row is None or not row["uitspraken"] else f" · {row['uitspraken']}"
            cells.append(Cell(NO_CONSIDERATION if row is None else row["overweging"], below=f"{source}{carried}"))
        rows.append(text_row(Cell(topic, strong=True), *cells))
    names = ["Onderwerp", *(run.scenario.short_title for run, _ in columns)]
    caption = "Wat voor de keuze telt en niet in een bedrag te vatten is; gelijke ruimte voor elke route"
    widths = (0.85, *[1.5] * len(considerations))
    yield text_table(caption, names, rows, widths, sides=context.sides, size=9)


def decisions(context: PdfContext) -> Iterator[Piece]:
    """Who decides what and when."""
    ordered = sorted(context.release.tables["decisions"], key=lambda row: row["volgorde"])
    if not ordered:
        return
    yield Heading("Wie beslist wat en wanneer")
    rows = (
        text_row(row["wanneer"], Cell(row["wie"], below=row["rol"]), row["besluit"], context.cite(row["bron_id"]))
        for row in ordered
    )
    names = ("Wanneer", "Wie en in welke rol", "Wat", "Bron")
    yield text_table("Beslissingen zoals het is gelopen", names, rows, (0.8, 2, 2.2, 1))


def assumptions(context: PdfContext) -> Iterator[Piece]:
    """Every assumption with its value here, its band, status and source."""
    block, release = context.numbers.block("aannames"), context.release
    yield Heading("Aannames, met bandbreedte, status en bron")
    rows = []
    for name, parameter in release.parameters.items():
        now, standard = block.number(name, "waarde"), block.number(name, "standaard")
        own = "" if now.value == standard.value else f"eigen keuze; standaard {standard.shown}"
        late = " (met kennis achteraf)" if hindsight(release, parameter.kennisdatum) else ""
        what, value = Cell(parameter.label, below=parameter.explanation), Cell(now.shown, below=own)
        rows.append(text_row(what, value, _band(parameter), now.status, f"{context.cite(parameter.source)}{late}"))
    names = ("Aanname", "In deze vergelijking", "Bandbreedte", "Status", "Bron")
    caption = f"Laag tot hoog is wat aannemelijk is; {_together(context)}"
    yield text_table(caption, names, rows, (2.6, 1.2, 1.2, 0.7, 1.2))


def _together(context: PdfContext) -> str:
    """What all values together are."""
    if differing(context.answers.comparison):
        return "bij een eigen keuze staat de waarde van standaard"
    return "alle aannames op standaard samen heten het rekenvoorbeeld"


def _band(parameter: Parameter) -> str:
    low, high = (value_with_unit(value, parameter.unit) for value in (parameter.low, parameter.high))
    return f"{low} tot {high}"


def statements(context: PdfContext) -> Iterator[Piece]:
    """Every statement, what carries it, and its source."""
    release = context.release
    ordered = sorted(release.tables["statements"], key=lambda row: natural_order(row["uitspraak_id"]))
    if not ordered:
        return
    yield Heading("Uitspraken waarop de routes steunen, en waar ze zijn verwerkt")
    rows = []
    for row in ordered:
        carried = _carried(context, carriers(release, row["uitspraak_id"]))
        name, source = Cell(row["uitspraak_id"], strong=True), context.cite(row["bron_id"])
        rows.append(text_row(name, row["uitspraak"], carried, source))
    names = ("Nr.", "Uitspraak", "Gedragen door", "Bron")
    yield text_table(f"{len(rows)} uitspraken", names, rows, (0, 2, 2.2, 0.9))


def _carried(context: PdfContext, carriers: tuple[Carrier, ...]) -> str:
    """What carries a statement in the routes of this document; where nothing does, in which other scenario."""
    names_here = {
        run.scenario.short_title for run in (context.answers.comparison.zero, *(run for _, run in context.routes))
    }
    by_scenarios: dict[tuple[str, ...], list[str]] = {}
    for carrier in carriers:
        here = tuple(name for name in carrier.scenarios if name in names_here)
        if here:
            by_scenarios.setdefault(here, []).append(f"{carrier.kind} {carrier.name}")
    sentences = (f"{', '.join(scenarios)}: {'; '.join(texts)}" for scenarios, texts in by_scenarios.items())
    others = dict.fromkeys(name for carrier in carriers for name in carrier.scenarios)
    elsewhere = f"niet in deze routes; wel in {', '.join(others)}" if others else "door geen scenario gedragen"
    return ". ".join(sentences) or elsewhere


def sources(context: PdfContext) -> Iterator[Piece]:
    """The sources that the document cites, in the order of their numbers; addresses are text, never links."""
    yield Heading("Bronnen")
    rows = []
    for bron_id, number in context.cited.items():
        row = context.release.sources[bron_id]
        about = ", ".join(filter(None, (day_words(row["gepubliceerd"] or UNKNOWN), row["licentie"])))
        source = Cell(row["titel"], below=context.release.source_place(bron_id))
        rows.append(text_row(f"[{number}]", source, Cell(row["uitgever"], below=about)))
    names = ("Nr.", "Bron, en adres of afzender", "Uitgever, datum, licentie")
    yield text_table(f"{len(rows)} bronnen waar dit document naar verwijst", names, rows, (0, 2.4, 1.3))


def must_be_true(context: PdfContext) -> Iterator[Piece]:
    """Per assumption the value at which both routes cost the same."""
    yield Heading("Wat moet waar zijn voor gelijke kosten?")
    if unknown := nothing_to_compare(context.answers.comparison):
        yield Paragraph(unknown)
        return
    if context.answers.comparison.same:
        yield Paragraph(f"{SAME} Elke waarde geeft gelijke kosten.")
        return
    yield Paragraph(
        "De omslagwaarde is de waarde waarbij beide routes over deze jaren even duur zijn; de andere aannames blijven "
        "zoals ze zijn. Erbij staat of die waarde binnen de bandbreedte ligt."
    )
    block = context.numbers.block("omslag")
    there = [row for row, cells in block.rows.items() if any(number.value is not None for number in cells.values())]
    if there:
        yield _switching(context, block.only(there))
    without = [lower_first(block.names[row]) for row in block.rows if row not in there]
    if without:
        words = "In geen van deze kolommen een omslag" if there else upper_first(NO_TURN_WORDS)
        yield Paragraph(f"{words}. Dat geldt voor: {', '.join(without)}.", "small")
    yield from _pair(context)
    yield from _swings(context)


def _pair(context: PdfContext) -> Iterator[Piece]:
    """Two assumptions at a time: in words, the line of equal costs, and what levels the routes in total and per gemeente."""
    two = AssumptionPair(context.answers)
    spec = two.chart()
    yield Heading(QUESTION, 3)
    yield Paragraph(two.headline())
    yield Paragraph(f"{upper_first(spec.quiet)}.", "small")
    yield plane(spec)
    yield Paragraph(two.remark(), "small")
    for grid in (two.grid(), two.per_gemeente()):
        yield replace(grid_table(context.numbers, grid, (1.3, *[1.0] * len(grid.columns)), size=8), together=True)


def _switching(context: PdfContext, block: Block) -> Table:
    standing, rows = context.numbers.block("aannames"), []
    for row in block.rows:
        equal = (block.number(row, column).shown for column in block.columns)
        rows.append(text_row(block.names[row], standing.number(row, "waarde").shown, *equal))
    names, widths = ("Aanname", "Nu gerekend met", *block.columns.values()), (1.5, 1.2, *[1.0] * len(block.columns))
    table = text_table(f"Omslagwaarden, {context.place}", names, rows, widths)
    there = {block.number(row, column).shown for row in block.rows for column in block.columns}
    words = (f"{upper_first(NO_TURN_WORDS)}.",) if NO_TURN in there else ()
    return replace(table, notes=(*words, block.status_words), together=True)


def _swings(context: PdfContext) -> Iterator[Piece]:
    """Each assumption at the ends of its band, the one that moves most first, on the scale of the page."""
    yield Heading("Welke aanname telt het meest?", 3)
    if "tornado" not in context.numbers.blocks:
        yield Paragraph("Geen aanname verandert dit verschil.")
        return
    block, sensitivity = context.numbers.block("tornado"), Sensitivity(context.answers)
    now = sensitivity.now(context.answers.view.gemeente).value
    scale = reach(swings(sensitivity), now)
    moving = [row for row in block.rows if block.number(row, "laag").shown != block.number(row, "hoog").shown]
    rows = []
    for row in moving:
        span = _span(_ends(block, row), now, *scale)
        rows.append(text_row(block.names[row], block.cell(row, "laag"), block.cell(row, "hoog", span)))
    small = [lower_first(block.names[row]) for row in block.rows if row not in moving]
    whole = context.numbers.block("brug b-a").number("samen", "verschil").shown
    notes = [marks(whole)]
    if small:
        notes.append(f"Van laag tot hoog hooguit een afronding verschil: {', '.join(small)}.")
    if sensitivity.unmoved:
        notes.append(f"Zonder invloed op dit verschil: {', '.join(map(lower_first, sensitivity.unmoved))}.")
    caption = f"{block.title}, {context.place}, {period(context.answers.comparison)}"
    heads = head(("Aanname", *block.columns.values()), (False, True, True))
    yield Table(caption, heads, tuple(rows), (1.6, 0.7, 1.9), (*notes, block.status_words))


def _ends(block: Block, row: str) -> tuple[float, float]:
    """The difference at low and at high in euros. Raises Incomplete."""
    low, high = (block.number(row, column) for column in ("laag", "hoog"))
    if low.value is None or high.value is None:
        raise Incomplete(f"{low.block}, {low.row}")
    return low.value, high.value


def _span(ends: tuple[float, float], now: float, low: float, high: float) -> Bar:
    """From the end at laag to that at hoog with a stroke at what it is now, zero on the scale."""
    span = (high - low) or 1.0
    first, last, stroke, zero = ((value - low) / span for value in (*ends, now, 0.0))
    return Bar(first, last, zero, "", stroke=stroke)


def spread(context: PdfContext) -> Iterator[Piece]:
    """Percentiles per gemeente, and the interval at each certainty; no share of the draws."""
    yield Heading("Hoe ver loopt het uiteen bij trekkingen van alle aannames samen?")
    if unknown := nothing_to_compare(context.answers.comparison):
        yield Paragraph(unknown)
        return
    if context.answers.comparison.same:
        yield Paragraph(SAME)
        return
    sensitivity = Sensitivity(context.answers)
    yield Paragraph(f"{upper_first(WITHIN)}: {lower_first(sensitivity.below())}")
    block = context.numbers.block("spreiding")
    amounts = block.without(*(column for column in block.columns if column.endswith(SHARES)))
    notes = ("P met een getal: zoveel van de 100 trekkingen liggen lager.",)
    caption = f"{sensitivity.between}, {period(context.answers.comparison)}, {MILLIONS}, {WITHIN}"
    widths = (1.5, *[1.0] * len(amounts.columns))
    yield pivot(amounts, "Gemeente", gemeente=context.gemeente, notes=notes, caption=caption, widths=widths)
    certain = context.numbers.block("zekerheden")
    yield pivot(certain, "Zekerheid", caption=f"{certain.title}, {context.place}", widths=(1, 1, 1))
    yield Paragraph(HOW, "small")


def disagreement(context: PdfContext) -> Iterator[Piece]:
    """What two pinned opinions disagree on, by assumption; nothing when there are no two."""
    blocks = [block for name, block in context.numbers.blocks.items() if name.startswith("meningen ")]
    if not blocks:
        return
    yield Heading("Waarover verschillen twee meningen?")
    for block in blocks:
        widths = (1.6, *[1.0] * len(block.columns))
        yield pivot(block, "Aanname", widths=widths, size=8)
