"""The strip at the top of every slide that names what differs from standaard, so that no slide travels without it."""

from collections.abc import Callable
from dataclasses import replace

from pptx.dml.color import RGBColor
from pptx.slide import Slide
from pptx.util import Inches

from lib.analysis.answers import Answers
from lib.analysis.own_choices import own_words
from lib.report.slides.fitting import fitting, height
from lib.report.slides.look import BELOW_STRIP, INNER, SOFT, STRIP, STRIP_BOX, TITLES, Style
from lib.report.slides.writing import bare, lay, put

#: Room at both ends of the strip, in inches.
MARGIN = 0.08


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


def draw_strip(slide: Slide, words: str, size: int) -> None:
    """Nothing where everything is at standaard."""
    if not words:
        return
    shape = slide.shapes.add_textbox(Inches(0), Inches(0), Inches(0), Inches(0))
    shape.name = "Anders dan standaard"
    lay(shape, replace(STRIP_BOX, height=height(words, size, INNER - 2 * MARGIN)))
    bare(shape.text_frame)
    shape.text_frame.margin_left = shape.text_frame.margin_right = Inches(MARGIN)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(SOFT)
    put(shape.text_frame, [(words, Style(size))])
    heading = slide.shapes.title
    assert heading is not None
    title = heading.text_frame.text
    lay(heading, BELOW_STRIP)
    size = fitting(title, TITLES, BELOW_STRIP.width, BELOW_STRIP.height, bold=True)
    put(heading.text_frame, [(title, Style(size, bold=True))])


def left_out(answers: Answers) -> str:
    """Everything that differs, for the first slide, where the strip does not hold it all."""
    whole = own_words(answers.release, answers.view)
    return "" if strip_of(answers)[0] == whole else whole
