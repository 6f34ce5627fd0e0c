"""The tables of Kosten, each declared once: budgets and what differs, the tekort per year, and the verdeelsleutel."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan

from lib.analysis.answers import Answers
from lib.analysis.budget.difference import difference
from lib.analysis.budget.lines import ONE_OFF, SUBSIDY, TOTALS, YEARLY, Budget, BudgetLine, span
from lib.analysis.budget.lines import Column as Years
from lib.analysis.budget.lines import columns as columns_of
from lib.analysis.budget.route import budget
from lib.analysis.chart import ChartSpec, Notation, Panel, Series
from lib.analysis.expression import Scale, scale_of
from lib.analysis.grid import SHARE, Cell, Column, Grid, Row, RowKind, Words
from lib.analysis.key_effect import KeyEffect, share
from lib.analysis.message import period
from lib.analysis.overview import codes_of, gemeente_row, place_name, scaled
from lib.analysis.pm import left_out
from lib.analysis.published import tekort
from lib.analysis.routes import named_routes, pair_ids, pair_words, route_ids, route_words, routes_of, runs, title_of
from lib.model.figures import ALL
from lib.model.switching import NOTHING
from lib.text import Special, decimal, percentage, rounding_gap

PM = Special.PM.value
SECTIONS = {
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
    own, scale = budget_of(answers, name, budgets), scale_of(answers.release, answers.view.expression)
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
            rows.append(section_row(SECTIONS[line.section], len(own.columns) + 1))
        section = line.section
        cells = [amount_cell(own, line, i, scale, is_difference) for i in range(len(own.columns))]
        kind: RowKind = "total" if line.id == "saldo" else "sum" if line.is_sum else "post"
        rows.append(Row(line.id, line.label, (*cells, Cell(line.taakveld)), kind))
    return rows


def section_row(label: str, columns: int, *heading: Words) -> Row:
    """The heading above the rows of a section."""
    return Row(label, label, (Cell(""),) * columns, "section", heading=heading)


def amount_cell(own: Budget, line: BudgetLine, i: int, scale: Scale, is_difference: bool) -> Cell:
    """The amount of a line; PM alone where nothing but PM is known, "+ PM" where it leaves some out."""
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
    scale = scale_of(release, answers.view.expression)
    rows: list[Row] = []
    gap, years = False, tuple(column for column in columns_of(answers) if column[0] != release.figures.base_year)
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
            rows.append(Row(line, SHORT[line], tuple(cells), kind))
        if not compared:
            rows.append(pm_row(years, left_out(answers, *routes)))
        gap |= any(misses(own, i, scale) for i in range(len(own.columns)))
    columns = tuple(Column(span(e), span(e), gap=gap, total=len(e) > 1, numeric=True) for e in years)
    kind_of_years = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    title = f"{kind_of_years.capitalize()} {period(comparison)}, {release.name(answers.view.gemeente)}, {scale.label}"
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
    scale, years = scale_of(answers.release, answers.view.expression), answers.horizon_years
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


def tekort_twin(answers: Answers, grids: Mapping[str, Grid]) -> Grid:
    """The tekort per year of the routes (role → their own table) under each other per gemeente."""
    comparison = answers.comparison
    pairs = [
        (Cell(run.scenario.short_title, side=role), grids[role])
        for role, run in zip(route_ids(comparison), runs(comparison), strict=True)
    ]
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
        scale_of(answers.release, answers.view.expression),
    )
    grids = {grid.id.split(" ")[1]: grid for grid in tekorten(answers)}
    routes = list(zip(route_ids(comparison), runs(comparison), strict=True))
    panels = tuple(
        Panel(
            gemeente.naam,
            tuple(Series(run.scenario.short_title, role, _values(grids[role].rows[i])) for role, run in routes),
            in_view=gemeente.code == answers.view.gemeente,
        )
        for i, gemeente in enumerate(answers.release.figures.gemeenten)
    )
    hint = "" if scale.unit == 1 else "; kies bij Bedragen “Per inwoner” om grote en kleine gemeenten te vergelijken"
    words = "; ".join(f"{panel.name}: {', '.join(_course(line, scale) for line in panel.series)}" for panel in panels)
    return ChartSpec(
        "tekort_per_gemeente",
        "lines",
        "Tekort per jaar, gemeente voor gemeente",
        f"Lijngrafieken op één schaal, Tekort per jaar per gemeente, {scale.label}, van {years[0]} naar {years[-1]}. {words}.",
        Notation(scale.unit, scale.decimals),
        tuple(map(str, years)),
        panels,
        f"{scale.label}, één schaal; tekort is lasten min baten, met wat eenmalig is{hint}",
        scale.label,
        twin=tekort_twin(answers, grids),
    )


def _values(row: Row) -> tuple[float, ...]:
    return tuple(nan if cell.value is None else cell.value for cell in row.cells)


def _course(line: Series, scale: Scale) -> str:
    """The first and last year of a line in words."""
    ends = (line.values[place] / scale.unit for place in (0, -1))
    return f"{line.name} van {' naar '.join(decimal(end, 0 if abs(end) >= 100 else 2) for end in ends)}"


def key_shares(answers: Answers) -> Grid:
    """The share of every gemeente in each key."""
    release = answers.release
    rows = []
    for code in codes_of(answers):
        shares = [share(answers, key, code) for key in release.figures.keys]
        cells = (
            Cell(percentage(answer.value, 2), answer, tag=answer.status if code != ALL else "") for answer in shares
        )
        rows.append(gemeente_row(answers, code, tuple(cells)))
    columns = tuple(
        Column(key, release.key_label(key), below=_users(answers, key), numeric=True) for key in release.figures.keys
    )
    title = "Aandeel van elke gemeente per verdeelsleutel"
    return Grid("sleutels", title, SHARE, Words("Gemeente"), columns, tuple(rows), title)


def _users(answers: Answers, key: str) -> str:
    """Which routes divide by a key."""
    by_key = (run for run in runs(answers.comparison) if not run.scenario.own_allocation and run.key == key)
    titles = ", ".join(run.scenario.short_title for run in by_key)
    return f"in gebruik: {titles}" if titles else "niet in gebruik"


def key_moves(answers: Answers, effects: Sequence[KeyEffect]) -> Grid:
    """What another key does to the saldo of every gemeente over the horizon."""
    release, scale = answers.release, scale_of(answers.release, answers.view.expression)
    rows = tuple(
        gemeente_row(answers, code, [scaled(effect.shifts[code], code, scale, True) for effect in effects])
        for code in codes_of(answers)
    )
    columns = tuple(
        Column(
            f"{effect.run.scenario.id} {effect.key}",
            f"{effect.run.scenario.short_title}, {release.key_words(effect.key)}",
            (route_words(answers.comparison, effect.run),),
            f"met {release.key_words(effect.key)}",
            gap=scale.gap({code: answer.value for code, answer in effect.shifts.items()}),
        )
        for effect in effects
    )
    title = f"Wat een andere sleutel met het saldo doet, {period(answers.comparison)}"
    caption = f"{title} opgeteld, {scale.label}; V voordelig, N nadelig"
    return Grid("andere sleutel", title, scale.label, Words("Gemeente"), columns, rows, caption)
