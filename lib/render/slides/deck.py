"""Answers → the bytes of a presentation (PPTX): the screens of Vergadermodus, native and editable."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as PptxSlide
from pptx.util import Inches, Pt

from lib.comparison.answers import Answers
from lib.comparison.message import counted_words, own_assumptions, period
from lib.render.packing import TITLE, Imprint, zipped
from lib.render.slides import layout
from lib.render.slides.drawing import draw_slide, pages
from lib.render.slides.plan import Slide, notes, plan, strip_of
from lib.render.slides.template import empty_deck
from lib.tables.content import short
from lib.text import date_words, local

NOTES = "Notities"
OPEN = "open deze weergave"
BETWEEN = " · "
#: Office programs follow no longer link; the notes hold it in full.
LONGEST = 2048


def make_slides(answers: Answers, imprint: Imprint) -> bytes:
    """A presentation of one view. Equal answers and imprint give equal bytes."""
    release, comparison = answers.release, answers.comparison
    routes = " en ".join(dict.fromkeys((comparison.a.scenario.short_title, comparison.b.scenario.short_title)))
    title = f"{TITLE} {release.settings['regio']}: {routes}, {period(comparison)}"
    subject = f"Release {release.info.number}, kenmerk {short(release.info.hash)}"
    around = Around(title, subject, foot_words(answers, imprint), strip_of(answers))
    return write_deck(plan(answers), lambda slide: notes(slide, answers, imprint), around, imprint)


@dataclass(frozen=True)
class Around:
    """The title and the subject of the file; and what is the same on every slide: the words at the foot before its link, and
    the words of the strip with their size."""

    title: str
    subject: str
    foot: str
    strip: tuple[str, int]


def write_deck(
    slides: Sequence[Slide],
    notes_of: Callable[[Slide], Sequence[str]],
    around: Around,
    imprint: Imprint,
) -> bytes:
    """Slides that become as many as their tables need, each with its notes."""
    deck, all_pages = empty_deck(), [page for slide in slides for page in pages(slide)]
    for number, (page, title) in enumerate(zip(all_pages, titles(all_pages), strict=True), start=1):
        target = draw_slide(deck, page, title, imprint.made_at)
        draw_strip(target, *around.strip)
        draw_foot(target, layout.clean(around.foot), imprint.link, number, len(all_pages))
        below = target.notes_slide
        for shape in below.placeholders:
            shape.name = NOTES if shape == below.notes_placeholder else "Dia"
        frame = below.notes_text_frame
        assert frame is not None
        layout.put_plain(frame, notes_of(page))
    _tell(deck, around, imprint)
    # The file without the moment of saving in its zip.
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})


def titles(slides: Sequence[Slide]) -> list[str]:
    """A title for each slide that no other has: slides of one screen are counted."""
    counts, numbers = Counter(slide.title for slide in slides), Counter[str]()
    names = []
    for slide in slides:
        numbers[slide.title] += 1
        of = counts[slide.title]
        names.append(f"{slide.title} ({numbers[slide.title]} van {of})" if of > 1 else slide.title)
    return names


def _tell(deck: Deck, around: Around, imprint: Imprint) -> None:
    """What the file says of itself; no name of a person or a program."""
    properties = deck.core_properties
    properties.title, properties.subject = layout.clean(around.title)[:255], around.subject
    for name in ("author", "last_modified_by", "comments", "keywords", "category"):
        setattr(properties, name, "")
    properties.language, properties.revision = layout.LANGUAGE, 1
    # A file cannot hold fractions of a second.
    properties.created = properties.modified = imprint.made_at.replace(microsecond=0, tzinfo=None)


# -- what stands around every slide ------------------------------------------------------------------------------


def draw_strip(slide: PptxSlide, words: str, size: int) -> None:
    """Nothing where everything is at standaard."""
    if not words:
        return
    shape = slide.shapes.add_textbox(Inches(0), Inches(0), Inches(0), Inches(0))
    shape.name = "Anders dan standaard"
    layout.lay(shape, replace(layout.STRIP_BOX, height=layout.height(words, size, layout.INNER - 2 * layout.MARGIN)))
    layout.bare(shape.text_frame)
    shape.text_frame.margin_left = shape.text_frame.margin_right = Inches(layout.MARGIN)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(layout.SOFT)
    layout.put(shape.text_frame, [(words, layout.Style(size))])
    heading = slide.shapes.title
    assert heading is not None
    title = heading.text_frame.text
    layout.lay(heading, layout.BELOW_STRIP)
    size = layout.fitting(title, layout.TITLES, layout.BELOW_STRIP.width, layout.BELOW_STRIP.height, bold=True)
    layout.put(heading.text_frame, [(title, layout.Style(size, bold=True))])


def foot_words(answers: Answers, imprint: Imprint) -> str:
    """What the foot says before its link."""
    info, assumptions = answers.release.info, own_assumptions(answers.release, answers.view.overrides)
    parts = [
        TITLE,
        f"release {info.number}, kenmerk {short(info.hash)}",
        date_words(local(imprint.made_at)),
        *([counted_words(assumptions)] if assumptions else []),
        *([imprint.state] if imprint.state else []),
    ]
    return layout.clean(BETWEEN.join(parts))


def draw_foot(slide: PptxSlide, words: str, link: str, number: int, count: int) -> None:
    """Placeholders for the foot and for the number of the slide."""
    foot = _placeholder(slide, "ftr", 11, "Voettekst")
    layout.lay(foot, layout.FOOT_BOX)
    layout.bare(foot.text_frame)
    reached = web_address(link)
    whole = words + (BETWEEN + OPEN if reached else "")
    size = layout.fitting(whole, layout.FOOT, layout.FOOT_BOX.width, layout.FOOT_HEIGHT)
    layout.put(foot.text_frame, [(words + (BETWEEN if reached else ""), layout.Style(size, colour=layout.QUIET))])
    if reached:
        run = foot.text_frame.paragraphs[0].add_run()
        run.text, run.font.size = OPEN, Pt(size)
        run._r.get_or_add_rPr().set("lang", layout.LANGUAGE)
        run.hyperlink.address = link
    numbered = _placeholder(slide, "sldNum", 12, "Dianummer")
    layout.lay(numbered, layout.NUMBER_BOX)
    layout.bare(numbered.text_frame)
    layout.put(numbered.text_frame, [(f" van {count}", layout.Style(layout.FOOT[0], colour=layout.QUIET, right=True))])
    numbered.text_frame.paragraphs[0]._p.insert(1, _field(number))


def web_address(link: str) -> bool:
    """Whether a link leads to a web page."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and link == layout.clean(link)
        and len(link) <= LONGEST
    )


def _placeholder(slide: PptxSlide, kind: str, index: int, name: str) -> Any:
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
        f'<a:rPr lang="{layout.LANGUAGE}" sz="{Pt(layout.FOOT[0]).centipoints}"><a:solidFill><a:srgbClr val="{layout.QUIET}"/></a:solidFill>'
        f"</a:rPr><a:t>{number}</a:t></a:fld>"
    )
