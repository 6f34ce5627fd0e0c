"""The blocks of the page on costs: outcomes per year, budgets, gemeenten side by side and in small multiples."""

from collections.abc import Callable

from lib.analysis import costs, overview
from lib.analysis.answers import Answers
from lib.analysis.budget.lines import Budget, columns, span
from lib.analysis.budget.message import headline, identical, reads_as, wages, whose
from lib.analysis.expression import Scale
from lib.analysis.message import period
from lib.analysis.routes import pair_ids, pairs, route_ids, runs, side_of, title_of
from lib.model.projection import Projection
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
