"""The sections about what the outcome rests on: switching values, corners, one assumption at a time, and the range."""

from collections.abc import Iterator
from dataclasses import replace

from lib.analysis.message import SAME, period
from lib.analysis.sensitivity import HOW, WITHIN, Sensitivity
from lib.report.pdf.blocks import Block, Incomplete, PdfContext, head, pivot, text_row, text_table
from lib.report.pdf.outcome import LETTERS
from lib.report.pdf.pieces import Bar, Heading, Paragraph, Piece, Table
from lib.text import lower_first


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
