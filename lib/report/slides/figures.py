"""Big figures: a label, a number and words under each other."""

from collections.abc import Sequence

from pptx.slide import Slide

from lib.analysis.meeting import Figure
from lib.report.slides.fitting import fitting, height, line_height
from lib.report.slides.look import FIGURES, GAP, INNER, LABELS, QUIET, SIDES, Box, Style
from lib.report.slides.writing import StyledText, write

#: A row of figures takes at most this much.
HIGHEST = 2.0


def figures_height(figures: Sequence[Figure], room: float | None = None) -> float:
    """Inches of the highest figure, when they stand beside each other or each in `room` inches of width."""
    room = width_of(figures) if room is None else room
    sizes = sizes_of(figures, room)
    return max((lines_height(_lines(figure, *sizes), room) for figure in figures), default=0.0)


def width_of(figures: Sequence[Figure]) -> float:
    """What each of them gets of the width of a slide."""
    return (INNER + GAP) / max(len(figures), 1) - GAP


def sizes_of(figures: Sequence[Figure], room: float) -> tuple[int, int]:
    """One size for all numbers, and one for all labels and words."""
    number = min(
        (fitting(figure.cell.text, FIGURES, room, line_height(FIGURES[0]), True) for figure in figures), default=0
    )
    for label in LABELS:
        if all(lines_height(_lines(figure, number, label), room) <= HIGHEST for figure in figures):
            break
    return number, label


def draw_figure(slide: Slide, figure: Figure, box: Box, sizes: tuple[int, int]) -> None:
    lines = _lines(figure, *sizes)
    write(slide, Box(box.left, box.top, box.width, lines_height(lines, box.width)), lines, figure.label)


def _lines(figure: Figure, number: int, label: int) -> list[StyledText]:
    lines: list[StyledText] = [
        (figure.label, Style(label, bold=bool(figure.side), colour=SIDES[figure.side])),
        (figure.cell.text, Style(number, bold=True, colour=SIDES[figure.cell.side or figure.side])),
    ]
    return [*lines, (figure.words, Style(label, colour=QUIET))] if figure.words else lines


def lines_height(lines: Sequence[StyledText], room: float) -> float:
    """Inches of paragraphs under each other."""
    return sum(height(text, style.size, room, style.bold) for text, style in lines)
