"""One slide: title, sentence, figures, texts, table, chart and note under each other, and a foot."""

from collections.abc import Sequence
from datetime import datetime

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Drawn

from lib.analysis.meeting import Text
from lib.analysis.release import Release
from lib.report.slides.charts import draw_chart
from lib.report.slides.content import Slide
from lib.report.slides.figures import draw_figure, figures_height, lines_height, sizes_of, width_of
from lib.report.slides.fitting import fitting
from lib.report.slides.look import (
    BODY_BOTTOM,
    GAP,
    INNER,
    LEFT,
    QUIET,
    SIDES,
    TEXTS,
    TITLE_HEIGHT,
    TITLES,
    Box,
    Style,
)
from lib.report.slides.paging import note_box, sentence_box
from lib.report.slides.plan import source_words
from lib.report.slides.tables import draw_table, table_height
from lib.report.slides.template import SENTENCE
from lib.report.slides.writing import StyledText, lay, put, write

#: Figures beside texts stand in a column of this width.
FIGURE_COLUMN = 3.0


def draw_slide(deck: Deck, slide: Slide, title: str, release: Release, made_at: datetime) -> Drawn:
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


def _body(target: Drawn, slide: Slide, body: Box, release: Release, made_at: datetime) -> None:
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
        body = body.below(body.top + table_height(slide.table) + GAP)
        _note(target, slide, Box(body.left, body.top, body.width, note))
        body = body.below(body.top + note + GAP)
    if slide.chart:
        high = body.height if slide.table else body.height - (note + GAP if note else 0.0)
        draw_chart(target, slide.chart, Box(body.left, body.top, body.width, high), made_at)
        body = body.below(body.top + high + GAP)
    if not slide.table:
        _note(target, slide, Box(body.left, body.top, body.width, note))


def _note(target: Drawn, slide: Slide, box: Box) -> None:
    if slide.note:
        write(target, box, [(slide.note, Style(note_box(slide)[1], colour=QUIET))], "Eenheid en status")


def _texts(target: Drawn, slide: Slide, body: Box, release: Release) -> None:
    """The texts of the routes beside each other in one size; figures in a column before them."""
    beside = body
    if slide.figures:
        sizes = sizes_of(slide.figures, FIGURE_COLUMN)
        for figure, row in zip(slide.figures, _rows(body, len(slide.figures)), strict=True):
            draw_figure(target, figure, row, sizes)
        beside = Box(body.left + FIGURE_COLUMN + 2 * GAP, body.top, body.width - FIGURE_COLUMN - 2 * GAP, body.height)
    columns = beside.columns(len(slide.texts), 2 * GAP)
    room = columns[0].width
    size = next((s for s in TEXTS if _fits(slide.texts, s, room, body.height, release)), TEXTS[-1])
    for text, column in zip(slide.texts, columns, strict=True):
        lines = _lines(text, size, release)
        write(target, Box(column.left, column.top, room, lines_height(lines, room)), lines, text.title.text)


def _fits(texts: Sequence[Text], size: int, room: float, high: float, release: Release) -> bool:
    return all(lines_height(_lines(text, size, release), room) <= high for text in texts)


def _lines(text: Text, size: int, release: Release) -> list[StyledText]:
    """Name of the route, words, and who says it."""
    title = (text.title.text, Style(size, bold=True, colour=SIDES[text.title.side]))
    source = [(source_words(text, release), Style(size, colour=QUIET))] if text.source else []
    return [title, (text.words, Style(size)), *source]


def _rows(box: Box, count: int) -> list[Box]:
    high = box.height / count
    return [Box(box.left, box.top + i * high, FIGURE_COLUMN, high) for i in range(count)]
