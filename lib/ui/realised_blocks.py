"""Handed-in figures of later years beside the projection, on *Kosten* and *Mensen*; nothing when there are none."""

from collections.abc import Callable
from functools import partial

from lib.analysis.answers import Answer, Answers
from lib.analysis.expression import Scale
from lib.analysis.people import codes_in_view
from lib.analysis.realised import Realised, later_years, realised
from lib.model.figures import ALL
from lib.text import persons, upper_first, whole
from lib.ui.html import Cell, Row, block, name, route, table, tag, text, why, words

TITLE = "Aangeleverd na het basisjaar"


def costs(answers: Answers, scale: Scale) -> str:
    """The handed-in saldo beside that of every route in the same year."""
    comparison = answers.comparison
    runs = (comparison.zero, comparison.a, comparison.b)
    rows = [
        Row(
            [
                name(upper_first(answers.release.name(one.code))),
                words(one.year),
                _given(answers, one.saldo, one.lacking_costs, partial(scale.text, code=one.code)),
                *(
                    Cell(why(scale.text(answer.value, one.code), answer, answers.release))
                    for answer in (answers.saldo(run, one.code, (one.year,)) for run in runs)
                ),
            ],
            total=one.code == ALL,
        )
        for one in _shown(answers)
    ]
    heads = ["Gemeente", "Jaar", "Aangeleverd", text(comparison.zero.scenario.short_title)]
    heads += [route("a", comparison.a), route("b", comparison.b)]
    note = "Aangeleverd zijn de eigen lasten en baten van een gemeente; een route met een sleutel verdeelt ze anders."
    return _block(answers, table(f"Saldo (baten − lasten), {scale.label}", heads, rows, note=note) if rows else "")


def people(answers: Answers) -> str:
    """Handed-in Wsw persons beside the projected ones, which are the same in every route."""
    run = answers.comparison.zero
    rows = [
        Row(
            [
                name(upper_first(answers.release.name(one.code))),
                words(one.year),
                _given(answers, one.persons, one.lacking_persons, whole),
                _projected(answers, answers.wsw(run, one.code, None, one.year)),
            ],
            total=one.code == ALL,
        )
        for one in _shown(answers)
    ]
    heads = ["Gemeente", "Jaar", "Aangeleverd", "Projectie, elke route"]
    return _block(answers, table("Wsw-personen, aangeleverd en geprojecteerd", heads, rows) if rows else "")


def sentence(answers: Answers) -> str:
    """Where the handed-in figures of later years stand; nothing when there are none."""
    years = later_years(answers.release)
    if not years:
        return ""
    told = ", ".join(map(str, years))
    return (
        f'<p class="rw-small">Aangeleverde cijfers van {text(told)} staan op Kosten en Mensen naast de projectie.</p>'
    )


def _shown(answers: Answers) -> list[Realised]:
    codes = codes_in_view(answers)
    return [one for one in realised(answers) if one.code in codes or one.code == answers.view.gemeente]


def _given(answers: Answers, answer: Answer | None, lacking: str, shown: Callable[[float], str]) -> Cell:
    if answer is None:
        return Cell(text(lacking))
    return Cell(f"{why(shown(answer.value), answer, answers.release)} {tag(answer.status)}")


def _projected(answers: Answers, answer: Answer) -> Cell:
    return Cell(why(persons(answer.value), answer, answers.release))


def _block(answers: Answers, inner: str) -> str:
    base = answers.release.figures.base_year
    return block(TITLE, f"naast de projectie, die alleen op {base} rust", inner) if inner else ""
