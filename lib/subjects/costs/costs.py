"""Kosten: what the page says in words, and its tables: saldo per year, budgets, what differs, and the tekort per year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite, isnan, nan

import numpy as np

from lib.comparison import realised
from lib.comparison.answers import Answers
from lib.comparison.cells import (
    PM,
    named_routes,
    pair_ids,
    pair_words,
    place_name,
    route_ids,
    route_words,
    routes_of,
    runs,
    scaled,
    title_of,
)
from lib.comparison.chart import ChartSpec, Notation, Panel, Series
from lib.comparison.grid import Cell, Column, Grid, Row, RowKind, Words
from lib.comparison.message import (
    assumed,
    basis,
    division,
    outlook_words,
    period,
    repeated,
    span_words,
    what_is_published,
)
from lib.comparison.pm import left_out, with_one_offs
from lib.comparison.view import LABELS, Scale
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.model.switching import NOTHING
from lib.subjects.costs.basis import tekort
from lib.subjects.costs.budget import (
    ONE_OFF,
    SUBSIDY,
    TOTALS,
    YEARLY,
    Budget,
    BudgetLine,
    Years,
    budget,
    difference,
    span,
)
from lib.subjects.costs.budget import columns as columns_of
from lib.text import amount, decimal, listed, million_words, rounding_gap, upper_first

#: An amount in a sentence that nobody published.
UNKNOWN_IN_FULL = "PM (onbekend, niet nul)"
SECTION_LABELS = {
    "uitvoeringskosten": "Lasten van de uitvoering",
    "opbrengsten": "Baten van de uitvoering",
    SUBSIDY: "Apart: rijksbijdrage en lonen van de Wsw",
    YEARLY: "Overig structureel",
    ONE_OFF: "Incidenteel",
    TOTALS: "Totaal",
}
#: The lines of a budget in short, and of a difference; those that say of what a saldo is made are posts.
SHORT = {
    "totaal_lasten": "Lasten",
    "totaal_baten": "Baten",
    "saldo": "Saldo",
    "structureel": "waarvan structureel",
    ONE_OFF: "waarvan incidenteel",
}
PARTS = ("structureel", ONE_OFF)
MOVED = ("saldo", *PARTS)
LEGEND = "Saldo is baten min lasten; tekort is het omgekeerde; V voordelig, N nadelig."
WAGES = (
    "Het subsidieresultaat (rijksbijdrage min lonen van de Wsw) staat apart. Neemt een gemeente mensen zelf in dienst, "
    "dan gaan hun lonen in de boeken van “overdracht aan de regeling” naar “eigen salarissen”. Dat is geen extra last."
)
SAME_SUBSIDY = " Samen is het subsidieresultaat in elke route gelijk; een verdeelsleutel verdeelt het wel anders over de gemeenten."

#: Sums of the same euros may differ by less than this when they are divided otherwise.
HALF_A_CENT = 0.005


# -- words -----------------------------------------------------------------------------------------------------------


def wages(answers: Answers) -> str:
    """What the subsidieresultaat is, and that it is the same in every route in view where that holds."""
    return WAGES + (SAME_SUBSIDY if same_subsidy(answers) else "")


def same_subsidy(answers: Answers) -> bool:
    """Whether the subsidieresultaat of all gemeenten together is equal, year by year, in every route in view."""
    comparison, t = answers.comparison, slice(0, len(answers.horizon_years) + 1)
    first, *rest = (comparison.of_soort(run, "subsidieresultaat").sum(axis=0)[t] for run in runs(comparison))
    return all(np.allclose(amounts, first, rtol=0, atol=HALF_A_CENT) for amounts in rest)


def headline(answers: Answers, scale: Scale) -> str:
    """The structural tekort of A, of B and of the nulalternatief over the horizon, and beside it what is one-off."""
    comparison, code = answers.comparison, answers.view.gemeente
    routes = list({run.scenario.id: run for run in (comparison.a, comparison.b, comparison.zero)}.values())
    saldos = [answers.saldo(run, code).value - answers.one_off(run, code).value for run in routes]
    beyond = comparison.horizon > answers.release.budget_until
    span = f"In de {outlook_words(answers.release, comparison)}" if beyond else f"Over {period(comparison)}"
    if not any(value > 0 for value in saldos):
        start = f"komt {assumed(comparison)} het structurele tekort van {whose(answers)} uit op "
        outcomes = [UNKNOWN_IN_FULL if isnan(value) else _money(answers, scale, -value) for value in saldos]
    else:
        start = f"komt {whose(answers)} {assumed(comparison)} structureel uit op "
        outcomes = [
            UNKNOWN_IN_FULL
            if isnan(value)
            else f"een {'overschot' if value > 0 else 'tekort'} van {_money(answers, scale, abs(value))}"
            for value in saldos
        ]
    words = [f"{outcome} met {run.scenario.in_sentence}" for outcome, run in zip(outcomes, routes, strict=True)]
    return (
        f"{repeated(comparison)}{span} {start}{listed(words)}; eenmalig: {listed(_one_offs(answers, scale, routes))}."
    )


def _one_offs(answers: Answers, scale: Scale, routes: list[Projection]) -> list[str]:
    """What is one-off of each route, in their order; unknown is not nothing."""
    words = []
    for run in routes:
        euros = -answers.one_off(run, answers.view.gemeente).value
        amount_words = f"{_money(answers, scale, abs(euros))}{'' if euros > 0 else ' voordeel'}" if euros else "niets"
        words.append(UNKNOWN_IN_FULL if answers.release.one_off_is_pm(run.scenario) else amount_words)
    return words


def _money(answers: Answers, scale: Scale, euros: float) -> str:
    """An amount in a sentence, in the expression that was chosen."""
    if scale.unit == 1_000:
        return million_words(euros)
    scaled = scale.convert(euros, answers.view.gemeente)
    return f"{amount(scaled, scale.decimals)} {LABELS[answers.view.expression]}"


def whose(answers: Answers) -> str:
    """The gemeente of the view inside a sentence, or all together."""
    code = answers.view.gemeente
    return f"de {answers.release.all_together} samen" if code == ALL else answers.release.name(code)


def reads_as(answers: Answers, scale: Scale) -> str:
    """Who, what, when, unit, on which assumptions, with which key, and what the signs mean."""
    release, comparison = answers.release, answers.comparison
    return (
        f"Lasten en baten van de taken van {whose(answers)}, {span_words(release, comparison)} opgeteld, {scale.label}, "
        f"lopende prijzen. {basis(comparison)} {keys_in_use(answers)} {LEGEND} {certainty(answers)}"
    ).strip()


def keys_in_use(answers: Answers) -> str:
    """Which route divides its saldo with which key."""
    return division(answers.release, tuple(runs(answers.comparison)))


def certainty(answers: Answers) -> str:
    """Which years somebody else published, and between what the difference lies."""
    comparison = answers.comparison
    published = what_is_published(answers.release, comparison, answers.view.gemeente)
    return f"{published} {answers.evidence.verdict(comparison.horizon)}"


def identical(answers: Answers) -> str:
    """In words which routes cannot differ, because they are one scenario; empty when all three are others."""
    comparison = answers.comparison
    if comparison.same:
        return "Route A en route B zijn dezelfde route: geen verschil."
    for letter, run in (("A", comparison.a), ("B", comparison.b)):
        if run.scenario.id == comparison.zero.scenario.id:
            return f"Route {letter} is het nulalternatief zelf: daartussen is geen verschil."
    return ""


# -- tables ----------------------------------------------------------------------------------------------------------


def per_year(answers: Answers) -> Grid:
    """The saldo of every route and the differences, per year, of the gemeente of the view."""
    comparison, code, across = answers.comparison, answers.view.gemeente, columns_of(answers)
    scale, rows = answers.scale, []
    for role in route_ids(comparison):
        (run,) = routes_of(comparison, role)
        cells = (scaled(answers.saldo(run, code, years), code, scale) for years in across)
        words = Words("Saldo "), route_words(comparison, run)
        rows.append(Row(role, f"Saldo {run.scenario.short_title}", tuple(cells), heading=words))
    for name in pair_ids(comparison):
        run, other = routes_of(comparison, name)
        cells = (scaled(answers.difference(run, other, code, years), code, scale, True) for years in across[1:])
        heading = pair_words(comparison, run, other)
        rows.append(Row(name, title_of(comparison, name), (Cell("gelijk"), *cells), "sum", heading=heading))
    columns = tuple(Column(span(years), span(years), numeric=True) for years in across)
    title = f"Saldo per jaar en verschil, {answers.release.name(code)}"
    caption = f"{title}, {scale.label}; V voordelig, N nadelig"
    remark = with_one_offs(answers)
    return Grid("saldo per jaar", title, scale.label, Words("Route"), columns, tuple(rows), caption, remark)


def budget_of(answers: Answers, name: str, budgets: dict[str, Budget]) -> Budget:
    """The budget of a route ("a") or of a difference ("b-a"), by the place of its routes in the comparison; `budgets` keeps
    what was worked out before."""
    if name not in budgets:
        if "-" in name:
            first, second = (budget_of(answers, role, budgets) for role in name.split("-"))
            budgets[name] = difference(first, second, title_of(answers.comparison, name))
        else:
            (run,) = routes_of(answers.comparison, name)
            budgets[name] = budget(answers, run, answers.view.gemeente)
    return budgets[name]


def budget_grid(answers: Answers, name: str, budgets: dict[str, Budget]) -> Grid:
    """A budget, or a difference, per kostensoort in sections, with what each column leaves out as PM."""
    own, scale = budget_of(answers, name, budgets), answers.scale
    compared, items = "-" in name, left_out(answers, *routes_of(answers.comparison, name))
    what = "verschil in saldo per kostensoort, V voordelig, N nadelig" if compared else "lasten en baten positief"
    title = f"{'Verschil per kostensoort,' if compared else 'Begroting'} {title_of(answers.comparison, name)}"
    years = (
        Column(span(column), span(column), gap=misses(own, i, scale), total=len(column) > 1, numeric=True)
        for i, column in enumerate(own.columns)
    )
    columns = *years, Column("taakveld", "Taakveld (indicatief)", screen=True)
    rows = [*_budget_rows(own, scale, compared), pm_row(own.columns, items, Cell(""))]
    caption = f"{own.title}, {answers.release.name(own.code)}, {scale.label}; {what}"
    return Grid(f"begroting {name}", title, scale.label, Words("Post"), columns, tuple(rows), caption)


def _budget_rows(own: Budget, scale: Scale, is_difference: bool) -> list[Row]:
    with_posts = {line.section for line in own.lines if not line.is_sum} | {TOTALS}
    section, rows = "", []
    for line in own.lines:
        if line.section != section and line.section in with_posts:
            rows.append(section_row(SECTION_LABELS[line.section], len(own.columns) + 1))
        section = line.section
        cells = [amount_cell(own, line, i, scale, is_difference) for i in range(len(own.columns))]
        own_kind: RowKind = "post" if not line.is_sum else "sum" if line.parts else "line"
        kind: RowKind = "total" if line.id == "saldo" else own_kind
        rows.append(Row(line.id, line.label, (*cells, Cell(line.taakveld)), kind))
    return rows


def section_row(label: str, columns: int, *heading: Words) -> Row:
    """The heading above the rows of a section."""
    return Row(label, label, (Cell(""),) * columns, "section", heading=heading)


def amount_cell(own: Budget, line: BudgetLine, i: int, scale: Scale, is_difference: bool) -> Cell:
    """The amount of a line; PM alone where nothing but PM is amount_words, "+ PM" where it leaves some out."""
    cell = scaled(line.answers[i], own.code, scale, is_difference)
    if not line.pm[i]:
        return cell
    text = f"{cell.text} + {PM}" if abs(line.answers[i].value) >= NOTHING else PM
    return Cell(text, cell.answer, exact=cell.exact)


def pm_row(years: Sequence[Years], items: int, *more: Cell) -> Row:
    """How many PM-posten of the routes, without an amount, the columns leave out."""
    cells = [PM if items and len(column) > 1 else "" for column in years]
    if items and not any(cells):
        cells[-1] = PM
    return Row("pm", f"PM-posten, niet meegeteld: {items}", (*map(Cell, cells), *more), "remark")


def in_short(answers: Answers) -> tuple[str, Grid]:
    """What the years are (meerjarenraming or doorkijk), and the budgets of the gemeente in view in short: lasten, baten and
    saldo per year after the base year of every route, and the differences."""
    release, comparison, budgets = answers.release, answers.comparison, dict[str, Budget]()
    scale = answers.scale
    rows: list[Row] = []
    gap, years = False, columns_of(answers)[1:]
    for name in (*route_ids(comparison), *pair_ids(comparison)):
        own, routes = budget_of(answers, name, budgets), routes_of(comparison, name)
        places = [own.columns.index(column) for column in years]
        compared = len(routes) > 1
        words = (
            (Words("Verschil "), *pair_words(comparison, *routes)) if compared else (route_words(comparison, *routes),)
        )
        rows.append(section_row(name, len(years), *words))
        for line in MOVED if compared else SHORT:
            cells = (amount_cell(own, own.line(line), i, scale, compared) for i in places)
            kind: RowKind = "sum" if line == "saldo" else "post" if line in PARTS else "line"
            rows.append(Row(f"{name} {line}", SHORT[line], tuple(cells), kind))
        if not compared:
            rows.append(replace(pm_row(years, left_out(answers, *routes)), id=f"{name} pm"))
        gap |= any(misses(own, i, scale) for i in range(len(own.columns)))
    columns = tuple(Column(span(e), span(e), gap=gap, total=len(e) > 1, numeric=True) for e in years)
    kind_of_years = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    title = f"{upper_first(span_words(release, comparison))}, {release.name(answers.view.gemeente)}, {scale.label}"
    caption = f"{title}; lasten en baten positief; V voordelig, N nadelig"
    return kind_of_years, Grid("begroting", title, scale.label, Words("Post"), columns, tuple(rows), caption)


def misses(own: Budget, i: int, scale: Scale) -> bool:
    """Whether in a column a rounded sum, down or across, misses its rounded parts."""
    return any(_misses_down(own, line, i, scale) or _misses_across(own, line, i, scale) for line in own.lines)


def _misses_down(own: Budget, line: BudgetLine, i: int, scale: Scale) -> bool:
    parts = [sign * scale.convert(own.line(name).answers[i].value, own.code) for sign, name in line.parts]
    whole = scale.convert(line.answers[i].value, own.code)
    return bool(parts) and rounding_gap(parts, whole, scale.unit, scale.decimals)


def _misses_across(own: Budget, line: BudgetLine, i: int, scale: Scale) -> bool:
    column = own.columns[i]
    if len(column) == 1:
        return False
    yearly = [
        answer
        for answer, years in zip(line.answers, own.columns, strict=True)
        if len(years) == 1 and years[0] in column
    ]
    values = [scale.convert(answer.value, own.code) for answer in yearly]
    return rounding_gap(values, scale.convert(line.answers[i].value, own.code), scale.unit, scale.decimals)


def tekorten(answers: Answers) -> tuple[Grid, ...]:
    """The tekort of each gemeente per year of the horizon, of the nulalternatief and of each route."""
    scale, years = answers.scale, answers.horizon_years
    columns = tuple(Column(str(year), str(year), numeric=True) for year in years)
    grids = []
    for role, run in named_routes(answers.comparison):
        rows = (
            Row(
                code,
                place_name(answers, code),
                tuple(scaled(tekort(answers, run, code, (year,)), code, scale) for year in years),
            )
            for code in answers.codes
        )
        title = f"Tekort per jaar per gemeente, {run.scenario.short_title}"
        grids.append(Grid(f"tekort {role}", title, scale.label, Words("Gemeente"), columns, tuple(rows)))
    return tuple(grids)


def realised_tekorten(answers: Answers) -> Grid:
    """The tekort of each gemeente per year of the horizon as it was handed in, or in words why there is none."""
    scale, years, rows = answers.scale, answers.horizon_years, []
    for code in answers.codes:
        own = realised.tekorten(answers, code)
        cells = (_handed_in(own[year], scale) if year in own else Cell("") for year in years)
        rows.append(Row(f"{code} {realised.NAME}", place_name(answers, code), tuple(cells)))
    columns = tuple(Column(str(year), str(year), numeric=True) for year in years)
    title = "Tekort per jaar per gemeente, aangeleverd"
    return Grid("tekort aangeleverd", title, scale.label, Words("Gemeente"), columns, tuple(rows))


def _handed_in(item: realised.Realised, scale: Scale) -> Cell:
    if item.saldo is None:
        return Cell(item.lacking_costs, lacking=True)
    text = scale.text(item.tekort, item.code)
    return Cell(text, exact=scale.convert(item.tekort, item.code), status=item.saldo.status)


def tekort_twin(answers: Answers, grids: Mapping[str, Grid]) -> Grid:
    """The tekort per year of the routes (role → their own table) under each other per gemeente."""
    comparison = answers.comparison
    pairs = [
        (Cell(run.scenario.short_title, side=role), grids[role])
        for role, run in zip(route_ids(comparison), runs(comparison), strict=True)
    ]
    if realised.series(answers, ALL, answers.horizon_years):
        pairs.append((Cell(realised.NAME), realised_tekorten(answers)))
    rows = tuple(
        replace(grid.rows[i], cells=(route, *grid.rows[i].cells))
        for i in range(len(answers.codes))
        for route, grid in pairs
    )
    first = pairs[0][1]
    columns = Column("route", "Route", numeric=False), *first.columns
    title = f"Tekort per jaar per gemeente, {first.unit}"
    return Grid("tekort", title, first.unit, first.corner, columns, rows, title)


def tekort_chart(answers: Answers) -> ChartSpec:
    """The tekort per year of each route, a panel per gemeente, in the chosen expression."""
    comparison, years, scale = (
        answers.comparison,
        answers.horizon_years,
        answers.scale,
    )
    grids = {grid.id.split(" ")[1]: grid for grid in tekorten(answers)}
    routes = list(zip(route_ids(comparison), runs(comparison), strict=True))
    panels = tuple(
        Panel(
            gemeente.naam,
            (
                *(Series(run.scenario.short_title, role, _values(grids[role].rows[i])) for role, run in routes),
                *realised.series(answers, gemeente.code, years, scale),
            ),
            in_view=gemeente.code == answers.view.gemeente,
            missing=realised.lacking(answers, gemeente.code, years),
        )
        for i, gemeente in enumerate(answers.release.figures.gemeenten)
    )
    handed_in = f"; {realised.MARKED}, zonder eenmalig" if realised.series(answers, ALL, years) else ""
    hint = "" if scale.unit == 1 else "; kies bij Bedragen “Per inwoner” om grote en kleine gemeenten te vergelijken"
    words = "; ".join(
        f"{panel.name}: {', '.join(_course(line, scale, years) for line in panel.series)}" for panel in panels
    )
    return ChartSpec(
        "tekort_per_gemeente",
        "lines",
        "Tekort per jaar, gemeente voor gemeente",
        f"Lijngrafieken op één schaal, Tekort per jaar per gemeente, {scale.label}, van {years[0]} naar {years[-1]}. {words}.",
        Notation(scale.unit, scale.decimals),
        tuple(map(str, years)),
        panels,
        f"{scale.label}, één schaal; tekort is lasten min baten, met wat eenmalig is{handed_in}{hint}",
        scale.label,
        twin=tekort_twin(answers, grids),
    )


def _values(row: Row) -> tuple[float, ...]:
    return tuple(nan if cell.value is None else cell.value for cell in row.cells)


def _course(line: Series, scale: Scale, years: Sequence[int]) -> str:
    """The first and last year of a line in words; of what was handed in every year there is."""
    words = {
        year: decimal(value / scale.unit, 0 if abs(value / scale.unit) >= 100 else 2)
        for year, value in zip(years, line.values, strict=True)
        if isfinite(value)
    }
    if line.is_course and words:
        return f"{line.name} van {' naar '.join(words[year] for year in (min(words), max(words)))}"
    if line.is_course:
        return f"{line.name} PM (onbekend, niet nul)"
    return f"{line.name} {listed([f'{value} in {year}' for year, value in words.items()]) or 'geen getal'}"
