"""What stands around every slide: at the top a strip that names what differs from standaard, so that no slide travels
without it; at the foot what this is, which release, when it was made, where to find it, and which slide of how many."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lib.analysis.answers import Answers
from lib.analysis.own_choices import counted_words, own_assumptions, own_words
from lib.report.imprint import TITLE, Imprint
from lib.report.slides.layout import (
    BELOW_STRIP,
    FOOT,
    FOOT_BOX,
    FOOT_HEIGHT,
    INNER,
    LANGUAGE,
    NUMBER_BOX,
    QUIET,
    SOFT,
    STRIP,
    STRIP_BOX,
    TITLES,
    Style,
    bare,
    clean,
    fitting,
    height,
    lay,
    put,
)
from lib.store.content import short
from lib.text import date_words

#: Room at both ends of the strip, in inches.
MARGIN = 0.08
OPEN = "open deze weergave"
BETWEEN = " · "
#: Office programs follow no longer link; the notes hold it in full.
LONGEST = 2048


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


# -- the foot --------------------------------------------------------------------------------------------------


def foot_words(answers: Answers, imprint: Imprint) -> str:
    """What the foot says before its link."""
    info, assumptions = answers.release.info, own_assumptions(answers.release, answers.view.overrides)
    parts = [
        TITLE,
        f"release {info.number}, kenmerk {short(info.hash)}",
        date_words(imprint.made_at.date()),
        *([counted_words(assumptions)] if assumptions else []),
        *([imprint.state] if imprint.state else []),
    ]
    return clean(BETWEEN.join(parts))


def draw_foot(slide: Slide, words: str, link: str, number: int, count: int) -> None:
    """Placeholders for the foot and for the number of the slide."""
    foot = _placeholder(slide, "ftr", 11, "Voettekst")
    lay(foot, FOOT_BOX)
    bare(foot.text_frame)
    reached = web_address(link)
    whole = words + (BETWEEN + OPEN if reached else "")
    size = fitting(whole, FOOT, FOOT_BOX.width, FOOT_HEIGHT)
    put(foot.text_frame, [(words + (BETWEEN if reached else ""), Style(size, colour=QUIET))])
    if reached:
        run = foot.text_frame.paragraphs[0].add_run()
        run.text, run.font.size = OPEN, Pt(size)
        run._r.get_or_add_rPr().set("lang", LANGUAGE)
        run.hyperlink.address = link
    numbered = _placeholder(slide, "sldNum", 12, "Dianummer")
    lay(numbered, NUMBER_BOX)
    bare(numbered.text_frame)
    put(numbered.text_frame, [(f" van {count}", Style(FOOT[0], colour=QUIET, right=True))])
    numbered.text_frame.paragraphs[0]._p.insert(1, _field(number))


def web_address(link: str) -> bool:
    """Whether a link leads to a web page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and link == clean(link) and len(link) <= LONGEST


def _placeholder(slide: Slide, kind: str, index: int, name: str) -> Any:
    """A placeholder that the layout has and a new slide does not take over by itself."""
    tree = slide.shapes._spTree
    element = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{tree.max_shape_id + 1}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    tree.append(element)
    return next(shape for shape in slide.placeholders if shape.placeholder_format.idx == index)


def _field(number: int) -> Any:
    """The number of the slide, which follows when slides move."""
    return parse_xml(
        f'<a:fld {nsdecls("a")} id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}" sz="{Pt(FOOT[0]).centipoints}"><a:solidFill><a:srgbClr val="{QUIET}"/></a:solidFill>'
        f"</a:rPr><a:t>{number}</a:t></a:fld>"
    )
