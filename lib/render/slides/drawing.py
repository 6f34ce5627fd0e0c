"""A slide that holds more than fits becomes several, and each is drawn: title, sentence, figures, texts, table, chart and
note under each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as PptxSlide

from lib.comparison.chart import stretches
from lib.comparison.grid import Row
from lib.comparison.release import Release
from lib.render.slides.charts import Table, draw_chart, draw_table, rows_height, widths_of
from lib.render.slides.layout import (
    BODY_BOTTOM,
    FIGURES,
    GAP,
    INNER,
    LABELS,
    LEFT,
    NOTES,
    QUIET,
    SENTENCE_TOP,
    SENTENCES,
    SIDES,
    SMALL_TABLES,
    TABLES,
    TEXTS,
    TITLE_HEIGHT,
    TITLES,
    Box,
    Style,
    StyledText,
    fitting,
    height,
    lay,
    line_height,
    put,
    write,
)
from lib.render.slides.plan import Slide, source_words
from lib.render.slides.template import SENTENCE
from lib.subjects.meeting import Figure, Text

#: The sentence takes at most this much.
SENTENCE_HEIGHT = 1.45
NOTE_HEIGHT = 1.0
#: A chart below a table is at least so high: thirty bars in less are all of one length to the eye.
CHART_HEIGHT = 2.5
#: Words above and below such a chart are no larger than this, nor its table than that, to leave it that room.
WORDS_WITH_CHART, TABLE_WITH_CHART = 18, TABLES[-1]
#: A row of figures takes at most this much.
HIGHEST = 2.0
#: Figures beside texts stand in a column of this width.
FIGURE_COLUMN = 3.0


def pages(slide: Slide) -> list[Slide]:
    """The slide, or as many as its table needs. Figures and chart stand on the first."""
    if slide.grid is None:
        return [slide]
    follow = replace(slide, figures=(), chart=None)
    tables = _tables(slide, _room(slide), _room(follow))
    starts = [slide, *[follow] * (len(tables) - 1)]
    return [replace(start, grid=table.grid, table=table) for start, table in zip(starts, tables, strict=True)]


def sentence_box(slide: Slide) -> tuple[Box, int]:
    """Where the sentence stands, and how large."""
    size = fitting(slide.sentence, sizes_on(slide, SENTENCES, WORDS_WITH_CHART), INNER, SENTENCE_HEIGHT)
    return Box(LEFT, SENTENCE_TOP, INNER, height(slide.sentence, size, INNER)), size


def note_box(slide: Slide) -> tuple[float, int]:
    """How high the note is, and how large."""
    size = fitting(slide.note, sizes_on(slide, NOTES, WORDS_WITH_CHART), INNER, NOTE_HEIGHT)
    return (height(slide.note, size, INNER) if slide.note else 0.0), size


def sizes_on(slide: Slide, sizes: Sequence[int], most: int) -> Sequence[int]:
    """Which of these sizes a slide allows: at most `most` where a table and a chart have to stand together."""
    return [size for size in sizes if size <= most] if slide.grid and slide.chart else sizes


def _room(slide: Slide) -> float:
    """How high a table may be."""
    above = sentence_box(slide)[0].bottom + GAP
    others = [figures_height(slide.figures), note_box(slide)[0], CHART_HEIGHT if slide.chart else 0.0]
    return BODY_BOTTOM - above - sum(part_height + GAP for part_height in others if part_height)


def _tables(slide: Slide, first: float, later: float) -> list[Table]:
    """The fewest slides at a readable size, and of those the largest type; a row too high for that in smaller type."""
    fewest = len(_split(slide, TABLES[-1], first, later)[0])
    for size in (*sizes_on(slide, TABLES, TABLE_WITH_CHART), *SMALL_TABLES):
        split, widths, fits = _split(slide, size, first, later)
        if fits and (len(split) <= fewest or size < TABLES[-1]):
            break
    assert slide.grid is not None
    return [Table(replace(slide.grid, rows=tuple(part)), size, widths) for part in split]


def _split(slide: Slide, size: int, first: float, later: float) -> tuple[list[Sequence[Row]], tuple[float, ...], bool]:
    """Rows in stretches that fit, as even as that goes; the widths of the columns; and whether each stretch fits."""
    grid = slide.grid
    assert grid is not None
    widths = widths_of(grid, size)

    def fits(part: Sequence[Row], at: int) -> bool:
        return rows_height(grid.head, part, size, widths) <= (later if at else first)

    greedy: list[list[Row]] = [[]]
    for line in grid.rows:
        if greedy[-1] and not fits([*greedy[-1], line], len(greedy) - 1):
            greedy.append([])
        greedy[-1].append(line)
    even = [grid.rows[part] for part in stretches(len(grid.rows), len(greedy))]
    split: list[Sequence[Row]] = list(even) if all(map(fits, even, range(len(even)))) else list(greedy)
    return split, widths, all(map(fits, split, range(len(split))))


# -- drawing ---------------------------------------------------------------------------------------------------


def draw_slide(deck: Deck, slide: Slide, title: str, release: Release, made_at: datetime) -> PptxSlide:
    """A new slide at the end of the deck, without its foot and notes."""
    target = deck.slides.add_slide(deck.slide_layouts[0])
    heading = target.shapes.title
    assert heading is not None
    heading.name = "Titel"
    put(heading.text_frame, [(title, Style(fitting(title, TITLES, INNER, TITLE_HEIGHT, bold=True), bold=True))])
    box, size = sentence_box(slide)
    sentence = next(shape for shape in target.placeholders if shape.placeholder_format.idx == SENTENCE)
    sentence.name = "Zin"
    lay(sentence, box)
    put(sentence.text_frame, [(slide.sentence, Style(size))])
    _body(target, slide, Box(LEFT, box.bottom + GAP, INNER, BODY_BOTTOM - box.bottom - GAP), release, made_at)
    return target


def _body(target: PptxSlide, slide: Slide, body: Box, release: Release, made_at: datetime) -> None:
    """Notes of text-only slides stand at the bottom; under a table or chart directly below it."""
    note = note_box(slide)[0]
    if slide.texts:
        room = Box(body.left, body.top, body.width, body.height - (note + GAP if note else 0.0))
        _texts(target, slide, room, release)
        _note(target, slide, Box(body.left, body.bottom - note, body.width, note))
        return
    if slide.figures:
        sizes = sizes_of(slide.figures, width_of(slide.figures))
        for figure, column in zip(slide.figures, body.columns(len(slide.figures), GAP), strict=True):
            draw_figure(target, figure, column, sizes)
        body = body.below(body.top + figures_height(slide.figures) + GAP)
    if slide.table:
        draw_table(target, slide.table, body)
        body = body.below(body.top + slide.table.height + GAP)
        _note(target, slide, Box(body.left, body.top, body.width, note))
        body = body.below(body.top + note + GAP)
    if slide.chart:
        high = body.height if slide.table else body.height - (note + GAP if note else 0.0)
        draw_chart(target, slide.chart, Box(body.left, body.top, body.width, high), made_at)
        body = body.below(body.top + high + GAP)
    if not slide.table:
        _note(target, slide, Box(body.left, body.top, body.width, note))


def _note(target: PptxSlide, slide: Slide, box: Box) -> None:
    if slide.note:
        write(target, box, [(slide.note, Style(note_box(slide)[1], colour=QUIET))], "Eenheid en status")


def _texts(target: PptxSlide, slide: Slide, body: Box, release: Release) -> None:
    """The texts of the routes beside each other in one size; figures in a column before them."""
    beside = body
    if slide.figures:
        sizes, high = sizes_of(slide.figures, FIGURE_COLUMN), body.height / len(slide.figures)
        for i, figure in enumerate(slide.figures):
            draw_figure(target, figure, Box(body.left, body.top + i * high, FIGURE_COLUMN, high), sizes)
        beside = Box(body.left + FIGURE_COLUMN + 2 * GAP, body.top, body.width - FIGURE_COLUMN - 2 * GAP, body.height)
    columns = beside.columns(len(slide.texts), 2 * GAP)
    room = columns[0].width
    for size in TEXTS:
        lines = [_lines(text, size, release) for text in slide.texts]
        if all(lines_height(own, room) <= body.height for own in lines):
            break
    for text, own, column in zip(slide.texts, lines, columns, strict=True):
        write(target, replace(column, height=lines_height(own, room)), own, text.title.text)


def _lines(text: Text, size: int, release: Release) -> list[StyledText]:
    """Name of the route, words, and who says it."""
    title = (text.title.text, Style(size, bold=True, colour=SIDES[text.title.side]))
    source = [(source_words(text, release), Style(size, colour=QUIET))] if text.source else []
    return [title, (text.words, Style(size)), *source]


# -- big figures: a label, a number and words under each other ---------------------------------------------------


def figures_height(figures: Sequence[Figure], room: float | None = None) -> float:
    """Inches of the highest figure, when they stand beside each other or each in `room` inches of width."""
    room = width_of(figures) if room is None else room
    sizes = sizes_of(figures, room)
    return max((lines_height(_figure_lines(figure, *sizes), room) for figure in figures), default=0.0)


def width_of(figures: Sequence[Figure]) -> float:
    """What each of them gets of the width of a slide."""
    return (INNER + GAP) / max(len(figures), 1) - GAP


def sizes_of(figures: Sequence[Figure], room: float) -> tuple[int, int]:
    """One size for all numbers, and one for all labels and words."""
    number = min(
        (fitting(figure.cell.text, FIGURES, room, line_height(FIGURES[0]), True) for figure in figures), default=0
    )
    for label in LABELS:
        if all(lines_height(_figure_lines(figure, number, label), room) <= HIGHEST for figure in figures):
            break
    return number, label


def draw_figure(slide: PptxSlide, figure: Figure, box: Box, sizes: tuple[int, int]) -> None:
    lines = _figure_lines(figure, *sizes)
    write(slide, replace(box, height=lines_height(lines, box.width)), lines, figure.label)


def _figure_lines(figure: Figure, number: int, label: int) -> list[StyledText]:
    lines: list[StyledText] = [
        (figure.label, Style(label, bold=bool(figure.side), colour=SIDES[figure.side])),
        (figure.cell.text, Style(number, bold=True, colour=SIDES[figure.cell.side or figure.side])),
    ]
    return [*lines, (figure.words, Style(label, colour=QUIET))] if figure.words else lines


def lines_height(lines: Sequence[StyledText], room: float) -> float:
    """Inches of paragraphs under each other."""
    return sum(height(text, style.size, room, style.bold) for text, style in lines)
