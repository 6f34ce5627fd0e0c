"""What a meeting looks at, one idea per screen: one sentence, and one picture or a table of a few rows. Here the screens of
the evidence and of the routes; those about choosing are in meeting_choice.

Routes A and B always get the same room and the same form of words, so that swapping them swaps sides only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.chart import ChartSpec, Series, stretches
from lib.comparison.grid import MILLIONS, Cell, Grid, Side
from lib.comparison.message import MILLION, decimals, repeated
from lib.model.comparison import Side as RouteSide
from lib.model.projection import Projection
from lib.subjects import evidence
from lib.subjects.coverage import published_chart
from lib.subjects.people.carriers import ASPECTS, carriers
from lib.subjects.people.flow import flow_charts
from lib.subjects.people.flow import headline as people_headline
from lib.subjects.readings import readings_chart
from lib.text import amount, millions, rounded, upper_first, year_range

#: The screens in their order: id → what the screen is called, in the address too.
SCREENS = {
    "gepubliceerd": "Gepubliceerd",
    "tekort": "Tekort per jaar",
    "bereik": "Bereik",
    "lezingen": "Vier uitersten",
    "gemeenten": "Per gemeente",
    "mensen": "Mensen",
    "voorwaarden": "Voorwaarden",
    "samen": "Twee samen",
    "niet_in_euros": "Niet in euro’s",
    "onbekend": "Onbekend",
}
#: What screens were called before, in addresses that people kept → the id of what tells it now.
FORMER = {
    "Vraag": "gepubliceerd",
    "Kosten": "bereik",
    "Spreiding": "lezingen",
    "Vier lezingen": "lezingen",
    "Besluit": "onbekend",
}
#: The part of a screen that shows all of it at once.
PICTURE = "In één beeld"
#: So many gemeenten stand on one screen, beside their total.
GEMEENTEN = 6


@dataclass(frozen=True)
class Figure:
    """One big figure under its label, and a line of words below; `side` is the route whose colour it has."""

    label: str
    cell: Cell
    words: str = ""
    side: Side = ""


@dataclass(frozen=True)
class Text:
    """A paragraph about one route, in the words of the release, with its source."""

    title: Cell
    words: str
    source: str


@dataclass(frozen=True)
class Page:
    """Part of a screen that has more to tell than fits: the reader chooses it by `label`; its `sentence` stands in the place
    of that of the screen."""

    label: str
    sentence: str = ""
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None
    charts: tuple[ChartSpec, ...] = ()


@dataclass(frozen=True)
class Screen:
    """One screen. Every number in `sentence` stands below it too, where it explains itself; `pages` are chosen among under
    the heading `pages_label`, and it opens with the one that is called `opening`, or with the first. Charts stand beside each
    other."""

    id: str
    title: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    grid: Grid | None = None
    charts: tuple[ChartSpec, ...] = ()
    pages: tuple[Page, ...] = ()
    pages_label: str = ""
    opening: str = ""


# -- the screens -----------------------------------------------------------------------------------------------


def published(answers: Answers) -> Screen:
    """What each side published itself and what it left open: as a picture, and in its own words."""
    grid = evidence.published(answers)
    rows = tuple(replace(row, cells=tuple(map(_with_publisher, row.cells))) for row in grid.rows)
    pages = Page(PICTURE, charts=(published_chart(answers),)), Page("In woorden", grid=replace(grid, rows=rows))
    return Screen("gepubliceerd", "Wat is gepubliceerd?", evidence.heading(answers), pages=pages, pages_label="Deel")


def _with_publisher(cell: Cell) -> Cell:
    """Who says it under the words, in place of the whole title behind them."""
    if cell.reference is None:
        return cell
    source = Cell("Bron: ", reference=replace(cell.reference, short=True))
    return replace(cell, reference=None, below=(source,))


def deficit(answers: Answers) -> Screen:
    """The tekort of every year: what was published, what is reckoned, and between which ends it can lie."""
    grid = evidence.tekort_years(answers)
    last, zero = grid.rows[-1], answers.comparison.zero.scenario
    phrases = [f"{grid.cell(last.id, 'zero').text} bij {zero.in_sentence}"]
    for side, run in _moving(answers):
        ends = (grid.cell(last.id, f"{side} {end}").text for end in ("van", "tot"))
        phrases.append(f"{_between(*ends)} bij {run.scenario.in_sentence}")
    sentence = f"{repeated(answers.comparison)}Het tekort in {last.label} zonder eenmalige kosten, in miljoenen euro: "
    return Screen(
        "tekort",
        "Hoe groot is het tekort per jaar?",
        f"{sentence}{'; '.join(phrases)}.",
        charts=(evidence.tekort_chart(answers),),
    )


def _moving(answers: Answers) -> Iterator[tuple[RouteSide, Projection]]:
    """The routes that are not the nulalternatief itself."""
    comparison = answers.comparison
    return ((side, run) for side, run in comparison.sides if run.scenario.id != comparison.zero.scenario.id)


def _between(low: str, high: str) -> str:
    return low if low == high else f"{low} tot {high}"


def reach(answers: Answers) -> Screen:
    """How far each route can go against the nulalternatief per year; what is one-off stands apart."""
    grid, code = evidence.ranges(answers), answers.view.gemeente
    span = year_range(*answers.evidence.spans[0])
    phrases, figures = [], []
    for side, run in answers.comparison.sides:
        ends = (_in_words(grid.cell(side, name).value or 0.0, code) for name in (span, f"{span} tot"))
        phrases.append(f"{_between(*ends)} bij {run.scenario.in_sentence}")
        table = grid.compact
        figures.append(
            Figure(
                f"{run.scenario.short_title}, eenmalig, {MILLIONS}",
                table.cell(side, "eenmalig"),
                f"Grootste aannames onder het bereik per jaar: {table.cell(side, 'aannames').text}",
                side,
            )
        )
    sentence = f"In miljoenen euro per jaar tegenover {answers.release.zero.in_sentence}, {span}: {'; '.join(phrases)}."
    return Screen(
        "bereik",
        "Wat kan elke route betekenen?",
        f"{repeated(answers.comparison)}{sentence}",
        tuple(figures),
        charts=(evidence.ranges_chart(answers),),
    )


def _in_words(euros: float, code: str) -> str:
    """An amount in millions against the nulalternatief with a word in place of a sign: "0,6 nadeliger"."""
    places = decimals(code)
    number = rounded(euros, MILLION, places)
    if not number:
        return "gelijk"
    return f"{millions(abs(euros), places)} {'voordeliger' if number > 0 else 'nadeliger'}"


def four_readings(answers: Answers) -> Screen:
    """Each route at each of its ends, to the end of the meerjarenraming and to the last year."""
    release = answers.release
    first = release.figures.base_year + 1
    pages = tuple(
        Page(year_range(first, last), answers.evidence.verdict(last), charts=(readings_chart(answers, last),))
        for last in release.horizons
    )
    return Screen(
        "lezingen",
        "Welke route kost structureel minder?",
        answers.evidence.verdict(answers.comparison.horizon),
        pages=() if answers.comparison.same or answers.comparison.unpublished else pages,
        pages_label="Jaren",
        opening=year_range(first, answers.comparison.horizon),
    )


def per_gemeente(answers: Answers) -> Screen:
    """The ranges of the gemeenten on one scale; a larger region in as many pages as it needs."""
    chart = evidence.gemeenten_chart(answers)
    names = chart.categories
    phrases = [
        f"{answers.release.name(own.code)}, {_between(*map(_euros, own.ends))} ({own.run.scenario.short_title})"
        for own in evidence.widest(answers)
    ]
    every = ", over elke schatting," if any(series.outer for series in chart.series) else ""
    sentence = f"{repeated(answers.comparison)}Per inwoner per jaar{every} het verst uiteen: {'; '.join(phrases)}."
    screen = Screen("gemeenten", "Wat betekent het per gemeente?", sentence, charts=(chart,))
    if len(names) <= GEMEENTEN:
        return screen
    pages = tuple(_gemeente_page(chart, part) for part in stretches(len(names), -(-len(names) // GEMEENTEN)))
    return replace(screen, charts=(), pages=pages, pages_label="Gemeenten")


def _euros(value: float) -> str:
    """Whole euros with a word in place of a sign."""
    number = rounded(value)
    if not number:
        return "gelijk"
    return f"{amount(abs(value))} {'voordeliger' if number > 0 else 'nadeliger'}"


def _gemeente_page(chart: ChartSpec, part: slice) -> Page:
    """Some of the gemeenten of a chart, on the scale of all, with the total in the table."""
    names = chart.categories[part]
    label = f"{part.start + 1}–{part.stop} van {len(chart.categories)}"
    grid = chart.twin
    rows = grid and (*grid.rows[part], *(row for row in grid.rows if row.total))
    return Page(
        label,
        charts=(
            replace(
                chart,
                categories=names,
                panels=(replace(chart.panels[0], series=tuple(_some(line, part) for line in chart.series)),),
                reach=chart.extremes,
                twin=grid and replace(grid, rows=rows or ()),
            ),
        ),
    )


def _some(line: Series, part: slice) -> Series:
    """A series of some of the categories."""
    return replace(line, values=line.values[part], band=line.band[part], outer=line.outer[part])


def people(answers: Answers) -> Screen:
    """Who carries the work out now and after; and who is the employer and what happens to the workplace."""
    grid = carriers(answers)
    pages = [Page("Stroom", charts=tuple(flow_charts(answers)))]
    for name, words in ASPECTS:
        columns = ("mensen", *(f"{side} {name}" for side, _ in answers.comparison.sides))
        own = grid.only(columns)
        rows = tuple(replace(row, cells=tuple(replace(cell, statements=()) for cell in row.cells)) for row in own.rows)
        pages.append(Page(upper_first(words), grid=replace(own, id=name, rows=rows)))
    return Screen("mensen", "Wie werkt waar?", people_headline(answers), pages=tuple(pages), pages_label="Deel")
