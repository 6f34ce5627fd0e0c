"""Answers → slides: the screens of Vergadermodus in their order, with what they say, their charts, what the speaker
reads beside each, and the strip at its top."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.cells import runs
from lib.comparison.chart import ChartSpec
from lib.comparison.grid import LETTERS, Cell, Grid, Words, words_grid
from lib.comparison.message import own_or_standard, own_words, reads_as
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Release
from lib.render.packing import Imprint
from lib.render.slides.layout import INNER, MARGIN, STRIP, STRIP_BOX, height
from lib.render.slides.tables import Table
from lib.subjects.meeting import Screen, Text
from lib.subjects.meeting_choice import MAKERS, conditions_table
from lib.tables.columns import STATUSES
from lib.text import date_words, local, moment_words, upper_first
from lib.text.glossary import Term, glossary

#: The charts that slides have; of any other what its screen tells in words.
NATIVE = ("bands", "spans", "plane")


@dataclass(frozen=True)
class Slide:
    """One slide in the order in which it is read. `note` tells the unit and the status under what it belongs to.

    `sources` are ids of sources that words in the table rest on; `table` is what of `grid` stands here, once it is known how
    much fits.
    """

    title: str
    sentence: str
    grid: Grid | None = None
    note: str = ""
    chart: ChartSpec | None = None
    table: Table | None = None
    sources: tuple[str, ...] = ()


def plan(answers: Answers) -> tuple[Slide, ...]:
    """The slides, each as long as it comes out."""
    slides: list[Slide] = []
    for name, make in MAKERS.items():
        slides += map(_noted, _slides(name, make(answers), answers))
    return tuple(slides)


def _slides(name: str, screen: Screen, answers: Answers) -> list[Slide]:
    """The slides of one screen."""
    release, slide = answers.release, Slide(screen.title, screen.sentence)
    if name == "gepubliceerd":
        reading = reads_as(release, answers.comparison, answers.view.gemeente)
        note = f"{left_out(answers)} {reading}".strip()
        return [replace(part, note=note) for part in _pages(slide, screen, release)]
    if name in ("bereik", "lezingen"):
        return _with_tables(slide, screen, release) or [slide]
    if name == "tekort":
        routes = runs(answers.comparison)
        slide = replace(slide, sources=tuple(dict.fromkeys(run.scenario.published_source for run in routes)))
    if name == "voorwaarden":
        return [replace(slide, grid=printed(conditions_table(answers), release))] if screen.pages else [slide]
    if name == "samen":
        # Every number of its table stands in the notes.
        return [replace(slide, chart=chart) for _, chart in _native(screen)] or [slide]
    if name == "niet_in_euros":
        return [_beside(slide, screen, release)]
    if name == "onbekend":
        named = tuple(dict.fromkeys(row["bron_id"] for row in release.tables["decisions"]))
        slide = replace(slide, sources=named)
    return [*_charts(slide, screen, release), *_pages(slide, screen, release)] or [slide]


def _charts(slide: Slide, screen: Screen, release: Release) -> list[Slide]:
    """A slide per chart that office programs know how to draw, then one with their numbers where these explain themselves."""
    charts = [chart for _, chart in _native(screen)]
    slides = [replace(slide, chart=chart) for chart in charts]
    twins = [chart.twin for chart in charts if chart.twin and any(_explained(chart.twin))]
    if twins:
        # Charts of some rows each have the total of all.
        rows = {row.id: row for twin in twins for row in twin.rows}
        ordered = sorted(rows.values(), key=lambda row: row.total)
        slides.append(replace(slide, grid=printed(replace(twins[0], rows=tuple(ordered)), release)))
    return slides


def _with_tables(slide: Slide, screen: Screen, release: Release) -> list[Slide]:
    """A slide per chart with its table below it, under the sentence of its part."""
    return [
        replace(slide, sentence=sentence, chart=chart, grid=chart.twin and printed(chart.twin, release))
        for sentence, chart in _native(screen)
    ]


def _native(screen: Screen) -> list[tuple[str, ChartSpec]]:
    """The charts that office programs know how to draw, with the sentence above each."""
    charts = [(screen.sentence, chart) for chart in screen.charts]
    charts += [(page.sentence or screen.sentence, chart) for page in screen.pages for chart in page.charts]
    return [(sentence, chart) for sentence, chart in charts if chart.form in NATIVE]


def _explained(grid: Grid) -> Iterator[Cell]:
    """The cells of numbers that explain themselves."""
    return (cell for row in grid.rows for cell in row.cells if cell.answer)


def _pages(slide: Slide, screen: Screen, release: Release) -> list[Slide]:
    """The tables of the pages; those that are one table in stretches are one again."""
    tables: dict[str, Slide] = {}
    for page in screen.pages:
        if page.grid is None:
            continue
        before = tables.get(page.grid.id)
        rows = (*(before.grid.rows if before and before.grid else ()), *page.grid.rows)
        grid = replace(page.grid, rows=rows)
        tables[page.grid.id] = replace(slide, sentence=page.sentence or screen.sentence, grid=grid)
    return [replace(table, grid=table.grid and printed(table.grid, release)) for table in tables.values()]


def printed(grid: Grid, release: Release) -> Grid:
    """A table as a slide has it: ranges in one cell, and in words what a screen adds to a number and where words come from."""
    table = grid.compact
    rows = (replace(row, cells=tuple(_printed_cell(cell, release) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _printed_cell(cell: Cell, release: Release) -> Cell:
    text = cell.between.join(f"{piece.text}{piece.verdict}" for piece in cell.pieces or (cell,))
    below = (_printed_words(part, release) for part in (cell, *cell.below))
    return replace(cell, text="\n".join(filter(None, (text, *below))), verdict="")


def _printed_words(cell: Cell, release: Release) -> str:
    """Who says it, where a cell tells."""
    return _publisher(cell.reference.source, release) if cell.reference and cell.reference.source else ""


def _beside(slide: Slide, screen: Screen, release: Release) -> Slide:
    """The topics under each other and the routes beside each other, each text with its source."""
    pages = [page for page in screen.pages if page.texts]
    rows = tuple((Words(page.label), tuple(Cell(_sourced(text, release)) for text in page.texts)) for page in pages)
    texts = [text for page in pages for text in page.texts]
    if not rows:
        return slide
    titles = (Words(text.title.text, text.title.side) for text in pages[0].texts)
    sources = tuple(dict.fromkeys(text.source for text in texts if text.source))
    grid = words_grid("niet in euro’s", screen.title, (Words("Onderwerp"), *titles), rows)
    return replace(slide, grid=grid, sources=sources)


def _sourced(text: Text, release: Release) -> str:
    return f"{text.words}\n{_publisher(text.source, release)}" if text.source else text.words


def _publisher(source: str, release: Release) -> str:
    """Who says it."""
    return f"Bron: {release.sources[source]['uitgever']}"


def _noted(slide: Slide) -> Slide:
    """With unit, sign and status of what stands in its table, or else in its chart."""
    unit = upper_first(slide.chart.quiet) if slide.chart else ""
    unit = slide.grid.note or _caption(slide.grid) if slide.grid else unit
    letters = _has_letters(slide) and LETTERS not in f"{slide.note} {unit}"
    sentences = [words if words.endswith(".") or not words else f"{words}." for words in (unit, LETTERS * letters)]
    parts = [slide.note, *sentences, status_words(slide)]
    return replace(slide, note=" ".join(part for part in parts if part))


def _has_letters(slide: Slide) -> bool:
    """Whether a number on it has a letter for whom it is."""
    if slide.chart and slide.chart.notation.letters:
        return True
    return slide.grid is not None and bool(slide.grid.legend(""))


def _caption(grid: Grid) -> str:
    """The caption of a table of numbers, which the screen tells to a screen reader only."""
    return grid.caption if any(cell.answer for line in grid.rows for cell in line.cells) else ""


def explained(slide: Slide) -> list[tuple[str, str, ExplainedNumber]]:
    """Every number on a slide that explains itself, or in the table of its chart: its name, as it is printed, and its
    answer."""
    chart, numbers = slide.chart.twin if slide.chart else None, []
    grid = slide.grid or (chart and chart.compact)
    for line in grid.rows if grid else ():
        heads = [cell.text for cell in grid.head[1:]] if grid else []
        for head, cell in zip(heads, line.cells, strict=True):
            numbers += [(f"{line.name.text}, {head}", piece.text, piece.answer) for piece in cell.pieces or (cell,)]
    return [(label, text, answer) for label, text, answer in numbers if answer is not None]


def status_words(slide: Slide) -> str:
    """The statuses of the numbers of a slide, strongest first; those of a chart stand in its table."""
    statuses = {answer.status for _, _, answer in explained(slide)}
    table = slide.chart.twin if slide.chart else None
    statuses |= {cell.certainty for row in (table.rows if table else ()) for cell in row.cells}
    named = [status for status in STATUSES if status in statuses]
    if not named:
        return ""
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} en {named[-1]}"
    return f"Status van deze getallen: {words}."


# -- the strip at the top of every slide, so that none travels without what differs from standaard -------------------


def strip(words_of: Callable[[int | None], str], names: int = 0) -> tuple[str, int]:
    """The words and their size: as many of the `names` as it holds, "" when nothing differs. `words_of` gives the words
    with so many of them, or with all (None)."""
    room = INNER - 2 * MARGIN
    for most in (None, *range(names - 1, -1, -1)):
        words = words_of(most)
        size = next((candidate for candidate in STRIP if height(words, candidate, room) <= STRIP_BOX.height), None)
        if size is not None:
            return words, size
    return words, STRIP[-1]


def strip_of(answers: Answers) -> tuple[str, int]:
    """The strip of a live view."""
    release, view = answers.release, answers.view
    return strip(lambda most: own_words(release, view, most), len(view.overrides))


def left_out(answers: Answers) -> str:
    """Everything that differs, for the first slide, where the strip does not hold it all."""
    whole = own_words(answers.release, answers.view)
    return "" if strip_of(answers)[0] == whole else whole


# -- notes -----------------------------------------------------------------------------------------------------


def notes(slide: Slide, answers: Answers, imprint: Imprint) -> list[str]:
    """Lines of the notes of a slide; an empty line divides the parts."""
    release, numbers = answers.release, explained(slide)
    parts = [
        ["Op deze dia", slide.sentence],
        ["Herkomst", *origin(answers, imprint)],
        ["Bronnen", *sources(slide, release)],
        ["Begrippen", *(f"{term.name}: {term.explanation}" for term in terms(slide))],
        ["Wat de getallen zijn", *dict.fromkeys(answer.definition for _, _, answer in numbers)],
        ["Getallen, elk met zijn status", *(_number(*number) for number in numbers)],
        ["Met kennis achteraf", *late(slide, release)],
    ]
    words: list[str] = []
    for part in parts:
        words += [*part, ""] if len(part) > 1 else []
    return words[:-1]


def origin(answers: Answers, imprint: Imprint) -> list[str]:
    """Release, moment, assumptions, and where the view is found again."""
    info = answers.release.info
    return [
        f"Release {info.number} “{info.name}” van {date_words(local(info.created_at))}, kenmerk {info.hash}.",
        f"Gemaakt op {moment_words(imprint.made_at)}.",
        *([imprint.state] if imprint.state else []),
        *([f"Volledige link: {imprint.link}"] if imprint.link else []),
        own_or_standard(answers.release, answers.view),
        "Dit is een bijlage: het besluit is aan het bestuur.",
    ]


def sources(slide: Slide, release: Release) -> list[str]:
    """Each source once, by title, publisher and address."""
    rows = slide.grid.rows if slide.grid else ()
    cells = [part for row in rows for cell in row.cells for part in (cell, *cell.below)]
    names = [*slide.sources, *(cell.reference.source for cell in cells if cell.reference)]
    names += [item.source for _, _, answer in explained(slide) for item in answer.certainty.inputs]
    titles = []
    for name in dict.fromkeys(names):
        address = release.sources[name]["adres"]
        titles.append(release.source_title(name) + (f", {address}" if address else ""))
    return titles


def terms(slide: Slide) -> list[Term]:
    """The terms that occur on a slide."""
    grid = slide.grid
    cells = [cell.text for line in grid.rows for cell in (line.name, *line.cells)] if grid else []
    heads = [item.text for item in grid.head] if grid else []
    chart = [slide.chart.title, slide.chart.description] if slide.chart else []
    words = " ".join([slide.title, slide.sentence, slide.note, *heads, *cells, *chart])
    return [term for term in glossary() if re.search(rf"\b{re.escape(_word(term))}\b", words, re.IGNORECASE)]


def _word(term: Term) -> str:
    """A term without the letter behind it."""
    return term.name.split(" (")[0]


def late(slide: Slide, release: Release) -> list[str]:
    """What the numbers rest on that became known after the reference day."""
    day = release.reference_day
    return list(dict.fromkeys(label for _, _, answer in explained(slide) for label in answer.certainty.late(day)))


def _number(label: str, text: str, answer: ExplainedNumber) -> str:
    """One number: name, as printed, how it is made, and its status."""
    name = f"{label}: {text}" if text else label
    return f"{name}. {answer.formula}. {answer.certainty.sentence}"
