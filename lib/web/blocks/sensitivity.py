"""The blocks of Gevoeligheid: the message, the tornado, the spread, switching values, and what two opinions disagree on."""

from collections.abc import Sequence

from lib.comparison.message import MILLION, SAME, decimals, nothing_to_compare, period, reads_as
from lib.model.figures import ALL
from lib.render.grids import Bars, draw
from lib.render.html import EMPTY, Html, block, disclosure, element, paragraph
from lib.subjects import evidence
from lib.subjects.readings import READINGS, four_readings
from lib.subjects.what_if import what_if
from lib.subjects.what_if.sensitivity import HOW, WITHIN, Opinions, Sensitivity
from lib.text import difference, lower_first
from lib.web.blocks.overview import origins

NO_DIFFERENCE = element("p", SAME)


def message(sensitivity: Sensitivity) -> Html:
    """The heading that is the message, and what its numbers are."""
    answers = sensitivity.answers
    code = answers.view.gemeente
    below = f"{reads_as(answers.release, answers.comparison, code)} {sensitivity.below()}"
    head = element("h1", sensitivity.headline()) + paragraph(below, "rw-sub")
    if answers.comparison.unpublished:
        return head
    if answers.comparison.same:
        return head
    numbers = [sensitivity.now(code), sensitivity.percentile(0, code), sensitivity.percentile(-1, code)]
    return head + element("div", origins(answers, (), numbers), style="rw-line")


def readings(sensitivity: Sensitivity) -> Html:
    """How far each route can go, and the four readings: before any spread."""
    answers = sensitivity.answers
    if answers.comparison.same:
        return EMPTY
    tables = evidence.ranges(answers), four_readings(answers, answers.comparison.horizon)
    inner = (draw(table, answers.release, style="rw-firm") for table in tables)
    return block("Hoe ver kan elke route gaan?", READINGS, *inner)


def swings(sensitivity: Sensitivity) -> Html:
    """Each assumption at the ends of its band, the one that moves most first, on one scale."""
    answers = sensitivity.answers
    code = answers.view.gemeente
    title = "Welke aanname telt het meest?"
    if unknown := nothing_to_compare(answers.comparison):
        return block(title, "", paragraph(unknown, "rw-text"))
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    now = sensitivity.now(code).value
    every = what_if.swings(sensitivity)
    table, small = what_if.moving(every)
    bars = Bars(place="span", reach=what_if.reach(every, now), mark=now)
    note = what_if.marks(difference(now, MILLION, decimals(code)))
    if small:
        note += f" Van laag tot hoog hooguit een afronding verschil: {', '.join(map(lower_first, small))}."
    if sensitivity.unmoved:
        note += f" Zonder invloed op dit verschil: {', '.join(map(lower_first, sensitivity.unmoved))}."
    inner = draw(table, answers.release, bars=bars, note=note, hidden_caption=True, style="rw-tornado")
    quiet = f"{sensitivity.between}, {answers.release.name(code)}, {period(answers.comparison)}, × € 1 miljoen"
    return block(title, quiet, inner)


def spread(sensitivity: Sensitivity) -> Html:
    """Percentiles and shares per gemeente, and the interval at each certainty."""
    answers = sensitivity.answers
    title = f"Hoe ver loopt het uiteen, {WITHIN}?"
    if unknown := nothing_to_compare(answers.comparison):
        return block(title, "", paragraph(unknown, "rw-text"))
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    inner = draw(what_if.spread(sensitivity), answers.release, style="rw-firm")
    certain = draw(what_if.certainties(sensitivity), answers.release, style="rw-narrow")
    how = disclosure("Hoe is dit berekend?", paragraph(HOW, "rw-text"))
    return block(title, f"{sensitivity.draws}, in totaal en per gemeente", inner, certain, how)


def switching(sensitivity: Sensitivity) -> Html:
    """Every switching value over the horizon, in total and per gemeente."""
    answers, title = sensitivity.answers, "Bij welke waarde zijn beide routes even duur?"
    if unknown := nothing_to_compare(answers.comparison):
        return block(title, "", paragraph(unknown, "rw-text"))
    if answers.comparison.same:
        return block(title, "", NO_DIFFERENCE)
    table, names = what_if.with_a_number(what_if.switching_per_gemeente(answers).only(("nu", ALL, *answers.codes)))
    none = "Geen enkele aanname maakt op zichzelf de routes even duur, niet in totaal en voor geen gemeente."
    if table.rows:
        without = ", ".join(map(lower_first, names))
        none = f"Geen omslag, in totaal noch voor een gemeente, bij: {without}." if without else ""
    inner = draw(table, answers.release, style="rw-wrap rw-rows rw-switching") if table.rows else EMPTY
    below = paragraph(f"{none} Gezocht binnen wat bij elke aanname kan worden ingevuld.".strip(), "rw-small")
    return block(title, f"omslagwaarden, {period(answers.comparison)}, met eenmalig", inner, below)


def disagreement(outcomes: Sequence[Opinions] | str) -> Html:
    """What two opinions disagree on in euros, by assumption; for each horizon."""
    if isinstance(outcomes, str):
        return paragraph(outcomes, "rw-text")
    first, *others = outcomes
    more = (disclosure(f"Hetzelfde over {outcome.span}", _disagreement(outcome)) for outcome in others)
    return EMPTY.join([_disagreement(first), *more])


def _disagreement(outcome: Opinions) -> Html:
    answers = outcome.sensitivity.answers
    table = what_if.opinions_grid(outcome).only((*outcome.names, ALL, *answers.codes))
    return draw(table, answers.release, style="rw-wrap rw-rows")
