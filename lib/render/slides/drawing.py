"""A slide that holds more than fits becomes several, and each is drawn: title, sentence, table, chart and note under each
other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as PptxSlide

from lib.comparison.chart import stretches
from lib.comparison.grid import Row
from lib.render.slides.charts import draw_chart
from lib.render.slides.layout import (
    BODY_BOTTOM,
    GAP,
    INNER,
    LEFT,
    NOTES,
    QUIET,
    SENTENCE_TOP,
    SENTENCES,
    SMALL_TABLES,
    TABLES,
    TITLE_HEIGHT,
    TITLES,
    Box,
    Style,
    fitting,
    height,
    lay,
    put,
    write,
)
from lib.render.slides.plan import Slide
from lib.render.slides.plane import draw_plane
from lib.render.slides.tables import Table, draw_table, rows_height, widths_of
from lib.render.slides.template import SENTENCE

#: The sentence takes at most this much.
SENTENCE_HEIGHT = 1.45
NOTE_HEIGHT = 1.0
#: A chart below a table is at least so high: thirty bars in less are all of one length to the eye.
CHART_HEIGHT = 2.5
#: Words above and below such a chart are no larger than this, nor its table than that, to leave it that room.
WORDS_WITH_CHART, TABLE_WITH_CHART = 18, TABLES[-1]


def pages(slide: Slide) -> list[Slide]:
    """The slide, or as many as its table needs. The chart stands on the first."""
    if slide.grid is None:
        return [slide]
    follow = replace(slide, chart=None)
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
    others = [note_box(slide)[0], CHART_HEIGHT if slide.chart else 0.0]
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


def draw_slide(deck: Deck, slide: Slide, title: str, made_at: datetime) -> PptxSlide:
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
    _body(target, slide, Box(LEFT, box.bottom + GAP, INNER, BODY_BOTTOM - box.bottom - GAP), made_at)
    return target


def _body(target: PptxSlide, slide: Slide, body: Box, made_at: datetime) -> None:
    """The note stands directly below the table, or else below the chart."""
    note = note_box(slide)[0]
    if slide.table:
        draw_table(target, slide.table, body)
        body = body.below(body.top + slide.table.height + GAP)
        _note(target, slide, Box(body.left, body.top, body.width, note))
        body = body.below(body.top + note + GAP)
    if slide.chart:
        high = body.height if slide.table else body.height - (note + GAP if note else 0.0)
        draw = draw_plane if slide.chart.form == "plane" else draw_chart
        draw(target, slide.chart, Box(body.left, body.top, body.width, high), made_at)
        body = body.below(body.top + high + GAP)
    if not slide.table:
        _note(target, slide, Box(body.left, body.top, body.width, note))


def _note(target: PptxSlide, slide: Slide, box: Box) -> None:
    if slide.note:
        write(target, box, [(slide.note, Style(note_box(slide)[1], colour=QUIET))], "Eenheid en status")
