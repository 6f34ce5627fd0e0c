"""That nobody is lost: persons and staff of both routes beside the base year, with the check."""

from collections.abc import Sequence

from lib.analysis.answers import Answers
from lib.analysis.message import ROUNDING
from lib.analysis.people import Checked, checked, nobody_lost, shown_years
from lib.analysis.release import Release
from lib.model.figures import ALL
from lib.text import rounding_gap, year_range
from lib.ui.html import Cell, Row, block, name, route, table, why
from lib.ui.people_cells import attrition, exact, statements


def reconciliation_block(answers: Answers) -> str:
    """Wsw persons and staff of both routes beside the base year, with the check."""
    wsw, staff = checked(answers, staff=False), checked(answers, staff=True)
    span = year_range(answers.horizon_years[0], answers.horizon_years[-1])
    intro = (
        f"<div class=rw-text>De tool rekent in elke route met dezelfde mensen.{_agreed(answers.release)} Het aantal daalt door uitstroom, in elke route evenveel: "
        f"{attrition(answers)}. Bij de staf daalt alleen het deel dat met het werk meebeweegt.</div>"
    )
    tables = "".join(
        _checked_table(answers, caption, rows)
        for caption, rows in (
            (f"Wsw-personen in beide routes; elk jaar van {span} nagerekend", wsw),
            (f"Staf in beide routes; elk jaar van {span} nagerekend", staff),
        )
    )
    return block(
        "Niemand valt weg",
        "aansluiting van beide routes op het basisjaar",
        f"{intro}<div class=rw-stack>{tables}</div>",
    )


def _agreed(release: Release) -> str:
    """The statements that ask for this, when the release has any."""
    found = statements(release, nobody_lost(release))
    return f" Dat volgt uit {found}." if found else ""


def _checked_table(answers: Answers, caption: str, found: Sequence[Checked]) -> str:
    comparison, release = answers.comparison, answers.release
    base, *later = shown_years(answers)
    rows = []
    for each in found:
        pairs = [answer for pair in zip(each.a, each.b, strict=True) for answer in pair]
        shown = each.words
        verdict = '<span class="rw-good">sluit ✓</span>' if each.closes else "sluit niet"
        label = release.name(each.code)
        rows.append(
            Row(
                (
                    name(label[:1].upper() + label[1:]),
                    *(exact(answer, answers.release) for answer in (each.base, *pairs)),
                    Cell(why(shown, each.difference, release)),
                    Cell(verdict, number=False),
                ),
                total=each.code == ALL,
            )
        )
    routes = (("a", comparison.a), ("b", comparison.b))
    head = [
        "Gemeente",
        str(base),
        *(f"{route(letter, run)} {year}" for year in later for letter, run in routes),
        "Grootste verschil",
        "Controle",
    ]
    return table(caption, head, rows, note=ROUNDING if _checked_gap(found) else "", style="rw-firm")


def _checked_gap(found: Sequence[Checked]) -> bool:
    if len(found) < 2:
        return False
    columns = [[each.base.value, *(answer.value for answer in (*each.a, *each.b))] for each in found]
    return any(rounding_gap(column[:-1], column[-1], 1, 1) for column in zip(*columns, strict=True))
