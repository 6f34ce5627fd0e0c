"""Answers → slides: the screens of Vergadermodus in their order, with what they say and their charts."""

from collections.abc import Iterable
from dataclasses import replace

from lib.analysis.answers import Answer, Answers
from lib.analysis.grid import Cell, Grid, Words, words_grid
from lib.analysis.meeting import Figure, Screen, Text
from lib.analysis.meeting_choice import asks, bare
from lib.analysis.meeting_order import MAKERS
from lib.analysis.message import reads_as
from lib.analysis.release import Release
from lib.report.slides import series
from lib.report.slides.content import Chart, Slide
from lib.report.slides.own import left_out
from lib.store.tables import STATUSES

LETTERS = "V voordelig, N nadelig."


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
        slide = replace(slide, chart=series.yearly(answers))
    elif name == "gemeenten":
        charts = [replace(slide, grid=None, chart=chart) for chart in series.gemeenten(answers)]
        return [_noted(page) for page in (slide, *charts)]
    elif name == "voorwaarden":
        slide = replace(slide, figures=_switching_figures(screen.figures, answers))
    elif name == "spreiding":
        slide = replace(slide, chart=series.percentiles(answers))
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


def explained(slide: Slide) -> list[tuple[str, str, Answer]]:
    """Every number on a slide that explains itself: its name, as it is printed ("" in a chart), and its answer."""
    numbers = [(figure.label, figure.cell.text, figure.cell.answer) for figure in (*slide.figures, *slide.in_words)]
    grid = slide.grid
    for line in grid.rows if grid else ():
        heads = [cell.text for cell in grid.head[1:]] if grid else []
        numbers += [(f"{line.name.text}, {head}", c.text, c.answer) for head, c in zip(heads, line.cells, strict=True)]
    numbers += [(answer.title, "", answer) for answer in _of_chart(slide.chart)]
    return [(label, text, answer) for label, text, answer in numbers if answer is not None]


def _of_chart(chart: Chart | None) -> Iterable[Answer]:
    return chart.answers if chart else ()


def status_words(numbers: list[tuple[str, str, Answer]]) -> str:
    """The statuses of numbers, strongest first."""
    statuses = {answer.status for _, _, answer in numbers}
    named = [status for status in STATUSES if status in statuses]
    if not named:
        return ""
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} en {named[-1]}"
    return f"Status van deze getallen: {words}."
