"""Text on a slide: Dutch, in the house type, and never anything but text."""

import re
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from lib.report.slides.look import LANGUAGE, Box, Style

#: What XML cannot hold, and what would break a line in the middle of a name.
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
#: The longest name in a chart, in letters.
NAME = 36
StyledText = tuple[str, Style]


def clean(text: str) -> str:
    """Text on one line that a document can hold."""
    return UNWANTED.sub(" ", text)


def shortened(name: str) -> str:
    """A name that leaves room for the bars of a chart; it stands in full in its table and its description."""
    return name if len(name) <= NAME else f"{name[: NAME - 1].rstrip()}…"


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
