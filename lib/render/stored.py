"""A frozen state → a document of what it holds, when the program of now would print something else: stored numbers and
sentences only, with what is lacking by name."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lib.comparison import grid
from lib.comparison.grid import Grid, Words, words_grid
from lib.comparison.release import Release
from lib.comparison.results import BELOW, HEAD, Results, Since, stored_grids
from lib.render.frozen import banner
from lib.render.packing import TITLE, Exact, Imprint, workbook
from lib.render.pdf.gemeente import TITLE as PER_GEMEENTE
from lib.render.pdf.pieces import Bullets, Cell, Document, Facts, Heading, Item, Paragraph, Piece, Row, Table, typeset
from lib.render.slides.deck import Around, write_deck
from lib.render.slides.plan import Slide, strip
from lib.store.saved_views import State
from lib.tables.content import short
from lib.text import moment_words, whole
from lib.text.formulas import neutral

#: Blocks that a presentation shows; it refers to the state for the others.
ON_SLIDES = ("bereik", "lezingen", "gemeenten", "routes", "uitkomsten", "jaren", "scenarios", "omslag", "samen")
#: Tables of draws, and which of their columns hold a share of them: those stand on the page of the state only.
DRAWS, SHARES = "spreiding", " voordeliger"
#: How many of what is lacking are named one by one.
NAMED = 12
NO_FORMULAS = (
    "Deze werkmap heeft geen levende formules: het programma van nu rekent deze stand niet meer precies zo uit. U ziet de "
    "getallen zoals zij zijn opgeslagen."
)
NO_SCREENS = "De andere tabellen van de stand staan in de PDF, de Excel en de bestanden van de stand."
#: The columns of the sheet of numbers, and of which field of a number each is; the exact value is a number.
COLUMNS = {
    "Tabel": "block",
    "Rij": "row",
    "Kolom": "column",
    "Zoals getoond": "shown",
    "Precieze waarde": "value",
    "Eenheid": "unit",
    "Status": "status",
}


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
        return next((text.text for text in self.results.sentences(HEAD)), self.state.info.name)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.results.choices.items())

    @property
    def sentences(self) -> tuple[tuple[str, str], ...]:
        return tuple((text.label, text.text) for text in self.results.sentences(HEAD, BELOW))


def lacking(since: Since | None) -> Iterator[str]:
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


def stored_pdf(subject: StoredDocument) -> bytes:
    """The stored sentences and every stored table."""
    sentences = Bullets(tuple(Item(page, text) for page, text in subject.sentences))
    tables = map(_typeset_table, map(_without_shares, subject.results.tables))
    return _typeset(subject, TITLE, (Heading("Opgeslagen zinnen"), sentences, Heading("Opgeslagen getallen"), *tables))


def stored_gemeenten(subject: StoredDocument) -> bytes:
    """What is stored of each gemeente: its rows and its columns."""
    pieces: list[Piece] = []
    for gemeente in subject.release.figures.gemeenten:
        own = [number for number in subject.results.numbers if gemeente.code in number.ids[1:]]
        if own:
            pieces += (
                Heading(subject.release.name(gemeente.code), 1, fresh=True),
                *map(_typeset_table, map(_without_shares, stored_grids(own))),
            )
    return _typeset(subject, PER_GEMEENTE, pieces)


def _typeset(subject: StoredDocument, kind: str, pieces: Iterable[Piece]) -> bytes:
    info, imprint = subject.state.info, subject.imprint
    product = f"Routewijzer {subject.release.settings['regio']}"
    where = f"bevroren stand: {imprint.state}{'; ' if imprint.link else ''}{imprint.link}"
    source = f"release {info.release}, kenmerk {short(info.release_hash)}"
    foot = f"{product} · {kind} · bron: {source} · gemaakt {moment_words(imprint.made_at)}"
    every = (*_first_page(subject), *pieces)
    return typeset(Document(f"{kind}: {banner(info)}", banner(info), product, foot, where, every), imprint.made_at)


def _first_page(subject: StoredDocument) -> Iterator[Piece]:
    yield Heading(subject.headline, 1)
    yield Paragraph(f"{banner(subject.state.info)}.", "small")
    for words in filter(None, (subject.results.earlier_model, subject.results.own_words)):
        yield Paragraph(words, "own")
    yield Bullets(tuple(Item("Let op", text) for text in subject.lacking))
    yield Heading("Wat toen was gekozen")
    yield Facts(subject.choices)


def _without_shares(stored: Grid) -> Grid:
    """A table of draws without the share of them in which a route costs less."""
    if stored.id != DRAWS:
        return stored
    return stored.only(column.id for column in stored.columns if not column.id.endswith(SHARES))


def _typeset_table(grid: Grid) -> Table:
    head = (Cell(""), *(Cell(column.label, True) for column in grid.columns))
    rows = tuple(
        Row(
            (Cell(row.label), *(Cell(cell.text, True) for cell in row.cells)),
            "totaal" if row.kind in ("total", "sum") else "",
        )
        for row in grid.rows
    )
    statuses = dict.fromkeys(cell.status for row in grid.rows for cell in row.cells if cell.status)
    status = f"Status van deze getallen: {', '.join(statuses)}." if statuses else ""
    notes = tuple(filter(None, (grid.note, status)))
    return Table(grid.caption, head, rows, (1.6, *[1.0] * len(grid.columns)), notes, together=False, size=8)


# -- Excel and PowerPoint --------------------------------------------------------------------------------------


def stored_workbook(subject: StoredDocument) -> bytes:
    """The stored numbers with their exact values, and in words that there are no formulas."""
    buffer = io.BytesIO()
    earlier, own = subject.results.earlier_model, subject.results.own_words
    with workbook(buffer, subject.imprint.made_at.replace(tzinfo=None)) as book:
        guide = book.file.add_worksheet("Leeswijzer")
        guide.set_column(0, 0, 34)
        guide.set_column(1, 1, 110)
        rows = [
            ("Bevroren stand", banner(subject.state.info)),
            ("Geen formules", NO_FORMULAS),
            *([("Model", earlier)] if earlier else []),
            *([("Anders dan standaard", own)] if own else []),
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
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, 40 if column < 3 else 20)
            sheet.write_string(0, column, name, book.head)
        for at, number in enumerate(subject.results.numbers, start=1):
            for column, field in enumerate(COLUMNS.values()):
                value = getattr(number, field)
                if isinstance(value, str):
                    sheet.write_string(at, column, neutral(value))
                elif value is not None:
                    sheet.write_number(at, column, Exact(value))
    return buffer.getvalue()


def stored_slides(subject: StoredDocument) -> bytes:
    """The stored headline, what is lacking, and the tables that Vergadermodus shows."""
    info = subject.state.info
    earlier = filter(None, [subject.results.earlier_model])
    remarks = [("Let op", text) for text in (*earlier, *subject.lacking, NO_SCREENS)]
    lacking = _pairs("let op", "Let op", ("Let op", "Wat"), remarks)
    choices = _pairs("keuzes", "Keuzes", ("Keuze", "Toen"), subject.choices)
    slides = [
        Slide(f"Stand {info.number}: {info.name}", subject.headline, grid=lacking, note=f"{banner(info)}."),
        Slide("Wat toen was gekozen", subject.headline, grid=choices),
    ]
    for stored in subject.results.tables:
        if stored.id.split(" ")[0] in ON_SLIDES:
            drawing = _with_gaps(stored.compact)
            slides.append(Slide(stored.caption, f"Zoals opgeslagen in stand {info.number}.", grid=drawing))
    around = Around(
        f"{TITLE}: {banner(info)}",
        f"Release {info.release}, kenmerk {short(info.release_hash)}",
        f"{TITLE} · {subject.imprint.state}",
        strip(lambda most: subject.results.own_words),
    )
    notes = [banner(info), *subject.lacking, *(f"{label}: {text}" for label, text in subject.choices)]
    return write_deck(slides, lambda slide: notes, around, subject.imprint)


def _pairs(name: str, caption: str, head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Grid:
    first, second = map(Words, head)
    return words_grid(name, caption, (first, second), ((Words(label), (grid.Cell(text),)) for label, text in rows))


def _with_gaps(stored: Grid) -> Grid:
    """Where nothing was stored stands a dash; words stand left, as on a screen."""
    rows = (
        replace(row, cells=tuple(cell if cell.text else grid.Cell("–") for cell in row.cells)) for row in stored.rows
    )
    return replace(stored, columns=tuple(replace(column, numeric=None) for column in stored.columns), rows=tuple(rows))
