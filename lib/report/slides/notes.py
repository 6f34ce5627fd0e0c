"""What the speaker reads beside a slide: the sentence, the origin, sources, terms, and every number with its status."""

import re

from lib.analysis.answers import Answer, Answers
from lib.analysis.own_choices import own_or_standard
from lib.analysis.release import Release
from lib.report.imprint import Imprint
from lib.report.slides.content import Slide
from lib.report.slides.plan import explained
from lib.text import date_words, moment_words
from lib.text.glossary import Term, glossary


def notes(slide: Slide, answers: Answers, imprint: Imprint) -> list[str]:
    """Lines of the notes of a slide; an empty line divides the parts."""
    release, numbers = answers.release, explained(slide)
    parts = [
        ["Op deze dia", slide.sentence],
        ["Herkomst", *origin(answers, imprint)],
        ["Bronnen", *sources(slide, release)],
        ["Begrippen", *(f"{term.name}: {term.explanation}" for term in terms(slide))],
        ["Wat de getallen zijn", *dict.fromkeys(answer.definition for _, _, answer in numbers)],
        ["Getallen, elk met zijn status", *(_number(*number) for number in numbers)],
        ["Met kennis achteraf", *late(slide, release)],
    ]
    words: list[str] = []
    for part in parts:
        words += [*part, ""] if len(part) > 1 else []
    return words[:-1]


def origin(answers: Answers, imprint: Imprint) -> list[str]:
    """Release, moment, assumptions, and where the view is found again."""
    info = answers.release.info
    return [
        f"Release {info.number} “{info.name}” van {date_words(info.created_at.date())}, kenmerk {info.hash}.",
        f"Gemaakt op {moment_words(imprint.made_at)}.",
        *([imprint.state] if imprint.state else []),
        *([f"Volledige link: {imprint.link}"] if imprint.link else []),
        own_or_standard(answers.release, answers.view),
        "Dit is een bijlage: het besluit is aan het bestuur.",
    ]


def sources(slide: Slide, release: Release) -> list[str]:
    """Each source once, by title, publisher and address."""
    names = [text.source for text in slide.texts if text.source] + list(slide.sources)
    names += [item.source for _, _, answer in explained(slide) for item in answer.certainty.inputs]
    titles = []
    for name in dict.fromkeys(names):
        address = release.sources[name]["adres"]
        titles.append(release.source_title(name) + (f", {address}" if address else ""))
    return titles


def terms(slide: Slide) -> list[Term]:
    """The terms that occur on a slide."""
    grid = slide.grid
    cells = [cell.text for line in grid.rows for cell in (line.name, *line.cells)] if grid else []
    heads = [item.text for item in grid.head] if grid else []
    figures = [word for item in (*slide.figures, *slide.in_words) for word in (item.label, item.words)]
    texts = [text.words for text in slide.texts]
    chart = [slide.chart.title, slide.chart.description] if slide.chart else []
    words = " ".join([slide.title, slide.sentence, slide.note, *heads, *cells, *figures, *texts, *chart])
    return [term for term in glossary() if re.search(rf"\b{re.escape(_word(term))}\b", words, re.IGNORECASE)]


def _word(term: Term) -> str:
    """A term without the letter behind it."""
    return term.name.split(" (")[0]


def late(slide: Slide, release: Release) -> list[str]:
    """What the numbers rest on that became known after the reference day."""
    inputs = [item for _, _, answer in explained(slide) for item in answer.certainty.inputs]
    return list(dict.fromkeys(item.label for item in inputs if item.kennisdatum > release.reference_day))


def _number(label: str, text: str, answer: Answer) -> str:
    """One number: name, as printed, how it is made, and its status."""
    certainty = answer.certainty
    name = f"{label}: {text}" if text else label
    return f"{name}. {answer.formula}. Status: {certainty.status}; bepalend is: {certainty.decided_by}."
