"""The staff: per gemeente, and per who carries them."""

from lib.analysis.answers import Answers
from lib.analysis.grid import ROUNDING
from lib.analysis.people import codes_in_view, shown_years
from lib.analysis.placement import by_carrier
from lib.model.figures import ALL
from lib.text import lower_first, rounding_gap
from lib.ui.html import Cell, Row, block, name, route, table
from lib.ui.people_cells import exact


def staff_block(answers: Answers) -> str:
    """Staff per gemeente, and Wsw persons and staff per uitvoerder of each route."""
    return block(
        "Staf: gaat mee met het werk",
        f"personen, verdeeld naar de omvang van {lower_first(answers.release.staff_carrier.label)}",
        f'<div class="rw-two rw-wide-right">{_staff_per_gemeente(answers)}{_per_carrier(answers)}</div>',
    )


def _staff_per_gemeente(answers: Answers) -> str:
    zero, years = answers.comparison.zero, shown_years(answers)
    codes = codes_in_view(answers)
    rows = [
        Row(
            (
                name(answers.release.name(code)),
                *(exact(answers.staff(zero, code, None, year), answers.release) for year in years),
            )
        )
        for code in codes
    ]
    gap = False
    if len(codes) > 1:
        totals = [answers.staff(zero, ALL, None, year) for year in years]
        rows.append(Row((name("Samen"), *(exact(answer, answers.release) for answer in totals)), total=True))
        gap = any(
            rounding_gap([answers.staff(zero, code, None, year).value for code in codes], total.value, 1, 1)
            for year, total in zip(years, totals, strict=True)
        )
    head = ["Gemeente", *map(str, years)]
    caption = "Staf per gemeente, in elke route gelijk"
    return f"<div>{table(caption, head, rows, note=ROUNDING if gap else '')}</div>"


def _per_carrier(answers: Answers) -> str:
    comparison, years = answers.comparison, shown_years(answers)
    runs = [("a", comparison.a)] if comparison.same else [("a", comparison.a), ("b", comparison.b)]
    rows, gap = [], False
    for letter, run in runs:
        found = by_carrier(answers, run)
        rows.append(
            Row((Cell(route(letter, run), number=False, head=True), *[Cell("")] * (2 * len(years))), style="rw-head")
        )
        for each in found:
            counts = [*each.wsw, *each.staff]
            rows.append(Row((name(each.name), *(exact(answer, answers.release) for answer in counts))))
        asked = [
            [ask(run, answers.view.gemeente, None, year) for year in years] for ask in (answers.wsw, answers.staff)
        ]
        sums = [answer for kind in asked for answer in kind]
        rows.append(Row((name("Samen"), *(exact(answer, answers.release) for answer in sums)), style="rw-sum"))
        columns = [[(*each.wsw, *each.staff)[i].value for each in found] for i in range(len(sums))]
        gap |= any(rounding_gap(column, total.value, 1, 1) for column, total in zip(columns, sums, strict=True))
    head = ["Uitvoerder", *(f"{kind} {year}" for kind in ("Wsw", "staf") for year in years)]
    caption = "Wsw-personen en staf per uitvoerder"
    return f"<div>{table(caption, head, rows, note=ROUNDING if gap else '')}</div>"
