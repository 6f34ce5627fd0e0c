"""Two tables per gemeente: at which value the routes cost the same, and what two opinions disagree on."""

from collections.abc import Sequence

from lib.analysis.answers import Answer
from lib.analysis.message import MILLION, decimals, period
from lib.analysis.opinions import Opinions
from lib.analysis.parameter_words import switching_words
from lib.analysis.sensitivity import Sensitivity
from lib.model.figures import ALL
from lib.text import amount, difference, lower_first, rounded, upper_first, value_with_unit
from lib.ui.html import Cell, Row, block, disclosure, name, table, text, why, words
from lib.ui.sensitivity_blocks import NO_DIFFERENCE


def switching(found: Sensitivity) -> str:
    """Every switching value over the horizon, in total and per gemeente."""
    answers = found.answers
    comparison, release = answers.comparison, answers.release
    title = "Bij welke waarde zijn beide routes even duur?"
    if comparison.same:
        return block(title, "", NO_DIFFERENCE)
    codes, rows, without = (ALL, *answers.codes), [], []
    for each in comparison.switching_for((comparison.horizon,)):
        parameter = release.parameters[each.parameter]
        if all(value.value is None for value in each.with_one_offs.values()):
            without.append(lower_first(parameter.label))
            continue
        standing = why(
            value_with_unit(comparison.values[parameter.id], parameter.unit), answers.parameter(parameter.id), release
        )
        cells = [name(parameter.label), Cell(standing, number=False)]
        for code in codes:
            value = each.with_one_offs[code]
            shown, verdict = switching_words(parameter, value.value)
            more = "; er zijn er meer" if value.more else ""
            asked = why(shown, answers.switching(parameter.id, value, code, each.horizon), release)
            cells.append(Cell(f"{asked}{text(verdict)}{more}", number=False))
        rows.append(Row(cells))
    none = "Geen enkele aanname maakt op zichzelf de routes even duur, niet in totaal en voor geen gemeente."
    if rows:
        none = f"In totaal en voor elke gemeente bestaat zij niet voor: {', '.join(without)}." if without else ""
    none = f'<p class="rw-small">{text(none)} Gezocht in het toelaatbare bereik.</p>'
    head = ["Aanname", "Nu", *(text(upper_first(release.name(code))) for code in codes)]
    caption = (
        f"Omslagwaarde t/m {comparison.horizon}, de andere aannames zoals gekozen; binnen of buiten de bandbreedte"
    )
    inner = table(caption, head, rows, style="rw-wrap rw-rows rw-switching") if rows else ""
    return block(title, f"omslagwaarden, {period(comparison)}, met eenmalig", inner + none)


def disagreement(found: Sequence[Opinions] | str) -> str:
    """What two opinions disagree on in euros, by assumption; for each horizon."""
    if isinstance(found, str):
        return f'<p class="rw-text">{text(found)}</p>'
    first, *others = found
    more = "".join(disclosure(f"Hetzelfde over {each.span}", _disagreement(each)) for each in others)
    return _disagreement(first) + more


def _disagreement(found: Opinions) -> str:
    answers = found.sensitivity.answers
    release, codes = answers.release, (ALL, *answers.codes)

    def asked(answer: Answer, code: str) -> Cell:
        return Cell(why(difference(answer.value, MILLION, decimals(code)), answer, release))

    rows = [
        Row(
            (
                name(release.parameters[each].label),
                *(words(value) for value in found.values(each)),
                *(asked(found.part(each, code), code) for code in codes),
            )
        )
        for each in found.found.parts
    ]
    gap = max(abs(found.gap(code)) for code in codes)
    closes = (
        f"sluit niet: {amount(gap, 2)}"
        if rounded(gap, 1, 2)
        else f'<span class="rw-good">sluit op {amount(0)} ✓</span>'
    )
    head_cell = Cell(f"Meningsverschil {closes}", number=False, head=True)
    rows.append(Row((head_cell, words(""), words(""), *(asked(found.whole(c), c) for c in codes)), total=True))
    for i, who in enumerate(found.names):
        label = name(f"{found.sensitivity.between} volgens {who}")
        rows.append(Row((label, words(""), words(""), *(asked(found.outcome(i, c), c) for c in codes))))
    caption = f"Wat {found.names[1]} hoger of lager uitkomt dan {found.names[0]}: {found.sensitivity.between}, {found.span}, × € 1 miljoen"
    head = ["Aanname", *found.names, *(text(upper_first(release.name(code))) for code in codes)]
    return table(caption, head, rows, style="rw-wrap rw-rows")
