"""A budget as a table: kostensoorten in sections, years in columns, PM printed as PM."""

from collections.abc import Iterator

from lib.analysis.answers import Answer
from lib.analysis.budget.lines import ONE_OFF, SUBSIDY, TOTALS, YEARLY, Budget, Line, span
from lib.analysis.expression import Scale
from lib.analysis.message import ROUNDING
from lib.analysis.release import Release
from lib.text import Special, rounding_gap
from lib.ui.html import Cell, Row, table, text, why

PM = Special.PM.value
SECTIONS = {
    "uitvoeringskosten": "Lasten van de uitvoering",
    "opbrengsten": "Baten van de uitvoering",
    SUBSIDY: "Apart: rijksbijdrage en lonen van de Wsw",
    YEARLY: "Overig structureel",
    ONE_OFF: "Incidenteel",
    TOTALS: "Totaal",
}


def budget_table(release: Release, budget: Budget, scale: Scale, *, pm_items: int, is_difference: bool = False) -> str:
    """A table of a budget or a difference; `pm_items` is how many PM-posten of the routes have no amount."""
    rows = list(_rows(release, budget, scale, is_difference))
    rows.append(pm_row(budget, pm_items))
    what = "verschil in saldo per kostensoort, V voordelig, N nadelig" if is_difference else "lasten en baten positief"
    return table(
        f"{budget.title}, {release.name(budget.code)}, {scale.label}; {what}",
        ["Post", *(text(span(column)) for column in budget.columns), "Taakveld (indicatief)"],
        rows,
        note=ROUNDING if misses(budget, scale) else "",
        style="rw-budget",
    )


def _rows(release: Release, budget: Budget, scale: Scale, is_difference: bool) -> Iterator[Row]:
    with_posts = {line.section for line in budget.lines if not line.is_sum} | {TOTALS}
    section = ""
    for line in budget.lines:
        if line.section != section and line.section in with_posts:
            yield _section_row(SECTIONS[line.section], len(budget.columns))
        section = line.section
        label = Cell(text(line.label), number=False, head=True, style="" if line.is_sum else "rw-post")
        taakveld = Cell(text(line.taakveld), number=False, style="rw-taakveld")
        cells = (amount_cell(release, budget, line, i, scale, is_difference) for i in range(len(budget.columns)))
        total = line.id == "saldo"
        yield Row((label, *cells, taakveld), total=total, style="rw-sum" if line.is_sum and not total else "")


def _section_row(label: str, columns: int) -> Row:
    heading = Cell(text(label), number=False, head=True)
    return Row((heading, *[Cell("")] * columns, Cell("", number=False)), style="rw-head")


def amount_cell(release: Release, budget: Budget, line: Line, i: int, scale: Scale, is_difference: bool) -> Cell:
    """The amount of a line; PM alone where nothing but PM is known, "+ PM" where it leaves some out."""
    answer = line.answers[i]
    shown = number(answer, scale, budget.code, is_difference)
    if line.pm[i]:
        shown = f"{shown} + {PM}" if answer.value else PM
    return Cell(why(shown, answer, release), style="rw-column-total" if len(budget.columns[i]) > 1 else "")


def number(answer: Answer, scale: Scale, code: str, is_difference: bool = False) -> str:
    """An amount in the chosen expression, or a difference with V or N."""
    return scale.difference(answer.value, code) if is_difference else scale.text(answer.value, code)


def pm_row(budget: Budget, pm_items: int) -> Row:
    """How many PM-posten the columns leave out."""
    cells = [PM if pm_items and len(column) > 1 else "" for column in budget.columns]
    if pm_items and not any(cells):
        cells[-1] = PM
    label = Cell(f"PM-posten, niet meegeteld: {pm_items}", number=False, head=True)
    return Row((label, *map(Cell, cells), Cell("", number=False)))


def misses(budget: Budget, scale: Scale) -> bool:
    """Whether a rounded sum, down or across, misses its rounded parts."""
    return any(_misses_down(budget, line, scale) or _misses_across(budget, line, scale) for line in budget.lines)


def _misses_down(budget: Budget, line: Line, scale: Scale) -> bool:
    return any(
        rounding_gap(
            [sign * scale.shown(budget.line(name).answers[i].value, budget.code) for sign, name in line.parts],
            scale.shown(line.answers[i].value, budget.code),
            scale.unit,
            scale.decimals,
        )
        for i in range(len(budget.columns))
        if line.parts
    )


def _misses_across(budget: Budget, line: Line, scale: Scale) -> bool:
    yearly = [
        a for a, c in zip(line.answers, budget.columns, strict=True) if len(c) == 1 and c[0] in budget.columns[-1]
    ]
    if len(budget.columns[-1]) == 1:
        return False
    values = [scale.shown(answer.value, budget.code) for answer in yearly]
    return rounding_gap(values, scale.shown(line.answers[-1].value, budget.code), scale.unit, scale.decimals)
