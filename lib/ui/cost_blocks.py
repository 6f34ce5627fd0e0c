"""The blocks of the page on costs: outcomes per year, budgets, gemeenten side by side and in small multiples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lib.analysis.answers import Answers
from lib.analysis.budget.difference import difference
from lib.analysis.budget.lines import Budget, columns, span
from lib.analysis.budget.message import headline, identical, reads_as, wages, whose
from lib.analysis.budget.route import budget
from lib.analysis.expression import Scale, scale_of
from lib.analysis.message import ROUNDING, period
from lib.analysis.pm import left_out
from lib.analysis.published import tekort
from lib.analysis.routes import pair_title, pairs, runs
from lib.model.figures import ALL
from lib.model.projection import Projection
from lib.text import decimal
from lib.ui.budget_table import budget_table, number
from lib.ui.html import Cell, Row, bar, block, name, table, text, why


def route(answers: Answers, run: Projection) -> str:
    """The name of a route in its own colour."""
    return f'<span class="rw-{letter_of(answers, run)}">{text(run.scenario.short_title)}</span>'


def letter_of(answers: Answers, run: Projection) -> str:
    comparison = answers.comparison
    by_id = {comparison.b.scenario.id: "b", comparison.a.scenario.id: "a", comparison.zero.scenario.id: "zero"}
    return by_id[run.scenario.id]


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
                *(Cell(why(number(a, scale, code), a, release)) for a in (answers.saldo(run, code, c) for c in across)),
            )
        )
        for run in runs(answers.comparison)
    ]
    for run, other in pairs(answers.comparison):
        told = [answers.difference(run, other, code, column) for column in across[1:]]
        cells = (Cell(why(number(answer, scale, code, True), answer, release)) for answer in told)
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
    release, code = answers.release, answers.view.gemeente
    told = f'<div class="rw-small">{text(wages(answers))}</div>'
    known: dict[str, Budget] = {}

    def of(run: Projection) -> Budget:
        return known.setdefault(run.scenario.id, budget(answers, run, code))

    def own(run: Projection) -> Callable[[], str]:
        return lambda: budget_table(release, of(run), scale, pm_items=left_out(answers, run)) + told

    def moved(run: Projection, other: Projection) -> Callable[[], str]:
        items = left_out(answers, run, other)
        title = pair_title(run, other)
        return lambda: (
            budget_table(release, difference(of(run), of(other), title), scale, pm_items=items, is_difference=True)
            + told
        )

    tabs = {run.scenario.short_title: own(run) for run in runs(answers.comparison)}
    return tabs | {pair_title(*each): moved(*each) for each in pairs(answers.comparison)}


def side_by_side(answers: Answers, scale: Scale) -> str:
    """Every gemeente over the horizon: the saldo of each route and the differences, in the chosen expression."""
    release, comparison = answers.release, answers.comparison
    codes = (*answers.codes, ALL)
    saldos = [{code: answers.saldo(run, code) for code in codes} for run in runs(comparison)]
    moved = [{code: answers.difference(run, other, code) for code in codes} for run, other in pairs(comparison)]
    rows = []
    for code in codes:
        cells = [Cell(why(number(column[code], scale, code), column[code], release)) for column in saldos]
        cells += [Cell(why(number(column[code], scale, code, True), column[code], release)) for column in moved]
        rows.append(gemeente_row(answers, code, cells))
    gap = any(scale.gap({code: column[code].value for code in codes}) for column in (*saldos, *moved))
    head = [
        "Gemeente",
        *(route(answers, run) for run in runs(comparison)),
        *(pair(answers, *p) for p in pairs(comparison)),
    ]
    inner = table(
        f"Saldo en verschil per gemeente, {period(comparison)} opgeteld, {scale.label}; V voordelig, N nadelig",
        head,
        rows,
        note=ROUNDING if gap else "",
        hidden_caption=True,
        style="rw-firm",
    )
    quiet = f"saldo en verschil, {period(comparison)} opgeteld, {scale.label}"
    return block("Gemeenten naast elkaar", quiet, inner + per_inhabitant(answers))


def gemeente_row(answers: Answers, code: str, cells: Sequence[Cell]) -> Row:
    chosen = "rw-chosen" if code == answers.view.gemeente != ALL else ""
    label = answers.release.name(code)
    return Row((name(label[:1].upper() + label[1:]), *cells), total=code == ALL, style=chosen)


def per_inhabitant(answers: Answers) -> str:
    """Is that a lot, compared with the neighbours? The same saldo per inhabitant, with bars on one scale."""
    release, comparison = answers.release, answers.comparison
    scale = scale_of(release, "per_inwoner")
    codes = (*answers.codes, ALL)
    told = {code: [answers.saldo(run, code) for run in runs(comparison)] for code in codes}
    shown = [scale.shown(answer.value, code) for code in codes for answer in told[code]]
    reach = (min(0.0, *shown), max(0.0, *shown))
    letters = [letter_of(answers, run) for run in runs(comparison)]
    rows = []
    for code in codes:
        cells = []
        for letter, answer in zip(letters, told[code], strict=True):
            drawn = bar(scale.shown(answer.value, code), *reach)
            figure = why(number(answer, scale, code), answer, release)
            cells.append(Cell(f'<span class="rw-withbar rw-level-{letter}">{drawn}<span>{figure}</span></span>'))
        rows.append(gemeente_row(answers, code, cells))
    return table(
        f"Saldo {period(comparison)} {scale.label}, staven op één schaal: hoe langer naar links, hoe groter het tekort",
        ["Gemeente", *(route(answers, run) for run in runs(comparison))],
        rows,
        style="rw-firm rw-apart",
    )


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
    told = {
        run.scenario.id: [[tekort(answers, run, code, (year,)) for year in years] for code in answers.codes]
        for run in runs(comparison)
    }
    factor = scale.unit
    lines = {
        run.scenario.short_title: (
            letter_of(answers, run),
            [
                [scale.shown(answer.value, code) / factor for answer in row]
                for code, row in zip(answers.codes, told[run.scenario.id], strict=True)
            ],
        )
        for run in runs(comparison)
    }
    names = [gemeente.naam for gemeente in release.figures.gemeenten]
    rows = [
        Row(
            (
                name(names[g]),
                Cell(route(answers, run), number=False),
                *(Cell(why(number(a, scale, answers.codes[g]), a, release)) for a in told[run.scenario.id][g]),
            )
        )
        for g in range(len(names))
        for run in runs(comparison)
    ]
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
        table(title, ["Gemeente", "Route", *map(str, years)], rows),
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
