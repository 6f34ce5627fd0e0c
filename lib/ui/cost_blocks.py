"""The blocks of the page on costs: outcomes per year, budgets, gemeenten side by side and in small multiples."""

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from lib.analysis import costs, overview
from lib.analysis.answers import Answers
from lib.analysis.budget.lines import Budget, columns, span
from lib.analysis.budget.message import headline, identical, reads_as, wages, whose
from lib.analysis.expression import Scale
from lib.analysis.message import period
from lib.analysis.routes import pair_ids, pairs, route_ids, runs, side_of, title_of
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import decimal
from lib.ui.grids import Bars, draw
from lib.ui.html import Cell, Row, block, table, text, why


def route(answers: Answers, run: Projection) -> str:
    """The name of a route in its own colour."""
    return f'<span class="rw-{side_of(answers.comparison, run)}">{text(run.scenario.short_title)}</span>'


def pair(answers: Answers, run: Projection, other: Projection) -> str:
    return f"{route(answers, run)} − {route(answers, other)}"


def message(answers: Answers, scale: Scale) -> str:
    """The heading that is the message, and what its numbers are."""
    return f'<h1>{text(headline(answers, scale))}</h1><p class="rw-sub">{text(reads_as(answers, scale))}</p>'


def per_year(answers: Answers, scale: Scale) -> str:
    """The saldo of every route and the differences, per year, of the gemeente of the view."""
    release, code, across = answers.release, answers.view.gemeente, columns(answers)
    rows = [
        Row(
            (
                Cell(f"Saldo {route(answers, run)}", number=False, head=True),
                *(
                    Cell(why(scale.text(a.value, code), a, release))
                    for a in (answers.saldo(run, code, c) for c in across)
                ),
            )
        )
        for run in runs(answers.comparison)
    ]
    for run, other in pairs(answers.comparison):
        told = [answers.difference(run, other, code, column) for column in across[1:]]
        cells = (Cell(why(scale.difference(answer.value, code), answer, release)) for answer in told)
        label = Cell(pair(answers, run, other), number=False, head=True)
        rows.append(Row((label, Cell("gelijk"), *cells), style="rw-sum"))
    equal = identical(answers)
    inner = table(
        f"Saldo per jaar en verschil, {release.name(code)}, {scale.label}; V voordelig, N nadelig",
        ["Route", *(text(span(column)) for column in across)],
        rows,
        hidden_caption=True,
        style="rw-firm",
    )
    return block(
        "Saldo per jaar, en het verschil",
        f"{whose(answers)}, {scale.label}; met wat eenmalig is",
        inner + (f"<p>{text(equal)}</p>" if equal else ""),
    )


def budget_heading(answers: Answers, scale: Scale) -> str:
    """The heading above the tabs."""
    return block(
        "Begroting per route en verschil per kostensoort", f"{whose(answers)}, {scale.label}; kies een tabel", ""
    )


def budget_tabs(answers: Answers, scale: Scale) -> dict[str, Callable[[], str]]:
    """Label → the table under it: a budget per route, then the differences; made when asked for."""
    below = f'<div class="rw-small">{text(wages(answers))}</div>'
    known: dict[str, Budget] = {}

    def shown(name: str) -> Callable[[], str]:
        return lambda: draw(costs.budget_grid(answers, name, known), answers.release, style="rw-budget") + below

    ids = (*route_ids(answers.comparison), *pair_ids(answers.comparison))
    return {title_of(answers.comparison, name): shown(name) for name in ids}


def side_by_side(answers: Answers, scale: Scale) -> str:
    """Every gemeente over the horizon: the saldo of each route and the differences, in the chosen expression."""
    comparison = answers.comparison
    table = overview.outcomes(answers).only((*route_ids(comparison), *pair_ids(comparison)))
    inner = draw(table, answers.release, hidden_caption=True, style="rw-firm")
    quiet = f"saldo en verschil, {period(comparison)} opgeteld, {scale.label}"
    return block("Gemeenten naast elkaar", quiet, inner + per_inhabitant(answers))


def per_inhabitant(answers: Answers) -> str:
    """Is that a lot, compared with the neighbours? The same saldo per inhabitant, with bars on one scale."""
    table = overview.per_inhabitant(answers).only(route_ids(answers.comparison))
    return draw(table, answers.release, bars=Bars(place="coloured"), style="rw-firm rw-apart")


@dataclass(frozen=True)
class Panels:
    """What the small multiples need: names, years and lines, their words and their table."""

    names: list[str]
    chosen: int | None
    span: list[int]
    lines: dict[str, tuple[str, list[list[float]]]]
    unit: str
    decimals: int
    title: str
    quiet: str
    alternative: str
    twin: str


def panels(answers: Answers, scale: Scale) -> Panels:
    """The tekort per year of each route, a panel per gemeente, in the chosen expression."""
    release, comparison, years = answers.release, answers.comparison, answers.horizon_years
    grids = {grid.id.split(" ")[1]: grid for grid in costs.tekorten(answers)}
    shown = {role: (run, grids[role]) for role, run in zip(route_ids(comparison), runs(comparison), strict=True)}
    lines = {
        run.scenario.short_title: (
            str(role),
            [[nan if cell.value is None else cell.value / scale.unit for cell in row.cells] for row in grid.rows],
        )
        for role, (run, grid) in shown.items()
    }
    names = [gemeente.naam for gemeente in release.figures.gemeenten]
    title = f"Tekort per jaar per gemeente, {scale.label}"
    chosen = None if answers.view.gemeente == ALL else answers.codes.index(answers.view.gemeente)
    hint = "" if scale.unit == 1 else "; kies bij Bedragen “Per inwoner” om grote en kleine gemeenten te vergelijken"
    return Panels(
        names,
        chosen,
        list(years),
        lines,
        scale.label,
        scale.decimals,
        "Tekort per jaar, gemeente voor gemeente",
        f"{scale.label}, één schaal; tekort is lasten min baten, met wat eenmalig is{hint}",
        _alternative(answers, lines, names, title),
        draw(costs.tekort_twin(answers, grids), release),
    )


def _alternative(
    answers: Answers, lines: dict[str, tuple[str, list[list[float]]]], names: list[str], title: str
) -> str:
    """The first and last year of every line in words."""
    years = answers.horizon_years
    told = "; ".join(
        f"{gemeente}: "
        + ", ".join(
            f"{label} van {_plain(rows[g][0])} naar {_plain(rows[g][-1])}" for label, (_, rows) in lines.items()
        )
        for g, gemeente in enumerate(names)
    )
    return f"Lijngrafieken op één schaal, {title}, van {years[0]} naar {years[-1]}. {told}."


def _plain(value: float) -> str:
    return decimal(value, 0 if abs(value) >= 100 else 2)
