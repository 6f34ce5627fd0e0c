"""Who carries each kind of work under both routes, and what else the agreement says about it."""

from lib.analysis.answers import Answers
from lib.analysis.grid import ROUNDING
from lib.analysis.people import shown_years
from lib.analysis.placement import WorkGroup, WorkRow, beside_placement, work_gap, work_groups
from lib.model.figures import ALL
from lib.text import lower_first
from lib.ui.grids import statements_html
from lib.ui.html import Row, block, name, route, table, text, words
from lib.ui.people_blocks import carriers, count


def work_table(answers: Answers) -> str:
    """Gemeente × werkvorm: persons now and later, uitvoerder now and under A and B."""
    comparison, release = answers.comparison, answers.release
    base, first, last = shown_years(answers)[0], shown_years(answers)[1], shown_years(answers)[-1]
    groups = work_groups(answers)
    rows = [row for group in groups for row in _group_rows(answers, group, len(groups) == 1)]
    if len(groups) > 1:
        rows.append(_sum_row(answers, ALL, "rw-total"))
    head = [
        "Gemeente en werkvorm",
        str(base),
        str(last),
        f"Uitvoerder {base}",
        f"{route('a', comparison.a)}, vanaf {first}",
        f"{route('b', comparison.b)}, vanaf {first}",
    ]
    inner = table(
        f"Wsw-personen per gemeente en werkvorm in {base} en {last} (in elke route gelijk), en wie het werk uitvoert",
        head,
        rows,
        note=ROUNDING if work_gap(answers, groups) else "",
        style="rw-wrap rw-places",
    )
    return block("Wie werkt waar", f"Wsw-personen, {release.name(answers.view.gemeente)}", inner + _beside(answers))


def _group_rows(answers: Answers, group: WorkGroup, single: bool) -> list[Row]:
    rows = [_work_row(answers, row) for row in group.rows]
    total = _sum_row(answers, group.code, "rw-total" if single else "rw-group")
    return [*rows, total] if single else [total, *rows]


def _sum_row(answers: Answers, code: str, style: str) -> Row:
    zero, years = answers.comparison.zero, shown_years(answers)
    counts = [count(answers.wsw(zero, code, None, year), answers.release) for year in (years[0], years[-1])]
    label = answers.release.name(code)
    return Row((name(label[:1].upper() + label[1:]), *counts, words(""), words(""), words("")), style=style)


def _work_row(answers: Answers, row: WorkRow) -> Row:
    if row.counted_with:
        told = words(f"geteld bij {lower_first(row.counted_with)}")
        return Row((name(row.label), told, words(""), words(""), words(""), words("")))
    return Row(
        (
            name(row.label),
            count(row.now, answers.release),
            count(row.last, answers.release),
            words(row.before),
            carriers(answers, row.a),
            carriers(answers, row.b),
        )
    )


def _beside(answers: Answers) -> str:
    """What else the agreement says about the placement, and what each route is."""
    comparison = answers.comparison
    runs = [("a", comparison.a)] if comparison.same else [("a", comparison.a), ("b", comparison.b)]
    lines = []
    for letter, run in runs:
        also = statements_html(answers.release, beside_placement(answers, run))
        more = f" Hoort ook bij de plaatsing: {also}." if also else ""
        lines.append(f'<div class="rw-small">{route(letter, run)}: {text(run.scenario.explanation)}{more}</div>')
    return "".join(lines)
