"""Answers → the bytes of a presentation (PPTX): the screens of Vergadermodus, native and editable."""

import io
import zipfile
from collections import Counter
from datetime import datetime

from pptx.presentation import Presentation as Deck

from lib.analysis.answers import Answers
from lib.analysis.message import period
from lib.report.imprint import TITLE, Imprint
from lib.report.packing import zipped
from lib.report.slides.content import Slide
from lib.report.slides.drawing import draw_slide
from lib.report.slides.foot import draw_foot, foot_words
from lib.report.slides.look import LANGUAGE
from lib.report.slides.notes import notes
from lib.report.slides.own import draw_strip
from lib.report.slides.paging import pages
from lib.report.slides.plan import plan
from lib.report.slides.template import empty_deck
from lib.report.slides.writing import clean, put_plain
from lib.store.content import short

NOTES = "Notities"


def make_slides(answers: Answers, imprint: Imprint) -> bytes:
    """A presentation of one view. Equal answers and imprint give equal bytes."""
    deck = empty_deck()
    found = [page for slide in plan(answers) for page in pages(slide)]
    words = foot_words(answers, imprint)
    for number, (slide, title) in enumerate(zip(found, titles(found), strict=True), start=1):
        drawn = draw_slide(deck, slide, title, answers.release, imprint.made_at)
        draw_strip(drawn, answers)
        draw_foot(drawn, words, imprint.link, number, len(found))
        page = drawn.notes_slide
        for shape in page.placeholders:
            shape.name = NOTES if shape == page.notes_placeholder else "Dia"
        frame = page.notes_text_frame
        assert frame is not None
        put_plain(frame, notes(slide, answers, imprint))
    _tell(deck, answers, imprint)
    return _packed(deck)


def titles(slides: list[Slide]) -> list[str]:
    """A title for each slide that no other has: slides of one screen are counted."""
    counts, seen = Counter(slide.title for slide in slides), Counter[str]()
    told = []
    for slide in slides:
        seen[slide.title] += 1
        of = counts[slide.title]
        told.append(f"{slide.title} ({seen[slide.title]} van {of})" if of > 1 else slide.title)
    return told


def _tell(deck: Deck, answers: Answers, imprint: Imprint) -> None:
    """What the file says of itself; no name of a person or a program."""
    release, comparison = answers.release, answers.comparison
    routes = " en ".join(dict.fromkeys((comparison.a.scenario.short_title, comparison.b.scenario.short_title)))
    told = deck.core_properties
    told.title = clean(f"{TITLE} {release.settings['regio']}: {routes}, {period(comparison)}")[:255]
    told.subject = f"Release {release.info.number}, kenmerk {short(release.info.hash)}"
    told.author = told.last_modified_by = told.comments = told.keywords = told.category = ""
    told.language, told.revision = LANGUAGE, 1
    told.created = told.modified = _whole(imprint.made_at)


def _whole(moment: datetime) -> datetime:
    """Without fractions, which a file cannot hold."""
    return moment.replace(microsecond=0, tzinfo=None)


def _packed(deck: Deck) -> bytes:
    """The file without the moment of saving in its zip."""
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
