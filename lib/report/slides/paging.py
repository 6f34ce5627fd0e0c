"""A slide that holds more than fits becomes several; a long table goes on with its head repeated."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from lib.analysis.grid import Row
from lib.report.slides.content import Slide, Table
from lib.report.slides.figures import figures_height
from lib.report.slides.fitting import fitting, height
from lib.report.slides.look import (
    BODY_BOTTOM,
    GAP,
    INNER,
    LEFT,
    NOTES,
    SENTENCE_TOP,
    SENTENCES,
    SMALL_TABLES,
    TABLES,
    Box,
)
from lib.report.slides.rows import rows_height, widths_of

#: The sentence takes at most this much.
SENTENCE_HEIGHT = 1.45
NOTE_HEIGHT = 1.0
#: A chart below a table is at least so high: thirty bars in less are all of one length to the eye.
CHART_HEIGHT = 2.5
#: Words above and below such a chart are no larger than this, nor its table than that, to leave it that room.
WORDS_WITH_CHART, TABLE_WITH_CHART = 18, TABLES[-1]


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
    ends = [round(len(grid.rows) * i / len(greedy)) for i in range(len(greedy) + 1)]
    even = [grid.rows[start:end] for start, end in pairwise(ends)]
    split: list[Sequence[Row]] = list(even) if all(map(fits, even, range(len(even)))) else list(greedy)
    return split, widths, all(map(fits, split, range(len(split))))
