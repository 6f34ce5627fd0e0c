"""The foot of every slide: what this is, which release, when it was made, where to find it, and which slide of how many."""

from typing import Any
from urllib.parse import urlsplit

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide
from pptx.util import Pt

from lib.analysis.answers import Answers
from lib.analysis.own_choices import counted_words, own_assumptions
from lib.report.imprint import TITLE, Imprint
from lib.report.slides.fitting import fitting
from lib.report.slides.look import FOOT, FOOT_BOX, FOOT_HEIGHT, LANGUAGE, NUMBER_BOX, QUIET, Style
from lib.report.slides.writing import bare, clean, lay, put
from lib.store.content import short
from lib.text import date_words

OPEN = "open deze weergave"
BETWEEN = " · "
#: Office programs follow no longer link; the notes hold it in full.
LONGEST = 2048


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
