"""What a meeting looks at, one idea per screen: a title, one sentence with its number, and big figures; and the charts that
stand beside it on slides. Here the screens about the routes themselves; those about choosing are in meeting_choice.

Routes A and B always get the same room and the same form of words, so that swapping them swaps sides only.
"""

from dataclasses import dataclass, replace

from lib.comparison.answers import Answers
from lib.comparison.cells import against, million, pair_title
from lib.comparison.chart import ChartSpec, Notation, Role, Series, reach_of, shortened, slide_chart, stretches
from lib.comparison.grid import MILLIONS, ROUNDING, Cell, Column, Grid, Row, RowKind, Side, Words
from lib.comparison.message import MILLION, decimals, headline, period, repeated
from lib.comparison.view import scale_of
from lib.model.projection import Projection
from lib.subjects.overview import outcomes, placement
from lib.subjects.people.flow import headline as people_headline
from lib.subjects.people.flow import switchers, switchers_words
from lib.subjects.people.people import reconciliation
from lib.subjects.what_if.sensitivity import WITHIN, Sensitivity
from lib.text import million_words, millions, percentage, whole

#: The screens in their order: id → what the screen is called, in the address too.
SCREENS = {
    "vraag": "Vraag",
    "mensen": "Mensen",
    "kosten": "Kosten",
    "gemeenten": "Per gemeente",
    "voorwaarden": "Voorwaarden",
    "spreiding": "Spreiding",
    "niet_in_euros": "Niet in euro’s",
    "besluit": "Besluit",
}
#: Screens where "what if" is asked.
ASKING = ("kosten", "voorwaarden")
#: So many gemeenten stand in one chart.
BARS = 8


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
    """Part of a screen that has more to tell than fits: the reader chooses it by `label`."""

    label: str
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None


@dataclass(frozen=True)
class Screen:
    """One screen. Every number in `sentence` stands below it too, where it explains itself; `pages` are chosen
    among under the heading `pages_label`."""

    id: str
    title: str
    sentence: str
    figures: tuple[Figure, ...] = ()
    texts: tuple[Text, ...] = ()
    grid: Grid | None = None
    pages: tuple[Page, ...] = ()
    pages_label: str = ""


# -- the screens -----------------------------------------------------------------------------------------------


def question(answers: Answers) -> Screen:
    """Both routes beside the nulalternatief, in the words of their scenarios."""
    release, zero, code = answers.release, answers.comparison.zero, answers.view.gemeente
    saldo = answers.saldo(zero, code)
    span, whose = period(answers.comparison), release.name(code)
    texts = [
        Text(Cell(run.scenario.short_title, side=side), run.scenario.explanation, run.scenario.source)
        for side, run in answers.comparison.sides
    ]
    return Screen(
        "vraag",
        f"Hoe verder met {release.settings['regio']}?",
        f"Met {release.zero.in_sentence} is het saldo in {span} {_signed_words(saldo.value, code)} ({whose}). "
        "Wat verandert elke route daaraan?",
        (
            Figure(
                f"{zero.scenario.short_title}, saldo {span}, × € 1 miljoen",
                Cell(millions(saldo.value, decimals(code)), saldo),
            ),
        ),
        tuple(texts),
    )


def _signed_words(euros: float, code: str) -> str:
    return f"{'−' if euros < 0 else ''}{million_words(abs(euros), decimals(code))}"


def people(answers: Answers) -> Screen:
    """Who works where in each route, and that nobody is lost."""
    year, grid = answers.release.figures.base_year, placement(answers)
    check, sides = reconciliation(answers, answers.view.gemeente), answers.comparison.sides
    turns = (Cell(switchers_words(answers, run), switchers(answers, run)) for _, run in sides)
    closing = (Cell(words, check.staff) for words in (check.words_a, check.words_b)[: len(sides)])
    caption = f"Wsw-personen in {year}, en wie hun werk uitvoert vanaf {year + 1}"
    grid = grid.only(("mensen", *(side for side, _ in sides)), caption)
    rows = (
        *grid.rows[:-1],
        Row("andere", "Andere uitvoerder", (Cell(""), *turns)),
        Row("totaal", "Totaal", (Cell(whole(check.persons.value), check.persons), *closing), "total"),
    )
    return Screen("mensen", "Wie werkt waar?", people_headline(answers), grid=replace(grid, title=caption, rows=rows))


def costs(answers: Answers) -> Screen:
    """Each route against the nulalternatief and B against A: in all, structural, one-off."""
    comparison, code = answers.comparison, answers.view.gemeente
    zero = comparison.zero
    rows = [
        _apart(answers, Words(f"{run.scenario.short_title} − {against(answers)}", side), run, zero)
        for side, run in comparison.sides
    ]
    if not comparison.same:
        rows.append(_apart(answers, Words(pair_title(comparison.b, comparison.a)), comparison.b, comparison.a, "total"))
    columns = Column("samen", "Samen"), Column("structureel", "Structureel"), Column("eenmalig", "Eenmalig")
    caption = (
        f"Verschil in saldo {period(comparison)}, {answers.release.name(code)}, × € 1 miljoen; V voordelig, N nadelig"
    )
    sentence = headline(answers.release, comparison, code)
    grid = Grid("verschil", caption, MILLIONS, Words("Verschil in saldo"), columns, tuple(rows), caption, caption)
    return Screen("kosten", "Wat kost het?", sentence, grid=grid)


def _apart(answers: Answers, name: Words, run: Projection, other: Projection, kind: RowKind = "") -> Row:
    code = answers.view.gemeente
    parts = (
        answers.difference(run, other, code),
        answers.structural(run, other, code),
        answers.one_off_difference(run, other, code),
    )
    return Row(name.text, name.text, tuple(million(answer, code) for answer in parts), kind, heading=(name,))


def per_gemeente(answers: Answers) -> Screen:
    """Six outcomes and their total, each route against the nulalternatief and B against A."""
    comparison, release = answers.comparison, answers.release
    scale = scale_of(release, answers.view.expression)
    headings: dict[str, tuple[Words, ...]] = {
        f"{side}-zero": (Words(run.scenario.short_title, side),) for side, run in comparison.sides
    }
    if not comparison.same:
        headings["b-a"] = (Words(pair_title(comparison.b, comparison.a)),)
    caption = f"{period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig"
    grid = outcomes(answers).only(headings, caption).headed(headings)
    spans = []
    for side, run in comparison.sides:
        column = zip(answers.codes, grid.column(f"{side}-zero"), strict=False)
        cells = [pair for pair in column if pair[1].value is not None]
        # Gemeenten that differ by the noise of sums only stand in their own order.
        ordered = sorted(cells, key=lambda pair: round(pair[1].value or 0.0, 6))
        ends = (f"{cell.text} ({release.name(code)})" for code, cell in (ordered[0], ordered[-1]))
        spans.append(f"{run.scenario.in_sentence} van {' tot '.join(ends)}")
    sentence = f"{repeated(comparison)}Tegenover {release.zero.in_sentence} loopt {' en '.join(spans)}."
    rows = tuple(replace(row, in_view=False) for row in grid.rows)
    grid = replace(grid, rows=rows, remark=caption + (f". {ROUNDING}" if grid.gap else ""))
    return Screen("gemeenten", "Wat betekent het per gemeente?", sentence, grid=grid)


def spread(answers: Answers) -> Screen:
    """Between which amounts the difference lies, and in which share of the draws each route is cheaper."""
    sensitivity, code = Sensitivity(answers), answers.view.gemeente
    title = "Hoe ver kan het uiteenlopen?"
    if answers.comparison.same:
        return Screen("spreiding", title, sensitivity.headline())
    levels = sensitivity.spread.sampling.percentiles
    figures = [
        Figure(f"P{levels[place]:g}, × € 1 miljoen", million(answer, code), f"{levels[place]:g} % ligt lager")
        for place in (0, len(levels) - 1)
        for answer in (sensitivity.percentile(place, code),)
    ]
    figures.insert(1, Figure("Gekozen, × € 1 miljoen", million(sensitivity.now(code), code), sensitivity.between))
    for side, run in answers.comparison.sides:
        share = sensitivity.cheaper(side, code)
        cell = Cell(percentage(share.value, 0), share)
        figures.append(Figure(f"{run.scenario.short_title} voordeliger", cell, WITHIN, side))
    return Screen("spreiding", title, f"{sensitivity.headline()} {sensitivity.below()}", tuple(figures))


# -- charts on slides: numbers in full, as the export holds them -----------------------------------------------------


def saldo_chart(answers: Answers) -> ChartSpec:
    """The saldo of the nulalternatief and of both routes per year of the horizon."""
    comparison, code, years = answers.comparison, answers.view.gemeente, answers.horizon_years
    runs: list[tuple[Role, Projection]] = [("zero", comparison.zero)]
    runs += [(side, run) for side, run in comparison.sides if run.scenario.id != comparison.zero.scenario.id]
    saldi = [[answers.saldo(run, code, (year,)) for year in years] for _, run in runs]
    series = tuple(
        Series(run.scenario.short_title, role, tuple(answer.value for answer in row))
        for (role, run), row in zip(runs, saldi, strict=True)
    )
    notation = Notation(MILLION, decimals(code))
    words = "; ".join(
        f"{line.name} "
        + ", ".join(f"{year} {notation.words(value)}" for year, value in zip(years, line.values, strict=True))
        for line in series
    )
    title = f"Saldo per jaar, {shortened(answers.release.name(code))}, {MILLIONS}"
    explained = tuple(answer for row in saldi for answer in row)
    return slide_chart("columns", title, words, notation, tuple(map(str, years)), series, explained)


def gemeente_charts(answers: Answers) -> tuple[ChartSpec, ...]:
    """Each route against the nulalternatief per gemeente; several charts on one scale when there are many."""
    comparison, codes = answers.comparison, answers.codes
    scale = scale_of(answers.release, answers.view.expression)
    notation = Notation(scale.unit, scale.decimals, letters=True)
    differences = [[answers.difference(run, comparison.zero, code) for code in codes] for _, run in comparison.sides]
    lines = [
        Series(
            run.scenario.short_title,
            side,
            tuple(scale.convert(answer.value, code) for answer, code in zip(row, codes, strict=True)),
        )
        for (side, run), row in zip(comparison.sides, differences, strict=True)
    ]
    title, reach = f"Tegenover {against(answers)}, {period(comparison)} opgeteld, {scale.label}", reach_of(lines)
    charts = []
    for part in stretches(len(codes), -(-len(codes) // BARS)):
        series = tuple(replace(line, values=line.values[part]) for line in lines)
        names = tuple(answers.release.name(code) for code in codes[part])
        words = "; ".join(
            f"{name} " + ", ".join(f"{line.name} {notation.words(line.values[i])}" for line in series)
            for i, name in enumerate(names)
        )
        explained = tuple(answer for row in differences for answer in row[part])
        words += ". V voordelig, N nadelig"
        charts.append(slide_chart("bars", title, words, notation, names, series, explained, reach))
    return tuple(charts)


def percentile_chart(answers: Answers) -> ChartSpec | None:
    """The difference between the routes at every told percentile of the draws; None for one route twice."""
    if answers.comparison.same:
        return None
    sensitivity, code = Sensitivity(answers), answers.view.gemeente
    levels, between = sensitivity.spread.sampling.percentiles, sensitivity.between
    points = tuple(sensitivity.percentile(place, code) for place in range(len(levels)))
    series = (Series(between, "", tuple(answer.value for answer in points)),)
    notation = Notation(MILLION, decimals(code), letters=True)
    title = f"{between} in {period(answers.comparison)}, {shortened(answers.release.name(code))}, {MILLIONS}"
    names = tuple(f"P{level:g}: {level:g} % ligt lager" for level in levels)
    words = "; ".join(f"{name} {notation.words(answer.value)}" for name, answer in zip(names, points, strict=True))
    return slide_chart("points", title, words, notation, names, series, points)
