"""The sections about what the numbers rest on: not in euros, PM, decisions, assumptions, statements, sources.

The sections about what the outcome rests on: switching values, corners, one assumption at a time, and the range.
"""

from collections.abc import Iterator
from dataclasses import replace

from lib.comparison.message import SAME, differing, period
from lib.comparison.pm import possible_range
from lib.model.parameters import Parameter, PmItem
from lib.render.pdf.blocks import Block, Incomplete, PdfContext, head, pivot, text_row, text_table
from lib.render.pdf.outcome import LETTERS
from lib.render.pdf.pieces import Bar, Cell, Heading, Paragraph, Piece, RowKind, Table
from lib.subjects.accountability.accountability import NO_CONSIDERATION, Carrier, carriers, considerations_of, hindsight
from lib.subjects.what_if.sensitivity import HOW, WITHIN, Sensitivity
from lib.text import UNKNOWN, day_words, lower_first, upper_first, value_with_unit
from lib.text.numbers import natural_order


def not_in_euros(context: PdfContext) -> Iterator[Piece]:
    """The considerations of both routes, topic by topic, with equal room."""
    release = context.release
    yield Heading("Wat niet in euro’s staat")
    considerations = [considerations_of(release, run.scenario)[1] for _, run in context.routes]
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
    names = ["Onderwerp", *(run.scenario.short_title for _, run in context.routes)]
    caption = "Wat voor de keuze telt en niet in een bedrag te vatten is; gelijke ruimte voor elke route"
    widths = (0.85, *[1.5] * len(considerations))
    yield text_table(caption, names, rows, widths, sides=context.sides, size=9)


def pm_items(context: PdfContext) -> Iterator[Piece]:
    """Every PM-post: in which route it stands, and what is known of it."""
    block = context.numbers.block("pm")
    yield Heading("PM-posten: bekend dat ze bestaan, bedrag onbekend")
    yield Paragraph(
        "PM staat in geen enkel totaal en is dus niet nul. Waar een bereik staat, staat erbij waarop de grenzen rusten."
    )
    roles = ["zero", *(side for side, _ in context.routes)]
    rows = []
    for row in block.rows:
        item = context.release.pm.get(row)
        about, kind = ("", "") if item is None else (_about(context, item), _kind(item))
        cells = (block.number(row, role).shown for role in roles)
        total: RowKind = "totaal" if row == "aantal" else ""
        rows.append(text_row(Cell(block.names[row], below=kind), *cells, about, kind=total))
    names = ["Post", *(block.columns[role] for role in roles), "Uitleg en bron"]
    yield text_table(block.first.block, names, rows, (1.7, *[0.75] * len(roles), 3), sides=context.sides)


def _kind(item: PmItem) -> str:
    return f"{'bate' if item.sign > 0 else 'last'}, {item.kind}"


def _about(context: PdfContext, item: PmItem) -> str:
    bounds = possible_range(item)
    words = f" {upper_first(bounds)}." if bounds else ""
    return f"{item.explanation}{words} Bron: {context.cite(item.source)}"


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
        source = Cell(row["titel"], below=row["adres"] or "geen adres")
        rows.append(text_row(f"[{number}]", source, Cell(row["uitgever"], below=about)))
    names = ("Nr.", "Bron en adres", "Uitgever, datum, licentie")
    yield text_table(f"{len(rows)} bronnen waar dit document naar verwijst", names, rows, (0, 2.4, 1.3))


def must_be_true(context: PdfContext) -> Iterator[Piece]:
    """Per assumption the value at which both routes cost the same, and the corners."""
    yield Heading("Wat moet waar zijn voor gelijke kosten?")
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
        yield Paragraph(f"Geen omslagwaarde binnen het toelaatbare bereik: {', '.join(without)}.", "small")
    yield from _corners(context)
    yield from _swings(context)


def _switching(context: PdfContext, block: Block) -> Table:
    standing, rows = context.numbers.block("aannames"), []
    for row in block.rows:
        equal = (block.number(row, column).shown for column in block.columns)
        rows.append(text_row(block.names[row], standing.number(row, "waarde").shown, *equal))
    names, widths = ("Aanname", "Nu gerekend met", *block.columns.values()), (1.5, 1.2, *[1.0] * len(block.columns))
    table = text_table(f"Omslagwaarden, {context.place}", names, rows, widths)
    return replace(table, notes=(block.status_words,), together=True)


def _corners(context: PdfContext) -> Iterator[Piece]:
    """The 2×2 of the outcome."""
    yield Heading("De hoeken", 3)
    if "hoeken" not in context.numbers.blocks:
        yield Paragraph("De routes hebben niet elk een eigen onzekere maatregel; er zijn dus geen hoeken.")
        return
    yield Paragraph(
        "Wat de uitkomst is als van elke route de grootste onzekere maatregel niets of volledig oplevert. Rijen zijn van "
        "de ene route, kolommen van de andere."
    )
    yield pivot(context.numbers.block("hoeken"), "", notes=(LETTERS,), widths=(1.4, 1, 1))


def _swings(context: PdfContext) -> Iterator[Piece]:
    """Each assumption at the ends of its band, the one that moves most first, on the scale of the page."""
    yield Heading("Welke aanname telt het meest?", 3)
    if "tornado" not in context.numbers.blocks:
        yield Paragraph("Geen aanname verandert dit verschil.")
        return
    block, sensitivity = context.numbers.block("tornado"), Sensitivity(context.answers)
    now = sensitivity.now(context.answers.view.gemeente).value
    values = [now, *(_ends(block, row)[i] for row in block.rows for i in (0, 1))]
    moving = [row for row in block.rows if block.number(row, "laag").shown != block.number(row, "hoog").shown]
    rows = []
    for row in moving:
        span = _span(_ends(block, row), now, min(values), max(values))
        rows.append(text_row(block.names[row], block.cell(row, "laag"), block.cell(row, "hoog", span)))
    small = [lower_first(block.names[row]) for row in block.rows if row not in moving]
    whole = context.numbers.block("brug b-a").number("samen", "verschil").shown
    notes = [f"Balk van laag tot hoog; de streep is het verschil nu, {whole}."]
    if small:
        notes.append(f"Van laag tot hoog hooguit een afronding verschil: {', '.join(small)}.")
    if sensitivity.unmoved:
        notes.append(f"Zonder invloed op dit verschil: {', '.join(map(lower_first, sensitivity.unmoved))}.")
    caption = f"{block.title}, {context.place}, {period(context.answers.comparison)}"
    heads = head(("Aanname", *block.columns.values()), (False, True, True))
    yield Table(caption, heads, tuple(rows), (1.6, 0.7, 1.9), (*notes, LETTERS, block.status_words))


def _ends(block: Block, row: str) -> tuple[float, float]:
    """The difference at low and at high in euros. Raises Incomplete."""
    low, high = (block.number(row, column) for column in ("laag", "hoog"))
    if low.value is None or high.value is None:
        raise Incomplete(f"{low.block}, {low.row}")
    return low.value, high.value


def _span(ends: tuple[float, float], now: float, low: float, high: float) -> Bar:
    """From the lowest to the highest end with a stroke at what it is now."""
    span = (high - low) or 1.0
    return Bar((min(ends) - low) / span, (max(ends) - low) / span, (now - low) / span, "")


def spread(context: PdfContext) -> Iterator[Piece]:
    """Percentiles and shares per gemeente, and the interval at each certainty."""
    yield Heading(f"Hoe ver loopt het uiteen, {WITHIN}?")
    if context.answers.comparison.same:
        yield Paragraph(SAME)
        return
    sensitivity = Sensitivity(context.answers)
    texts = [text.text for text in context.numbers.results.texts if text.label == "Gevoeligheid"]
    yield Paragraph(texts[0])
    yield Paragraph(" ".join(texts[1:]), "small")
    block = context.numbers.block("spreiding")
    notes = "P met een getal: zoveel procent van de trekkingen ligt lager.", LETTERS
    caption = f"{sensitivity.between}, {period(context.answers.comparison)}, × € 1 miljoen; laatste twee kolommen: aandeel van de trekkingen"
    count = len(block.columns) - 2
    widths = (1.5, *[1.0] * count, 1.2, 1.2)
    yield pivot(block, "Gemeente", gemeente=context.gemeente, notes=notes, caption=caption, widths=widths)
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
        yield pivot(block, "Aanname", notes=(LETTERS,), widths=widths, size=8)
