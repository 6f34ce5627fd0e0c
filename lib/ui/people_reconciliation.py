"""That nobody is lost: persons and staff of both routes beside the base year, with the check."""

from lib.analysis.answers import Answers
from lib.analysis.grid import Grid
from lib.analysis.people import nobody_lost, reconciled, shown_years
from lib.analysis.release import Release
from lib.ui.grids import draw
from lib.ui.html import block
from lib.ui.people_cells import attrition, statements


def reconciliation_block(answers: Answers) -> str:
    """Wsw persons and staff of both routes beside the base year, with the check."""
    intro = (
        f"<div class=rw-text>De tool rekent in elke route met dezelfde mensen.{_agreed(answers.release)} Het aantal daalt door uitstroom, in elke route evenveel: "
        f"{attrition(answers)}. Bij de staf daalt alleen het deel dat met het werk meebeweegt.</div>"
    )
    tables = "".join(_checked_table(answers, grid) for grid in reconciled(answers))
    return block(
        "Niemand valt weg",
        "aansluiting van beide routes op het basisjaar",
        f"{intro}<div class=rw-stack>{tables}</div>",
    )


def _agreed(release: Release) -> str:
    """The statements that ask for this, when the release has any."""
    found = statements(release, nobody_lost(release))
    return f" Dat volgt uit {found}." if found else ""


def _checked_table(answers: Answers, grid: Grid) -> str:
    """The routes beside each other in each year."""
    years = shown_years(answers)[1:]
    counts = [f"{side} {year}" for year in years for side in ("a", "b")]
    table = grid.only((grid.columns[0].id, *counts, "verschil", "controle"))
    return draw(table, answers.release, style="rw-firm")
