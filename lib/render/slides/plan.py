"""Answers → slides: the screens of Vergadermodus in their order, with what they say, their charts, what the speaker
reads beside each, and the strip at its top."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.assumptions import bare
from lib.comparison.chart import ChartSpec
from lib.comparison.grid import Cell, Grid, Words, words_grid
from lib.comparison.message import own_or_standard, own_words, reads_as
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.release import Release
from lib.render.packing import Imprint
from lib.render.slides.charts import Table
from lib.render.slides.layout import INNER, MARGIN, STRIP, STRIP_BOX, height
from lib.subjects.meeting import Figure, Screen, Text, gemeente_charts, percentile_chart, saldo_chart
from lib.subjects.meeting_choice import MAKERS, asks
from lib.tables.columns import STATUSES
from lib.text import date_words, moment_words
from lib.text.glossary import Term, glossary

LETTERS = "V voordelig, N nadelig."


@dataclass(frozen=True)
class Slide:
    """One slide in the order in which it is read. `note` tells the unit and the status under what it belongs to.

    `in_words` are figures that stand in the sentence only; `sources` are ids of sources that words in the table rest on;
    `table` is what of `grid` stands here, once it is known how much fits.
    """

    title: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    in_words: tuple[Figure, ...] = ()
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None
    note: str = ""
    chart: ChartSpec | None = None
    table: Table | None = None
    sources: tuple[str, ...] = ()


def plan(answers: Answers) -> tuple[Slide, ...]:
    """The slides, each as long as it comes out."""
    slides: list[Slide] = []
    for name, make in MAKERS.items():
        slides += _slides(name, make(answers), answers)
    return tuple(slides)


def _slides(name: str, screen: Screen, answers: Answers) -> list[Slide]:
    """The slides of one screen."""
    slide = Slide(screen.title, screen.sentence, screen.figures, texts=screen.texts, grid=screen.grid)
    if name == "vraag":
        reading = reads_as(answers.release, answers.comparison, answers.view.gemeente)
        slide = replace(slide, note=f"{left_out(answers)} {reading}".strip())
    elif name == "kosten":
        slide = replace(slide, chart=saldo_chart(answers))
    elif name == "gemeenten":
        charts = [replace(slide, grid=None, chart=chart) for chart in gemeente_charts(answers)]
        return [_noted(page) for page in (slide, *charts)]
    elif name == "voorwaarden":
        slide = replace(slide, figures=_switching_figures(screen.figures, answers))
    elif name == "spreiding":
        slide = replace(slide, chart=percentile_chart(answers))
    elif name == "niet_in_euros":
        slide = _beside(slide, screen, answers.release)
    elif name == "besluit":
        rows = tuple(row for page in screen.pages if page.grid for row in page.grid.rows)
        first = next((page.grid for page in screen.pages if page.grid), None)
        named = tuple(dict.fromkeys(row["bron_id"] for row in answers.release.tables["decisions"]))
        grid = first and replace(first, rows=rows)
        slide = replace(slide, figures=(), in_words=screen.figures, grid=grid, sources=named)
    return [_noted(slide)]


def _switching_figures(figures: tuple[Figure, ...], answers: Answers) -> tuple[Figure, ...]:
    """Each switching value under the name of its assumption, with the levels that the screen offers beside it."""
    if not figures:
        return ()
    return tuple(
        replace(
            figure,
            label=f"{ask.parameter.label}: {figure.label}",
            words=f"Gekozen {bare(ask.parameter, ask.value)} · {' · '.join(ask.levels)}",
        )
        for figure, ask in zip(figures, asks(answers), strict=True)
    )


def _beside(slide: Slide, screen: Screen, release: Release) -> Slide:
    """The topics under each other and the routes beside each other, each text with its source."""
    rows = tuple(
        (Words(page.label), tuple(Cell(_sourced(text, release)) for text in page.texts)) for page in screen.pages
    )
    texts = [text for page in screen.pages for text in page.texts]
    if not rows:
        return slide
    titles = (Words(text.title.text, text.title.side) for text in screen.pages[0].texts)
    sources = tuple(dict.fromkeys(text.source for text in texts if text.source))
    grid = words_grid("niet in euro’s", screen.title, (Words("Onderwerp"), *titles), rows)
    return replace(slide, grid=grid, sources=sources)


def _sourced(text: Text, release: Release) -> str:
    return f"{text.words}\n{source_words(text, release)}" if text.source else text.words


def source_words(text: Text, release: Release) -> str:
    """Who says it."""
    return f"Bron: {release.sources[text.source]['uitgever']}"


def _noted(slide: Slide) -> Slide:
    """With unit, sign and status of what stands in its table, chart and figures."""
    unit = LETTERS if slide.chart and slide.chart.notation.letters else ""
    unit = slide.grid.note or _caption(slide.grid) if slide.grid else unit
    parts = [slide.note, unit if unit.endswith(".") or not unit else f"{unit}.", status_words(explained(slide))]
    return replace(slide, note=" ".join(part for part in parts if part))


def _caption(grid: Grid) -> str:
    """The caption of a table of numbers, which the screen tells to a screen reader only."""
    return grid.caption if any(cell.answer for line in grid.rows for cell in line.cells) else ""


def explained(slide: Slide) -> list[tuple[str, str, ExplainedNumber]]:
    """Every number on a slide that explains itself: its name, as it is printed ("" in a chart), and its answer."""
    numbers = [(figure.label, figure.cell.text, figure.cell.answer) for figure in (*slide.figures, *slide.in_words)]
    grid = slide.grid
    for line in grid.rows if grid else ():
        heads = [cell.text for cell in grid.head[1:]] if grid else []
        numbers += [(f"{line.name.text}, {head}", c.text, c.answer) for head, c in zip(heads, line.cells, strict=True)]
    numbers += [(answer.title, "", answer) for answer in (slide.chart.answers if slide.chart else ())]
    return [(label, text, answer) for label, text, answer in numbers if answer is not None]


def status_words(numbers: list[tuple[str, str, ExplainedNumber]]) -> str:
    """The statuses of numbers, strongest first."""
    statuses = {answer.status for _, _, answer in numbers}
    named = [status for status in STATUSES if status in statuses]
    if not named:
        return ""
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} en {named[-1]}"
    return f"Status van deze getallen: {words}."


# -- the strip at the top of every slide, so that none travels without what differs from standaard -------------------


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


def left_out(answers: Answers) -> str:
    """Everything that differs, for the first slide, where the strip does not hold it all."""
    whole = own_words(answers.release, answers.view)
    return "" if strip_of(answers)[0] == whole else whole


# -- notes -----------------------------------------------------------------------------------------------------


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
    day = release.reference_day
    return list(dict.fromkeys(label for _, _, answer in explained(slide) for label in answer.certainty.late(day)))


def _number(label: str, text: str, answer: ExplainedNumber) -> str:
    """One number: name, as printed, how it is made, and its status."""
    name = f"{label}: {text}" if text else label
    return f"{name}. {answer.formula}. {answer.certainty.sentence}"
