"""The document that goes with a proposal: both routes side by side, from the question to the sources."""

from collections.abc import Iterator

from lib.analysis.answers import Answers
from lib.analysis.message import period
from lib.report.imprint import TITLE, Imprint
from lib.report.pdf import basis, conditions, outcome, years
from lib.report.pdf.context import PdfContext
from lib.report.pdf.pieces import Document, Piece
from lib.report.pdf.typesetting import typeset
from lib.store.content import short
from lib.text import moment_words

SECTIONS = (
    *(outcome.opening, outcome.per_gemeente, outcome.bridges, outcome.people, years.per_year),
    *(conditions.must_be_true, conditions.spread, conditions.disagreement, outcome.scenarios),
    *(basis.not_in_euros, basis.pm_items, basis.decisions, basis.assumptions),
    *(years.budgets, basis.statements, basis.sources, basis.about),
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
