"""The blocks of Mensen on who works where: the message, where people go, the staff, and that nobody is lost."""

from lib.analysis.answers import Answers
from lib.analysis.people import nobody_lost, reconciled, shown_years
from lib.analysis.people_flow import headline, switchers, switchers_words
from lib.analysis.placement import beside_placement, people_per_carrier, staff_per_gemeente, work
from lib.model.parameters import ATTRITION
from lib.text import lower_first, value_with_unit, whole
from lib.ui.grids import draw, origins, statements_html
from lib.ui.html import block, route, tag, text, why


def message(answers: Answers) -> str:
    """The heading that is the message, and what its numbers are."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    base = shown_years(answers)[0]
    wsw, staff = answers.wsw(comparison.zero, code, None, base), answers.staff(comparison.zero, code, None, base)
    runs = [run for _, run in comparison.sides]
    numbers = [(whole(answer.value), answer) for answer in (wsw, staff)]
    numbers += [(switchers_words(answers, run), switchers(answers, run)) for run in runs]
    return (
        f"<h1>{text(headline(answers))}</h1>"
        f'<div class="rw-sub">Personen, geen arbeidsjaren en geen SE. Stand van {base}, het basisjaar; status '
        f"{tag(wsw.status)}. Daarna daalt het aantal in elke route gelijk, met een uitstroom van {attrition(answers)}.</div>"
        + origins(numbers, release)
    )


def attrition(answers: Answers) -> str:
    answer = answers.parameter(ATTRITION)
    return why(value_with_unit(answer.value, answers.release.parameters[ATTRITION].unit), answer, answers.release)


def work_table(answers: Answers) -> str:
    """Gemeente × werkvorm: persons now and later, uitvoerder now and under A and B, and what is agreed beside it."""
    table = draw(work(answers), answers.release, style="rw-wrap rw-places")
    quiet = f"Wsw-personen, {answers.release.name(answers.view.gemeente)}"
    return block("Wie werkt waar", quiet, table + _beside(answers))


def _beside(answers: Answers) -> str:
    """What else the agreement says about the placement, and what each route is."""
    lines = []
    for letter, run in answers.comparison.sides:
        also = statements_html(answers.release, beside_placement(answers, run))
        more = f" Hoort ook bij de plaatsing: {also}." if also else ""
        lines.append(f'<div class="rw-small">{route(letter, run)}: {text(run.scenario.explanation)}{more}</div>')
    return "".join(lines)


def staff_block(answers: Answers) -> str:
    """Staff per gemeente, and Wsw persons and staff per uitvoerder of each route."""
    grids = staff_per_gemeente(answers), people_per_carrier(answers)
    tables = "".join(f"<div>{draw(grid, answers.release)}</div>" for grid in grids)
    return block(
        "Staf: gaat mee met het werk",
        f"personen, verdeeld naar de omvang van {lower_first(answers.release.staff_carrier.label)}",
        f'<div class="rw-two rw-wide-right">{tables}</div>',
    )


def reconciliation_block(answers: Answers) -> str:
    """Wsw persons and staff of both routes beside the base year, with the check."""
    agreed = statements_html(answers.release, nobody_lost(answers.release))
    because = f" Dat volgt uit {agreed}." if agreed else ""
    intro = (
        f"<div class=rw-text>De tool rekent in elke route met dezelfde mensen.{because} Het aantal daalt door uitstroom, in elke route evenveel: "
        f"{attrition(answers)}. Bij de staf daalt alleen het deel dat met het werk meebeweegt.</div>"
    )
    base, *later = shown_years(answers)
    columns = str(base), *(f"{side} {year}" for year in later for side in ("a", "b")), "verschil", "controle"
    tables = "".join(draw(grid.only(columns), answers.release, style="rw-firm") for grid in reconciled(answers))
    return block(
        "Niemand valt weg",
        "aansluiting van beide routes op het basisjaar",
        f"{intro}<div class=rw-stack>{tables}</div>",
    )
