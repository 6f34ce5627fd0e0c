"""What a route costs one gemeente: a municipal budget in short, and the same per inhabitant beside the others."""

from lib.analysis.answers import Answers
from lib.analysis.budget.difference import difference
from lib.analysis.budget.lines import ONE_OFF, Budget, span
from lib.analysis.budget.message import LEGEND
from lib.analysis.budget.route import budget
from lib.analysis.expression import Scale, scale_of
from lib.analysis.message import ROUNDING, period
from lib.analysis.pm import left_out
from lib.analysis.routes import pair_title, pairs, runs
from lib.model.figures import ALL
from lib.text import lower_first
from lib.ui.budget_table import amount_cell, misses, number, pm_row
from lib.ui.cost_blocks import pair, per_inhabitant, route
from lib.ui.gemeente_head import part, say
from lib.ui.html import Cell, Row, table, text, why

#: The lines of a budget in short, and of a difference.
SHORT = {
    "totaal_lasten": "Lasten",
    "totaal_baten": "Baten",
    "saldo": "Saldo",
    "structureel": "waarvan structureel",
    ONE_OFF: "waarvan incidenteel",
}
#: Lines that say of what a saldo is made.
PARTS = ("structureel", ONE_OFF)
MOVED = {name: SHORT[name] for name in ("saldo", *PARTS)}


def costs(answers: Answers, scale: Scale) -> str:
    """Lasten, baten and saldo per year of every route, and the differences, structural and incidental."""
    release, comparison = answers.release, answers.comparison
    kind = "meerjarenraming" if comparison.horizon == release.budget_until else "doorkijk"
    told = {run.scenario.id: budget(answers, run, answers.view.gemeente) for run in runs(comparison)}
    rows, gap = [], False
    for run in runs(comparison):
        made = told[run.scenario.id]
        rows += [_head(route(answers, run), made), *_lines(answers, made, SHORT, scale, False)]
        rows.append(_without_taakveld(pm_row(_later(made), left_out(answers, run))))
        gap |= misses(made, scale)
    for run, other in pairs(comparison):
        made = difference(told[run.scenario.id], told[other.scenario.id], pair_title(run, other))
        rows += [_head(f"Verschil {pair(answers, run, other)}", made), *_lines(answers, made, MOVED, scale, True)]
        gap |= misses(made, scale)
    years = _later(told[comparison.zero.scenario.id]).columns
    inner = table(
        f"{kind.capitalize()} {period(comparison)}, {release.name(answers.view.gemeente)}, {scale.label}; "
        "lasten en baten positief; V voordelig, N nadelig",
        ["Post", *(text(span(column)) for column in years)],
        rows,
        note=ROUNDING if gap else "",
        style="rw-budget",
    )
    return part("begroting", f"{kind} {period(comparison)}, {scale.label}", say(text(LEGEND)) + inner)


def _later(made: Budget) -> Budget:
    """The columns of a budget without the base year, which is equal in every route."""
    first = made.columns[0]
    keep = [i for i, column in enumerate(made.columns) if column[0] != first[0] or len(column) > 1]
    return Budget(made.title, made.code, tuple(made.columns[i] for i in keep), made.lines)


def _without_taakveld(row: Row) -> Row:
    return Row(row.cells[:-1])


def _head(label: str, made: Budget) -> Row:
    columns = len(made.columns) - (0 if made.lines[0].role == "saldo" else 1)
    return Row((Cell(label, number=False, head=True), *[Cell("")] * columns), style="rw-head")


def _lines(answers: Answers, made: Budget, labels: dict[str, str], scale: Scale, is_difference: bool) -> list[Row]:
    base = answers.release.figures.base_year
    shown = [i for i, column in enumerate(made.columns) if column[0] != base]
    return [
        Row(
            (
                Cell(text(label), number=False, head=True, style="rw-post" if name_ in PARTS else ""),
                *(amount_cell(answers.release, made, made.line(name_), i, scale, is_difference) for i in shown),
            ),
            style="rw-sum" if name_ == "saldo" else "",
        )
        for name_, label in labels.items()
    ]


def neighbours(answers: Answers) -> str:
    """The same saldo per inhabitant beside the other gemeenten, on one scale."""
    release, code = answers.release, answers.view.gemeente
    scale = scale_of(release, "per_inwoner")
    told = []
    for run in runs(answers.comparison):
        own, all_ = (
            why(number(answer, scale, each), answer, release)
            for each in (code, ALL)
            for answer in (answers.saldo(run, each),)
        )
        told.append(
            f"{text(run.scenario.in_sentence)} {own} in {text(release.name(code))} en {all_} in de {text(release.all_together)} samen"
        )
    sentence = f"Saldo in euro per inwoner, {period(answers.comparison)} opgeteld: {'; '.join(told)}."
    return part(
        "buren",
        f"{lower_first(scale.label)}, {period(answers.comparison)} opgeteld",
        say(sentence) + per_inhabitant(answers),
    )
