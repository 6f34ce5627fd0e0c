"""A frozen state → a document of what it holds, when the program of now would print something else: stored numbers and
sentences only, with what is lacking by name."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib.analysis import grid
from lib.analysis.frozen.changes import Since
from lib.analysis.frozen.number import Number, Results, stored_grids
from lib.analysis.frozen.own import stored_own_words
from lib.analysis.frozen.results import BELOW, CHOICE, HEAD
from lib.analysis.grid import Grid, Words, words_grid
from lib.analysis.release import Release
from lib.report.documents import DOCUMENTS, DocumentFile, make
from lib.report.frozen import Outdated, banner, state_answers, stored_results
from lib.report.imprint import TITLE, Imprint
from lib.report.packing import Exact, workbook
from lib.report.pdf.gemeente import TITLE as PER_GEMEENTE
from lib.report.pdf.pieces import Bullets, Cell, Document, Facts, Heading, Item, Paragraph, Piece, Row, Table, typeset
from lib.report.slides.content import Slide
from lib.report.slides.deck import Page, write_deck
from lib.store.content import short
from lib.store.frozen import State
from lib.text import moment_words, whole
from lib.text.formulas import neutral

#: Blocks that a presentation shows; it refers to the state for the others.
ON_SLIDES = ("routes", "uitkomsten", "jaren", "scenarios", "omslag", "spreiding")
#: How many of what is lacking are named one by one.
NAMED = 12
NO_FORMULAS = (
    "Deze werkmap heeft geen levende formules: het programma van nu rekent deze stand niet meer precies zo uit. U ziet de "
    "getallen zoals zij zijn opgeslagen."
)
NO_SCREENS = "De andere tabellen van de stand staan in de PDF, de Excel en de bestanden van de stand."


@dataclass(frozen=True)
class StoredDocument:
    """What a document of stored results is made from; `lacking` says in sentences what today’s document has besides."""

    state: State
    results: Results
    release: Release
    imprint: Imprint
    lacking: tuple[str, ...]

    @property
    def headline(self) -> str:
        return next((text.text for text in self.results.texts if text.kind == HEAD), self.state.info.name)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((text.label, text.text) for text in self.results.texts if text.kind == CHOICE)

    @property
    def own(self) -> str:
        """What differed from standaard, as sentences; "" when nothing did."""
        return stored_own_words(self.results)

    @property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        return tuple((text.label, text.text) for text in self.results.texts if text.kind in (HEAD, BELOW))


def make_of_state(kind: str, state: State, release: Release, imprint: Imprint) -> DocumentFile:
    """A document of a frozen state; `release` is the one that it was frozen on. Where the program of now prints every
    number and sentence as it is stored, it is that of the live view; otherwise it holds what is stored and nothing else.

    Raises BrokenState or CannotExport.
    """
    try:
        return make(kind, state_answers(state, release), imprint)
    except Outdated as error:
        since, why = error.since, error.why
    info, document = state.info, DOCUMENTS[kind]
    stored = stored_results(state)
    subject = StoredDocument(state, stored, release, imprint, (why, *_lacking(since)))
    body = {"pdf": _pdf, "gemeente": _gemeenten, "xlsx": _workbook, "pptx": _slides}[kind](subject)
    return DocumentFile(
        f"routewijzer-release-{info.release}-stand-{info.number}-{document.name}.{document.extension}", document, body
    )


def _lacking(since: Since | None) -> Iterator[str]:
    """What today’s document would show and the state does not hold, by name; and how much is printed as it was."""
    if since is None:
        return
    new = [number.either for number in since.numbers if number.then is None]
    other = [number for number in since.numbers if number.then is not None]
    if new:
        names = [f"{number.block}: {number.row}, {number.column}" for number in new[:NAMED]]
        more = f"; en nog {whole(len(new) - NAMED)}" if len(new) > NAMED else ""
        yield f"Niet opgeslagen in deze stand, en dus niet in dit document ({whole(len(new))}): {'; '.join(names)}{more}."
    if other:
        yield f"Het programma van nu geeft {whole(len(other))} getallen anders; hier staan ze zoals zij zijn opgeslagen."
    if since.texts:
        pages = ", ".join(dict.fromkeys(text.label for text, _ in since.texts))
        count = "één zin" if len(since.texts) == 1 else f"{whole(len(since.texts))} zinnen"
        yield f"Anders verwoord dan nu: {count} ({pages}); hier staat wat is opgeslagen."


# -- PDF -------------------------------------------------------------------------------------------------------


def _pdf(subject: StoredDocument) -> bytes:
    return _typeset(subject, TITLE, _pieces(subject, stored_grids(subject.results.numbers)))


def _gemeenten(subject: StoredDocument) -> bytes:
    """What is stored of each gemeente: its rows and its columns."""
    return _typeset(subject, PER_GEMEENTE, _per_gemeente(subject))


def _typeset(subject: StoredDocument, kind: str, pieces: Iterator[Piece]) -> bytes:
    info, imprint = subject.state.info, subject.imprint
    product = f"Routewijzer {subject.release.settings['regio']}"
    where = f"bevroren stand: {imprint.state}{'; ' if imprint.link else ''}{imprint.link}"
    foot = f"{product} · {kind} · bron: release {info.release}, kenmerk {short(info.release_hash)} · gemaakt {moment_words(imprint.made_at)}"
    return typeset(
        Document(f"{kind}: {banner(info)}", banner(info), product, foot, where, tuple(pieces)), imprint.made_at
    )


def _first_page(subject: StoredDocument) -> Iterator[Piece]:
    yield Heading(subject.headline, 1)
    yield Paragraph(f"{banner(subject.state.info)}.", "small")
    if subject.own:
        yield Paragraph(subject.own, "own")
    yield Bullets(tuple(Item("Let op", text) for text in subject.lacking))
    yield Heading("Wat toen was gekozen")
    yield Facts(subject.choices)


def _pieces(subject: StoredDocument, grids: Sequence[Grid]) -> Iterator[Piece]:
    yield from _first_page(subject)
    yield Heading("Opgeslagen zinnen")
    yield Bullets(tuple(Item(page, text) for page, text in subject.sentences))
    yield Heading("Opgeslagen getallen")
    yield from map(_typeset_table, grids)


def _per_gemeente(subject: StoredDocument) -> Iterator[Piece]:
    yield from _first_page(subject)
    codes = [code for code in (gemeente.code for gemeente in subject.release.figures.gemeenten) if _of(subject, code)]
    for code in codes:
        yield Heading(subject.release.name(code), 1, fresh=True)
        yield from map(_typeset_table, stored_grids(_of(subject, code)))


def _of(subject: StoredDocument, code: str) -> list[Number]:
    return [number for number in subject.results.numbers if code in number.ids[1:]]


def _typeset_table(grid: Grid) -> Table:
    head = (Cell(""), *(Cell(column.label, True) for column in grid.columns))
    rows = tuple(
        Row((Cell(row.label), *(Cell(cell.text, True) for cell in row.cells)), "totaal" if row.total else "")
        for row in grid.rows
    )
    statuses = dict.fromkeys(cell.status for row in grid.rows for cell in row.cells if cell.status)
    notes = (f"Status van deze getallen: {', '.join(statuses)}.",) if statuses else ()
    return Table(grid.caption, head, rows, (1.6, *[1.0] * len(grid.columns)), notes, together=False, size=8)


# -- Excel and PowerPoint --------------------------------------------------------------------------------------


def _workbook(subject: StoredDocument) -> bytes:
    """The stored numbers with their exact values, and in words that there are no formulas."""
    buffer = io.BytesIO()
    with workbook(buffer, subject.imprint.made_at.replace(tzinfo=None)) as book:
        guide = book.file.add_worksheet("Leeswijzer")
        guide.set_column(0, 0, 34)
        guide.set_column(1, 1, 110)
        rows = [
            ("Bevroren stand", banner(subject.state.info)),
            ("Geen formules", NO_FORMULAS),
            *([("Anders dan standaard", subject.own)] if subject.own else []),
            *(("Let op", text) for text in subject.lacking),
            *subject.choices,
            *subject.sentences,
            ("Link", subject.imprint.link or "Geen: gemaakt op de opdrachtregel."),
        ]
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                guide.write_string(at, column, neutral(cell), book.wrapped)
        sheet = book.file.add_worksheet("Getallen")
        sheet.freeze_panes(1, 0)
        heads = ("Tabel", "Rij", "Kolom", "Zoals getoond", "Precieze waarde", "Eenheid", "Status")
        for column, name in enumerate(heads):
            sheet.set_column(column, column, 40 if column < 3 else 20)
            sheet.write_string(0, column, name, book.head)
        for at, number in enumerate(subject.results.numbers, start=1):
            texts = {
                0: number.block,
                1: number.row,
                2: number.column,
                3: number.shown,
                5: number.unit,
                6: number.status,
            }
            for column, text in texts.items():
                sheet.write_string(at, column, neutral(text))
            if number.value is not None:
                sheet.write_number(at, 4, Exact(number.value))
    return buffer.getvalue()


def _slides(subject: StoredDocument) -> bytes:
    """The stored headline, what is lacking, and the tables that Vergadermodus shows."""
    info = subject.state.info
    remarks = ((Words("Let op"), (grid.Cell(text),)) for text in (*subject.lacking, NO_SCREENS))
    lacking = words_grid("let op", "Let op", (Words("Let op"), Words("Wat")), remarks)
    rows = ((Words(label), (grid.Cell(text),)) for label, text in subject.choices)
    choices = words_grid("keuzes", "Keuzes", (Words("Keuze"), Words("Toen")), rows)
    slides = [
        Slide(f"Stand {info.number}: {info.name}", subject.headline, grid=lacking, note=f"{banner(info)}."),
        Slide("Wat toen was gekozen", subject.headline, grid=choices),
    ]
    for stored in stored_grids(subject.results.numbers):
        if stored.id in ON_SLIDES:
            slides.append(Slide(stored.caption, f"Zoals opgeslagen in stand {info.number}.", grid=_with_gaps(stored)))
    words = f"{TITLE} · {subject.imprint.state}"
    facts = {
        "title": f"{TITLE}: {banner(info)}",
        "subject": f"Release {info.release}, kenmerk {short(info.release_hash)}",
    }
    notes = [banner(info), *subject.lacking, *(f"{label}: {text}" for label, text in subject.choices)]
    return write_deck(
        [Page(slide, notes) for slide in slides], words, subject.imprint, subject.release, facts, subject.own
    )


def _with_gaps(stored: Grid) -> Grid:
    """Where nothing was stored stands a dash; words stand left, as on a screen."""
    rows = (
        replace(row, cells=tuple(cell if cell.text else grid.Cell("–") for cell in row.cells)) for row in stored.rows
    )
    return replace(stored, columns=tuple(replace(column, numeric=None) for column in stored.columns), rows=tuple(rows))
