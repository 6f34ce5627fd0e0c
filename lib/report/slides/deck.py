"""Answers → the bytes of a presentation (PPTX): the screens of Vergadermodus, native and editable."""

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pptx.presentation import Presentation as Deck

from lib.analysis.answers import Answers
from lib.analysis.message import period
from lib.analysis.release import Release
from lib.report.imprint import TITLE, Imprint
from lib.report.packing import zipped
from lib.report.slides.drawing import draw_slide, pages
from lib.report.slides.layout import LANGUAGE, clean, put_plain
from lib.report.slides.margins import draw_foot, draw_strip, foot_words, strip, strip_of
from lib.report.slides.plan import Slide, notes, plan
from lib.report.slides.template import empty_deck
from lib.store.content import short

NOTES = "Notities"


def make_slides(answers: Answers, imprint: Imprint) -> bytes:
    """A presentation of one view. Equal answers and imprint give equal bytes."""
    written = [Page(page, notes(page, answers, imprint)) for slide in plan(answers) for page in pages(slide)]
    return _deck(written, foot_words(answers, imprint), imprint, answers.release, _facts(answers), strip_of(answers))


@dataclass(frozen=True)
class Page:
    """A slide and the lines of its notes."""

    slide: Slide
    notes: Sequence[str]


def write_deck(
    deck_pages: Sequence[Page], words: str, imprint: Imprint, release: Release, facts: Mapping[str, str], own: str
) -> bytes:
    """Slides that become as many as their tables need; `words` stand at their foot, `facts` are the title and the subject
    of the file, `own` what differs from standaard."""
    split = [Page(slide, page.notes) for page in deck_pages for slide in pages(page.slide)]
    return _deck(split, clean(words), imprint, release, facts, strip(lambda most: own))


def _deck(
    deck_pages: Sequence[Page],
    words: str,
    imprint: Imprint,
    release: Release,
    facts: Mapping[str, str],
    own: tuple[str, int],
) -> bytes:
    deck = empty_deck()
    named = zip(deck_pages, titles([page.slide for page in deck_pages]), strict=True)
    for number, (source, title) in enumerate(named, start=1):
        target = draw_slide(deck, source.slide, title, release, imprint.made_at)
        draw_strip(target, *own)
        draw_foot(target, words, imprint.link, number, len(deck_pages))
        page = target.notes_slide
        for shape in page.placeholders:
            shape.name = NOTES if shape == page.notes_placeholder else "Dia"
        frame = page.notes_text_frame
        assert frame is not None
        put_plain(frame, list(source.notes))
    _tell(deck, facts, imprint)
    return _packed(deck)


def titles(slides: list[Slide]) -> list[str]:
    """A title for each slide that no other has: slides of one screen are counted."""
    counts, numbers = Counter(slide.title for slide in slides), Counter[str]()
    names = []
    for slide in slides:
        numbers[slide.title] += 1
        of = counts[slide.title]
        names.append(f"{slide.title} ({numbers[slide.title]} van {of})" if of > 1 else slide.title)
    return names


def _facts(answers: Answers) -> dict[str, str]:
    """The title and the subject of the file."""
    release, comparison = answers.release, answers.comparison
    routes = " en ".join(dict.fromkeys((comparison.a.scenario.short_title, comparison.b.scenario.short_title)))
    return {
        "title": f"{TITLE} {release.settings['regio']}: {routes}, {period(comparison)}",
        "subject": f"Release {release.info.number}, kenmerk {short(release.info.hash)}",
    }


def _tell(deck: Deck, facts: Mapping[str, str], imprint: Imprint) -> None:
    """What the file says of itself; no name of a person or a program."""
    properties = deck.core_properties
    properties.title, properties.subject = clean(facts["title"])[:255], facts["subject"]
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = (
        properties.category
    ) = ""
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = _whole(imprint.made_at)


def _whole(moment: datetime) -> datetime:
    """Without fractions, which a file cannot hold."""
    return moment.replace(microsecond=0, tzinfo=None)


def _packed(deck: Deck) -> bytes:
    """The file without the moment of saving in its zip."""
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()})
