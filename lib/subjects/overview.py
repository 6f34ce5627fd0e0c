"""The tables of Overzicht and its chart, each declared once: routes, outcomes per gemeente, bridges, years, who works where,
scenarios."""

from collections.abc import Sequence

from lib.comparison.answers import Answers
from lib.comparison.cells import (
    against,
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
from lib.comparison.chart import PATTERN_WORDS, ChartSpec, Notation, Panel, Series
from lib.comparison.grid import MILLIONS, Cell, Column, Grid, Row, Side, Words
from lib.comparison.message import MILLION, decimals, period
from lib.comparison.numbers import COUNT, PERSONS
from lib.comparison.view import Scale, scale_of
from lib.model.attribution import BridgeShare
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.subjects.people.people import first_placement, reconciliation
from lib.tables.columns import STATUSES
from lib.text import amount, lower_first, millions, rounded, rounding_gap, whole

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
                signed(answers.one_off(run, code), code),
            ),
        )
        for role, run in named_routes(answers.comparison)[1:]
    )
    title = f"Elke route tegenover {against(answers)}, {period(answers.comparison)}"
    columns = DIFFERENCE, Column("structureel", "Waarvan structureel"), ONE_OFF
    return Grid("routes", title, MILLIONS, Words("Route"), columns, rows)


def outcomes(answers: Answers) -> Grid:
    """Per gemeente the saldo of each route and what they differ, in the chosen expression."""
    comparison, codes = answers.comparison, codes_of(answers)
    scale = scale_of(answers.release, answers.view.expression)
    saldos, columns = _saldos(answers, scale)
    for name, run, other in named_pairs(comparison):
        differences = {code: answers.difference(run, other, code) for code in codes}
        saldos.append([scaled(differences[code], code, scale, True, bar=code != ALL) for code in codes])
        gap = scale.gap({code: answer.value for code, answer in differences.items()})
        columns.append(Column(name, pair_title(run, other), pair_words(comparison, run, other), gap=gap))
    title = f"Saldo en verschil per gemeente, {period(comparison)} opgeteld"
    rows = _by_gemeente(answers, saldos)
    caption = f"{title}, {scale.label}; V voordelig, N nadelig"
    return Grid("uitkomsten", title, scale.label, Words("Gemeente"), tuple(columns), rows, caption)


def per_inhabitant(answers: Answers) -> Grid:
    """The saldo of each route per inhabitant of each gemeente."""
    scale, span = scale_of(answers.release, "per_inwoner"), period(answers.comparison)
    saldos, columns = _saldos(answers, scale, bar=True)
    caption = f"Saldo {span} {scale.label}, staven op één schaal: hoe langer naar links, hoe groter het tekort"
    title, rows = f"Saldo per inwoner, {span} opgeteld", _by_gemeente(answers, saldos)
    return Grid("per_inwoner", title, scale.label, Words("Gemeente"), tuple(columns), rows, caption)


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
        label = measure.title if measure else "Andere verdeling"
        label = f"Wegvallen van {label}" if measure and part.after is None else label
        rows.append(Row(part.id, label, (million(answer, code, start),), tag=measure.status if measure else ""))
        start += answer.value
    missing = whole_answer.value - start
    sound = not rounded(missing, 1, 2)
    remark = f"sluit op {amount(missing)}" if sound else f"sluit niet: {amount(missing, 2)}"
    gap = rounding_gap([answer.value for answer in steps], whole_answer.value, MILLION, decimals(code))
    rows.append(Row("samen", "Samen", (million(whole_answer, code, 0.0),), "total", remark=remark, sound=sound))
    route_title, whose = run.scenario.short_title, other.scenario.short_title
    own = name.endswith("zero")
    caption = f"{route_title} tegenover {lower_first(whose)}" if own else f"Van {whose} naar {route_title}"
    corner = Words(route_title, "a" if name == "a-zero" else "b") if own else Words(caption)
    title = f"Waar komt het vandaan: {pair_title(run, other)}, {period(comparison)}"
    columns = (Column("verschil", "Verschil", (Words("verschil"),), gap=gap),)
    return Grid(f"brug {name}", title, MILLIONS, corner, columns, tuple(rows), caption)


def years(answers: Answers) -> Grid:
    """The saldo of each route in every year up to the last, and what of it is one-off."""
    figures, code, runs = answers.release.figures, answers.view.gemeente, named_routes(answers.comparison)[1:]
    columns = tuple(
        Column(f"{role}{kind}", f"{run.scenario.short_title}: {words}", screen=words == "status")
        for role, run in runs
        for kind, words in (("", "saldo"), (" eenmalig", "waarvan eenmalig"), (" status", "status"))
    )
    rows = []
    for year in range(figures.base_year + 1, figures.last_year + 1):
        cells: list[Cell] = []
        for _, run in runs:
            cells += [plain(ask(run, code, (year,)), code) for ask in (answers.saldo, answers.one_off)]
            cells.append(Cell("", tag=answers.year_status(run, code, year).status))
        rows.append(Row(str(year), str(year), tuple(cells)))
    title = "Saldo per jaar"
    return Grid("jaren", title, MILLIONS, Words("Jaar"), columns, tuple(rows), f"{title}, {MILLIONS}")


def year_chart(answers: Answers) -> ChartSpec:
    """The tekort (− saldo) of each route in every year up to the last, structural and on top of it what is one-off."""
    release, code, runs = answers.release, answers.view.gemeente, named_routes(answers.comparison)[1:]
    span, places = range(release.figures.base_year + 1, release.figures.last_year + 1), decimals(code)
    series: list[Series] = []
    words = []
    for role, run in runs:
        name = run.scenario.short_title
        single = [-answers.pick(answers.comparison.one_off(run), code, (year,)) for year in span]
        tekort = [-answers.pick(run.saldo, code, (year,)) for year in span]
        structural = tuple(a - b for a, b in zip(tekort, single, strict=True))
        statuses = tuple(answers.year_status(run, code, year).status for year in span)
        series.append(Series(name, role, structural, statuses))
        series.append(Series(name, role, tuple(single), (answers.one_off(run, code).status,) * len(span), on_top=True))
        ends = f"{millions(tekort[0], places)} in {span[0]} naar {millions(tekort[-1], places)} in {span[-1]}"
        words.append(f"{name} van {ends}")
    statuses_present = {status for part in series if not part.on_top or any(part.values) for status in part.statuses}
    legend = ", ".join(f"{status} {PATTERN_WORDS[status]}" for status in STATUSES if status in statuses_present)
    left, right = (run.scenario.short_title for _, run in runs)
    return ChartSpec(
        "tekort_per_jaar",
        "stacks",
        "Tekort per jaar",
        f"Staafdiagram van het tekort per jaar in miljoenen euro: {'; '.join(words)}.",
        Notation(MILLION, places),
        tuple(map(str, span)),
        (Panel("", tuple(series)),),
        f"{MILLIONS}, {release.name(code)}; {legend}; eenmalig bovenop, zonder kleur onder het patroon; links {left}, rechts {right}",
        twin=years(answers),
    )


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
        Cell(check.words_a, good=check.closes_a),
        Cell(check.words_b, good=check.closes_b),
    )
    rows.append(Row("totaal", "Totaal, beide routes", cells, "total"))
    sides = [
        Column(role, run.scenario.short_title, (Words(run.scenario.short_title, role),))
        for role, run in named_routes(answers.comparison)[1:]
    ]
    title, caption = (
        f"Wie voert het werk uit vanaf {base + 1}, Wsw-personen in {base}",
        f"Wie voert het werk uit vanaf {base + 1}",
    )
    return Grid("mensen", title, PERSONS, Words("Werkvorm"), (Column("mensen", "Mensen"), *sides), tuple(rows), caption)


def scenarios(all_answers: Sequence[Answers]) -> Grid:
    """Every scenario against the nulalternatief; each entry has its scenario as route B."""
    rows = []
    for answers in all_answers:
        run, zero, code = answers.comparison.b, answers.comparison.zero, answers.view.gemeente
        saldo, items = answers.saldo(run, code), answers.pm(run)
        cells = (
            plain(saldo, code),
            million(answers.difference(run, zero, code), code),
            signed(answers.one_off(run, code), code),
            plain(answers.present_value(run, code), code),
            Cell(whole(items.value), items, unit=COUNT),
            Cell("", tag=saldo.status),
        )
        rows.append(Row(run.scenario.id, run.scenario.title, cells))
    names = Column("saldo", "Saldo"), Column("verschil", f"Tegenover {against(all_answers[0])}"), ONE_OFF
    more = (
        Column("contant", "Contante waarde"),
        Column("pm", "PM-posten"),
        Column("status", "Zwakste status", screen=True),
    )
    title = "Alle scenario’s"
    span = period(all_answers[0].comparison)
    caption = f"{title}, saldo {span}, {MILLIONS}"
    return Grid("scenarios", f"{title}, {span}", MILLIONS, Words("Scenario"), (*names, *more), tuple(rows), caption)
