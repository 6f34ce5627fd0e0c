"""Two tables per gemeente: at which value the routes cost the same, and what two opinions disagree on."""

from collections.abc import Sequence

from lib.analysis import what_if
from lib.analysis.message import period
from lib.analysis.opinions import Opinions
from lib.analysis.sensitivity import Sensitivity
from lib.model.figures import ALL
from lib.text import lower_first
from lib.ui.grids import draw
from lib.ui.html import block, disclosure, text
from lib.ui.sensitivity_blocks import NO_DIFFERENCE


def switching(found: Sensitivity) -> str:
    """Every switching value over the horizon, in total and per gemeente."""
    answers, title = found.answers, "Bij welke waarde zijn beide routes even duur?"
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    table, names = what_if.with_a_number(what_if.switching_per_gemeente(answers).only(("nu", ALL, *answers.codes)))
    none = "Geen enkele aanname maakt op zichzelf de routes even duur, niet in totaal en voor geen gemeente."
    if table.rows:
        without = ", ".join(map(lower_first, names))
        none = f"In totaal en voor elke gemeente bestaat zij niet voor: {without}." if without else ""
    none = f'<p class="rw-small">{text(none)} Gezocht in het toelaatbare bereik.</p>'
    inner = draw(table, answers.release, style="rw-wrap rw-rows rw-switching") if table.rows else ""
    return block(title, f"omslagwaarden, {period(answers.comparison)}, met eenmalig", inner + none)


def disagreement(found: Sequence[Opinions] | str) -> str:
    """What two opinions disagree on in euros, by assumption; for each horizon."""
    if isinstance(found, str):
        return f'<p class="rw-text">{text(found)}</p>'
    first, *others = found
    more = "".join(disclosure(f"Hetzelfde over {each.span}", _disagreement(each)) for each in others)
    return _disagreement(first) + more


def _disagreement(found: Opinions) -> str:
    answers = found.sensitivity.answers
    table = what_if.opinions_grid(found).only((*found.names, ALL, *answers.codes))
    return draw(table, answers.release, style="rw-wrap rw-rows")
