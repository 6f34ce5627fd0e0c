"""A frozen state → a document of what it holds, when the program of now would print something else: stored numbers and
sentences only, with what is lacking by name."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib.analysis.frozen.changes import Since
from lib.analysis.frozen.number import Number, Results
from lib.analysis.frozen.own import stored_own_words
from lib.analysis.frozen.results import BELOW, CHOICE, HEAD
from lib.analysis.meeting import Grid, Line, Shown
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.report.documents import DOCUMENTS, Made, make
from lib.report.frozen import Outdated, banner, state_answers, stored_results
from lib.report.imprint import TITLE, Imprint
from lib.report.packing import Exact, neutral_rows, workbook
from lib.report.pdf.gemeente import TITLE as PER_GEMEENTE
from lib.report.pdf.pieces import Bullets, Cell, Document, Facts, Heading, Item, Paragraph, Piece, Row, Table
from lib.report.pdf.typesetting import typeset
from lib.report.slides.content import Slide
from lib.report.slides.deck import Page, write_deck
from lib.store.content import short
from lib.store.frozen import State
from lib.text import moment_words, whole

#: Rows that add up the others.
SUMS = (ALL, "samen", "saldo", "totaal")
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
class StoredTable:
    """Numbers of one block as they were written: `rows` holds a name and a number (None: not stored) per heading."""

    id: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Number | None, ...]], ...]


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


def make_of_state(kind: str, state: State, release: Release, imprint: Imprint) -> Made:
    """A document of a frozen state; `release` is the one that it was frozen on. Where the program of now prints every
    number and sentence as it is stored, it is that of the live view; otherwise it holds what is stored and nothing else.

    Raises BrokenState or CannotExport.
    """
    try:
        return make(kind, state_answers(state, release), imprint)
    except Outdated as error:
        since, why = error.since, error.why
    info, found = state.info, DOCUMENTS[kind]
    stored = stored_results(state)
    subject = StoredDocument(state, stored, release, imprint, (why, *_lacking(since)))
    body = {"pdf": _pdf, "gemeente": _gemeenten, "xlsx": _workbook, "pptx": _slides}[kind](subject)
    return Made(f"routewijzer-release-{info.release}-stand-{info.number}-{found.name}.{found.extension}", found, body)


def _lacking(since: Since | None) -> Iterator[str]:
    """What today’s document would show and the state does not hold, by name; and how much is printed as it was."""
    if since is None:
        return
    new = [each.either for each in since.numbers if each.then is None]
    other = [each for each in since.numbers if each.then is not None]
    if new:
        names = [f"{each.block}: {each.row}, {each.column}" for each in new[:NAMED]]
        more = f"; en nog {whole(len(new) - NAMED)}" if len(new) > NAMED else ""
        yield f"Niet opgeslagen in deze stand, en dus niet in dit document ({whole(len(new))}): {'; '.join(names)}{more}."
    if other:
        yield f"Het programma van nu geeft {whole(len(other))} getallen anders; hier staan ze zoals zij zijn opgeslagen."
    if since.texts:
        pages = ", ".join(dict.fromkeys(text.label for text, _ in since.texts))
        count = "één zin" if len(since.texts) == 1 else f"{whole(len(since.texts))} zinnen"
        yield f"Anders verwoord dan nu: {count} ({pages}); hier staat wat is opgeslagen."


def stored_tables_of(numbers: Sequence[Number]) -> tuple[StoredTable, ...]:
    """Every block as a table, its rows and columns in the order in which they were stored."""
    blocks: dict[str, list[Number]] = {}
    for number in numbers:
        blocks.setdefault(number.ids[0], []).append(number)
    return tuple(_table(name, each) for name, each in blocks.items())


def _table(name: str, numbers: Sequence[Number]) -> StoredTable:
    columns = {number.ids[2]: number.column for number in numbers}
    rows: dict[str, dict[str, Number]] = {}
    for number in numbers:
        rows.setdefault(number.ids[1], {})[number.ids[2]] = number
    units = {number.unit for number in numbers}
    caption = f"{numbers[0].block}, {numbers[0].unit}" if len(units) == 1 else numbers[0].block
    told = tuple(
        (row, next(iter(cells.values())).row, tuple(cells.get(column) for column in columns))
        for row, cells in rows.items()
    )
    return StoredTable(name, caption, tuple(columns.values()), told)


# -- PDF -------------------------------------------------------------------------------------------------------


def _pdf(subject: StoredDocument) -> bytes:
    return _typeset(subject, TITLE, _pieces(subject, stored_tables_of(subject.results.numbers)))


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


def _pieces(subject: StoredDocument, tables: Sequence[StoredTable]) -> Iterator[Piece]:
    yield from _first_page(subject)
    yield Heading("Opgeslagen zinnen")
    yield Bullets(tuple(Item(page, text) for page, text in subject.sentences))
    yield Heading("Opgeslagen getallen")
    yield from map(_typeset_table, tables)


def _per_gemeente(subject: StoredDocument) -> Iterator[Piece]:
    yield from _first_page(subject)
    chosen = [code for code in (each.code for each in subject.release.figures.gemeenten) if _of(subject, code)]
    for code in chosen:
        yield Heading(subject.release.name(code), 1, fresh=True)
        yield from map(_typeset_table, stored_tables_of(_of(subject, code)))


def _of(subject: StoredDocument, code: str) -> list[Number]:
    return [number for number in subject.results.numbers if code in number.ids[1:]]


def _typeset_table(table: StoredTable) -> Table:
    head = (Cell(""), *(Cell(name, True) for name in table.head))
    rows = tuple(
        Row(
            (Cell(label), *(Cell(number.shown if number else "", True) for number in numbers)),
            "totaal" if name in SUMS else "",
        )
        for name, label, numbers in table.rows
    )
    statuses = dict.fromkeys(n.status for _, _, numbers in table.rows for n in numbers if n is not None and n.status)
    notes = (f"Status van deze getallen: {', '.join(statuses)}.",) if statuses else ()
    return Table(table.caption, head, rows, (1.6, *[1.0] * len(table.head)), notes, together=False, size=8)


# -- Excel and PowerPoint --------------------------------------------------------------------------------------


def _workbook(subject: StoredDocument) -> bytes:
    """The stored numbers with their exact values, and in words that there are no formulas."""
    buffer = io.BytesIO()
    with workbook(buffer, subject.imprint.made_at.replace(tzinfo=None)) as book:
        guide = book.file.add_worksheet("Leeswijzer")
        guide.set_column(0, 0, 34)
        guide.set_column(1, 1, 110)
        told = [
            ("Bevroren stand", banner(subject.state.info)),
            ("Geen formules", NO_FORMULAS),
            *([("Anders dan standaard", subject.own)] if subject.own else []),
            *(("Let op", text) for text in subject.lacking),
            *subject.choices,
            *subject.sentences,
            ("Link", subject.imprint.link or "Geen: gemaakt op de opdrachtregel."),
        ]
        for at, row in enumerate(neutral_rows(told)):
            for column, cell in enumerate(row):
                guide.write_string(at, column, str(cell), book.wrapped)
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
            (row,) = neutral_rows([texts.values()])
            for column, text in zip(texts, row, strict=True):
                sheet.write_string(at, column, str(text))
            if number.value is not None:
                sheet.write_number(at, 4, Exact(number.value))
    return buffer.getvalue()


def _slides(subject: StoredDocument) -> bytes:
    """The stored headline, what is lacking, and the tables that Vergadermodus shows."""
    info = subject.state.info
    lacking = Grid(
        "Let op",
        (Shown("Let op"), Shown("Wat")),
        tuple(_words("Let op", text) for text in (*subject.lacking, NO_SCREENS)),
    )
    choices = Grid("Keuzes", (Shown("Keuze"), Shown("Toen")), tuple(_words(*each) for each in subject.choices))
    slides = [
        Slide(f"Stand {info.number}: {info.name}", subject.headline, grid=lacking, note=f"{banner(info)}."),
        Slide("Wat toen was gekozen", subject.headline, grid=choices),
    ]
    for table in stored_tables_of(subject.results.numbers):
        if table.id in ON_SLIDES:
            slides.append(Slide(table.caption, f"Zoals opgeslagen in stand {info.number}.", grid=_grid(table)))
    words = f"{TITLE} · {subject.imprint.state}"
    facts = {
        "title": f"{TITLE}: {banner(info)}",
        "subject": f"Release {info.release}, kenmerk {short(info.release_hash)}",
    }
    notes = [banner(info), *subject.lacking, *(f"{label}: {text}" for label, text in subject.choices)]
    return write_deck(
        [Page(slide, notes) for slide in slides], words, subject.imprint, subject.release, facts, subject.own
    )


def _words(label: str, text: str) -> Line:
    return Line(Shown(label), (Shown(text),))


def _grid(table: StoredTable) -> Grid:
    lines = tuple(
        Line(Shown(label), tuple(Shown(number.shown if number else "–") for number in numbers), name in SUMS)
        for name, label, numbers in table.rows
    )
    return Grid(table.caption, (Shown("Wat"), *map(Shown, table.head)), lines)
