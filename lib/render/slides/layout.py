"""Measures, colours and type of the slides; how much room text takes; and writing it: Dutch, and never anything but text.

All lengths are inches, all type is in points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

FONT = "Arial"
LANGUAGE = "nl-NL"

WIDTH, HEIGHT = 40 / 3, 7.5
LEFT, INNER = 0.5, 12.333
TITLE_TOP, TITLE_HEIGHT = 0.28, 0.66
SENTENCE_TOP = 1.0
BODY_BOTTOM = 6.85
FOOT_TOP, FOOT_HEIGHT = 7.0, 0.34
NUMBER_WIDTH = 1.2
GAP = 0.12

#: Light colours of the screen: the same in lib/render/plotly/template.py.
INK, QUIET, LINE, PAPER, SOFT = "1B2530", "5A6672", "DDE3E8", "FFFFFF", "EEF2F5"
SIDES = {"": INK, "a": "2F5D8A", "b": "7A4B8C", "zero": QUIET, "realised": INK}

#: Sizes to choose from, the largest that fits first.
TITLES = (32, 28, 24, 20, 16, 12, 10)
SENTENCES = (24, 22, 20, 18, 16, 14, 12, 10, 8)
#: A table of one slide is never smaller than the last of these; a row too high for that gets one of the others.
TABLES = (20, 18, 16, 14)
SMALL_TABLES = (12, 10, 8, 6)
NOTES = (18, 16, 14, 12, 10, 8, 6)
STRIP = (14, 13, 12, 11, 10)
FOOT = (12, 11, 10, 9, 8, 7)
CHART, CHART_LABEL = 16, 14


@dataclass(frozen=True)
class Box:
    """A rectangle on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def below(self, top: float) -> "Box":
        """What of it lies below `top`."""
        return replace(self, top=top, height=self.bottom - top)

    def columns(self, count: int, gap: float) -> "list[Box]":
        """The same height in columns of one width."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + i * (width + gap), self.top, width, self.height) for i in range(count)]


@dataclass(frozen=True)
class Style:
    """How a paragraph looks; `colour` is RRGGBB."""

    size: int
    bold: bool = False
    colour: str = INK
    right: bool = False


#: The strip with what differs from standaard, with room at both its ends, and the title below it.
MARGIN = 0.08
STRIP_BOX, BELOW_STRIP = Box(LEFT, 0.04, INNER, 0.38), Box(LEFT, 0.43, INNER, 0.57)
TITLE_BOX = Box(LEFT, TITLE_TOP, INNER, TITLE_HEIGHT)
FOOT_BOX = Box(LEFT, FOOT_TOP, INNER - NUMBER_WIDTH, FOOT_HEIGHT)
NUMBER_BOX = Box(LEFT + INNER - NUMBER_WIDTH, FOOT_TOP, NUMBER_WIDTH, FOOT_HEIGHT)


# -- room: estimated before any program draws, and widely, so that nothing is cut off --------------------------------

#: Width of a letter as a share of its size, in the sans-serif type of the slides; others take OTHER.
CLASSES = (
    ("ijl'’‘|", 0.23),
    ("ftI.,:;!/\\ \u00a0", 0.28),
    ('r-()[]·“”"', 0.36),
    ("cksvxyzJ", 0.5),
    ("mwMW%@—€✓ÆŒæœ", 0.95),
    ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.73),
)
OTHER = 0.57
WIDTHS = {letter: share for letters, share in CLASSES for letter in letters}
BOLD = 1.08
#: Height of a line as a share of its size.
SPACING = 1.22
POINTS = 72
#: A letter outside Latin may be as wide as it is high.
LATIN = 0x250


def width(text: str, size: int, bold: bool = False) -> float:
    """Inches of one line of text."""
    return _share_of(text) * size / POINTS * (BOLD if bold else 1)


@lru_cache(maxsize=10_000)
def _share_of(text: str) -> float:
    return sum(map(_share, text))


def _share(letter: str) -> float:
    return WIDTHS.get(letter, OTHER if ord(letter) < LATIN or letter in "–−“”" else 1.0)


def lines(text: str, size: int, room: float, bold: bool = False) -> int:
    """How many lines text takes in `room` inches; a word too long for a line is broken."""
    return sum(_lines(paragraph, size, room, bold) for paragraph in text.split("\n"))


def _lines(text: str, size: int, room: float, bold: bool) -> int:
    count, used, space = 1, 0.0, width(" ", size, bold)
    for word in text.split(" "):
        needed = width(word, size, bold)
        if used and used + space + needed <= room:
            used += space + needed
            continue
        count += 1 if used else 0
        # A broken word leaves part of each line open: at worst the width of one letter.
        full = int(needed // max(room - size / POINTS, size / POINTS)) if needed > room else 0
        count, used = count + full, needed if not full else min(needed, room)
    return count


def height(text: str, size: int, room: float, bold: bool = False) -> float:
    """Inches that text takes in `room` inches of width."""
    return lines(text, size, room, bold) * line_height(size)


def line_height(size: int) -> float:
    return size * SPACING / POINTS


def fitting(text: str, sizes: Sequence[int], room: float, high: float, bold: bool = False) -> int:
    """The largest size at which text fits; the last one when none does."""
    return next((size for size in sizes if height(text, size, room, bold) <= high), sizes[-1])


def longest_word(text: str, size: int, bold: bool = False) -> float:
    return max(width(word, size, bold) for word in text.replace("\n", " ").split(" "))


def column_widths(wishes: Sequence[float], room: float) -> list[float]:
    """What each column gets of `room`: all it wants, and the widest give in first when that is too much."""
    if sum(wishes) <= room:
        extra = (room - sum(wishes)) / len(wishes)
        return [wish + extra for wish in wishes]
    shares: dict[int, float] = {}
    left = room
    for place, i in enumerate(sorted(range(len(wishes)), key=lambda i: wishes[i])):
        shares[i] = min(wishes[i], left / (len(wishes) - place))
        left -= shares[i]
    return [shares[i] for i in range(len(wishes))]


# -- writing ---------------------------------------------------------------------------------------------------

#: What XML cannot hold, and what would break a line in the middle of a name.
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
StyledText = tuple[str, Style]


def clean(text: str) -> str:
    """Text on one line that a document can hold."""
    return UNWANTED.sub(" ", text)


def lay(shape: Any, box: Box) -> None:
    """Put a shape in its box."""
    shape.left, shape.top, shape.width, shape.height = (
        Inches(side) for side in (box.left, box.top, box.width, max(box.height, 0.0))
    )


def put(frame: TextFrame, lines: Sequence[StyledText]) -> None:
    """Write paragraphs, one per line end; what stood there goes."""
    frame.clear()
    paragraphs = [(part, style) for text, style in lines for part in text.split("\n")]
    for i, (text, style) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold = Pt(style.size), style.bold
        run.font.color.rgb = RGBColor.from_string(style.colour)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)


def put_plain(frame: TextFrame, lines: Sequence[str]) -> None:
    """The same without a look of its own."""
    frame.clear()
    for i, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        if text:
            run = paragraph.add_run()
            run.text = clean(text)
            run._r.get_or_add_rPr().set("lang", LANGUAGE)


def write(slide: Slide, box: Box, lines: Sequence[StyledText], name: str) -> None:
    """A text box without margins."""
    shape = slide.shapes.add_textbox(Inches(0), Inches(0), Inches(0), Inches(0))
    shape.name = name
    lay(shape, box)
    bare(shape.text_frame)
    put(shape.text_frame, lines)


def bare(frame: TextFrame) -> None:
    """Lines wrap, from the top, without margins."""
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
