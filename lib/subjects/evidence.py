"""What comes before an outcome (model.md §5): what each side published, ranges, what the difference rests on.

Each table and chart is declared once, for the page, the meeting, the documents and what is stored. Routes A and B always get
the same form of words, so that swapping them swaps the numbers.
"""

from dataclasses import dataclass
from math import isfinite, nan

from lib.comparison import realised
from lib.comparison.answers import Answers
from lib.comparison.cells import PM, against, codes_of, gemeente_row, million, named_routes, pair_title, route_words
from lib.comparison.certainty import PUBLISHED
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.evidence import RUNGS, published_heading
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Reference, Row, Side, Words, joined
from lib.comparison.message import MILLION, SAME, decimals, own_words, period
from lib.comparison.numbers import ExplainedNumber
from lib.comparison.pm import UNKNOWN_AMOUNT, unknown_one_offs
from lib.comparison.view import Scale, scale_of
from lib.model.comparison import Side as RouteSide
from lib.model.projection import Projection
from lib.model.readings import RANGE
from lib.model.scenario import Scenario
from lib.text import listed, millions, signed, upper_first, value_with_unit, year_range

#: What a scenario of a release from before does not say.
UNSAID = "niet genoemd in deze release"
#: The largest assumptions that stand beside a range.
LARGEST = 2
#: What all assumptions at standaard are called, and what those of the reader are.
EXAMPLE, OWN = "rekenvoorbeeld", "uw aannames"
YEARLY, OTHER_ESTIMATE = "Per jaar", "andere schatting"


# -- what each side published --------------------------------------------------------------------------------------


def heading(answers: Answers) -> str:
    """What each side published itself and what it left open."""
    again = f"{SAME} " if answers.comparison.same else ""
    return f"{again}{published_heading(answers)}"


def published(answers: Answers) -> Grid:
    """What the nulalternatief and both routes say of themselves, and what they leave open."""
    rows = []
    for role, run in _once(answers):
        scenario = run.scenario
        cells = (
            Cell(
                scenario.published or UNSAID,
                reference=Reference(scenario.published_source) if scenario.published_source else None,
            ),
            Cell(upper_first(scenario.leaves_open or UNSAID)),
        )
        rows.append(Row(role, scenario.short_title, cells, heading=(Words(scenario.short_title, role),)))
    columns = Column("gepubliceerd", "Zegt zelf", numeric=False), Column("open", "Laat open", numeric=False)
    caption = "Wat elke kant zelf heeft gepubliceerd en wat open bleef"
    return Grid("gepubliceerd", caption, "", Words("Route"), columns, tuple(rows), caption)


def _once(answers: Answers) -> tuple[tuple[Side, Projection], ...]:
    """The nulalternatief, A and B, each scenario once."""
    by_scenario: dict[str, tuple[Side, Projection]] = {}
    for role, run in named_routes(answers.comparison):
        by_scenario.setdefault(run.scenario.id, (role, run))
    return tuple(by_scenario.values())


# -- ranges against the nulalternatief -----------------------------------------------------------------------------


def ranges(answers: Answers) -> Grid:
    """How far each route can go against the nulalternatief: structural per year over each span, one-off apart, and the own
    assumptions that move it most."""
    evidence, code = answers.evidence, answers.view.gemeente
    columns = [
        column
        for span in evidence.spans
        for column in _range_columns(
            year_range(*span), f"{YEARLY} {year_range(*span)}", heading=YEARLY, below=year_range(*span)
        )
    ]
    columns += _range_columns("eenmalig", "Eenmalig")
    columns.append(Column("aannames", "Grootste aannames", numeric=False, screen=True))
    rows = []
    for side, run in answers.comparison.sides:
        cells: list[Cell] = []
        for span in evidence.spans:
            for end in RANGE:
                cells.append(_yearly(evidence.structural(side, end, code, span), span, code))
        cells += _one_offs(answers, side, code)
        cells.append(Cell("; ".join(largest_assumptions(answers, side)) or "geen eigen aanname"))
        rows.append(Row(side, run.scenario.short_title, tuple(cells), heading=(Words(run.scenario.short_title, side),)))
    title = f"Tegenover {against(answers)}, van ongunstigste tot gunstigste lezing"
    caption = f"{title}, {answers.release.name(code)}, {MILLIONS}; boven nul is voordelig"
    return Grid("bereik", title, MILLIONS, Words("Route"), tuple(columns), tuple(rows), caption)


def _range_columns(name: str, label: str, side: Side = "", heading: str = "", below: str = "") -> list[Column]:
    """A range as two columns, of which the second is drawn in the first; of a route in its colour. A screen heads them
    with `heading` (default: the label) and what stands `below` it."""
    low = Column(name, f"{label}, ongunstig", (Words(heading or label, side),), below, numeric=True)
    return [low, Column(f"{name} tot", f"{label}, gunstig", numeric=True, ends=True)]


def _yearly(answer: ExplainedNumber, span: tuple[int, int], code: str) -> Cell:
    """An amount over a span as an amount per year."""
    value = answer.value / (span[1] - span[0] + 1)
    return Cell(millions(value, decimals(code), signed=True), answer, exact=value)


def _one_offs(answers: Answers, side: RouteSide, code: str) -> list[Cell]:
    """The one-off at both ends over all years; PM where no amount is known."""
    figures = answers.release.figures
    span = (figures.base_year + 1, figures.last_year)
    cells = []
    for end in RANGE:
        answer = answers.evidence.one_off(side, end, code, span)
        text = PM if answer is None else millions(answer.value, decimals(code), signed=True)
        cells.append(Cell(text, answer, verdict=f": {UNKNOWN_AMOUNT}" if answer is None and end == "ongunstig" else ""))
    return cells


def largest_assumptions(answers: Answers, side: RouteSide) -> list[str]:
    """The own assumptions of a route that move its structural range most, with their bands."""
    swings = answers.evidence.readings.sides[side].swings(answers.release.figures.last_year)
    words = []
    for swing in swings[:LARGEST]:
        parameter = answers.release.parameters[swing.parameter]
        low, high = (value_with_unit(end, parameter.unit.split(" ")[0]) for end in (parameter.low, parameter.high))
        words.append(f"{parameter.label} {low} tot {high}")
    return words


# -- gemeenten ---------------------------------------------------------------------------------------------------------


def gemeenten(answers: Answers) -> Grid:
    """Per gemeente how far each route can go, per inhabitant and per year of the meerjarenraming; and over every estimate of
    where the people are, which matters to a route in which each pays for itself."""
    scale, (span, *_) = scale_of(answers.release, "per_inwoner"), answers.evidence.spans
    columns: list[Column] = []
    for side, run in answers.comparison.sides:
        columns += _range_columns(side, run.scenario.short_title, side)
        if side in answers.evidence.elsewhere:
            label = f"{run.scenario.short_title}, {OTHER_ESTIMATE}"
            columns += _range_columns(f"{side} ruimer", label, side, heading=OTHER_ESTIMATE)
    rows = tuple(
        gemeente_row(
            answers,
            code,
            [cell for side, run in answers.comparison.sides for cell in _reaches(answers, side, run, code, scale)],
        )
        for code in codes_of(answers)
    )
    title = f"Per gemeente tegenover {against(answers)}, {year_range(*span)}, structureel"
    unit = f"{scale.label}, per jaar"
    caption = f"{title}, {unit}; boven nul is voordelig"
    return Grid("gemeenten", title, unit, Words("Gemeente"), tuple(columns), rows, caption)


def _reaches(answers: Answers, side: RouteSide, run: Projection, code: str, scale: Scale) -> list[Cell]:
    evidence, (span, *_) = answers.evidence, answers.evidence.spans
    years = span[1] - span[0] + 1
    cells = []
    for end in RANGE:
        answer = evidence.structural(side, end, code, span)
        value = scale.convert(answer.value / years, code)
        cells.append(Cell(signed(value), answer, exact=value))
    if side in evidence.elsewhere:
        for answer in evidence.reach(side, code, span):
            value = scale.convert(answer.value / years, code)
            cells.append(Cell(signed(value), answer, exact=value))
    return cells


def gemeenten_chart(answers: Answers) -> ChartSpec:
    """The ranges of every gemeente on one scale, with the rekenvoorbeeld as a line inside."""
    grid = gemeenten(answers)
    comparison, (span, *_) = answers.comparison, answers.evidence.spans
    scale, codes = scale_of(answers.release, "per_inwoner"), answers.codes
    series = []
    for side, run in comparison.sides:
        bands = _pairs(grid, side, codes)
        outer = _pairs(grid, f"{side} ruimer", codes) if side in answers.evidence.elsewhere else ()
        now = tuple(scale.convert(_yearly_example(answers, run, code, span), code) for code in codes)
        series.append(Series(run.scenario.short_title, side, now, band=bands, outer=outer))
    names = tuple(answers.release.name(code) for code in codes)
    table = grid.compact
    names_of_columns = [joined(column.words).text for column in table.columns]
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{name} {cell.text}" for name, cell in zip(names_of_columns, row.cells, strict=True))
        for row in table.rows
    )
    lighter = "; licht: andere schatting van waar mensen zijn" if answers.evidence.elsewhere else ""
    quiet = f"€ per inwoner per jaar, {year_range(*span)}, zonder eenmalig; streep: {example_name(answers)}{lighter}"
    return ChartSpec(
        "gemeenten",
        "spans",
        f"{upper_first(answers.release.all_together)} tegenover {against(answers)}",
        f"Balken van ongunstigste tot gunstigste lezing. {grid.title}: {words}.",
        Notation(1, 0),
        names,
        (Panel("", tuple(series)),),
        quiet,
        "€",
        twin=grid,
    )


@dataclass(frozen=True)
class Widest:
    """The gemeente in which a route can come out furthest apart, over every estimate of where the people are; its ends in
    euros per inhabitant per year."""

    run: Projection
    code: str
    ends: tuple[float, float]


def widest(answers: Answers) -> list[Widest]:
    """One for each route of which a number is known, over the years of the meerjarenraming."""
    span, scale, routes = answers.evidence.spans[0], scale_of(answers.release, "per_inwoner"), []
    for side, run in answers.comparison.sides:
        ends = {}
        for code in answers.codes:
            low, high = (
                scale.convert(end.value / (span[1] - span[0] + 1), code)
                for end in answers.evidence.reach(side, code, span)
            )
            if low <= high:
                ends[code] = low, high
        if ends:
            code = max(ends, key=lambda name: round(ends[name][1] - ends[name][0], 6))
            routes.append(Widest(run, code, ends[code]))
    return routes


#: What it is that the sentence below names.
WIDEST = "Per inwoner het verst uiteen"


def widest_sentence(answers: Answers) -> str:
    """The same in a line, beside the ranges themselves."""
    phrases = [
        f"{answers.release.name(own.code)} bij {own.run.scenario.short_title} ({' tot '.join(map(signed, own.ends))})"
        for own in widest(answers)
    ]
    every = ", over elke schatting van waar mensen zijn" if answers.evidence.elsewhere else ""
    return f"{listed(phrases)}{every}." if phrases else "onbekend."


def _pairs(grid: Grid, name: str, codes: tuple[str, ...]) -> tuple[tuple[float, float], ...]:
    pairs = ((grid.cell(code, name).value, grid.cell(code, f"{name} tot").value) for code in codes)
    return tuple((nan if low is None else low, nan if high is None else high) for low, high in pairs)


# -- years -------------------------------------------------------------------------------------------------------------


def tekort_chart(answers: Answers) -> ChartSpec:
    """The structural tekort of the nulalternatief and of both routes per year: a line for the rekenvoorbeeld within the band of
    each route, and what the sides published as points."""
    release, comparison, code = answers.release, answers.comparison, answers.view.gemeente
    years = tuple(release.figures.years.tolist())
    series = [Series(comparison.zero.scenario.short_title, "zero", _tekort(answers, comparison.zero))]
    for side, run in comparison.sides:
        if run.scenario.id == comparison.zero.scenario.id:
            continue
        series.append(Series(run.scenario.short_title, side, _tekort(answers, run), band=_tekort_band(answers, side)))
    series += _published_points(answers, years)
    handed_in = realised.series(answers, code, years)
    series += handed_in
    quiet = (
        f"{release.name(code)}, {MILLIONS}, zonder eenmalig; vlak: van gunstigst tot ongunstigst; "
        f"lijn: {example_in_words(answers)}; "
        f"● gepubliceerd{realised.legend(handed_in)}"
    )
    words = "; ".join((_course if line.is_course else _marks)(line, years, decimals(code)) for line in series)
    return ChartSpec(
        "tekort",
        "bands",
        "Tekort per jaar",
        f"Lijnen met vlakken van het tekort per jaar in miljoenen euro. {words}.",
        Notation(MILLION, decimals(code)),
        tuple(map(str, years)),
        (Panel("", tuple(series)),),
        quiet,
        MILLIONS,
        twin=tekort_years(answers),
    )


def example_name(answers: Answers) -> str:
    """What the line within a range is called: the reader may have chosen assumptions."""
    return OWN if own_words(answers.release, answers.view) else EXAMPLE


def example_in_words(answers: Answers) -> str:
    """The same where a picture is read for the first time: nobody expects the rekenvoorbeeld to come true."""
    name = example_name(answers)
    return f"{name}, geen verwachting" if name == EXAMPLE else name


def _tekort(answers: Answers, run: Projection) -> tuple[float, ...]:
    """The structural tekort of every year, that of the base year first."""
    structural = run.saldo - answers.comparison.one_off(run)
    return tuple(
        -answers.pick(structural, answers.view.gemeente, (year,)) for year in answers.release.figures.years.tolist()
    )


def _tekort_band(answers: Answers, side: RouteSide) -> tuple[tuple[float, float], ...]:
    """The structural tekort of every year at the most and at the least favourable reading; that of the base year is one."""
    zero, place = _tekort(answers, answers.comparison.zero), answers.comparison.codes.index(answers.view.gemeente)
    least, most = answers.evidence.readings.sides[side].band[:, place].tolist()
    ends = zip(zero[1:], least, most, strict=True)
    return (zero[0], zero[0]), *((tekort - high, tekort - low) for tekort, low, high in ends)


def published_amounts(answers: Answers, scenario: Scenario, code: str) -> dict[int, float]:
    """Year → euros of its tekort that a side published itself, of all together or of a gemeente."""
    return {
        row["jaar"]: float(row["bedrag_eur"])
        for row in answers.release.tables["contributions"]
        if row["gemeente_code"] == code and row["scenario_id"] == scenario.id and row["status"] in PUBLISHED
    }


def _published_points(answers: Answers, years: tuple[int, ...]) -> list[Series]:
    """What each side published of its own tekort; where every route begins is of no side."""
    base, code, points = years[0], answers.view.gemeente, []
    amounts_of_sides = {side: published_amounts(answers, run.scenario, code) for side, run in answers.comparison.sides}
    start = {amounts[base] for amounts in amounts_of_sides.values() if base in amounts}
    if len(start) == 1:
        points.append(Series("Gepubliceerd", "zero", (*start, *(nan for _ in years[1:])), points=True))
        amounts_of_sides = {
            side: {year: amount for year, amount in amounts.items() if year != base}
            for side, amounts in amounts_of_sides.items()
        }
    for side, run in answers.comparison.sides:
        amounts = amounts_of_sides[side]
        if amounts.keys() & set(years):
            values = tuple(amounts.get(year, nan) for year in years)
            points.append(Series(f"{run.scenario.short_title}, gepubliceerd", side, values, points=True))
    return points


def _marks(line: Series, years: tuple[int, ...], places: int) -> str:
    """What a side published or what was handed in, year by year, in words."""
    numbers = zip(years, line.values, strict=True)
    words = [f"{millions(value, places)} in {year}" for year, value in numbers if isfinite(value)]
    return f"{line.name}: {listed(words) or 'hier geen getal'}"


def _course(line: Series, years: tuple[int, ...], places: int) -> str:
    words = f"{line.name} van {millions(line.values[0], places)} in {years[0]} naar {millions(line.values[-1], places)} in {years[-1]}"
    if not line.band:
        return words
    low, high = line.band[-1]
    return f"{words}, en daar tussen {millions(low, places)} en {millions(high, places)}"


def tekort_years(answers: Answers) -> Grid:
    """The numbers of the chart: per year the tekort of the nulalternatief and per route its range and the line in it."""
    comparison, code, places = answers.comparison, answers.view.gemeente, decimals(answers.view.gemeente)
    years = tuple(answers.release.figures.years.tolist())
    columns = [Column("zero", comparison.zero.scenario.short_title, numeric=True)]
    cells = [[_tekort_cell(answers, comparison.zero, year)] for year in years]
    for side, run in comparison.sides:
        name, ends = run.scenario.short_title, _tekort_band(answers, side)
        columns += [
            Column(side, name, (route_words(comparison, run),), numeric=True),
            Column(f"{side} van", f"{name}, gunstigst", (Words("van gunstigst tot ongunstigst", side),), numeric=True),
            Column(f"{side} tot", f"{name}, ongunstigst", numeric=True, ends=True),
        ]
        status = answers.evidence.certainties[side].status
        for year, own, pair in zip(years, cells, ends, strict=True):
            line = _tekort_cell(answers, run, year)
            sure = line.certainty if year == years[0] else status
            own += [line, *(Cell(millions(euros, places), exact=euros, status=sure) for euros in pair)]
    if realised.series(answers, code, years):
        columns.append(Column("aangeleverd", upper_first(realised.NAME), numeric=True))
        for own, cell in zip(cells, realised.cells(answers, code, years), strict=True):
            own.append(cell)
    rows = tuple(Row(str(year), str(year), tuple(own)) for year, own in zip(years, cells, strict=True))
    title = "Tekort per jaar, zonder eenmalig"
    caption = f"{title}, {answers.release.name(code)}, {MILLIONS}"
    return Grid("tekort per jaar", title, MILLIONS, Words("Jaar"), tuple(columns), rows, caption)


def _tekort_cell(answers: Answers, run: Projection, year: int) -> Cell:
    """The structural tekort of a year, as sure as that year is."""
    code = answers.view.gemeente
    euros = -answers.pick(run.saldo - answers.comparison.one_off(run), code, (year,))
    return Cell(millions(euros, decimals(code)), exact=euros, status=answers.year_status(run, code, year).status)


# -- what the difference rests on --------------------------------------------------------------------------------------


def ladder(answers: Answers) -> Grid:
    """The rekenvoorbeeld of B − A by what decides it: published, estimated here, assumed here; structural and one-off apart."""
    comparison, code = answers.comparison, answers.view.gemeente
    a, b = comparison.a, comparison.b
    steps = [answers.evidence.ladder(code, one_off) for one_off in (False, True)]
    rows = [Row(rung, upper_first(rung), tuple(million(kind[rung], code, 0.0) for kind in steps)) for rung in RUNGS]
    whole = answers.structural(b, a, code), answers.one_off_difference(b, a, code)
    rows.append(Row("samen", "Samen", tuple(million(answer, code, 0.0) for answer in whole), "total"))
    title = f"Waarop het verschil rust: {pair_title(b, a)}, {period(comparison)}"
    columns = Column("structureel", "Structureel"), Column("eenmalig", "Eenmalig")
    caption = f"{title}, {answers.release.name(code)}, {MILLIONS}; V voordelig, N nadelig"
    remark = unknown_one_offs(answers)
    return Grid("bewijs", title, MILLIONS, Words("Rust op"), columns, tuple(rows), caption, remark)


# -- the ranges as a picture -------------------------------------------------------------------------------------------


def ranges_chart(answers: Answers) -> ChartSpec:
    """The range of both routes against the nulalternatief, per year of each span and on one scale, with what the assumptions
    of the view give as a line inside. What is one-off stands in the table alone: no amount of a year."""
    code, spans = answers.view.gemeente, answers.evidence.spans
    names = tuple(year_range(*span) for span in spans)
    series = tuple(
        Series(
            run.scenario.short_title,
            side,
            tuple(_yearly_example(answers, run, code, span) for span in spans),
            band=tuple(_ends(answers, side, code, span) for span in spans),
        )
        for side, run in answers.comparison.sides
    )
    places = decimals(code)
    words = "; ".join(
        f"{name} " + ", ".join(f"{line.name} {_range_text(line.band[i], places)}" for line in series)
        for i, name in enumerate(names)
    )
    grid, title = ranges(answers), f"Tegenover {against(answers)}, per jaar en zonder eenmalig"
    return ChartSpec(
        "bereik",
        "spans",
        title,
        f"Balken van ongunstigste tot gunstigste lezing. {title}, in miljoenen euro: {words}.",
        Notation(MILLION, places),
        names,
        (Panel("", series),),
        f"{answers.release.name(code)}, {MILLIONS}; nul is {against(answers)}, rechts van nul is voordelig; streep: {example_in_words(answers)}",
        MILLIONS,
        twin=grid,
    )


def _ends(answers: Answers, side: RouteSide, code: str, span: tuple[int, int]) -> tuple[float, float]:
    """Structural euros per year at the least and the most favourable reading."""
    years = span[1] - span[0] + 1
    low, high = (answers.evidence.structural(side, end, code, span).value / years for end in RANGE)
    return low, high


def _yearly_example(answers: Answers, run: Projection, code: str, span: tuple[int, int]) -> float:
    """What a route comes to against the nulalternatief with the assumptions of the view, per year and without one-offs."""
    years = tuple(range(span[0], span[1] + 1))
    return answers.structural(run, answers.comparison.zero, code, years).value / len(years)


def _range_text(ends: tuple[float, float], places: int) -> str:
    low, high = (millions(end, places, signed=True) for end in ends)
    return low if low == high else f"{low} tot {high}"
