"""The document that goes with a proposal: both routes side by side, from the question to the sources."""

from collections.abc import Iterator
from math import isclose

from lib.comparison.answers import Answers
from lib.comparison.message import period
from lib.render.packing import TITLE, Imprint
from lib.render.pdf import basis, evidence, outcome
from lib.render.pdf.blocks import MARKS, Incomplete, PdfContext
from lib.render.pdf.pieces import Bullets, Document, Facts, Heading, Item, Piece, typeset
from lib.subjects.saved_views import choices
from lib.tables.columns import STATUSES
from lib.tables.content import short
from lib.text import UNKNOWN, date_words, local, moment_words


def about(context: PdfContext) -> Iterator[Piece]:
    """Where the document comes from, which choices it shows, and how to read its numbers."""
    release, imprint = context.release, context.imprint
    info = release.info
    yield Heading("Over dit document")
    words = (
        f"{info.number} “{info.name}”, {info.state_words}, {date_words(local(info.created_at))}, door {info.publisher}"
    )
    facts = [("Release", words), ("Kenmerk", info.hash), ("Gemaakt", moment_words(imprint.made_at))]
    if imprint.state:
        facts.append(("Bevroren stand", imprint.state))
    facts += [(name, words) for name, words in choices(context.answers).items() if name != "Release"]
    facts.append(("Volledige link", imprint.link or "geen: gemaakt op de opdrachtregel"))
    yield Facts(tuple(facts))
    yield Heading("Zo leest u de getallen", 3)
    marks = ", ".join(f"{MARKS[status]} {status}" for status in STATUSES)
    items = {
        "V en N": "voordelig en nadelig voor de route die eerst genoemd is; een verschil is saldo min saldo",
        "PM": "de post bestaat, het bedrag is niet bekend; hij telt in geen enkel totaal mee en is niet nul",
        "Status": f"hoe zeker een getal is, sterkst eerst: {', '.join(STATUSES)}; een berekend getal heeft de "
        f"zwakste status van wat erin gaat. Tekens: {marks}",
        "Euro’s naar status": _shares(context),
    }
    yield Bullets(tuple(Item(name, text) for name, text in items.items()))


def _shares(context: PdfContext) -> str:
    """The share of every status in the euros of both routes. Raises Incomplete when they do not make the whole."""
    block = context.numbers.blocks.get("zekerheid")
    if block is None or not block.rows:
        return UNKNOWN
    shares = [block.number(row, "aandeel") for row in block.rows]
    if not isclose(sum(share.value or 0.0 for share in shares), 1, abs_tol=1e-6):
        raise Incomplete(block.title)
    return f"in beide routes samen: {', '.join(f'{share.shown} {share.row}' for share in shares)}"


#: What stands in the document, in this order.
SECTIONS = (
    *(
        evidence.opening,
        evidence.ranges,
        evidence.tekort,
        evidence.handed_in,
        evidence.readings,
        evidence.gemeenten,
        evidence.people,
    ),
    *(evidence.worked, evidence.ladder, evidence.risks, basis.not_in_euros, basis.decisions),
    *(outcome.per_gemeente, outcome.bridges, outcome.people, outcome.per_year, outcome.scenarios),
    *(basis.must_be_true, basis.disagreement, basis.spread, basis.assumptions),
    *(outcome.budgets, basis.statements, basis.sources, about),
)


def make_comparison(answers: Answers, imprint: Imprint) -> bytes:
    """The whole comparison as PDF/UA-1; equal answers and imprint give equal bytes. Raises CannotExport."""
    context = PdfContext(answers, imprint)
    return typeset(document(context, TITLE, _pieces(context)), imprint.made_at)


def _pieces(context: PdfContext) -> Iterator[Piece]:
    for section in SECTIONS:
        yield from section(context)


def document(context: PdfContext, kind: str, pieces: Iterator[Piece]) -> Document:
    """The pieces with what stands on every page: release and hash, when it was made, and the full link or the state."""
    answers, imprint = context.answers, context.imprint
    routes = " en ".join(run.scenario.title for _, run in context.routes)
    info = context.release.info
    where = f"bevroren stand: {imprint.state}" if imprint.state else "volledige link: "
    if not imprint.link and not imprint.state:
        where = "gemaakt op de opdrachtregel, zonder link"
    product = f"Routewijzer {context.release.settings['regio']}"
    return Document(
        f"{kind}: {routes}, {period(answers.comparison)}",
        f"{routes}, {context.place}, {period(answers.comparison)}, release {info.number}",
        product,
        f"{product} · {kind} · bron: release {info.number}, kenmerk {short(info.hash)} · gemaakt {moment_words(imprint.made_at)}",
        f"{where}{'; ' if imprint.state and imprint.link else ''}{imprint.link}",
        tuple(pieces),
    )
