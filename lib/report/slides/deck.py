"""Answers → the bytes of a presentation (PPTX): the screens of Vergadermodus, native and editable."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pptx.presentation import Presentation as Deck

from lib.analysis.answers import Answers
from lib.analysis.message import period
from lib.analysis.release import Release
from lib.report.imprint import TITLE, Imprint
from lib.report.packing import zipped
from lib.report.slides.drawing import draw_slide, pages
from lib.report.slides.layout import LANGUAGE, clean, put_plain
from lib.report.slides.margins import draw_foot, draw_strip, foot_words, strip_of
from lib.report.slides.plan import Slide, notes, plan
from lib.report.slides.template import empty_deck
from lib.store.content import short

NOTES = "Notities"


def make_slides(answers: Answers, imprint: Imprint) -> bytes:
    """A presentation of one view. Equal answers and imprint give equal bytes."""
    release, comparison = answers.release, answers.comparison
    routes = " en ".join(dict.fromkeys((comparison.a.scenario.short_title, comparison.b.scenario.short_title)))
    title = f"{TITLE} {release.settings['regio']}: {routes}, {period(comparison)}"
    subject = f"Release {release.info.number}, kenmerk {short(release.info.hash)}"
    around = Around(title, subject, foot_words(answers, imprint), strip_of(answers))
    return write_deck(plan(answers), lambda slide: notes(slide, answers, imprint), around, imprint, release)


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
    release: Release,
) -> bytes:
    """Slides that become as many as their tables need, each with its notes."""
    deck, all_pages = empty_deck(), [page for slide in slides for page in pages(slide)]
    for number, (page, title) in enumerate(zip(all_pages, titles(all_pages), strict=True), start=1):
        target = draw_slide(deck, page, title, release, imprint.made_at)
        draw_strip(target, *around.strip)
        draw_foot(target, clean(around.foot), imprint.link, number, len(all_pages))
        below = target.notes_slide
        for shape in below.placeholders:
            shape.name = NOTES if shape == below.notes_placeholder else "Dia"
        frame = below.notes_text_frame
        assert frame is not None
        put_plain(frame, notes_of(page))
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
    properties.title, properties.subject = clean(around.title)[:255], around.subject
    for name in ("author", "last_modified_by", "comments", "keywords", "category"):
        setattr(properties, name, "")
    properties.language, properties.revision = LANGUAGE, 1
    # A file cannot hold fractions of a second.
    properties.created = properties.modified = imprint.made_at.replace(microsecond=0, tzinfo=None)
