"""Mijn gemeente: what changes for the people of one gemeente and what it can cost, per inhabitant and in whole euros.

Routes A and B get the same form of words; a word says what is better or worse, never a sign. What to ask, and who decides,
stands in lib.subjects.gemeente_questions.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import isfinite

from lib.comparison.answers import Answers
from lib.comparison.cells import PM, against
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import Cell, Column, Grid, Row, Words
from lib.comparison.message import own_words, period, repeated, unpublished_words
from lib.comparison.numbers import PERSONS, ExplainedNumber
from lib.comparison.pm import UNKNOWN_AMOUNT
from lib.comparison.view import Scale, scale_of
from lib.model.comparison import Side as RouteSide
from lib.model.projection import Projection
from lib.model.readings import RANGE
from lib.subjects import evidence
from lib.subjects.people.carriers import UNSAID
from lib.subjects.people.flow import NUMBER_UNKNOWN, only_later, switchers
from lib.subjects.people.people import nobody_lost, shown_years, uitvoerder_name
from lib.subjects.people.placement import beside_placement, work_groups
from lib.text import amount, listed, lower_first, rounded, upper_first, whole, year_range
from lib.text.numbers import natural_order

#: Amounts of a whole gemeente are rounded to € 10.000: they are no surer than that.
EUROS = -4
BETTER, WORSE = "voordeliger", "nadeliger"
#: The kinds of work that most share.
OTHER_WORK = "ander werk"
#: Between what is said of one kind of work and of the next: each on its own line where there is room.
PER_KIND = ";\n"
NO_INFLATION = "bedragen zonder correctie voor inflatie"
ONE_OFF_WORDS = "Incidenteel is eenmalig: het duurt hooguit drie jaar. Bedragen zonder correctie voor inflatie."


# -- the message -----------------------------------------------------------------------------------------------------


def headline(answers: Answers) -> str:
    """How many people it is about, the same in every route; and whether all readings say the same of the costs."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    people = answers.wsw(comparison.zero, code, None, shown_years(answers)[0])
    where = "nu" if comparison.unpublished else "in elke route dezelfde"
    same = f"{release.name(code)}: {where} {whole(people.value)} mensen uit de Wsw"
    if comparison.same:
        return f"{repeated(comparison)}{same}."
    return f"{same}; {_outcome(answers)}."


def _outcome(answers: Answers) -> str:
    """Which route costs less here only where every reading says so."""
    comparison, span = answers.comparison, period(answers.comparison)
    sign = answers.evidence.agreement(answers.view.gemeente, comparison.horizon)
    if comparison.unpublished:
        return f"welke route hier minder kost in {span}, is niet te zeggen: {unpublished_words(comparison)}"
    if not sign:
        return f"welke route hier minder kost in {span}, hangt af van wat niemand publiceerde"
    low, high = (comparison.a, comparison.b) if sign < 0 else (comparison.b, comparison.a)
    return (
        f"in {span} is het tekort bij {low.scenario.in_sentence} structureel lager dan bij {high.scenario.in_sentence}, in "
        "alle vier de uitersten"
    )


def worded(value: float, places: int = 0) -> str:
    """An amount against the nulalternatief with its word, rounded as `amount` does: "€ 7 voordeliger", "€ 0"."""
    euros = rounded(value, decimals=places)
    if not euros:
        return amount(value if euros is None else 0)
    return f"{amount(abs(euros), places)} {BETTER if euros > 0 else WORSE}"


def between(low: float, high: float, places: int = 0) -> str:
    """A range in a sentence: "tussen € 2 nadeliger en € 7 voordeliger", "€ 0"; a word that both ends share stands once."""
    first, last = worded(low, places), worded(high, places)
    if first == last:
        return first
    for word in (BETTER, WORSE):
        if first.endswith(word) and last.endswith(word):
            least, most = sorted((low, high), key=abs)
            return f"tussen {worded(least, places).removesuffix(f' {word}')} en {worded(most, places)}"
    return f"tussen {first} en {last}"


# -- people ----------------------------------------------------------------------------------------------------------


def people_sentence(answers: Answers, write: Callable[[ExplainedNumber], str]) -> str:
    """The words of `people_pieces`; `write` writes a number."""
    return "".join(piece if isinstance(piece, str) else write(piece) for piece in people_pieces(answers))


def people_pieces(answers: Answers) -> list[str | ExplainedNumber]:
    """How many people, for how many the uitvoerder changes in each route, and how many there are later: words and numbers."""
    zero, code = answers.comparison.zero, answers.view.gemeente
    base, first, *_ = years = shown_years(answers)
    counts = (
        answers.wsw(zero, code, None, base),
        answers.staff(zero, code, None, base),
        answers.wsw(zero, code, None, years[-1]),
    )
    now, staff, later = counts
    changes: list[str | ExplainedNumber] = []
    for _, run in answers.comparison.sides:
        start = f"{' en ' if changes else ''}bij {run.scenario.in_sentence} voor "
        count = NUMBER_UNKNOWN if run.scenario.only_pm else switchers(answers, run)
        changes += [start, count, only_later(answers, run)]
    name, last = answers.release.name(code), years[-1]
    same = "" if answers.comparison.unpublished else "In elke route tellen dezelfde mensen mee. "
    return [
        *(f"In {base} werken ", now, f" mensen van {name} via de Wsw. Met hun werk gaan ", staff),
        *(f" mensen van de staf mee. Vanaf {first} wisselt de uitvoerder ", *changes),
        *(f" van hen. {same}In {last} zijn er naar raming nog ", later),
        ", doordat mensen stoppen en er niemand bij komt.",
    ]


def statements_here(answers: Answers, run: Projection) -> tuple[str, ...]:
    """Statements that say who works where here and under whom: of the placements, beside them, and about employment."""
    comparison = answers.comparison
    rows = [row for group in work_groups(answers) for row in group.rows]
    carriers = [carrier for row in rows for carrier in (row.a if run is comparison.a else row.b)]
    placed = (name for carrier in carriers for name in carrier.statements)
    employed = (name for name in nobody_lost(answers.release) if name in run.scenario.statements)
    names = {*placed, *beside_placement(answers, run), *employed}
    return tuple(sorted(names, key=natural_order))


def work_changes(answers: Answers) -> Grid:
    """Who is the employer, who carries the work out and what happens to the workplace: now, and in each route."""
    base, comparison = shown_years(answers)[0], answers.comparison
    heads, rows = [Column("nu", f"Nu ({base})", numeric=False)], []
    for side, run in comparison.sides:
        heads.append(Column(side, run.scenario.short_title, (Words(run.scenario.short_title, side),), numeric=False))
    for name, label, read in ASPECTS:
        cells = [_said_of_work(answers, comparison.zero, read, (base,))]
        cells += [_said_of_work(answers, run, read, answers.horizon_years) for _, run in comparison.sides]
        rows.append(Row(name, label, tuple(cells)))
    title = f"Werkgever, uitvoerder en werkplek van mensen uit {answers.release.name(answers.view.gemeente)}"
    return Grid("werk verandert", title, PERSONS, Words("Wat"), tuple(heads), tuple(rows), title)


#: Of a route what it says of a werkvorm here in a year, "" where it does not.
Reader = Callable[[Answers, Projection, str, int], str]


def _employer(answers: Answers, run: Projection, werkvorm: str, year: int) -> str:
    rule = run.scenario.placement(answers.view.gemeente, werkvorm, year)
    return rule.employer if rule else ""


def _carrier(answers: Answers, run: Projection, werkvorm: str, year: int) -> str:
    return uitvoerder_name(answers.release, run.scenario, answers.view.gemeente, werkvorm, year)


def _workplace(answers: Answers, run: Projection, werkvorm: str, year: int) -> str:
    rule = run.scenario.placement(answers.view.gemeente, werkvorm, year)
    return rule.workplace if rule else ""


ASPECTS: tuple[tuple[str, str, Reader], ...] = (
    ("werkgever", "Werkgever", _employer),
    ("uitvoerder", "Wie het werk uitvoert", _carrier),
    ("werkplek", "Werkplek", _workplace),
)


def _said_of_work(answers: Answers, run: Projection, read: Reader, years: Sequence[int]) -> Cell:
    """What a route says of all work here, or per kind of work where that differs; the kinds that most share come last."""
    kinds: dict[str, list[str]] = {}
    for werkvorm in _work_here(answers):
        kinds.setdefault(_course(answers, run, read, werkvorm, years), []).append(werkvorm)
    if len(kinds) == 1:
        return Cell(next(iter(kinds)))
    labels = {werkvorm.id: lower_first(werkvorm.label) for werkvorm in answers.release.figures.werkvormen}
    most = max(kinds, key=lambda words: len(kinds[words]))
    others = [words for words in kinds if words != most]
    names = {words: ", ".join(labels[name] for name in kinds[words]) for words in kinds}
    if len(kinds[most]) > 1:
        names[most] = OTHER_WORK
    pieces = tuple(Cell(f"{names[words]}: {words}") for words in (*others, most))
    return Cell(PER_KIND.join(piece.text for piece in pieces), pieces=pieces, between=PER_KIND)


def _work_here(answers: Answers) -> list[str]:
    """The werkvormen that somebody of this gemeente does; all when that is unknown."""
    zero, code, base = answers.comparison.zero, answers.view.gemeente, shown_years(answers)[0]
    every = [werkvorm.id for werkvorm in answers.release.figures.werkvormen]
    return [name for name in every if answers.wsw(zero, code, (name,), base).value] or every


def _course(answers: Answers, run: Projection, read: Reader, werkvorm: str, years: Sequence[int]) -> str:
    """What a route says of a werkvorm, and from when something else where that changes on the way."""
    words = [read(answers, run, werkvorm, year) or UNSAID for year in years]
    turns = [
        f"vanaf {year} {later}"
        for year, (before, later) in zip(years[1:], pairwise(words), strict=True)
        if later != before
    ]
    return ", ".join([words[0], *turns])


# -- money -----------------------------------------------------------------------------------------------------------


def inhabitant(answers: Answers) -> Grid:
    """How far each route can go here against the nulalternatief: per inhabitant and per year over each span, over every
    estimate of where the people are, and one-off in whole euros of the gemeente."""
    spans, place = answers.evidence.spans, answers.release.name(answers.view.gemeente)
    columns = [
        *_ends("jaar", year_range(*spans[0])),
        *(_ends("elders", f"{year_range(*spans[0])}, mensen elders") if answers.evidence.elsewhere else ()),
        *(column for span in spans[1:] for column in _ends("later", year_range(*span))),
        *_ends("eenmalig", f"Eenmalig, heel {place}"),
    ]
    rows = []
    for side, run in answers.comparison.sides:
        name = run.scenario.short_title
        rows.append(Row(side, name, tuple(_reaches(answers, side)), heading=(Words(name, side),)))
    title = f"Per inwoner per jaar tegenover {against(answers)}, {place}"
    caption = f"{title}: van ongunstigste tot gunstigste uitkomst, zonder eenmalige kosten; {NO_INFLATION}"
    scale = scale_of(answers.release, "per_inwoner")
    return Grid("per inwoner hier", title, scale.label, Words("Route"), tuple(columns), tuple(rows), caption)


def _ends(name: str, label: str) -> list[Column]:
    """A range as two columns, of which the second is drawn in the first."""
    first = Column(name, f"{label}, ongunstigst", (Words(label),), numeric=False)
    return [first, Column(f"{name} tot", f"{label}, gunstigst", numeric=False, ends=True)]


def _reaches(answers: Answers, side: RouteSide) -> list[Cell]:
    code, (first, *later) = answers.view.gemeente, answers.evidence.spans
    scale = scale_of(answers.release, "per_inwoner")
    cells = _per_inhabitant(answers, side, first, scale)
    for answer in answers.evidence.reach(side, code, first) if answers.evidence.elsewhere else ():
        value = scale.convert(answer.value / _years(first), code)
        cells.append(Cell(worded(value), answer, exact=value))
    for span in later:
        cells += _per_inhabitant(answers, side, span, scale)
    return cells + one_offs(answers, side)


def _per_inhabitant(answers: Answers, side: RouteSide, span: tuple[int, int], scale: Scale) -> list[Cell]:
    code, cells = answers.view.gemeente, []
    for end in RANGE:
        answer = answers.evidence.structural(side, end, code, span)
        value = scale.convert(answer.value / _years(span), code)
        cells.append(Cell(worded(value), answer, exact=value))
    return cells


def _years(span: tuple[int, int]) -> int:
    return span[1] - span[0] + 1


def one_offs(answers: Answers, side: RouteSide) -> list[Cell]:
    """The one-off of a route here at both ends, in euros; PM where no amount is known."""
    figures, code = answers.release.figures, answers.view.gemeente
    cells = []
    for end in RANGE:
        answer = answers.evidence.one_off(side, end, code, (figures.base_year + 1, figures.last_year))
        unknown = f": {UNKNOWN_AMOUNT}" if answer is None and end == RANGE[0] else ""
        text = PM if answer is None else worded(answer.value, EUROS)
        cells.append(Cell(text, answer, unit="euro", verdict=unknown))
    return cells


def inhabitant_chart(answers: Answers) -> ChartSpec:
    """The ranges of both routes for this gemeente on one scale."""
    every, grid = neighbours_chart(answers), inhabitant(answers)
    at, span = answers.codes.index(answers.view.gemeente), answers.evidence.spans[0]
    series = tuple(
        replace(line, values=line.values[at : at + 1], band=line.band[at : at + 1], outer=line.outer[at : at + 1])
        for line in every.series
    )
    words = "; ".join(f"{row.label}: {row.cells[0].text}" for row in grid.compact.rows)
    zero = answers.comparison.zero.scenario.in_sentence
    return replace(
        every,
        id="per inwoner hier",
        title="Per inwoner per jaar",
        quiet=f"vergeleken met {zero}, gemiddeld over {year_range(*span)}; {_marks(answers)}",
        description=f"Balken van ongunstigste tot gunstigste uitkomst. {grid.title}. {words}.",
        categories=every.categories[at : at + 1],
        panels=(Panel("", series),),
        twin=grid,
    )


def _marks(answers: Answers) -> str:
    """What a stroke in a range is, and the lighter part of it where a route has one."""
    stroke = f"streep: {evidence.example_name(answers)}"
    wider = answers.evidence.elsewhere
    return f"{stroke}; licht erbij: met een andere schatting van waar de mensen zijn" if wider else stroke


def neighbours_chart(answers: Answers) -> ChartSpec:
    """The ranges of every gemeente on one scale, in whole euros per inhabitant and in words."""
    chart, span = evidence.gemeenten_chart(answers), answers.evidence.spans[0]
    grid = in_words(evidence.gemeenten(answers))
    zero = answers.comparison.zero.scenario.in_sentence
    return replace(
        chart,
        title="Elke gemeente, per inwoner per jaar",
        quiet=f"vergeleken met {zero}, gemiddeld over {year_range(*span)}, zonder wat eenmalig is; {_marks(answers)}",
        twin=replace(grid, id="buren", caption=grid.title + ", in euro’s per inwoner per jaar"),
    )


def in_words(grid: Grid) -> Grid:
    """A table of euros per inhabitant with a word in place of each sign."""

    def words(cell: Cell) -> Cell:
        return cell if cell.value is None else replace(cell, text=worded(cell.value))

    columns = tuple(replace(column, numeric=False) for column in grid.columns)
    return replace(
        grid, columns=columns, rows=tuple(replace(row, cells=tuple(map(words, row.cells))) for row in grid.rows)
    )


def only_here(grid: Grid, *codes: str) -> Grid:
    """The rows of these gemeenten."""
    return replace(grid, rows=tuple(row for row in grid.rows if row.id in codes))


def one_off_sentences(answers: Answers) -> str:
    """What comes on top once, in each route."""
    said = [f"Daar komt voor heel {answers.release.name(answers.view.gemeente)} eenmalig nog bij."]
    for side, run in answers.comparison.sides:
        low, high = one_offs(answers, side)
        amounts = f"{UNKNOWN_AMOUNT} ({PM})"
        if low.answer and high.answer:
            amounts = between(low.answer.value, high.answer.value, EUROS)
        said.append(f"Met {run.scenario.in_sentence}: {amounts}.")
    return " ".join(said)


def basis_sentence(answers: Answers) -> str:
    """What the amounts are, and that nobody forecast them."""
    own = own_words(answers.release, answers.view)
    start = f"{upper_first(NO_INFLATION)}. Niemand voorspelde deze uitkomsten."
    return f"{start} {own}".rstrip()


def later_sentence(answers: Answers) -> str:
    """What each route can come to per inhabitant and per year after the meerjarenraming, or within it where that is all."""
    span, scale, code = answers.evidence.spans[-1], scale_of(answers.release, "per_inwoner"), answers.view.gemeente
    phrases = []
    for side, run in answers.comparison.sides:
        low, high = (
            scale.convert(answers.evidence.structural(side, end, code, span).value / _years(span), code)
            for end in RANGE
        )
        phrases.append(f"{between(low, high)} met {run.scenario.in_sentence}")
    return f"{year_range(*span)}: per inwoner per jaar {' en '.join(phrases)}."


def tekort_here(answers: Answers) -> ChartSpec:
    """The tekort per year of this gemeente, in euros."""
    chart, notation = evidence.tekort_chart(answers), Notation(1, EUROS)
    place, years = answers.release.name(answers.view.gemeente), chart.years
    lines = [line for line in chart.series if line.is_course]
    ends = (" en ".join(f"{notation.words(line.values[at])} in {years[at]}" for at in (0, -1)) for line in lines)
    words = "; ".join(f"{line.name} {course}" for line, course in zip(lines, ends, strict=True))
    words += "".join(
        f"; {line.name}: {_numbers(line, years, notation)}" for line in chart.series if line.role == "realised"
    )
    return replace(
        chart,
        id="tekort hier",
        quiet=chart.quiet.replace(chart.unit, "in euro’s").replace("lezing", "uitkomst"),
        description=f"Lijnen met vlakken van het tekort per jaar in {place}. {words}.",
        notation=notation,
        unit="",
        twin=replace(in_euros(evidence.tekort_years(answers)), id="tekort hier"),
    )


def _numbers(line: Series, years: Sequence[int], notation: Notation) -> str:
    """What there is of a series, year by year."""
    pairs = zip(years, line.values, strict=True)
    return (
        listed([f"{notation.words(value)} in {year}" for year, value in pairs if isfinite(value)]) or "hier geen getal"
    )


def in_euros(grid: Grid) -> Grid:
    """A table of millions of a gemeente in euros."""
    rows = (replace(row, cells=tuple(map(_in_euros, row.cells))) for row in grid.rows)
    return replace(grid, unit="€", caption=grid.caption.replace(grid.unit, "in euro’s"), rows=tuple(rows))


def _in_euros(cell: Cell) -> Cell:
    return cell if cell.value is None else replace(cell, text=amount(cell.value, EUROS))


def widest(answers: Answers) -> str:
    """In which gemeente each route can come out furthest apart."""
    phrases = (
        f"in {answers.release.name(own.code)} met {own.run.scenario.in_sentence} ({between(*own.ends)})"
        for own in evidence.widest(answers)
    )
    return f"Per inwoner per jaar het verst uiteen: {' en '.join(phrases)}."
