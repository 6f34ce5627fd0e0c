"""What has to be true for one gemeente, what is not known, what to ask, and who decides."""

from collections.abc import Sequence

from lib.analysis.answers import Answers
from lib.analysis.assumptions import switching_words
from lib.analysis.gemeente import decisions_here, is_own
from lib.analysis.gemeente_questions import (
    Condition,
    Equal,
    Question,
    asked_of,
    asked_of_pm,
    conditions,
    horizons,
    measure_questions,
    pm_items,
)
from lib.analysis.message import rests_on
from lib.model.projection import Projection
from lib.text import counted, lower_first, value_with_unit
from lib.ui.accountability_agreement import decisions_table
from lib.ui.gemeente_head import part, say
from lib.ui.html import Cell, Row, name, route, source_link, table, text, why, words


def what_must_be_true(answers: Answers) -> str:
    """On what each route rests, and per assumption the value at which both cost this gemeente the same."""
    comparison, release, code = answers.comparison, answers.release, answers.view.gemeente
    place = release.name(code)
    if comparison.same:
        return part("waar", "", say("Twee keer dezelfde route: geen verschil, dus geen omslagwaarde."))
    rests = "; ".join(
        f"{text(run.scenario.in_sentence)} op {text(rests_on(comparison, run))}" for _, run in answers.comparison.sides
    )
    there, without = conditions(answers)
    intro = say(
        f"Buiten wat gepubliceerd is, rust de uitkomst vooral: {rests}. De omslagwaarde is de waarde waarbij beide routes "
        f"{text(place)} evenveel kosten; de andere aannames blijven dan zoals ze zijn."
    )
    rows = [_condition_row(answers, each) for each in there]
    until = [f"Evenveel t/m {each}" for each in horizons(answers)]
    inner = table(
        f"Wanneer beide routes {place} evenveel kosten, met wat eenmalig is; binnen of buiten de bandbreedte",
        ["Aanname", "Nu gerekend met", *until, "Wat u kunt vragen"],
        rows,
        style="rw-wrap rw-rows rw-close rw-evidence",
    )
    none = ", ".join(lower_first(each.label) for each in without)
    rest = say(f"Geen waarde maakt hier beide routes even duur bij: {text(none)}.") if none else ""
    return part("waar", place, intro + (inner if rows else "") + rest)


def _condition_row(answers: Answers, each: Condition) -> Row:
    now = why(value_with_unit(each.now.value, each.parameter.unit), each.now, answers.release)
    equal = (_equal(answers, each, found) for found in each.equal)
    return Row((name(each.parameter.label), Cell(now, number=False), *equal, words(asked_of(answers, each))))


def _equal(answers: Answers, condition: Condition, each: Equal) -> Cell:
    shown, verdict = switching_words(condition.parameter, each.switching.value)
    more = "; er zijn er meer" if each.switching.more else ""
    return Cell(f"<b>{why(shown, each.answer, answers.release)}</b>{text(verdict)}{more}", number=False)


def questions(answers: Answers) -> str:
    """Per route its PM-posten and what nobody published, in equal columns."""
    columns = "".join(_of_route(answers, letter, run) for letter, run in answers.comparison.sides)
    intro = say(
        "PM betekent: de post bestaat, het bedrag is niet bekend. Het telt in geen enkel totaal mee. De vragen komen uit "
        "de gegevens en hebben voor elke route dezelfde vorm."
    )
    return part("vragen", answers.release.name(answers.view.gemeente), f'{intro}<div class="rw-two">{columns}</div>')


def _of_route(answers: Answers, letter: str, run: Projection) -> str:
    items, measures = pm_items(answers, run), measure_questions(answers, run)
    asked = f"<div class=rw-ask>Vraag bij elke post: {text(asked_of_pm(answers))}</div>" if items else ""
    return (
        f"<div><h3>{route(letter, run)}</h3>"
        f"<h4>Niet bekend: {_count(items, 'PM-post', 'PM-posten')}</h4>{asked}"
        + _list(answers, items, "Bij deze route staat geen PM-post.")
        + f"<h4>Geraamd of aangenomen: {_count(measures, 'maatregel', 'maatregelen')}</h4>"
        + _list(answers, measures, "Bij deze route staat hier geen maatregel die is geraamd of aangenomen.")
        + "</div>"
    )


def _count(found: Sequence[Question], one: str, more: str) -> str:
    return f"{len(found)} {one if len(found) == 1 else more}"


def _list(answers: Answers, found: Sequence[Question], none: str) -> str:
    return (
        f'<ul class="rw-questions">{"".join(_item(answers, each) for each in found)}</ul>' if found else say(text(none))
    )


def _item(answers: Answers, each: Question) -> str:
    asked = f'<div class="rw-ask">Vraag: {text(each.question)}</div>' if each.question else ""
    source = source_link(answers.release, each.source, short=True)
    return f"<li><b>{text(each.about)}</b>. {text(each.facts)} <small>Bron: {source}</small>{asked}</li>"


def decisions(answers: Answers) -> str:
    """The decisions of all gemeenten together and of this one."""
    release, place = answers.release, answers.release.name(answers.view.gemeente)
    here, others = decisions_here(answers)
    left_out = (
        f" Nog {others} {'besluit' if others == 1 else 'besluiten'} van een andere gemeente: zie Verantwoording."
        if others
        else ""
    )
    own = f" Grijs: van {text(place)} zelf." if any(is_own(answers, row) for row in here) else ""
    intro = say(f"Wat gemeenten samen besluiten, en wat {text(place)} zelf besluit.{own}{left_out}")
    inner = decisions_table(
        release, "Wie beslist wat en wanneer, zoals het is gelopen", here, lambda row: is_own(answers, row)
    )
    return part("besluiten", counted(len(here), "beslissing", "beslissingen"), intro + inner)
