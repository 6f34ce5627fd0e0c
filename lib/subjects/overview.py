"""The tables of Overzicht about the rekenvoorbeeld, each declared once: routes, outcomes per gemeente, bridges, years, who works where,
scenarios."""

from collections.abc import Iterator, Sequence
from math import nan

from lib.comparison.answers import OTHER_DIVISION, Answers
from lib.comparison.cells import (
    PM,
    against,
    closing_words,
    codes_of,
    gemeente_row,
    million,
    named_pairs,
    named_routes,
    pair_title,
    pair_words,
    plain,
    route_words,
    scaled,
    signed,
)
from lib.comparison.certainty import measure_status
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Side, Words
from lib.comparison.message import MILLION, decimals, period
from lib.comparison.numbers import COUNT, PERSONS
from lib.comparison.pm import pm_words, unknown_one_offs, with_one_offs
from lib.comparison.view import Scale, scale_of
from lib.model.attribution import BridgeShare
from lib.model.comparison import Side as RouteSide
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.model.readings import RANGE
from lib.subjects.evidence import example_name
from lib.subjects.people.people import first_placement, reconciliation
from lib.text import lower_first, rounded, rounding_gap, upper_first, whole

DIFFERENCE = Column("verschil", "Verschil")
ONE_OFF = Column("eenmalig", "Waarvan eenmalig")


def routes(answers: Answers) -> Grid:
    """Each route against the nulalternatief."""
    code, zero = answers.view.gemeente, answers.comparison.zero
    rows = tuple(
        Row(
            role,
            run.scenario.short_title,
            (
                million(answers.difference(run, zero, code), code),
                signed(answers.structural(run, zero, code), code),
                _one_off(answers, run, code),
            ),
        )
        for role, run in named_routes(answers.comparison)[1:]
    )
    title = f"Elke route tegenover {against(answers)}, {period(answers.comparison)}"
    columns = DIFFERENCE, Column("structureel", "Waarvan structureel"), ONE_OFF
    return Grid("routes", title, MILLIONS, Words("Route"), columns, rows)


def _one_off(answers: Answers, run: Projection, code: str, year: int | None = None) -> Cell:
    """What of the saldo of a route is one-off, over the horizon or in one year; PM where no amount is known."""
    answer = answers.one_off(run, code, None if year is None else (year,))
    return Cell(PM, answer, exact=nan) if answers.release.one_off_is_pm(run.scenario) else signed(answer, code)


def example_per_gemeente(answers: Answers) -> Grid:
    """Per gemeente what each route comes to against the nulalternatief with the assumptions of the view, structural and
    one-off apart, within its range; in the chosen expression."""
    scale, columns = answers.scale, list[Column]()
    for side, run in answers.comparison.sides:
        title = run.scenario.short_title
        columns.append(Column(f"{side} structureel", f"{title}: structureel", _headed(title, side, ": structureel")))
        columns.append(Column(f"{side} van", f"{title}: ongunstig", _headed(title, side, ": bereik"), numeric=True))
        columns.append(Column(f"{side} tot", f"{title}: gunstig", numeric=True, ends=True))
        columns.append(
            Column(f"{side} eenmalig", f"{title}: eenmalig", _headed(title, side, ": eenmalig"), numeric=True)
        )
    rows = tuple(
        gemeente_row(
            answers,
            code,
            [cell for side, run in answers.comparison.sides for cell in _within(answers, side, run, code)],
        )
        for code in codes_of(answers)
    )
    title = (
        f"{upper_first(example_name(answers))} per gemeente tegenover {against(answers)}, {period(answers.comparison)}"
    )
    caption = f"{title}, {scale.label}; V voordelig, N nadelig"
    return Grid("rekenvoorbeeld per gemeente", title, scale.label, Words("Gemeente"), tuple(columns), rows, caption)


def _headed(title: str, side: Side, words: str) -> tuple[Words, ...]:
    return Words(title, side), Words(words)


def _within(answers: Answers, side: RouteSide, run: Projection, code: str) -> Iterator[Cell]:
    """What a route comes to for one gemeente, its range, and what is one-off; PM where no amount is known."""
    scale, zero = answers.scale, answers.comparison.zero
    span = (answers.horizon_years[0], answers.horizon_years[-1])
    yield scaled(answers.structural(run, zero, code), code, scale, True, bar=code != ALL)
    for end in RANGE:
        yield scaled(answers.evidence.structural(side, end, code, span), code, scale, True)
    single = answers.one_off_difference(run, zero, code)
    yield Cell(PM) if answers.release.one_off_is_pm(run.scenario) else scaled(single, code, scale, True)


def outcomes(answers: Answers) -> Grid:
    """Per gemeente the saldo of each route and what they differ, in the chosen expression."""
    comparison, codes = answers.comparison, codes_of(answers)
    scale = answers.scale
    saldos, columns = _saldos(answers, scale)
    for name, run, other in named_pairs(comparison):
        differences = {code: answers.difference(run, other, code) for code in codes}
        saldos.append([scaled(differences[code], code, scale, True, bar=code != ALL) for code in codes])
        gap = scale.gap({code: answer.value for code, answer in differences.items()})
        columns.append(Column(name, pair_title(run, other), pair_words(comparison, run, other), gap=gap))
    title = f"Saldo en verschil per gemeente, {period(comparison)} opgeteld"
    rows = _by_gemeente(answers, saldos)
    caption = f"{title}, {scale.label}; V voordelig, N nadelig"
    remark = with_one_offs(answers)
    return Grid("uitkomsten", title, scale.label, Words("Gemeente"), tuple(columns), rows, caption, remark)


def per_inhabitant(answers: Answers) -> Grid:
    """The saldo of each route per inhabitant of each gemeente."""
    scale, span = scale_of(answers.release, "per_inwoner"), period(answers.comparison)
    saldos, columns = _saldos(answers, scale, bar=True)
    caption = f"Saldo {span} {scale.label}, staven op één schaal: hoe langer naar links, hoe groter het tekort"
    title, rows = f"Saldo per inwoner, {span} opgeteld", _by_gemeente(answers, saldos)
    remark = with_one_offs(answers)
    return Grid("per_inwoner", title, scale.label, Words("Gemeente"), tuple(columns), rows, caption, remark)


def _saldos(answers: Answers, scale: Scale, bar: bool = False) -> tuple[list[list[Cell]], list[Column]]:
    """Per route the saldo of every gemeente and of all together, and how its column is called."""
    codes, cells, columns = codes_of(answers), [], []
    for role, run in named_routes(answers.comparison):
        saldo = {code: answers.saldo(run, code) for code in codes}
        cells.append([scaled(saldo[code], code, scale, bar=bar) for code in codes])
        gap = scale.gap({code: answer.value for code, answer in saldo.items()})
        columns.append(_route_column(answers, role, run, gap=gap))
    return cells, columns


def _route_column(answers: Answers, role: Side, run: Projection, gap: bool = False) -> Column:
    return Column(role, run.scenario.short_title, (route_words(answers.comparison, run),), gap=gap)


def _by_gemeente(answers: Answers, columns: Sequence[Sequence[Cell]]) -> tuple[Row, ...]:
    cells = zip(*columns, strict=True)
    return tuple(gemeente_row(answers, code, row) for code, row in zip(codes_of(answers), cells, strict=True))


def bridges(answers: Answers) -> tuple[Grid, ...]:
    """What each difference is made of, measure by measure: each route against the nulalternatief, then B against A."""
    comparison = answers.comparison
    shares = comparison.bridge_a, comparison.bridge_b, comparison.bridge
    return tuple(
        _bridge(answers, name, run, other, parts)
        for (name, run, other), parts in zip(named_pairs(comparison), shares, strict=True)
    )


def _bridge(answers: Answers, name: str, run: Projection, other: Projection, parts: Sequence[BridgeShare]) -> Grid:
    comparison, code = answers.comparison, answers.view.gemeente
    whole_answer, steps = answers.difference(run, other, code), [answers.part(part, code) for part in parts]
    start, rows = 0.0, []
    for part, answer in zip(parts, steps, strict=True):
        measure = part.after or part.before
        label = measure.title if measure else OTHER_DIVISION
        label = f"Wegvallen van {label}" if measure and part.after is None else label
        status = measure_status(answers.release, comparison, measure) if measure else ""
        rows.append(Row(part.id, label, (million(answer, code, start),), tag=status))
        start += answer.value
    missing = whole_answer.value - start
    sound = not rounded(missing, 1, 2)
    remark = closing_words(missing)
    gap = rounding_gap([answer.value for answer in steps], whole_answer.value, MILLION, decimals(code))
    rows.append(Row("samen", "Samen", (million(whole_answer, code, 0.0),), "total", remark=remark, sound=sound))
    rows += _kinds(answers, run, other)
    route_title, whose = run.scenario.short_title, other.scenario.short_title
    own = name.endswith("zero")
    caption = f"{route_title} tegenover {lower_first(whose)}" if own else f"Van {whose} naar {route_title}"
    corner = Words(route_title, "a" if name == "a-zero" else "b") if own else Words(caption)
    title = f"Waar komt het vandaan: {pair_title(run, other)}, {period(comparison)}"
    columns = (Column("verschil", "Verschil", (Words("verschil"),), gap=gap),)
    # Against the nulalternatief the row of what is one-off says so itself.
    unknown = "" if own else unknown_one_offs(answers, run, other)
    return Grid(f"brug {name}", title, MILLIONS, corner, columns, tuple(rows), caption, unknown)


def _kinds(answers: Answers, run: Projection, other: Projection) -> tuple[Row, ...]:
    """What of a difference is structural and what one-off, PM where no amount is known."""
    code = answers.view.gemeente
    unknown = [answers.release.one_off_is_pm(route.scenario) for route in (run, other)]
    single = million(answers.one_off_difference(run, other, code), code, 0.0)
    if unknown[0] and not answers.pick(answers.comparison.one_off(other), code, answers.horizon_years):
        single = Cell(PM)
    return (
        Row("structureel", "Waarvan structureel", (million(answers.structural(run, other, code), code, 0.0),)),
        Row("eenmalig", "Waarvan eenmalig", (single,)),
    )


def years(answers: Answers) -> Grid:
    """The saldo of the nulalternatief and of each route in every year up to the last, and what of a route is one-off."""
    figures, code, (zero, *runs) = answers.release.figures, answers.view.gemeente, named_routes(answers.comparison)
    columns = (
        Column("zero", f"{zero[1].scenario.short_title}: saldo"),
        *(
            Column(f"{role}{kind}", f"{run.scenario.short_title}: {words}", screen=words == "status")
            for role, run in runs
            for kind, words in (("", "saldo"), (" eenmalig", "waarvan eenmalig"), (" status", "status"))
        ),
    )
    rows = []
    for year in range(figures.base_year + 1, figures.last_year + 1):
        cells = [plain(answers.saldo(zero[1], code, (year,)), code)]
        for _, run in runs:
            cells += [plain(answers.saldo(run, code, (year,)), code), _one_off(answers, run, code, year)]
            cells.append(Cell("", tag=answers.year_status(run, code, year).status))
        rows.append(Row(str(year), str(year), tuple(cells)))
    title = "Saldo per jaar"
    return Grid("jaren", title, MILLIONS, Words("Jaar"), columns, tuple(rows), f"{title}, {MILLIONS}")


def placement(answers: Answers) -> Grid:
    """Who carries the work out from the first year of the routes on; and that nobody is lost."""
    base, code = answers.release.figures.base_year, answers.view.gemeente
    rows = [
        Row(lower_first(label), label, (Cell(whole(answer.value), answer), Cell(in_a), Cell(in_b)))
        for label, answer, in_a, in_b in first_placement(answers, code)
    ]
    check = reconciliation(answers, code)
    cells = (
        Cell(whole(check.persons.value), check.persons),
        Cell(check.words_a, good=bool(check.closes_a)),
        Cell(check.words_b, good=bool(check.closes_b)),
    )
    rows.append(Row("totaal", "Totaal, beide routes", cells, "total"))
    sides = [
        Column(role, run.scenario.short_title, (Words(run.scenario.short_title, role),))
        for role, run in named_routes(answers.comparison)[1:]
    ]
    title, caption = (
        f"Wie voert het werk uit vanaf {answers.first_year}, Wsw-personen in {base}",
        f"Wie voert het werk uit vanaf {answers.first_year}",
    )
    return Grid("mensen", title, PERSONS, Words("Werkvorm"), (Column("mensen", "Mensen"), *sides), tuple(rows), caption)


def scenarios(all_answers: Sequence[Answers]) -> Grid:
    """Every scenario against the nulalternatief; each entry has its scenario as route B."""
    rows = []
    for answers in all_answers:
        run, zero, code = answers.comparison.b, answers.comparison.zero, answers.view.gemeente
        saldo = answers.saldo(run, code)
        cells = (
            plain(saldo, code),
            million(answers.difference(run, zero, code), code),
            signed(answers.structural(run, zero, code), code),
            _one_off(answers, run, code),
            plain(answers.present_value(run, code), code),
            Cell(pm_words(answers, run), answers.pm(run), unit=COUNT),
            Cell("", tag=saldo.status),
        )
        rows.append(Row(run.scenario.id, run.scenario.title, cells))
    difference = Column("verschil", f"Tegenover {against(all_answers[0])}")
    names = Column("saldo", "Saldo"), difference, Column("structureel", "Waarvan structureel"), ONE_OFF
    more = (
        Column("contant", "Contante waarde"),
        Column("pm", "PM, niet meegeteld", numeric=False),
        Column("status", "Zwakste status", screen=True),
    )
    title = "Alle scenario’s"
    span = period(all_answers[0].comparison)
    caption = f"{title}, saldo {span}, {MILLIONS}"
    return Grid("scenarios", f"{title}, {span}", MILLIONS, Words("Scenario"), (*names, *more), tuple(rows), caption)
